"""A learner: opens the app, chooses data, presses Play, and then now and then does something, as learners do."""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np

from benchmarks.classroom.page import Page
from benchmarks.handwriting import STYLES, write

TOYS = ("circle", "xor", "gaussians", "spiral", "moons", "three-arms")
RATES = (0.01, 0.03, 0.1, 0.3)
PIECES = 6  # messages while a digit is drawn
BETWEEN = 0.08  # seconds from one to the next

Felt = dict[str, list[float]]


class Learner:
    """One learner with one page. `felt` are the seconds from each click to its effect, by what was done.

    `marks` are (seconds, step) of the run, whenever the learner looked.
    """

    def __init__(self, address: str, number: int, data: str) -> None:
        self.page = Page(address)
        self.data = data
        self.felt: Felt = defaultdict(list)
        self.marks: list[tuple[float, int]] = []
        self._random = random.Random(number)
        self._path = ""

    async def arrive(self) -> None:
        """Open the app, choose the data, and press Play."""
        self.felt["open"].append(await self.page.open())
        if self.data != "circle":
            self.felt["choose"].append(await self._choose())
        self.felt["play"].append(await self._press("Pause"))

    async def stay(self, until: float, pause: float, draws: bool = True) -> None:
        """Do something every `pause` seconds or so, until the time `until`; without drawing the page stays the same."""
        await asyncio.sleep(self._random.random() * pause)
        doings: list[tuple[str, Callable[[], Awaitable[float]]]] = [
            ("η", self._change_rate),
            ("pause", self._stop_and_go),
            *([("draw", self._draw_a_digit)] if draws else []),
        ]
        while time.perf_counter() < until:
            name, doing = self._random.choice(doings)
            self.felt[name].append(await doing())
            self.mark()
            await asyncio.sleep(pause * (0.5 + self._random.random()))

    async def leave(self) -> None:
        """Close the page."""
        await self.page.close()

    def mark(self) -> None:
        """Note how far the run is."""
        if not self._path:
            self.marks.append((time.perf_counter(), self.page.step))

    async def _choose(self) -> float:
        def chosen(key: str, element: Any) -> bool:
            return key == "data-picker" and json.loads(element.json)["selected"] == self.data

        return await self.page.tell("data-picker", {"name": self.data}, chosen)

    async def _press(self, then: str) -> float:
        return await self.page.click("play", lambda key, element: key == "play" and element.label == then)

    async def _change_rate(self) -> float:
        return await self.page.tell("learning-rate-typed", {"text": str(self._random.choice(RATES))})

    async def _stop_and_go(self) -> float:
        if self.page.button != "Pause":
            self.page.errors.append(f"the run stands still, and nobody paused it; the page says {self.page.news!r}")
            await self._press("Pause")
        taken = await self._press("Play")
        self.felt["play"].append(await self._press("Pause"))
        return taken

    async def _draw_a_digit(self) -> float:
        """Go to the digits page, draw, and come back; returns the seconds from the last stroke to its answer."""
        self.mark()
        self.felt["go to a page"].append(await self._go("digits"))
        digit = self._random.randrange(10)
        style = self._random.choice(list(STYLES[digit]))
        strokes = write(digit, style, np.random.default_rng(self._random.randrange(10**6)))
        strokes = [np.clip(300 + 40 * np.asarray(stroke), 0, 1000).round(1).tolist() for stroke in strokes]
        taken = 0.0
        for piece in range(1, PIECES + 1):
            await asyncio.sleep(BETWEEN)
            drawn = [stroke[: max(1, len(stroke) * piece // PIECES)] for stroke in strokes]
            drawing = {"clear": 0, "down": piece < PIECES, "strokes": drawn}
            taken = await self.page.tell("digit-canvas", drawing, lambda key, _: key == "digit-bars")
        self.felt["go to a page"].append(await self._go(""))
        return taken

    async def _go(self, path: str) -> float:
        taken = await self.page.go_to(path)
        self._path = path
        return taken
