"""The conductor: the one thread that hands the slices of all playing runs to the workers, so that they take turns.

One slice of each run is in flight. Turns are counted in seconds of a processor: whoever has used the least goes first,
so that a run of dear mini-batches gets no more than one of cheap ones. As many learners as there is `room` for train at
once; the others stand in line.
"""

import os
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Protocol

from playground.runs import pool
from playground.runs.refresh import refresh
from playground.settings.budget import CREDIT, LEARNERS
from playground.settings.environment import ROOM

SLICE = 0.08
SHORTEST_SLICE = 0.02
ROUND = 1.0
WAITING = 2


class Conducted(Protocol):
    """A run as the conductor sees it."""

    playing: bool
    due: float
    """Since when it waits for its next slice, by `time.monotonic`."""
    in_flight: bool
    """Whether a worker has a slice of it."""
    spent: float
    """The seconds of a processor that its slices have taken."""

    @property
    def learner(self) -> object:
        """Whose run it is: runs of the same learner stand in line as one."""

    @property
    def dear(self) -> bool:
        """Whether its next slice may take more than `DEAR` seconds."""

    def wants_slice(self, now: float) -> bool:
        """Whether a slice of it should be handed out now."""

    def submit(self, seconds: float, every: float) -> None:
        """Hand one slice of up to `seconds` to a worker, which is to last for `every` seconds at the run's pace."""


def room() -> int:
    """How many learners may train at once."""
    asked = os.environ.get(ROOM, "")
    return int(asked) if asked.isdigit() and int(asked) > 0 else LEARNERS * pool.workers()


class Conductor:
    """The one thread that hands out slices; it sleeps while no run plays."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._runs: list[Conducted] = []
        self._thread: threading.Thread | None = None
        self._clock = 0.0  # what the run that is served has spent

    def watch(self, run: Conducted) -> None:
        """Hand out slices of `run` as long as it plays."""
        with self._changed:
            if run not in self._runs:
                self._runs.append(run)
            if self._thread is None:
                self._thread = threading.Thread(target=self._conduct, name="conductor", daemon=True)
                self._thread.start()
            self._changed.notify()

    def wake(self) -> None:
        """Look again: a slice came back."""
        with self._changed:
            self._changed.notify()

    def line(self, run: Conducted) -> str | None:
        """Where the learner of `run` stands in line, as a sentence; None where there is room."""
        place = self.place(run)
        return None if place is None else f"{room()} are training on this server; you are number {place} in line."

    def place(self, run: Conducted) -> int | None:
        """Where the learner of `run` stands in line, from 1; None where there is room."""
        runs = list(self._runs)
        if len(runs) <= (places := room()):
            return None
        waiting = _learners(runs)[places:]
        return waiting.index(id(run.learner)) + 1 if id(run.learner) in waiting else None

    def _conduct(self) -> None:
        while True:
            with self._changed:
                self._runs = [run for run in self._runs if run.playing]
                if not self._runs:  # nor is the pool asked for anything, which may just be ending
                    self._changed.wait()
                    continue
                runs = self._admitted(self._runs)
                now = time.monotonic()
                due = self._due(runs, now)
                if not due:
                    waiting = [run.due - now for run in runs if run.due > now and not run.in_flight]
                    self._changed.wait(min(waiting, default=0.5))
                    continue
            # a lone run is to be seen often; several wait for each other, and in a longer slice less of it is lost to
            # sending; with many each slice is shorter, so that all have their turn within a round
            every = refresh.every(SLICE)
            longest = SLICE if len(runs) <= pool.workers() else 2 * SLICE
            seconds = max(SHORTEST_SLICE, min(longest, max(every, ROUND) * pool.workers() / len(runs)))
            for run in due:
                run.submit(seconds, every)

    def _admitted(self, runs: Sequence[Conducted]) -> list[Conducted]:
        inside = set(_learners(runs)[: room()])
        return [run for run in runs if id(run.learner) in inside]

    def _due(self, runs: Sequence[Conducted], now: float) -> list[Conducted]:
        """Whose slices are to be handed out now."""
        # a few slices wait for each worker: what is started then waits for those few, not for all runs
        places = WAITING * pool.workers() - sum(run.in_flight for run in runs)
        dear_places = max(1, pool.workers() - 1) - sum(run.in_flight and run.dear for run in runs)
        due: list[Conducted] = []
        for run in sorted((run for run in runs if run.wants_slice(now)), key=lambda run: (run.spent, run.due)):
            if len(due) >= places or (run.dear and dear_places <= 0):
                continue
            dear_places -= run.dear
            due.append(run)
        if due:
            self._clock = max(self._clock, due[0].spent)
        for run in due:
            run.spent = max(run.spent, self._clock - CREDIT)
        return due


def _learners(runs: Iterable[Conducted]) -> list[int]:
    """Whose runs play, each once, whoever began first at the front."""
    return list(dict.fromkeys(id(run.learner) for run in runs if run.playing))


conductor = Conductor()
