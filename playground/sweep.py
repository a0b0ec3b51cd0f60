"""A Sweep: one run for each pair of values of two hyper-parameters, trained elsewhere; what is done is kept in a file.

Each run goes to the workers slice by slice and comes back after each, so a lost worker costs one slice. Results are
written to a small file named after the content of the sweep: the same sweep, asked for again, goes on where it stood.
"""

import csv
import hashlib
import io
import json
import math
import os
import reprlib
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from engine import Experiment, Trainer
from playground import pool
from playground.desks import Interruptible

MOST_RUNS = 400
MOST_EPOCHS = 1_000
SLICE = 0.5
FORMAT = 1
MOST_FILES = 50
NEARLY_ZERO = 0.01
FIGURES = ("train_cost", "train_accuracy", "test_cost", "test_accuracy", "nearly_zero", "norm_1", "norm_2")
"""What is known of a run that is done: costs C₀ and accuracies of all training and all test examples after the last
epoch, the share of weights with |w| < 0.01, ‖w‖₁ and ‖w‖₂. A figure that is no finite number is None."""

Result = dict[str, Any]


@dataclass(frozen=True)
class Grid:
    """Which runs: `base` with every value of one field `x` and of another one `y`, for `epochs` each.

    Raises ValueError, with a sentence, where that is no grid, has more than 400 runs, or a run of it makes no sense.
    """

    base: Experiment
    x: str
    x_values: tuple[Any, ...]
    y: str
    y_values: tuple[Any, ...]
    epochs: int = 10

    def __post_init__(self) -> None:
        if self.x == self.y:
            raise ValueError("A sweep needs two different settings, one for each axis.")
        for values in (self.x_values, self.y_values):
            if not values or len(set(values)) < len(values):
                raise ValueError("Each axis of a sweep needs at least one value, and none of them twice.")
        if len(self) > MOST_RUNS:
            raise ValueError(f"A sweep has at most {MOST_RUNS} runs; these are {len(self):,}.")
        if type(self.epochs) is not int or not 1 <= self.epochs <= MOST_EPOCHS:
            raise ValueError(f"Each run of a sweep takes 1 to {MOST_EPOCHS:,} epochs, not {reprlib.repr(self.epochs)}.")
        for index in range(len(self)):
            self.experiment(index)

    def __len__(self) -> int:
        return len(self.x_values) * len(self.y_values)

    def values(self, index: int) -> tuple[Any, Any]:
        """The values (x, y) of a run; runs are numbered row by row, x changing fastest."""
        row, column = divmod(index, len(self.x_values))
        return self.x_values[column], self.y_values[row]

    def experiment(self, index: int) -> Experiment:
        """The experiment of a run."""
        x, y = self.values(index)
        return self.base.changed(**{self.x: x, self.y: y})

    def to_dict(self) -> dict[str, Any]:
        """The grid as plain data."""
        return {
            "base": self.base.to_dict(),
            "x": self.x,
            "x_values": [list(v) if isinstance(v, tuple) else v for v in self.x_values],
            "y": self.y,
            "y_values": [list(v) if isinstance(v, tuple) else v for v in self.y_values],
            "epochs": self.epochs,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Grid":
        """The grid of `to_dict`; ValueError for anything else."""
        try:
            x_values, y_values = (
                tuple(tuple(v) if isinstance(v, list) else v for v in plain[name]) for name in ("x_values", "y_values")
            )
            base = Experiment.from_dict(plain["base"])
            return cls(base, plain["x"], x_values, plain["y"], y_values, plain["epochs"])
        except (KeyError, TypeError) as error:
            raise ValueError("This is no sweep.") from error

    @property
    def name(self) -> str:
        """What its file is called: sixteen hexadecimal digits that say what the sweep is."""
        text = json.dumps([FORMAT, self.to_dict()], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


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
    sizes = np.abs(np.concatenate([w.ravel() for w in trainer.network.weights])).astype(np.float64)
    figures = (
        train.cost,
        train.accuracy,
        test.cost,
        test.accuracy,
        float((sizes < NEARLY_ZERO).mean()),
        float(sizes.sum()),
        float(np.sqrt(np.square(sizes).sum())),
    )
    finite = [value if math.isfinite(value) else None for value in figures]
    return {**dict(zip(FIGURES, finite, strict=True)), "problem": trainer.problem}


@dataclass
class Store:
    """The file of one sweep: what it is, whether the learner stopped it, and the results so far, as JSON."""

    grid: Grid
    folder: Path = field(default_factory=lambda: cache_folder())

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / f"sweep-{self.grid.name}.json"

    def read(self) -> tuple[dict[int, Result], bool]:
        """The results by run, and whether it was stopped; none if there is no file. ValueError for a damaged one."""
        if not self.path.exists():
            return {}, False
        try:
            plain = json.loads(self.path.read_text(encoding="utf-8"))
            results = {int(index): _checked(result) for index, result in plain["results"].items()}
            right = plain["sweep"] == self.grid.to_dict() and all(0 <= index < len(self.grid) for index in results)
            stopped = bool(plain["stopped"])
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            right = False
        if not right:
            raise ValueError("The file with the results of this sweep is damaged: the sweep starts again.")
        return results, stopped

    def write(self, results: Mapping[int, Result], stopped: bool) -> None:
        """Put the results so far in the file, all of them or, if this is interrupted, none."""
        self.folder.mkdir(parents=True, exist_ok=True)
        plain = {"sweep": self.grid.to_dict(), "stopped": stopped, "results": {str(i): r for i, r in results.items()}}
        new = self.path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        try:
            new.write_text(json.dumps(plain), encoding="utf-8")
            os.replace(new, self.path)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise

    def tidy(self) -> None:
        """Keep the newest files of sweeps, not all there ever were."""
        files = sorted(self.folder.glob("sweep-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[MOST_FILES:]:
            path.unlink(missing_ok=True)


def find(name: str, folder: Path | None = None) -> Grid | None:
    """The grid of the sweep whose file has this name, None where there is none or it cannot be read."""
    if len(name) != 16 or not set(name) <= set("0123456789abcdef"):
        return None
    path = (folder or cache_folder()) / f"sweep-{name}.json"
    try:
        grid = Grid.from_dict(json.loads(path.read_text(encoding="utf-8"))["sweep"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return grid if grid.name == name else None


def cache_folder() -> Path:
    """Where this platform keeps what a program can make again."""
    home = Path.home()
    if sys.platform == "darwin":
        base = home / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "neural-playground"


def _checked(result: Any) -> Result:
    numbers = all(result[name] is None or isinstance(result[name], (int, float)) for name in FIGURES)
    if not numbers or not (result["problem"] is None or isinstance(result["problem"], str)):
        raise ValueError
    return {name: result[name] for name in (*FIGURES, "problem")}


class Sweep(Interruptible):
    """One sweep on its way. All methods return at once.

    `message` is a sentence for the learner about something unusual, or None.
    """

    def __init__(self, grid: Grid, folder: Path | None = None) -> None:
        self.grid = grid
        self.message: str | None = None
        self._store = Store(grid, folder) if folder else Store(grid)
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
        if now.count == self._losses:
            return None
        return now.what

    def seconds_left(self) -> float | None:
        """How long it will take still, judging by the runs done since it was started; None as long as there is none."""
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
                self.message = f"The sweep was interrupted: {error or 'the workers were let go'}. Nothing done is lost."
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
            self.message = f"The results are not kept on disk ({error.strerror}): download them before you leave."
