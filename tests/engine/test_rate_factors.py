"""Rate factors: the sum over all paths is BP4's ∂C/∂w, and the strongest paths are the strongest."""

from itertools import pairwise

import numpy as np
import pytest

from engine import Network, backpropagation, rate_factors
from engine.activations import activate


def every_weight(network):
    for layer, w in enumerate(network.weights, start=2):
        for j, k in np.ndindex(w.shape):
            yield layer, j, k


@pytest.mark.parametrize("sizes", [(3, 4, 3, 2), (2, 3, 3), (3, 2)])
@pytest.mark.parametrize("m", [1, 4])
def test_sum_over_all_paths_is_the_derivative_for_every_weight(sizes, m, combination, exact_network, examples):
    activation, cost, output = combination
    network = exact_network(sizes, activation, output)
    x, y = examples(m, sizes[0], sizes[-1])
    _, by_weight, _ = backpropagation.gradient(network, x, y, cost)
    largest = max(abs(w).max() for w in by_weight)
    for layer, j, k in every_weight(network):
        expected = pytest.approx(by_weight[layer - 2][j, k], rel=1e-10, abs=1e-13 * max(1, largest))
        walked = list(rate_factors.paths(network, x, y, cost, layer, j, k))
        assert sum(path.rate_factor for path in walked) == expected
        assert rate_factors.total(network, x, y, cost, layer, j, k) == expected


def test_the_sizes_of_all_paths_add_up_without_walking_them(combination, exact_network, examples):
    activation, cost, output = combination
    network = exact_network((3, 4, 3, 2), activation, output)
    x, y = examples(3, 3, 2)
    for layer, j, k in ((2, 1, 2), (3, 0, 1), (4, 1, 0)):
        walked = [
            abs(path.rate_factor)
            for i in range(3)
            for path in rate_factors.paths(network, x[i : i + 1], y[i : i + 1], cost, layer, j, k)
        ]
        expected = pytest.approx(sum(walked) / 3, rel=1e-10, abs=1e-14)
        assert rate_factors.total_size(network, x, y, cost, layer, j, k) == expected


def test_changes_are_what_every_activation_does_when_the_weight_moves(combination, exact_network, examples):
    activation, cost, output = combination
    network = exact_network((3, 4, 3, 2), activation, output)
    x, y = examples(3, 3, 2)
    for layer, j, k in ((2, 1, 2), (3, 0, 1), (4, 1, 0)):
        sides = []
        for step in (1e-6, -1e-6):
            moved = network.copy()
            moved.weights[layer - 2][j, k] += step
            sides.append([a.mean(axis=0) for a in moved.forward(x)[1][layer - 1 :]])
        changes = rate_factors.changes(network, x, y, cost, layer, j, k)
        for change, up, down in zip(changes, *sides, strict=True):
            assert np.allclose(change, (up - down) / 2e-6, rtol=1e-5, atol=1e-8)


def test_a_path_by_hand():
    # x = 2, one sigmoid neuron a layer, all weighted inputs 0, so a = 1/2 and σ' = 1/4 everywhere
    network = Network([1, 1, 1], "sigmoid", "sigmoid", dtype=np.float64)
    network.weights[0][:], network.biases[0][:] = 3, -6
    network.weights[1][:], network.biases[1][:] = 8, -4
    [path] = rate_factors.paths(network, [[2.0]], [[1.0]], "quadratic", 2, 0, 0)
    # ∂a/∂w = 1/4 · 2, the edge 1/4 · 8, ∂C/∂a = 1/2 - 1
    assert path.neurons == (0, 0)
    assert path.factors == (0.5, 2.0, -0.5)
    assert path.rate_factor == -0.5
    assert [edge.tolist() for edge in rate_factors.edges(network, [[2.0]])] == [[[0.75]], [[2.0]]]


def test_a_weight_of_the_output_layer_has_one_path_unless_the_output_is_softmax(exact_network, examples):
    x, y = examples(1, 2, 3)
    sigmoid, softmax = (exact_network((2, 4, 3), "tanh", output) for output in ("sigmoid", "softmax"))
    [only] = rate_factors.paths(sigmoid, x, y, "quadratic", 3, 1, 0)
    assert only.neurons == (1,)
    spread = list(rate_factors.paths(softmax, x, y, "log-likelihood", 3, 1, 0))
    assert [path.neurons for path in spread] == [(0,), (1,), (2,)]


