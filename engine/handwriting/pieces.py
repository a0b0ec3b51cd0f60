"""Pieces of ink, grouped by nearness: which of them are a digit, which digits stand in a row, and what is left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]

MOST_DIGITS = 12
"""In a row."""

_DUST = 6  # pixels: what has fewer is no piece
_SPECK = 0.03  # what has less than this share of the largest piece is a speck, and does not matter
_PART = 0.3  # what touches the rim is left out, where another piece has at least this share of its ink
_NEAR = 0.08  # of the height of all ink: pieces closer than this belong together
_DASHED = 0.5  # of the height of all ink: where no piece is higher, lines are dashed, and near is twice as far
_STACKED = 0.3  # and those above one another that are closer than this
_OVERLAP = 0.5  # of the narrower one: pieces that share so much of their width are above one another
_TALL = 0.4  # of the tallest: what is less high is no digit in the row
_LEAST_SHARE = 0.5  # of all ink: with less in the row it is noise, a text or a texture
_MOST_PIECES = 60
_MOST_IN_DIGIT = 20  # pieces of a dashed line
_MOST_HOLES = 6  # in a digit: an 8 has two, and careless lines cross more often
_LEAST_HOLE = 30  # pixels
_MOST_RIM = 0.2  # share of the picture's outermost pixels that may be ink
_SOLID = 0.6  # of its box: what has more ink along the rim is no line
_THINNEST = 0.06  # of its length: a thinner line from one side of the picture to the other is an edge or a fold
_THICKEST = 0.6  # of a digit's longer side: a wider pen makes no lines

EIGHT = np.ones((3, 3), dtype=bool)  # neighbours: those at the corners too


@dataclass(frozen=True)
class Box:
    """A box on the picture, in shares of its width and height from the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Group:
    """Pieces that make a digit: how many, their ink, and the box around them: rows and columns of the mask."""

    ink: Mask
    pieces: int
    rows: slice
    columns: slice

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.rows.stop - self.rows.start)

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.columns.stop - self.columns.start)

    @property
    def box(self) -> Box:
        """Around the ink."""
        height, width = self.ink.shape
        return Box(
            self.columns.start / width, self.rows.start / height, self.columns.stop / width, self.rows.stop / height
        )


def row_of_digits(mask: Mask) -> list[Group]:
    """The digits in what was taken for ink, from left to right.

    Raises ValueError, with a sentence, if there is no ink or it does not look like a row of digits.
    """
    labels, counts = _pieces(mask)
    if not counts:
        raise ValueError("there is hardly any ink.")
    kept = _off_the_rim(labels, counts)
    speck = _SPECK * max(counts[label] for label in kept)
    kept = [label for label in kept if counts[label] >= speck]
    if len(kept) > _MOST_PIECES:
        raise ValueError(f"the ink is scattered over {len(kept)} pieces.")
    ink = np.isin(labels, kept)
    groups = _merged(_near(ink, labels))
    tallest = max(groups, key=lambda group: group.height * group.width)
    row = sorted((g for g in groups if _in_row(g, tallest)), key=lambda group: int(group.columns.start))
    share = sum(int(group.ink.sum()) for group in row) / int(ink.sum())
    if share < _LEAST_SHARE:
        raise ValueError(f"the ink is scattered over {len(kept)} pieces. One digit is best, or a row of them.")
    if len(row) > MOST_DIGITS:
        raise ValueError(f"{len(row)} pieces stand in a row, like a text. Up to {MOST_DIGITS} digits can be read.")
    for group in row:
        _require_lines(group)
    return row


def together(one: Group, other: Group) -> Group:
    """The ink of both as one digit."""
    return _group(one.ink | other.ink, one.pieces + other.pieces)


def gap(left: Group, right: Group) -> float:
    """How far apart two groups of a row are, as a share of the height of the taller."""
    return float(right.columns.start - left.columns.stop) / max(left.height, right.height)


def inside(mask: Mask, box: Box) -> Group:
    """All ink in a box, as one digit. Raises ValueError, with a sentence, if there is none."""
    height, width = mask.shape
    rows = slice(int(box.top * height), max(int(np.ceil(box.bottom * height)), int(box.top * height) + 1))
    columns = slice(int(box.left * width), max(int(np.ceil(box.right * width)), int(box.left * width) + 1))
    ink = np.zeros_like(mask)
    ink[rows, columns] = mask[rows, columns]
    labels, counts = _pieces(ink)
    if not counts:
        raise ValueError("there is no ink in the box.")
    kept = [label for label, count in counts.items() if count >= _SPECK * max(counts.values())]
    return _group(np.isin(labels, kept), len(kept))


