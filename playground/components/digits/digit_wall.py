"""Many small pictures of digits, each with a word below it and more on hover; some walls let one be taken down."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from playground.components import Picture
from playground.components.digits.digit_gallery import strip
from playground.components.shared import mailbox


@dataclass(frozen=True)
class Tile:
    """One picture's word below it, the note on hover, whether it is marked as wrong, and a number to know it by."""

    word: str
    note: str
    wrong: bool = False
    id: int = 0


def digit_wall(
    *, images: NDArray[np.uint8], tiles: Sequence[Tile], empty: str = "", removable: bool = False
) -> Picture:
    """Shows images (m, 28, 28) with their m tiles, or the sentence `empty` without any.

    With `removable` the learner can take tiles down; `taken_down` tells which.
    """
    shown = [asdict(tile) for tile in tiles]
    return Picture("digit_wall", {"strip": strip(images), "tiles": shown, "empty": empty, "removable": removable})


def taken_down(key: str, count: int) -> set[int]:
    """The ids, of those below `count`, of the tiles that the learner took down from the wall of this key just now."""
    return {letter["id"] for letter in mailbox.fresh(key) if mailbox.is_index(letter.get("id"), count)}
