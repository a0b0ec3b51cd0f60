"""A square of the plane on which the learner puts points of classes, with the network's answer behind them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from playground.components import Picture
from playground.components.plane.plane_map import coded, winners
from playground.components.shared.mailbox import Message, fresh, is_index, is_number
from playground.components.shared.wire import pack
from playground.settings.limits import MOST_CLASSES

MOST_POINTS = 2_000
UNITS = 32_767  # of the plane from its middle to its edge: places are whole numbers of them


def point_canvas(
    *,
    points: ArrayLike,
    classes: Sequence[str] | int = 2,
    pen: int = 0,
    extent: float = 6.0,
    outputs: ArrayLike | None = None,
    size: int = 300,
) -> Picture:
    """The square [-extent, extent]² with `points`, to be changed by the learner (see `put`).

    `points` are (n, 3): x₁, x₂ and the class 0, 1, ...; at most 2,000; those outside are shown at the edge.
    `classes` names the classes, or tells how many there are, 2 to 4; `pen` is the class that is put at first.
    `outputs`, painted behind, is what the network answers: (side, side) in -1...1, or (side, side, k) with the
    probabilities of k classes; row 0 is the top. `size` is of the square in pixels; it shrinks where the page is
    narrower.

    Raises ValueError for points, a pen or outputs that do not fit the classes, and for an extent that is not
    positive.
    """
    names = [f"class {i}" for i in range(classes)] if isinstance(classes, int) else list(classes)
    if not 2 <= len(names) <= MOST_CLASSES:
        raise ValueError(f"There are colours for 2 to {MOST_CLASSES} classes, not for {len(names)}.")
    if pen not in range(len(names)):
        raise ValueError(f"The pen puts one of the classes 0 to {len(names) - 1}, not {pen}.")
    if not extent > 0:
        raise ValueError(f"The plane has to reach further than zero, not to {extent}.")
    rows = np.asarray(points, float)
    rows = rows if rows.size else np.zeros((0, 3))
    if rows.ndim != 2 or rows.shape[1] != 3 or not np.isfinite(rows).all():
        raise ValueError("Each point needs three finite numbers: x₁, x₂ and its class.")
    if len(rows) > MOST_POINTS:
        raise ValueError(f"There is room for {MOST_POINTS:,} points, not for {len(rows):,}.")
    if not np.isin(rows[:, 2], np.arange(len(names))).all():
        raise ValueError(f"The class of a point is one of 0 to {len(names) - 1}.")
    data = {
        "places": pack(np.rint(np.clip(rows[:, :2] / extent, -1, 1) * UNITS), "i2"),
        "labels": pack(rows[:, 2], "u1"),
        "classes": names,
        "pen": int(pen),
        "extent": float(extent),
        "map": None if outputs is None else _map(np.asarray(outputs, float), len(names)),
        "size": size,
        "most": MOST_POINTS,
    }
    return Picture("point_canvas", data)


def _map(cells: Any, classes: int) -> dict[str, Any]:
    if cells.ndim not in (2, 3) or cells.shape[0] != cells.shape[1] or cells.shape[0] == 0:
        raise ValueError(f"The map needs one answer for each cell of a square, not the shape {cells.shape}.")
    several = cells.ndim == 3
    if classes != (cells.shape[2] if several else 2):
        raise ValueError(f"The outputs {cells.shape} are not those of a network for {classes} classes.")
    answer, confidence = winners(cells) if several else (None, coded(cells))
    return {
        "side": len(cells),
        "values": pack(confidence, "u1"),
        "answers": None if answer is None else pack(answer, "u1"),
    }


def put(key: str, classes: int = 2, extent: float = 6.0) -> list[list[float]] | None:
    """All points [x₁, x₂, class] on the square of this key, if the learner changed them since the last call."""
    found = [points for message in fresh(key) if (points := received(message, classes, extent)) is not None]
    return found[-1] if found else None


def received(message: Message, classes: int = 2, extent: float = 6.0) -> list[list[float]] | None:
    """The points in a message of the browser; None if they are none, or too many."""
    points = message.get("points")
    if not isinstance(points, list) or len(points) > MOST_POINTS:
        return None
    if not all(_is_point(point, classes, extent) for point in points):
        return None
    return [[float(x), float(y), label] for x, y, label in points]


def _is_point(point: Any, classes: int, extent: float) -> bool:
    if not isinstance(point, list) or len(point) != 3 or not is_index(point[2], classes):
        return False
    return all(is_number(v) and abs(v) <= extent for v in point[:2])