def _pieces(mask: Mask) -> tuple[Labels, dict[int, int]]:
    """The number of each pixel's connected piece, 0 for none, and how many pixels each piece has, dust left out."""
    labels, _ = ndimage.label(mask, EIGHT)
    counts = np.bincount(labels.ravel())
    return labels, {label: int(counts[label]) for label in range(1, len(counts)) if counts[label] >= _DUST}


def _off_the_rim(labels: Labels, counts: dict[int, int]) -> list[int]:
    """The pieces without those that touch the rim: the edge of a table or a sheet, unless there is nothing else."""
    rim = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])).tolist()
    inside = [label for label in counts if label not in rim]
    largest = max(counts.values())
    digits = inside and max(counts[label] for label in inside) >= 0.1 * largest
    return inside if digits else list(counts)


def _near(ink: Mask, labels: Labels) -> list[Group]:
    """The pieces grouped: of two in one group, each is near the other or near others that are."""
    rows, _ = np.nonzero(ink)
    height = int(rows.max()) - int(rows.min()) + 1
    spans = ndimage.find_objects(np.where(ink, labels, 0))
    dashed = max(span[0].stop - span[0].start for span in spans if span) < _DASHED * height
    reach = _NEAR * height * (2 if dashed else 1)
    areas, count = ndimage.label(ndimage.distance_transform_edt(~ink) <= reach / 2, EIGHT)
    groups = []
    for area in range(1, count + 1):
        own = ink & (areas == area)
        groups.append(_group(own, len(np.unique(labels[own]))))
    return groups


def _merged(groups: list[Group]) -> list[Group]:
    """Groups above one another made one: the cap of a 5, a dash of a dashed line."""
    reach = _STACKED * max(group.height for group in groups)
    merged: list[Group] = []
    for group in sorted(groups, key=lambda each: -each.height):
        for place, other in enumerate(merged):
            if _above(group, other, reach):
                merged[place] = together(other, group)
                break
        else:
            merged.append(group)
    return merged


def _above(one: Group, other: Group, reach: float) -> bool:
    shared = min(one.columns.stop, other.columns.stop) - max(one.columns.start, other.columns.start)
    apart = max(one.rows.start - other.rows.stop, other.rows.start - one.rows.stop)
    return bool(shared >= _OVERLAP * min(one.width, other.width) and apart <= reach)


def _in_row(group: Group, tallest: Group) -> bool:
    middle = (group.rows.start + group.rows.stop) / 2
    return group.height >= _TALL * tallest.height and tallest.rows.start <= middle <= tallest.rows.stop


def _group(ink: Mask, pieces: int) -> Group:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return Group(ink, pieces, slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))


def _require_lines(group: Group) -> None:
    """Raise ValueError, with a sentence, for what is no few lines: a texture, a grid, an edge."""
    ink = group.ink
    if group.pieces > _MOST_IN_DIGIT:
        raise ValueError(f"the ink is scattered over {group.pieces} pieces.")
    rim = np.concatenate([ink[0], ink[-1], ink[1:-1, 0], ink[1:-1, -1]])
    if rim.mean() > _MOST_RIM and ink.sum() > _SOLID * group.height * group.width:
        raise ValueError("what is dark runs along its rim. Leave some paper around the digit.")
    across = (ink[0].any() and ink[-1].any()) or (ink[:, 0].any() and ink[:, -1].any())
    if across and ink.sum() < _THINNEST * max(group.height, group.width) ** 2:
        raise ValueError("a line runs across all of it, like the edge of a sheet or of a shadow.")
    thickest = 2 * ndimage.distance_transform_edt(np.pad(ink[group.rows, group.columns], 1)).max()
    if thickest > _THICKEST * max(group.height, group.width) and group.width > _SOLID * group.height:
        raise ValueError("it is a blot, not lines.")
    holes, _ = ndimage.label(np.pad(~ink[group.rows, group.columns], 1, constant_values=True))
    if (np.bincount(holes.ravel())[2:] >= _LEAST_HOLE).sum() > _MOST_HOLES:
        raise ValueError("it is a grid or a texture, not a few lines.")
