"""A picture of 28×28 pixels and the same as a column of 784 numbers: the pixel that is pointed at lights up in both."""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import PIXEL
from playground.components import Picture
from playground.components.shared.wire import pack


def pixel_vector(*, title: str, name: str, pixels: NDArray[np.uint8], begin: int) -> Picture:
    """The picture `pixels` (784,), 0 paper and 255 ink, and the vector of that `name` with the numbers pixels / 255.

    `begin` is the place in the vector, from 0, that is lit at first. Raises ValueError for other pixels and for a place
    that is none.
    """
    if pixels.shape != (784,) or pixels.dtype != np.uint8 or not 0 <= begin < len(pixels):
        raise ValueError(f"The vector of a picture needs 784 bytes, and a place among them, not {begin}.")
    data = {"title": title, "name": name, "pixels": pack(pixels, "u1"), "full": PIXEL, "begin": begin}
    return Picture("pixel_vector", data)
