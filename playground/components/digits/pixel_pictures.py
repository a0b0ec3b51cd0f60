"""Pictures of 28×28 pixels side by side, ink or signed numbers, each pixel telling its value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from playground import components
from playground.components.shared.wire import pack

STEPS: dict[str, tuple[int, str]] = {"ink": (127, "i1"), "signed": (32767, "i2")}
"""Pixels travel as whole steps of their largest size: how many steps, and the type of the numbers."""


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture: `pixels` (784,) or (28, 28), a title, and below it a note.

    `kind` "ink" is grey, 0 paper and 1 ink; "signed" is orange below 0 and blue above it, its largest size in full
    colour. `says` is what the number of a pixel is called when the pointer is on it.
    """

    title: str
    note: str
    pixels: ArrayLike
    kind: Literal["ink", "signed"]
    says: str


def pixel_pictures(pictures: Sequence[Picture], *, cell: int = 6) -> components.Picture:
    """The pictures side by side, `cell` pixels of the screen to a pixel of theirs; signs need 6."""
    items = []
    for picture in pictures:
        pixels = np.asarray(picture.pixels, float)
        most = float(np.abs(pixels).max())
        steps, size = STEPS[picture.kind]
        packed = pack(np.rint(pixels * (steps / most if most > 0 else 0)), size)
        items.append({**vars(picture), "most": most, "pixels": packed})
    return components.Picture("pixel_pictures", {"items": items, "cell": cell})
