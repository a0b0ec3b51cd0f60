"""A small network with its numbers on it: neurons and wires to read, to point at and to click, and waves that travel.

Larger than the network diagram draws a neuron, for networks small enough that every number has a place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.components import Picture
from playground.components.shared.made import Makings, makings
from playground.components.shared.wire import pack

Look = Literal["neuron", "input", "end"]
MOST_NEURONS = 60


@dataclass(frozen=True, eq=False)
class Map:
    """What a neuron gives all over the plane: bytes (side, side), row 0 at the top, that go from `low` to `high`."""

    values: NDArray[np.uint8]
    low: float
    high: float

    @property
    def told(self) -> dict[str, Any]:
        """The same as plain data."""
        return {"values": pack(self.values, "u1"), "side": len(self.values), "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Neuron:
    """A neuron: its `name` above it, its `value` inside, `notes` under it, one a line.

    `fill` in -1...1 colours it, None leaves it empty. `place` is its height in the column, 0 the top and 1 the bottom;
    None spreads a column evenly. `ids` are other numbers that stand for it when they light up. A `map` is inside it,
    and on the big map of the page, if there is one (`plane_map`), while it is pointed at.
    """

    id: str
    name: str
    value: str = ""
    notes: tuple[str, ...] = ()
    fill: float | None = None
    look: Look = "neuron"
    place: float | None = None
    picked: bool = False
    clickable: bool = False
    ids: tuple[str, ...] = ()
    map: Map | None = None


@dataclass(frozen=True)
class Wire:
    """A wire from one neuron to another: `weight` in -1...1 is its width and colour, dashed if negative.

    `text` is written on it. A wave runs along it if it is `on`; `strong` ones stand out and `faint` ones recede.
    """

    id: str
    start: str
    end: str
    text: str = ""
    weight: float = 0.0
    on: bool = False
    strong: bool = False
    faint: bool = False
    picked: bool = False
    clickable: bool = False
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wave:
    """A change that travels: with a new `number`, values show as dots bring them along the wires, column by column.

    It goes from left to right, or `backward`.
    """

    number: int
    backward: bool = False


def wiring(
    layers: Sequence[Sequence[Neuron]],
    wires: Sequence[Wire],
    *,
    title: str,
    height: int = 300,
    wave: Wave | None = None,
    made: Makings | None = None,
) -> Picture:
    """Columns of neurons and the wires between them, `height` pixels high.

    `made` says what numbers are made of: pointing at a neuron or a wire tells it, and lights up the makers here and in
    the other views. Ask `clicks.clicked(key, ids)` before for what was clicked. Raises ValueError for more than 60
    neurons, for ids used twice and for wires that lead nowhere.
    """
    neurons = list(chain.from_iterable(layers))
    names = {neuron.id for neuron in neurons}
    if not 0 < len(neurons) <= MOST_NEURONS or len(names) < len(neurons):
        raise ValueError(f"A wiring has 1 to {MOST_NEURONS} neurons, each with an id of its own.")
    for wire in wires:
        if wire.start not in names or wire.end not in names:
            raise ValueError(f"The wire {wire.id} needs a neuron at each end.")
    ids = names.union(*(neuron.ids for neuron in neurons), *((wire.id, *wire.ids) for wire in wires))
    data = {
        "title": title,
        "height": height,
        "neurons": [
            {**vars(neuron), "map": neuron.map and neuron.map.told, "column": i}
            for i, layer in enumerate(layers)
            for neuron in layer
        ],
        "wires": [vars(wire) for wire in wires],
        "wave": None if wave is None else vars(wave),
        "made": makings(made or {}, ids),
    }
    return Picture("wiring", data)