def test_number_of_paths_is_the_product_of_the_layers_above(exact_network, examples):
    x, y = examples(1, 2, 2)
    network = exact_network((2, 3, 4, 5, 2), "tanh", "sigmoid")
    assert len(list(rate_factors.paths(network, x, y, "quadratic", 2, 1, 0))) == 4 * 5 * 2


def test_edges_are_the_derivatives_of_one_layer_by_the_one_below(combination, exact_network, examples):
    activation, _, output = combination
    network, h = exact_network((3, 4, 4, 3), activation, output), 1e-6
    x, _ = examples(5, 3, 3)
    _, activations = network.forward(x)
    factors = rate_factors.edges(network, x)
    for layer, (w, b, name) in enumerate(zip(network.weights, network.biases, network.activations, strict=True)):
        for k in range(w.shape[1]):
            nudge = h * np.eye(w.shape[1])[k]
            up, down = (activate(name, (activations[layer] + sign * nudge) @ w.T + b) for sign in (1, -1))
            slope = ((up - down) / (2 * h)).mean(axis=0)
            assert factors[layer][:, k] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("sizes", [(2, 4, 3, 3), (3, 3), (2, 5, 2)])
def test_strongest_paths_are_those_of_all_paths(count, sizes, combination, exact_network, examples):
    activation, cost, output = combination
    network = exact_network(sizes, activation, output, seed=count)
    x, y = examples(1, sizes[0], sizes[-1], seed=count)
    for layer, j, k in every_weight(network):
        everything = sorted(
            rate_factors.paths(network, x, y, cost, layer, j, k), key=lambda path: -abs(path.rate_factor)
        )
        found = rate_factors.strongest_paths(network, x, y, cost, layer, j, k, count)
        assert len(found) == min(count, len(everything))
        assert len({path.neurons for path in found}) == len(found)
        # where two are equally strong (0 behind dead ReLUs) either may be named, so sizes are compared, not names
        sizes_found = [abs(path.rate_factor) for path in found]
        assert sizes_found == pytest.approx([abs(path.rate_factor) for path in everything[:count]], rel=1e-12)
        for path in found:
            assert path in everything


def test_the_paths_of_a_dead_weight_are_its_own():
    network = Network([1, 3, 2], "relu", "sigmoid", dtype=np.float64)
    network.weights[0][:], network.biases[0][:] = [[1], [1], [-1]], 0
    found = rate_factors.strongest_paths(network, [[1.0]], [[1.0, 0.0]], "quadratic", 2, 2, 0, 2)
    assert {path.neurons for path in found} == {(2, 0), (2, 1)}
    assert [path.rate_factor for path in found] == [0, 0]


def test_strongest_paths_of_several_examples_are_ranked_by_their_mean(exact_network, examples):
    network = exact_network((2, 3, 3, 2), "tanh", "sigmoid")
    x, y = examples(6, 2, 2)
    everything = list(rate_factors.paths(network, x, y, "quadratic", 2, 0, 1))
    strongest = sorted(everything, key=lambda path: -abs(path.rate_factor))
    # with room for all paths of every example, none can be missed
    assert rate_factors.strongest_paths(network, x, y, "quadratic", 2, 0, 1, len(everything)) == strongest


def test_strongest_paths_of_a_network_for_digits_are_found_without_walking_the_others(examples, monkeypatch):
    sizes = (784, 30, 30, 10)
    network = Network(sizes)
    x, y = examples(1, 784, 10)
    walked, walk = [], rate_factors._path
    with monkeypatch.context() as patch:
        patch.setattr(rate_factors, "_path", lambda *path: walked.append(path) or walk(*path))
        found = rate_factors.strongest_paths(network, x, y, "quadratic", 2, 3, 500)
    assert len(found) == len(walked) == 5
    everything = rate_factors.paths(network, x, y, "quadratic", 2, 3, 500)
    best = sorted((abs(path.rate_factor) for path in everything), reverse=True)[:5]
    assert [abs(path.rate_factor) for path in found] == pytest.approx(best, rel=1e-12)


def test_sum_over_paths_is_right_where_the_output_is_saturated():
    # z = 40: 1 - σ(z) is 0 in floating point, and yet ∂C/∂w = (a - y) x = 1 · 2
    network = Network([1, 1], "sigmoid", "sigmoid", dtype=np.float64)
    network.weights[0][:], network.biases[0][:] = 20, 0
    assert rate_factors.total(network, [[2.0]], [[0.0]], "cross-entropy", 2, 0, 0) == pytest.approx(2.0, rel=1e-12)


