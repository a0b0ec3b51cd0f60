"""The Hessian against differences of the gradient and by hand, and what Newton steps promise: one step on a bowl."""

import math
from itertools import product

import numpy as np
import pytest

from engine import backpropagation
from engine.activations import ACTIVATIONS
from engine.arrays import Array
from engine.costs import COSTS
from engine.network import Network
from engine.newton import (
    MOST_PARAMETERS,
    Newton,
    gradient_descent,
    hessian,
    newton_descent,
    newton_step,
    quadratic_model,
)
from engine.regularizers import REGULARIZERS
from engine.surfaces import SURFACES

HIDDEN = [name for name, activation in ACTIVATIONS.items() if activation.trainable]
FITTING = [(cost.name, output) for cost in COSTS.values() for output in cost.outputs]
BOTH_SIDES = np.array([[1.0], [-1.0]])


def flat_gradient(network: Network, *arguments: object) -> Array:
    _, by_weight, by_bias = backpropagation.gradient(network, *arguments)
    return np.concatenate([np.column_stack(pair).ravel() for pair in zip(by_weight, by_bias, strict=True)])


def differences(network: Network, *arguments: object, h: float = 1e-5) -> Array:
    columns = []
    for i in range(len(network.parameters)):
        slopes = []
        for sign in (1, -1):
            moved = network.copy()
            moved.parameters[i] += sign * h
            slopes.append(flat_gradient(moved, *arguments))
        columns.append((slopes[0] - slopes[1]) / (2 * h))
    return np.column_stack(columns)


def network_of(sizes: tuple[int, ...], activation: str, output: str, *parameters: float) -> Network:
    network = Network(sizes, activation, output, dtype=np.float64)
    network.parameters[...] = parameters
    return network


@pytest.mark.parametrize("regularization", REGULARIZERS)
@pytest.mark.parametrize(("cost", "output"), FITTING)
@pytest.mark.parametrize("activation", HIDDEN)
def test_the_hessian_is_the_derivative_of_the_gradient(
    activation: str, cost: str, output: str, regularization: str
) -> None:
    rng = np.random.default_rng(5)
    network = Network((2, 4, 3, 2), activation, output, seed=2, dtype=np.float64)
    x, y = rng.uniform(-1, 1, (15, 2)), rng.uniform(0, 1, (15, 2))
    zs, _ = network.forward(x)
    assert min(np.abs(z).min() for z in zs) > 1e-4  # ReLU has its kink at 0, farther than h moves any z
    arguments = (x, y, cost, regularization, 3.0, 40)
    exact = hessian(network, *arguments)
    np.testing.assert_allclose(exact, differences(network, *arguments), atol=1e-8 * np.abs(exact).max())


@pytest.mark.parametrize("sizes", [(3, 2), (1, 5, 1), (2, 2, 2, 2, 3)])
def test_the_hessian_for_no_and_for_many_hidden_layers_and_more_rows_than_are_taken_at_once(
    sizes: tuple[int, ...],
) -> None:
    rng = np.random.default_rng(6)
    network = Network(sizes, "tanh", "sigmoid", dtype=np.float64)
    x, y = rng.uniform(-1, 1, (301, sizes[0])), rng.uniform(0, 1, (301, sizes[-1]))
    exact = hessian(network, x, y, "quadratic")
    np.testing.assert_allclose(exact, differences(network, x, y, "quadratic"), atol=1e-8 * np.abs(exact).max())
    np.testing.assert_array_equal(exact, exact.T)


def test_the_hessian_of_one_sigmoid_neuron_by_hand() -> None:
    # At w = b = 0, σ' = 1/4, and cross-entropy has ∂²C_x/∂z² = σ' whatever y is. With x = 2 and x = 0:
    # H = ½ · ¼ · ([[4, 2], [2, 1]] + [[0, 0], [0, 1]])
    network = network_of((1, 1), "sigmoid", "sigmoid", 0, 0)
    np.testing.assert_allclose(
        hessian(network, [[2.0], [0.0]], [[1.0], [0.3]], "cross-entropy"), [[0.5, 0.25], [0.25, 0.25]], rtol=1e-14
    )


