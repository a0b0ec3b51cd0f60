"""A server that is killed in the middle of a class, and started again: nothing that was acknowledged is lost.

`TIMES_KILLED`, 2 where the environment does not say, is how often. Nobody types anything: keys and addresses, which a
browser keeps, bring everyone back.
"""

import asyncio
import os
import time
from collections.abc import Coroutine
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from benchmarks.classroom.attending import Attending
from benchmarks.classroom.host import Host, free_port
from benchmarks.classroom.lesson import kept
from benchmarks.classroom.sitting import Sitting
from playground.classes.store import Store
from tests.hostile.visits import until
from tests.loop import run

TIMES = int(os.environ.get("TIMES_KILLED", "2"))
LEARNERS = 4
ASKED = {"kind": "number", "words": "How many?", "low": 0, "high": 10**6}
HANDED = "/?dataset=moons&hidden-layers=4"
STROKES = [[[0.3, 0.2], [0.3, 0.8]]]


class Lesson:
    """A class with four learners who train, on a server that is killed now and then.

    `given` is each learner's answer that was acknowledged last, `sent` the last one at all; `joined`, `entered` and
    `drawn` are what was acknowledged of these.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._running = ExitStack()
        self.host: Host
        self.address = f"http://127.0.0.1:{self._port}"
        self.teacher = Attending(self.address)
        self.here = [Sitting(self.address, number, "circle") for number in range(LEARNERS)]
        self.given, self.sent = [0] * LEARNERS, [0] * LEARNERS
        self.joined: list[str] = []
        self.entered = self.drawn = 0

    @property
    def state(self) -> dict[str, Any]:
        """What the teacher was told last."""
        return self.teacher.state or {}

    async def start(self) -> None:
        """Start the server."""
        self.host = await asyncio.to_thread(self._running.enter_context, kept("", str(self._folder), self._port))

    async def stop(self) -> None:
        """End it, however it is."""
        await asyncio.to_thread(self._running.close)

    async def open(self) -> None:
        """Open the class, with its four learners who train what was handed out, a question, and a challenge."""
        self.teacher.open()
        code = (await self.teacher.ask("open"))["code"]
        for one in self.here:
            await one.page.open()
            await one.join(code)
            self.joined.append(str((one.line.state or {})["me"]["nickname"]))
        await self.teacher.ask("collect", on=True)
        await self.teacher.ask("hand_out", address=HANDED, title="Playground")
        await asyncio.gather(*[one.told("handed") for one in self.here])
        await asyncio.gather(*[one.follow() for one in self.here])
        await self.teacher.ask("contest", goal="lowest-cost", epochs=5)
        await self.teacher.ask("ask", **ASKED)
        await asyncio.gather(*[one.told("question") for one in self.here])
        await self.teacher.until(lambda: self.state["question"], "the teacher is not told of the question")

    async def be_busy(self, seconds: float) -> None:
        """Train, answer again and again, and hand in, until the server is killed after so many seconds."""
        await asyncio.gather(*[one.play() for one in self.here])
        await until(lambda: all(one.page.step > 50 for one in self.here), "a run does not begin")
        assert not await _problem(self.here[0].line.ask("enter"))
        self.entered += 1
        assert not await _problem(self.here[1].line.ask("draw", digit=1, strokes=STROKES, consent=True))
        self.drawn += 1
        late = Attending(self.address)
        late.open()
        joined = await late.ask("join", code=self.state["code"], nickname="Late")
        self.joined.append(joined["nickname"])
        await late.close()
        answering = [asyncio.create_task(self._answer(number)) for number in range(LEARNERS)]
        await until(lambda: all(self.given), "an answer is not acknowledged")
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.host.kill)
        for task in answering:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _answer(self, number: int) -> None:
        while True:
            self.sent[number] += 1
            value = self.sent[number]
            assert not await _problem(self.here[number].line.ask("answer", value=value))
            self.given[number] = value

    async def come_back(self) -> None:
        """Everyone comes back to the server that was started again, as browsers do."""
        await asyncio.gather(*[one.come_back() for one in self.here])
        await asyncio.gather(*[one.told("me") for one in self.here])
        await self.teacher.until(lambda: _here(self.state) == LEARNERS, "somebody is missing")


def _here(state: dict[str, Any]) -> int:
    return sum(one["here"] for one in state.get("members", []) if one["nickname"] != "Late")


async def _problem(asked: Coroutine[Any, Any, dict[str, Any]]) -> str:
    return str((await asked).get("problem", ""))


@pytest.mark.timeout(200 + 200 * TIMES)
def test_a_class_goes_on_after_its_server_was_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def visit() -> None:
        lesson = Lesson(tmp_path)
        await lesson.start()
        try:
            await lesson.open()
            before = lesson.state
            for number in range(1, TIMES + 1):
                await lesson.be_busy(1.0 + 0.37 * number)
                steps = _seen(tmp_path, before["code"])
                killed = time.perf_counter()
                await lesson.stop()
                await lesson.start()
                started = time.perf_counter()
                await lesson.come_back()
                back = time.perf_counter()
                await _require_the_same(lesson, before)
                for one in lesson.here:
                    await _require_brought_to(one, steps[int(one.member)])
                with capsys.disabled():
                    print(
                        f"\nkilled {number} of {TIMES}: all were back {back - killed:.1f} s after it was killed, "
                        f"{back - started:.1f} s after it answered; their runs {time.perf_counter() - back:.1f} s later"
                    )
        finally:
            for one in lesson.here:
                await one.line.close()
                await one.learner.leave()
            await lesson.teacher.close()
            await lesson.stop()

    run(visit())


def _seen(folder: Path, code: str) -> dict[int, int]:
    """The step at which the class last saw each run, by the ids of members."""
    store = Store(f"sqlite:///{folder}/classes.db")
    try:
        found = store.class_by_code(code)
        assert found is not None
        return {one.id: one.step for one in store.members(found.id)}
    finally:
        store.close()


async def _require_the_same(lesson: Lesson, before: dict[str, Any]) -> None:
    """Nothing that was acknowledged is lost."""
    now = lesson.state
    assert (now["code"], now["ends"]) == (before["code"], before["ends"])
    assert [one["nickname"] for one in now["members"]] == lesson.joined
    assert now["handed"] == before["handed"]
    assert now["handed"]["address"] == HANDED
    assert now["contest"]["judged"] + now["contest"]["waiting"] == lesson.entered
    assert now["drawing"]["drawings"] == lesson.drawn
    assert now["question"]["number"] == before["question"]["number"]
    assert now["question"]["answered"] == LEARNERS
    for number, one in enumerate(lesson.here):
        me = (one.line.state or {})["me"]
        assert lesson.given[number] <= me["answer"] <= lesson.sent[number]
        assert (me["nickname"], me["state"]) == (lesson.joined[number], "in")


async def _require_brought_to(one: Sitting, step: int) -> None:
    """The run of this learner stands at the step at which the class last saw it."""
    assert step > 0
    await until(lambda: one.page.step == step, f"the run is at step {one.page.step}, and was last seen at {step}")
    await until(lambda: one.page.button == "Play", "the run does not stand")
