"""A few sample digits, drawn live: what the network answers for each, how sure it is, and whether it is right."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from playground.components import Picture
from playground.components.shared import inline
from playground.components.shared.wire import pack


@lru_cache(maxsize=64)
def _png(pixels: bytes, width: int) -> str:
    picture = Image.frombytes("L", (width, len(pixels) // width), pixels)
    return inline.encoded(picture, "png")


def strip(images: NDArray[np.uint8]) -> str:
    """Images (m, 28, 28) side by side as one PNG of 28 rows, in a data URL; an empty text without images."""
    if not len(images):
        return ""
    return _png(np.concatenate(list(images), axis=1).tobytes(), 28 * len(images))


def digit_gallery(
    *, images: NDArray[np.uint8], labels: ArrayLike, outputs: ArrayLike, names: Sequence[str] = ()
) -> Picture:
    """Cards of m digits: images (m, 28, 28), labels (m,) 0 to 9, the network's outputs (m, 10).

    Each card has its picture, the network's answer and how sure it is, whether that is right, and the ten outputs as
    bars 0...1; hover or focus tells all ten. `names` are those of the ten classes where they are not digits.
    """
    data = {
        "strip": strip(images),
        "labels": np.asarray(labels).tolist(),
        "outputs": pack(outputs, "f4"),
        "names": names,
    }
    return Picture("digit_gallery", data)