def test_the_hessian_through_a_hidden_layer_by_hand() -> None:
    # a = v (w x + b) + c with x = 1, w = 1, b = 0, v = 2, c = 0 is 2, and C = ½ a² (y = 0).
    # ∇a = (v x, v, w x + b, 1) = (2, 2, 1, 1) in the order (w, b, v, c); ∂²a/∂w∂v = x = 1, ∂²a/∂b∂v = 1.
    # H = ∇a ∇aᵀ + a ∂²a, and L2 with λ = 3, n = 2 adds 3/2 for w and v.
    network = network_of((1, 1, 1), "linear", "linear", 1, 0, 2, 0)
    plain = np.array([[4, 4, 4, 2], [4, 4, 4, 2], [4, 4, 1, 1], [2, 2, 1, 1]], float)
    np.testing.assert_allclose(hessian(network, [[1.0]], [[0.0]], "quadratic"), plain, rtol=1e-14)
    np.testing.assert_allclose(
        hessian(network, [[1.0]], [[0.0]], "quadratic", "L2", 3.0, 2), plain + np.diag([1.5, 0, 1.5, 0]), rtol=1e-14
    )


def test_a_network_too_large_and_a_regularization_unknown_are_refused() -> None:
    too_large = Network((2, 50, 1))
    assert len(too_large.parameters) == MOST_PARAMETERS + 1
    with pytest.raises(ValueError, match="at most"):
        hessian(too_large, [[0, 0]], [[0]], "quadratic")
    with pytest.raises(ValueError, match="no regularization 'L3'"):
        hessian(Network((1, 1)), [[0]], [[0]], "quadratic", "L3")


def test_a_newton_step_by_hand() -> None:
    curvature = np.diag([2.0, 4.0])
    np.testing.assert_allclose(newton_step([2.0, 4.0], curvature), [-1, -1])
    np.testing.assert_allclose(newton_step([2.0, 4.0], curvature, damping=2.0), [-1 / 2, -2 / 3])


@pytest.mark.parametrize("singular", [np.zeros((2, 2)), np.ones((2, 2)), np.diag([1.0, 1e-17])])
def test_a_singular_hessian_is_to_be_damped(singular: Array) -> None:
    with pytest.raises(ValueError, match="Damp it"):
        newton_step([1.0, 1.0], singular)
    assert np.isfinite(newton_step([1.0, 1.0], singular, damping=0.1)).all()


def test_a_damping_that_makes_the_hessian_singular_and_one_that_is_not_finite_are_refused() -> None:
    with pytest.raises(ValueError, match="larger damping"):
        newton_step([1.0, 1.0], np.diag([-0.5, 1.0]), damping=0.5)
    with pytest.raises(ValueError, match="not finite"):
        newton_step([1.0, 1.0], np.diag([math.nan, 1.0]))


def test_newton_lands_on_the_minimum_of_a_bowl_in_one_step_from_anywhere() -> None:
    for start in np.random.default_rng(0).uniform(-100, 100, (50, 2)):
        np.testing.assert_allclose(newton_descent(SURFACES["bowl"], start, 1)[1], [0, 0], atol=1e-12)


def test_newton_solves_least_squares_in_one_step() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(30, 2)), rng.normal(size=(30, 1))
    network = Network((2, 1), output="linear", initialization="large", dtype=np.float64)
    done = Newton(network, x, y, "quadratic").undamped_step()
    best = np.linalg.lstsq(np.column_stack([x, np.ones(30)]), y[:, 0])[0]
    np.testing.assert_allclose(network.parameters, best, rtol=1e-12)
    assert not done.uphill
    assert not done.indefinite
    assert done.damping == 0


def test_a_damped_step_on_a_bowl_needs_no_damping() -> None:
    network = Network((1, 1), output="linear", initialization="large", dtype=np.float64)
    done = Newton(network, BOTH_SIDES, BOTH_SIDES, "quadratic").damped_step()
    np.testing.assert_allclose(network.parameters, [1, 0], atol=1e-14)
    assert done.damping == 0
    assert done.cost_after == pytest.approx(0, abs=1e-28)


def saturated_wrong() -> Network:
    """Both examples give z = -3, where the desired output is 1: there the quadratic cost curves down."""
    return network_of((1, 1), "sigmoid", "sigmoid", 0, -3)


def test_an_undamped_step_where_the_cost_curves_down_goes_uphill_and_says_so() -> None:
    # With w = 0 and x = ±1, H = c I for c = σ'² + (a - 1) σ'', and ∇C = (0, (a - 1) σ').
    a = 1 / (1 + math.exp(3))
    slope = a * (1 - a)
    c = slope**2 + (a - 1) * slope * (1 - 2 * a)
    assert c < 0
    network = saturated_wrong()
    done = Newton(network, BOTH_SIDES, np.ones((2, 1)), "quadratic").undamped_step()
    assert done.indefinite
    assert done.lowest_eigenvalue == pytest.approx(c)
    np.testing.assert_allclose(network.parameters, [0, -3 - (a - 1) * slope / c], atol=1e-12)
    assert done.cost_before == pytest.approx((1 - a) ** 2 / 2)
    assert done.cost_after > done.cost_before
    assert done.uphill


