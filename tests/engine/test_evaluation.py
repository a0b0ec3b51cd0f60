"""A set of examples is evaluated as the plain rule has it, by each kind of step, however many there are."""

import numpy as np
import pytest

from engine import Network, plan
from engine.activations import activation_named
from engine.compiled import AHEAD_VALUES, CompiledStep
from engine.costs import COSTS
from engine.data.dataset import with_ones
from engine.evaluation import AT_ONCE, Examples

KINDS = [CompiledStep] if plan.loops() is None else [CompiledStep, plan.loops().FusedStep]
INPUTS = AHEAD_VALUES // (2 * AT_ONCE)  # so that some sets are taken all at once and others not


def plain(network, x, y, cost, labels):
    """Mean cost and share of right answers in double precision."""
    exact = network.copy(np.float64)
    z = exact.weighted_outputs(x)
    a = activation_named(network.output).function(z)
    right = activation_named(network.output).decide(z) == labels
    return COSTS[cost].value(z, a, y).mean(), right.mean()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 3 * AT_ONCE // 2, 3 * AT_ONCE, 10 * AT_ONCE + 7])
@pytest.mark.parametrize("pixels", [True, False])
def test_a_set_is_evaluated_as_the_plain_rule_has_it(kind, n, pixels, combination):
    activation, cost, output = combination
    rng = np.random.default_rng(n)
    x = rng.integers(256, size=(n, INPUTS)).astype(np.uint8) if pixels else rng.normal(size=(n, INPUTS))
    x = x if pixels else x.astype(np.float32)
    network = Network((INPUTS, 7, 3), activation, output, seed=3)
    labels, targets = rng.integers(3, size=n), activation_named(output).targets
    y = np.where(np.eye(3)[labels] > 0, targets[1], targets[0]).astype(np.float32)
    examples = Examples(kind, network, with_ones(x), y, COSTS[cost], answers=True)
    for _ in range(2):
        network.parameters *= 1.25
        found = examples.evaluate(network.parameters)
        value, accuracy = plain(network, x, y, cost, labels)
        assert found.cost == pytest.approx(value, rel=1e-5, abs=1e-6)
        assert found.accuracy == accuracy


@pytest.mark.parametrize("kind", KINDS)
def test_one_neuron_answers_too(kind):
    x, labels = np.linspace(-1, 1, 10, dtype=np.float32)[:, np.newaxis], np.arange(10) > 6
    network = Network((1, 1), output="tanh", initialization="zero")
    network.weights[0] = [[1]]
    y = np.where(labels, 1, -1)[:, np.newaxis].astype(np.float32)
    # z = x, which is above 0 for the last five: 5 and 6 are answered wrongly
    examples = Examples(kind, network, with_ones(x), y, COSTS["quadratic"], answers=True)
    assert examples.evaluate(network.parameters).accuracy == 0.8
    assert examples.evaluate(network.parameters).cost == pytest.approx(np.square(y - np.tanh(x)).mean() / 2)


@pytest.mark.parametrize("kind", KINDS)
def test_figures_that_are_not_there_are_none(kind):
    network = Network((2, 1), output="linear")
    x, y = np.ones((3, 2), np.float32), np.ones((3, 1), np.float32)
    numbers = Examples(kind, network, with_ones(x), y, COSTS["quadratic"], answers=False).evaluate(network.parameters)
    assert np.isfinite(numbers.cost)
    assert np.isnan(numbers.accuracy)
    none = Examples(kind, network, with_ones(x[:0]), y[:0], COSTS["quadratic"], answers=True)
    assert np.isnan(none.evaluate(network.parameters).cost)
