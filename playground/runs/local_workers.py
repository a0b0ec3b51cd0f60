"""Worker processes of this machine, each a pool of one: a worker that is lost takes its own call with it and no other.

A worker is told its next call while it makes one, so that it need not wait. When it is lost, the call that it was
making is, and what waits behind that one goes to another worker: whose fault it was is never in doubt. A worker that
has stopped without ending is ended: each has a pulse, a file that it touches whatever it is doing. Loky runs the
processes: they never import the page that happens to run when they start, and a lost one is noticed at once. Two of
its private names are used, for want of public ones; a loky without them is refused before anything waits for it.
"""

import os
import shutil
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import loky
from loky import process_executor
from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor, ShutdownExecutorError

from playground.runs import memory
from playground.runs.worker import forget, warm_up

_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
LOKY = "loky>=3.5,<4"
_BEAT = 0.5  # seconds from one touch of a pulse to the next
_MISSED = 8  # beats without a pulse, after which a worker counts as stopped, unless it only waits for a processor,
_MISSED_AT_MOST = 120  # where a system does not tell that
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # the latter ends a process on Windows
_AT_HAND = 2  # calls of a worker: the one it makes and the one it makes next


@dataclass(eq=False)
class _Call:
    what: Callable[..., Any]
    arguments: tuple[Any, ...]
    alone: bool
    future: "Future[Any]" = field(default_factory=Future)
    made: "Future[Any] | None" = None


@dataclass(eq=False)
class _Worker:
    """One process, `up` once it has answered, and the calls that it has: what it makes, and what it makes next.

    Its `pulse` holds the number of the process; `beat` is when it was last seen to be touched, `missed` beats ago.
    """

    pulse: Path
    process: ProcessPoolExecutor | None = None
    up: bool = False
    beat: int = 0
    missed: int = 0
    calls: list[_Call] = field(default_factory=list)

    @property
    def free(self) -> bool:
        """Whether it may be told another call: not behind one that may take long."""
        return len(self.calls) < _AT_HAND and not any(call.alone for call in self.calls)


