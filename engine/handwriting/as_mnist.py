"""The ink of a digit becomes a 28×28 picture in the size, the width and the place that MNIST's digits have."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from engine.handwriting.drawing import BOX, CENTRE, PEN, SIDE

Floats = NDArray[np.float32]

_FINE = 8  # fine pixels for each of the 28: the scale at which the width of the pen is set
_SLANT = 0.8  # filters of squares take slanted lines for thinner, and make them wider, than they are
_MOST_THINNING = 0.35  # share of a line's width that may be taken away on either side


def as_mnist(digit: Floats) -> Floats:
    """The digit, (height, width) with ink 0...1, as a float32 (28, 28) picture, 0 is paper and 1 is ink."""
    return _placed(_with_pen(_fitted(digit)))


def _fitted(digit: Floats) -> Floats:
    """Cropped to its ink, and its longer side scaled to 20 of the 28 pixels, in fine pixels."""
    inked = digit > 0.5
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    cropped = _as_image(digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    scale = BOX * _FINE / max(cropped.size)
    size = max(1, round(cropped.width * scale)), max(1, round(cropped.height * scale))
    return _as_array(cropped.resize(size, Image.Resampling.BICUBIC))


def _with_pen(digit: Floats) -> Floats:
    """The digit drawn with a pen as wide as MNIST's: lines grow or shrink on both sides, and the size stays."""
    mask = np.pad(digit > 0.5, 1)
    area = int(mask.sum())
    edge = area - int((_as_array(_as_image(mask).filter(ImageFilter.MinFilter(3))) > 0.5).sum())
    width = 2 * area / max(edge, 1)  # a line's edge runs along both of its sides
    full, pen = BOX * _FINE, PEN * _SLANT * _FINE
    # lines that grow by 2n in a box of `full` are scaled back by full / (full + 2n): (width + 2n) of that is the pen
    n = round((pen - width) * full / (2 * (full - pen)))
    n = max(n, -int(_MOST_THINNING * width))
    if n == 0:
        return digit
    image = _as_image(np.pad(digit, max(n, 0) + 2))
    for step in range(abs(n)):
        image = image.filter(ImageFilter.MaxFilter(3) if n > 0 else ImageFilter.MinFilter(3))
        if step % 2:
            image = image.filter(ImageFilter.BoxBlur(1))  # keeps corners round
    changed = _as_array(image)
    return _fitted(changed) if (changed > 0.5).any() else digit


def _placed(digit: Floats) -> Floats:
    """On the field of 28×28 pixels, the centre of mass in its middle."""
    field = np.zeros((SIDE * _FINE, SIDE * _FINE), dtype=np.float32)
    start = []
    for axis, length in enumerate(digit.shape):
        along = digit.sum(axis=1 - axis)
        middle = float(along @ (np.arange(length) + 0.5)) / float(digit.sum())
        wanted = round((CENTRE + 0.5) * _FINE - middle)
        start.append(min(max(wanted, 0), SIDE * _FINE - length))
    field[start[0] : start[0] + digit.shape[0], start[1] : start[1] + digit.shape[1]] = digit
    pixels: Floats = field.reshape(SIDE, _FINE, SIDE, _FINE).mean(axis=(1, 3))
    return pixels


def _as_image(values: NDArray[np.generic]) -> Image.Image:
    """Values 0...1 as a grey picture of bytes."""
    return Image.fromarray(np.rint(np.clip(values.astype(np.float32), 0, 1) * 255).astype(np.uint8))


def _as_array(image: Image.Image) -> Floats:
    return np.asarray(image, dtype=np.float32) / np.float32(255)
