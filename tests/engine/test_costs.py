"""Costs: worked values, their gradients against differences, and the output layers that fit."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, activate, sigmoid
from engine.costs import COSTS, cost_named, output_delta, require_fit

PAIRS = [(cost.name, output) for cost in COSTS.values() for output in cost.outputs]


def test_quadratic_by_hand():
    # ½ (0.5² + 2²) = 2.125
    a, y = np.array([[0.5, 3.0]]), np.array([[1.0, 1.0]])
    assert COSTS["quadratic"].value(a, a, y).tolist() == [2.125]


def test_cross_entropy_by_hand():
    # a = 3/4 and 1/5 for y = 1 and 0: -ln(3/4) - ln(4/5) = ln(5/3)
    z = np.array([[np.log(3), -np.log(4)]])
    value = COSTS["cross-entropy"].value(z, sigmoid(z), np.array([[1.0, 0.0]]))
    assert value == pytest.approx([np.log(5 / 3)], rel=1e-14)


def test_log_likelihood_by_hand():
    # softmax of (ln 1, ln 2, ln 5) gives the right class 2/8: -ln(1/4) = ln 4
    z = np.log([[1.0, 2.0, 5.0]])
    value = COSTS["log-likelihood"].value(z, activate("softmax", z), np.array([[0.0, 1.0, 0.0]]))
    assert value == pytest.approx([np.log(4)], rel=1e-14)


def test_costs_are_finite_where_a_is_exactly_0_or_1():
    z = np.array([[1000.0, -1000.0]])
    right, wrong = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])
    assert sigmoid(z).tolist() == [[1, 0]]
    # ln(1 + e^1000) is 1000 for each of the two wrong neurons
    assert COSTS["cross-entropy"].value(z, sigmoid(z), right).tolist() == [0]
    assert COSTS["cross-entropy"].value(z, sigmoid(z), wrong).tolist() == [2000]
    # softmax: ln of e^-2000 / (1 + e^-2000)
    assert COSTS["log-likelihood"].value(z, activate("softmax", z), right).tolist() == [0]
    assert COSTS["log-likelihood"].value(z, activate("softmax", z), wrong).tolist() == [2000]


def test_soft_targets_make_cross_entropy_least_at_a_equal_y_with_the_binary_entropy():
    y = np.array([[0.3]])
    a = np.linspace(0.01, 0.99, 99)
    z = np.log(a / (1 - a))[:, np.newaxis]
    values = COSTS["cross-entropy"].value(z, a[:, np.newaxis], y)
    assert a[values.argmin()] == pytest.approx(0.3)
    assert values.min() == pytest.approx(-(0.3 * np.log(0.3) + 0.7 * np.log(0.7)), rel=1e-12)
    assert values.min() > 0.6


@pytest.mark.parametrize(("name", "output"), PAIRS)
def test_output_delta_is_the_derivative_by_the_weighted_input(name, output):
    cost, h = COSTS[name], 1e-6
    z = np.array([[0.4, -1.1, 2.0], [-0.2, 0.9, 0.0]])
    y = np.array([[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]])
    delta = output_delta(cost, output, z, activate(output, z), y)
    for j in range(3):
        up, down = z + h * np.eye(3)[j], z - h * np.eye(3)[j]
        slope = (cost.value(up, activate(output, up), y) - cost.value(down, activate(output, down), y)) / (2 * h)
        assert delta[:, j] == pytest.approx(slope, rel=1e-7, abs=1e-9)


def test_gradient_of_the_quadratic_cost_and_of_the_others_by_hand():
    a, y = np.array([[0.25, 0.75]]), np.array([[1.0, 0.0]])
    z = np.log(a / (1 - a))
    assert COSTS["quadratic"].gradient(z, a, y).tolist() == [[-0.75, 0.75]]
    # (a - y) / (a (1 - a)) = -1/a where y = 1 and 1/(1 - a) where y = 0
    assert COSTS["cross-entropy"].gradient(z, a, y) == pytest.approx(np.array([[-4.0, 4.0]]), rel=1e-14)
    assert COSTS["log-likelihood"].gradient(z, a, y).tolist() == [[-4, 0]]


@pytest.mark.parametrize("z", [-600.0, -60.0, -30.0, 30.0, 60.0, 600.0])
def test_gradient_times_slope_is_a_minus_y_for_a_saturated_neuron(z):
    z = np.array([[z]])
    for y in (0.0, 1.0, 0.5):
        slope = ACTIVATIONS["sigmoid"].derivative(z)
        change = COSTS["cross-entropy"].gradient(z, sigmoid(z), np.array([[y]])) * slope
        assert change == pytest.approx(sigmoid(z) - y, rel=1e-12, abs=1e-12)


def test_delta_of_soft_targets_that_do_not_sum_to_1():
    # C = -Σ y_j ln a_j, so ∂C/∂z_i = a_i Σ_j y_j - y_i: here 2 · 0.5 - y_i
    z, y = np.zeros((1, 2)), np.array([[2.0, 0.0]])
    assert output_delta(COSTS["log-likelihood"], "softmax", z, activate("softmax", z), y).tolist() == [[-1, 1]]


@pytest.mark.parametrize("name", list(COSTS))
@pytest.mark.parametrize("output", [*ACTIVATIONS, "softmax"])
def test_only_fitting_output_layers_are_let_through(name, output):
    if (name, output) in PAIRS:
        require_fit(COSTS[name], output)
    else:
        with pytest.raises(ValueError, match=f"needs a {COSTS[name].outputs[0]}"):
            require_fit(COSTS[name], output)


def test_an_unknown_cost_is_refused_with_the_choices():
    with pytest.raises(ValueError, match="no cost named 'hinge'; choose one of quadratic, cross-entropy"):
        cost_named("hinge")
    assert cost_named(COSTS["quadratic"]) is COSTS["quadratic"]


@pytest.mark.parametrize("name", ["cross-entropy", "log-likelihood"])
@pytest.mark.parametrize("z", [5.0, 10.0, 14.0, 30.0])
def test_costs_near_zero_are_as_exact_in_single_precision_as_others(name, z):
    cost = COSTS[name]
    row = np.array([[z]]) if name == "cross-entropy" else np.array([[z, 0.0, -1.0]])
    y = np.eye(row.shape[1])[:1]
    a = activate(cost.outputs[0], row)
    # -ln a of the right neuron: ln(1 + e^-z), and ln(1 + e^-z + e^-(z+1))
    exact = np.log1p(np.exp(-z)) if name == "cross-entropy" else np.log1p(np.exp(-z) + np.exp(-z - 1))
    assert cost.value(row, a, y)[0] == pytest.approx(exact, rel=1e-13)
    single = cost.value(*(array.astype(np.float32) for array in (row, a, y)))
    assert single.dtype == np.float32
    assert single[0] == pytest.approx(exact, rel=1e-6)
