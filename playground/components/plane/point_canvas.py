"""A square of the plane on which the learner puts points of classes, with the network's answer behind them."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import ArrayLike

from engine.data.toy import EXTENT
from playground.components import Picture
from playground.components.plane.plane_map import names_of, packed_answers, packed_points
from playground.components.shared.mailbox import Message, fresh, is_index, is_number

MOST_POINTS = 2_000


def point_canvas(
    *, points: ArrayLike, classes: Sequence[str] | int = 2, outputs: ArrayLike | None = None, size: int = 300
) -> Picture:
    """The square [-6, 6]² with `points`, to be changed by the learner (see `put`).

    `points` are (n, 3): x₁, x₂ and the class 0, 1, ...; at most 2,000; those outside are shown at the edge. There are
    two to ten `classes`, by name, or so many. `outputs`, painted behind, is what the network answers (see
    `packed_answers`). `size` is of the square in pixels; it shrinks where the page is narrower.
    """
    data = {
        "points": packed_points(points, EXTENT),
        "classes": names_of(classes),
        "extent": EXTENT,
        "map": None if outputs is None else packed_answers(outputs),
        "size": size,
        "most": MOST_POINTS,
    }
    return Picture("point_canvas", data)


def put(key: str, classes: int = 2) -> list[list[float]] | None:
    """All points [x₁, x₂, class] on the square of this key, if the learner changed them since the last call."""
    found = [points for message in fresh(key) if (points := received(message, classes)) is not None]
    return found[-1] if found else None


def received(message: Message, classes: int = 2) -> list[list[float]] | None:
    """The points in a message of the browser; None if they are none, or too many."""
    points = message.get("points")
    if not isinstance(points, list) or len(points) > MOST_POINTS:
        return None
    if not all(_is_point(point, classes) for point in points):
        return None
    return [[float(x), float(y), label] for x, y, label in points]


def _is_point(point: Any, classes: int) -> bool:
    if not isinstance(point, list) or len(point) != 3 or not is_index(point[2], classes):
        return False
    return all(is_number(v) and abs(v) <= EXTENT for v in point[:2])
