"""The compiled step against a worked calculation, and against the plain rule for everything that can be combined."""

import numpy as np
import pytest

from engine import Network, backpropagation
from engine import compiled as compiled_module
from engine.activations import ACTIVATIONS, Activation, sigmoid, sigmoid_derivative
from engine.arrays import PIXEL
from engine.compiled import LARGE_BLOCK, MOST_STEPS, SMALL_PRODUCT, CompiledStep
from engine.costs import COSTS, Cost
from engine.regularizers import REGULARIZERS

N, M = 12, 4


def with_ones(x):
    return np.column_stack([x, np.full(len(x), PIXEL if x.dtype == np.uint8 else 1, x.dtype)])


def one_step(network, x, y, cost, examples, learning_rate, regularization="none", strength=0.0):
    compiled = CompiledStep(network, with_ones(x), y, COSTS[cost], len(examples))
    compiled.set(learning_rate, regularization, strength)
    with np.errstate(all="ignore"):
        compiled.gather(np.array(examples))
        compiled.run(0, 1)
        return [float(figure[0]) for figure in compiled.costs(0, 1)]


def plain_step(network, x, y, cost, learning_rate, regularization, strength, n):
    """w → w - η ∂C/∂w with the gradient of `backpropagation`, which has the regularizer in it."""
    value, by_weight, by_bias = backpropagation.gradient(network, x, y, cost, regularization, strength, n)
    twin = network.copy(np.float64)
    for w, b, dw, db in zip(twin.weights, twin.biases, by_weight, by_bias, strict=True):
        w -= learning_rate * dw
        b -= learning_rate * db
    return value, twin.parameters


@pytest.mark.parametrize(
    ("regularization", "expected"),
    [
        # linear neuron, w = (0.5, -0.25), b = 0.1; mini-batch (1, 2) -> 1 and (3, -1) -> 0, so m = 2, of n = 4
        # z = 0.5 - 0.5 + 0.1 = 0.1 and 1.5 + 0.25 + 0.1 = 1.85; errors a - y: -0.9 and 1.85
        # ∂C/∂w1 = (-0.9·1 + 1.85·3)/2 = 2.325, ∂C/∂w2 = (-0.9·2 - 1.85·1)/2 = -1.825, ∂C/∂b = 0.95/2 = 0.475
        # η = 0.1: w1 = 0.5 - 0.2325, w2 = -0.25 + 0.1825, b = 0.1 - 0.0475
        ("none", [0.2675, -0.0675, 0.0525]),
        # λ = 0.8: ηλ/n = 0.02, so w1 = 0.98·0.5 - 0.2325, w2 = -0.98·0.25 + 0.1825, b as before
        ("L2", [0.2575, -0.0625, 0.0525]),
        # w1 = 0.5 - 0.02 - 0.2325, w2 = -0.25 + 0.02 + 0.1825, b as before
        ("L1", [0.2475, -0.0475, 0.0525]),
    ],
)
@pytest.mark.parametrize(("dtype", "rel"), [(np.float64, 1e-14), (np.float32, 1e-6)])
def test_one_step_by_hand(regularization, expected, dtype, rel):
    network = Network([2, 1], output="linear", dtype=dtype)
    network.parameters[...] = [0.5, -0.25, 0.1]
    x = np.array([[1, 2], [7, 7], [3, -1], [8, 8]], dtype)
    y = np.array([[1], [9], [0], [9]], dtype)
    cost, _ = one_step(network, x, y, "quadratic", [0, 2], 0.1, regularization, 0.8)
    assert network.parameters == pytest.approx(expected, rel=rel, abs=rel)
    # C₀ before the update: (0.9² + 1.85²) / (2·2)
    assert cost == pytest.approx((0.81 + 3.4225) / 4, rel=rel)


