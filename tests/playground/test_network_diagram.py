"""What the drawing of the network and the list of rate factors are told: pure data, worked out by hand."""

import itertools
import json
from typing import Any

import numpy as np
import pytest

from engine.rate_factors import Path
from engine.snapshot import Traced
from playground.components.diagram import diagram_data
from playground.components.diagram.diagram_data import EDGES, NEURONS, SIDE, STRONGEST, Parts, shrunk
from playground.components.diagram.diagram_ops import accepted, place, without
from playground.components.diagram.network_diagram import Drawn, network_diagram
from playground.components.diagram.rate_factors import Ranked, ranking, rate_factors, slopes, source_name, strongest
from playground.components.population import Named
from playground.components.shared.wire import LARGEST, as_json, plain

HUNDRED = Named("the first 100 training examples", one=False)


def named(*sizes: int) -> list[list[str]]:
    inner = [[f"h{layer}.{j + 1}" for j in range(size)] for layer, size in enumerate(sizes[1:-1], start=1)]
    return [
        [f"x{k + 1}" for k in range(sizes[0])],
        *inner,
        [f"y{j + 1}" for j in range(sizes[-1])],
    ]


def describe(show: Any = "weight", drawn: Any = (), **parts: Any) -> dict[str, Any]:
    choices = {name: parts.pop(name) for name in ("selected", "traced") if name in parts}
    return diagram_data.describe(Parts(**parts), show, drawn=drawn, **choices)


def floats(packed: np.ndarray) -> list[float]:
    """The numbers of edges as the browser gets them."""
    return packed.tolist()


def zeros(*sizes: int) -> dict[str, Any]:
    pairs = list(itertools.pairwise(sizes))
    return {
        "names": named(*sizes),
        "weights": [np.zeros((out, inputs)) for inputs, out in pairs],
        "biases": [np.zeros(out) for _, out in pairs],
        "rates": [np.zeros((out, inputs)) for inputs, out in pairs],
        "maps": [None] * len(sizes),
        "gradients": [np.zeros((out, inputs + 1)) for inputs, out in pairs],
        "changes": None,
        "frozen": [np.zeros((out, inputs + 1), bool) for inputs, out in pairs],
        "off": [[] for _ in sizes],
        "activations": [np.zeros(size) for size in sizes],
        "of": HUNDRED,
    }


def traced(*paths: Path, total: float = 0.0, count: int = 9) -> Traced:
    return Traced(list(paths), count, total, total)


def test_a_small_network_is_told_whole() -> None:
    net = zeros(2, 1, 1)
    net["weights"] = [np.array([[0.5, -2.0]]), np.array([[3.0]])]
    net["biases"] = [np.array([-0.25]), np.array([1.0])]
    # Halfway up the sigmoid the slope is 1/4.
    net["rates"] = [w / 4 for w in net["weights"]]
    told = describe(**net)
    assert told["hidden"] == [1]
    assert [layer["heading"] for layer in told["layers"]] == ["input", "hidden layer 1", "output"]
    assert [layer["count"] for layer in told["layers"]] == ["2 inputs", "1", "1 output"]
    assert told["layers"][0]["biases"] is None
    assert told["layers"][1]["biases"] == [{"weight": -0.25, "gradient": 0.0, "frozen": False}]
    assert told["layers"][2]["biases"] == [{"weight": 1.0, "gradient": 0.0, "frozen": False}]
    first = told["pairs"][0]
    assert list(zip(first["from"], first["to"], floats(first["weight"]), floats(first["rate"]), strict=True)) == [
        (0, 0, 0.5, 0.125),
        (1, 0, -2.0, -0.5),
    ]
    assert first["slopes"] == {"0": 0.25}
    assert all(part["note"] == "" for part in told["layers"] + told["pairs"])


