"""Streams of random numbers: each purpose has a tag of its own, so that no two of them draw the same numbers.

Nor does somebody who draws with a seed of a run: `numpy.random.default_rng([seed, 0])` is `default_rng(seed)`, so that
0 is no tag.
"""

import numpy as np

from engine.names import quoted

ORDER, POINTS, DIVISION, WEIGHTS, DISTORTION, GROWTH = 1, 2, 3, 4, 5, 6


def stream(seed: int, purpose: int, *of: int) -> np.random.Generator:
    """The random numbers of a seed for one purpose, `of` an epoch or whatever else tells them apart."""
    if not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ValueError(f"A seed is a whole number of at least 0, not {quoted(seed)}.")
    return np.random.default_rng([seed, purpose, *of])
