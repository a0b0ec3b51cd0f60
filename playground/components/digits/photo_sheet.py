"""A photo of digits that shows how it was read: what was taken for ink, the boxes, and what was read in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.handwriting.pieces import Box
from playground.components import Picture
from playground.components.digits.digit_gallery import strip
from playground.components.shared import inline
from playground.components.shared.mailbox import is_index, is_number, latest

LEAST_SIDE = 0.02
"""Of the photo's width and height: what the sides of a box that is dragged have at least."""


@dataclass(frozen=True)
class Asked:
    """What the learner asks of a photo: that its ink is `dark` or light, a `box` to read; None to have it found.

    `digit` is the place in the row of the one that is looked at.
    """

    dark: bool | None = None
    box: Box | None = None
    digit: int = 0


def photo_sheet(
    *,
    photo: str,
    picture: str,
    ink: NDArray[np.bool_],
    dark: bool,
    pieces: int,
    boxes: Sequence[Box],
    pixels: NDArray[np.floating[Any]],
    answers: Sequence[tuple[str, str]],
    asked: Asked,
) -> Picture:
    """The `picture`, a data URL, with the `ink` (height, width) over it and a box around each digit.

    Below it stand whether the ink is `dark`, of how many `pieces` it is, and a card a digit with its `pixels`
    (m, 28, 28) in 0...1 and its `answers`: what to show and what to say. `photo` names it in messages (`asked_of`).
    """
    data = {
        "photo": photo,
        "picture": picture,
        "ink": _veil(ink),
        "ratio": ink.shape[1] / ink.shape[0],
        "dark": dark,
        "pieces": pieces,
        "boxes": [_sides(box) for box in boxes],
        "strip": strip(np.rint(255 * pixels).astype(np.uint8)),
        "answers": [list(answer) for answer in answers],
        "asked": {"dark": asked.dark, "box": asked.box and _sides(asked.box), "digit": asked.digit},
        "leastSide": LEAST_SIDE,
    }
    return Picture("photo_sheet", data)


def asked_of(key: str, photo: str) -> Asked:
    """What the learner asks of this photo on the sheet of this key."""
    message = latest(key)
    if message is None or message.get("photo") != photo:
        return Asked()
    dark, digit = message.get("dark"), message.get("digit")
    return Asked(
        dark if isinstance(dark, bool) else None, _box(message.get("box")), digit if is_index(digit, 100) else 0
    )


def _box(sides: Any) -> Box | None:
    """A box that a browser sent; None for what is none, or too small."""
    if not isinstance(sides, list) or len(sides) != 4 or not all(map(is_number, sides)):
        return None
    left, top, right, bottom = (min(max(float(side), 0.0), 1.0) for side in sides)
    if right - left < LEAST_SIDE / 2 or bottom - top < LEAST_SIDE / 2:
        return None
    return Box(left, top, right, bottom)


def _sides(box: Box) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]


def _veil(ink: NDArray[np.bool_]) -> str:
    """The ink as a PNG that is opaque where there is ink, in a data URL."""
    opaque = Image.fromarray(255 * ink.astype(np.uint8))
    return inline.encoded(Image.merge("LA", (opaque, opaque)), "png")