def test_what_is_told_survives_json_even_where_training_has_blown_up() -> None:
    net = zeros(2, 2, 1)
    net["weights"][0][0, 0] = np.nan
    net["weights"][0][0, 1] = 1e300
    net["rates"][1][0, 1] = np.inf
    net["biases"][0][1] = -np.inf
    told = describe(**net)
    assert json.loads(as_json(told)) == plain(told)
    np.testing.assert_equal(floats(told["pairs"][0]["weight"]), [np.nan, np.inf, 0.0, 0.0])
    assert [bias["weight"] for bias in told["layers"][1]["biases"]] == [0.0, -np.inf]


def test_a_wide_layer_draws_its_important_neurons_in_their_order() -> None:
    net = zeros(2, 30, 1)
    heavy = [28, 3, 11, 7, 20, 15, 1, 25]
    for rank, j in enumerate(heavy):
        net["weights"][rank % 2][(j, 0) if rank % 2 == 0 else (0, j)] = -1.0 - rank
    told = describe(**net)
    layer = told["layers"][1]
    assert layer["indices"] == sorted(heavy)
    assert layer["names"][0] == "h1.2"
    assert layer["note"] == "+22 more"
    assert told["pairs"][0]["to"] == sorted(heavy * 2)
    assert told["pairs"][0]["note"] == "16 of 60 edges: the strongest"


def test_a_neuron_drawn_before_stays_until_another_is_clearly_more_important() -> None:
    net = zeros(1, NEURONS + 1, 1)
    net["weights"][0][:] = 1.0
    last = NEURONS
    net["weights"][0][last] = 1.1
    before = [[0], list(range(STRONGEST)), [0]]
    assert last in describe(**net)["layers"][1]["indices"]
    assert last not in describe(**net, drawn=before)["layers"][1]["indices"]
    net["weights"][0][last] = 1.3
    assert last in describe(**net, drawn=before)["layers"][1]["indices"]


@pytest.mark.parametrize("show", ["weight", "rate"])
def test_of_many_edges_the_strongest_are_drawn(show: str) -> None:
    net = zeros(10, 10, 1)
    strong, weak = ("weights", "rates") if show == "weight" else ("rates", "weights")
    net[strong][0] = -np.arange(100.0).reshape(10, 10)
    net[weak][0] = np.arange(100.0)[::-1].reshape(10, 10)
    told = describe(**net, show=show)
    first = told["pairs"][0]
    drawn = {10 * j + k for j, k in zip(first["to"], first["from"], strict=True)}
    assert drawn == set(range(100 - EDGES, 100))
    assert first["note"] == f"{EDGES} of 100 edges: the strongest"


def test_eight_neurons_beside_eight_are_joined_by_all_their_edges() -> None:
    assert len(describe(**zeros(2, 8, 8, 1))["pairs"][1]["to"]) == 64


def test_a_picture_is_one_input_and_its_edges_one_line_a_neuron() -> None:
    net = zeros(784, 2, 10)
    net["names"][0] = ["28×28 pixels"]
    net["names"][-1] = list("0123456789")
    # One neuron weighs every pixel by 0.2, the other only one, by −28: its mean square is 28²/784 = 1.
    net["weights"][0][0] = 0.2
    net["weights"][0][1, 28 * 6 + 11] = -28.0
    net["maps"][0] = np.full((1, 28, 28), 255, np.uint8)
    told = describe(**net)
    first = told["pairs"][0]
    assert told["layers"][0]["count"] == "784 inputs"
    assert first["bundle"] == 784
    assert floats(first["weight"]) == pytest.approx([0.2, 1.0])
    said = {"index": 28 * 6 + 11, "name": "pixel (7, 12)", "weight": -28.0, "rate": 0.0, "gradient": 0.0}
    assert first["strongest"][1] == said
    assert first["note"] == "a line: root mean square of 784 weights"


