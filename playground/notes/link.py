"""Links to the notes: the idea whose exhibit is open."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.notes.registry import IDEAS
from playground.settings import link
from playground.settings.choices import Choice
from playground.settings.link import Asked

CLOSED = "none"
OPEN = Choice("open", CLOSED, (CLOSED, *IDEAS), verbatim=True)
SETTINGS = (OPEN,)


@dataclass(frozen=True)
class Link:
    """What a link says: the name of the idea that is open, and a sentence for what makes no sense."""

    open: str = CLOSED
    problems: tuple[str, ...] = ()


def write(name: str) -> dict[str, str]:
    """The query that opens this idea."""
    return link.write(SETTINGS, {OPEN.key: name})


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Reading never fails: what makes no sense is named."""
    asked = Asked(query, SETTINGS)
    return Link(asked.read(OPEN), asked.told())
