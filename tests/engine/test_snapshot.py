"""A Snapshot shows a run as it is, and stays as it was when the run goes on."""

import pickle

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer, rate_factors
from engine.snapshot import PROBE, SIDE, View, as_bytes, centred, take


def test_bytes_have_zero_in_the_middle():
    values = as_bytes(np.array([-1.0, 0.0, 1.0, -7.0, 7.0, np.nan, np.inf, -np.inf]))
    assert values.dtype == np.uint8
    assert values.tolist() == [0, 128, 255, 0, 255, 128, 255, 0]


def test_activations_are_centred_between_the_ends_of_their_range():
    a = np.array([0.0, 0.25, 1.0])
    assert centred(a, "sigmoid").tolist() == [-1, -0.5, 1]
    assert centred(a - 0.5, "tanh").tolist() == [-0.5, -0.25, 0.5]
    assert centred(a * 8, "relu").tolist() == [0, 0.25, 1]
    assert centred(a * 0, "relu").tolist() == [0, 0, 0]


def test_figures_are_those_of_the_run():
    trainer = Trainer(Experiment(regularization="L2", regularization_strength=1)).train(steps=30)
    snapshot = take(trainer)
    assert (snapshot.epoch, snapshot.step, snapshot.problem) == (trainer.epoch, 30, None)
    assert snapshot.sizes == (2, 4, 2, 1)
    assert snapshot.train == trainer.evaluation("train")
    assert snapshot.test == trainer.evaluation("test")
    assert snapshot.penalty == trainer.penalty() > 0
    for mine, own in zip(
        snapshot.weights + snapshot.biases, trainer.network.weights + trainer.network.biases, strict=True
    ):
        assert mine.tolist() == own.tolist()
    rates = rate_factors.edges(trainer.network, trainer.data.x_train[:PROBE])
    assert [rate.tolist() for rate in snapshot.rates] == [rate.tolist() for rate in rates]


DIGITS = Experiment(dataset="mnist", samples=100, hidden=(5,), activation="sigmoid", learning_rate=0.5)


def test_figures_of_digits_say_of_which_epoch_they_are():
    trainer = Trainer(DIGITS)
    assert take(trainer).as_of is None
    trainer.train(epochs=2)
    at_the_end = take(trainer)
    assert (at_the_end.epochs_done, at_the_end.as_of) == (2.0, None)
    assert at_the_end.test == trainer.evaluation("test")
    trainer.train(steps=3)
    beyond = take(trainer)
    assert (beyond.epochs_done, beyond.as_of) == (2.3, 2)
    assert (beyond.train, beyond.test) == (at_the_end.train, at_the_end.test)
    now = take(trainer, evaluate=True)
    assert now.as_of is None
    assert (now.train, now.test) == (trainer.evaluation("train"), trainer.evaluation("test"))
    assert now.test != beyond.test


def test_an_edit_at_the_end_of_an_epoch_makes_its_figures_those_of_the_past():
    trainer = Trainer(DIGITS).train(epochs=1)
    trainer.edit("freeze", 0, 0, 0, True)
    trainer.change(learning_rate=0.1)
    assert take(trainer).as_of is None, "neither changes what the network answers"
    trainer.edit("switch", 1, 0, False)
    trainer.change(learning_rate=0.2)
    assert take(trainer).as_of == 1
    assert take(trainer, evaluate=True).test == trainer.evaluation("test") != take(trainer).test
    assert take(trainer.train(epochs=1)).as_of is None


def test_a_snapshot_does_not_change_with_the_run():
    trainer = Trainer(Experiment()).train(steps=30)
    snapshot = take(trainer)
    before = pickle.dumps(snapshot)
    trainer.train(epochs=3)
    assert pickle.dumps(snapshot) == before


def test_taking_snapshots_does_not_change_the_run():
    watched, alone = Trainer(Experiment()), Trainer(Experiment())
    for _ in range(20):
        take(watched.train(steps=4))
    assert watched.network.parameters.tobytes() == alone.train(steps=80).network.parameters.tobytes()


def test_the_map_has_large_x2_at_the_top_and_large_x1_at_the_right():
    trainer = Trainer(Experiment(hidden=()))
    trainer.network.parameters[...] = [0, 1, 0]  # output σ(x₂)
    plane = take(trainer).plane
    assert plane.outputs.shape == (SIDE, SIDE, 1)
    # cells are 12/50 wide, so the centre of the first row is at x₂ = 6 - 0.12
    assert plane.outputs[0, :, 0] == pytest.approx(1 / (1 + np.exp(-5.88)), rel=1e-5)
    assert plane.outputs[-1, :, 0] == pytest.approx(1 / (1 + np.exp(5.88)), rel=1e-4)
    trainer.network.parameters[...] = [1, 0, 0]  # output σ(x₁)
    plane = take(trainer).plane
    assert plane.outputs[:, -1, 0] == pytest.approx(1 / (1 + np.exp(-5.88)), rel=1e-5)
    assert (np.diff(plane.outputs[:, :, 0], axis=1) > 0).all()


def test_every_neuron_has_a_map():
    plane = take(Trainer(Experiment(hidden=(4, 2), inputs=("x1", "x2", "x1x2")))).plane
    assert [neurons.shape for neurons in plane.neurons] == [(3, 25, 25), (4, 25, 25), (2, 25, 25), (1, 25, 25)]
    across = plane.neurons[0][0]
    assert (across[:, 0] < 10).all()
    assert (across[:, -1] > 240).all()
    assert (across == across[0]).all()


