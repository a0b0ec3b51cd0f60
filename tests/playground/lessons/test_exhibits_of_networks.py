"""Exhibits of networks: which connections are left, and what each neuron draws; by hand and as the engine has it."""

import base64

import numpy as np
import pytest

from engine import Trainer
from engine.network import Network
from playground.lessons.parts import (
    ever_more_abstract,
    few_connections,
)
from playground.notes import link
from playground.settings import pages
from tests.playground.apps import app_at
from tests.playground.lessons.exhibits import run, sent, turn


def test_what_is_cut_and_which_inputs_still_count_by_hand() -> None:
    network = Network((7, 5, 1), "tanh", "sigmoid", initialization="zero", dtype=np.float64)
    network.weights[0][0, 2], network.weights[0][1, 3], network.weights[0][4, 6] = 0.5, -0.05, 2
    network.weights[1][0, :2] = 1, -1  # nothing leads on from the fifth hidden neuron
    assert few_connections.used(network) == ["x₁²", "x₂²"]
    left = few_connections.cut(network, 0.1)
    assert few_connections.used(left) == ["x₁²"]
    assert left.weights[0][0, 2] == 0.5
    assert network.weights[0][1, 3] == -0.05, "a copy is cut"


def weights_of(penalty: str, strength: float) -> np.ndarray:
    return np.concatenate([np.ravel(w) for w in few_connections.train(penalty, strength).network.weights])


@pytest.mark.parametrize("strength", few_connections.STRENGTHS)
def test_l1_leaves_few_connections_and_l2_makes_all_smaller(strength: float) -> None:
    plain, l2, l1 = weights_of("none", 0), weights_of("L2", strength), weights_of("L1", strength)
    least = few_connections.CUT.value
    assert (abs(l1) >= least).sum() < (abs(l2) >= least).sum() < (abs(plain) >= least).sum()
    assert abs(l2).sum() < abs(plain).sum()
    trained = few_connections.train("L1", strength)
    assert trained.right(least) == pytest.approx(trained.right(), abs=0.02), (
        "those that are left are the important ones"
    )
    assert few_connections.train("none", 0).right(1) < 0.8, "not so if important ones are cut"


def test_with_a_large_lambda_l1_finds_that_a_circle_needs_the_squares() -> None:
    left = few_connections.cut(few_connections.train("L1", 3.0).network, few_connections.CUT.value)
    assert few_connections.used(left) == ["x₁²", "x₂²"]


def test_the_three_networks_begin_alike_and_are_as_a_run_makes_them() -> None:
    starts = [Trainer(few_connections.PLAIN.changed(regularization=name)).network for name in ("none", "L1", "L2")]
    assert all(np.array_equal(start.parameters, starts[0].parameters) for start in starts)
    trainer = Trainer(few_connections.PLAIN.changed(regularization="L1", regularization_strength=1.0))
    trainer.train(epochs=few_connections.EPOCHS)
    trained = few_connections.train("L1", 1.0)
    assert np.array_equal(trained.network.parameters, trainer.network.parameters)
    assert trained.right() == pytest.approx(trainer.history.test_accuracy[-1])


def test_a_drawing_has_the_connections_that_are_left() -> None:
    app = app_at(pages.NOTES.name, **link.write("connections")).run()

    def drawn() -> list[int]:
        drawings = [data for data in sent(app) if "wires" in data]
        assert all(f": {len(data['wires'])} of 40 connections" in data["title"] for data in drawings)
        return [len(data["wires"]) for data in drawings]

    at_first = drawn()
    assert at_first == sorted(at_first, reverse=True)
    turn(app, "few-least", app.session_state["lesson-address"].edition, least=0.001)
    assert all(more >= before for more, before in zip(drawn(), at_first, strict=True))
    app.segmented_control(key="few-strength").set_value(0.3)
    run(app)
    assert drawn()[2] > 20


def test_what_a_neuron_alone_parts_by_hand() -> None:
    y = np.array([0, 0, 1, 1])
    rising, falling, mixed = [1.0, 2, 3, 4], [4.0, 3, 2, 1], [1.0, 3, 2, 4]
    assert ever_more_abstract.parted(np.array([rising, falling, mixed]).T, y).tolist() == [1, 1, 0.75]
    alike, half = [1.0, 1, 1, 1], [1.0, 1, 1, 2]  # no threshold parts what is equal
    assert ever_more_abstract.parted(np.array([alike, half]).T, y).tolist() == [0.5, 0.75]


def test_the_shape_of_an_edge_by_hand() -> None:
    across, up = np.meshgrid(np.linspace(-1, 1, 25), np.linspace(1, -1, 25))

    def shape(on: np.ndarray) -> str:
        return ever_more_abstract.shape_of(np.where(on, 255, 0).astype(np.uint8))

    assert shape(2 * across + up > 0.3) == "its edge is still almost straight"
    assert shape((across > 0) & (up > 0)) == "its edge is bent"
    assert shape(across**2 + up**2 < 0.3) == shape(across**2 + up**2 > 0.3) == "its edge closes a region in"


@pytest.mark.parametrize("data", ever_more_abstract.DATA)
def test_later_layers_bend_their_edges_and_each_neuron_tells_more(data: str) -> None:
    seen = ever_more_abstract.train(data)
    assert seen.snapshot.plane is not None
    _, first, second, _ = seen.snapshot.plane.neurons
    assert {ever_more_abstract.shape_of(values) for values in first} == {"its edge is still almost straight"}
    assert "its edge is still almost straight" not in {ever_more_abstract.shape_of(values) for values in second}
    inputs, hidden, later, output = (float(shares.mean()) for shares in seen.alone)
    assert max(inputs, hidden) + 0.1 < later < output
    assert output > 0.95
    assert seen.snapshot.train.accuracy <= output, "its best threshold is no worse than one half"


def test_every_neuron_has_its_map_and_its_words() -> None:
    app = app_at(pages.NOTES.name, **link.write("layers")).run()
    (drawn,) = [data for data in sent(app) if "wires" in data]
    plane = ever_more_abstract.train("circle").snapshot.plane
    assert plane is not None
    assert [one["map"]["side"] for one in drawn["neurons"]] == [25] * (2 + 6 + 4 + 1)
    assert base64.b64decode(drawn["neurons"][2]["map"]["values"]) == plane.neurons[1][0].tobytes()
    assert "its edge is straight" in drawn["made"]["n/1/0"]["words"]
    strongest = np.argsort(-np.abs(ever_more_abstract.train("circle").snapshot.weights[1][2]))[:2]
    assert all(f"h1.{k + 1}" in drawn["made"]["n/2/2"]["words"] for k in strongest)
    app.segmented_control(key="abstract-data").set_value("xor")
    run(app)
    (other,) = [data for data in sent(app) if "wires" in data]
    assert other["neurons"][2]["map"] != drawn["neurons"][2]["map"]
