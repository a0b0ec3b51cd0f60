"""A table of one input on its map: its rows as high as what they ask for, and what the network answers as curves."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.snapshot import MARGIN
from playground.components.plane.plane_map import Axis
from playground.components.plane.rows import Rows

LINE = 0.05
"""Of the range of an output, between the lines on which the rows of each class lie."""


def over_one_input(
    rows: Rows, answers: NDArray[np.float64], ends: tuple[float, float], target: str
) -> tuple[Rows, NDArray[np.float64]]:
    """The rows, each at the height of what it asks for, and the curves (k, side) of the outputs, all in -1...1.

    `answers` (side, k) are the outputs over the input, `ends` those that an output for classes can have. A single one
    answers the first class at its low end, the second at its high end; of several, the rows of each class lie above
    all curves on a line of their own. A number is called `target`.
    """
    low, high = ends
    parts = [rows.train, rows.test]
    if not rows.classes:
        heights = [rows.reach * part[:, 2] for part in parts]
        low = float(np.concatenate(heights).min())
    elif answers.shape[1] == 1:
        heights = [np.where(part[:, 2] > 0, high, low) for part in parts]
    else:
        heights = [high + LINE * (high - low) * (1 + part[:, 2]) for part in parts]
    high = float(np.concatenate(heights).max())
    middle, half = (low + high) / 2, (0.5 + MARGIN) * (high - low) or 1.0
    train, test = (
        np.column_stack([part[:, 0], (height - middle) / half, part[:, 2:]])
        for part, height in zip(parts, heights, strict=True)
    )
    name = target or ("output" if answers.shape[1] == 1 else "outputs")
    axis = Axis(name, *(_told(rows, height) for height in (middle - half, middle + half)))
    return replace(rows, axes=(rows.axes[0], axis), train=train, test=test), (answers.T - middle) / half


def _told(rows: Rows, height: float) -> float:
    """An output as it is told: a number in the unit of the table."""
    if rows.classes:
        return height
    low, high = rows.ends
    return (low + high) / 2 + height / rows.reach * (high - low) / 2
