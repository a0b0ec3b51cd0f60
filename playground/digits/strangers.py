"""Digits of strangers to try: drawn by writers whom no network here has met, one of each digit in a row."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.handwriting import pens
from playground.components.digits.digit_canvas import BOX
from playground.components.digits.digit_examples import Example

ROWS = 6
LARGE = 680
"""How long the longer side of an example is, in units of the sheet."""

COARSE = 0.5
"""The share of steps along a grid from which on a drawing looks like stairs."""


@lru_cache(maxsize=1)
def examples() -> list[Example]:
    """`ROWS` times ten, one of each digit in a row, no more than two by the same writer."""
    held, rng = pens.held_out(), np.random.default_rng(1)
    met: Counter[int] = Counter()
    found: list[list[Example]] = [[] for _ in range(10)]
    for i in rng.permutation(len(held)):
        label, writer = int(held.labels[i]), int(held.writers[i])
        if met[writer] < 2 and len(found[label]) < ROWS and is_fine(held.strokes[i]):
            met[writer] += 1
            found[label].append(Example(label, on_sheet(held.strokes[i])))
    return [digit[row] for row in range(ROWS) for digit in found]


def is_fine(strokes: Sequence[NDArray[Any]]) -> bool:
    """Whether the pen was seen sharply: of the steps between its points, few go straight across or straight down."""
    steps = np.concatenate([np.diff(stroke, axis=0) for stroke in strokes])
    return len(steps) > 0 and float((steps == 0).any(axis=1).mean()) < COARSE


def on_sheet(strokes: Sequence[NDArray[Any]]) -> list[NDArray[np.int64]]:
    """Strokes, each (n, 2), as large as examples are, in the middle of the sheet and in whole units of it."""
    points = np.concatenate(strokes).astype(float)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = LARGE / max(float((high - low).max()), 1.0)
    return [np.rint((stroke - (low + high) / 2) * scale + BOX / 2).astype(np.int64) for stroke in strokes]
