"""Figures of a comparison: pure functions from the weights of variants to the numbers that a component draws."""

from collections.abc import Sequence

import numpy as np

from engine.arrays import Array
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


def history_curves(
    snapshots: Sequence[Snapshot], names: Sequence[str], column: str, last: float = np.inf
) -> list[Series]:
    """One column of the history of each variant, such as "test_cost", by epoch up to the epoch `last`."""
    drawn = zip(snapshots, names, LOOKS, strict=False)
    return [Series(name, *_up_to(last, snapshot, column), look=look) for snapshot, name, look in drawn]


def figure_at(snapshot: Snapshot, column: str, last: float = np.inf) -> float:
    """The last entry of a column of the history up to the epoch `last`; NaN where there is none."""
    _, values = _up_to(last, snapshot, column)
    return float(values[-1]) if len(values) else float("nan")


def _up_to(last: float, snapshot: Snapshot, column: str) -> tuple[Array, Array]:
    history = snapshot.history
    shown = history.epoch <= last
    return history.epoch[shown], getattr(history, column)[shown]