def test_only_the_maps_of_drawn_neurons_travel() -> None:
    net = zeros(2, 12, 1)
    net["weights"][0][4:] = 1.0
    net["maps"][1] = np.repeat(np.arange(12, dtype=np.uint8), 4).reshape(12, 2, 2)
    layer = describe(**net)["layers"][1]
    assert layer["side"] == 2
    assert layer["maps"].tobytes() == bytes(j for j in range(4, 12) for _ in range(4))


def test_gradients_and_changes_tell_of_weights_and_biases() -> None:
    numbers = {"gradients": [np.array([[0.5, -1.0, 3.0]])], "changes": [np.array([[0.25, 0.0, -2.0]])]}
    told = describe(**(zeros(2, 1) | numbers))
    assert floats(told["pairs"][0]["gradient"]) == [0.5, -1.0]
    assert floats(told["pairs"][0]["change"]) == [0.25, 0.0]
    assert told["layers"][1]["biases"] == [{"weight": 0.0, "gradient": 3.0, "change": -2.0, "frozen": False}]
    assert "change" not in describe(**zeros(2, 1))["pairs"][0]


def test_what_is_frozen_or_off_is_told() -> None:
    net = zeros(2, 2, 1)
    frozen = [np.zeros((2, 3), bool), np.array([[False, True, False]])]
    frozen[0][1, 0] = frozen[0][0, 2] = True
    told = describe(**(net | {"frozen": frozen, "off": [[], {1}, []]}))
    # Edges in order: to h1.1 from x1, x2; to h1.2 from x1, x2.
    assert [pair["frozen"] for pair in told["pairs"]] == [[2], [1]]
    assert [bias["frozen"] for bias in told["layers"][1]["biases"]] == [True, False]
    assert [layer["off"] for layer in told["layers"]] == [[], [1], []]


@pytest.mark.parametrize(
    ("selected", "said"),
    [
        ({"layer": 0, "j": 1, "k": 0}, {"name": "w from x1 to h1.2", "weight": 3.0, "frozen": True}),
        ({"layer": 0, "j": 1, "k": None}, {"name": "bias of h1.2", "weight": -0.5, "frozen": False}),
        ({"layer": 2, "neuron": 0}, {"name": "y1 · output", "on": True, "activation": 0.75}),
        ({"layer": 1, "neuron": 1}, {"name": "h1.2 · hidden layer 1", "on": False}),
        ({"layer": 0, "neuron": 0}, {"name": "x1 · input", "bias": None}),
    ],
)
def test_what_is_selected_is_told_with_its_name_and_numbers(selected: dict[str, Any], said: dict[str, Any]) -> None:
    net = zeros(2, 2, 1)
    net["weights"][0][1, 0], net["biases"][0][1] = 3.0, -0.5
    frozen = [np.zeros((2, 3), bool), np.zeros((1, 3), bool)]
    frozen[0][1, 0] = True
    means = [np.zeros(2), np.zeros(2), np.full(1, 0.75)]
    net |= {"frozen": frozen, "off": [[], [1], []], "activations": means}
    told = describe(**net, selected=selected)["selected"]
    assert said.items() <= told.items()
    assert selected.items() <= told.items()


def test_a_pixel_is_selected_by_its_place() -> None:
    net = zeros(784, 2, 1)
    net["names"][0] = ["28×28 pixels"]
    net["weights"][0][1, 28 * 6 + 11] = -2.0
    told = describe(**net, selected={"layer": 0, "j": 1, "k": 28 * 6 + 11})["selected"]
    assert (told["name"], told["weight"]) == ("w from pixel (7, 12) to h1.2", -2.0)


def test_a_selection_that_the_network_no_longer_has_is_none() -> None:
    told = describe(**zeros(2, 1, 1), selected={"layer": 0, "j": 1, "k": 0}, traced=traced(Path((1, 0), (), 1.0)))
    assert told["selected"] is None
    assert told["paths"] is None


FIRST, SECOND = Path((0, 1, 0), (3.0, 0.1, 1.0), 0.3, 0.02), Path((0, 0, 0), (3.0, -1.0, 1 / 30), -0.1)


