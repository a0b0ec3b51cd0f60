"""A photo or scan of one digit becomes a 28×28 picture, made as the digits of MNIST were made.

The paper may be shadowed, the pen of any colour, wide or thin, dark on light or light on dark, and the camera may have
been turned: what is read is the largest connected ink, in the size, the width and the place that MNIST has.
"""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from engine.handwriting.drawing import BOX, CENTRE, PEN, SIDE

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 5 * 2**20
MOST_PIXELS = 40_000_000
MOST_MEMORY = 160_000_000  # bytes, in which a picture must be decoded
MOST_PASSES = 25  # in which a JPEG may be stored; progressive ones have about ten
PREVIEW = 560  # pixels of the longer side

_WORK = 256  # pixels of the longer side of the picture that is looked at
_COARSE = 64  # and of the one from which the paper is estimated
_WINDOW = 21  # coarse pixels: what is dark and narrower than this is ink, what is wider is shadow
_LEAST_SIDE = 8
_LEAST_CONTRAST = 0.12  # of ink to paper, where paper is 1
_LEAST_INK, _MOST_INK = 0.0008, 0.6  # share of the picture that may be ink
_LEAST_SHARE = 0.35  # of all ink: with less in one piece it is noise, a text or a texture
_SPECK = 0.03  # what has less than this share of the digit's ink is a speck, and does not matter
_MOST_PIECES = 8
_MOST_LOOKED_AT = 30  # pieces, the largest: the rest is dust
_MOST_HOLES = 6  # an 8 has two, and careless lines cross more often
_LEAST_HOLE = 12  # pixels
_MOST_RIM = 0.3  # share of the picture's outermost pixels that may belong to the digit
_PART = 0.12  # a separate stroke belongs to the digit if it has this share of its ink
_FINE = 8  # fine pixels for each of the 28: the scale at which the width of the pen is set
_SAYS_HOW_IT_WAS_HELD = ("exif", "xmp", "XML:com.adobe.xmp")
_SLANT = 0.8  # filters of squares take slanted lines for thinner, and make them wider, than they are
_MOST_FIELD = 300  # pixels of ink; the fattest digit of MNIST has 267
_MOST_THINNING = 0.35  # share of a line's width that may be taken away on either side

NO_DIGIT = "There is no digit to be found in this picture: "


def read(content: bytes) -> Floats:
    """The digit in a PNG, JPEG or WebP file: float32 (28, 28), 0 is paper and 1 is ink.

    Raises ValueError, with a sentence for the learner, for a file that is no such picture, that is damaged, larger than
    5 MB or 40 million pixels (10 million in a format that needs more memory), or that has no digit in it.
    """
    ink = _ink(_decoded(content))
    mask = _digit(ink > _threshold(ink))
    strength = float(np.median(ink[mask]))
    # grey levels at the edges of the digit stay, everything else goes
    digit = np.where(_as_array(_as_image(mask).filter(ImageFilter.MaxFilter(3))) > 0.5, ink / strength, 0)
    picture = _placed(_with_pen(_fitted(np.clip(digit, 0, 1).astype(np.float32))))
    if picture.sum() > _MOST_FIELD:
        raise ValueError(NO_DIGIT + "it is a blot or a texture, not lines.")
    return picture