@pytest.mark.parametrize(
    ("regularization", "expected"),
    [
        # sigmoid, sigmoid: w² = 2, b² = -2, w³ = 4, b³ = -2, x = 1, y = 1: z² = 0, a² = 1/2, z³ = 0, a³ = 1/2
        # cross-entropy: δ³ = a - y = -1/2; ∂C/∂w³ = δ³ a² = -1/4; δ² = 4 · -1/2 · 1/4 = -1/2 = ∂C/∂w² = ∂C/∂b²
        # η = 1: w² = 2.5, b² = -1.5, w³ = 4.25, b³ = -1.5
        ("none", [2.5, -1.5, 4.25, -1.5]),
        # λ = 0.2, n = 1: w² = 0.8·2 + 0.5, w³ = 0.8·4 + 0.25
        ("L2", [2.1, -1.5, 3.45, -1.5]),
        # w² = 2 - 0.2 + 0.5, w³ = 4 - 0.2 + 0.25
        ("L1", [2.3, -1.5, 4.05, -1.5]),
    ],
)
def test_one_step_through_a_hidden_layer_by_hand(regularization, expected):
    network = Network([1, 1, 1], "sigmoid", "sigmoid", dtype=np.float64)
    network.parameters[...] = [2, -2, 4, -2]
    x, y = np.ones((1, 1)), np.ones((1, 1))
    cost, _ = one_step(network, x, y, "cross-entropy", [0], 1.0, regularization, 0.2)
    assert network.parameters == pytest.approx(expected, rel=1e-14)
    assert cost == pytest.approx(np.log(2), rel=1e-14)


@pytest.mark.parametrize("hidden", [(), (5,), (4, 3, 5)], ids=str)
@pytest.mark.parametrize("regularization", list(REGULARIZERS))
@pytest.mark.parametrize(("dtype", "rel"), [(np.float64, 1e-11), (np.float32, 2e-5)])
def test_a_step_is_the_plain_rule(combination, hidden, regularization, dtype, rel, exact_network, examples):
    activation, cost, output = combination
    x, y = (values.astype(dtype) for values in examples(N, 3, 4))
    chosen = [7, 0, 11, 3]
    network = exact_network((3, *hidden, 4), activation, output, seed=len(hidden)).copy(dtype)
    _, parameters = plain_step(network, x[chosen], y[chosen], cost, 0.3, regularization, 2.0, N)
    bare, _, _ = backpropagation.gradient(network, x[chosen], y[chosen], cost)
    found, _ = one_step(network, x, y, cost, chosen, 0.3, regularization, 2.0)
    assert np.abs(network.parameters - parameters).max() <= rel * np.abs(parameters).max()
    assert found == pytest.approx(bare, rel=rel)


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "linear"])
def test_a_step_of_one_output_neuron_is_the_plain_rule(output, exact_network):
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(N, 2)), rng.uniform(0, 1, (N, 1))
    network = exact_network((2, 6, 1), "tanh", output)
    _, parameters = plain_step(network, x[:M], y[:M], "quadratic", 0.5, "none", 0, N)
    one_step(network, x, y, "quadratic", range(M), 0.5)
    assert network.parameters == pytest.approx(parameters, rel=1e-12)