def test_paths_are_told_with_the_rest_and_the_sum_of_all_paths() -> None:
    known = Traced([FIRST, SECOND], 5, total=0.25, gradient=0.25)
    told = describe(**zeros(1, 1, 2, 1), selected={"layer": 0, "j": 0, "k": 0}, traced=known)["paths"]
    assert [(row["name"], row["product"], row["spread"]) for row in told["rows"]] == [
        ("h1.1 → h2.2 → y1", 0.3, 0.02),
        ("h1.1 → h2.1 → y1", -0.1, 0.0),
    ]
    # 0.25 − (0.3 − 0.1) = 0.05
    assert (told["more"], told["rest"]) == (3, pytest.approx(0.05, rel=1e-12))
    assert (told["total"], told["gradient"]) == (0.25, 0.25)


@pytest.mark.parametrize("total", [0.2, 0.2 + 1e-16])
def test_a_rest_that_is_nothing_but_rounding_is_none(total: float) -> None:
    told = describe(
        **zeros(1, 1, 2, 1),
        selected={"layer": 0, "j": 0, "k": 0},
        traced=traced(FIRST, SECOND, total=total, count=3),
    )["paths"]
    assert told["rest"] == 0


def test_factors_are_told_of_one_example_alone_and_where_single_precision_holds_them() -> None:
    def factors(of: Named, path: Path) -> Any:
        net = zeros(1, 1, 2, 1) | {"of": of}
        told = describe(**net, selected={"layer": 0, "j": 0, "k": 0}, traced=traced(path))
        return told["paths"]["rows"][0]["factors"]

    one = Named("training example 7", one=True)
    assert factors(one, FIRST) == FIRST.factors
    assert factors(HUNDRED, FIRST) is None
    assert factors(one, Path((0, 1, 0), (1e-300, 1.0, 1e300), 1.0)) is None
    assert factors(one, Path((0, 1, 0), (1e-30, 0.0, LARGEST / 2), 0.0)) is not None


@pytest.mark.parametrize("path", [(0, 1), (1, 1, 0), (0, 2, 0), (0, 1, -1)])
def test_paths_of_a_weight_selected_before_are_left_out(path: tuple[int, ...]) -> None:
    known = traced(Path((0, 1, 0), (), 0.3), Path(path, (), 0.1))
    told = describe(**zeros(1, 2, 2, 1), selected={"layer": 0, "j": 0, "k": 0}, traced=known)
    assert told["selected"]["name"] == "w from x1 to h1.1"
    assert told["paths"] is None


def test_a_path_from_a_weight_of_a_softmax_output_may_begin_at_any_output() -> None:
    told = describe(**zeros(1, 3), selected={"layer": 0, "j": 0, "k": 0}, traced=traced(Path((2,), (), 0.3)))
    assert [row["name"] for row in told["paths"]["rows"]] == ["y3"]


def test_what_is_selected_and_its_paths_are_drawn_however_weak() -> None:
    net = zeros(2, 30, 10, 1)
    net["weights"][1][:, :15] = 1.0
    selected = {"layer": 0, "j": 29, "k": 0}
    told = describe(**net, selected=selected, traced=traced(Path((29, 4, 0), (), 0.0)))
    assert 29 in told["layers"][1]["indices"]
    edges = set(zip(told["pairs"][1]["to"], told["pairs"][1]["from"], strict=True))
    assert (4, 29) in edges
    assert len(edges) == EDGES
    assert 29 not in describe(**net)["layers"][1]["indices"]


