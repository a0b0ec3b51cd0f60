"""A photo's file: a PNG, JPEG or WebP picture, opened within bounds of memory and time, the right way up."""

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

Floats = NDArray[np.float32]

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 5 * 2**20
MOST_PIXELS = 40_000_000
MOST_MEMORY = 160_000_000  # bytes, in which a picture must be decoded
MOST_PASSES = 25  # in which a JPEG may be stored; progressive ones have about ten
PREVIEW = 560  # pixels of the longer side

_WORK = 512  # pixels of the longer side of the picture that is looked at
_LEAST_SIDE = 8
_SAYS_HOW_IT_WAS_HELD = ("exif", "xmp", "XML:com.adobe.xmp")


def decoded(content: bytes) -> Floats:
    """The picture, the right way up: float32 (height, width, 1 or 3), grey or red, green and blue, 0 is black.

    Its longer side is 512 pixels. Raises ValueError, with a sentence, for a file that is no such picture, that is
    damaged, too small, larger than 5 MB or 40 million pixels (10 million in a format that needs more memory).
    """
    if len(content) > MOST_BYTES:
        raise ValueError(f"This file has {len(content) / 2**20:.1f} MB; a picture may have up to 5.")
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValueError(_too_large(MOST_PIXELS)) from None
    except UnidentifiedImageError:
        raise ValueError("This file is no PNG, JPEG or WebP picture.") from None
    except (OSError, SyntaxError, ValueError):
        raise ValueError("This picture is damaged: its head cannot be read.") from None
    with image:
        _require_bounded(image, content)
        try:
            long = max(image.size)
            width, height = (math.ceil(side * min(1, 2 * _WORK / long)) for side in image.size)
            image.draft("RGB", (width, height))
            image.load()
            colours = _upright(_colours(image, max(1, max(image.size) // (2 * _WORK))), image)
        except (OSError, SyntaxError, ValueError, EOFError):
            raise ValueError("This picture is damaged: it cannot be read to its end.") from None
    scale = _WORK / max(colours.size)
    size = max(1, round(colours.width * scale)), max(1, round(colours.height * scale))
    resized = colours.resize(size, Image.Resampling.BICUBIC, reducing_gap=3)
    return np.atleast_3d(np.asarray(resized, dtype=np.float32) / np.float32(255))


def preview(content: bytes) -> Image.Image:
    """A picture that `decoded` accepts, in its colours, the right way up, its longer side at most 560 pixels."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        deep = image.mode.startswith(("I", "F"))
        shown: Image.Image = _colours(image, max(1, max(image.size) // PREVIEW)) if deep else image
        shown.thumbnail((PREVIEW, PREVIEW))
        return _upright(shown.convert("RGBA"), image)


def _require_bounded(image: Image.Image, content: bytes) -> None:
    """Raise ValueError, with a sentence, for a picture that would take too much memory or time, or is too small."""
    most = min(MOST_PIXELS, MOST_MEMORY // _bytes_a_pixel(image))
    if image.width * image.height > most:
        raise ValueError(_too_large(most))
    passes = content.count(b"\xff\xda") if image.format == "JPEG" else 1
    if passes > MOST_PASSES:
        raise ValueError(f"This JPEG is stored in {passes} passes, more than {MOST_PASSES}; save it anew.")
    short, long = min(image.size), max(image.size)
    if short < _LEAST_SIDE or round(short * _WORK / long) < _LEAST_SIDE:
        raise ValueError(f"This picture has only {image.width}×{image.height} pixels: too few for a digit.")


def _bytes_a_pixel(image: Image.Image) -> int:
    """The bytes of memory that decoding takes for each pixel, at worst."""
    if image.format == "WEBP":
        return 16
    if image.format == "JPEG":  # decoded at an eighth of its size, but for the coefficients of a progressive one
        return 8 if "progressive" in image.info else 1
    if "transparency" in image.info:
        return 16
    return 1 if image.mode in ("1", "L", "P") else 8


def _too_large(most: int) -> str:
    return f"This picture has more than {most / 1e6:.0f} million pixels; make it smaller."


def _colours(image: Image.Image, shrink: int) -> Image.Image:
    """Grey or red, green and blue in bytes, so many times smaller; what is transparent is white."""
    if image.mode.startswith(("I", "F")):
        levels = np.asarray(image.convert("F").reduce(shrink))
        low, high = levels.min(), levels.max()
        return Image.fromarray(np.rint((levels - low) * (255 / max(high - low, 1e-12))).astype(np.uint8))
    if "A" in image.mode or "transparency" in image.info:
        seen = (image if image.mode in ("LA", "RGBA") else image.convert("RGBA")).reduce(shrink).convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    if image.mode in ("1", "P"):
        return image.convert("L").reduce(shrink)
    small = image.reduce(shrink)
    return small if small.mode == "L" else small.convert("RGB")


def _upright(changed: Image.Image, original: Image.Image) -> Image.Image:
    """Turned as the camera was, by what the original says of that."""
    changed.info = {name: told for name, told in original.info.items() if name in _SAYS_HOW_IT_WAS_HELD}
    return ImageOps.exif_transpose(changed)
