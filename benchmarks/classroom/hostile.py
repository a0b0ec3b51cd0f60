"""A class with a bored student in it, and bad luck: what honest learners keep, what the server takes, and how it ends.

Each case is told in a line of a table: the figure before, while it happens, and after, with what must hold.
"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from statistics import mean

from websockets.sync.client import connect

from benchmarks.classroom.attacks import SOCKETS, half_sent, monster
from benchmarks.classroom.host import Host, hosted
from benchmarks.classroom.learner import Learner
from benchmarks.classroom.page import PATIENCE

HONEST, MONSTERS, CROWD = 10, 3, 100
WATCHED = 20.0  # seconds that steps are counted
SETTLE = 4.0
LEAST_ADMITTED = 10.0  # of these seconds a learner must have trained for its pace to count
LEFT = 30.0  # seconds after the monsters have left
BETWEEN_LOOKS = 0.25
THROWN = 500  # MB at each kind of socket
LEAST_STEPS, MOST_STANDSTILL, MOST_MEMORY, MOST_KEPT = 0.6, 2.0, 600.0, 1.1
SLOWEST_CLICK, LEAST_SHARE, ENDS_WITHIN, MOST_HUNG, MOST_THROWN = 1.5, 0.5, 10.0, 5.0, 50.0


def table() -> bool:
    """Run all cases, each on a server of its own; whether all goals are met."""
    print(f"load of this machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'':6}{'what':52} {'before':>10} {'during':>10} {'after':>10}  goal")
    holds = [
        asyncio.run(memory()),
        *asyncio.run(monsters()),
        *asyncio.run(crowd()),
        asyncio.run(hung()),
        *thrown(),
        *endings(),
    ]
    print(f"load at the end: {os.getloadavg()[0]:.1f}; {sum(holds)} of {len(holds)} goals are met")
    return all(holds)


def _row(what: str, before: str, during: str, after: str, goal: str, holds: bool) -> bool:
    told = "holds" if holds else "FAILS"
    print(f"{told:6}{what:52} {before:>10} {during:>10} {after:>10}  {goal}", flush=True)
    return holds


async def memory() -> bool:
    """Monsters come, train and leave: what is left of them where nobody else grows meanwhile."""
    with hosted() as host:
        visitor = Learner(host.address, 0, "mnist")  # the digits themselves stay: they are everybody's
        await visitor.arrive()
        await asyncio.sleep(SETTLE)
        await visitor.leave()
        await asyncio.sleep(SETTLE)
        before = host.memory().whole
        pages = [await monster(host.address, seed) for seed in range(MONSTERS)]
        await asyncio.sleep(WATCHED)
        during = host.memory().whole
        for page in pages:
            await page.close()
        await asyncio.sleep(LEFT)
        after = host.memory().whole
    return _row(
        f"{MONSTERS} monsters come and leave: memory, MB",
        f"{before:.0f}",
        f"{during:.0f}",
        f"{after:.0f}",
        f"{LEFT:.0f} s later ≤ {MOST_KEPT:.0%}",
        after <= MOST_KEPT * before,
    )


async def monsters() -> list[bool]:
    """Honest learners, then the same beside monsters."""
    with hosted() as host:
        honest = [Learner(host.address, number, "circle") for number in range(HONEST)]
        await asyncio.gather(*[learner.arrive() for learner in honest])
        await asyncio.sleep(SETTLE)
        alone, still_alone, memory_alone = await _watched(host, honest)
        pages = [await monster(host.address, seed) for seed in range(MONSTERS)]
        await asyncio.sleep(SETTLE)
        beside, standstill, memory_beside = await _watched(host, honest)
        for page in pages:
            await page.close()
        share = min(one / max(other, 1e-9) for one, other in zip(beside, alone, strict=True))
        errors = [error for page in [*pages, *(learner.page for learner in honest)] for error in page.errors]
        await asyncio.gather(*[learner.leave() for learner in honest])
    return [
        _row(
            f"{MONSTERS} monsters beside {HONEST}: steps/s, mean",
            f"{mean(alone):.0f}",
            f"{mean(beside):.0f}",
            "",
            f"each ≥ {LEAST_STEPS:.0%}: {share:.0%}",
            share >= LEAST_STEPS,
        ),
        _row(
            "longest standstill, s",
            f"{still_alone:.1f}",
            f"{standstill:.1f}",
            "",
            f"≤ {MOST_STANDSTILL:g} s",
            standstill <= MOST_STANDSTILL,
        ),
        _row(
            "memory, MB",
            f"{memory_alone:.0f}",
            f"{memory_beside:.0f}",
            "",
            f"< {MOST_MEMORY:.0f}",
            memory_beside < MOST_MEMORY,
        ),
        _row("errors", "", str(len(errors)), "", "none", not errors),
    ]


async def _watched(host: Host, learners: list[Learner]) -> tuple[list[float], float, float]:
    """For a while: the steps a second of each, the longest time that one stood still, and the most memory."""
    began = time.perf_counter()
    first, last = [learner.page.step for learner in learners], [began] * len(learners)
    seen, standstill, memory = list(first), 0.0, 0.0
    while (now := time.perf_counter()) < began + WATCHED:
        for number, learner in enumerate(learners):
            if learner.page.step != seen[number]:
                seen[number], last[number] = learner.page.step, now
            standstill = max(standstill, now - last[number])
        memory = max(memory, (await asyncio.to_thread(host.memory)).whole)
        await asyncio.sleep(BETWEEN_LOOKS)
    took = time.perf_counter() - began
    return [(then - at) / took for then, at in zip(seen, first, strict=True)], standstill, memory


async def crowd() -> list[bool]:
    """Many learners press Play, and some of them click about."""
    with hosted() as host:
        learners = [Learner(host.address, number, "circle") for number in range(CROWD)]

        async def arrive(number: int, learner: Learner) -> None:
            await asyncio.sleep(0.2 * number)
            await learner.arrive()

        await asyncio.gather(*[arrive(*one) for one in enumerate(learners)])
        await asyncio.sleep(SETTLE)
        for learner in learners:
            learner.felt.clear()
        until = time.perf_counter() + WATCHED
        watched = asyncio.create_task(_while_admitted(learners))
        await asyncio.gather(*[learner.stay(until, WATCHED / 2, draws=False) for learner in learners])
        watched.cancel()
        rates = [steps / seconds for seconds, steps in await watched if seconds >= LEAST_ADMITTED]
        told = sum("in line" in one.page.news for one in learners)
        clicks = sorted(taken for learner in learners for kind in learner.felt.values() for taken in kind)
        errors = [error for learner in learners for error in learner.page.errors]
        await asyncio.gather(*[learner.leave() for learner in learners])
    p95 = clicks[int(0.95 * len(clicks))] if clicks else PATIENCE
    share = min(rates) / max(mean(rates), 1e-9) if rates else 0.0
    words = f"{CROWD - told} train, {told} in line"
    return [
        _row(f"{CROWD} press Play: click, p95, s", "", f"{p95:.2f}", "", f"< {SLOWEST_CLICK:g} s", p95 < SLOWEST_CLICK),
        _row(words, "", f"{share:.0%}", "", f"slowest ≥ {LEAST_SHARE:.0%} of mean", share >= LEAST_SHARE),
        _row("errors", "", str(len(errors)), "", "none", not errors),
    ]


async def _while_admitted(learners: list[Learner]) -> list[tuple[float, int]]:
    """Until it is cancelled: of each the seconds in which it trained and stood in no line, and the steps of these."""
    admitted = [(0.0, 0)] * len(learners)
    now, seen = time.perf_counter(), [learner.page.step for learner in learners]
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(BETWEEN_LOOKS)
            before, now = now, time.perf_counter()
            for number, learner in enumerate(learners):
                page, (seconds, steps) = learner.page, admitted[number]
                if page.button == "Pause" and "in line" not in page.news:
                    admitted[number] = seconds + now - before, steps + page.step - seen[number]
                seen[number] = page.step
    return admitted


async def hung() -> bool:
    """A worker that is killed, and one that stops without ending: how long the run stands still."""
    with hosted() as host:
        learner = Learner(host.address, 0, "circle")
        await learner.arrive()
        await asyncio.sleep(SETTLE)
        killed = await _stands_still(host, learner, signal.SIGKILL)
        await asyncio.sleep(SETTLE)
        stopped = await _stands_still(host, learner, signal.SIGSTOP)
        await learner.leave()
    what = "all workers killed, then stopped: standstill, s"
    return _row(what, f"{killed:.1f}", f"{stopped:.1f}", "", f"≤ {MOST_HUNG:g} s more", stopped <= killed + MOST_HUNG)


async def _stands_still(host: Host, learner: Learner, how: signal.Signals) -> float:
    for worker in host.workers():
        os.kill(worker, how)
    began = time.perf_counter()
    await asyncio.sleep(0.5)  # what was under way has come
    reached = learner.page.step
    while learner.page.step == reached and time.perf_counter() < began + 60:
        await asyncio.sleep(0.02)
    return time.perf_counter() - began


def thrown() -> list[bool]:
    """Bytes without end at each kind of socket."""
    rows = []
    with hosted() as host:
        time.sleep(SETTLE)
        for path in SOCKETS:
            with half_sent(host.address, path, 10):
                pass
            before = host.memory().whole
            with half_sent(host.address, path, THROWN):
                during = host.memory().whole
            time.sleep(1)
            figures = (f"{before:.0f}", f"{during:.0f}", f"{host.memory().whole:.0f}")
            less = f"< {MOST_THROWN:.0f} MB more"
            rows.append(_row(f"{THROWN} MB thrown at {path}, MB", *figures, less, during - before < MOST_THROWN))
    return rows


@contextmanager
def _surplus(host: Host) -> Iterator[None]:
    with asyncio.Runner() as runner:
        learner = Learner(host.address, 0, "circle")
        runner.run(learner.arrive())
        runner.run(asyncio.sleep(1))
        with connect(host.address.replace("http", "ws") + SOCKETS[0], close_timeout=0.1) as lane:
            lane.send(learner.page.token)
            for _ in range(3):
                lane.send("next")
            yield
        runner.run(learner.leave())


@contextmanager
def _monsters(host: Host) -> Iterator[None]:
    async def come() -> None:
        for seed in range(MONSTERS):
            await monster(host.address, seed)

    with asyncio.Runner() as runner:
        runner.run(come())
        yield


@contextmanager
def _half(host: Host) -> Iterator[None]:
    with ExitStack() as held:
        for path in SOCKETS:
            held.enter_context(half_sent(host.address, path, 50))
        yield


@contextmanager
def _stopped(host: Host) -> Iterator[None]:
    for worker in host.workers():
        os.kill(worker, signal.SIGSTOP)
    yield


def endings() -> list[bool]:
    """SIGTERM in the midst of each."""
    cases: dict[str, Callable[[Host], AbstractContextManager[None]]] = {
        "surplus messages on a lane": _surplus,
        f"{MONSTERS} monsters": _monsters,
        "half-sent messages": _half,
        "workers that have stopped": _stopped,
    }
    rows = []
    for what, case in cases.items():
        with hosted() as host:
            time.sleep(SETTLE)
            with case(host):
                took = host.end()
            goal = f"within {ENDS_WITHIN:g} s"
            rows.append(_row(f"SIGTERM: {what}, s", "", f"{took:.1f}", "", goal, took <= ENDS_WITHIN))
    return rows
