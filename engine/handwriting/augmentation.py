"""Random distortions of handwritten digits: the same digit by another hand, so that a network meets more hands.

Each image is moved, turned, scaled, slanted and bent, and its pen made wider or thinner, all at random. Bending is
the elastic distortion of Simard, Steinkraus and Platt (2003): every pixel is fetched from a place displaced by a
smooth random field.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SIDE = 28
_MARGIN = 2  # pixels of paper around an image: what is fetched from further away is paper too
_WIDE = SIDE + 2 * _MARGIN
_CHUNK = 250


@dataclass(frozen=True)
class Augmentation:
    """How strong each distortion is; 0 leaves it out. A strength is how far to either side it may go at most.

    The defaults keep a digit of MNIST what it is. Raises ValueError if a strength is negative or not finite.
    """

    shift: float = 1.5  # pixels, across and down
    rotation: float = 12.0  # degrees
    scale: float = 0.12  # share of the size, width and height each on their own
    shear: float = 0.2  # pixels across for a pixel down
    pen: float = 0.5  # share of a pixel added or taken away on either side of a line
    elastic: float = 0.8  # pixels: the standard deviation of the displacement, not its limit
    smoothness: float = 4.0  # pixels: the standard deviation of the Gaussian that smooths the field

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (np.isfinite(value) and value >= 0):
                raise ValueError(f"The strength of {field.name} is a number that is not negative; it is {value}.")
        if self.scale >= 1 or self.pen > 1:
            raise ValueError("A scale has to stay below 1 (all of the image) and a pen at 1 pixel or below.")
        if self.elastic > 0 and self.smoothness == 0:
            raise ValueError("An elastic distortion needs a smoothness above 0: without it, it is only noise.")


def augment(images: NDArray[Any], augmentation: Augmentation, rng: Generator) -> NDArray[Any]:
    """Distorts each image in its own way; the same `rng` state gives the same distortions.

    `images` is (n, 28, 28) or (n, 784), uint8 with 0 as paper or floating point with 0.0 as paper; the result is
    a new array of the same shape and type. Raises ValueError for any other shape or type.
    """
    if images.shape[1:] not in ((SIDE, SIDE), (SIDE * SIDE,)):
        raise ValueError(f"Images to distort are (n, 28, 28) or (n, 784), not {images.shape}.")
    if images.dtype != np.uint8 and not np.issubdtype(images.dtype, np.floating):
        raise ValueError(f"Images to distort hold bytes or floating-point numbers, not {images.dtype}.")
    squares = images.reshape(-1, SIDE, SIDE)
    result = np.empty_like(squares)
    for start in range(0, len(squares), _CHUNK):
        part = slice(start, start + _CHUNK)
        inked = _penned(squares[part].astype(np.float32), augmentation.pen, rng)
        fetched = _fetched(inked, *_places(len(inked), augmentation, rng))
        result[part] = np.rint(fetched) if images.dtype == np.uint8 else fetched
    return result.reshape(images.shape)


def _penned(images: Floats, strength: float, rng: Generator) -> Floats:
    """Lines wider or thinner by a random share of a pixel: in between the image and its neighbours' extreme."""
    if strength == 0:
        return images
    shares = rng.uniform(-strength, strength, len(images)).astype(np.float32)
    result = images.copy()
    for chosen, extreme in ((shares > 0, np.maximum), (shares < 0, np.minimum)):
        some = images[chosen]
        padded = np.pad(some, ((0, 0), (1, 1), (1, 1)))
        beside = extreme(padded[:, 1:-1, :-2], padded[:, 1:-1, 2:])
        above = extreme(padded[:, :-2, 1:-1], padded[:, 2:, 1:-1])
        reached = extreme(some, extreme(beside, above))
        result[chosen] += np.abs(shares[chosen])[:, None, None] * (reached - some)
    return result


def _places(n: int, augmentation: Augmentation, rng: Generator) -> tuple[Floats, Floats]:
    """Where each pixel of each image is fetched from: x and y, both (n, 28, 28), in pixels.

    p = A (pixel - centre) + centre + shift + field, with A = rotation · shear · scale.
    """

    def either_way(strength: float, *shape: int) -> Floats:
        return rng.uniform(-strength, strength, (n, *shape)).astype(np.float32)

    angle = np.deg2rad(either_way(augmentation.rotation))
    shear = either_way(augmentation.shear)
    wide, high = 1 / (1 + either_way(augmentation.scale, 2).T)
    cos, sin = np.cos(angle), np.sin(angle)
    matrix = np.array([[cos * wide, (cos * shear - sin) * high], [sin * wide, (sin * shear + cos) * high]])
    centre = (SIDE - 1) / 2
    offset = centre + either_way(augmentation.shift, 2).T
    pixels = np.arange(SIDE, dtype=np.float32) - np.float32(centre)
    x, y = (
        across[:, None, None] * pixels + down[:, None, None] * pixels[:, None] + to[:, None, None]
        for (across, down), to in zip(matrix, offset, strict=True)
    )
    if augmentation.elastic > 0:
        smooth = _smoothing(augmentation.smoothness)
        noise = rng.standard_normal((2, n, SIDE, SIDE), dtype=np.float32)
        field = np.float32(augmentation.elastic) * (smooth @ noise @ smooth.T)
        x, y = x + field[0], y + field[1]
    return x, y


@cache
def _smoothing(sigma: float) -> Floats:
    """The (28, 28) matrix of a Gaussian blur along one axis, its rows scaled to keep unit noise at unit variance."""
    pixels = np.arange(SIDE)
    weights = np.exp(-0.5 * ((pixels[:, None] - pixels) / sigma) ** 2)
    scaled: Floats = (weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))).astype(np.float32)
    return scaled


def _fetched(images: Floats, x: Floats, y: Floats) -> Floats:
    """The images at these places, bilinear between the pixels; outside is paper."""
    paper = np.zeros((len(images), _WIDE, _WIDE), dtype=np.float32)
    paper[:, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN] = images
    x = np.clip(x + _MARGIN, 0, _WIDE - 2)
    y = np.clip(y + _MARGIN, 0, _WIDE - 2)
    column, row = x.astype(np.int32), y.astype(np.int32)
    x, y = x - column, y - row
    first = row * _WIDE + column + _WIDE * _WIDE * np.arange(len(images), dtype=np.int32)[:, None, None]
    pixel = paper.ravel()
    upper, lower = pixel[first], pixel[first + _WIDE]
    upper += x * (pixel[first + 1] - upper)
    lower += x * (pixel[first + _WIDE + 1] - lower)
    fetched: Floats = upper + y * (lower - upper)
    return fetched
