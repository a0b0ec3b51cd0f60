"""The lesson on the learning slowdown: published figures, the gradients of back-propagation, and ends of dials."""

import numpy as np
import pytest

from engine import Network, backpropagation
from playground.lessons.learning_slowdown import DIALS, learn
from tests.playground.lessons.exhibits import bar_values, exhibit, readouts, titled, turned


def test_published_outputs_of_the_quadratic_cost() -> None:
    """x = 1, y = 0, η = 0.15: from 0.6 and 0.9 the output falls from 0.82 to 0.09, from 2 and 2 it starts at 0.98."""
    near, far = learn("quadratic", 0.15, 0.6, 0.9, 1, 300), learn("quadratic", 0.15, 2, 2, 1, 300)
    assert near.a[[0, 300]] == pytest.approx([0.82, 0.094], abs=0.005)
    assert far.a[[0, 150, 300]] == pytest.approx([0.98, 0.933, 0.203], abs=0.005)
    assert far.a[100] > 0.95, "flat for about 150 epochs"


def test_published_outputs_of_cross_entropy() -> None:
    """With η = 0.005 and one update an epoch."""
    near, far = learn("cross-entropy", 0.005, 0.6, 0.9, 1, 1000), learn("cross-entropy", 0.005, 2, 2, 1, 1000)
    assert near.a[[300, 1000]] == pytest.approx([0.418, 0.128], abs=0.001)
    assert far.a[[300, 1000]] == pytest.approx([0.780, 0.181], abs=0.001)


def test_a_saturated_neuron_has_a_tiny_gradient_with_one_cost_only() -> None:
    first = [learn(cost, 0.15, 2, 2, 1, 10).gradient[0] for cost in ("quadratic", "cross-entropy")]
    assert first == pytest.approx([0.017, 0.98], abs=0.003)


@pytest.mark.parametrize("cost", ["quadratic", "cross-entropy"])
def test_every_step_is_back_propagations(cost: str) -> None:
    run = learn(cost, 0.3, 2.0, -1.5, 0.4, 50)
    network = Network((1, 1), output="sigmoid", dtype=np.float64)
    network.weights[0][...], network.biases[0][...] = 2.0, -1.5
    for epoch in range(51):
        assert run.a[epoch] == pytest.approx(float(network.feedforward([[0.4]])[0, 0]), rel=1e-12)
        _, (by_weight,), (by_bias,) = backpropagation.gradient(network, [[0.4]], [[0.0]], cost)
        assert (run.gradient[epoch], run.delta[epoch]) == pytest.approx((by_weight[0, 0], by_bias[0]), rel=1e-12)
        network.weights[0][...] -= 0.3 * by_weight
        network.biases[0][...] -= 0.3 * by_bias


def test_a_weak_input_slows_the_weight_and_not_the_bias() -> None:
    run = learn("cross-entropy", 0.15, 0.6, 0.9, 0.1, 300)
    assert run.gradient == pytest.approx(0.1 * run.delta)
    assert run.w[0] - run.w[-1] == pytest.approx(0.1 * (run.b[0] - run.b[-1]))


def test_the_exhibit_shows_the_epoch_it_stands_at() -> None:
    app = exhibit("learning_slowdown", learning_slowdown_epoch=turned(epoch=300))
    run = learn("quadratic", 0.15, 0.6, 0.9, 1.0, 300)
    assert readouts(app)["quadratic: output a"] == f"{run.a[300]:.3f}" == "0.094"
    assert bar_values(app, "A weak input")["quadratic: ∂C/∂w"] == pytest.approx(run.gradient[300])
    app.button(key="learning-slowdown-preset-Start at w = 2, b = 2").click().run()
    assert readouts(app)["quadratic: output a"] == "0.982", "a new start begins at epoch 0"


@pytest.mark.parametrize("end", [-99, 99])
def test_ends(end: int) -> None:
    """All dials at one end: no input, the smallest rate and 50 epochs, or everything at its largest."""
    at = dict.fromkeys((dial.name for dial in DIALS), end)
    app = exhibit("learning_slowdown", learning_slowdown_dials=turned(**at), learning_slowdown_epoch=turned(epoch=end))
    if end < 0:
        assert bar_values(app, "A weak input")["cross-entropy: ∂C/∂w"] == 0
    assert titled(app, "How fast")["y_range"][0] == 0
