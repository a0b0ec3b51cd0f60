"""Many small pictures of digits, each with a word below it and more on hover; some walls let one be taken down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.components import declare
from playground.components.digits.digit_gallery import strip


@dataclass(frozen=True)
class Tile:
    """One picture's word below it, the note on hover, whether it is marked as wrong, and a number to know it by."""

    word: str
    note: str
    wrong: bool = False
    id: int = 0


def payload(images: NDArray[np.uint8], tiles: Sequence[Tile], empty: str, removable: bool, ack: int) -> dict[str, Any]:
    """What `digit_wall` sends to the browser."""
    return {
        "strip": strip(images),
        "tiles": [{"word": t.word, "note": t.note, "wrong": t.wrong, "id": t.id} for t in tiles],
        "empty": empty,
        "removable": removable,
        "ack": ack,
    }


def digit_wall(
    *,
    images: NDArray[np.uint8],
    tiles: Sequence[Tile],
    key: str,
    empty: str = "",
    removable: bool = False,
    ack: int = 0,
) -> None:
    """Shows images (m, 28, 28) with their m tiles, or the sentence `empty` without any.

    With `removable` the learner can take tiles down; `taken_down` tells which, and `ack` is the last one heard.
    """
    data = payload(images, tiles, empty, removable, ack)
    declare("digit_wall")(key=key, data=data, height="content", on_ops_change=lambda: None)


def taken_down(key: str, last: int) -> list[tuple[int, int]]:
    """What the learner took down from the wall of this key since operation `last`: (operation, id of the tile)."""
    state = st.session_state.get(key)
    return removed(state.get("ops") if isinstance(state, dict) else None, last)


def removed(ops: Any, last: int) -> list[tuple[int, int]]:
    """(number, id) of the operations after `last` that take a tile down; what is none is left out."""
    found = []
    for op in ops if isinstance(ops, list) else []:
        if (
            isinstance(op, dict)
            and op.get("op") == "remove"
            and type(op.get("seq")) is int
            and type(op.get("id")) is int
        ):
            found.append((op["seq"], op["id"]))
    return sorted((seq, number) for seq, number in found if seq > last)
