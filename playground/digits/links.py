"""Links to the digits page: which network reads, the section below the sheet, what is chosen there, and the drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.experiment import MOST_LAYERS
from playground.digits import packed_strokes
from playground.settings import choices
from playground.settings import link as links
from playground.settings.choices import Choice, quoted

SHIPPED, OWN = "The trained network", "Yours, from the playground"
COMPARE = "Compare them"
TAUGHT = ", taught by you"
INSIDE, TEACH, GOOD, ELSEWHERE = "Look inside", "Teach it", "How good is it?", "A picture from elsewhere"
CHOICES = (
    Choice("reader", SHIPPED, (SHIPPED, OWN, SHIPPED + TAUGHT, OWN + TAUGHT, COMPARE)),
    Choice("digit-section", INSIDE, (INSIDE, TEACH, GOOD, ELSEWHERE)),
    Choice("voices-layer", 1, low=1, high=MOST_LAYERS),
    Choice("know-threshold", 60, high=99),
)
DRAWING = "drawing"


@dataclass(frozen=True)
class Link:
    """What a link says: what is chosen on the page by key, the strokes (n, 2) of the drawing, and a sentence for each
    part that says nothing.
    """

    chosen: Mapping[str, Any] = field(default_factory=dict)
    strokes: tuple[NDArray[np.float64], ...] = ()
    problems: tuple[str, ...] = ()


def write(state: Mapping[Any, Any], strokes: Sequence[NDArray[np.float64]] = ()) -> dict[str, str]:
    """The query that stands for what is chosen in the state of the page and drawn on its sheet."""
    query = choices.write(CHOICES, state)
    if strokes:
        query[DRAWING] = packed_strokes.pack(strokes)
    return query


def read(query: Mapping[str, str], readers: Sequence[str]) -> Link:
    """What a query says, where these networks can read. Nothing in it can fail: what makes no sense is named."""
    problems: list[str] = []
    query = links.bounded(query, problems)
    chosen, trouble = choices.read(CHOICES, query)
    problems += trouble
    reader = chosen.get("reader", SHIPPED)
    if reader not in readers and not (reader == COMPARE and len(readers) > 1):
        problems.append(f"The link lets “{reader}” read, which is only where it was trained.")
        del chosen["reader"]
    strokes: list[NDArray[np.float64]] = []
    if DRAWING in query:
        try:
            strokes = packed_strokes.unpack(query[DRAWING])
        except ValueError as error:
            problems.append(f"The link does not bring the drawing: {error}")
    known = {DRAWING, *(choice.key for choice in CHOICES)}
    problems += [f"In the link, {quoted(key)}: there is no setting of that name." for key in query if key not in known]
    return Link(chosen, tuple(strokes), links.told(problems))
