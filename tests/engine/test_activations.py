"""Activation functions against their definitions, their derivatives against differences, and far from zero."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, activate, sigmoid, sigmoid_derivative, softmax, softmax_jacobian

Z = np.array([-3.0, -1.0, -0.25, 0.5, 1.0, 4.0])
SMOOTH = ("sigmoid", "tanh", "relu", "linear")


def test_sigmoid_is_one_over_one_plus_e_to_minus_z():
    # σ(ln 3) = 1 / (1 + 1/3) = 3/4 and σ(-ln 3) = 1/4
    assert sigmoid(np.log([1.0, 3.0, 1 / 3])) == pytest.approx([0.5, 0.75, 0.25], rel=1e-15)


def test_sigmoid_follows_from_tanh():
    z = np.linspace(-20, 20, 2001)
    assert sigmoid(z) == pytest.approx((1 + np.tanh(z / 2)) / 2, rel=1e-12, abs=1e-16)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_does_not_overflow(dtype):
    z = np.array([-1000, 1000, -np.inf, np.inf], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert sigmoid(z[:2]).tolist() == [0, 1]
        assert sigmoid(z[2:]).tolist() == [0, 1]
        assert sigmoid_derivative(z[:2]).tolist() == [0, 0]


def test_sigmoid_derivative_is_accurate_where_sigmoid_has_become_1():
    # σ'(50) = e^-50 to 22 digits, although 1 - σ(50) is 0 in floating point
    assert 1 - sigmoid(np.array(50.0)) == 0
    assert sigmoid_derivative(np.array([50.0, -50.0])) == pytest.approx(np.exp(-50.0), rel=1e-14)


@pytest.mark.parametrize("name", SMOOTH)
def test_derivatives_agree_with_central_differences(name):
    activation, h = ACTIVATIONS[name], 1e-5
    slope = (activation.function(Z + h) - activation.function(Z - h)) / (2 * h)
    curve = (activation.derivative(Z + h) - activation.derivative(Z - h)) / (2 * h)
    assert activation.derivative(Z) == pytest.approx(slope, rel=1e-8, abs=1e-10)
    assert activation.second_derivative(Z) == pytest.approx(curve, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("name", ["relu", "step"])
def test_exactly_zero_counts_as_not_positive(name):
    activation = ACTIVATIONS[name]
    assert activation.function(np.array([-1.0, 0.0])).tolist() == [0, 0]
    assert activation.derivative(np.array([-1.0, 0.0])).tolist() == [0, 0]


def test_relu_and_step_above_zero():
    assert ACTIVATIONS["relu"].function(np.array([2.5])).tolist() == [2.5]
    assert ACTIVATIONS["relu"].derivative(np.array([2.5])).tolist() == [1]
    assert ACTIVATIONS["step"].function(np.array([1e-30, 2.5])).tolist() == [1, 1]


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_outputs_lie_within_the_stated_bounds_and_keep_shape_and_type(name):
    activation = ACTIVATIONS[name]
    z = np.linspace(-50, 50, 60, dtype=np.float32).reshape(3, 4, 5)
    for function in (activation.function, activation.derivative, activation.second_derivative):
        assert function(z).shape == z.shape
        assert function(z).dtype == np.float32
    a = activation.function(z)
    assert a.min() >= activation.low
    assert a.max() <= activation.high


def test_softmax_of_logarithms_gives_the_shares():
    # e^{ln 1}, e^{ln 2}, e^{ln 5} sum to 8
    assert softmax(np.log([[1.0, 2.0, 5.0]])) == pytest.approx(np.array([[1 / 8, 2 / 8, 5 / 8]]), rel=1e-15)


def test_softmax_does_not_overflow_and_ignores_a_common_shift():
    with np.errstate(over="raise", invalid="raise"):
        assert softmax(np.array([[1000.0, 1000.0], [-1000.0, 1000.0]])).tolist() == [[0.5, 0.5], [0, 1]]
    z = np.array([[0.5, -1.0, 2.0]])
    assert softmax(z + 64) == pytest.approx(softmax(z), rel=1e-13)


def test_softmax_jacobian_against_central_differences():
    z, h = np.array([[0.3, -1.2, 0.8, 0.0], [5.0, 1.0, -2.0, 0.1]]), 1e-6
    jacobian = softmax_jacobian(softmax(z))
    for i in range(4):
        nudge = h * np.eye(4)[i]
        column = (softmax(z + nudge) - softmax(z - nudge)) / (2 * h)
        assert jacobian[:, :, i] == pytest.approx(column, rel=1e-7, abs=1e-10)


def test_softmax_jacobian_by_hand():
    # a = (1/4, 3/4): ∂a_0/∂z_0 = 1/4 · 3/4, ∂a_0/∂z_1 = -1/4 · 3/4
    assert softmax_jacobian(np.array([[0.25, 0.75]])).tolist() == [[[3 / 16, -3 / 16], [-3 / 16, 3 / 16]]]


def test_activate_knows_softmax_and_the_registry():
    z = np.array([[0.0, 0.0]])
    assert activate("softmax", z).tolist() == [[0.5, 0.5]]
    assert activate("linear", z + 3).tolist() == [[3, 3]]


def test_only_the_step_neuron_cannot_be_trained():
    assert [name for name, activation in ACTIVATIONS.items() if not activation.trainable] == ["step"]
