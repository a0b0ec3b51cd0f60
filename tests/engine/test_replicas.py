"""Training together is training alone: same parameters, same history, whatever the variants differ in.

Stacked matrix products may round differently from plain ones, so numbers are held to 1e-5 after a few epochs.
"""

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer, plan, replicas
from engine.history import COLUMNS

ROUNDING = 1e-5
HISTORY = [*COLUMNS, "batch_step", "batch_cost", "batch_accuracy"]


def variants(base):
    """One of each regularizer, two strengths, three learning rates, two initializations."""
    return [
        base,
        base.changed(regularization="L1", regularization_strength=0.5),
        base.changed(regularization="L2", regularization_strength=2.0, learning_rate=0.02),
        base.changed(initialization="large", learning_rate=0.1),
        base.changed(regularization="L1", regularization_strength=0.1, initialization="large"),
    ]


def assert_alike(together, alone):
    assert (together.epoch, together.step, together.problem) == (alone.epoch, alone.step, alone.problem)
    np.testing.assert_allclose(together.network.parameters, alone.network.parameters, rtol=ROUNDING, atol=ROUNDING)
    for name in HISTORY:
        one, other = getattr(together.history, name), getattr(alone.history, name)
        np.testing.assert_allclose(one, other, rtol=ROUNDING, atol=ROUNDING, err_msg=name)


@pytest.fixture(autouse=True)
def without_loops(monkeypatch):
    """What loops train they train alone: the stack is of NumPy's calls."""
    monkeypatch.setattr(plan, "loops", lambda: None)


@pytest.fixture
def stacked_only(monkeypatch):
    """Nothing may be trained one after another."""

    def refuse(self, **bounds):
        raise AssertionError("a trainer was trained alone")

    monkeypatch.setattr(Trainer, "train", refuse)


def test_each_replica_takes_its_own_step_by_hand(stacked_only):
    # w = b = 0, x = 1, y = 1 in a linear neuron: a - y = -1, so one step makes w = b = η;
    # the next one has a = 2η, so w = η - η (2η - 1) = 2η - 2η², and the same b
    data = Dataset([[1.0]], [[1.0]], [[1.0]], [[1.0]], classes=0)
    base = Experiment(
        dataset="custom", hidden=(), cost="quadratic", output="linear", initialization="zero", batch_size=1
    )
    rates = [0.5, 0.25, 0.125]
    trainers = replicas.train_together([base.changed(learning_rate=rate) for rate in rates], data, epochs=2)
    for rate, trainer in zip(rates, trainers, strict=True):
        assert trainer.network.parameters.tolist() == [2 * rate - 2 * rate**2] * 2
        # C₀ = (1 - a)²/2 before each step, a = 0 and 2η
        assert trainer.history.batch_cost.tolist() == [0.5, (1 - 2 * rate) ** 2 / 2]


@pytest.mark.parametrize(("batch_size", "epochs"), [(1, 1), (4, 3), (22, 1), (23, 3)])
def test_every_kind_of_network_is_as_alone(combination, batch_size, epochs):
    activation, cost, output = combination
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(23, 4)), np.arange(23) % 3
    data = Dataset(x, y, x[:10], y[:10])
    base = Experiment(
        dataset="custom",
        hidden=(5, 3),
        activation=activation,
        cost=cost,
        output=output,
        learning_rate=0.05,
        batch_size=batch_size,
    )
    experiments = variants(base)
    for together, experiment in zip(replicas.train_together(experiments, data, epochs), experiments, strict=True):
        assert together.experiment == experiment
        assert_alike(together, Trainer(experiment, data).train(epochs=epochs))


@pytest.mark.parametrize(
    ("settings", "epochs"),
    [
        ({"dataset": "spiral", "samples": 500, "batch_size": 12}, 3),
        ({"dataset": "three-arms", "cost": "log-likelihood"}, 3),
        ({"dataset": "plane", "cost": "quadratic", "inputs": ("x1", "x2", "x1x2")}, 3),
        ({"dataset": "mnist", "samples": 505, "hidden": (10,), "activation": "sigmoid"}, 2),
        ({"dataset": "mnist", "samples": 300, "hidden": ()}, 2),
    ],
    ids=lambda value: str(value.get("dataset")) if isinstance(value, dict) else "",
)
def test_toy_data_and_digits_are_as_alone(settings, epochs):
    base = Experiment(learning_rate=0.05, **({"hidden": (4, 2)} | settings))
    experiments = variants(base)
    for together, experiment in zip(replicas.train_together(experiments, epochs=epochs), experiments, strict=True):
        assert_alike(together, Trainer(experiment).train(epochs=epochs))


