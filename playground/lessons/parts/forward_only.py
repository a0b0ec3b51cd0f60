"""Which neuron is hidden, and why no wire leads back: a network to wire, layer by layer."""

from collections.abc import Collection
from itertools import product
from types import NoneType

import streamlit as st

from playground.components.diagram.wiring import Neuron, Wave, Wire, wiring
from playground.components.shared.clicks import clicked
from playground.lessons.shape import linked
from playground.lessons.shape.address import current
from playground.settings.choices import Several
from playground.settings.slots import Slot

LAYERS = (("x1", "x2"), ("h1", "h2", "h3"), ("g1", "g2"), ("out",))
OF = {name: layer for layer, names in enumerate(LAYERS) for name in names}
PAIRS = tuple(f"{start}-{end}" for start, end in product(OF, OF) if OF[start] < OF[end])
FULL = [f"{start}-{end}" for start, end in product(OF, OF) if OF[start] + 1 == OF[end]]
WIRES = Slot[list[str]]("forward-wires", lambda: list(FULL))
SOURCE = Slot[str | None]("forward-source", NoneType)
SAID = Slot("forward-said", str)


def role(name: str) -> str:
    """What kind of neuron this is, by its layer."""
    return "input" if OF[name] == 0 else "output" if OF[name] == len(LAYERS) - 1 else "hidden"


def refusal(start: str, end: str) -> str:
    """Why there can be no wire from start to end; empty if there can be one."""
    if start == end:
        return f"**Refused.** {start} would need its own output before it can compute it."
    if OF[start] == OF[end]:
        return (
            f"**Refused.** {start} and {end} are in one layer and are computed at the same time: "
            f"{end} cannot wait for {start}."
        )
    if OF[start] > OF[end]:
        return (
            f"**Refused: that leads backward.** {end} is computed before {start}, and {start} may need {end}. "
            "Such a loop has no beginning: each would wait for the other."
        )
    return ""


def order(wires: Collection[str]) -> dict[str, int]:
    """When each neuron can be computed, counted from 1 for those that wait for no other: the longest way to it."""
    when: dict[str, int] = {}
    for name in OF:
        before = [when[start] for start in OF if f"{start}-{name}" in wires]
        when[name] = 1 + max(before, default=0)
    return when


def show() -> None:
    """The network; a click on one neuron and then on another adds a wire, takes it off, or is told why not."""
    setting = Several("wires", list(FULL), PAIRS)
    if current().opens(setting):
        WIRES.put(current().read(setting))
        SOURCE.put(None)
        SAID.put("")
    wires = WIRES.get()
    for name in clicked("forward-drawing", OF):
        start = SOURCE.get()
        if start is None:
            SOURCE.put(name)
            SAID.put(f"**{name} is {_told(name)}.** Now click the neuron that a wire from it is to reach.")
            continue
        SOURCE.put(None)
        pair, no = f"{start}-{name}", refusal(start, name)
        if not no:
            wires = [one for one in PAIRS if (one in wires) != (one == pair)]
        SAID.put(
            no or f"**{start} → {name}** is {'there' if pair in wires else 'gone'}: it leads forward, so it may be."
        )
    WIRES.put(wires)
    linked.say(setting, wires)
    _draw(wires)
    st.markdown(SAID.get() or "Click the neuron where a wire is to start. Try one that leads back.")


def _told(name: str) -> str:
    return {
        "input": "an input",
        "output": "an output",
        "hidden": "hidden: neither an input nor an output",
    }[role(name)]


def _draw(wires: Collection[str]) -> None:
    when, source = order(wires), SOURCE.get()
    columns = [
        [
            Neuron(
                name,
                role(name),
                name,
                (f"computed {_nth(when[name])}",) if OF[name] else ("given",),
                {"input": 0.25, "hidden": 0.0, "output": 0.6}[role(name)],
                "input" if OF[name] == 0 else "neuron",
                picked=name == source,
                clickable=True,
            )
            for name in names
        ]
        for names in LAYERS
    ]
    ends = [(start, end) for start, end in product(OF, OF) if f"{start}-{end}" in wires]
    drawn = [Wire(f"{start}-{end}", start, end, weight=0.3, on=True) for start, end in ends]
    wave = Wave(sum(1 << i for i, pair in enumerate(PAIRS) if pair in wires))
    wiring(columns, drawn, title="Feedforward: all wires lead to the right", height=330, wave=wave).show(
        "forward-drawing"
    )


def _nth(count: int) -> str:
    return {1: "at once", 2: "first", 3: "second", 4: "third"}[count]
