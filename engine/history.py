"""A History: how cost and accuracy went, by mini-batch and by epoch, in bounded memory however long the run is.

When a record is full, two neighbours become one and from then on it takes twice as many steps to make an entry: the
whole run stays in sight, evenly, and every entry keeps the step or epoch at which it was taken.
"""

from dataclasses import dataclass, field

import numpy as np

from engine import notebook
from engine.arrays import Array

CAPACITY = 1024
COLUMNS = ("epoch", "train_cost", "train_accuracy", "test_cost", "test_accuracy", "penalty")


@dataclass
class History:
    """Figures of a run. By epoch, each an array with one entry per recorded epoch (every epoch up to 1,024):

    `epoch`, `train_cost`, `train_accuracy`, `test_cost`, `test_accuracy`, and `penalty`, what the regularizer adds to
    the cost (the costs themselves are C₀, without it). Accuracies are shares from 0 to 1. By mini-batch:
    `batch_step` (the last step of an entry), `batch_cost` and `batch_accuracy`, means over the steps since the entry
    before.
    """

    _epochs: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    _epoch_stride: int = 1
    _batches: list[tuple[int, float, float]] = field(default_factory=list)
    _batch_stride: int = 1
    _count: int = 0
    _cost: float = 0.0
    _right: float = 0.0

    def add_steps(self, last_step: int, costs: list[float], accuracies: list[float]) -> None:
        """Record the mini-batches of the steps up to and including `last_step`."""
        count, cost_sum, right_sum, stride = self._count, self._cost, self._right, self._batch_stride
        for step, (cost, right) in enumerate(zip(costs, accuracies, strict=True), last_step - len(costs) + 1):
            count += 1
            cost_sum += cost
            right_sum += right
            if count == stride:
                self._batches.append((step, cost_sum / count, right_sum / count))
                count, cost_sum, right_sum = 0, 0.0, 0.0
                if len(self._batches) == CAPACITY:
                    self._halve_batches()
                    stride = self._batch_stride
        self._count, self._cost, self._right = count, cost_sum, right_sum

    def _halve_batches(self) -> None:
        pairs = zip(self._batches[::2], self._batches[1::2], strict=True)
        self._batches = [(b[0], (a[1] + b[1]) / 2, (a[2] + b[2]) / 2) for a, b in pairs]
        self._batch_stride *= 2

    def wants_epoch(self, epoch: int) -> bool:
        """Whether `epoch` will be recorded (beyond 1,024 epochs not every one is)."""
        return epoch % self._epoch_stride == 0

    def add_epoch(self, figures: dict[str, float]) -> None:
        """Record the end of an epoch: one figure for each of `COLUMNS`."""
        for name in COLUMNS:
            self._epochs[name].append(float(figures[name]))
        if len(self._epochs["epoch"]) == CAPACITY:
            self._epoch_stride *= 2
            kept = [i for i, epoch in enumerate(self._epochs["epoch"]) if epoch % self._epoch_stride == 0]
            self._epochs = {name: [values[i] for i in kept] for name, values in self._epochs.items()}

    def copy(self) -> "History":
        """An independent copy."""
        return History(
            {name: list(values) for name, values in self._epochs.items()},
            self._epoch_stride,
            list(self._batches),
            self._batch_stride,
            self._count,
            self._cost,
            self._right,
        )

    @property
    def epoch(self) -> Array:
        """The recorded epochs, counted from 1."""
        return np.array(self._epochs["epoch"])

    @property
    def train_cost(self) -> Array:
        """C₀ over the training examples after each recorded epoch."""
        return np.array(self._epochs["train_cost"])

    @property
    def train_accuracy(self) -> Array:
        """The share of training examples answered rightly after each recorded epoch."""
        return np.array(self._epochs["train_accuracy"])

    @property
    def test_cost(self) -> Array:
        """C₀ over the test examples after each recorded epoch."""
        return np.array(self._epochs["test_cost"])

    @property
    def test_accuracy(self) -> Array:
        """The share of test examples answered rightly after each recorded epoch."""
        return np.array(self._epochs["test_accuracy"])

    @property
    def penalty(self) -> Array:
        """What the regularizer added to the cost after each recorded epoch."""
        return np.array(self._epochs["penalty"])

    @property
    def batch_step(self) -> Array:
        """The last step of each mini-batch entry, counted from 1."""
        return np.array([entry[0] for entry in self._batches], np.int64)

    @property
    def batch_cost(self) -> Array:
        """Mean mini-batch cost C₀ of each entry."""
        return np.array([entry[1] for entry in self._batches], np.float64)

    @property
    def batch_accuracy(self) -> Array:
        """Mean mini-batch accuracy of each entry."""
        return np.array([entry[2] for entry in self._batches], np.float64)

    def _repr_html_(self) -> str:
        """The history as a notebook shows it."""
        costs = {"train": self.train_cost, "test": self.test_cost}
        return notebook.history(self.epoch, costs, {"train": self.train_accuracy, "test": self.test_accuracy})
