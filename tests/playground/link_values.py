"""Values of settings: any that a learner can choose, and those at the limits of what a setting takes.

A setting of a kind that is added later needs an entry here, and a test says so; a setting of a kind that is here is
covered without being listed anywhere.
"""

import math
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import numpy as np
from hypothesis import strategies as st

from engine.data import table
from engine.data.cut import NamedCut
from engine.journal import KINDS, Event
from playground.classes.link import Code
from playground.compare.link import AxisText, Each
from playground.lessons.matrices import LARGEST, Turned
from playground.lessons.parts.gates import Wiring
from playground.lessons.parts.sent_bits import Bits
from playground.lessons.shape.linked import Spot
from playground.playing.viewing import Part, WhatSees
from playground.runs.variants import FEWEST, MOST
from playground.settings import packed_points, packed_table
from playground.settings.changes import ARGUMENTS, MOST_CHANGES, MOST_STEPS, Changes, Source
from playground.settings.choices import Choice, Number, Packed, Setting, Several, Switch, Whole
from playground.settings.experiments import Layered, Layers
from playground.settings.limits import MOST_LAYERS, MOST_NEURONS
from playground.settings.link import MOST_TOLD, Asked, write
from tests.fuzz.harness import require_sentence

PARTS = [
    *({"layer": i, "j": i, "k": i} for i in (0, 9999)),
    *({"layer": i, "j": i, "k": None} for i in (0, 9999)),
    *({"layer": i, "neuron": i} for i in (0, 9999)),
]
EVENTS = [
    (Event(0, "set", (0, 0, None, 3.4e38)), Event(0, "freeze", (9999, 9999, 9999, True)), Event(3, "add", (1,))),
    tuple(Event(3 * i, "learning_rate", (1e-6 * (i + 1),)) for i in range(MOST_CHANGES)),
]
SMALL = table.read("a,b\n1,x\n2,y\n3,x\n4,y\n5,x\n6,y\n", "t.csv").dataset(("a",), "b").origin
PACKED: dict[str, list[Any]] = {
    "points": [np.array([[-6.0, 6, 3]]), np.full((packed_points.MOST, 3), [1 / 3, -6, 0])],
    "drawing": [[np.zeros((1, 2))], [np.array([[0.0, 0], [1000, 1000]])] * 8],
    "table": [packed_table.unpack(packed_table.pack(SMALL.to_dict()))],
    "cut": [NamedCut("a", "b = c, d", {}), NamedCut("", "", {"ä:1": -1e30, "b": 0.1})],
    "sweep": ["0" * 16, "f" * 16],
}
LIMITS: dict[type[Setting], Callable[[Any], list[Any]]] = {
    Choice: lambda setting: list(setting.options),
    Several: lambda setting: [[], *([option] for option in setting.options), list(setting.options)],
    Switch: lambda setting: [False, True],
    Whole: lambda setting: [setting.low, setting.high],
    Number: lambda setting: [
        setting.near(end) for end in (setting.low, setting.high, math.nextafter(setting.high, setting.low))
    ],
    Packed: lambda setting: PACKED[setting.key],
    Part: lambda setting: PARTS,
    WhatSees: lambda setting: [{"layer": i, "pair": pair} for i in (0, 9999) for pair in (None, (0, 9999))],
    Changes: lambda setting: EVENTS,
    Layered: lambda setting: [*setting.options, setting.options, setting.options[:2] * (MOST_LAYERS // 2)],
    Layers: lambda setting: [(), (1,), (MOST_NEURONS,) * MOST_LAYERS],
    Each: lambda setting: [[value] * count for value in limits_of(setting.of) for count in (FEWEST, MOST)],
    AxisText: lambda setting: [setting.usual],
    Spot: lambda setting: [setting.near((x, y)) for x in setting.limits[0] for y in setting.limits[1]],
    Bits: lambda setting: [(bit,) * len(setting.usual) for bit in (0, 1)],
    Turned: lambda setting: [dict.fromkeys(setting.known, sign * LARGEST) for sign in (-1.0, 1.0)],
    Wiring: lambda setting: [{}, setting.usual],
    Code: lambda setting: ["7KXM4P", "346789"],
}


def limits_of(setting: Setting) -> list[Any]:
    """The values at the ends of what this setting takes."""
    assert type(setting) in LIMITS, f"No test knows the limits of {setting}."
    return LIMITS[type(setting)](setting)


@st.composite
def journals(draw: st.DrawFn) -> tuple[Event, ...]:
    """What was done to a run, in its order: few enough for a link."""
    steps = sorted(draw(st.lists(st.integers(0, MOST_STEPS), max_size=20)))
    kinds = (draw(st.sampled_from(KINDS)) for _ in steps)
    return tuple(
        Event(step, what, tuple(draw(argument_of(argument)) for argument in ARGUMENTS[what]))
        for step, what in zip(steps, kinds, strict=True)
    )


def argument_of(setting: Setting) -> st.SearchStrategy[Any]:
    """Anything that an argument of an event can be."""
    match setting:
        case Source():
            return st.none() | st.integers(0, 9999)
        case Switch():
            return st.booleans()
    return values_of(setting)


def values_of(setting: Setting) -> st.SearchStrategy[Any]:
    """Anything that a learner can make of a setting."""
    match setting:
        case Whole():
            return st.integers(setting.low, setting.high)
        case Number():
            return st.floats(setting.low, setting.high).map(setting.near)
        case Spot():
            return st.tuples(*(st.floats(*ends) for ends in setting.limits)).map(setting.near)
        case Several():
            return st.sets(st.sampled_from(setting.options)).map(lambda some: [o for o in setting.options if o in some])
        case Bits():
            return st.tuples(*[st.integers(0, 1)] * len(setting.usual))
        case Turned():
            amounts = st.floats(-LARGEST, LARGEST).map(lambda amount: round(amount, 10) + 0.0)
            return st.dictionaries(st.sampled_from(setting.known), amounts, max_size=4)
        case Changes():
            return journals()
        case Wiring():
            layers = setting.circuit.layers
            before = {gate: [wire for wire in layers if layers[wire] < layers[gate]] for gate in setting.usual}
            two = {gate: st.lists(st.sampled_from(wires), max_size=2).map(tuple) for gate, wires in before.items()}
            return st.fixed_dictionaries(two)
    return st.sampled_from(limits_of(setting))


def through_an_address(query: dict[str, str]) -> dict[str, str]:
    """The query as a browser brings it back."""
    return dict(parse_qsl(urlencode(query), keep_blank_values=True))


def check_limits(setting: Setting) -> None:
    """Values at the limits of a setting come back from a link exactly, those beyond do not; the usual is not said."""
    for value in limits_of(setting):
        asked = Asked(through_an_address(write([setting], {setting.key: value})), [setting])
        assert same(asked.read(setting), value), setting
        assert asked.told() == ()
    assert write([setting], {setting.key: setting.usual}) == {}
    if isinstance(setting, Whole | Number):
        for beyond in (setting.low - 1, setting.high + 1):
            asked = Asked({setting.key: setting.text(beyond)}, [setting])
            assert (asked.read(setting), len(asked.told())) == (setting.usual, 1)


def same(found: Any, value: Any) -> bool:
    """Whether these are the same, arrays and all."""
    if isinstance(value, np.ndarray):
        return np.array_equal(found, value)
    if isinstance(value, list):
        return len(found) == len(value) and all(map(same, found, value))
    return bool(found == value)


def check_text(setting: Setting, text: str) -> None:
    """A text either has a value, which comes back, or a learner is told so in a sentence."""
    asked = Asked({setting.key: text}, [setting])
    value = asked.read(setting)
    check_sentences(asked.told())
    if not asked.told():
        assert same(setting.value(setting.text(value)), value), (setting, text)


def check_sentences(problems: tuple[str, ...]) -> None:
    """No more sentences than can be read, each whole and short."""
    assert len(problems) <= MOST_TOLD + 1
    for problem in problems:
        require_sentence(problem)
