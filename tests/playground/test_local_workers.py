"""Workers of this machine: a call that ends its worker is the only one that is lost with it."""

import os
import signal
import time
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from loky import process_executor

from playground.runs import local_workers, pool
from playground.runs.local_workers import LOKY, LocalWorkers
from tests.waiting import DEADLINE, wait_until


@pytest.fixture
def one_worker() -> Iterator[LocalWorkers]:
    workers = LocalWorkers(1)
    assert workers.submit(abs, -3).result(DEADLINE) == 3
    yield workers
    workers.stop()


def test_what_waits_behind_a_deadly_call_is_made_all_the_same(one_worker: LocalWorkers) -> None:
    deadly = one_worker.submit(os._exit, 1)
    behind = [one_worker.submit(abs, -n) for n in range(5)]
    assert isinstance(deadly.exception(DEADLINE), LocalWorkers.lost)
    assert [future.result(DEADLINE) for future in behind] == [0, 1, 2, 3, 4]


def test_a_worker_that_is_lost_while_it_has_nothing_to_do_is_replaced(one_worker: LocalWorkers) -> None:
    os.kill(one_worker.submit(os.getpid).result(DEADLINE), signal.SIGKILL)
    time.sleep(1)
    assert one_worker.submit(abs, -3).result(DEADLINE) == 3


@pytest.mark.skipif(not Path("/proc/self/wchan").exists(), reason="this system does not tell what a process waits for")
def test_a_worker_that_is_lost_in_the_midst_of_its_result_is_noticed(one_worker: LocalWorkers) -> None:
    worker = one_worker.submit(os.getpid).result(DEADLINE)
    caught = False
    while not caught:  # a result may be through before it is seen to be on its way
        long_result = one_worker.submit(bytes, 500_000_000)
        while not long_result.done() and not caught:
            if caught := writes_a_result(worker):
                os.kill(worker, signal.SIGKILL)
            time.sleep(0.001)
    assert isinstance(long_result.exception(DEADLINE), LocalWorkers.lost)
    assert one_worker.submit(abs, -3).result(DEADLINE) == 3


def writes_a_result(worker: int) -> bool:
    """Whether one of its threads waits for room in a pipe."""
    return any("pipe_write" in task.read_text() for task in Path(f"/proc/{worker}/task").glob("*/wchan"))


@pytest.mark.parametrize("busy", [True, False])
def test_a_worker_that_has_stopped_is_replaced_whether_it_makes_a_call_or_not(
    one_worker: LocalWorkers, busy: bool
) -> None:
    worker = one_worker.submit(os.getpid).result(DEADLINE)
    call = one_worker.submit(time.sleep, 3600) if busy else None
    os.kill(worker, signal.SIGSTOP)
    if call is not None:
        assert isinstance(call.exception(DEADLINE), LocalWorkers.lost)

    def another() -> bool:
        """Whether another process answers: until it is noticed that the first was ended, calls may be lost."""
        try:
            return one_worker.submit(os.getpid).result(DEADLINE) != worker
        except LocalWorkers.lost:
            return False

    wait_until(another)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not tell what a process does")
def test_a_worker_that_only_waits_for_a_processor_is_not_ended(
    one_worker: LocalWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_workers, "_MISSED", 1)  # as if it were late at every beat
    worker = one_worker.submit(os.getpid).result(DEADLINE)
    assert one_worker.submit(sum, range(10**8)).result(DEADLINE) > 0  # nothing else in that process runs meanwhile
    assert one_worker.submit(os.getpid).result(DEADLINE) == worker


def test_an_error_of_the_call_is_its_own(one_worker: LocalWorkers) -> None:
    assert isinstance(one_worker.submit(int, "seven").exception(DEADLINE), ValueError)
    assert one_worker.submit(abs, -3).result(DEADLINE) == 3


def test_stop_leaves_no_call_open(one_worker: LocalWorkers) -> None:
    futures = [one_worker.submit(time.sleep, 60) for _ in range(5)]
    one_worker.stop()
    assert all(future.done() for future in futures)


class OtherQueues:
    """An executor of a loky that has its queues elsewhere; a call that it takes is never answered."""

    def __init__(self, *arguments: object, **options: object) -> None:
        pass

    def submit(self, what: Callable[..., Any], *arguments: object) -> "Future[Any]":
        return Future()

    def shutdown(self, **options: object) -> None:
        pass


class NoWriter(OtherQueues):
    _result_queue = object()


@pytest.mark.parametrize("other", [OtherQueues, NoWriter])
def test_a_loky_without_what_is_used_of_it_is_refused_at_once(
    other: type[OtherQueues], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_workers, "ProcessPoolExecutor", other)
    monkeypatch.setattr(pool, "_executor", LocalWorkers(2))
    with pytest.raises(RuntimeError, match="pip install 'loky"):
        pool.submit(abs, -3).result(1)


def test_a_loky_that_would_end_workers_that_keep_much_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(process_executor, "_USE_PSUTIL")
    with pytest.raises(RuntimeError, match="pip install 'loky"):
        LocalWorkers(1).submit(abs, -3)


def test_the_sentence_names_the_loky_that_the_project_asks_for() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert LOKY in project["dependencies"]
