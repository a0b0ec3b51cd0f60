"""Hints look at the real state of a run: each is given by a run that has the fault, and none by runs that go well."""

import pytest

from engine import Experiment, Trainer
from engine.snapshot import take
from playground.components import instruments
from playground.playing.hints import Hint, hint
from playground.settings import controls


def after(experiment: Experiment, epochs: int) -> Hint | None:
    trainer = Trainer(experiment)
    start = take(trainer)
    return hint(take(trainer.train(epochs=epochs)), start)


PLANE = controls.START["plane"]


@pytest.mark.parametrize(
    ("experiment", "epochs", "words", "changes"),
    [
        (
            PLANE.changed(activation="relu", hidden=(8, 8, 8, 8), learning_rate=10),
            2,
            "All ReLUs in hidden layer",
            {"learning-rate": 1.0},
        ),
        (
            PLANE.changed(regularization="L2", regularization_strength=500),
            3,
            "λ is too large",
            {"regularization-strength": 50.0},
        ),
        (
            PLANE.changed(activation="sigmoid", initialization="large", hidden=(60, 60, 60), learning_rate=1e-4),
            1,
            "saturated",
            {"initialization": "scaled"},
        ),
        (PLANE.changed(learning_rate=0.00003), 16, "very slowly", {"learning-rate": 0.00009}),
        (
            PLANE.changed(dataset="moons", noise=0.5, samples=60, hidden=(20, 20), learning_rate=0.3),
            300,
            "memorizing its training examples",
            {"regularization": "L2", "regularization-strength": 1.0},
        ),
    ],
    ids=["dead", "vanished", "saturated", "tiny steps", "overfitting"],
)
def test_a_fault_is_named_with_one_thing_to_try(
    experiment: Experiment, epochs: int, words: str, changes: dict[str, object]
) -> None:
    found = after(experiment, epochs)
    assert found is not None
    assert words in found.text
    assert found.changes == changes
    assert found.changes.keys() <= controls.CONTROLS.keys()


def test_steps_that_overshoot_are_named() -> None:
    found = after(PLANE.changed(dataset="xor", learning_rate=30, noise=0.2), 3)
    assert found is not None
    assert "η is too large" in found.text


@pytest.mark.parametrize("dataset", ["circle", "xor", "gaussians", "moons", "three-arms"])
@pytest.mark.parametrize("epochs", [0, 1, 5, 40, 200])
def test_runs_that_go_well_get_no_hint(dataset: str, epochs: int) -> None:
    assert after(PLANE.changed(dataset=dataset), epochs) is None


def test_the_first_run_on_digits_gets_no_hint() -> None:
    assert after(controls.START["digits"], 3) is None


@pytest.mark.parametrize(
    ("biases", "words", "shares"),
    [
        ((0, -50), "All ReLUs in hidden layer 2 are dead", ["", "dead", ""]),
        ((50, 50), "100% of the neurons in a hidden layer are saturated", ["saturated", "", ""]),
    ],
)
def test_each_layer_is_judged_by_its_own_activation(biases: tuple[float, float], words: str, shares: list[str]) -> None:
    run = Trainer(PLANE.changed(activation=("tanh", "relu"), initialization="large"))
    for layer, value in zip(run.network.biases, biases, strict=False):
        layer[...] += value
    now = take(run)
    found = hint(now, now)
    assert found is not None
    assert found.text.startswith(words)
    told = instruments.health(now).data
    assert [layer["word"] if layer["stuck"] == 1 else "" for layer in told["layers"]] == shares
    assert told["word"] == "saturated or dead"


def test_relus_are_dead_and_never_saturated() -> None:
    run = Trainer(PLANE.changed(activation=("tanh", "relu"), initialization="large"))
    run.network.weights[0] *= 0.1
    run.network.biases[1][:2] = -50
    now = take(run)
    assert now.stuck == [0, 0.5]
    assert hint(now, now) is None
