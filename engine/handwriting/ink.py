"""Ink on a photo: whether it is darker or lighter than its paper, and how much at each place, in any light.

Light multiplies: where it is half as bright, paper and ink are. So both are compared with the paper around them, never
with the rest of the picture.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

_COARSE = 64  # pixels of the longer side of the picture in which the paper is looked for
_WINDOW = 21  # coarse pixels: what differs and is narrower than this is ink, what is wider is shadow
_AROUND = 10.0  # coarse pixels: how far "around" reaches where dark ink is told from light
_DARKEST = 0.03  # of white: what is darker counts as this, as a camera's noise does not halve with its light
_CLEAR = 0.5  # of skewness: with less, the border decides
_STRONG = 99.97  # per cent: the ink that this share of the picture has less of is as strong as the pen is
_LEAST_CONTRAST = 0.12  # of the strongest ink to paper, where paper is 0
_LEAST_SIGNAL = 4.0  # times as strong as the paper is uneven
_LEAST_STEP = 0.05  # of its logarithm: how much the brightness changes at least from a line to both of its sides
_LEVEL = 0.45  # of the strongest ink: what has more is ink


def is_dark(colours: Floats) -> bool:
    """Whether the ink on this picture, (height, width, channels) in 0...1, is darker than its paper.

    The few pixels that differ from what is around them are ink: the brightness relative to that is skewed to their
    side, whatever the light. Where a digit fills its picture, the border shows the paper.
    """
    grey = _coarse(colours.mean(axis=2))
    levels = np.log(grey + _DARKEST)
    rest = levels - ndimage.gaussian_filter(levels, _AROUND)
    rest -= rest.mean()
    skewness = float((rest**3).mean() / max(float((rest**2).mean()) ** 1.5, 1e-12))
    if abs(skewness) > _CLEAR:
        return skewness < 0
    inner = levels[2:-2, 2:-2]
    border = (levels.sum() - inner.sum()) / max(levels.size - inner.size, 1)
    return bool(border >= levels.mean())


def ink(colours: Floats, dark: bool) -> Floats:
    """How much ink there is at each place, (height, width), around 0 on paper and up to 1: in the clearest colour."""
    channels = [colours.mean(axis=2)]
    if colours.shape[2] > 1:
        channels += list(np.moveaxis(colours, 2, 0))
    found = [_of_channel(channel, dark) for channel in channels]
    return max(found, key=_clearness)


def taken_for_ink(strength: Floats) -> Mask:
    """Where there is ink. Raises ValueError, with a sentence, if nothing stands out from the paper."""
    strongest = float(np.percentile(strength, _STRONG))
    if strongest < max(_LEAST_CONTRAST, _LEAST_SIGNAL * _unevenness(strength)):
        raise ValueError("nothing on it stands out from the paper.")
    return strength > _LEVEL * strongest


def is_shadow(colours: Floats, dark: bool, piece: Mask) -> bool:
    """Whether what was taken for ink is the edge of a shadow, or a corner that the lens made dark.

    A line of ink has paper on both of its sides; a shadow is as dark on one of them, or fades.
    """
    levels = np.log(colours.mean(axis=2) + _DARKEST) * (1 if dark else -1)
    ring = ndimage.binary_dilation(piece, iterations=6) & ~ndimage.binary_dilation(piece, iterations=3)
    return bool(ring.any() and np.percentile(levels[ring], 25) - np.median(levels[piece]) < _LEAST_STEP)


def _of_channel(channel: Floats, dark: bool) -> Floats:
    smooth = np.maximum(ndimage.gaussian_filter(channel, 1), _DARKEST)
    coarse = _coarse(smooth)
    # closing covers what is dark and narrow with the paper around it, opening what is bright and narrow
    around = (ndimage.grey_closing if dark else ndimage.grey_opening)(coarse, _WINDOW)
    around = ndimage.gaussian_filter(around, 2)
    size = (channel.shape[1], channel.shape[0])
    paper = np.asarray(Image.fromarray(around).resize(size, Image.Resampling.BICUBIC))
    ratio = smooth / np.maximum(paper, _DARKEST) if dark else np.maximum(paper, _DARKEST) / smooth
    found: Floats = (1 - ratio).astype(np.float32)
    return found


def _clearness(strength: Floats) -> float:
    return float(np.percentile(strength, _STRONG)) / (0.02 + _unevenness(strength))


def _unevenness(strength: Floats) -> float:
    """How far the paper is from even: the spread of what has least ink, as the standard deviation of a normal one."""
    low, high = np.percentile(strength, [5, 25])
    return float(high - low)


def _coarse(values: Any) -> Floats:
    scale = _COARSE / max(values.shape)
    size = max(1, round(values.shape[1] * scale)), max(1, round(values.shape[0] * scale))
    image = Image.fromarray(np.ascontiguousarray(values, dtype=np.float32))
    return np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float32)