def test_the_maps_of_many_neurons_are_averaged_down() -> None:
    halves = np.zeros((1, 4, 4), np.uint8)
    halves[:, :, 2:] = 200
    assert shrunk(halves, 2).tolist() == [[[0, 200], [0, 200]]]
    # Each third of four columns holds 4/3 of them: 1 + 1/3, 2/3 + 2/3, 1/3 + 1.
    assert shrunk(halves, 3)[0, 0].tolist() == [0, 100, 200]
    assert shrunk(halves, 8) is halves
    net = zeros(2, 5, 1)
    net["maps"] = [np.full((size, 25, 25), 90, np.uint8) for size in (2, 5, 1)]
    told = describe(**net)["layers"]
    assert [layer["side"] for layer in told] == [25, SIDE, 25]
    assert told[1]["maps"].tobytes() == bytes([90]) * 5 * SIDE**2


def test_a_deep_network_with_all_its_numbers_is_small_on_the_wire() -> None:
    sizes = (2, 8, 8, 8, 8, 8, 8, 1)
    net, rng = zeros(*sizes), np.random.default_rng(0)
    net["weights"] = net["rates"] = [rng.normal(size=w.shape) for w in net["weights"]]
    net["maps"] = [rng.integers(0, 256, (size, 25, 25)).astype(np.uint8) for size in sizes]
    net["gradients"] = net["changes"] = [rng.normal(size=w.shape) for w in net["gradients"]]
    told = describe(**net)
    assert len(as_json(told)) < 36 * 1024


WEIGHT, BIAS, NEURON = {"layer": 1, "j": 0, "k": 2}, {"layer": 0, "j": 2, "k": None}, {"layer": 1, "neuron": 2}


@pytest.mark.parametrize(
    "op",
    [
        {"op": "undo"},
        {"op": "redo"},
        {"op": "add", "layer": 1},
        {"op": "remove", **NEURON},
        {"op": "hidden", "hidden": [4, 2]},
        {"op": "hidden", "hidden": []},
        {"op": "select", "selected": None},
        {"op": "select", "selected": WEIGHT},
        {"op": "select", "selected": BIAS},
        {"op": "select", "selected": {"layer": 2, "neuron": 0}},
        {"op": "value", **WEIGHT, "value": -1e6},
        {"op": "value", **BIAS, "value": 0.5},
        {"op": "freeze", **WEIGHT, "on": True},
        {"op": "switch", **NEURON, "on": False},
        {"op": "switch", "layer": 0, "neuron": 1, "on": True},
        {"op": "examples", "kind": "first", "example": 0},
        {"op": "examples", "kind": "example", "example": 7999},
    ],
)
def test_an_op_that_makes_sense_is_handed_on_without_anything_else(op: dict[str, Any]) -> None:
    assert accepted([{"seq": 5, **op, "extra": "<script>"}], (2, 3, 1)) == [op]


@pytest.mark.parametrize(
    "op",
    [
        {},
        {"op": "explode"},
        {"op": ["undo"]},
        {"op": "add"},
        {"op": "add", "layer": 0},
        {"op": "add", "layer": 2},
        {"op": "add", "layer": True},
        {"op": "remove", "layer": 1},
        {"op": "remove", "layer": 0, "neuron": 0},
        {"op": "remove", "layer": 2, "neuron": 0},
        {"op": "remove", "layer": 1, "neuron": 3},
        {"op": "remove", **WEIGHT},
        {"op": "hidden"},
        {"op": "hidden", "hidden": "4"},
        {"op": "hidden", "hidden": [0]},
        {"op": "hidden", "hidden": [2.0]},
        {"op": "hidden", "hidden": [True]},
        {"op": "hidden", "hidden": [101]},
        {"op": "hidden", "hidden": [1] * 7},
        {"op": "select"},
        {"op": "select", "selected": {}},
        {"op": "select", "selected": {"layer": 2, "j": 0, "k": 0}},
        {"op": "select", "selected": {"layer": 0, "j": 0}},
        {"op": "select", "selected": {"layer": 3, "neuron": 0}},
        {"op": "select", "selected": {"layer": 1, "neuron": -1}},
        {"op": "value", **WEIGHT},
        {"op": "value", **WEIGHT, "value": "1"},
        {"op": "value", **WEIGHT, "value": True},
        {"op": "value", **WEIGHT, "value": None},
        {"op": "value", **WEIGHT, "value": float("nan")},
        {"op": "value", **WEIGHT, "value": float("inf")},
        {"op": "value", **WEIGHT, "value": 1.1e6},
        {"op": "value", **WEIGHT, "value": 10**400},
        {"op": "value", **WEIGHT, "k": 3, "value": 1},
        {"op": "value", **WEIGHT, "j": 1, "value": 1},
        {"op": "value", **WEIGHT, "layer": True, "value": 1},
        {"op": "value", **NEURON, "value": 1},
        {"op": "freeze", **WEIGHT},
        {"op": "freeze", **WEIGHT, "on": 1},
        {"op": "switch", **NEURON, "on": None},
        {"op": "switch", "layer": 2, "neuron": 0, "on": False},
        {"op": "switch", **WEIGHT, "on": False},
        {"op": "examples", "kind": "all", "example": 0},
        {"op": "examples", "kind": ["first"], "example": 0},
        {"op": "examples", "kind": "example", "example": -1},
        {"op": "examples", "kind": "example"},
    ],
)
def test_an_op_that_makes_no_sense_is_dropped(op: Any) -> None:
    assert accepted([op, {"op": "undo"}], (2, 3, 1)) == [{"op": "undo"}]


