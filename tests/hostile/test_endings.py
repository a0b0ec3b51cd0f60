"""A server that is told to end ends, whatever is connected to it, and leaves nothing behind."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from benchmarks.classroom.attacks import SOCKETS, half_sent, monster
from benchmarks.classroom.host import Host, hosted
from tests.hostile.visits import playing
from tests.loop import looping
from tests.waiting import DEADLINE, wait_until


@contextmanager
def surplus(host: Host) -> Iterator[None]:
    """A page that trains, and on a connection of its lane more than any page says."""
    with looping() as loop:
        learner = loop.run(playing(host.address))
        with connect(host.address.replace("http", "ws") + SOCKETS[0], close_timeout=0.1) as lane:
            lane.send(learner.page.token)
            lane.recv(timeout=DEADLINE)
            lane.send("next")
            lane.send("next")
            yield
        loop.run(learner.leave())


@contextmanager
def training_a_monster(host: Host) -> Iterator[None]:
    with looping() as loop:
        page = loop.run(monster(host.address, 0))
        yield
        loop.run(page.close())


@contextmanager
def half_messages(host: Host) -> Iterator[None]:
    with ExitStack() as held:
        for path in SOCKETS:
            held.enter_context(half_sent(host.address, path, 10))
        yield


@contextmanager
def stopped_worker(host: Host) -> Iterator[None]:
    os.kill(host.workers()[0], signal.SIGSTOP)
    yield


CASES: list[Callable[[Host], AbstractContextManager[Any]]] = [
    surplus,
    training_a_monster,
    half_messages,
    stopped_worker,
]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not tell what a process has left")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_the_server_ends_and_leaves_nothing_running(
    case: Callable[[Host], AbstractContextManager[Any]],
) -> None:
    with hosted(NEURAL_PLAYGROUND_WORKERS="2") as host:
        wait_until(lambda: len(host.workers()) == 2, "the workers did not start")
        with case(host):
            processes = host.processes()
            host.end(DEADLINE)
    wait_until(lambda: not any(Path(f"/proc/{process}").exists() for process in processes), "processes are left over")
    marks = [f"-{process}-" for process in processes]
    assert [path for path in Path("/dev/shm").glob("*") if any(mark in path.name for mark in marks)] == []
