"""What a network is said to have seen: gradients against finite differences, sums that come out, flipped answers."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

import engine
from engine import Network, explain
from engine.data import mnist

NETS = [((6, 5, 4, 3), "tanh", "softmax"), ((6, 5, 3), "sigmoid", "sigmoid"), ((6, 7, 5, 3), "relu", "softmax")]
NETS += [((6, 3), "tanh", "tanh"), ((6, 4, 4, 4, 3), "linear", "linear")]
STEP = 1e-6


@pytest.fixture(params=NETS, ids=lambda net: f"{net[0]}-{net[1]}-{net[2]}")
def network(request: pytest.FixtureRequest, exact_network: Callable[..., Network]) -> Network:
    made: Network = exact_network(*request.param)
    return made


@pytest.fixture
def x() -> np.ndarray:
    return np.random.default_rng(3).uniform(0.1, 0.9, 6)


def differences(function: Callable[[np.ndarray], float], x: np.ndarray) -> np.ndarray:
    """The central finite differences of `function` in every coordinate."""
    steps = STEP * np.eye(len(x))
    return np.array([(function(x + step) - function(x - step)) / (2 * STEP) for step in steps])


def test_slopes_at_the_input_are_the_gradient_of_the_mix_of_weighted_outputs(network: Network, x: np.ndarray) -> None:
    mix = np.array([1.0, -2.0, 0.5])
    expected = differences(lambda at: float(mix @ network.weighted_outputs(at)[0]), x)
    np.testing.assert_allclose(explain.slopes(network, x, mix)[0], expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("j", [0, 1, 2])
def test_the_output_gradient_is_that_of_finite_differences(network: Network, x: np.ndarray, j: int) -> None:
    expected = differences(lambda at: float(network.feedforward(at)[0, j]), x)
    np.testing.assert_allclose(explain.output_gradient(network, x, j), expected, rtol=1e-5, atol=1e-8)


def test_softmax_shares_are_taken_from_each_other(x: np.ndarray, exact_network: Callable[..., Network]) -> None:
    network = exact_network((6, 5, 3), "tanh", "softmax")
    gradients = [explain.output_gradient(network, x, j) for j in range(3)]
    np.testing.assert_allclose(np.sum(gradients, axis=0), 0, atol=1e-12)


def test_in_the_last_hidden_layer_a_voice_is_weight_times_activation(network: Network, x: np.ndarray) -> None:
    heard = explain.voices(network, x, 1)
    assert len(heard) == len(network.sizes) - 2
    if heard:
        zs, activations = network.forward(x)
        np.testing.assert_allclose(heard[-1].says, network.weights[-1][1] * activations[-2][0], rtol=1e-12)
        assert heard[-1].rest == pytest.approx(network.biases[-1][1], abs=1e-12)
        assert heard[-1].total == pytest.approx(zs[-1][0, 1])


def test_a_hand_worked_voice_in_an_early_layer() -> None:
    network = Network((1, 2, 1, 1), "relu", "linear", initialization="zero", dtype=np.float64)
    network.weights[0][...], network.biases[0][...] = [[2.0], [-1.0]], [0.0, 0.5]
    network.weights[1][...], network.biases[1][...] = [[3.0, 4.0]], [-1.0]
    network.weights[2][...], network.biases[2][...] = [[0.5]], [10.0]
    # x = 1: a² = (2, 0), z³ = 3·2 - 1 = 5, z⁴ = 0.5·5 + 10 = 12.5; the slopes of a² are 0.5·(3, 4).
    first, second = explain.voices(network, np.array([1.0]), 0)
    np.testing.assert_allclose(first.activations, [2, 0])
    np.testing.assert_allclose(first.slopes, [1.5, 2])
    np.testing.assert_allclose(first.says, [3, 0])
    assert first.total == 12.5
    assert first.rest == 9.5  # the later biases: 10 + 0.5·(-1)
    np.testing.assert_allclose(second.says, [2.5])
    assert second.rest == 10


def test_fields_of_the_first_layer_are_its_weights(network: Network, x: np.ndarray) -> None:
    if len(network.sizes) > 2:
        np.testing.assert_array_equal(explain.fields(network, x, 1, [2, 0]), network.weights[0][[2, 0]])


def test_fields_of_a_later_layer_are_gradients_of_its_weighted_inputs(network: Network, x: np.ndarray) -> None:
    for layer in range(2, len(network.sizes) - 1):
        for k in (0, 2):
            expected = differences(lambda at, at_layer=layer, k=k: float(network.forward(at)[0][at_layer - 1][0, k]), x)
            np.testing.assert_allclose(explain.fields(network, x, layer, [k])[0], expected, rtol=1e-5, atol=1e-8)


def test_what_is_not_there_is_named(exact_network: Callable[..., Network], x: np.ndarray) -> None:
    network = exact_network((6, 5, 3), "tanh", "softmax")
    with pytest.raises(ValueError, match="no hidden layer 2: this network has 1"):
        explain.fields(network, x, 2, [0])
    for call in (explain.output_gradient, explain.voices, explain.flip):
        with pytest.raises(ValueError, match="no output 3: this network has 3"):
            call(network, x, 3)
        with pytest.raises(ValueError, match="6 inputs, and the example has 7"):
            call(network, np.zeros(7), 0)


def plane() -> Network:
    """Two inputs, two linear outputs: z = (4 x₁, 3 x₂)."""
    network = Network((2, 2), "relu", "linear", initialization="zero", dtype=np.float64)
    network.weights[0][...] = [[4, 0], [0, 3]]
    return network


def test_the_least_change_of_a_linear_network_is_the_way_to_the_line_where_both_are_equal() -> None:
    start = np.array([0.6, 0.4])
    found = explain.flip(plane(), start, 1)
    # The border is 4 x₁ = 3 x₂, at distance |4·0.6 - 3·0.4| / 5 = 0.24, along (-4, 3) / 5.
    assert found.found
    assert found.distance == pytest.approx(0.24, rel=1e-3)
    np.testing.assert_allclose(found.change, [-0.192, 0.144], rtol=1e-3)
    np.testing.assert_allclose(found.picture, start + found.change)
    assert found.ink == pytest.approx(0.336, rel=1e-3)
    assert plane().feedforward(found.picture)[0].argmax() == 1


def test_pixels_that_are_full_leave_the_change_to_the_others() -> None:
    found = explain.flip(plane(), np.array([0.8, 1.0]), 1)
    # x₂ is full: x₁ alone has to go down to 3/4.
    assert found.found
    np.testing.assert_allclose(found.picture, [0.75, 1], atol=1e-4)


def test_the_winner_needs_no_change() -> None:
    found = explain.flip(plane(), np.array([0.6, 0.4]), 0)
    assert found.found
    assert (found.distance, found.ink, found.steps) == (0, 0, 0)


def test_where_nothing_can_flip_it_that_is_said() -> None:
    network = plane()
    network.biases[0][0] = 10.0  # z₁ ≥ 10 > 3 ≥ z₂ for all pixels in 0...1
    found = explain.flip(network, np.array([0.6, 0.4]), 1)
    assert not found.found
    assert ((found.picture >= 0) & (found.picture <= 1)).all()
    network.weights[0][...] = 0  # no gradient to follow at all
    assert not explain.flip(network, np.array([0.6, 0.4]), 1).found


def test_real_digits_flip_to_the_runner_up_with_little_ink() -> None:
    network, digits = engine.load_digit_network(), mnist.embedded()
    for image in digits.x_test[:12]:
        second = int(np.argsort(network.weighted_outputs(image)[0])[-2])
        found = explain.flip(network, image, second)
        assert found.found
        assert network.copy(np.float64).feedforward(found.picture)[0].argmax() == second
        assert ((found.picture >= 0) & (found.picture <= 1)).all()
        assert found.distance < np.linalg.norm(image / 255)  # nearer than the empty sheet
        nearly = image / 255 + 0.98 * found.change
        assert network.copy(np.float64).feedforward(nearly)[0].argmax() != second


def test_softmax_steps_with_numbers_worked_by_hand() -> None:
    steps = explain.softmax_steps(np.log([1.0, 2.0, 5.0]) + 1000)
    np.testing.assert_allclose(steps.shifted, np.log([0.2, 0.4, 1.0]), atol=1e-12)
    np.testing.assert_allclose(steps.exponentials, [0.2, 0.4, 1.0])
    assert steps.total == pytest.approx(1.6)
    np.testing.assert_allclose(steps.shares, [0.125, 0.25, 0.625])
    assert all(a < b for a, b in pairwise(steps.shares))
