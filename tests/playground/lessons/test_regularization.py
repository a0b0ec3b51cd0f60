"""The lesson on regularization: single weights shrink as in the engine's training, and the run overfits."""

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from playground.lessons.regularization import OVERFITTING, shrink
from tests.playground.lessons.exhibits import exhibit, readouts, sent, titled, turned


def test_weight_decay_is_a_factor_and_l1_a_constant_step() -> None:
    w = np.array([1.0, -0.5, 0.1])
    np.testing.assert_allclose(shrink("L2", w, 0.01, 50)[-1], 0.99**50 * w)
    np.testing.assert_allclose(shrink("L1", w, 0.01, 5)[-1], w - 0.05 * np.sign(w))


def test_l1_takes_a_weight_to_zero_and_l2_does_not() -> None:
    l1, l2 = (shrink(name, np.array([0.1]), 0.0025, 400)[:, 0] for name in ("L1", "L2"))
    assert np.abs(l1[45:]).max() <= 0.0025
    assert l2[-1] == pytest.approx(0.1 * 0.9975**400)


def test_a_weight_of_zero_stays() -> None:
    for name in ("L1", "L2"):
        assert not shrink(name, np.zeros(2), 0.5, 10).any()


@pytest.mark.parametrize("name", ["L1", "L2"])
def test_training_on_inputs_of_zero_shrinks_the_same_way(name: str) -> None:
    """Where a_in = 0, ∂C₀/∂w = a_in δ is 0 (BP4): of the update only the regularizer is left."""
    n, eta, strength = 20, 0.5, 0.4
    experiment = Experiment(
        dataset="custom",
        hidden=(),
        learning_rate=eta,
        batch_size=1,
        regularization=name,
        regularization_strength=strength,
    )
    labels = np.arange(n) % 2
    trainer = Trainer(experiment, Dataset(np.zeros((n, 3)), labels, np.zeros((2, 3)), labels[:2]))
    w = np.array([1.0, -0.6, 0.25])
    trainer.network.weights[0][...] = w
    trainer.train(steps=15)
    np.testing.assert_allclose(trainer.network.weights[0][0], shrink(name, w, eta * strength / n, 15)[-1], rtol=1e-5)


def test_the_run_overfits_as_published_and_weight_decay_helps() -> None:
    """After about 30 epochs nearly all training digits are right, and many test digits are not."""
    plain = Trainer(OVERFITTING).train(epochs=30).history
    assert plain.train_accuracy[-1] > 0.97
    assert plain.test_accuracy[-1] < 0.9
    assert plain.test_cost[-1] > 1.02 * plain.test_cost.min()
    decayed = Trainer(OVERFITTING.changed(regularization="L2", regularization_strength=0.5)).train(epochs=30).history
    assert decayed.test_cost[-1] < plain.test_cost[-1]


def test_the_exhibit_trains_in_the_pool_and_follows_its_controls() -> None:
    app = exhibit("regularization")
    run = app.session_state["regularization-run"]
    assert readouts(app)["epoch"] == "0"
    app.button(key="regularization-play").click().run()
    assert run.playing
    app.session_state["regularization-name"] = "L2"
    app.session_state["regularization-strength"] = turned(strength=2)
    app.run()
    assert (run.experiment.regularization, run.experiment.regularization_strength) == ("L2", 2)
    app.button(key="regularization-play").click().run()
    assert not run.playing
    app.button(key="regularization-reset").click().run()
    assert run.snapshot.step == 0
    assert not app.exception


def test_the_ends_of_all_controls() -> None:
    for strength, w in ((0.01, -2), (100, 2), (1, 0)):
        app = exhibit(
            "regularization",
            regularization_strength=turned(strength=strength),
            regularization_weight=turned(w=w),
        )
        assert len(titled(app, "w, step by step")["curves"]) == 4
        sent(app)


def test_one_dial_sets_lambda_for_the_run_and_for_the_single_weight() -> None:
    app = exhibit("regularization", regularization_strength=turned(strength=20), regularization_name="L1")
    labels = [dial["label"] for data in sent(app) for dial in data.get("dials", [])]
    assert labels.count("λ") == 1
    assert app.session_state["regularization-run"].experiment.regularization_strength == 20
    told = {curve["name"]: curve["value"] for curve in titled(app, "w, step by step")["curves"]}
    assert told["L1"] == "w → w − 0.01 sgn(w)", "0.5 · 20 / 1,000"