@pytest.mark.parametrize(("layer", "j", "k"), [(1, 0, 0), (5, 0, 0), (2, 4, 0), (2, 0, 3), (2, -1, 0), (2, 0, -1)])
def test_a_weight_that_does_not_exist_is_refused(layer, j, k, exact_network, examples):
    network = exact_network((3, 4, 3, 2), "tanh", "sigmoid")
    x, y = examples(1, 3, 2)
    assert [w.shape for w in network.weights] == [(b, a) for a, b in pairwise(network.sizes)]
    for function in (rate_factors.total, rate_factors.strongest_paths):
        with pytest.raises(ValueError, match=r"[Ll]ayer"):
            function(network, x, y, "quadratic", layer, j, k)


@pytest.mark.parametrize("z", [40.0, 500.0, 1000.0])
@pytest.mark.parametrize(
    ("cost", "output", "sizes", "signs", "y"),
    [
        ("cross-entropy", "sigmoid", (1, 1), [-1], [1.0]),
        ("cross-entropy", "sigmoid", (1, 1), [1], [0.0]),
        ("log-likelihood", "softmax", (1, 2), [-1, 1], [1.0, 0.0]),
    ],
)
def test_paths_of_saturated_outputs_sum_up_to_the_gradient(cost, output, sizes, signs, y, z):
    # badly wrong and saturated: ∂C/∂z = a - y is ±1, and x = 1, so that ∂C/∂w is that too
    network = Network(sizes, output=output, initialization="zero", dtype=np.float64)
    network.biases[0] = np.array(signs) * z
    _, by_weight, _ = backpropagation.gradient(network, [1.0], y, cost)
    assert by_weight[0][0, 0] == pytest.approx(signs[0], rel=1e-12)
    paths = list(rate_factors.paths(network, [1.0], y, cost, 2, 0, 0))
    assert sum(path.rate_factor for path in paths) == pytest.approx(signs[0], rel=1e-9)
    assert rate_factors.total(network, [1.0], y, cost, 2, 0, 0) == pytest.approx(signs[0], rel=1e-9)
    assert rate_factors.strongest_paths(network, [1.0], y, cost, 2, 0, 0, 1)[0].rate_factor != 0


def test_the_spread_of_a_path_is_that_of_its_products_over_the_examples(combination, exact_network, examples):
    activation, cost, output = combination
    network = exact_network((2, 3, 2), activation, output)
    x, y = examples(5, 2, 2)
    for path in rate_factors.paths(network, x, y, cost, 2, 1, 0):
        alone = [
            found.rate_factor
            for i in range(5)
            for found in rate_factors.paths(network, x[i : i + 1], y[i : i + 1], cost, 2, 1, 0)
            if found.neurons == path.neurons
        ]
        assert path.rate_factor == pytest.approx(np.mean(alone), rel=1e-10, abs=1e-14)
        assert path.spread == pytest.approx(np.std(alone), rel=1e-6, abs=1e-12)
    [only, *_] = rate_factors.paths(network, x[:1], y[:1], cost, 2, 1, 0)
    assert only.spread == 0


def test_the_mean_of_products_is_not_the_product_of_means():
    # x = ±1 and w = 1, all linear: a = ±1 and ∂C/∂a = a - y = a, so that both means are 0, and of the products 1
    network = Network([1, 1], "linear", "linear", initialization="zero")
    network.weights[0][:] = 1
    [path] = rate_factors.paths(network, [[1.0], [-1.0]], [[0.0], [0.0]], "quadratic", 2, 0, 0)
    assert path.factors == (0.0, 0.0)
    assert (path.rate_factor, path.spread) == (1.0, 0.0)


@pytest.mark.parametrize(("output", "cost"), [("sigmoid", "quadratic"), ("softmax", "log-likelihood")])
def test_paths_are_counted_without_walking_them(output, cost, exact_network, examples):
    x, y = examples(1, 2, 3)
    network = exact_network((2, 3, 4, 3), "tanh", output)
    for weight in ((2, 0, 1), (3, 1, 2), (4, 2, 3)):
        walked = list(rate_factors.paths(network, x, y, cost, *weight))
        assert rate_factors.number_of_paths(network, *weight) == len(walked)
