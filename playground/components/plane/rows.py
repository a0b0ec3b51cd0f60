"""Rows of a table as points on a map over two of its inputs, and how far each is from where the others stand."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Dataset
from engine.bidi import isolated
from engine.snapshot import Cut, ends
from playground.components.plane.plane_map import Axis

COLOURED = 0.95
"""Of the numbers to be learned, so many have shades of their own; the others have the deepest."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Training and test rows (n, 4) as places in -1...1 on the map, class or value in -1...1, and how much is seen.

    `classes` are the names of the classes, () where the answers are numbers: 1 is then `reach`, as the network answers,
    and `ends` are the numbers of the table that -1 and 1 stand for. `axes` are in the units of the table; `columns` are
    the inputs that they are of.
    """

    axes: tuple[Axis, Axis]
    train: NDArray[np.float64]
    test: NDArray[np.float64]
    classes: tuple[str, ...]
    reach: float = 1.0
    ends: tuple[float, float] = (-1.0, 1.0)
    columns: tuple[int, ...] = ()


def rows_of(data: Dataset, cut: Cut) -> Rows:
    """The rows of `data` on the map over this cut; they fade with their distance from it.

    Those of one input lie on the diagonal: how high they are to be seen says only what is answered.
    """
    columns = (cut.across, cut.up) if data.inputs > 1 else (0, 0)
    sides = np.array([ends(data, column) for column in columns])
    reach = 1.0 if data.classes else float(np.quantile(np.abs(data.y_train), COLOURED)) or 1.0
    target = data.scaling.target if data.scaling else np.asarray
    low, high = (float(target(np.array(value))) for value in (-reach, reach))
    given = [(data.x_train, data.y_train), (data.x_test, data.y_test)]
    train, test = (_placed(x, y, columns, sides, cut, 1 if data.classes else reach) for x, y in given)
    names = data.class_names or tuple(f"class {i}" for i in range(data.classes))
    across, up = (_axis(data, column, side) for column, side in zip(columns, sides, strict=True))
    return Rows((across, up), train, test, names if data.classes else (), reach, (low, high), columns)


def _axis(data: Dataset, column: int, side: NDArray[np.float64]) -> Axis:
    offset, scale = (data.scaling.offset[column], data.scaling.scale[column]) if data.scaling else (0.0, 1.0)
    low, high = side * scale + offset
    return Axis(isolated(data.input_names[column]), float(low), float(high))


def _placed(
    x: NDArray[Any], y: NDArray[Any], columns: tuple[int, int], sides: NDArray[np.float64], cut: Cut, reach: float
) -> NDArray[np.float64]:
    places = (x[:, columns] - sides.mean(axis=1)) / (np.ptp(sides, axis=1) / 2)
    at = np.zeros(x.shape[1])
    at[: len(cut.at)] = cut.at[: len(at)]
    away = np.delete(x - at, columns, axis=1)
    seen = np.exp(-np.square(away).mean(axis=1)) if away.shape[1] else np.ones(len(x))
    return np.column_stack([places, y.reshape(len(x)) / reach, seen])
