"""Thumbnails to choose a data set by: each a small picture of its points or digits, with its name below."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from engine.data import SOURCES, load
from engine.data.archives import ARCHIVES
from engine.data.catalogue import Source, points_of
from engine.data.toy import EXTENT
from playground.components import Picture
from playground.components.plane.plane_map import coded
from playground.components.shared.mailbox import fresh
from playground.components.shared.wire import pack
from playground.settings.limits import MOST_CLASSES

MOST_POINTS = 120
DIGITS = (2, 0, 4, 8)  # on the thumbnail of handwritten digits
SHIRT = ((2, 8), (9, 3), (12, 6), (15, 6), (18, 3), (25, 8), (22, 13), (20, 11), (20, 25), (7, 25), (7, 11), (5, 13))


def thumbnails() -> tuple[dict[str, Any], ...]:
    """An item of `data_picker` for each data set of `engine.data.SOURCES`, in their order."""
    return _thumbnails(tuple(SOURCES.values()))


@lru_cache(maxsize=1)
def _thumbnails(sources: tuple[Source, ...]) -> tuple[dict[str, Any], ...]:
    return tuple(map(_thumbnail, sources))


def _thumbnail(source: Source) -> dict[str, Any]:
    item = {"name": source.name, "label": source.label, "description": source.description}
    if source.names:
        return item | {"picture": _shirt()}
    if source.kind == "digits":
        return item | {"picture": _digits(3)[::2, ::2] if source.name in ARCHIVES else _digits(2)}
    if source.make is None:
        return item
    points, answers = points_of(source.name, MOST_POINTS, 0.0, 0.5, 0)
    kind = "values" if source.kind == "regression" else "points"
    return item | {kind: np.column_stack([points, answers])}


def _digits(side: int) -> NDArray[np.uint8]:
    """`side` by `side` digits of those that come with the program: what is to be fetched may not be here."""
    digits = load("mnist")
    chosen = [int(np.flatnonzero(digits.y_train == DIGITS[i % 4])[i // 4]) for i in range(side * side)]
    rows = np.array_split(digits.x_train[chosen].reshape(-1, 28, 28), side)
    return np.concatenate([np.concatenate(list(row), axis=1) for row in rows])


def _shirt() -> NDArray[np.uint8]:
    """A T-shirt, (28, 28)."""
    picture = Image.new("L", (28, 28))
    ImageDraw.Draw(picture).polygon(SHIRT, fill=255)
    return np.asarray(picture)


def data_picker(*, items: Sequence[dict[str, Any]], selected: str) -> Picture:
    """A button with a small picture for each item; `picked` tells which was pressed.

    An item is {"name", "label", "description"} with one of "points" (n, 3): x₁, x₂ in -6...6 and the class;
    "values" (n, 3): x₁, x₂ and a number in -1...1; "picture" (h, w) uint8, 255 for ink; or with none of them, for
    a pen. Of many points 120 are shown. `selected` is the name of the item that is outlined. `thumbnails` makes
    the items of all data sets; the learner's own, with a pen there, may be given "points".

    Raises ValueError for items of the same name, and for points or pictures of another shape.
    """
    names = [item["name"] for item in items]
    if len(set(names)) < len(names):
        raise ValueError(f"Each data set needs a name of its own; these are {', '.join(names)}.")
    return Picture("data_picker", {"items": [_packed(item) for item in items], "selected": selected})


def picked(key: str, names: Collection[str]) -> str | None:
    """Which of the names the learner chose last on the picker of this key; None if none since the last call."""
    told = [message.get("name") for message in fresh(key)]
    found = [name for name in told if isinstance(name, str) and name in names]
    return found[-1] if found else None


def _packed(item: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {field: item[field] for field in ("name", "label", "description")}
    if "picture" in item:
        picture = np.asarray(item["picture"])
        if picture.ndim != 2 or picture.dtype != np.uint8 or not picture.size:
            raise ValueError(f"A picture is rows of bytes, 0 for paper to 255 for ink, not {picture.dtype}.")
        return told | {"kind": "picture", "width": picture.shape[1], "pixels": pack(picture, "u1")}
    if "values" in item:
        return told | {"kind": "values"} | _points(item["values"], True)
    if "points" in item and np.size(item["points"]):
        return told | {"kind": "points"} | _points(item["points"], False)
    return told | {"kind": "pen"}


def _points(points: ArrayLike, values: bool) -> dict[str, Any]:
    """Points (n, 3) as bytes, at most `MOST_POINTS` of them, evenly chosen; those outside are at the edge."""
    rows = np.asarray(points, float)
    if rows.ndim != 2 or rows.shape[1] != 3 or not np.isfinite(rows).all():
        raise ValueError("Each point of a thumbnail needs three finite numbers: x₁, x₂ and its class or value.")
    rows = rows[:: -(-len(rows) // MOST_POINTS)]
    if not values and not np.isin(rows[:, 2], np.arange(MOST_CLASSES)).all():
        raise ValueError(f"The class of a point is one of 0 to {MOST_CLASSES - 1}.")
    places = np.rint(np.clip(rows[:, :2] / EXTENT, -1, 1) * 127)
    return {"places": pack(places, "i1"), "colours": pack(coded(rows[:, 2]) if values else rows[:, 2], "u1")}
