"""What the drawing of the network and the list of rate factors are told: pure data, worked out by hand."""

import base64
import itertools
import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.components.network_diagram import EDGES, NEURONS, describe
from playground.components.rate_factors import slopes, source_name, strongest


def named(*sizes: int) -> list[list[str]]:
    inner = [[f"h{layer}.{j + 1}" for j in range(size)] for layer, size in enumerate(sizes[1:-1], start=1)]
    return [
        [f"x{k + 1}" for k in range(sizes[0])],
        *inner,
        [f"y{j + 1}" for j in range(sizes[-1])],
    ]


def zeros(*sizes: int) -> dict[str, Any]:
    pairs = list(itertools.pairwise(sizes))
    return {
        "names": named(*sizes),
        "weights": [np.zeros((out, inputs)) for inputs, out in pairs],
        "biases": [np.zeros(out) for _, out in pairs],
        "rates": [np.zeros((out, inputs)) for inputs, out in pairs],
        "maps": [None] * len(sizes),
    }


def test_a_small_network_is_told_whole() -> None:
    net = zeros(2, 1, 1)
    net["weights"] = [np.array([[0.5, -2.0]]), np.array([[3.0]])]
    net["biases"] = [np.array([-0.25]), np.array([1.0])]
    # Halfway up the sigmoid the slope is 1/4.
    net["rates"] = [w / 4 for w in net["weights"]]
    told = describe(**net)
    assert told["hidden"] == [1]
    assert [layer["heading"] for layer in told["layers"]] == ["input", "hidden 1", "output"]
    assert [layer["count"] for layer in told["layers"]] == ["2 inputs", "1", "1 output"]
    assert [layer["biases"] for layer in told["layers"]] == [None, [-0.25], [1.0]]
    first = told["pairs"][0]
    assert list(zip(first["from"], first["to"], first["weights"], first["rates"], strict=True)) == [
        (0, 0, 0.5, 0.125),
        (1, 0, -2.0, -0.5),
    ]
    assert first["slopes"] == {"0": 0.25}
    assert all(part["note"] == "" for part in told["layers"] + told["pairs"])


def test_what_is_told_survives_json_even_where_training_has_blown_up() -> None:
    net = zeros(2, 2, 1)
    net["weights"][0][0, 0] = np.nan
    net["rates"][1][0, 1] = np.inf
    net["biases"][0][1] = -np.inf
    told = describe(**net)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["pairs"][0]["weights"] == [None, 0.0, 0.0, 0.0]
    assert told["layers"][1]["biases"] == [0.0, None]


def test_a_wide_layer_draws_its_important_neurons_in_their_order() -> None:
    net = zeros(2, 30, 1)
    heavy = [28, 3, 11, 7, 20, 15, 1, 25, 9, 18]
    for rank, j in enumerate(heavy):
        net["weights"][rank % 2][(j, 0) if rank % 2 == 0 else (0, j)] = -1.0 - rank
    told = describe(**net)
    layer = told["layers"][1]
    assert layer["indices"] == sorted(heavy)
    assert layer["names"][0] == "h1.2"
    assert layer["note"] == "+20 more neurons"
    assert told["pairs"][0]["to"] == sorted(heavy * 2)
    assert told["pairs"][0]["note"] == "20 of 60 edges drawn: the strongest"


def test_a_neuron_drawn_before_stays_until_another_is_clearly_more_important() -> None:
    net = zeros(1, NEURONS + 1, 1)
    net["weights"][0][:] = 1.0
    last = NEURONS
    net["weights"][0][last] = 1.1
    before = [[0], list(range(NEURONS)), [0]]
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
    assert first["note"] == f"{EDGES} of 100 edges drawn: the strongest"


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
    assert first["weights"] == [0.2, 1.0]
    assert first["strongest"][1] == {"name": "pixel (7, 12)", "weight": -28.0, "rate": 0.0}
    assert first["note"] == "784 edges to a line: root mean square"