def test_small_networks_are_stacked_and_large_ones_are_not(stacked_only):
    small = Experiment(dataset="mnist", samples=40, hidden=(30,))
    assert [trainer.epoch for trainer in replicas.train_together([small, small], epochs=2)] == [2, 2]
    with pytest.raises(AssertionError, match="alone"):
        replicas.train_together([small.changed(hidden=(100,), batch_size=20)] * 2)


def test_what_differs_in_more_is_trained_all_the_same():
    base = Experiment(samples=40)
    experiments = [
        base,
        base.changed(learning_rate=0.2),
        base.changed(seed=1),
        base.changed(hidden=(3,)),
        base.changed(batch_size=7),
        base.changed(dataset="xor"),
        base.changed(activation="relu"),
        base.changed(cost="quadratic"),
    ]
    for together, experiment in zip(replicas.train_together(experiments, epochs=2), experiments, strict=True):
        assert_alike(together, Trainer(experiment).train(epochs=2))


def test_one_that_diverges_stops_with_its_sentence_and_leaves_the_others_alone():
    base = Experiment(dataset="plane", cost="quadratic", hidden=(6,), activation="relu", samples=60, learning_rate=0.01)
    wild = [base.changed(learning_rate=rate) for rate in (900.0, 3.0)]
    experiments = [wild[0], base, wild[1], base.changed(regularization="L2", regularization_strength=1.0)]
    trainers = replicas.train_together(experiments, epochs=30)
    assert "no longer a finite number" in trainers[0].problem
    for together, experiment in zip(trainers, experiments, strict=True):
        assert_alike(together, Trainer(experiment).train(epochs=30))
    assert [trainer.epoch for trainer in trainers[1::2]] == [30, 30]


def test_all_may_diverge():
    base = Experiment(dataset="plane", cost="quadratic", hidden=(6,), activation="relu", samples=60)
    experiments = [base.changed(learning_rate=rate) for rate in (900.0, 1000.0)]
    for together, experiment in zip(replicas.train_together(experiments, epochs=5), experiments, strict=True):
        assert "no longer a finite number" in together.problem
        assert_alike(together, Trainer(experiment).train(epochs=5))


def test_training_goes_on_together_or_alone_from_any_point():
    experiments = variants(Experiment(samples=60, learning_rate=0.05))
    trainers = replicas.train_together(experiments)
    trainers[1].train(steps=2)
    trainers[2].edit("freeze", 0, 0, 0, True)
    replicas.advance(trainers, 2)
    replicas.advance(trainers, 0)
    expected = [Trainer(experiment).train(epochs=1) for experiment in experiments]
    expected[1].train(steps=2)
    expected[2].edit("freeze", 0, 0, 0, True)
    for together, alone in zip(trainers, expected, strict=True):
        assert_alike(together, alone.train(epochs=2))
        resumed = Trainer.resume(together.state()).train(epochs=1)
        assert_alike(resumed, together.train(epochs=1))
        assert_alike(together, alone.train(epochs=1))


def test_without_evaluation_the_running_means_are_recorded():
    experiments = variants(Experiment(samples=60, learning_rate=0.05))
    for together in replicas.train_together(experiments, epochs=2, evaluate=()):
        assert_alike(together, Trainer(together.experiment, evaluate=()).train(epochs=2))
        assert np.isnan(together.history.test_cost).all()


def test_nothing_to_train_and_negative_epochs():
    assert replicas.train_together([]) == []
    with pytest.raises(ValueError, match="cannot be negative"):
        replicas.train_together([Experiment()], epochs=-1)


def test_runs_that_distort_their_digits_are_what_each_gives_alone():
    settings = {"dataset": "mnist", "samples": 60, "hidden": (4,), "activation": "sigmoid", "augmentation": True}
    experiments = [Experiment(**settings, learning_rate=rate) for rate in (0.1, 0.5)]
    for trainer, experiment in zip(replicas.train_together(experiments, epochs=2), experiments, strict=True):
        alone = Trainer(experiment).train(epochs=2)
        assert trainer.network.parameters.tobytes() == alone.network.parameters.tobytes()