def test_digits_are_one_of_each_kind():
    trainer = Trainer(Experiment(dataset="mnist", samples=200, hidden=(6,), activation="sigmoid"))
    digits = take(trainer).digits
    assert take(trainer).plane is None
    assert digits.labels.tolist() == list(range(10))
    assert digits.images.shape == (10, 28, 28)
    for image, output in zip(digits.images, digits.outputs, strict=True):
        assert trainer.network.feedforward(image.reshape(1, 784))[0] == pytest.approx(output, rel=1e-5)
    assert digits.fields.shape == (6, 28, 28)
    weights = trainer.network.weights[0].reshape(6, 28, 28)
    assert (
        (digits.fields > 128) == (weights / np.abs(weights).max(axis=(1, 2), keepdims=True) >= 1 / 127.5)
    ).mean() > 0.99
    assert digits.average.shape == (28, 28)
    assert digits.average[0, 0] == 128
    own = take(trainer, view=View(example=5)).digits.average
    seen = trainer.data.x_train[5].reshape(28, 28)
    assert ((own > 128) == (seen > 0.01)).all()
    assert not np.array_equal(own, digits.average)


def test_neurons_that_learn_nothing_are_stuck():
    trainer = Trainer(Experiment(hidden=(4,), activation="relu"))
    trainer.network.weights[0][:], trainer.network.biases[0][:] = 0, [1, -1, -1, 1]
    assert take(trainer).stuck == [0.5]
    trainer = Trainer(Experiment(hidden=(4, 2), activation="tanh"))
    trainer.network.weights[0][:], trainer.network.biases[0][:] = 0, [0, 0, 0, 20]
    trainer.network.weights[1][:], trainer.network.biases[1][:] = 0, [-20, 20]
    assert take(trainer).stuck == [0.25, 1]


@pytest.mark.parametrize(("activation", "bent"), [("tanh", np.arctanh), ("sigmoid", lambda y: 2 * np.arctanh(y))])
def test_a_neuron_is_saturated_where_its_slope_is_a_twentieth_of_the_steepest(activation, bent):
    # tanh'(z) = 1 - tanh²(z), and σ'(z) = (1 - tanh²(z/2))/4
    trainer = Trainer(Experiment(hidden=(2,), activation=activation))
    trainer.network.weights[0][:], trainer.network.biases[0][:] = 0, bent(np.sqrt([1 - 0.06, 1 - 0.04]))
    assert take(trainer).stuck == [0.5]


def test_a_relu_that_one_example_alone_makes_active_is_not_dead():
    trainer = Trainer(Experiment(hidden=(2,), activation="relu"))
    second, highest = np.sort(trainer.data.x_train[:PROBE, 0])[-2:]
    trainer.network.weights[0][:] = [1, 0]
    trainer.network.biases[0][:] = -(second + highest) / 2, -highest - 0.1
    assert take(trainer).stuck == [0.5]


def test_data_of_ones_own_have_neither_map_nor_digits():
    data = Dataset([[0.0, 1.0, 2.0], [1.0, 1.0, 0.0]], [0, 1], [], [])
    snapshot = take(Trainer(Experiment(dataset="custom"), data).train(epochs=2))
    assert snapshot.plane is None
    assert snapshot.digits is None
    assert np.isnan(snapshot.test.cost)


def test_a_run_with_a_problem_can_still_be_drawn():
    settings = {"activation": "relu", "learning_rate": 1000, "cost": "quadratic", "output": "linear"}
    trainer = Trainer(Experiment(**settings, seed=1)).train(epochs=50)
    assert trainer.problem
    assert take(trainer).problem == trainer.problem
    trainer.network.parameters[...] = 1e30
    assert all(np.isfinite(g).all() for g in take(trainer).gradients + take(trainer).bias_gradients)


@pytest.mark.parametrize(
    ("view", "kind", "count"),
    [(View(), "first", 100), (View(example=7), "example", 1), (View(upcoming=True), "mini-batch", 10)],
)
def test_a_weight_is_traced_over_the_examples_looked_at(view, kind, count):
    trainer = Trainer(Experiment(hidden=(4, 3), cost="cross-entropy")).train(steps=30)
    snapshot = take(trainer, view=View(view.example, view.upcoming, weight=(0, 1, 0)))
    assert (snapshot.population.kind, len(snapshot.population.indices)) == (kind, count)
    if kind == "mini-batch":
        assert snapshot.population.indices.tolist() == trainer.upcoming().tolist()
    traced, gradient = snapshot.traced, float(snapshot.gradients[0][1, 0])
    assert (traced.count, len(traced.strongest)) == (3, 3)
    assert traced.gradient == pytest.approx(gradient, rel=1e-6)
    assert traced.total == pytest.approx(traced.gradient, rel=1e-10)
    assert sum(path.rate_factor for path in traced.strongest) == pytest.approx(traced.total, rel=1e-10)
    assert all((path.spread > 0) == (count > 1) for path in traced.strongest)


@pytest.mark.parametrize("weight", [None, (3, 0, 0), (0, 4, 0), (0, 0, 2)])
def test_a_weight_that_the_network_does_not_have_is_not_traced(weight):
    assert take(Trainer(Experiment(hidden=(4, 3))), view=View(weight=weight)).traced is None
