"""Strokes of a pen become a 28×28 picture, made as the digits of MNIST were made.

MNIST scaled each digit to a box of 20×20 pixels keeping its shape, with grey levels at the edges, and put its
centre of mass at the centre of a 28×28 field. What a learner draws goes the same way, with a pen as wide as
MNIST's pens were on average, so that a network trained on MNIST sees what it has learned to see.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]

SIDE = 28  # pixels of the field
BOX = 20.0  # pixels of the longer side of the ink, the pen's width included
CENTRE = 14.0  # where the centre of mass goes: the pixel that MNIST's digits have theirs at, on average
PEN = 2.5  # pixels the pen is wide: as much ink as MNIST's digits hold
EDGE = 1.0  # pixels over which the ink fades at its edge

_MARGIN = 4  # pixels around the field, in which ink is lost
_SPACING = 0.2  # pixels between the places where the pen is put down: a row of discs this close is a line
_MOST_PLACES = 20_000  # of a drawing: more ink than this leaves no white in the box
_MANY_PLACES = 2_000  # beyond this, places in the same quarter of a pixel count once


def render(strokes: Iterable[ArrayLike], pen: float = PEN) -> NDArray[np.float32]:
    """The picture of a drawing: float32 (28, 28), 0 is paper and 1 is ink.

    `strokes` is a sequence of (n, 2) arrays of points (x, y), x to the right and y down, in any unit and at
    any place: `render(k·strokes + t)` is the same picture. No stroke, or strokes without points, give an empty
    picture; a drawing of one point gives a dot, which is not blown up. `pen` is how many pixels wide the pen is, 3 at
    most: a network is trained with several, so that it knows a small loop both open and closed.

    Raises ValueError if a stroke is not a list of points or a coordinate is not a finite number.
    """
    paths = _fitted(_checked(strokes), pen)
    if not paths:
        return np.zeros((SIDE, SIDE), dtype=np.float32)
    travelled = [_travelled(path) for path in paths]
    spacing = max(_SPACING, float(sum(far[-1] for far in travelled)) / _MOST_PLACES)
    places = _thinned(np.concatenate([_along(*each, spacing) for each in zip(paths, travelled, strict=True)]))
    return _ink(places + (CENTRE - _centre_of_mass(_ink(places, pen))), pen)


def _checked(strokes: Iterable[ArrayLike]) -> list[Points]:
    """The strokes that have points, as float arrays."""
    try:
        arrays = [_points(stroke) for stroke in strokes]
    except TypeError:
        raise ValueError("A drawing is a list of strokes, and each stroke is a list of points (x, y).") from None
    return [points for points in arrays if len(points)]


def _points(stroke: Any) -> Points:
    try:
        points = np.asarray(stroke, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError("A stroke is a list of points, and each point is two numbers: x and y.") from None
    if points.size == 0 and points.ndim <= 2:
        return np.empty((0, 2))
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError("A stroke is a list of points, and each point is two numbers: x and y.")
    if not np.isfinite(points).all():
        raise ValueError("A point of the drawing lies nowhere: its x and y have to be finite numbers.")
    return points


def _fitted(strokes: list[Points], pen: float) -> list[Points]:
    """The strokes scaled so that their ink fills the box, in pixels, in the middle of the field."""
    if not strokes:
        return []
    points = np.concatenate(strokes)
    unit = np.abs(points).max() or 1.0  # numbers near 1, so that no unit is too large or too small
    low, high = points.min(axis=0) / unit, points.max(axis=0) / unit
    size = (high - low).max()
    scale = (BOX - pen) / size if size else 1.0
    return [(stroke / unit - (low + high) / 2) * scale + CENTRE for stroke in strokes]


def _travelled(path: Points) -> NDArray[np.float64]:
    """How far the pen has gone at each point of a path."""
    travelled = np.zeros(len(path))
    np.cumsum(np.hypot(*(path[1:] - path[:-1]).T), out=travelled[1:])
    return travelled


def _along(path: Points, travelled: NDArray[np.float64], spacing: float) -> Points:
    """Places along a path, so far apart, with its own points among them where those lie further apart."""
    count = round(travelled[-1] / spacing) + 1
    at = np.linspace(0.0, travelled[-1], count)
    places = np.stack([np.interp(at, travelled, axis) for axis in path.T], axis=1)
    return places if len(path) > count else np.concatenate([path, places])


def _thinned(places: Points) -> Points:
    """One place for each quarter of a pixel where there are very many: going over a line again adds no ink."""
    if len(places) <= _MANY_PLACES:
        return places
    column, row = np.floor(places * 4).astype(int).T
    chosen = np.full((4 * SIDE, 4 * SIDE), -1)
    chosen[row, column] = np.arange(len(places))
    kept: Points = places[chosen[chosen >= 0]]
    return kept


def _ink(places: Points, pen: float) -> NDArray[np.float32]:
    """How much of each pixel a round pen covers that is put down at these places."""
    cells, places, starts = _grouped(places)
    # a pen reaches the pixels from one before its cell to two after it; those further away stay without ink
    near = cells[:, :, None] + np.arange(-1, 3)
    across, down = ((near - places[:, :, None]).astype(np.float32) ** 2).transpose(1, 0, 2)
    squares = np.minimum.reduceat(down[:, :, None] + across[:, None, :], starts)
    columns, rows = near[starts].transpose(1, 0, 2) + _MARGIN
    nearest = np.full((SIDE + 2 * _MARGIN,) * 2, np.inf, dtype=np.float32)
    np.minimum.at(nearest, (rows[:, :, None], columns[:, None, :]), squares)
    inside = np.float32(pen / 2) - np.sqrt(nearest[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN])
    cover: NDArray[np.float32] = np.clip(inside / np.float32(EDGE) + np.float32(0.5), 0, 1)
    return cover


def _grouped(places: Points) -> tuple[NDArray[np.intp], Points, NDArray[np.intp]]:
    """The cell (column, row) of each place, and the places, with those of one cell together; where each cell begins.

    What lies far outside the field counts to a cell near its edge, from which it does not reach the field either.
    """
    cells = np.clip(np.floor(places).astype(int), 1 - _MARGIN, SIDE + _MARGIN - 3)
    number = cells[:, 1] * (SIDE + 2 * _MARGIN) + cells[:, 0]
    order = np.argsort(number, kind="stable")
    starts = np.flatnonzero(np.diff(number[order], prepend=number.min() - 1))
    return cells[order], places[order], starts


def _centre_of_mass(ink: NDArray[np.float32]) -> Points:
    """(x, y) in pixels."""
    pixels = np.arange(SIDE)
    centre: Points = np.array([ink.sum(axis=0) @ pixels, ink.sum(axis=1) @ pixels]) / float(ink.sum())
    return centre
