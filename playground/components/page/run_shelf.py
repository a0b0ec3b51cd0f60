"""The shelf of runs: a card for each, with a small picture of what it learned, to be clicked to have it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from playground.components import Picture
from playground.components.plane.plane_map import packed_answers
from playground.components.shared.wire import pack


@dataclass(frozen=True, eq=False)
class Card:
    """A run on the shelf: its `name`, how good it became, what it is about in `words`, each with whether it stands out.

    `locked` says why it cannot be taken, "" where it can. Its picture is what it answers over the plane, as `plane_map`
    takes it, or the `fields` (k, 28, 28) of some neurons as bytes, 128 being zero; it may have neither.
    """

    id: str
    name: str
    result: str
    words: tuple[tuple[str, bool], ...]
    locked: str = ""
    outputs: NDArray[Any] | None = None
    fields: NDArray[Any] | None = None


def run_shelf(cards: Sequence[Card]) -> Picture:
    """The cards in this order; `clicks.clicked` tells the id of the one that was clicked."""
    return Picture("run_shelf", {"cards": [_plain(card) for card in cards]})


def _plain(card: Card) -> dict[str, Any]:
    told = {"id": card.id, "name": card.name, "result": card.result, "words": card.words, "locked": card.locked}
    if card.outputs is not None:
        classes = 2 if card.outputs.ndim == 2 else card.outputs.shape[2]
        return told | {"answers": packed_answers(card.outputs) | {"classes": classes}}
    return told | ({} if card.fields is None else {"fields": pack(card.fields, "u1")})
