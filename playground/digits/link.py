"""Links to the Digits page: which network reads, the section below the sheet, what is chosen there, and the drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.digits import packed_strokes
from playground.settings import link
from playground.settings.choices import Choice, Packed, Whole
from playground.settings.limits import MOST_LAYERS
from playground.settings.link import Asked
from playground.settings.slots import Slot

SHIPPED, OWN = "The trained network", "Yours, from the playground"
COMPARE = "Compare them"
TAUGHT = ", taught by you"
INSIDE, TEACH, GOOD, ELSEWHERE = "Look inside", "Teach it", "How good is it?", "A picture from elsewhere"
PENS, MNIST_TEST, TRAINED_ON = "Strangers’ pens", "MNIST’s test", "What it learned from"
READER = Slot("reader", lambda: SHIPPED, kept=True)
SECTION = Slot("digit-section", lambda: INSIDE, kept=True)
LAYER = Slot("voices-layer", lambda: 1)
JUDGED = Slot("judged-on", lambda: PENS, kept=True)
THRESHOLD = Slot("know-threshold", lambda: 60)
WHO_READS = Choice.in_slot(READER, (SHIPPED, OWN, SHIPPED + TAUGHT, OWN + TAUGHT, COMPARE))
BELOW = Choice.in_slot(SECTION, (INSIDE, TEACH, GOOD, ELSEWHERE))
JUDGED_ON = Choice.in_slot(JUDGED, (PENS, MNIST_TEST, TRAINED_ON))
CHOICES = (WHO_READS, BELOW, JUDGED_ON, Whole.in_slot(LAYER, 1, MOST_LAYERS), Whole.in_slot(THRESHOLD, 0, 99))
DRAWING = Packed("drawing", (), packed_strokes.pack, packed_strokes.unpack)
SETTINGS = (*CHOICES, DRAWING)


@dataclass(frozen=True)
class Link:
    """What a link says: what is chosen on the page by key, the strokes (n, 2) of the drawing, and a sentence for each
    part that makes no sense.
    """

    chosen: Mapping[str, Any] = field(default_factory=dict)
    strokes: tuple[NDArray[np.float64], ...] = ()
    problems: tuple[str, ...] = ()


def write(state: Mapping[Any, Any], strokes: Sequence[NDArray[np.float64]] = ()) -> dict[str, str]:
    """The query for what is chosen in the state of the page and drawn on its sheet."""
    return link.write(CHOICES, state) | link.write([DRAWING], {DRAWING.key: strokes})


def read(query: Mapping[str, str], readers: Sequence[str] = (SHIPPED,)) -> Link:
    """What a query says, where these networks can read. Reading never fails: what makes no sense is named."""
    asked = Asked(query, SETTINGS)
    chosen = asked.chosen(CHOICES)
    reader = chosen.get(WHO_READS.key, SHIPPED)
    with asked.about(WHO_READS):
        if reader not in readers and not (reader == COMPARE and len(readers) > 1):
            del chosen[WHO_READS.key]
            raise ValueError("that network exists only where it was trained.")
    return Link(chosen, tuple(asked.read(DRAWING)), asked.told())
