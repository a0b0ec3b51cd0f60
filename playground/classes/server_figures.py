"""What the server has to do: the figures on the teacher's desk."""

import time
from typing import Any

from playground.learner.desks import desks
from playground.runs import memory, pool
from playground.runs.sliced import Sliced

OVER = 2.0
"""Seconds over which steps are counted."""


class Figures:
    """The figures of this server, asked for by one thread."""

    def __init__(self) -> None:
        self._then, self._steps, self._rate = float("-inf"), dict[int, int](), 0

    def now(self) -> dict[str, Any]:
        """Learners on this server, the memory that it takes in MB, steps of all runs in a second, how many runs train
        and how many of these wait in line, workers, and how often one was lost.
        """
        runs = [thing for desk in desks.all() for thing in list(desk.things.values()) if isinstance(thing, Sliced)]
        playing = [run for run in runs if run.playing]
        self._count(runs)
        return {
            "learners": len(desks),
            "memory": round(memory.taken() / 2**20),
            "steps": self._rate,
            "training": len(playing),
            "waiting": sum(run.line is not None for run in playing),
            "workers": pool.workers(),
            "lost": pool.losses().count,
        }

    def _count(self, runs: list[Sliced]) -> None:
        now = time.monotonic()
        if now - self._then < OVER:
            return
        steps = {id(run): int(run.state["step"]) for run in runs}
        more = sum(max(0, step - self._steps.get(key, step)) for key, step in steps.items())
        self._rate = round(more / (now - self._then)) if self._steps else 0
        self._then, self._steps = now, steps
