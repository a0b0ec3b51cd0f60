"""Examples as a deck of cards that a shuffle put in order: drawn from the top, held in the hand, and then used."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from playground.components import Picture

NEXT = "next"
"""The id of a click on the card that comes next."""


@dataclass(frozen=True)
class Card:
    """A card: the `name` of its example and what stands on it, a line each; in the deck it lies face down."""

    name: str
    lines: tuple[str, ...]
    state: Literal["deck", "hand", "used"]


def deck(*, title: str, steps: Sequence[tuple[str, Sequence[Card]]], words: str) -> Picture:
    """The cards in their order, together with those of the same step, each step under its name, and a sentence on them.

    The first card that is face down can be taken with a click: `clicks.clicked(key, {NEXT})`. The sentence is spoken
    when it changes.
    """
    groups = [{"name": name, "cards": [asdict(card) for card in cards]} for name, cards in steps]
    return Picture("deck", {"title": title, "steps": groups, "words": words})
