"""Links to the contents page: the cards of all lessons that were right, and those that are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.lessons.registry import LESSONS
from playground.lessons.shape import progress
from playground.settings import link
from playground.settings.link import Asked

BETS = tuple(bet for lesson in LESSONS for bet in lesson.bets)
WON, CARDS = SETTINGS = progress.won_setting(BETS), progress.cards_setting(BETS)


@dataclass(frozen=True)
class Link:
    """What a link says: cards that were right, those to show if it says so, and a sentence for what makes no sense."""

    won: tuple[str, ...] = ()
    cards: tuple[str, ...] | None = None
    problems: tuple[str, ...] = ()


def write() -> dict[str, str]:
    """The query for this learner's progress."""
    shown = [bet.name for bet in progress.shown(BETS)]
    return link.write(SETTINGS, {WON.key: progress.won(BETS), CARDS.key: shown})


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Reading never fails: what makes no sense is named."""
    asked = Asked(query, SETTINGS)
    given = asked.chosen(SETTINGS)
    cards = given.get(CARDS.key)
    return Link(tuple(given.get(WON.key, ())), None if cards is None else tuple(cards), asked.told())
