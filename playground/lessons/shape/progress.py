"""Progress: what became of each card, kept at the learner's desk; links say which were right, and which are shown."""

from collections.abc import Iterable, Sequence
from textwrap import shorten

import streamlit as st

from playground.learner.desks import Drawer
from playground.learner.session import desk
from playground.lessons.shape.bets import Answer, Bet
from playground.settings.choices import Several
from playground.settings.slots import Slot

MOST_LETTERS = 44  # of a question in the chooser
WON = "won"
"""What a link calls the cards that were right."""
ANSWERS = Drawer[dict[str, Answer]]("bets")
HIDDEN = Slot[frozenset[str]]("cards-hidden", frozenset, kept=True)
"""The names of the cards that a link has not chosen."""
PICKED = Slot[list[str]]("cards-picked", list)


def answers() -> dict[str, Answer]:
    """What became of each card so far, by its name; it may be changed."""
    return desk().thing(ANSWERS, dict)


def won(bets: Iterable[Bet]) -> list[str]:
    """The names of those cards that were right."""
    known = answers()
    return [bet.name for bet in bets if bet.name in known and known[bet.name].right]


def take_won(names: Iterable[str]) -> None:
    """Count these cards, which a link says were right."""
    for name in names:
        answers().setdefault(name, Answer(right=True))


def shown(bets: Iterable[Bet]) -> tuple[Bet, ...]:
    """Those of these cards that no link has left out."""
    hidden = HIDDEN.get()
    return tuple(bet for bet in bets if bet.name not in hidden)


def choose(bets: Iterable[Bet], names: Iterable[str]) -> None:
    """Of these cards, show those of these names from now on."""
    HIDDEN.put((HIDDEN.get() | {bet.name for bet in bets}) - set(names))


def show_all(bets: Iterable[Bet]) -> None:
    """Show all of these cards from now on, whichever a link before left out."""
    HIDDEN.put(HIDDEN.get() - {bet.name for bet in bets})


def won_setting(bets: Iterable[Bet]) -> Several:
    """Which of these cards were right, as a link has it."""
    return Several(WON, [], tuple(bet.name for bet in bets))


def cards_setting(bets: Iterable[Bet]) -> Several:
    """Which of these cards are shown, as a link has it: at first all."""
    names = [bet.name for bet in bets]
    return Several("cards", names, tuple(names))


def chooser(bets: Sequence[Bet], labels: Sequence[str]) -> None:
    """Draw the choice of which of these cards are shown here and by the link: all of them where none is chosen."""
    named = {bet.name: label for bet, label in zip(bets, labels, strict=True)}
    here = [bet.name for bet in shown(bets)]
    PICKED.put([] if len(here) == len(bets) else here)
    st.pills(
        "Only these bets (all, if none is chosen)",
        list(named),
        selection_mode="multi",
        format_func=lambda name: shorten(named[name], MOST_LETTERS, placeholder="…"),
        key=PICKED.name,
        on_change=lambda: choose(bets, PICKED.get() or named),
    )
