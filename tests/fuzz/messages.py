"""Messages: what a browser may send in the name of a component, and a pen in the name of a learner."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from engine.edits import Edits
from engine.handwriting.drawing import render
from engine.network import Network
from playground.components.charts import heat_map
from playground.components.diagram.diagram_ops import LAST_SEQ, accepted, place, settled
from playground.components.digits import digit_canvas, digit_wall
from playground.components.page import scrubber
from playground.components.plane import data_picker, point_canvas
from tests.fuzz.harness import Target
from tests.fuzz.nasty import json_values, nearly, nested, numbers

SIZES = (2, 4, 3, 1)
seq = st.one_of(st.integers(0, 20), numbers)
indices = st.one_of(st.integers(-1, 4), st.none(), numbers)


def message(*kinds: Any) -> Any:
    """A list of ops of these kinds, or anything."""
    return st.one_of(st.lists(st.one_of(*kinds), max_size=5), json_values)


def pick(ops: Any) -> None:
    names = ["circle", "mnist"]
    assert all(op["name"] in names for op in data_picker.received(ops, names))


def open_cell(ops: Any) -> None:
    assert all(0 <= op["cell"] < 12 for op in heat_map.received(ops, 12))


def put_points(ops: Any) -> None:
    for op in point_canvas.received(ops, 3):
        kept = np.array(op["points"], float).reshape(-1, 3)
        point_canvas.point_canvas(points=kept, classes=3, key="points", ack=op["seq"])


def drag(epoch: Any) -> None:
    assert scrubber.received(epoch, [0, 2, 4]) in (None, 0, 2, 4)


def take_down(ops: Any) -> None:
    for op in digit_wall.removed(ops, 3):
        assert [type(number) for number in op] == [int, int]


def draw(drawing: Any) -> None:
    found = digit_canvas.received(drawing, 1)
    if found is not None:
        assert np.isfinite(render(found["strokes"])).all()


def edit(ops: Any) -> None:
    """Whatever the browser says of the drawing of a network, what is accepted can be done to that network."""
    network = Network(SIZES, "tanh", "sigmoid")
    edits = Edits(network)
    sizes = SIZES
    found = accepted(ops, SIZES, 3)
    assert 3 <= settled(ops, found, 3) <= LAST_SEQ
    for op in found:
        match op["op"]:
            case "hidden":
                sizes = (sizes[0], *op["hidden"], sizes[-1])
                network = Network(sizes, "tanh", "sigmoid")
                edits = Edits(network)
            case "select":
                assert op["selected"] == place(op["selected"], sizes)
            case "value":
                edits.set(op["layer"], op["j"], op["k"], op["value"])
            case "freeze":
                edits.freeze(op["layer"], op["j"], op["k"], op["on"])
            case "switch":
                edits.switch(op["layer"], op["neuron"], op["on"])
        assert np.isfinite(network.parameters).all()


weight = {"layer": indices, "j": indices, "k": indices}
neuron = {"layer": indices, "neuron": indices}
on = st.one_of(st.booleans(), numbers)
diagram = message(
    nearly(seq=seq, op=st.just("hidden"), hidden=st.lists(st.integers(-1, 120), max_size=8)),
    nearly(seq=seq, op=st.just("select"), selected=st.one_of(nearly(**weight), nearly(**neuron))),
    nearly(seq=seq, op=st.just("value"), value=numbers, **weight),
    nearly(seq=seq, op=st.just("freeze"), on=on, **weight),
    nearly(seq=seq, op=st.just("switch"), on=on, **neuron),
    nearly(seq=seq, op=st.just("undo")),
)
points = st.lists(st.lists(st.one_of(st.integers(-7, 7), numbers), min_size=3, max_size=3), max_size=4)
strokes = st.lists(st.lists(st.lists(st.one_of(st.integers(0, 1000), numbers), max_size=3), max_size=4), max_size=4)
SCRIBBLE = np.random.default_rng(0).integers(0, 1000, (100, 200, 2)).tolist()
DEEP = nested(200)

TARGETS = (
    Target(
        "choice of data",
        message(nearly(seq=seq, op=st.just("choose"), name=st.sampled_from(["circle", "mnist", "x"]))),
        pick,
        corpus=[DEEP, [{"op": "choose", "seq": 9, "name": DEEP}], [{"op": "choose", "seq": True, "name": "circle"}]],
    ),
    Target(
        "cell of a sweep",
        message(nearly(seq=seq, op=st.just("open"), cell=indices)),
        open_cell,
        corpus=[DEEP, [{"op": "open", "seq": 10**400, "cell": 1}]],
    ),
    Target(
        "points on the square",
        message(nearly(seq=seq, op=st.just("points"), points=points)),
        put_points,
        corpus=[
            DEEP,
            [{"op": "points", "seq": 1, "points": [[0, 0, 0]] * 100_000}],
            [{"op": "points", "seq": 1, "points": [[10**400, 0, 0]]}],
            [{"op": "points", "seq": 1, "points": [[0, 0, 10**400]]}],
        ],
    ),
    Target("scrubber", json_values, drag, corpus=[DEEP, True, 10**400, "2", 2.0]),
    Target(
        "drawings taken down",
        message(nearly(seq=seq, op=st.just("remove"), id=indices)),
        take_down,
        corpus=[DEEP, [{"op": "remove", "seq": 10**400, "id": -(10**400)}]],
    ),
    Target(
        "pen",
        nearly(seq=seq, clear=st.integers(0, 2), down=st.booleans(), strokes=strokes),
        draw,
        corpus=[
            DEEP,
            {"seq": 1, "clear": 1, "strokes": DEEP},
            {"seq": 1, "clear": 1, "strokes": SCRIBBLE},
            {"seq": 1, "clear": 1, "strokes": [[]] * 1_000_000},
            {"seq": 1, "clear": 1, "strokes": [[[0, 0]] * 1_000_000]},
            {"seq": 1, "clear": 1, "strokes": [[[10**400, 0]]]},
            {"seq": 10**400, "clear": 10**400, "strokes": []},
        ],
        share=2,
    ),
    Target("strokes", st.one_of(strokes, json_values), render, (ValueError,), [DEEP, [[[10**400, 1]]], SCRIBBLE * 5]),
    Target(
        "drawing of the network",
        diagram,
        edit,
        corpus=[
            DEEP,
            [{"op": "value", "seq": 5, "layer": 0, "j": 0, "k": 0, "value": 10**400}],
            [
                {"op": "hidden", "seq": 5, "hidden": [100] * 6},
                {"op": "switch", "seq": 6, "layer": 6, "neuron": 99, "on": 1},
            ],
            [{"op": "undo", "seq": 2**53}] * 1000,
        ],
        share=3,
    ),
)
