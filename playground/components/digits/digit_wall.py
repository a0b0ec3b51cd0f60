"""Many small pictures of digits, each with a word below it and more on hover; on some walls they can be removed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from playground.components import Picture
from playground.components.digits.digit_gallery import strip
from playground.components.shared import mailbox


@dataclass(frozen=True)
class Tile:
    """The word below one picture, its note on hover, whether it is marked as wrong, and its number."""

    word: str
    note: str
    wrong: bool = False
    id: int = 0


def digit_wall(
    *, images: NDArray[np.uint8], tiles: Sequence[Tile], empty: str = "", removable: bool = False
) -> Picture:
    """Shows images (m, 28, 28) with their m tiles, or the sentence `empty` without any.

    With `removable` the learner can remove tiles; `taken_down` tells which.
    """
    shown = [asdict(tile) for tile in tiles]
    return Picture("digit_wall", {"strip": strip(images), "tiles": shown, "empty": empty, "removable": removable})


def taken_down(key: str, count: int) -> set[int]:
    """The ids, of those below `count`, of the tiles that the learner just removed from the wall of this key."""
    return {message["id"] for message in mailbox.fresh(key) if mailbox.is_index(message.get("id"), count)}
