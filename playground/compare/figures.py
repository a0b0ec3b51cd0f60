"""Figures of a comparison: pure functions from the weights of variants to the numbers that a component draws."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.history import COLUMNS
from engine.snapshot import Snapshot
from engine.weights import NEARLY_ZERO, Weights
from playground.compare.looks import LOOKS
from playground.components.charts.histogram import nice_limit
from playground.components.charts.line_chart import Series

BINS = 101
PLACES = 120
SMALLEST = 1e-4
RANGES = ("Near zero", "Middle", "All")


def reach(weights: Sequence[Weights], which: str) -> float:
    """How far from zero the shared axis goes: to ±0.1, far enough for 95 % of every variant's weights, or for all."""
    if which == RANGES[0]:
        return 10 * NEARLY_ZERO
    if which == RANGES[1]:
        return nice_limit(max(float(w.sizes[len(w.sizes) // 20]) for w in weights))
    return nice_limit(max(float(w.sizes[0]) for w in weights))


def counts(values: Array, limit: float) -> Array:
    """How many of `values` lie in each of 101 equal bins from -limit to limit, the middle one centred on zero."""
    return np.histogram(values, bins=BINS, range=(-limit, limit))[0]


def size_curves(weights: Sequence[Weights], names: Sequence[str]) -> list[Series]:
    """|w| of the connections, weakest first, over their share in percent: one curve per variant.

    What is smaller than 10⁻⁴ is drawn as 10⁻⁴: a logarithmic axis has no zero.
    """
    curves = []
    for w, name, look in zip(weights, names, LOOKS, strict=False):
        places = np.unique(np.linspace(0, len(w.sizes) - 1, PLACES).round().astype(int))
        curves.append(
            Series(name, 100 * (places + 1) / len(w.sizes), np.maximum(w.sizes[::-1][places], SMALLEST), look=look)
        )
    return curves


@dataclass(frozen=True)
class Record:
    """What was measured of a variant at the ends of its epochs: all that curves, their legends and the table say of it.

    `rows` has a row for each recorded epoch, (k, 6 or 8), with the columns of `engine.history`.
    """

    rows: Array

    @classmethod
    def of(cls, snapshot: Snapshot, last: int | None = None) -> "Record":
        """The record of a snapshot, up to the epoch `last` if there is one."""
        rows = snapshot.history.to_arrays()["epochs"]
        return cls(rows if last is None else rows[rows[:, 0] <= last])

    @property
    def epoch(self) -> int | None:
        """The last epoch that it has figures of, if any."""
        return int(self.rows[-1, 0]) if len(self.rows) else None

    def column(self, name: str) -> Array:
        """One figure, such as "test_cost", after each recorded epoch (k,)."""
        return self.rows[:, COLUMNS.index(name)]

    def figure(self, name: str) -> float:
        """One figure after the last epoch; NaN before the end of the first."""
        return float(self.column(name)[-1]) if len(self.rows) else math.nan

    def as_of(self, now: float) -> str:
        """Of which epoch the last figures are, in words, where it is not `now`."""
        return "" if self.epoch in (None, now) else f"as of epoch {self.epoch:,}"


def history_curves(records: Sequence[Record], names: Sequence[str], column: str, now: Sequence[float]) -> list[Series]:
    """One column of the record of each variant, such as "test_cost", by epoch; `now` is the epoch of each."""
    drawn = zip(records, names, now, LOOKS, strict=False)
    return [
        Series(name, record.column("epoch"), record.column(column), look=look, as_of=record.as_of(epoch))
        for record, name, epoch, look in drawn
    ]