def test_a_damped_step_from_the_same_place_goes_down_and_still_tells_that_it_curved_down() -> None:
    network = saturated_wrong()
    done = Newton(network, BOTH_SIDES, np.ones((2, 1)), "quadratic").damped_step()
    assert done.indefinite
    assert done.damping > -done.lowest_eigenvalue > 0
    assert done.cost_after < done.cost_before
    assert not done.uphill


@pytest.mark.parametrize(("activation", "dtype"), list(product(HIDDEN, [np.float64, np.float32])))
def test_damped_steps_never_go_uphill(activation: str, dtype: type) -> None:
    rng = np.random.default_rng(7)
    for seed, (cost, output) in enumerate(FITTING):
        x, y = rng.uniform(-1, 1, (20, 2)), rng.integers(0, 2, (20, 2)).astype(float)
        network = Network((2, 4, 3, 2), activation, output, initialization="large", seed=seed, dtype=dtype)
        arguments = (x, y, cost, "L1", 0.1)
        newton = Newton(network, *arguments)
        costs = [backpropagation.gradient(network, *arguments)[0]]
        for _ in range(6):
            done = newton.damped_step()
            costs.append(backpropagation.gradient(network, *arguments)[0])
            assert (done.cost_before, done.cost_after) == tuple(costs[-2:])
            assert not done.uphill
        assert np.all(np.diff(costs) <= 0)
        assert costs[-1] < costs[0]


def test_damped_steps_leave_a_zero_start_that_undamped_ones_cannot() -> None:
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    y = np.array([[0], [0], [0], [1]], float)
    network = Network((2, 3, 1), initialization="zero", dtype=np.float64)
    newton = Newton(network, x, y, "cross-entropy")
    with pytest.raises(ValueError, match="Damp it"):
        newton.undamped_step()
    np.testing.assert_array_equal(network.parameters, 0)
    for _ in range(20):
        done = newton.damped_step()
    assert done.cost_after < 0.05


def test_where_every_step_goes_uphill_the_network_stays_and_the_damping_is_infinite() -> None:
    # C = w²/2 + λ|w|: from w = 10⁻⁴⁰ every step of a size worth taking jumps over the kink at 0
    network = network_of((1, 1), "linear", "linear", 1e-40, 0)
    done = Newton(network, BOTH_SIDES, np.zeros((2, 1)), "quadratic", "L1", 2.0).damped_step()
    assert done.damping == math.inf
    assert done.cost_after == done.cost_before
    assert not done.uphill
    np.testing.assert_array_equal(network.parameters, [1e-40, 0])


def test_a_step_with_a_fixed_damping_is_the_newton_step() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-1, 1, (10, 2)), rng.integers(0, 2, (10, 1)).astype(float)
    network = Network((2, 2, 1), dtype=np.float64)
    arguments = (x, y, "cross-entropy", "L2", 0.5, 100)
    before = network.copy()
    done = Newton(network, *arguments).step(0.7)
    curvature = differences(before, *arguments) + 0.7 * np.eye(9)
    expected = before.parameters - np.linalg.solve(curvature, flat_gradient(before, *arguments))
    np.testing.assert_allclose(network.parameters, expected, atol=1e-8)
    assert done.damping == 0.7


def test_a_step_that_runs_away_is_uphill_and_a_damped_one_does_not_run_away() -> None:
    # Both examples have z = 100 and want 0: ∂C/∂b = 1, but H = σ'(100) I is about 10⁻⁴⁴ I, so the undamped step is
    # longer than float32 has numbers for.
    x, y = BOTH_SIDES, np.zeros((2, 1))
    network = Network((1, 1), initialization="zero")
    network.biases[0][...] = 100
    twin = network.copy()
    ran_away = Newton(network, x, y, "cross-entropy").undamped_step()
    assert ran_away.cost_before == pytest.approx(100)
    assert not math.isfinite(ran_away.cost_after)
    assert ran_away.uphill
    held = Newton(twin, x, y, "cross-entropy").damped_step()
    assert held.cost_after < 100
    assert np.isfinite(twin.parameters).all()


def test_where_the_cost_hardly_curves_a_damped_step_still_finds_a_way_down() -> None:
    # z = 700 and y = 1/2: the cost is 350 and ∂C/∂b = 1/2, but H is about 10⁻³⁰⁴
    network = network_of((1, 1), "sigmoid", "sigmoid", 0, 700)
    done = Newton(network, BOTH_SIDES, np.full((2, 1), 0.5), "cross-entropy").damped_step()
    assert done.cost_before == pytest.approx(350)
    assert done.cost_after < 350
    assert math.isfinite(done.damping)


