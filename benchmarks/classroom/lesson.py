"""A class in a lesson: thirty learners join, train, answer, are handed a page, are paused, go on and leave, one wall.

What the server does with the same pages before there is a class is measured first, in the same minutes.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Coroutine, Sequence
from contextlib import AbstractContextManager, AsyncExitStack
from typing import Any

from benchmarks.classroom.attending import Attending
from benchmarks.classroom.host import Host, hosted
from benchmarks.classroom.learner import TOYS, Felt
from benchmarks.classroom.report import at, in_words, said, table
from benchmarks.classroom.sitting import Sitting
from playground.settings.environment import DATABASE

ARRIVAL, JOINING, CLICKING, ANSWERING, STANDS = 20.0, 40.0, 24.0, 5.0, 3.0
"""Seconds: in which all arrive, all join, all click, and all answer; and in which a run that is paused stands still."""
BETWEEN_CLICKS = 8.0
HANDED = "/?dataset=spiral&hidden-layers=6,4&learning-rate=0.1"
SLOWEST_TILE, SLOWEST_HANDED, SLOWEST_ANSWER, SLOWEST_PAUSE, SLOWEST_CLICK = 1.5, 1.5, 1.0, 1.0, 1.0
LEAST_UPDATES, LEAST_UPDATES_IDLE = 2.0, 1.0


async def lesson(learners: int, idle: int, database: str) -> bool:
    """Teach it, on a server of its own with this database, or with a new file; whether all goals are met."""
    print(f"load of this machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    holds = []
    with tempfile.TemporaryDirectory() as folder, kept(database, folder) as host:
        if learners:
            holds += await _Lesson(host, learners).teach()
        if idle:
            holds += await _idle(host, idle)
    print(f"load at the end: {os.getloadavg()[0]:.1f}; {sum(holds)} of {len(holds)} goals are met")
    return all(holds)


def kept(database: str, folder: str, port: int = 0) -> AbstractContextManager[Host]:
    """A server with classes in this database, or in a file in the folder."""
    return hosted(port, **{DATABASE: database or f"sqlite:///{folder}/classes.db"})


class _Lesson:
    """One lesson, from the first page to the last learner who leaves."""

    def __init__(self, host: Host, learners: int) -> None:
        self._host = host
        self._here = [Sitting(host.address, number, TOYS[number % len(TOYS)]) for number in range(learners)]
        self._teacher = Attending(host.address)
        self._felt: Felt = {}
        self._holds: list[bool] = []
        self._errors: list[str] = []

    async def teach(self) -> list[bool]:
        """All of it; which goals are met."""
        empty = self._host.memory()
        await _spread(ARRIVAL, [one.learner.arrive() for one in self._here])
        alone = await self._click()
        without = self._host.memory()
        self._teacher.open()
        code = (await self._teacher.ask("open"))["code"]
        await self._join(code)
        await self._train(alone)
        await self._ask()
        await self._hand_out()
        await self._pause()
        whole = self._host.memory()
        await self._leave()
        errors = self._errors + [f"learner {n}: {error}" for n, one in enumerate(self._here) for error in one.errors]
        errors += ["the teacher's line was lost"] * self._teacher.lost
        table([self._felt])
        for error in errors[:10]:
            print("error:", error)
        self._said("errors", str(len(errors)), not errors)
        for what, memory in (("nobody there", empty), ("without a class", without), ("at the end of it", whole)):
            print(f"memory, {what}: {in_words(memory)}")
        return self._holds

    def _said(self, what: str, figure: str, holds: bool) -> None:
        self._holds.append(said(what, figure, holds))

    def _within(self, what: str, taken: Sequence[float], most: float) -> None:
        """Note what was felt, whose p95 is to be less than `most` seconds."""
        self._felt[what] = list(taken)
        self._said(f"{what}, p50/p95/max", _in_short(taken), at(taken, 95) < most)

    async def _click(self) -> list[float]:
        """All press + or − now and then; the seconds until each page is drawn."""
        until = time.perf_counter() + CLICKING
        found: list[float] = []

        async def clicks(one: Sitting) -> None:
            while time.perf_counter() < until:
                found.append(await one.step_a_control())
                await asyncio.sleep(BETWEEN_CLICKS)

        await _spread(BETWEEN_CLICKS, [clicks(one) for one in self._here])
        return found

    async def _join(self, code: str) -> None:
        began = await _spread(JOINING, [one.join(code) for one in self._here])
        await self._teacher.until(lambda: len(self._teacher.first) == len(self._here), "a tile is missing on the wall")
        seen = [self._teacher.first[one.member] - then for one, then in zip(self._here, began, strict=True)]
        self._within("join to the tile on the wall", seen, SLOWEST_TILE)

    async def _train(self, alone: Sequence[float]) -> None:
        """All train and click, and the wall follows."""
        counted = _Counted(self._host, self._teacher)
        beside = await self._click()
        self._felt["+ or −, without a class"] = list(alone)
        self._within("+ or −, in the class", beside, SLOWEST_CLICK)
        self._holds.append(counted.say(len(self._here), LEAST_UPDATES))

    async def _ask(self) -> None:
        counts: list[float] = []

        def count() -> None:
            question = (self._teacher.state or {}).get("question")
            given = sum(question["distribution"]["counts"]) if question else 0
            counts.extend([time.perf_counter()] * (given - len(counts)))

        self._teacher.listeners.append(count)
        began = time.perf_counter()
        await self._teacher.ask("ask", kind="number", words="How many epochs until 95 %?", low=0, high=100)
        told = await _all(one.told("question") for one in self._here)
        self._within("a question to every page", [when - began for when in told], SLOWEST_ANSWER)
        given = await _spread(ANSWERING, [one.answer(3 * number) for number, one in enumerate(self._here)])
        await self._teacher.until(lambda: len(counts) == len(self._here), "an answer is missing")
        self._teacher.listeners.remove(count)
        # they are taken in the order in which they came
        seen = [when - then for when, then in zip(counts, sorted(then for then, _ in given), strict=True)]
        self._within("an answer to the distribution", seen, SLOWEST_ANSWER)
        self._felt["an answer to its acknowledgement"] = [taken for _, taken in given]
        await self._teacher.ask("reveal")
        await self._teacher.ask("clear_question")

    async def _hand_out(self) -> None:
        began, used = time.perf_counter(), self._host.processor()[0]
        done = asyncio.create_task(self._teacher.ask("hand_out", address=HANDED, title="Playground"))
        came = await _all(self._follow(one) for one in self._here)
        assert "problem" not in await done
        self._within("a hand-out to every line", [told - began for told, _ in came], SLOWEST_HANDED)
        self._within("a hand-out to the page drawn", [drawn - began for _, drawn in came], SLOWEST_HANDED)
        each = (self._host.processor()[0] - used) / len(came)
        print(f"the server takes {each:.2f} s of a processor for each page that is handed out")

    @staticmethod
    async def _follow(one: Sitting) -> tuple[float, float]:
        told = await one.told("handed")
        return told, await one.follow()

    async def _pause(self) -> None:
        self._felt["Play, on what was handed out"] = await _all(one.play() for one in self._here)
        await self._all_tiles(True)
        began = time.perf_counter()
        await self._teacher.ask("pause")
        await self._all_tiles(False)
        self._within("pause to the wall", [time.perf_counter() - began], SLOWEST_PAUSE)
        await asyncio.sleep(STANDS)
        stopped = [max(0.0, one.page.moved - began) for one in self._here]
        self._within("pause to the last picture that moves", stopped, SLOWEST_PAUSE)
        began, steps = time.perf_counter(), [one.page.step for one in self._here]
        await self._teacher.ask("go_on")
        went = await _all(one.moves(step) for one, step in zip(self._here, steps, strict=True))
        self._felt["go on to the first step on a page"] = [when - began for when in went if when]

    async def _all_tiles(self, playing: bool) -> None:
        """Wait until all tiles say that they play, or that they do not; where one never does, that is an error."""

        def others() -> list[str]:
            return [number for number, tile in self._teacher.tiles.items() if tile["playing"] is not playing]

        try:
            await self._teacher.until(lambda: not others())
        except TimeoutError:
            for one in self._here:
                if one.member in others():
                    page = f"the page says {one.page.button!r}, {one.page.news!r}, step {one.page.step:,}"
                    self._errors.append(f"a tile says that it {'stands' if playing else 'plays'}; {page}")

    async def _leave(self) -> None:
        await _all(one.leave() for one in self._here)
        await self._teacher.until(lambda: not (self._teacher.state or {})["members"], "who left is still there")
        await self._teacher.ask("delete")
        await self._teacher.close()


class _Counted:
    """The updates of a wall, and the processor time that the server takes, from now on."""

    def __init__(self, host: Host, teacher: Attending) -> None:
        self._host, self._teacher = host, teacher
        self._began, self._used = time.perf_counter(), host.processor()
        self._updates, self._changed = teacher.updates, teacher.changed.total()

    def say(self, tiles: int, least: float) -> bool:
        """Say them; whether the wall of so many `tiles` was updated often enough."""
        took = time.perf_counter() - self._began
        used = zip(self._host.processor(), self._used, strict=True)
        server, workers = (100 * (now - then) / took for now, then in used)
        updates = (self._teacher.updates - self._updates) / took
        changed = (self._teacher.changed.total() - self._changed) / took / tiles
        words = f"{updates:.2f}, each tile {changed:.2f}; server {server:.0f} %, workers {workers:.0f} % of a core"
        return said(f"updates a second of the wall with {tiles} tiles", words, updates >= least)


async def _idle(host: Host, count: int) -> list[bool]:
    """A wall of pages that are only open, one of which trains."""
    teacher = Attending(host.address)
    teacher.open()
    code = (await teacher.ask("open"))["code"]
    sitting = [Sitting(host.address, number, "circle") for number in range(count)]
    async with AsyncExitStack() as there:
        for one in sitting:
            await one.page.open()
            there.push_async_callback(one.leave)
            await one.join(code)
        await teacher.until(lambda: len(teacher.tiles) == count, "a tile is missing on the wall")
        await sitting[0].play()
        counted = _Counted(host, teacher)
        await asyncio.sleep(CLICKING)
        holds = counted.say(count, LEAST_UPDATES_IDLE)
        began = time.perf_counter()
        await teacher.ask("pause")
        await _all(one.told("paused") for one in sitting)
        print(f"pause told to all {count} lines: {time.perf_counter() - began:.2f} s; memory {in_words(host.memory())}")
    await teacher.ask("delete")
    await teacher.close()
    errors = [error for one in sitting for error in one.errors]
    for error in errors[:10]:
        print("error:", error)
    return [holds, said(f"errors of {count} idle pages", str(len(errors)), not errors)]


async def _spread(seconds: float, doings: Sequence[Coroutine[Any, Any, Any]]) -> list[Any]:
    """Begin these one after the other, evenly in so many seconds; what comes of each."""

    async def later(number: int, doing: Coroutine[Any, Any, Any]) -> Any:
        await asyncio.sleep(seconds * number / len(doings))
        return await doing

    return await asyncio.gather(*[later(*one) for one in enumerate(doings)])


async def _all(doings: Any) -> list[Any]:
    return await asyncio.gather(*doings)


def _in_short(taken: Sequence[float]) -> str:
    return f"{at(taken, 50):.2f} / {at(taken, 95):.2f} / {max(taken, default=0.0):.2f} s"
