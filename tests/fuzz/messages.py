"""Messages: what a browser may send in the name of a component, and a pen in the name of a learner."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from engine.data.features import FEATURES
from engine.edits import Edits
from engine.growth import grown, pruned
from engine.handwriting.drawing import render
from engine.network import Network
from playground.components.charts import heat_map
from playground.components.diagram.diagram_ops import place
from playground.components.diagram.network_diagram import asked
from playground.components.digits import digit_canvas, digit_wall
from playground.components.page import scrubber, shortcuts, time_line
from playground.components.page.dials import Dial, turned
from playground.components.plane import data_picker, layer_sight, plane_map, point_canvas
from playground.components.shared import mailbox
from playground.components.shared.answers import Answers
from playground.components.shared.lane import UnaskedError
from playground.digits.page import answer
from playground.settings import slots
from tests.fuzz.harness import Target
from tests.fuzz.nasty import json_values, nearly, nested, numbers

SIZES = (2, 4, 3, 1)
SMALL = Network((784, 3, 10), "tanh", "softmax")
seq = st.one_of(st.integers(0, 20), numbers)
indices = st.one_of(st.integers(-1, 4), st.none(), numbers)


def message(*kinds: Any) -> Any:
    """A list of ops of these kinds, or anything."""
    return st.one_of(st.lists(st.one_of(*kinds), max_size=5), json_values)


def told(mail: Any, ask: Callable[[str], Any]) -> Any:
    """What a page is told that asks for this mail of a component."""
    state = {"view": {"mail": mail}}
    with patch.object(slots, "session", lambda: state):
        answer = ask("view")
        assert 0 <= mailbox.acknowledged("view") < mailbox.LAST
        return answer


def pick(mail: Any) -> None:
    names = ["circle", "mnist"]
    assert told(mail, lambda key: data_picker.picked(key, names)) in (None, *names)


def press(mail: Any) -> None:
    names = ["play", "pause"]
    presses = told(mail, lambda key: shortcuts.pressed(key, names))
    assert set(presses) <= set(names)


def open_cell(mail: Any) -> None:
    assert told(mail, lambda key: heat_map.opened(key, 12)) in (None, *range(12))


def put_points(mail: Any) -> None:
    points = told(mail, lambda key: point_canvas.put(key, 3))
    if points is not None:
        point_canvas.point_canvas(points=np.array(points, float).reshape(-1, 3), classes=3)


def drag(mail: Any) -> None:
    assert told(mail, lambda key: scrubber.chosen(key, [0, 2, 4])) in (None, 0, 2, 4)


def go_back(mail: Any) -> None:
    wish = told(mail, time_line.wish)
    assert wish is None or ((wish.epoch is None or 0 <= wish.epoch < mailbox.LAST) and wish.go_on in (True, False))


def choose_point(mail: Any) -> None:
    point = told(mail, plane_map.chosen_point)
    assert point is None or 0 <= point < mailbox.LAST


def choose_layer(mail: Any) -> None:
    sizes = (2, 4, 1)
    chosen = told(mail, lambda key: layer_sight.chosen_sight(key, sizes))
    if chosen is not None:
        size = sizes[chosen["layer"]]
        assert chosen["pair"] is None or all(0 <= neuron < size for neuron in chosen["pair"])


def take_down(mail: Any) -> None:
    assert told(mail, lambda key: digit_wall.taken_down(key, 3)) <= {0, 1, 2}


def turn(mail: Any) -> None:
    dial = Dial("w", "w", -1, 1, 0)
    assert -1 <= turned(told(mail, mailbox.latest), [dial], 0)["w"] <= 1


def draw(mail: Any) -> None:
    found = told(mail, lambda key: digit_canvas.on_sheet(key, 1))
    if found is not None:
        assert np.isfinite(render(found["strokes"])).all()


def ask(message: Any) -> None:
    """Whatever a page asks about a drawing, it is answered with what is read there, or not at all."""
    way = Answers()
    way.by(partial(answer, [("small", SMALL)], 0), "small")
    try:
        told = json.loads(way.text(json.dumps(message)))
    except UnaskedError:  # the connection is closed, without a word
        return
    assert told["at"] == message["seq"]
    assert {"digit-answer", "digit-bars"} <= told["pictures"].keys()


def edit(mail: Any) -> None:
    """Whatever the browser says of the drawing of a network, what is accepted can be done to that network."""
    network = Network(SIZES, "tanh", "sigmoid")
    edits = Edits(network)
    sizes = SIZES
    for op in told(mail, lambda key: asked(key, SIZES)):
        match op["op"]:
            case "inputs" | "hidden" as what:
                sizes = (len(op["inputs"]), *sizes[1:]) if what == "inputs" else (sizes[0], *op["hidden"], sizes[-1])
                network = Network(sizes, "tanh", "sigmoid")
                edits = Edits(network)
            case "add":
                sizes = tuple(size + (at == op["layer"]) for at, size in enumerate(sizes))
                network, edits = grown(network, edits, op["layer"], Network(sizes, "tanh", "sigmoid"))
            case "remove":
                network, edits = pruned(network, edits, op["layer"], op["neuron"])
                sizes = network.sizes
            case "select":
                assert op["selected"] == place(op["selected"], sizes)
            case "examples":
                assert op["kind"] in ("first", "mini-batch", "example")
                assert 0 <= op["example"] < mailbox.LAST
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
    nearly(seq=seq, op=st.just("inputs"), inputs=st.lists(st.sampled_from([*FEATURES, "x9"]), max_size=8)),
    nearly(seq=seq, op=st.just("select"), selected=st.one_of(nearly(**weight), nearly(**neuron))),
    nearly(seq=seq, op=st.just("value"), value=numbers, **weight),
    nearly(seq=seq, op=st.just("freeze"), on=on, **weight),
    nearly(seq=seq, op=st.just("switch"), on=on, **neuron),
    nearly(seq=seq, op=st.sampled_from(["undo", "redo"])),
    nearly(seq=seq, op=st.just("examples"), kind=st.sampled_from(["first", "example", "x"]), example=indices),
    nearly(seq=seq, op=st.just("add"), layer=indices),
    nearly(seq=seq, op=st.just("remove"), **neuron),
)
points = st.lists(st.lists(st.one_of(st.integers(-7, 7), numbers), min_size=3, max_size=3), max_size=4)
strokes = st.lists(st.lists(st.lists(st.one_of(st.integers(0, 1000), numbers), max_size=3), max_size=4), max_size=4)
SCRIBBLE = np.random.default_rng(0).integers(0, 1000, (100, 200, 2)).tolist()
DEEP = nested(200)

TARGETS = (
    Target(
        "choice of data",
        message(nearly(seq=seq, name=st.sampled_from(["circle", "mnist", "x"]))),
        pick,
        corpus=[DEEP, [{"seq": 9, "name": DEEP}], [{"seq": True, "name": "circle"}]],
    ),
    Target(
        "presses",
        message(nearly(seq=seq, gathered=st.lists(st.sampled_from(["play", "pause", "x"])))),
        press,
        corpus=[DEEP, [{"seq": 9, "gathered": DEEP}], [{"seq": 9, "gathered": [{}, [], None, 1, "play"]}]],
    ),
    Target(
        "cell of a sweep",
        message(nearly(seq=seq, cell=indices)),
        open_cell,
        corpus=[DEEP, [{"seq": 10**400, "cell": 1}]],
    ),
    Target(
        "points on the square",
        message(nearly(seq=seq, points=points)),
        put_points,
        corpus=[
            DEEP,
            [{"seq": 1, "points": [[0, 0, 0]] * 100_000}],
            [{"seq": 1, "points": [[10**400, 0, 0]]}],
            [{"seq": 1, "points": [[0, 0, 10**400]]}],
        ],
    ),
    Target(
        "scrubber",
        message(nearly(seq=seq, epoch=indices)),
        drag,
        corpus=[DEEP, *([{"seq": 1, "epoch": epoch}] for epoch in (DEEP, True, 10**400, "2", 2.0))],
    ),
    Target(
        "point on the map",
        message(nearly(seq=seq, point=indices)),
        choose_point,
        corpus=[DEEP, *([{"seq": 1, "point": point}] for point in (DEEP, True, 10**400, "2", 2.0, -1))],
    ),
    Target(
        "layer that sees",
        message(nearly(seq=seq, layer=indices, pair=st.lists(indices, max_size=3))),
        choose_layer,
        corpus=[
            DEEP,
            *(
                [{"seq": 1, "layer": 1, "pair": pair}]
                for pair in (DEEP, [DEEP, 1], [10**400, 1], [True, 0], "01", [0.0, 1])
            ),
            *([{"seq": 1, "layer": layer, "pair": [0, 1]}] for layer in (DEEP, True, 10**400, -1)),
        ],
    ),
    Target(
        "time line",
        message(nearly(seq=seq, epoch=indices, go_on=on)),
        go_back,
        corpus=[DEEP, *([{"seq": 1, "epoch": epoch, "go_on": epoch}] for epoch in (DEEP, True, 10**400, "2", 2.0))],
    ),
    Target(
        "dials",
        message(nearly(seq=seq, version=st.integers(0, 1), values=nearly(w=numbers))),
        turn,
        corpus=[DEEP, [{"seq": 1, "version": 0, "values": {"w": 10**400}}]],
    ),
    Target(
        "drawings taken down",
        message(nearly(seq=seq, id=indices)),
        take_down,
        corpus=[DEEP, [{"seq": 10**400, "id": -(10**400)}]],
    ),
    Target(
        "pen",
        message(nearly(seq=seq, clear=st.integers(0, 2), down=st.booleans(), strokes=strokes)),
        draw,
        corpus=[
            DEEP,
            [{"seq": 1, "clear": 1, "strokes": DEEP}],
            [{"seq": 1, "clear": 1, "strokes": SCRIBBLE}],
            [{"seq": 1, "clear": 1, "strokes": [[]] * 1_000_000}],
            [{"seq": 1, "clear": 1, "strokes": [[[0, 0]] * 1_000_000]}],
            [{"seq": 1, "clear": 1, "strokes": [[[10**400, 0]]]}],
            [{"seq": 10**400, "clear": 10**400, "strokes": []}],
        ],
        share=2,
    ),
    Target(
        "question about a drawing",
        nearly(seq=seq, clear=st.integers(0, 2), down=st.booleans(), strokes=strokes),
        ask,
        corpus=[
            DEEP,
            {"seq": 1, "clear": 1, "strokes": [SCRIBBLE]},
            {"seq": 1, "clear": 1, "strokes": [[[10**400, 0]]]},
            {"seq": 10**400, "clear": 10**400, "strokes": []},
        ],
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
