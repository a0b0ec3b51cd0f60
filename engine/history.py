"""A History: how cost and accuracy went, by mini-batch and by epoch, in bounded memory however long the run is.

When a record is full, two neighbours become one and from then on it takes twice as many steps to make an entry: the
whole run stays in sight, evenly, and every entry keeps the step or epoch at which it was taken. The first epoch, the
last one, and the ones with the lowest cost and the best accuracy on the validation set, or where there is none on the
test set, are kept whatever happens.

Of an epoch that no entry is made of, only what tells whether it is one of these is needed. The other figures are asked
for when somebody looks at them while it still is.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add
from typing import Any, NamedTuple

import numpy as np

from engine import notebook
from engine.arrays import Array

Row = tuple[float, ...]
Rest = Callable[[], dict[str, float]]

CAPACITY = 1024
VALIDATION = ("validation_cost", "validation_accuracy")
COLUMNS = ("epoch", "train_cost", "train_accuracy", "test_cost", "test_accuracy", "penalty", *VALIDATION)
AT_ONCE = ("epoch", "test_cost", "test_accuracy", *VALIDATION)  # those that tell which epochs are kept
COST, ACCURACY = ((COLUMNS.index(f"validation_{what}"), COLUMNS.index(f"test_{what}")) for what in ("cost", "accuracy"))
MARKS = 4  # epochs that are kept whatever happens


class Entry(NamedTuple):
    """The figures after an epoch, as a callback gets them: costs C₀, accuracies from 0 to 1, NaN where there is none.

    `step` counts all mini-batches up to then, and `penalty` is what the regularizer adds to the cost.

    >>> from engine import Experiment, Trainer
    >>> told = []
    >>> trainer = Trainer(Experiment(dataset="gaussians")).train(epochs=2, callback=told.append)
    >>> [(entry.epoch, entry.step) for entry in told]
    [(1, 25), (2, 50)]
    """

    epoch: int
    step: int
    train_cost: float
    train_accuracy: float
    test_cost: float
    test_accuracy: float
    penalty: float
    validation_cost: float
    validation_accuracy: float


@dataclass(repr=False)
class History:
    """Figures of a run. By epoch, each an array with one entry per recorded epoch (every epoch up to 1,024):

    `epoch`, `train_cost`, `train_accuracy`, `test_cost`, `test_accuracy`, `validation_cost`, `validation_accuracy`, and
    `penalty`, what the regularizer adds to the cost (the costs themselves are C₀, without it). Accuracies are shares
    from 0 to 1; NaN is what there is not, such as figures of a set without examples. By mini-batch:
    `batch_step` (the last step of an entry), `batch_epoch` (how many epochs were done after it), `batch_cost` and
    `batch_accuracy`, means over the steps since the entry before.

    >>> from engine import Experiment, Trainer
    >>> history = Trainer(Experiment(dataset="gaussians")).train(epochs=3).history
    >>> history
    <History of 3 epochs, test accuracy 1>
    >>> history.epoch.tolist()
    [1.0, 2.0, 3.0]
    """

    _epochs: list[Row] = field(default_factory=list)
    _epoch_stride: int = 1
    _first: Row | None = None
    _last: Row | None = None
    _cheapest: Row | None = None
    _best: Row | None = None
    _batches: list[tuple[int, float, float, float]] = field(default_factory=list)
    _batch_stride: int = 1
    _count: int = 0
    _cost: float = 0.0
    _right: float = 0.0
    _owed: dict[float, Rest] = field(default_factory=dict)  # by the epoch that lacks them; never changed in place

    def add_steps(self, last_step: int, costs: list[float], accuracies: list[float], done: list[float]) -> None:
        """Record the mini-batches of the steps up to and including `last_step`.

        `done` says how many epochs, with a fraction, were done after each of them.
        """
        batches, stride = self._batches, self._batch_stride
        count, cost_sum, right_sum = self._count, self._cost, self._right
        begun, end, steps = 0, len(costs), range(last_step - len(costs) + 1, last_step + 1)
        while begun < end:
            entries = 0 if count else min((end - begun) // stride, CAPACITY - len(batches))
            if entries:
                these, lasts = slice(begun, begun + entries * stride), slice(begun + stride - 1, end, stride)
                means = _means(costs[these], stride), _means(accuracies[these], stride)
                batches.extend(zip(steps[lasts], done[lasts], *means, strict=False))
            else:
                these = slice(begun, min(begun + stride - count, end))
                cost_sum, right_sum = reduce(add, costs[these], cost_sum), reduce(add, accuracies[these], right_sum)
                count += these.stop - begun
                if count == stride:
                    last = these.stop - 1
                    batches.append((steps[last], done[last], cost_sum / count, right_sum / count))
                    count, cost_sum, right_sum = 0, 0.0, 0.0
            begun = these.stop
            if len(batches) == CAPACITY:
                pairs = zip(batches[::2], batches[1::2], strict=True)
                batches = [(b[0], b[1], (a[2] + b[2]) / 2, (a[3] + b[3]) / 2) for a, b in pairs]
                stride *= 2
        self._batches, self._batch_stride = batches, stride
        self._count, self._cost, self._right = count, cost_sum, right_sum

    def add_epoch(self, figures: Mapping[str, float], rest: Rest | None = None) -> None:
        """Record the end of an epoch: one figure for each of `COLUMNS`.

        `rest()` gives those that `figures` leave out, however much later it is asked; none of `AT_ONCE` may be left
        out.
        """
        self._add(tuple([float(figures.get(name, math.nan)) for name in COLUMNS]), rest)

    def add_epochs(self, figures: Mapping[str, Array], rests: Sequence[Rest | None]) -> None:
        """Record the ends of as many epochs as there are `rests`, each as `add_epoch` does; figures are (epochs,)."""
        nothing = [math.nan] * len(rests)
        columns = [figures[name].tolist() if name in figures else nothing for name in COLUMNS]
        for *row, rest in zip(*columns, rests, strict=True):
            self._add(tuple(row), rest)

    def _add(self, row: Row, rest: Rest | None) -> None:
        shown = row[0] % self._epoch_stride == 0
        if rest is not None and shown:
            row, rest = _completed(row, rest), None
        if shown:
            self._epochs.append(row)
            if len(self._epochs) == CAPACITY:
                self._epoch_stride *= 2
                self._epochs = [kept for kept in self._epochs if kept[0] % self._epoch_stride == 0]
        self._mark(row)
        if rest is not None or self._owed:
            owed = self._owed | ({row[0]: rest} if rest is not None else {})
            self._owed = {mark[0]: owed[mark[0]] for mark in self._marks if mark[0] in owed}

    def _mark(self, row: Row) -> None:
        """Keep this row, of the latest epoch, where it is one of those that are always kept."""
        self._first, self._last = self._first or row, row
        if self._cheapest is None or _less(_decisive(row, COST), _decisive(self._cheapest, COST)):
            self._cheapest = row
        if self._best is None or _less(-_decisive(row, ACCURACY), -_decisive(self._best, ACCURACY)):
            self._best = row

    @property
    def _marks(self) -> list[Row]:
        """The rows that are always kept, where there are any."""
        return [mark for mark in (self._first, self._last, self._cheapest, self._best) if mark]

    @property
    def every(self) -> int:
        """An entry is made of every so manyth epoch: later ones perhaps of fewer, never of others."""
        return self._epoch_stride

    def settle(self) -> None:
        """Ask for all figures that were left out."""
        for epoch, rest in self._owed.items():
            row: Row | None = None  # the same for all of its names
            for name in ("_first", "_last", "_cheapest", "_best"):
                if getattr(self, name)[0] == epoch:
                    row = row or _completed(getattr(self, name), rest)
                    setattr(self, name, row)
        self._owed = {}

    def entry(self, step: int) -> Entry:
        """The latest figures, of an epoch that ended with this step."""
        epoch, *figures = (self.last(name) for name in COLUMNS)
        return Entry(int(epoch), step, *figures)

    def last(self, name: str) -> float:
        """The latest figure in one of the `COLUMNS`, NaN before the end of an epoch."""
        if self._last is None:
            return math.nan
        if name not in AT_ONCE:
            self.settle()
        return self._last[COLUMNS.index(name)]

    @property
    def cheapest_epoch(self) -> int:
        """The epoch with the lowest validation cost, or where there is none test cost, the first of several.

        It is 0 before the end of an epoch, and where there is neither.
        """
        told = self._cheapest is not None and not math.isnan(_decisive(self._cheapest, COST))
        return int(self._cheapest[0]) if self._cheapest and told else 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The `COLUMNS` that it has: those of a validation set only where there is one."""
        validated = any(not math.isnan(mark[COLUMNS.index(name)]) for mark in self._marks for name in VALIDATION)
        return COLUMNS if validated else COLUMNS[: -len(VALIDATION)]

    @property
    def _rows(self) -> list[Row]:
        """All rows that are kept, in the order of their epochs."""
        marks = {mark[0]: mark for mark in self._marks}
        return sorted((marks | {row[0]: row for row in self._epochs}).values(), key=lambda row: row[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, History):
            return NotImplemented
        ours, theirs = self.to_arrays(), other.to_arrays()
        return all(np.array_equal(ours[name], theirs[name], equal_nan=True) for name in ours)

    def __getstate__(self) -> dict[str, Any]:
        self.settle()
        return vars(self).copy()

    def copy(self) -> "History":
        """An independent copy."""
        self.settle()
        return replace(self, _epochs=list(self._epochs), _batches=list(self._batches))

    def mark(self) -> dict[str, Any]:
        """Where it stands, for `back_to`: lists only grow at their end, or give way to others."""
        return vars(self) | {"_lengths": (len(self._epochs), len(self._batches))}

    def back_to(self, mark: dict[str, Any]) -> None:
        """Take back all that was recorded since the mark."""
        vars(self).update(mark)
        epochs, batches = vars(self).pop("_lengths")
        del self._epochs[epochs:], self._batches[batches:]

    def until(self, epoch: int) -> "History":
        """What was recorded up to the end of this epoch, as far as it is kept."""
        arrays = self.to_arrays()
        epochs, batches = arrays["epochs"], arrays["batches"]
        pending = np.array([*arrays["pending"][:2], 0, 0, 0])
        return History.from_arrays(epochs[epochs[:, 0] <= epoch], batches[batches[:, 1] <= epoch], pending)

    def to_arrays(self) -> dict[str, Array]:
        """All of it as float64 arrays.

        `epochs` (k, 6 or 8) has a column for each of `columns`; `batches` (k, 4) step, epochs done, cost and accuracy
        of each entry; `pending` (5,) how many epochs and how many mini-batches make an entry, and the number, summed
        cost and summed accuracy of the mini-batches that make none yet.
        """
        self.settle()
        epochs = np.array(self._rows, np.float64).reshape(-1, len(COLUMNS))[:, : len(self.columns)]
        batches = np.array(self._batches, np.float64).reshape(-1, 4)
        pending = (self._epoch_stride, self._batch_stride, self._count, self._cost, self._right)
        return {"epochs": epochs, "batches": batches, "pending": np.array(pending, np.float64)}

    @classmethod
    def from_arrays(cls, epochs: Array, batches: Array, pending: Array) -> "History":
        """The history of `to_arrays`. Raises ValueError for arrays that are none."""
        if epochs.shape[1] not in (len(COLUMNS) - len(VALIDATION), len(COLUMNS)):
            raise ValueError(f"This is no history of a run: an epoch has {epochs.shape[1]} figures.")
        lacking = np.full((len(epochs), len(COLUMNS) - epochs.shape[1]), np.nan)
        epochs, strides, count = np.hstack([epochs, lacking]), pending[:2], pending[2]
        right = len(epochs) < CAPACITY + MARKS and len(batches) < CAPACITY
        right &= bool((strides >= 1).all() and (strides <= 2**40).all() and (np.log2(strides) % 1 == 0).all())
        right &= bool(count % 1 == 0 and 0 <= count < strides[1])
        right &= all(_counts_up(column) for column in (epochs[:, 0], batches[:, 0]))
        right &= bool((np.diff(batches[:, 1], prepend=0) >= 0).all() and (batches[:, 1] <= 2**53).all())
        if not right:
            raise ValueError("This is no history of a run: its epochs or steps do not count up as they should.")
        rows, stride = [tuple(row) for row in epochs.tolist()], int(strides[0])
        history = cls(
            [row for row in rows if row[0] % stride == 0],
            stride,
            _batches=[(int(step), *figures) for step, *figures in batches.tolist()],
            _batch_stride=int(strides[1]),
            _count=int(count),
            _cost=float(pending[3]),
            _right=float(pending[4]),
        )
        for row in rows:
            history._mark(row)
        return history

    @property
    def epoch(self) -> Array:
        """The recorded epochs, counted from 1."""
        return self._column("epoch")

    @property
    def train_cost(self) -> Array:
        """C₀ over the training examples after each recorded epoch."""
        return self._column("train_cost")

    @property
    def train_accuracy(self) -> Array:
        """The share of training examples answered rightly after each recorded epoch."""
        return self._column("train_accuracy")

    @property
    def test_cost(self) -> Array:
        """C₀ over the test examples after each recorded epoch."""
        return self._column("test_cost")

    @property
    def test_accuracy(self) -> Array:
        """The share of test examples answered rightly after each recorded epoch."""
        return self._column("test_accuracy")

    @property
    def validation_cost(self) -> Array:
        """C₀ over the validation examples after each recorded epoch."""
        return self._column("validation_cost")

    @property
    def validation_accuracy(self) -> Array:
        """The share of validation examples answered rightly after each recorded epoch."""
        return self._column("validation_accuracy")

    @property
    def penalty(self) -> Array:
        """What the regularizer added to the cost after each recorded epoch."""
        return self._column("penalty")

    @property
    def batch_step(self) -> Array:
        """The last step of each mini-batch entry, counted from 1."""
        return np.array([entry[0] for entry in self._batches], np.int64)

    @property
    def batch_epoch(self) -> Array:
        """How many epochs, with a fraction, were done after each mini-batch entry."""
        return np.array([entry[1] for entry in self._batches], np.float64)

    @property
    def batch_cost(self) -> Array:
        """Mean mini-batch cost C₀ of each entry."""
        return np.array([entry[2] for entry in self._batches], np.float64)

    @property
    def batch_accuracy(self) -> Array:
        """Mean mini-batch accuracy of each entry."""
        return np.array([entry[3] for entry in self._batches], np.float64)

    def _column(self, name: str) -> Array:
        if name not in AT_ONCE:
            self.settle()
        i = COLUMNS.index(name)
        return np.array([row[i] for row in self._rows], np.float64)

    def __repr__(self) -> str:
        epochs, accuracy = int(self.last("epoch")) if self._last else 0, self.last("test_accuracy")
        told = f", test accuracy {accuracy:.4g}" if math.isfinite(accuracy) else ""
        return f"<History of {epochs:,} epoch{'' if epochs == 1 else 's'}{told}>"

    def _repr_html_(self) -> str:
        """The history as a notebook shows it."""
        sets = "train", "validation", "test"
        costs, accuracies = ({name: self._column(f"{name}_{what}") for name in sets} for what in ("cost", "accuracy"))
        return notebook.history(self.epoch, costs, accuracies)


def _means(values: list[float], stride: int) -> list[float]:
    """The mean of every so many of them, added up one by one, as a run in other slices adds them up."""
    if stride == 1:
        return values
    means: list[float] = (np.cumsum(np.reshape(values, (-1, stride)), axis=1)[:, -1] / stride).tolist()
    return means


def _completed(row: Row, rest: Rest) -> Row:
    """The row with the figures that it lacks."""
    whole = dict(zip(COLUMNS, row, strict=True)) | rest()
    return tuple([float(whole[name]) for name in COLUMNS])


def _decisive(row: Row, what: tuple[int, int]) -> float:
    """The cost or the accuracy that tells whether an epoch is the best: on the validation set, if there is one."""
    validation, test = row[what[0]], row[what[1]]
    return test if math.isnan(validation) else validation


def _less(one: float, other: float) -> bool:
    """Whether one is less than the other, what is no number being more than any."""
    return one < other or math.isnan(other) > math.isnan(one)


def _counts_up(column: Array) -> bool:
    """Whether a column holds whole numbers from 1 on, each larger than the one before."""
    whole = (column % 1 == 0) & (column >= 1) & (column <= 2**53)
    return bool(whole.all() and (np.diff(column) > 0).all())
