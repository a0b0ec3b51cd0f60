"""Bet cards: one question at a time, a guess to commit to, and after it the truth, the gap between them and why."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from playground.components import Picture


@dataclass(frozen=True)
class Card:
    """One card: what it `asks`, the `kind` of its answer with the `choices` to be made, and what became of it.

    `kind` is "line", "pick", "shape" or "task". `guess` and `truth` are numbers on a line or names of options, None
    where there are none yet; `right` is None until it is settled. `begun` is a card that was committed to.
    """

    name: str
    kind: str
    asks: str
    choices: dict[str, Any] = field(default_factory=dict)
    begun: bool = False
    guess: float | str | None = None
    truth: float | str | None = None
    right: bool | None = None
    words: str = ""


def bet_cards(cards: Sequence[Card]) -> Picture:
    """The cards behind numbered tabs, the first that is not right open.

    Their messages have the name of a `card`, and what to `do`: "commit" to a `guess`, or to bet "again".
    """
    return Picture("bet_cards", {"cards": [asdict(card) for card in cards]})
