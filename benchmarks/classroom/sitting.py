"""A learner in a class: a page that trains, its line to the class, and how a browser follows what is handed out."""

import asyncio
import random
import time
from typing import Any
from urllib.parse import urlsplit

from benchmarks.classroom.attending import Attending
from benchmarks.classroom.learner import Learner
from benchmarks.classroom.page import Page


class Sitting:
    """One learner, whose page is at this address. `errors` are those of all pages so far."""

    def __init__(self, address: str, number: int, data: str) -> None:
        self._address, self._number = address, number
        self._random = random.Random(number)
        self._errors: list[str] = []
        self.learner = Learner(address, number, data)
        self.line = Attending(address)
        self.line.listeners.append(self._draw_anew)
        self._turned = 0
        self._posting: set[asyncio.Task[None]] = set()

    @property
    def page(self) -> Page:
        """The page that is open now."""
        return self.learner.page

    @property
    def errors(self) -> list[str]:
        """What went wrong on any page, and with the line."""
        lost = [f"the line to the class was lost {self.line.lost} times"] if self.line.lost else []
        return [*self._errors, *self.page.errors, *lost]

    @property
    def member(self) -> str:
        """The id of this member, as tiles are named; only once in a class."""
        assert self.line.state is not None
        return str(self.line.state["me"]["id"])

    async def join(self, code: str) -> float:
        """Join the class of this code; when the nickname was sent, by `time.perf_counter`."""
        self.line.desk = self.page.desk
        self.line.open()
        began = time.perf_counter()
        answer = await self.line.ask("join", code=code, nickname=f"Learner {self._number}")
        if "problem" in answer:
            raise RuntimeError(answer["problem"])
        await self.line.until(lambda: self.line.state, "who joined is told no class")
        return began

    async def told(self, what: str) -> float:
        """Wait until this part of the state is there, or true; when that was told, by `time.perf_counter`."""
        return await self.line.until(lambda: (self.line.state or {}).get(what), f"there is no {what}")

    async def step_a_control(self) -> float:
        """Press + or − of η; the seconds until the page is drawn."""
        return await self.page.tell("learning-rate-typed", {"step": self._random.choice((-1, 1))})

    async def play(self) -> float:
        """Press Play, if nothing plays; the seconds until the page says that it does."""
        if self.page.button == "Pause":
            return 0.0
        return await self.page.click("play", lambda key, element: key == "play" and element.label == "Pause")

    async def moves(self, step: int) -> float:
        """Wait until the page shows another step than this; when it did, by `time.perf_counter`, or 0 for an error."""
        for _ in range(1500):
            if self.page.step != step:
                return time.perf_counter()
            await asyncio.sleep(0.02)
        told = f"the button says {self.page.button!r}, the page {self.page.news!r}, the class {self.line.state}"
        self._errors.append(f"the run stands still at step {step:,}; {told}")
        return 0.0

    async def answer(self, value: Any) -> tuple[float, float]:
        """Answer the question: when, by `time.perf_counter`, and the seconds until that is acknowledged."""
        began = time.perf_counter()
        reply = await self.line.ask("answer", value=value)
        if "problem" in reply:
            self._errors.append(reply["problem"])
        return began, time.perf_counter() - began

    async def follow(self) -> float:
        """Go to what was handed out, with a new page that brings the desk along; when that is drawn."""
        assert self.line.state is not None
        await self.reopen(self.line.state["handed"]["address"], handed=True)
        return time.perf_counter()

    async def reopen(self, address: str, *, handed: bool) -> None:
        """Load a page anew at this address, from its "/" on, as a browser does: the old one and its line are gone."""
        desk, old = self.page.desk, self.page
        await self.line.close()
        await old.close()
        self._errors += old.errors
        self.learner.page, self._turned = (page := Page(self._address)), 0
        parts = urlsplit(address)
        await page.open(parts.path.strip("/"), parts.query, f"{'handed' if handed else 'desk'}.{desk}")
        self.line.desk = page.desk
        self.line.open()
        await self.line.sit(page.desk)

    async def come_back(self) -> None:
        """After the server was away: a new session at the old address, while the line comes back by itself."""
        old, self.learner.page, self._turned = self.page, Page(self._address), 0
        await old.close()
        await self.page.open(query=old.query)
        await self.line.sit(self.page.desk)

    def _draw_anew(self) -> None:
        """As `class_strip.js` does: what was paused or went on from outside has the page drawn anew."""
        turn = (self.line.state or {}).get("turn", 0)
        if turn > self._turned:
            task = asyncio.create_task(self.page.post("class-strip", {"turn": turn}))
            self._posting.add(task)
            task.add_done_callback(self._posting.discard)
        self._turned = turn

    async def leave(self) -> None:
        """Leave the class, and close the page."""
        await self.line.ask("leave")
        await self.line.close()
        await self.learner.leave()