@pytest.mark.parametrize("name", SURFACES)
def test_surfaces_have_the_gradient_and_the_hessian_of_their_value(name: str) -> None:
    surface, h = SURFACES[name], 1e-5
    rng = np.random.default_rng(4)
    v = rng.uniform(*np.transpose(surface.limits), (5, 4, 2))
    assert surface.value(v).shape == (5, 4)
    assert surface.hessian(v).shape == (5, 4, 2, 2)
    for i, unit in enumerate(np.eye(2) * h):
        slope = (surface.value(v + unit) - surface.value(v - unit)) / (2 * h)
        bend = (surface.gradient(v + unit) - surface.gradient(v - unit)) / (2 * h)
        np.testing.assert_allclose(surface.gradient(v)[..., i], slope, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(surface.hessian(v)[..., i, :], bend, rtol=1e-6, atol=1e-6)


def test_gradient_descent_by_hand() -> None:
    # ∇C = (2 v_1 + v_2, v_1 + 4 v_2): (2, 1) at (1, 0), then (1.5, 0.4) at (0.8, -0.1)
    path = gradient_descent(SURFACES["bowl"], (1, 0), 0.1, 2)
    np.testing.assert_allclose(path, [[1, 0], [0.8, -0.1], [0.65, -0.14]])


def test_gradient_descent_finds_the_minimum_on_its_side_and_not_always_the_lowest() -> None:
    surface = SURFACES["two-minima"]
    left = gradient_descent(surface, (-0.5, 1), 0.2, 200)[-1]
    right = gradient_descent(surface, (1.5, 1), 0.2, 200)[-1]
    for end in (left, right):
        np.testing.assert_allclose(surface.gradient(end), 0, atol=1e-9)
        assert np.linalg.eigvalsh(surface.hessian(end)).min() > 0
    assert left[0] < 0 < right[0]
    assert surface.value(left) < surface.value(right)


def test_too_large_a_learning_rate_overshoots_and_the_path_ends() -> None:
    path = gradient_descent(SURFACES["valley"], (-1.5, 1), 1.0, 100)
    assert len(path) < 20
    assert np.isfinite(path).all()
    assert SURFACES["valley"].value(path[-1]) > SURFACES["valley"].value(path[0])


def test_newton_gets_through_the_valley_where_gradient_descent_crawls() -> None:
    valley = SURFACES["valley"]
    np.testing.assert_allclose(newton_descent(valley, (-1.5, 1), 10)[-1], [1, 1], atol=1e-9)
    assert valley.value(gradient_descent(valley, (-1.5, 1), 0.005, 10)[-1]) > 1


def test_newton_climbs_to_a_saddle_unless_it_is_damped_beyond_its_lowest_eigenvalue() -> None:
    saddle = SURFACES["saddle"]
    undamped = newton_descent(saddle, (1, 0.5), 1)
    np.testing.assert_allclose(undamped[-1], [0, 0], atol=1e-15)
    up_the_side = newton_descent(saddle, (0, 1), 1)
    assert saddle.value(up_the_side[1]) > saddle.value(up_the_side[0])
    # H + 2I = diag(3, 1) and ∇C = (1, -0.5), so the step is (-1/3, +0.5)
    np.testing.assert_allclose(newton_descent(saddle, (1, 0.5), 1, damping=2.0)[-1], [2 / 3, 1])


def test_the_quadratic_model_of_a_quadratic_surface_is_that_surface() -> None:
    bowl = SURFACES["bowl"]
    v = np.random.default_rng(5).uniform(-3, 3, (4, 6, 2))
    np.testing.assert_allclose(quadratic_model(bowl, (1.2, -0.7), v), bowl.value(v), atol=1e-12)


@pytest.mark.parametrize("name", ["valley", "two-minima"])
def test_the_quadratic_model_is_right_to_second_order(name: str) -> None:
    """Half as far away, what it leaves out is an eighth."""
    surface, at, away = SURFACES[name], np.array([0.4, 0.9]), np.array([0.02, -0.01])
    errors = [abs(quadratic_model(surface, at, at + d) - surface.value(at + d)) for d in (away, away / 2)]
    assert errors[0] / errors[1] == pytest.approx(8, rel=0.1)


def test_a_newton_step_goes_where_the_model_with_its_damping_is_least() -> None:
    surface, at = SURFACES["saddle"], np.array([1.0, 0.5])
    lowest = newton_descent(surface, at, 1, damping=2.0)[-1]
    ring = lowest + 0.1 * np.array([[1, 0], [0, 1], [-1, 0], [0, -1], [0.6, 0.8]])
    assert (quadratic_model(surface, at, ring, 2.0) > quadratic_model(surface, at, lowest, 2.0)).all()
