"""The order in which an epoch takes its examples: that which NumPy draws for the seed and the epoch.

Where Numba is installed loops draw the same (`engine.permutation`), several times as fast; should a version of NumPy
draw other numbers than they do, NumPy draws.
"""

from collections.abc import Callable
from functools import cache

import numpy as np

from engine import plan
from engine.arrays import Array
from engine.streams import ORDER, stream

TRIED = 100  # examples of an order by which the two are compared


def order(seed: int, epoch: int, n: int) -> Array:
    """The indices 0, ..., n - 1 in the order of this epoch, counted from 0."""
    loops = _loops()
    return stream(seed, ORDER, epoch).permutation(n) if loops is None else loops(seed, ORDER, epoch, 1, n)[0]


def orders(seed: int, first: int, count: int, n: int) -> Array:
    """The orders of so many epochs from `first` on, (count, n)."""
    loops = _loops()
    if loops is None:
        return np.array([order(seed, epoch, n) for epoch in range(first, first + count)])
    return loops(seed, ORDER, first, count, n)


@cache
def _loops() -> Callable[..., Array] | None:
    if plan.loops() is None:
        return None
    from engine.permutation import permutations

    drawn, by_numpy = permutations(1, ORDER, 2, 1, TRIED)[0], stream(1, ORDER, 2).permutation(TRIED)
    return permutations if np.array_equal(drawn, by_numpy) else None
