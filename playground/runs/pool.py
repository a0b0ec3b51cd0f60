"""The pool that all learners share: a call is made by some worker, and made again when that worker is lost.

Workers are processes of this machine, or those of an existing Dask cluster where `NEURAL_PLAYGROUND_SCHEDULER` names
its address; nothing else differs. This is the one place where a lost worker or a broken network is mended: whoever
submits a call gets its result, or the error of the call itself, or, when nothing helps, a LostError.
"""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playground.runs.cluster import Cluster
from playground.runs.executor import Executor
from playground.runs.local_workers import LocalWorkers
from playground.settings.environment import SCHEDULER, WORKERS

FIRST_WAIT = 0.05
RECENT = 15.0
"""Seconds for which a loss is news."""

_lock = threading.Lock()
_executor: Executor | None = None


class LostError(RuntimeError):
    """A call that was lost with every worker that tried it."""


@dataclass(frozen=True)
class Losses:
    """How often workers were lost or out of reach since the server started; what happened last, as a sentence, and
    when, by `time.monotonic`.
    """

    count: int = 0
    what: str = ""
    when: float = 0.0


_losses = Losses()


def losses() -> Losses:
    """The losses so far."""
    return _losses


def trouble(since: int) -> str | None:
    """What went wrong with the workers in the last seconds and after so many losses, and what is done about it."""
    now = _losses
    return now.what if now.count > since and time.monotonic() - now.when < RECENT else None


def place() -> str:
    """Where calls are made, as a learner reads it."""
    return _current().place


def workers() -> int:
    """How many workers there are: one a core of this machine, or `NEURAL_PLAYGROUND_WORKERS`, or the cluster's."""
    return _current().workers()


def submit(call: Callable[..., Any], *arguments: Any, alone: bool = False) -> "Future[Any]":
    """Have a worker make this call, again whenever it is lost; one that is `alone` may take long."""
    task = _Task(_current(), call, arguments, alone)
    task.attempt()
    return task.future


def start(call: Callable[..., Any], *arguments: Any) -> None:
    """Have all workers make this call, so that they are ready; without waiting for them."""

    def submit_all() -> None:
        for _ in range(workers()):
            submit(call, *arguments)

    if isinstance(_current(), LocalWorkers):
        submit_all()
    else:
        threading.Thread(target=submit_all, name="connect", daemon=True).start()


def stop() -> None:
    """Let go of all workers; what they were doing is cancelled."""
    global _executor
    with _lock:
        executor, _executor = _executor, None
    if executor is not None:
        executor.stop()


class _Task:
    """One call on its way, through as many attempts as it takes."""

    def __init__(self, executor: Executor, call: Callable[..., Any], arguments: tuple[Any, ...], alone: bool) -> None:
        self.future: Future[Any] = Future()
        self._executor, self._call, self._arguments, self._alone = executor, call, arguments, alone
        self._attempts = 0

    def attempt(self) -> None:
        if self._executor is not _executor:
            self.future.cancel()
            return
        self._attempts += 1
        try:
            made = self._executor.submit(self._call, *self._arguments, alone=self._alone)
        except self._executor.lost as error:
            self._again(error)
        except Exception as error:
            self._settle(self.future.set_exception, error)
        else:
            made.add_done_callback(self._done)

    def _done(self, made: "Future[Any]") -> None:
        try:
            result = made.result()
        except self._executor.lost as error:
            self._again(error)
        except BaseException as error:
            self._settle(self.future.set_exception, error)
        else:
            self._settle(self.future.set_result, result)

    def _again(self, error: BaseException) -> None:
        if self._executor is not _executor or self.future.cancelled():
            self.future.cancel()
        elif self._attempts >= self._executor.attempts:
            failure = LostError(f"No worker of {self._executor.place} finished this in {self._attempts} attempts")
            failure.__cause__ = error
            self._settle(self.future.set_exception, failure)
        else:
            _lost_on(self._executor)
            wait = min(FIRST_WAIT * 2 ** (self._attempts - 1), self._executor.longest_wait)
            timer = threading.Timer(wait, self.attempt)
            timer.daemon = True
            timer.start()

    @staticmethod
    def _settle(put: Callable[[Any], None], outcome: Any) -> None:
        with suppress(InvalidStateError):  # whoever wanted it has cancelled it
            put(outcome)


def _current() -> Executor:
    global _executor
    if (executor := _executor) is not None:  # asked for hundreds of times a second
        return executor
    with _lock:
        if _executor is None:
            address = os.environ.get(SCHEDULER, "")
            _executor = Cluster(address, _count_loss) if address else LocalWorkers(_asked_for())
        return _executor


def _asked_for() -> int:
    asked = os.environ.get(WORKERS, "")
    return int(asked) if asked.isdigit() and int(asked) > 0 else os.cpu_count() or 1


def _lost_on(executor: Executor) -> None:
    if isinstance(executor, LocalWorkers):
        _count_loss("A worker process was lost")
    else:
        _count_loss(f"There is no connection to {executor.place}")


def _count_loss(what: str) -> None:
    global _losses
    sentence = f"{what}: its last steps are computed again, and the results stay the same."
    with _lock:
        _losses = Losses(_losses.count + 1, sentence, time.monotonic())
