"""One server, many learners, and some of them up to no good: what each may take has a bound, and the others train."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.classroom.attacks import SOCKETS, bring, half_sent, lanes
from benchmarks.classroom.host import Host, hosted
from benchmarks.classroom.learner import Learner
from playground.components.shared.lane import TAKEN
from playground.settings.budget import UNFINISHED, UPLOADS
from tests.hostile.lines import closed_with
from tests.hostile.visits import playing, until
from tests.loop import looping, run
from tests.waiting import DEADLINE, wait_until

ROOM, LEARNERS, LANES = 2, 5, 60
MEGABYTE = 2**20


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """A server with two workers and room for two learners who train."""
    with hosted(NEURAL_PLAYGROUND_WORKERS="2", NEURAL_PLAYGROUND_ROOM=str(ROOM)) as host:
        wait_until(lambda: len(host.workers()) == 2, "the workers did not start")
        yield host


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not tell what a process takes")
@pytest.mark.parametrize("path", SOCKETS)
def test_bytes_thrown_at_sockets_take_little_memory(host: Host, path: str) -> None:
    with half_sent(host.address, path, 10):
        pass
    before = host.memory().server
    with half_sent(host.address, path, 128) as thrown:
        assert thrown >= 128 * MEGABYTE
        wait_until(lambda: host.memory().server - before < 1.5 * UNFINISHED / 1e6, "the server holds what was thrown")
    wait_until(lambda: host.memory().server - before < 0.5 * UNFINISHED / 1e6, "the memory is not given back")


def test_of_many_connections_for_one_page_the_newest_has_the_pictures(host: Host) -> None:
    with looping() as loop:
        learner = loop.run(playing(host.address))
        with lanes(host.address, learner.page.token, LANES) as connections:
            for connection in connections[:-1]:
                assert closed_with(connection) == TAKEN
            assert connections[-1].recv(timeout=DEADLINE)
        loop.run(learner.leave())


def test_files_brought_in_series_are_bounded_for_each_page(host: Host) -> None:
    each = 50
    with looping() as loop:
        one, other = Learner(host.address, 0, "circle"), Learner(host.address, 1, "circle")
        for learner in (one, other):
            loop.run(learner.page.open())
        taken = [bring(host.address, one.page.session, each, f"file-{number}") for number in range(4)]
        room = UPLOADS // (each * MEGABYTE)
        assert taken == [204] * room + [413] * (4 - room)
        assert bring(host.address, other.page.session, each, "file") == 204
        assert bring(host.address, "nobody", 1, "file") != 204
        for learner in (one, other):
            loop.run(learner.leave())


def test_a_run_goes_on_though_every_worker_has_stopped(host: Host) -> None:
    async def visit() -> None:
        learner = await playing(host.address)
        await until(lambda: learner.page.step > 0, "the run does not begin")
        stopped = host.workers()
        assert len(stopped) == 2
        for worker in stopped:
            os.kill(worker, signal.SIGSTOP)
        await asyncio.sleep(1)  # what was under way has come
        reached = learner.page.step
        await until(lambda: learner.page.step > reached + 100, "the run stands still")
        assert not set(stopped) & set(host.workers()), "both were ended"
        assert learner.page.button == "Pause"
        assert not learner.page.errors
        await learner.leave()

    run(visit())


def test_past_the_room_learners_are_told_their_number_and_come_in_as_others_leave(host: Host) -> None:
    async def visit() -> None:
        learners = [await playing(host.address, number) for number in range(LEARNERS)]
        inside, outside = learners[:ROOM], learners[ROOM:]
        for number, learner in enumerate(outside, start=1):
            told = f"{ROOM} are training on this server; you are number {number} in line."
            await until(lambda learner=learner, told=told: learner.page.news == told, f"number {number} is not told")
        for learner in inside:
            await until(lambda learner=learner: learner.page.step > 100, "who is inside does not train")
        assert [learner.page.step for learner in outside] == [0] * len(outside)
        await inside[0].leave()
        await until(lambda: outside[0].page.step > 100, "the first in line does not come in")
        assert outside[1].page.step == 0
        assert [error for learner in learners for error in learner.page.errors] == []
        for learner in learners[1:]:
            await learner.leave()

    run(visit())