def test_wide_networks_and_large_batches_are_the_plain_rule(exact_network):
    # sizes at which matrix products are worked out in another way than for small ones
    rng = np.random.default_rng(6)
    x, y = rng.normal(size=(200, 300)), np.eye(10)[rng.integers(10, size=200)]
    for m in (1, 10, 100, 200):
        network = Network((300, 64, 10), "sigmoid", "softmax", dtype=np.float64)
        _, parameters = plain_step(network, x[:m], y[:m], "log-likelihood", 0.5, "L2", 1.0, 200)
        one_step(network, x, y, "log-likelihood", range(m), 0.5, "L2", 1.0)
        np.testing.assert_allclose(network.parameters, parameters, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("regularization", list(REGULARIZERS))
@pytest.mark.parametrize("has_small_kernel", [False, True])
@pytest.mark.parametrize(("hidden", "m"), [(100, 30), (101, 30), (30, 100), (96, 100)])
def test_a_large_first_layer_in_slices_is_the_plain_rule(hidden, m, regularization, has_small_kernel, monkeypatch):
    monkeypatch.setattr(compiled_module, "HAS_SMALL_KERNEL", has_small_kernel)
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(m + 3, 500)), np.eye(10)[rng.integers(10, size=m + 3)]
    network = Network((500, hidden, 10), "tanh", "sigmoid", dtype=np.float64)
    assert hidden * m * 501 > SMALL_PRODUCT
    assert hidden * 501 > LARGE_BLOCK
    _, parameters = plain_step(network, x[:m], y[:m], "cross-entropy", 0.5, regularization, 1.0, m + 3)
    one_step(network, x, y, "cross-entropy", range(m), 0.5, regularization, 1.0)
    np.testing.assert_allclose(network.parameters, parameters, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize(
    ("rows", "inner", "columns", "height"),
    [
        (30, 785, 10, 30),  # 235,500 multiplications: small as it is
        (30, 785, 100, 10),  # at most 12 rows of 78,500: 5, 6 and 10 divide 30, none of them 4
        (100, 785, 32, 20),  # at most 39 rows: of 4, 5, 10, 20, 25 those that are multiples of four come first
        (101, 785, 100, 101),  # a prime has no slices
        (100, 785, 100, 100),  # at most 12 rows: 10 is no multiple of four, and 4 and 5 are too low
        (64, 785, 100, 8),  # at most 12 rows
        (100, 785, 1000, 100),  # not even one row is small
    ],
)
def test_slices_divide_the_rows_and_are_small(rows, inner, columns, height, monkeypatch):
    monkeypatch.setattr(compiled_module, "HAS_SMALL_KERNEL", True)
    assert compiled_module.slice_height(rows, inner, columns) == height
    monkeypatch.setattr(compiled_module, "HAS_SMALL_KERNEL", False)
    assert compiled_module.slice_height(rows, inner, columns) == rows


@pytest.mark.parametrize("strength", [0.5, 1e-3])
def test_l2_leaves_the_biases_of_a_large_layer_as_they_are_for_a_long_time(strength):
    # inputs 0 and, behind a zero second layer, no error that comes back: the first layer only decays
    network = Network([500, 100, 1], "tanh", "linear")
    network.weights[1][...] = network.biases[1][...] = 0
    before = network.copy()
    x, y = np.zeros((10_000, 500), np.float32), np.zeros((10_000, 1), np.float32)
    compiled = CompiledStep(network, with_ones(x), y, COSTS["quadratic"], 100)
    compiled.set(0.5, "L2", strength * 10_000)
    for _ in range(100):
        compiled.gather(np.arange(1000))
        compiled.run(0, 10)
    assert network.biases[0] == pytest.approx(before.biases[0], rel=1e-6)
    expected = before.weights[0] * (1 - 0.5 * strength) ** 1000
    np.testing.assert_allclose(network.weights[0], expected, rtol=1e-3, atol=1e-30)


def test_frozen_parameters_of_a_large_layer_stay_as_they_are():
    x, y = np.random.default_rng(8).normal(size=(M, 500)), np.ones((M, 1))
    network = Network([500, 100, 1], "tanh", "sigmoid", dtype=np.float64)
    before, learns = network.parameters.copy(), np.arange(network.parameters.size) % 2
    compiled = CompiledStep(network, with_ones(x), y, COSTS["cross-entropy"], M)
    compiled.set(0.3, "L2", 1.0, learns.astype(float))
    compiled.gather(np.arange(M))
    compiled.run(0, 1)
    assert ((network.parameters != before) == (learns == 1)).all()


def test_steps_of_a_chunk_are_the_same_whichever_of_them_are_run_together(exact_network):
    rng = np.random.default_rng(9)
    x, y = rng.integers(256, size=(400, 784)).astype(np.uint8), np.eye(3)[rng.integers(3, size=400)]
    order, results = rng.permutation(400), []
    for stops in ([40], [1, 2, 9, 10, 11, 25, 39, 40], range(1, 41)):
        network = exact_network((784, 4, 3), "sigmoid", "sigmoid")
        compiled = CompiledStep(network, with_ones(x), y, COSTS["cross-entropy"], 10)
        compiled.set(0.5, "L1", 0.1)
        assert compiled.ahead == 10
        assert compiled.chunk_steps == 40
        compiled.gather(order)
        first = 0
        for last in stops:
            compiled.run(first, last)
            first = last
        costs, accuracies = compiled.costs(0, 40)
        results.append((network.parameters.tolist(), costs.tolist(), accuracies.tolist()))
    assert results[0] == results[1] == results[2]


def test_bytes_are_pixels():
    pixels = np.array([[0, 51], [255, 102]], np.uint8)
    shares = np.array([[0, 0.2], [1, 0.4]])
    y = np.array([[0.0], [1.0]])
    results = []
    for x in (pixels, shares):
        network = Network((2, 3, 1), "tanh", "sigmoid", dtype=np.float64)
        one_step(network, x, y, "cross-entropy", [0, 1], 1.0)
        results.append(network.parameters)
    assert results[0] == pytest.approx(results[1], rel=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_l1_leaves_a_weight_of_zero_where_its_gradient_is_zero(dtype):
    # all-zero weights, inputs 0: every ∂C/∂w is 0, and sgn(0) = 0; the bias learns
    network = Network([2, 1], output="sigmoid", initialization="zero", dtype=dtype)
    x, y = np.zeros((1, 2), dtype), np.ones((1, 1), dtype)
    one_step(network, x, y, "cross-entropy", [0], 0.5, "L1", 3.0)
    assert network.parameters.tolist() == [0, 0, 0.25]


@pytest.mark.parametrize("w", [1e-30, -1e-30, 1e-6, -1e-6, 0.5, -0.5, 30.0, -30.0, 1e30])
def test_l1_pulls_by_its_full_strength_whatever_the_size_of_a_weight(w):
    network = Network([1, 1], output="linear", dtype=np.float64)
    network.parameters[...] = [w, 0]
    # input and desired output 0, so the gradient is 0: ηλ/n = 0.5 · 0.25 / 1 is all that changes w
    one_step(network, np.zeros((1, 1)), np.zeros((1, 1)), "quadratic", [0], 0.5, "L1", 0.25)
    assert network.parameters[0] == w - 0.125 * np.sign(w)


def test_a_regularizer_without_strength_changes_nothing(exact_network, examples):
    x, y = examples(N, 3, 2)
    results = []
    for regularization in REGULARIZERS:
        network = exact_network((3, 4, 2), "tanh", "sigmoid")
        one_step(network, x, y, "quadratic", range(M), 0.3, regularization, 0.0)
        results.append(network.parameters.tolist())
    assert results[0] == results[1] == results[2]


def test_costs_and_accuracies_are_those_of_each_mini_batch_before_its_update(exact_network, examples):
    x, y = examples(N, 3, 4)
    network = exact_network((3, 5, 4), "tanh", "softmax")
    compiled = CompiledStep(network, with_ones(x), y, COSTS["log-likelihood"], M)
    compiled.set(0.1, "none", 0.0)
    assert compiled.chunk_steps == N // M
    expected = []
    compiled.gather(np.arange(N))
    for i in range(N // M):
        batch = slice(i * M, (i + 1) * M)
        value, _, _ = backpropagation.gradient(network, x[batch], y[batch], "log-likelihood")
        right = network.feedforward(x[batch]).argmax(axis=1) == y[batch].argmax(axis=1)
        expected.append((value, right.mean()))
        compiled.run(i, i + 1)
    costs, accuracies = compiled.costs(0, N // M)
    assert costs == pytest.approx([cost for cost, _ in expected], rel=1e-12)
    assert accuracies.tolist() == [accuracy for _, accuracy in expected]


def test_a_chunk_is_bounded_however_long_the_epoch():
    network = Network([2, 1])
    compiled = CompiledStep(network, np.ones((60_000, 3), np.float32), np.ones((60_000, 1)), COSTS["quadratic"], 1)
    assert compiled.chunk_steps <= MOST_STEPS


def test_an_activation_and_a_cost_of_ones_own_take_the_plain_step(monkeypatch):
    """Softplus ln(1 + e^z) has the slope σ(z); the fourth power ¼ Σ (a - y)⁴ has the gradient (a - y)³."""
    softplus = Activation(
        "softplus", "Softplus", "", lambda z: np.logaddexp(0, z), sigmoid, sigmoid_derivative, 0.0, np.inf
    )
    fourth = Cost(
        "fourth",
        "Fourth power",
        "",
        lambda z, a, y: 0.25 * (a - y) ** 4,
        lambda z, a, y: (a - y) ** 3,
        ("sigmoid", "softplus"),
        cancels=False,
    )
    monkeypatch.setitem(ACTIVATIONS, "softplus", softplus)
    monkeypatch.setitem(COSTS, "fourth", fourth)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(N, 3)), rng.random((N, 2))
    for output in fourth.outputs:
        network = Network((3, 5, 4, 2), "softplus", output, dtype=np.float64)
        _, expected = plain_step(network, x[:M], y[:M], "fourth", 0.7, "L2", 0.3, N)
        one_step(network, x, y, "fourth", range(M), 0.7, "L2", 0.3)
        np.testing.assert_allclose(network.parameters, expected, rtol=1e-12, atol=1e-12)
