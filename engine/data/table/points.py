"""Points of the plane with classes: placed there from two columns of a table, divided, and written as a table."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.arrays import Array
from engine.bidi import isolated
from engine.data import features
from engine.data.dataset import Dataset
from engine.data.table.bounds import FEWEST_ROWS
from engine.data.table.check import Check, checked
from engine.data.table.column import NUMBER
from engine.data.table.table import Table
from engine.streams import DIVISION, stream

SQUARE = 6.0  # the plane on the page is [-6, 6]²
FITTED = 5.0  # scaled points lie in [-5, 5]²
NARROWEST = 3.0  # points that span less of the plane than this are too close together to see


class Points(NamedTuple):
    """Points of the plane as a table told them, and a copy of them that fits the page.

    `points` (n, 2) as written; `labels` (n,) from 0 up, into `names`, the labels as written: sorted by value where all
    of them are numbers, in the order of their first appearance otherwise. `columns` are the names of the coordinates.
    `scaled` = (`points` - `offset`) / `scale` lies in [-6, 6]²: it is the points themselves where they fit that square
    already (offset 0, scale 1), otherwise each column is centred and stretched or shrunk to -5...5. Of the table,
    `left_out` rows have a missing cell.
    """

    points: Array
    labels: Array
    names: tuple[str, ...]
    columns: tuple[str, str]
    scaled: Array
    offset: tuple[float, float]
    scale: tuple[float, float]
    left_out: int

    def check(self, test_fraction: float, seed: int) -> Check:
        """What is to be known of them, divided as `dataset` divides them."""
        train, test = split(self.labels, test_fraction, seed)
        return checked(self.points, self.columns, self.labels, self.names, train, test, self.left_out)

    @property
    def note(self) -> str:
        """What was done to the columns, as a sentence for the learner; empty if nothing was."""
        if self.offset == (0, 0) and self.scale == (1, 1):
            return ""
        parts = [
            f"{axis} = ({isolated(name)} {'+' if offset < 0 else '−'} {abs(offset):.4g}) / {scale:.4g}"
            for axis, name, offset, scale in zip(("x₁", "x₂"), self.columns, self.offset, self.scale, strict=True)
        ]
        return f"Each column is centred and scaled to fit the plane: {', '.join(parts)}."


def placed(table: Table, inputs: Sequence[str], target: str) -> Points:
    """The points that two columns of numbers of a table are, with the classes that `target` has.

    Rows with a missing cell are left out. Raises ValueError, with a sentence, where the columns are others, or there
    are not enough rows.
    """
    columns, goal = [table.column(name) for name in inputs], table.column(target)
    if len(columns) != 2 or any(column.kind != NUMBER for column in columns):
        raise ValueError("Points of the plane have two columns of numbers as inputs.")
    table.require_told((*columns, goal))
    rows = np.flatnonzero(np.logical_and.reduce([column.present for column in (*columns, goal)]))
    points = np.column_stack([column.values[rows] for column in columns])
    places, names = goal.labels()
    used, labels = np.unique(places[rows], return_inverse=True)
    _require_enough(len(points), len(used))
    offset, scale = _fit(points)
    return Points(
        points,
        labels,
        tuple(names[place] for place in used.tolist()),
        (columns[0].name, columns[1].name),
        (points - offset) / scale,
        (float(offset[0]), float(offset[1])),
        (float(scale[0]), float(scale[1])),
        len(table.rows) - len(rows),
    )


def to_csv(points: Array, labels: Array, names: Sequence[str]) -> str:
    """Points (n, 2) and labels (n,) into `names` as a table that is read back as these points, every number exactly.

    Raises ValueError where there is not one label with a name for each point.
    """
    points, labels = _together(points, labels)
    if labels.max(initial=0) >= len(names):
        raise ValueError(f"The class {labels.max()} has no name; there are {len(names)} names.")
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["x1", "x2", "label"])
    writer.writerows((repr(x), repr(y), names[label]) for (x, y), label in zip(points.tolist(), labels, strict=True))
    return file.getvalue()


def split(labels: Array, test_fraction: float = 0.5, seed: int = 0) -> tuple[Array, Array]:
    """The indices of the training and of the test points, both shuffled; same seed, same split.

    Each class is split on its own, so that each of two points or more is in both parts; a lone point is trained on.
    """
    labels = np.asarray(labels)
    rng = stream(seed, DIVISION)
    train, test = [], []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        kept = max(1, min(len(members) - 1, round(len(members) * (1 - test_fraction))))
        train.append(members[:kept])
        test.append(members[kept:])
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))


def dataset(
    points: Array,
    labels: Array,
    inputs: Sequence[str] = ("x1", "x2"),
    test_fraction: float = 0.5,
    seed: int = 0,
) -> Dataset:
    """The data set of points (n, 2) with labels (n,): these features of them, divided by `split`. It keeps the points.

    Raises ValueError where there are fewer than 4 points or 2 classes, or shapes do not agree.
    """
    points, labels = _together(points, labels)
    _require_enough(len(points), len(np.unique(labels)))
    x = features.compute(points, inputs)
    train, test = split(labels, test_fraction, seed)
    classes = max(2, int(labels.max()) + 1)
    made_from = np.column_stack([points, labels])
    parts = x[train], labels[train], x[test], labels[test]
    return Dataset(*parts, classes, points=made_from, input_names=tuple(inputs))


def _together(points: Array, labels: Array) -> tuple[Array, Array]:
    """Points (n, 2) and their labels (n,) as arrays. Raises ValueError if they are not."""
    points, labels = np.asarray(points, float), np.asarray(labels)
    if not points.size:
        points, labels = np.empty((0, 2)), labels.astype(int)
    if points.shape != (len(points), 2) or labels.shape != (len(points),):
        raise ValueError(f"Points are (n, 2) with n labels, not {points.shape} with {labels.shape}.")
    if labels.dtype.kind not in "iu" or labels.min(initial=0) < 0:
        raise ValueError("The labels of points are whole numbers from 0 up.")
    return points, labels


def _require_enough(points: int, classes: int) -> None:
    if points < FEWEST_ROWS:
        told = {0: "There are no points", 1: "There is only one point"}.get(points, f"There are only {points} points")
        raise ValueError(f"{told}; training and testing need at least {FEWEST_ROWS}.")
    if classes < 2:
        raise ValueError("All points have the same label; a network needs two classes at least to tell apart.")


def _fit(points: Array) -> tuple[Array, Array]:
    """The offset and the scale, one for each column, with which points fit the square."""
    low, high = points.min(axis=0), points.max(axis=0)
    span = high - low
    if np.abs(points).max() <= SQUARE and span.max() >= NARROWEST:
        return np.zeros(2), np.ones(2)
    # a column whose values differ by rounding errors only is one value, and stays so
    varies = span > np.maximum(1e-12 * np.abs(points).max(axis=0), 1e-300)
    return (low + high) / 2, np.where(varies, span / (2 * FITTED), 1.0)