def test_an_op_is_held_against_the_network_that_the_ops_before_it_make() -> None:
    shrink = {"op": "hidden", "hidden": [2]}
    value = {"op": "value", "layer": 0, "j": 2, "k": 0, "value": 1.0}
    assert accepted([value], (2, 3, 1)) == [value]
    assert accepted([shrink, value], (2, 3, 1)) == [shrink]


def test_neurons_are_added_and_removed_within_the_limits_of_the_layers_that_the_ops_before_make() -> None:
    add, remove = {"op": "add", "layer": 1}, {"op": "remove", "layer": 1, "neuron": 0}
    assert accepted([add] * 4, (2, 3, 1), max_neurons=5) == [add] * 2
    assert accepted([remove] * 4, (2, 3, 1)) == [remove] * 2
    last = {"op": "remove", "layer": 1, "neuron": 3}
    assert accepted([last, add, last], (2, 3, 1)) == [add, last]


@pytest.mark.parametrize(
    ("selected", "left"),
    [
        (None, None),
        ({"layer": 1, "neuron": 1}, {"layer": 1, "neuron": 1}),
        ({"layer": 1, "neuron": 2}, None),
        ({"layer": 1, "neuron": 3}, {"layer": 1, "neuron": 2}),
        ({"layer": 2, "neuron": 2}, {"layer": 2, "neuron": 2}),
        ({"layer": 0, "j": 3, "k": None}, {"layer": 0, "j": 2, "k": None}),
        ({"layer": 0, "j": 2, "k": 0}, None),
        ({"layer": 0, "j": 1, "k": 2}, {"layer": 0, "j": 1, "k": 2}),
        ({"layer": 1, "j": 2, "k": 2}, None),
        ({"layer": 1, "j": 3, "k": 3}, {"layer": 1, "j": 3, "k": 2}),
        ({"layer": 1, "j": 2, "k": None}, {"layer": 1, "j": 2, "k": None}),
        ({"layer": 2, "j": 0, "k": 2}, {"layer": 2, "j": 0, "k": 2}),
    ],
)
def test_what_is_selected_moves_up_when_a_neuron_above_it_is_removed(selected: Any, left: Any) -> None:
    assert without(selected, 1, 2) == left


def test_a_network_beyond_the_limits_may_stay_as_wide_but_grow_no_wider() -> None:
    def asked(*hidden: int) -> bool:
        return bool(accepted([{"op": "hidden", "hidden": list(hidden)}], (2, 12, 3, 1), 2, 8))

    assert asked(12, 4)
    assert not asked(13, 3)
    assert not asked(12, 3, 3)