def test_only_the_maps_of_drawn_neurons_travel() -> None:
    net = zeros(2, 12, 1)
    net["weights"][0][2:] = 1.0
    net["maps"][1] = np.repeat(np.arange(12, dtype=np.uint8), 4).reshape(12, 2, 2)
    layer = describe(**net)["layers"][1]
    assert layer["side"] == 2
    assert base64.b64decode(layer["maps"]) == bytes(j for j in range(2, 12) for _ in range(4))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"show": "bias"}, '"weight" or "rate"'),
        ({"weights": [np.zeros((1, 3))]}, "Layer 1 has 1 neurons with 2 inputs"),
        ({"maps": [None]}, "2 maps; here are 1, 1, 1, 1"),
        ({"maps": [np.zeros((3, 2, 2), np.uint8), None]}, "Layer 0 has 2 neurons but 3 maps"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_a_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        describe(**(zeros(2, 1) | change))


def test_the_strongest_rate_factors_of_a_network_worked_by_hand() -> None:
    names = named(2, 2, 1)
    weights = [np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[4.0, -1.0]])]
    # σ' is 0.25 and 0.1 in the hidden layer and 0.2 at the output: 0.25, -0.5, 0.05, 0.3, 0.8, -0.2.
    rates = [np.array([[0.25], [0.1]]) * weights[0], 0.2 * weights[1]]
    found = strongest(names, weights, rates, k=4)
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
    found = strongest(named(2, 1), [np.ones((1, 2))], [np.ones((1, 2))], k=10)
    assert [edge["from"] for edge in found] == ["x1", "x2"]


def test_pixels_are_named_by_row_and_column() -> None:
    rates = np.zeros((1, 784))
    rates[0, 783], rates[0, 28] = 2.0, -1.0
    found = strongest([["28×28 pixels"], ["h1.1"]], [rates], [rates], k=2)
    assert [edge["from"] for edge in found] == ["pixel (28, 28)", "pixel (2, 1)"]
    assert source_name(["table"], 7, 3) == "input 4"


def test_rate_factors_and_weights_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="Layer 1 has 2 weights but 1 rate factors"):
        strongest(named(2, 1), [np.ones((1, 2))], [np.ones((1, 1))])


def test_the_slope_is_told_only_where_a_rate_factor_is_slope_times_weight() -> None:
    weights = np.array([[1.0, -2.0], [3.0, 0.0]])
    found = slopes(weights, np.array([[0.25], [0.1]]) * weights)
    assert found is not None
    np.testing.assert_allclose(found, [0.25, 0.1])
    # Softmax of two equal outputs: ∂a_j/∂z_i = ±1/4, so row j is Σ_i ±w_ik/4.
    assert slopes(weights, np.array([[0.25, -0.25], [-0.25, 0.25]]) @ weights) is None


def _page() -> None:
    import numpy as np
    import streamlit as st

    from playground.components.network_diagram import network_diagram
    from playground.components.rate_factors import rate_factors

    names, weights = [["x"], ["h1.1"], ["y"]], [np.ones((1, 1)), np.ones((1, 1))]
    biases = [np.zeros(1), np.zeros(1)]
    st.session_state.asked = network_diagram(
        names=names, weights=weights, biases=biases, rates=weights, maps=[None] * 3, ack=7, key="net"
    )
    rate_factors(names=names, weights=weights, rates=weights, paths=[(["w", "y", "C"], 0.5)], key="rates")


def test_a_page_is_handed_the_edits_it_has_not_applied_yet() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    assert app.session_state["asked"] == []
    told = [json.loads(view.proto.json) for view in app.get("bidi_component")]
    assert told[0]["hidden"] == [1]
    assert told[0]["ack"] == 7
    assert told[1]["paths"]["total"] == 0.5
    new = {"seq": 8, "op": "hidden", "hidden": [2]}
    app.session_state["net"] = {"ops": [{"seq": 7, "op": "hidden", "hidden": [3]}, new]}
    app.run()
    assert app.session_state["asked"] == [new]
