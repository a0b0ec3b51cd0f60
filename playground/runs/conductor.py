"""The conductor: the one thread that hands the slices of all playing runs to the workers, so that they take turns.

One slice of each run is in flight, and whoever waited longest goes first.
"""

import threading
import time
from typing import Protocol

from playground.runs import pool
from playground.runs.refresh import refresh

SLICE = 0.08
SHORTEST_SLICE = 0.02
ROUND = 0.5
WAITING = 2


class Conducted(Protocol):
    """A run as the conductor sees it."""

    playing: bool

    @property
    def due(self) -> float:
        """Since when it waits for its next slice, by `time.monotonic`."""

    @property
    def in_flight(self) -> bool:
        """Whether a worker has a slice of it."""

    def wants_slice(self, now: float) -> bool:
        """Whether a slice of it should be handed out now."""

    def submit(self, seconds: float, every: float) -> None:
        """Hand one slice of up to `seconds` to a worker, which is to last for `every` seconds at the run's pace."""


class Conductor:
    """The one thread that hands out slices; it sleeps while no run plays."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._runs: list[Conducted] = []
        self._thread: threading.Thread | None = None

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

    def _conduct(self) -> None:
        while True:
            with self._changed:
                self._runs = [run for run in self._runs if run.playing]
                runs = list(self._runs)
                now = time.monotonic()
                # a few slices wait for each worker: what is started then waits for those few, not for all runs
                room = WAITING * pool.workers() - sum(run.in_flight for run in runs)
                due = sorted((run for run in runs if run.wants_slice(now)), key=lambda run: run.due)[: max(0, room)]
                if not due:
                    waiting = [run.due - now for run in runs if run.due > now and not run.in_flight]
                    self._changed.wait(min(waiting) if waiting else (0.5 if runs else None))
                    continue
            # a lone run is to be seen often; several wait for each other, and in a longer slice less of it is lost to
            # sending; with many each slice is shorter, so that all have their turn within a round
            every = refresh.every(SLICE)
            longest = SLICE if len(runs) <= pool.workers() else 2 * SLICE
            seconds = max(SHORTEST_SLICE, min(longest, max(every, ROUND) * pool.workers() / len(runs)))
            for run in due:
                run.submit(seconds, every)


conductor = Conductor()