class LocalWorkers:
    """Worker processes of this machine, one a core unless told otherwise; they make way for the page."""

    place = "this machine"
    lost: tuple[type[BaseException], ...] = (BrokenProcessPool, ShutdownExecutorError, CancelledError)
    attempts, longest_wait = 12, 0.1

    def __init__(self, count: int) -> None:
        self._lock = threading.RLock()
        self._folder = Path(tempfile.mkdtemp(prefix="workers-"))
        self._workers = [_Worker(self._folder / str(number)) for number in range(count)]
        self._waiting: deque[_Call] = deque()
        self._stopped = threading.Event()
        self._watching: threading.Thread | None = None

    def workers(self) -> int:
        """The number of worker processes."""
        return len(self._workers)

    def submit(self, what: Callable[..., Any], *arguments: Any, alone: bool = False) -> "Future[Any]":
        """Have a worker process make this call; they are started for the first one, and anew after a loss."""
        call = _Call(what, arguments, alone)
        with self._lock:
            for worker in self._workers:
                if worker.process is None:
                    self._start(worker)
            if self._watching is None:
                self._watching = threading.Thread(target=self._watch, name="pulses", daemon=True)
                self._watching.start()
            self._waiting.append(call)
            self._hand_out()
        return call.future

    def stop(self) -> None:
        """End the worker processes."""
        with self._lock:
            self._stopped.set()
            waiting, self._waiting = self._waiting, deque()
            processes = [worker.process for worker in self._workers if worker.process is not None]
        for call in waiting:
            call.future.cancel()
        for process in processes:
            process.shutdown(wait=True, kill_workers=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _watch(self) -> None:
        while not self._stopped.wait(_BEAT):
            for worker in self._workers:
                with suppress(OSError, ValueError):  # it has not begun to beat, or is just ending
                    beat = worker.pulse.stat().st_mtime_ns
                    worker.missed = worker.missed + 1 if beat == worker.beat else 0
                    worker.beat = beat
                    if worker.missed >= _MISSED:
                        process = int(worker.pulse.read_text())
                        if _sleeps(process) or worker.missed >= _MISSED_AT_MOST:
                            worker.missed = 0
                            os.kill(process, _KILL)

    def _start(self, worker: _Worker) -> None:
        worker.process, worker.up = None, False
        with suppress(OSError):
            worker.pulse.unlink()
        process = ProcessPoolExecutor(1, initializer=_settle, initargs=(os.getpid(), worker.pulse), env=_ONE_THREAD)
        _refuse_if_unknown(process)
        started = process.submit(warm_up, 0)
        worker.process = process
        started.add_done_callback(partial(self._started, worker))

    def _start_anew(self, worker: _Worker) -> None:
        with suppress(OSError, RuntimeError):  # no process to be had: whoever submits next tries again, and is told
            self._start(worker)

    def _started(self, worker: _Worker, made: "Future[Any]") -> None:
        error = made.exception()
        with self._lock:
            if error is None and worker.process is not None:
                # now the process alone can write: lost in the midst of a result, it leaves an end and no endless wait
                worker.process._result_queue._writer.close()
                worker.up = True
                self._hand_out()
                return
            worker.process = None
            call = self._waiting.popleft() if self._waiting else None
        if call is not None:
            call.future.set_exception(error)

    def _hand_out(self) -> None:
        while self._waiting and not self._stopped.is_set():
            free = [worker for worker in self._workers if worker.up and worker.free]
            if not free:
                break
            worker = min(free, key=lambda worker: len(worker.calls))
            call = self._waiting.popleft()
            worker.calls.append(call)
            try:
                assert worker.process is not None
                call.made = worker.process.submit(call.what, *call.arguments)
            except self.lost:
                worker.calls.remove(call)
                self._waiting.appendleft(call)
                worker.up = False
                if not worker.calls:  # it was lost while it had nothing to do; else its call will say so
                    self._start_anew(worker)
            else:
                call.made.add_done_callback(partial(self._done, worker, call))

    def _done(self, worker: _Worker, call: _Call, made: "Future[Any]") -> None:
        error = made.exception()
        with self._lock:
            if call.made is not made:  # it waited behind the one that was lost, and is elsewhere by now
                return
            if isinstance(error, self.lost) and not self._stopped.is_set():
                call = self._lose(worker)
            else:
                worker.calls.remove(call)
            self._hand_out()
        if error is None:
            call.future.set_result(made.result())
        else:
            call.future.set_exception(error)

    def _lose(self, worker: _Worker) -> _Call:
        """The call that was made when the worker was lost; those behind it come first at another one."""
        lost, *behind = worker.calls
        for call in worker.calls:
            call.made = None
        worker.calls = []
        self._waiting.extendleft(reversed(behind))
        self._start_anew(worker)
        return lost


def _refuse_if_unknown(process: ProcessPoolExecutor) -> None:
    """Raises RuntimeError, with a sentence, for a loky that does not have what is used of it here."""
    writer = getattr(getattr(process, "_result_queue", None), "_writer", None)
    if not hasattr(writer, "close") or not hasattr(process_executor, "_USE_PSUTIL"):
        raise RuntimeError(f"This program does not work with loky {loky.__version__}: pip install '{LOKY}'")


def _sleeps(process: int) -> bool:
    """Whether no thread of a process computes or could, as far as this system tells."""
    threads = [task.read_text().rpartition(")")[2].split()[0] for task in Path(f"/proc/{process}/task").glob("*/stat")]
    return bool(threads) and "R" not in threads


def _settle(parent: int, pulse: Path) -> None:
    """Let the page come first wherever a worker shares a core with it, beat, and never outlive the server."""
    memory.settle()
    process_executor._USE_PSUTIL = False  # loky would end a process that keeps much, and start another one
    if hasattr(os, "nice"):
        os.nice(10)
    with suppress(OSError):  # a full disk: it works all the same, and is only not noticed if it stops
        pulse.write_text(str(os.getpid()))
    threading.Thread(target=_beat, args=(parent, pulse), daemon=True).start()


def _beat(parent: int, pulse: Path) -> None:
    while os.getppid() == parent:
        with suppress(OSError):
            os.utime(pulse)
        forget(time.monotonic())
        time.sleep(_BEAT)
    os._exit(0)
