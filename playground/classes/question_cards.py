"""Cards as questions: the bet of a lesson, as its page shows it, asked of the whole class."""

from typing import Any

from playground.classes.questions import CHOICE, LESSON, NUMBER
from playground.components.page.bet_cards import Card
from playground.learner.desks import Desk, Drawer
from playground.learner.session import ON_PAGE

TASK = "task"
ON_CARDS = Drawer[tuple[str, tuple[Card, ...]]]("lesson-cards")
"""The cards of the lesson that was drawn last, with the title of its page; each knows the truth as far as it is found.
"""


def offered(desk: Desk) -> tuple[Card, ...]:
    """The bets of the lesson that this desk's page shows; none on any other page."""
    title, cards = desk.find(ON_CARDS) or ("", ())
    return tuple(card for card in cards if card.kind != TASK) if title == desk.find(ON_PAGE) else ()


def order_of(card: Card) -> dict[str, Any]:
    """The order that asks what the card asks; once its exhibit has shown the truth, with the right answer.

    Raises ValueError, with a sentence, for a task: that is done by hand, and there is nothing to be guessed.
    """
    if card.kind == TASK:
        raise ValueError("This card is a task to be done by hand. Hand the lesson out instead.")
    order = {"about": LESSON, "words": card.asks, "right": None}
    if card.kind == "line":
        line = {name: card.choices[name] for name in ("low", "high", "unit")}
        return order | line | {"kind": NUMBER, "right": card.truth}
    options = list(card.choices["options"])
    right = options.index(card.truth) if card.truth in options else None
    return order | {"kind": CHOICE, "choices": options, "right": right}
