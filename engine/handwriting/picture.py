"""A photo or scan of handwritten digits is read, one digit or several in a row, and tells how it was read.

The paper may be shadowed, ruled, white or black, the pen of any colour, wide or thin, and the camera may have been
turned: ink is told from paper (`ink`), its pieces are grouped to digits (`pieces`), each becomes a picture like MNIST's
(`as_mnist`), and a network reads it and says whether to trust that (`doubt`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.handwriting import ink as inks
from engine.handwriting.as_mnist import as_mnist
from engine.handwriting.doubt import Judgement, judge
from engine.handwriting.photo_file import decoded
from engine.handwriting.pieces import EIGHT, Box, Group, gap, inside, row_of_digits, together
from engine.network import Network

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

_MAY_BE_ONE = 0.15  # of the height: two pieces closer than this side by side may be a digit, such as an open 4

NO_DIGIT = "There is no digit to be found in this picture: "


@dataclass(frozen=True, eq=False)
class Digit:
    """A digit on a photo: the box around its ink, of how many pieces that is, its `pixels` (28, 28) as a network sees
    them, and what was read.
    """

    box: Box
    pieces: int
    pixels: Floats
    judgement: Judgement


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read on a photo, and how.

    `digits` are those found, from left to right; without any, `problem` is a sentence that says why. `dark` says
    whether the ink is darker than its paper, and `ink` what was taken for it, (height, width) of the photo made small.
    """

    digits: tuple[Digit, ...]
    dark: bool
    ink: Mask
    problem: str = ""

    @property
    def answer(self) -> str:
        """The digits read, such as "407"; empty without any."""
        return "".join(str(digit.judgement.first) for digit in self.digits)

    @property
    def pieces(self) -> int:
        """Of how many pieces of ink the digits are made."""
        return sum(digit.pieces for digit in self.digits)


def read(
    picture: bytes, network: Network | None = None, *, dark: bool | None = None, box: Box | None = None
) -> Reading:
    """What the shipped network, or `network`, reads on a photo: a PNG, JPEG or WebP file.

    `dark` says whether the ink is darker than its paper, if that is not to be found out; with a `box`, all ink in it is
    read as one digit.

    Raises ValueError, with a sentence for the learner, for a file that is no such picture, that is damaged, too small,
    larger than 5 MB or 40 million pixels (10 million in a format that needs more memory).
    """
    colours = decoded(picture)
    dark = inks.is_dark(colours) if dark is None else dark
    strength = inks.ink(colours, dark)
    nothing = np.zeros(strength.shape, dtype=bool)
    try:
        mask = inks.taken_for_ink(strength)
    except ValueError as problem:
        return Reading((), dark, nothing, NO_DIGIT + str(problem))
    try:
        groups = [inside(mask, box)] if box else row_of_digits(mask)
    except ValueError as problem:
        return Reading((), dark, mask, NO_DIGIT + str(problem))
    groups = [group for group in groups if box or not inks.is_shadow(colours, dark, group.ink)]
    if not groups:
        return Reading((), dark, mask, NO_DIGIT + "nothing stands out from the paper but the edge of a shadow.")
    found = _joined([(group, _digit(strength, group, network)) for group in groups], strength, network)
    kept = np.logical_or.reduce([group.ink for group, _ in found])
    return Reading(tuple(digit for _, digit in found), dark, kept)


def _digit(strength: Floats, group: Group, network: Network | None) -> Digit:
    pixels = as_mnist(_cropped(strength, group))
    return Digit(group.box, group.pieces, pixels, judge(pixels, network))


def _joined(row: list[tuple[Group, Digit]], strength: Floats, network: Network | None) -> list[tuple[Group, Digit]]:
    """The row, with neighbours made one where that is read more surely than the two of them; the nearer, the sooner."""
    joined: list[tuple[Group, Digit]] = []
    left = list(row)
    while left:
        group, digit = left.pop(0)
        apart = gap(group, left[0][0]) if left else 1.0
        if apart < _MAY_BE_ONE:
            both = together(group, left[0][0])
            one = _digit(strength, both, network)
            two = digit.judgement.sure * left[0][1].judgement.sure
            if not one.judgement.doubt and one.judgement.sure * (1 - apart / 2) > two:
                group, digit = both, one
                del left[0]
        joined.append((group, digit))
    return joined


def _cropped(strength: Floats, group: Group) -> Floats:
    """The ink of a digit, (height, width) in 0...1: grey levels at its edges stay, everything else goes."""
    near = ndimage.binary_dilation(group.ink, EIGHT)
    strongest = float(np.median(strength[group.ink]))
    digit = np.where(near, strength / strongest, 0)[group.rows, group.columns]
    return np.clip(digit, 0, 1).astype(np.float32)
