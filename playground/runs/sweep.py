"""A Sweep: the runs of a grid, trained elsewhere; what is done is kept in a file.

Each run goes to the workers slice by slice and comes back after each, so a lost worker costs one slice. The file is
named after the content of the sweep: the same sweep, asked for again, goes on where it stood.
"""

import csv
import io
import math
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from engine import Experiment, Trainer
from engine.data.archives import cache_folder
from engine.weights import measure
from playground.runs import pool
from playground.runs.grid import Grid
from playground.runs.interruptible import Interruptible
from playground.runs.sweep_file import FIGURES, Result, Store

SLICE = 0.25


def train_on(
    state: dict[str, Any] | None, experiment: Experiment, epochs: int, seconds: float
) -> tuple[dict[str, Any], Result | None]:
    """One slice of a run of a sweep: the new state, and the result if the run is done. Made for another process."""
    trainer = Trainer(experiment, evaluate=()) if state is None else Trainer.resume(state)
    trainer.train(epochs=epochs - trainer.epoch, seconds=seconds)
    if trainer.epoch < epochs and not trainer.problem:
        return trainer.state(), None
    return trainer.state(), _result(trainer)


def _result(trainer: Trainer) -> Result:
    train, test = trainer.evaluation("train"), trainer.evaluation("test")
    w = measure(np.concatenate([matrix.ravel() for matrix in trainer.network.weights]))
    figures = train.cost, train.accuracy, test.cost, test.accuracy, w.nearly_zero, w.absolute, w.euclidean
    finite = [value if math.isfinite(value) else None for value in figures]
    return {**dict(zip(FIGURES, finite, strict=True)), "problem": trainer.problem}


class Sweep(Interruptible):
    """One sweep in progress. All methods return at once.

    `message` is a sentence for the learner about something unusual, or None.
    """

    def __init__(self, grid: Grid, folder: Path | None = None) -> None:
        self.grid = grid
        self.message: str | None = None
        self._store = Store(grid, folder or cache_folder())
        self._lock = threading.RLock()
        self._generation = 0
        self._states: dict[int, dict[str, Any]] = {}
        self._active: set[int] = set()
        self._began, self._done_before = 0.0, 0
        self._losses = pool.losses().count
        self.playing = False
        self.stopped = False
        self.results: dict[int, Result] = {}
        try:
            self.results, self.stopped = self._store.read()
        except ValueError as error:
            self.message = str(error)

    @property
    def finished(self) -> bool:
        """Whether all runs are done."""
        return len(self.results) == len(self.grid)

    @property
    def active(self) -> set[int]:
        """The runs that are being trained."""
        with self._lock:
            return set(self._active)

    @property
    def trouble(self) -> str | None:
        """What went wrong with the workers since the sweep was started, and what was done about it."""
        now = pool.losses()
        return now.what if now.count > self._losses else None

    def seconds_left(self) -> float | None:
        """How long it will still take, judging by the runs done since it was started; None before the first."""
        with self._lock:
            done = len(self.results) - self._done_before
            if not self.playing or done <= 0:
                return None
            return (time.monotonic() - self._began) / done * (len(self.grid) - len(self.results))

    def start(self) -> None:
        """Train what is not done."""
        with self._lock:
            if self.playing or self.finished:
                return
            self._generation += 1
            self._began, self._done_before = time.monotonic(), len(self.results)
            self._losses = pool.losses().count
            self.playing, self.stopped = True, False
            self._save()
            with suppress(OSError):  # old files that cannot be removed are no harm
                self._store.tidy()
            self._fill()

    def cancel(self) -> None:
        """Stop; what is done stays, and `start` goes on from there. It does not start by itself when found again."""
        with self._lock:
            if self.playing:
                self.pause()
                self.stopped = True
                self._save()

    def resume(self) -> None:
        """Go on with what is not done yet."""
        self.start()

    def pause(self) -> None:
        """Stop for now, as it is."""
        with self._lock:
            self.playing = False
            self._generation += 1
            self._active.clear()

    def held(self) -> int:
        """About how many bytes the runs that are under way take."""
        return sum(int(state["parameters"].nbytes) for state in list(self._states.values()))

    def let_go(self) -> None:
        """Let go of runs that are not done: nobody comes back to them."""
        with self._lock:
            self.pause()
            self._states.clear()

    def csv(self) -> str:
        """The results as a table: one row a run that is done, the values of the two settings first."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([self.grid.x, self.grid.y, "epochs", *FIGURES, "problem"])
        for index, result in sorted(self.results.items()):
            x, y = (" ".join(map(str, v)) if isinstance(v, tuple) else v for v in self.grid.values(index))
            figures = ["" if result[name] is None else result[name] for name in FIGURES]
            writer.writerow([x, y, self.grid.epochs, *figures, result["problem"] or ""])
        return text.getvalue()

    def _fill(self) -> None:
        """Have a few more runs under way than there are workers, so that none of them waits."""
        waiting = (i for i in range(len(self.grid)) if i not in self.results and i not in self._active)
        for index in waiting:
            if len(self._active) > pool.workers():
                break
            self._active.add(index)
            self._submit(index)

    def _submit(self, index: int) -> None:
        experiment = self.grid.experiment(index)
        future = pool.submit(train_on, self._states.get(index), experiment, self.grid.epochs, SLICE)
        future.add_done_callback(partial(self._came_back, index, self._generation))

    def _came_back(self, index: int, generation: int, future: "Future[tuple[dict[str, Any], Result | None]]") -> None:
        with self._lock:
            if generation != self._generation:
                return
            error = None if future.cancelled() else future.exception()
            if future.cancelled() or error is not None:
                self.pause()
                self.message = f"The sweep was interrupted: {error or 'the workers stopped'}. No finished run is lost."
                return
            state, result = future.result()
            if result is None:
                self._states[index] = state
                self._submit(index)
                return
            self._states.pop(index, None)
            self._active.discard(index)
            self.results[index] = result
            self._save()
            if self.finished:
                self.playing = False
            else:
                self._fill()

    def _save(self) -> None:
        try:
            self._store.write(self.results, self.stopped)
        except OSError as error:
            self.message = f"The results cannot be saved on disk ({error.strerror}). Download them before you leave."
