"""The lesson on mini-batches: its gradients and steps are the engine's, its spread is that of sampling theory."""

import base64

import numpy as np
import pytest

from engine import Dataset, Experiment, Network, Trainer, backpropagation
from playground.lessons import sgd
from playground.lessons.sgd import N, descend, epochs_passed, estimates, expected_spreads, neurons, spreads
from tests.playground.lessons.exhibits import exhibit, sent, titled, turn, turned, view

every_neuron = pytest.mark.parametrize("kind", list(neurons()))


@every_neuron
def test_cost_and_gradient_are_those_of_back_propagation(kind: str) -> None:
    neuron, v = neurons()[kind], np.array([0.7, -0.4])
    network = Network((1, 1), output=neuron.output, dtype=np.float64)
    network.parameters[...] = v
    cost, (by_w,), (by_b,) = backpropagation.gradient(network, neuron.x, neuron.y[:, np.newaxis], neuron.cost)
    assert neuron.value(v) == pytest.approx(cost, rel=1e-14)
    np.testing.assert_allclose(neuron.gradients(v).mean(axis=0), [by_w[0, 0], by_b[0]], rtol=1e-12)


@every_neuron
def test_all_examples_at_once_are_the_trainers_steps(kind: str) -> None:
    neuron = neurons()[kind]
    experiment = Experiment(
        dataset="custom", hidden=(), cost=neuron.cost, output=neuron.output, learning_rate=0.3, batch_size=N
    )
    trainer = Trainer(experiment, Dataset(neuron.x, neuron.y, neuron.x, neuron.y))
    trainer.network.parameters[...] = neuron.start
    trainer.train(epochs=5)
    np.testing.assert_allclose(
        descend(neuron, neuron.start, 0.3, N, 5)[-1], trainer.network.parameters, rtol=1e-4, atol=1e-5
    )


def test_an_epoch_uses_every_example_once_also_when_m_does_not_divide_n() -> None:
    path = descend(neurons()["linear"], (0, 0), 1e-9, 7, 2)
    assert len(path) - 1 == 2 * 6
    assert epochs_passed(12, 7)[[0, 1, 6, 7, 12]].tolist() == [0, 7 / 40, 1, 1 + 7 / 40, 2]
    # at so small an η the gradients hardly change, so an epoch of mini-batches of 8 adds up to 5 whole gradients
    neuron = neurons()["linear"]
    moved = descend(neuron, (0, 0), 1e-9, 8, 1)[-1]
    np.testing.assert_allclose(moved, -5e-9 * neuron.gradients(np.zeros(2)).mean(axis=0), rtol=1e-6)


def test_estimates_of_all_examples_are_the_gradient_and_those_of_one_are_examples() -> None:
    gradients = np.random.default_rng(0).normal(size=(12, 2))
    found = estimates(gradients, 30)
    np.testing.assert_allclose(found[:, -1], np.broadcast_to(gradients.mean(axis=0), (30, 2)), atol=1e-15)
    assert all((gradients == one).all(axis=1).any() for one in found[:, 0])


def test_the_spread_is_that_of_sampling_without_replacement() -> None:
    """By hand for ∇C_x = -1, 0, 1 along w: σ² = 2/3; pairs have the means ±1/2 and 0, so 1/6."""
    three = np.array([[-1.0, 0], [0, 0], [1, 0]])
    np.testing.assert_allclose(expected_spreads(three), [np.sqrt(2 / 3), np.sqrt(1 / 6), 0])
    gradients = np.random.default_rng(1).normal(size=(N, 2))
    np.testing.assert_allclose(spreads(gradients, 4000), expected_spreads(gradients), rtol=0.05)


@every_neuron
def test_for_the_same_work_mini_batches_get_further(kind: str) -> None:
    neuron = neurons()[kind]
    ends = [neuron.value(descend(neuron, neuron.start, neuron.learning_rate, m, 3)[-1]) for m in (4, N)]
    assert ends[0] < ends[1] / 2


@every_neuron
def test_the_ends_of_all_controls(kind: str) -> None:
    ends = neurons()[kind].limits
    for m, eta, epochs, corner in ((1, 10, 8, 1), (N, 0.01, 1, 0)):
        app = exhibit(
            "sgd",
            sgd_neuron=kind,
            sgd_dials=turned(m=m, eta=eta, epochs=epochs),
            sgd_map={"mail": [{"seq": 1, "version": 0, "start": [end[corner] for end in ends]}]},
        )
        sent(app)


def test_the_exhibit_counts_steps() -> None:
    app = exhibit("sgd", sgd_dials=turned(m=4, epochs=3, eta=0.3))
    assert "3 steps" in app.markdown[0].value
    assert "30 steps" in app.markdown[0].value
    before = titled(app, "Cost for")
    app.button(key="sgd-other").click().run()
    assert titled(app, "Cost for")["series"][0] == before["series"][0]
    assert titled(app, "Cost for")["series"][1] != before["series"][1]


def test_a_ball_that_flies_away_stops() -> None:
    path = descend(neurons()["linear"], (0, 0), 1e3, 1, 8)
    assert len(path) < 20
    assert np.abs(path).max() < sgd.FAR_AWAY


def test_the_error_is_read_at_the_m_that_is_chosen() -> None:
    app = turn(exhibit("sgd"), "sgd-dials", m=9)
    chart = titled(app, "Error of a mini-batch")
    assert (chart["at"], chart["moment"]) == (9, "m = 9")
    neuron = neurons()["linear"]
    gradients = neuron.gradients(np.array(neuron.start))
    for series, whole in zip(chart["series"], (expected_spreads(gradients), spreads(gradients)), strict=True):
        assert np.frombuffer(base64.b64decode(series["last"]), "<f4") == pytest.approx([whole[8]])
        assert "σ" not in series["name"]


@every_neuron
def test_the_map_has_its_examples_beside_it(kind: str) -> None:
    shown = view(exhibit("sgd", sgd_neuron=kind), "valley")
    for name in ("x", "y"):
        drawn = np.frombuffer(base64.b64decode(shown["fit"][name]), "<f4")
        np.testing.assert_allclose(drawn, np.ravel(getattr(neurons()[kind], name)), rtol=1e-6)
