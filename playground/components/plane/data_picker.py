"""Thumbnails to choose a data set by: each a small picture of its points or digits, with its name below."""

from collections.abc import Collection, Mapping, Sequence
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

MOST_POINTS = 120
DIGITS = (2, 0, 4, 8)  # on the thumbnail of handwritten digits
SHIRT = ((2, 8), (9, 3), (12, 6), (15, 6), (18, 3), (25, 8), (22, 13), (20, 11), (20, 25), (7, 25), (7, 11), (5, 13))


def thumbnails() -> tuple[dict[str, Any], ...]:
    """An item of `data_picker` for each data set of `engine.data.SOURCES`, in their order; one for all own data."""
    return _thumbnails(tuple(source for source in SOURCES.values() if not source.is_table))


@lru_cache(maxsize=1)
def _thumbnails(sources: tuple[Source, ...]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"name": source.name, "label": source.label, "description": source.description, **_picture(source)}
        for source in sources
    )


def _picture(source: Source) -> dict[str, Any]:
    """What is on a thumbnail: pixels, points of classes, points of values, or a pen for points of your own."""
    if source.names:
        return pixels(_shirt())
    if source.kind == "digits":
        return pixels(_digits(3)[::2, ::2] if source.name in ARCHIVES else _digits(2))
    if source.make is None:
        return {"kind": "pen"}
    return dots(*points_of(source.name, MOST_POINTS, 0.0, 0.5, 0), source.kind == "regression")


def pixels(shades: NDArray[np.uint8]) -> dict[str, Any]:
    """A picture (height, width), 0 for paper to 255 for ink."""
    return {"kind": "picture", "width": shades.shape[1], "pixels": pack(shades, "u1")}


def dots(points: ArrayLike, answers: ArrayLike, values: bool) -> dict[str, Any]:
    """Points (n, 2) with their classes (n,), or their values in -1...1; those outside are at the edge."""
    places = np.rint(np.clip(np.divide(points, EXTENT), -1, 1) * 127)
    colours = pack(coded(answers) if values else answers, "u1")
    return {"kind": "values" if values else "points", "places": pack(places, "i1"), "colours": colours}


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


def data_picker(*, items: Sequence[dict[str, Any]], selected: str, refused: Mapping[str, str] | None = None) -> Picture:
    """A button for each of the `thumbnails`, that of the name `selected` outlined; `picked` tells which was pressed.

    Those of the names in `refused` cannot be pressed, and say why.
    """
    return Picture("data_picker", {"items": items, "selected": selected, "refused": refused or {}})


def picked(key: str, names: Collection[str]) -> str | None:
    """Which of the names the learner chose last on the picker of this key; None if none since the last call."""
    told = [message.get("name") for message in fresh(key)]
    found = [name for name in told if isinstance(name, str) and name in names]
    return found[-1] if found else None
