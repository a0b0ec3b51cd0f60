"""Big numbers with their names, side by side: what an exhibit is about, readable from afar and changed in place."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from playground.components import Picture
from playground.components.charts.plot import Colour


@dataclass(frozen=True)
class Readout:
    """One big `value` under its `name`; `words` below say how it comes about.

    `id` is the name of what it shows, for other views to light it up.
    """

    name: str
    value: str
    words: str = ""
    colour: Colour = "text"
    id: str = ""


def readouts(readouts: Sequence[Readout]) -> Picture:
    """The numbers side by side, as many as fit."""
    return Picture("readouts", {"readouts": [asdict(readout) for readout in readouts]})
