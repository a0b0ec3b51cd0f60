"""Back-propagation against differences of the cost, by hand, and where neurons are saturated beyond rounding."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.arrays import Array
from engine.backpropagation import deltas, gradient
from engine.costs import COSTS
from engine.network import Network
from engine.regularizers import REGULARIZERS

HIDDEN = [name for name, activation in ACTIVATIONS.items() if activation.trainable]
FITTING = [(cost.name, output) for cost in COSTS.values() for output in cost.outputs]
LN3 = np.log(3)


def flat(by_weight: list[Array], by_bias: list[Array]) -> Array:
    return np.concatenate([np.column_stack(pair).ravel() for pair in zip(by_weight, by_bias, strict=True)])


@pytest.mark.parametrize("regularization", REGULARIZERS)
@pytest.mark.parametrize(("cost", "output"), FITTING)
@pytest.mark.parametrize("activation", HIDDEN)
def test_the_gradient_is_the_slope_of_the_cost(activation: str, cost: str, output: str, regularization: str) -> None:
    rng = np.random.default_rng(11)
    network = Network((3, 5, 4, 2), activation, output, seed=4, dtype=np.float64)
    x, y = rng.uniform(-1, 1, (12, 3)), rng.uniform(0, 1, (12, 2))
    zs, _ = network.forward(x)
    h = 1e-5
    # ReLU has its kink at z = 0 and L1 at w = 0, both farther than h moves anything
    assert min(np.abs(z).min() for z in zs) > 10 * h
    assert np.abs(network.parameters).min() > 10 * h
    arguments = (x, y, cost, regularization, 2.0, 50)
    _, by_weight, by_bias = gradient(network, *arguments)
    slopes = np.empty(len(network.parameters))
    for i in range(len(slopes)):
        costs = []
        for sign in (1, -1):
            moved = network.copy()
            moved.parameters[i] += sign * h
            costs.append(gradient(moved, *arguments)[0])
        slopes[i] = (costs[0] - costs[1]) / (2 * h)
    found = flat(by_weight, by_bias)
    assert np.linalg.norm(found - slopes) / np.linalg.norm(slopes) < 1e-6
    np.testing.assert_allclose(found, slopes, atol=1e-7 * np.abs(slopes).max())


def two_two_one() -> Network:
    network = Network((2, 2, 1), "sigmoid", "sigmoid", dtype=np.float64)
    network.weights[0][...], network.biases[0][...] = [[2, -1], [LN3, 0]], [0, 0]
    network.weights[1][...], network.biases[1][...] = [[2, -4]], [2]
    return network


# Forward, for x = (1, 2) and y = 1:
#     z² = (2·1 - 1·2, ln 3·1 + 0·2) = (0, ln 3)
#     a² = (1/2, 3/4),   σ'(z²) = a² (1 - a²) = (1/4, 3/16)
#     z³ = 2·1/2 - 4·3/4 + 2 = 0,   a³ = 1/2,   σ'(z³) = 1/4


def test_bp1_to_bp4_by_hand_with_the_quadratic_cost() -> None:
    # C = ½ (1 - 1/2)² = 1/8
    # (BP1) δ³ = (a³ - y) σ'(z³) = (-1/2)(1/4) = -1/8
    # (BP2) δ² = (2·(-1/8)·1/4, -4·(-1/8)·3/16) = (-1/16, 3/32)
    # (BP3) ∂C/∂b³ = -1/8,   ∂C/∂b² = (-1/16, 3/32)
    # (BP4) ∂C/∂w³ = a²_k δ³ = (-1/16, -3/32)
    #       ∂C/∂w² = x_k δ²_j = ((-1/16, -2/16), (3/32, 6/32))
    value, by_weight, by_bias = gradient(two_two_one(), [1, 2], [1], "quadratic")
    assert value == pytest.approx(1 / 8, rel=1e-14)
    np.testing.assert_allclose(by_bias[1], [-1 / 8], rtol=1e-14)
    np.testing.assert_allclose(by_bias[0], [-1 / 16, 3 / 32], rtol=1e-14)
    np.testing.assert_allclose(by_weight[1], [[-1 / 16, -3 / 32]], rtol=1e-14)
    np.testing.assert_allclose(by_weight[0], [[-1 / 16, -1 / 8], [3 / 32, 3 / 16]], rtol=1e-14)


def test_bp1_to_bp4_by_hand_with_the_cross_entropy() -> None:
    # C = -ln(1/2) = ln 2, and δ³ = a³ - y = -1/2: without σ'(z³), four times as much as for the quadratic cost,
    # and so is everything that comes of it.
    value, by_weight, by_bias = gradient(two_two_one(), [1, 2], [1], "cross-entropy")
    assert value == pytest.approx(np.log(2), rel=1e-14)
    np.testing.assert_allclose(by_bias[1], [-1 / 2], rtol=1e-14)
    np.testing.assert_allclose(by_bias[0], [-1 / 4, 3 / 8], rtol=1e-14)
    np.testing.assert_allclose(by_weight[1], [[-1 / 4, -3 / 8]], rtol=1e-14)
    np.testing.assert_allclose(by_weight[0], [[-1 / 4, -1 / 2], [3 / 8, 3 / 4]], rtol=1e-14)


def test_softmax_and_log_likelihood_by_hand() -> None:
    # z = (0, ln 3) gives a = (1/4, 3/4); with y = (1, 0), C = ln 4 and δ = a - y = (-3/4, 3/4). x = 2.
    network = Network((1, 2), output="softmax", initialization="zero", dtype=np.float64)
    network.biases[0][...] = [0, LN3]
    value, by_weight, by_bias = gradient(network, [2], [1, 0], "log-likelihood")
    assert value == pytest.approx(np.log(4), rel=1e-14)
    np.testing.assert_allclose(by_bias[0], [-3 / 4, 3 / 4], rtol=1e-14)
    np.testing.assert_allclose(by_weight[0], [[-3 / 2], [3 / 2]], rtol=1e-14)


def test_l1_and_l2_by_hand_leave_biases_alone_and_sgn_of_0_is_0() -> None:
    # The weights are 2, -1, ln 3, 0, 2, -4. With λ = 6 and n = 3, L1 adds 2 Σ|w| = 2 (9 + ln 3), and 2 sgn w to the
    # slopes; L2 adds ½·2 Σw² = 4 + 1 + ln²3 + 4 + 16, and 2 w to the slopes.
    plain = gradient(two_two_one(), [1, 2], [1], "quadratic")
    for regularization, more, slopes in (
        ("L1", 2 * (9 + LN3), ([[2, -2], [2, 0]], [[2, -2]])),
        ("L2", 25 + LN3**2, ([[4, -2], [2 * LN3, 0]], [[4, -8]])),
    ):
        value, by_weight, by_bias = gradient(two_two_one(), [1, 2], [1], "quadratic", regularization, 6.0, 3)
        assert value - plain[0] == pytest.approx(more, rel=1e-13)
        for found, before, slope in zip(by_weight, plain[1], slopes, strict=True):
            np.testing.assert_allclose(found - before, slope, atol=1e-13)
        for found, before in zip(by_bias, plain[2], strict=True):
            np.testing.assert_array_equal(found, before)


def test_a_batch_is_the_average_of_its_examples() -> None:
    rng = np.random.default_rng(12)
    network = Network((3, 4, 2), "tanh", "sigmoid", dtype=np.float64)
    x, y = rng.normal(size=(7, 3)), rng.uniform(size=(7, 2))
    value, *slopes = gradient(network, x, y, "cross-entropy")
    alone = [gradient(network, x[i], y[i], "cross-entropy") for i in range(7)]
    assert value == pytest.approx(np.mean([one[0] for one in alone]), rel=1e-13)
    expected = np.mean([flat(*one[1:]) for one in alone], axis=0)
    np.testing.assert_allclose(flat(*slopes), expected, atol=1e-14)


def test_the_quadratic_cost_learns_slowly_when_saturated_and_the_cross_entropy_does_not() -> None:
    network = Network((1, 1), initialization="zero", dtype=np.float64)
    network.biases[0][...] = 20
    slow, fast = (gradient(network, [1], [0], cost)[2][0][0] for cost in ("quadratic", "cross-entropy"))
    assert fast == pytest.approx(1, abs=1e-8)
    assert slow == pytest.approx(np.exp(-20), rel=1e-7)  # σ'(20) ≈ e⁻²⁰


def test_costs_that_do_not_fit_the_output_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a sigmoid output layer, not Tanh"):
        gradient(Network((1, 1), output="tanh"), [0], [0], "cross-entropy")
    with pytest.raises(ValueError, match="no cost named 'hinge'"):
        deltas(Network((1, 1)), [0], [0], "hinge")


@pytest.mark.parametrize(
    ("cost", "output", "z", "y", "value"),
    [
        ("quadratic", "sigmoid", [1000.0], [1.0], 0),
        ("quadratic", "sigmoid", [1000.0], [0.0], 0.5),
        ("cross-entropy", "sigmoid", [1000.0], [1.0], 0),
        ("cross-entropy", "sigmoid", [-1000.0], [0.0], 0),
        ("cross-entropy", "sigmoid", [1000.0], [0.0], 1000),
        ("cross-entropy", "sigmoid", [-1000.0], [1.0], 1000),
        ("log-likelihood", "softmax", [1000.0, 0.0], [1.0, 0.0], 0),
        ("log-likelihood", "softmax", [1000.0, 0.0], [0.0, 1.0], 1000),
    ],
)
def test_costs_and_slopes_are_finite_at_outputs_of_exactly_0_and_1(
    cost: str, output: str, z: list[float], y: list[float], value: float
) -> None:
    network = Network((1, len(z)), output=output, initialization="zero", dtype=np.float64)
    network.biases[0][...] = z
    assert set(network.feedforward([0])[0]) <= {0.0, 1.0}
    found, by_weight, by_bias = gradient(network, [1], y, cost)
    assert found == value
    assert np.isfinite(flat(by_weight, by_bias)).all()
