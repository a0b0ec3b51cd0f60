"""The lesson on matrices: the numbers are the engine's, and every explanation names the numbers it uses."""

import numpy as np
import pytest

from engine.network import Network
from playground.components.diagram.matrices import Matrix, cell_ids
from playground.components.shared.numerals import numeral
from playground.lessons import matrices
from playground.lessons.matrices import SHAPES, batch_lines, batch_makings, shapes_in_words
from playground.lessons.parts import this_digit
from playground.lessons.parts.small_networks import (
    KINDS,
    forward_line,
    forward_makings,
    handy,
    id_of,
    name_of,
    parameters,
    set_value,
    value_of,
)
from tests.playground.lessons.exhibits import click, exhibit, neurons, run, sent, turn, view


def by_hand() -> Network:
    """z² = (2·1 + (−1)·3 + 1, 0·1 + 1·3 − 3) = (0, 0), so a² = (½, ½) and z³ = ½ + ½ − 1 = 0."""
    network = Network((2, 2, 1), "sigmoid", "sigmoid", dtype=np.float64)
    network.weights[0][...], network.biases[0][...] = [[2, -1], [0, 1]], [1, -3]
    network.weights[1][...], network.biases[1][...] = [[1, 1]], [-1]
    return network


def test_a_layer_by_hand_as_matrices_and_in_words() -> None:
    network = by_hand()
    zs, activations = network.forward([[1.0, 3.0]])
    z, _, w, before, _, b, _, a = forward_line(network, 2, zs[0], activations[1], activations[0])
    assert np.ravel(z.values).tolist() == [0, 0]
    assert np.ravel(a.values).tolist() == [0.5, 0.5]
    assert np.allclose(w.values @ before.values + b.values, z.values)
    made = forward_makings(network, [z[0] for z in zs], [a[0] for a in activations])
    assert made["z/2/0"].words == "z²₁ = w²₁₁·a¹₁ + w²₁₂·a¹₂ + b²₁\n= 2·1 + (−1)·3 + 1 = 0"
    assert made["z/2/0"].of == ("w/2/0/0", "a/1/0", "w/2/0/1", "a/1/1", "b/2/0")
    assert made["a/3/0"].words == "a³₁ = σ(z³₁) = σ(0) = 0.5"


def test_weights_are_tenths_with_an_id_each() -> None:
    network = handy((2, 3, 1), "tanh", "tanh", 5)
    assert np.allclose(network.parameters * 10, np.round(network.parameters * 10))
    assert len(set(map(id_of, parameters(network)))) == network.parameters.size
    assert len(parameters(network)) == network.parameters.size
    set_value(network, (2, 1, None), 0.7)
    assert (network.biases[0][1], value_of(network, (2, 1, None)), name_of((2, 1, None))) == (0.7, 0.7, "b²₂")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_explanation_ends_in_its_number_and_points_at_numbers(shape: str, kind: str) -> None:
    network = handy(SHAPES[shape], kind, kind, 2)
    x = np.array([[3.0, -3.0, 1.0], [0.0, 0.0, 0.0], [0.5, 1.0, -2.0]])[:, : network.sizes[0]]
    zs, activations = network.forward(x)
    lines = batch_lines(network, zs, activations)
    made = batch_makings(network, zs, activations)
    cells = {}
    for matrix in (item for line in lines for item in line if isinstance(item, Matrix)):
        cells |= dict(zip(cell_ids(matrix), np.ravel(matrix.values), strict=True))
    for id_, one in made.items():
        assert set(one.of) <= set(cells), id_
        if id_[0] in "za":
            assert one.words.endswith(f"= {numeral(cells[id_])}"), id_
    for z, _, a, w, _, b, _, _ in lines:
        assert np.allclose(a.values @ w.values + b.values, z.values)


def test_shapes_fit_inside() -> None:
    assert shapes_in_words(by_hand(), 1).splitlines()[1] == "w³ a² + b³ = z³:  (1 × 2)(2 × 1) + (1 × 1) = (1 × 1)"
    assert shapes_in_words(by_hand(), 3).splitlines()[0] == "a¹ (w²)ᵀ + b² = z²:  (3 × 2)(2 × 2) + (1 × 2) = (3 × 2)"


def test_a_clicked_weight_is_turned_and_the_network_follows() -> None:
    app = exhibit("matrices")
    click(app, "matrices-numbers", "w/3/0/1")
    (dial,) = [data for data in sent(app) if len(data.get("dials", ())) == 1]
    turn(app, "matrices-weight", dial["version"], value=-2.5)
    assert view(app, "matrices")["picked"] == ["w/3/0/1"]
    network = this_digit.network()
    set_value(network, (3, 0, 1), -2.5)
    assert neurons(app)["a/3/0"] == numeral(network.feedforward([[1.0, 0.5]])[0, 0])
    click(app, "matrices-drawing", "w/2/0/0")
    assert neurons(app)["a/3/0"] == numeral(network.feedforward([[1.0, 0.5]])[0, 0]), "the turned weight stays"


@pytest.mark.parametrize("end", [-99.0, 99.0])
def test_ends_of_the_dials_in_a_mini_batch(end: float) -> None:
    app = exhibit("matrices")
    app.segmented_control(key="matrices-rows").set_value(matrices.BATCH)
    app.segmented_control(key="matrices-shape").set_value("2 → 3 → 3 → 2")
    app.segmented_control(key="matrices-kind").set_value("relu")
    run(app)
    turn(app, "matrices-inputs", x1=end, x2=end)
    x = float(np.clip(end, -matrices.LARGEST, matrices.LARGEST))
    network = handy((2, 3, 3, 2), "relu", "relu", this_digit.SEED)
    wanted = network.feedforward([[x, x], *matrices.OTHERS[:, :2].tolist()])
    assert view(app, "matrices")["lines"][-1][-1]["cells"] == [numeral(one) for one in wanted.ravel()]
