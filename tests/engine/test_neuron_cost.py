"""The cost of one neuron on data: worked by hand, and the same as a network of that one neuron has."""

import numpy as np
import pytest

from engine import Network, backpropagation, newton
from engine.neuron_cost import FIVE_EXAMPLES, NeuronCost

X = np.array([[0.5, -1.0], [2.0, 0.3], [-1.2, 0.7], [0.1, 1.5]])
Y = np.array([0.0, 1.0, 1.0, 0.4])
FITTING = [("quadratic", "linear"), ("quadratic", "sigmoid"), ("quadratic", "tanh"), ("cross-entropy", "sigmoid")]


def test_a_line_by_hand() -> None:
    """y = (-1.5, -1, 0.5, 0.5, 2): Σ y² = 7.75, Σ xy = 8.5, Σ y = 0.5, Σ x² = 10 and Σ x = 0 for n = 5."""
    line = FIVE_EXAMPLES["linear"]
    flat, best = np.zeros(2), np.array([0.85, 0.1])
    assert line.value(flat) == pytest.approx(7.75 / 10)
    np.testing.assert_allclose(line.gradient(flat), [-8.5 / 5, -0.5 / 5])
    np.testing.assert_allclose(line.hessian(flat), [[2, 0], [0, 1]], atol=1e-15)
    np.testing.assert_allclose(line.gradient(best), 0, atol=1e-15)
    assert line.value(best) == pytest.approx((7.75 - 8.5**2 / 10 - 0.5**2 / 5) / 10), "what no line explains"


def test_a_sigmoid_by_hand() -> None:
    """At w = b = 0 every a = 1/2 and σ' = 1/4: δ = (a - y)/4, with a - y = (½, ½, -½, ½, -½)."""
    neuron, flat = FIVE_EXAMPLES["sigmoid"], np.zeros(2)
    np.testing.assert_allclose(neuron.outputs(flat), 0.5)
    np.testing.assert_allclose(neuron.terms(flat), 1 / 8)
    np.testing.assert_allclose(neuron.errors(flat), [1 / 8, 1 / 8, -1 / 8, 1 / 8, -1 / 8])
    np.testing.assert_allclose(neuron.gradient(flat), [(-2 - 1 + 1 - 2) / 8 / 5, 1 / 8 / 5])


@pytest.mark.parametrize(("cost", "output"), FITTING)
def test_it_is_the_cost_of_a_network_of_one_neuron(cost: str, output: str) -> None:
    neuron = NeuronCost(X, Y, output, cost)
    places = np.random.default_rng(0).normal(0, 2, (3, 2, 3))
    found = neuron.value(places), neuron.gradient(places), neuron.hessian(places)
    assert [one.shape for one in found] == [(3, 2), (3, 2, 3), (3, 2, 3, 3)]
    assert neuron.gradients(places).shape == (3, 2, 4, 3)
    for at in np.ndindex(3, 2):
        network = Network((2, 1), output=output, dtype=np.float64)
        network.parameters[...] = places[at]
        value, by_weight, by_bias = backpropagation.gradient(network, X, Y[:, np.newaxis], cost)
        assert found[0][at] == pytest.approx(value)
        np.testing.assert_allclose(found[1][at], np.append(by_weight[0], by_bias[0]), atol=1e-14)
        np.testing.assert_allclose(found[2][at], newton.hessian(network, X, Y[:, np.newaxis], cost), atol=1e-14)


@pytest.mark.parametrize(("cost", "output"), FITTING)
def test_its_derivatives_are_those_of_its_value(cost: str, output: str) -> None:
    neuron, at, h = NeuronCost(X, Y, output, cost), np.array([0.4, -0.9, 0.2]), 1e-5
    for i, unit in enumerate(np.eye(3) * h):
        slope = (neuron.value(at + unit) - neuron.value(at - unit)) / (2 * h)
        bend = (neuron.gradient(at + unit) - neuron.gradient(at - unit)) / (2 * h)
        assert neuron.gradient(at)[i] == pytest.approx(slope, rel=1e-6)
        np.testing.assert_allclose(neuron.hessian(at)[i], bend, rtol=1e-6, atol=1e-9)


def test_far_away_it_is_a_number_still() -> None:
    with np.errstate(all="raise", under="ignore"):
        for at in ([1e6, -1e6], [-1e6, 1e6]):
            for neuron in FIVE_EXAMPLES.values():
                assert np.isfinite(neuron.gradient(np.array(at))).all()
                assert np.isfinite(neuron.value(np.array(at)))


def test_on_five_examples_a_line_has_a_bowl_and_a_sigmoid_has_none() -> None:
    places = np.random.default_rng(1).uniform(-5, 5, (500, 2))
    lowest = {kind: np.linalg.eigvalsh(one.hessian(places))[:, 0] for kind, one in FIVE_EXAMPLES.items()}
    assert (lowest["linear"] > 0.9).all()
    assert (lowest["sigmoid"] < 0).mean() > 0.3