def preview(content: bytes) -> Image.Image:
    """A picture that `read` accepts, in its colours, the right way up, its longer side at most 560 pixels."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        deep = image.mode.startswith(("I", "F"))
        shown: Image.Image = _grey(image, _times_too_large(image.size, PREVIEW)) if deep else image
        shown.thumbnail((PREVIEW, PREVIEW))
        return _upright(shown.convert("RGBA"), image)


def _decoded(content: bytes) -> Floats:
    """The picture in grey, 0 is black and 1 is white, the right way up, its longer side 256 pixels."""
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
            image.draft("L", (2 * _WORK, 2 * _WORK))
            image.load()
            grey = _upright(_grey(image, _times_too_large(image.size, 3 * _WORK)), image)
        except (OSError, SyntaxError, ValueError, EOFError):
            raise ValueError("This picture is damaged: it cannot be read to its end.") from None
    scale = _WORK / max(grey.size)
    size = round(grey.width * scale), round(grey.height * scale)
    return _as_array(grey.resize(size, Image.Resampling.BICUBIC, reducing_gap=3))


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
        raise ValueError(NO_DIGIT + f"it is only {image.width}×{image.height} pixels.")


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


def _times_too_large(size: tuple[int, int], wanted: int) -> int:
    return max(1, max(size) // wanted)


def _grey(image: Image.Image, shrink: int) -> Image.Image:
    """Grey in bytes, so many times smaller; what is transparent is white."""
    if image.mode.startswith(("I", "F")):
        levels = np.asarray(image.convert("F").reduce(shrink))
        low, high = levels.min(), levels.max()
        return _as_image((levels - low) / max(high - low, 1e-12))
    if "A" in image.mode or "transparency" in image.info:
        seen = image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
        white = Image.new("L", seen.size, "white")
        return Image.composite(seen.convert("L"), white, seen.getchannel("A")).reduce(shrink)
    return image.convert("L").reduce(shrink)


def _upright(changed: Image.Image, original: Image.Image) -> Image.Image:
    """Turned as the camera was, by what the original says of that."""
    changed.info = {name: told for name, told in original.info.items() if name in _SAYS_HOW_IT_WAS_HELD}
    return ImageOps.exif_transpose(changed)


def _ink(grey: Floats) -> Floats:
    """How much darker than its paper each pixel is, 0...1: light that is uneven falls out, as it multiplies both."""
    paper, whole = float(np.median(_border(grey))), float(grey.mean())
    even = float(np.std(_border(grey))) < 0.12
    if (whole > paper) if even else _bright_ink(grey):
        grey = 1 - grey
    smooth = _as_image(grey).filter(ImageFilter.GaussianBlur(1))
    coarse = smooth.resize(_shrunk(smooth.size), Image.Resampling.BOX)
    # closing: the largest value around, then the smallest of those, covers what is dark and narrow with its paper
    closed = coarse.filter(ImageFilter.MaxFilter(_WINDOW)).filter(ImageFilter.MinFilter(_WINDOW))
    paper_here = _as_array(closed.filter(ImageFilter.GaussianBlur(2)).resize(smooth.size, Image.Resampling.BICUBIC))
    ink: Floats = np.clip(1 - _as_array(smooth) / np.maximum(paper_here, 0.1), 0, 1)
    return ink


def _border(grey: Floats) -> Floats:
    width = max(2, min(grey.shape) // 16)
    inner = np.ones(grey.shape, dtype=bool)
    inner[width:-width, width:-width] = False
    return grey[inner]


def _bright_ink(grey: Floats) -> bool:
    """Whether the few pixels that differ from the light around them are brighter than it."""
    y, x = (axis / max(grey.shape) - 0.5 for axis in np.indices(grey.shape))
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)
    values = grey.reshape(-1).astype(np.float64)
    rest = values - terms @ np.linalg.lstsq(terms, values, rcond=None)[0]
    return bool((rest**3).mean() > 0)


def _shrunk(size: tuple[int, int]) -> tuple[int, int]:
    scale = _COARSE / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _threshold(ink: Floats) -> float:
    """The level that parts ink from paper: the one with the greatest variance between the two (Otsu 1979)."""
    counts, edges = np.histogram(ink, 128, (0, 1))
    middles = (edges[:-1] + edges[1:]) / 2
    below, sums = np.cumsum(counts), np.cumsum(counts * middles)
    above = below[-1] - below
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = (sums[-1] - sums) / above - sums / below
        between = np.nan_to_num(below * above * gap**2, nan=-1)
    best = int(between.argmax())
    if not gap[best] >= _LEAST_CONTRAST:
        raise ValueError(NO_DIGIT + "nothing on it stands out from the paper.")
    return float(edges[best + 1])


@dataclass(frozen=True)
class _Piece:
    """A piece of connected ink: its number among the labels, its pixels, and the box around it."""

    label: int
    count: int
    top: int
    bottom: int
    left: int
    right: int

    def belongs_to(self, digit: "_Piece") -> bool:
        """Whether this is a stroke of the digit that did not quite reach it: large enough, near, above or below."""
        near = 0.1 * max(digit.bottom - digit.top, digit.right - digit.left)
        gap = max(digit.top - self.bottom, self.top - digit.bottom, digit.left - self.right, self.left - digit.right)
        shared = min(self.right, digit.right) - max(self.left, digit.left)
        return self.count >= _PART * digit.count and gap <= near and 2 * shared >= self.right - self.left


def _digit(mask: Mask) -> Mask:
    """The ink of the digit: the largest piece of it, with strokes that belong to it; specks and edges are left out."""
    if not _LEAST_INK <= mask.mean() <= _MOST_INK:
        raise ValueError(NO_DIGIT + ("there is hardly any ink." if mask.mean() < 0.5 else "it is ink all over."))
    labels, pieces = _pieces(mask)
    del pieces[_MOST_LOOKED_AT:]
    height, width = mask.shape
    inside = [p for p in pieces if p.top > 0 and p.left > 0 and p.bottom < height and p.right < width]
    # what touches the edge is likely the edge of a table or a sheet, unless there is nothing else of any size
    candidates = inside if inside and inside[0].count >= 0.1 * pieces[0].count else pieces
    digit = candidates[0]
    share = digit.count / (int(mask.sum()) - sum(p.count for p in pieces if p not in candidates))
    pieces_of_size = sum(p.count >= _SPECK * digit.count for p in pieces)
    if share < _LEAST_SHARE or pieces_of_size > _MOST_PIECES:
        raise ValueError(NO_DIGIT + "the ink is scattered over many pieces. One large digit is best.")
    kept = np.isin(labels, [p.label for p in candidates if p is digit or p.belongs_to(digit)])
    rim = np.concatenate([kept[0], kept[-1], kept[1:-1, 0], kept[1:-1, -1]])
    if rim.mean() > _MOST_RIM:
        raise ValueError(NO_DIGIT + "what is dark runs along its rim. Leave some paper around the digit.")
    if _holes(kept) > _MOST_HOLES:
        raise ValueError(NO_DIGIT + "it is a grid or a texture, not a few lines.")
    return kept


def _holes(mask: Mask) -> int:
    """How many pieces of paper the ink encloses, those of a few pixels left out."""
    _, pieces = _pieces(np.pad(~mask, 1, constant_values=True))
    return sum(piece.count >= _LEAST_HOLE for piece in pieces) - 1


def _pieces(mask: Mask) -> tuple[NDArray[np.int32], list[_Piece]]:
    """The connected pieces of a mask: the number of each pixel's piece, 0 for none, and the pieces, the largest first.

    Pixels are connected by their sides.
    """
    from scipy import ndimage  # loaded with the first picture: a process that reads none does without it

    labels, _ = ndimage.label(mask)
    counts = np.bincount(labels.ravel()).tolist()
    pieces = [
        _Piece(label, counts[label], rows.start, rows.stop, columns.start, columns.stop)
        for label, (rows, columns) in enumerate(ndimage.find_objects(labels), 1)
    ]
    return labels, sorted(pieces, key=lambda piece: piece.count, reverse=True)


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