def test_a_place_is_copied_free_of_anything_else() -> None:
    assert place({**WEIGHT, "name": "w", "value": 3}, (2, 3, 1)) == WEIGHT
    assert place({**NEURON, "on": True}, (2, 3, 1)) == NEURON


def test_the_strongest_rate_factors_of_a_network_worked_by_hand() -> None:
    names = named(2, 2, 1)
    weights = [np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[4.0, -1.0]])]
    # σ' is 0.25 and 0.1 in the hidden layer and 0.2 at the output: 0.25, -0.5, 0.05, 0.3, 0.8, -0.2.
    rates = [np.array([[0.25], [0.1]]) * weights[0], 0.2 * weights[1]]
    found = strongest(names, weights, rates, ranking(rates, 4))
    assert [(edge["from"], edge["to"], edge["rate"]) for edge in found] == [
        ("h1.1", "y1", 0.8),
        ("x2", "h1.1", -0.5),
        ("x2", "h1.2", 0.3),
        ("x1", "h1.1", 0.25),
    ]
    assert [(edge["weight"], edge["slope"]) for edge in found] == [
        (4.0, 0.2),
        (-2.0, 0.25),
        (3.0, 0.1),
        (1.0, 0.25),
    ]
    assert len({edge["id"] for edge in found}) == 4


def test_a_short_list_holds_every_edge_and_equals_keep_their_order() -> None:
    found = ranking([np.ones((1, 2))], 10)
    assert found == [(0, 0, 0), (0, 0, 1)]


def test_pixels_are_named_by_row_and_column() -> None:
    rates = np.zeros((1, 784))
    rates[0, 783], rates[0, 28] = 2.0, -1.0
    found = strongest([["28×28 pixels"], ["h1.1"]], [rates], [rates], ranking([rates], 2))
    assert [edge["from"] for edge in found] == ["pixel (28, 28)", "pixel (2, 1)"]
    assert source_name(["table"], 7, 3) == "input 4"


def test_the_slope_is_told_only_where_a_rate_factor_is_slope_times_weight() -> None:
    weights = np.array([[1.0, -2.0], [3.0, 0.0]])
    found = slopes(weights, np.array([[0.25], [0.1]]) * weights)
    assert found is not None
    np.testing.assert_allclose(found, [0.25, 0.1])
    # Softmax of two equal outputs: ∂a_j/∂z_i = ±1/4, so row j is Σ_i ±w_ik/4.
    assert slopes(weights, np.array([[0.25, -0.25], [-0.25, 0.25]]) @ weights) is None


def test_the_drawing_remembers_which_neurons_it_shows() -> None:
    drawn = Drawn()
    picture = network_diagram(**zeros(1, 1, 1), drawn=drawn)
    assert picture.component == "network_diagram"
    assert (picture.data["hidden"], drawn.neurons) == ([1], [[0], [0], [0]])


@pytest.mark.parametrize("known", [True, False])
def test_the_change_since_the_start_is_drawn_where_it_is_known_or_else_the_weights(known: bool) -> None:
    net = zeros(1, 1, 1)
    net["changes"] = net["gradients"] if known else None
    data = network_diagram(**net, show="change", drawn=Drawn()).data
    assert (data["show"], data["noChange"]) == ("change" if known else "weight", not known)


def test_the_list_of_rate_factors_keeps_its_order() -> None:
    names, weights = [["x"], ["h1.1"], ["y"]], [np.ones((1, 1)), np.ones((1, 1))]
    ranked = Ranked()
    listed = rate_factors(names=names, weights=weights, rates=weights, of=HUNDRED, ranked=ranked)
    grown = rate_factors(names=names, weights=weights, rates=[weights[0], 5 * weights[1]], of=HUNDRED, ranked=ranked)
    assert [edge["id"] for edge in grown.data["edges"]] == [edge["id"] for edge in listed.data["edges"]]
