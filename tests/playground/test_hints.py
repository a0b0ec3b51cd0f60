"""Hints look at the real state of a run: each is given by a run that has the fault, and none by runs that go well."""

from dataclasses import replace

import pytest

from engine import Experiment, Trainer
from engine.evaluation import Evaluation
from engine.snapshot import take
from playground.components import instruments
from playground.lessons.registry import LESSONS
from playground.playing.hints import Hint, hint
from playground.presets.names import RUNS
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
        ((50, 50), "100 % of the neurons in a hidden layer are saturated", ["saturated", "", ""]),
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


DEAD, ALIKE, SATURATED, SLOW, UNSURE, SMALL_STEPS, FLAT = (
    "A learning rate that is too large causes this",
    "are identical",
    "Large initial weights cause this",
    "The output is saturated",
    "Steps that are too large drove them there",
    "the steps may be too small",
    "λ is too large",
)
SET_UPS = {
    **{name: run.embedded() for name, (_, run) in RUNS.items() if not run.start},
    **{lesson.name: lesson.experiment for lesson in LESSONS},
}
CAUSES = {
    "zero/zero": {ALIKE},
    "dead-relus/3": {DEAD},
    "overfitting/no-regularization": {"Regularization counteracts this"},
    "learning-rates/100": {UNSURE},
    "backpropagation": {SMALL_STEPS},
    "hyper-parameters/30-hidden-10-lambda-1000": {FLAT, UNSURE},
}
"""What a set-up is told, where it is told anything that is no matter of its large initial weights or of its cost."""
LOOKS_AT = (0, 1, 2, 5, 16, 30, 100)
FEW_DIGITS = 500


@pytest.mark.parametrize("name", SET_UPS)
def test_every_set_up_of_gallery_and_lessons_is_told_its_own_fault_or_none(name: str) -> None:
    asked = SET_UPS[name]
    looks = LOOKS_AT if asked.is_plane else LOOKS_AT[:5]
    if not asked.is_plane:
        share = min(1.0, FEW_DIGITS / (asked.samples or controls.START["digits"].samples or 8000))
        asked = asked.changed(samples=FEW_DIGITS, regularization_strength=asked.regularization_strength * share)
    trainer = Trainer(asked)
    start, told = take(trainer), []
    for epoch in looks:
        trainer.train(epochs=epoch - trainer.epoch)
        if found := hint(take(trainer), start):
            told.append(found.text)
            assert all(value != getattr(asked, controls.CONTROLS[key].field) for key, value in found.changes.items())
    causes = CAUSES.get(name, set())
    if asked.initialization == "large":
        causes = causes | {SATURATED}
    if asked.cost == "quadratic":
        causes = causes | {SLOW}
    assert all(any(cause in text for cause in causes) for text in told), told
    assert all(any(cause in text for text in told) for cause in CAUSES.get(name, ())), told


def test_an_offer_of_larger_steps_keeps_its_word() -> None:
    """Where the steps are called too small, larger ones come further in as many epochs."""
    for asked in (SET_UPS["backpropagation"], PLANE.changed(learning_rate=0.0003)):
        found = after(asked, 30)
        assert found is not None
        small, large = (
            Trainer(asked.changed(learning_rate=eta)).train(epochs=30).history.train_cost[-1]
            for eta in (asked.learning_rate, found.changes["learning-rate"])
        )
        assert large < small


def test_what_is_not_known_is_not_memorized() -> None:
    trainer = Trainer(PLANE.changed(dataset="moons", noise=0.5, samples=60, hidden=(20, 20), learning_rate=0.3))
    start, now = take(trainer), take(trainer.train(epochs=300))
    found = hint(now, start)
    assert found is not None
    assert "memorizing" in found.text
    for train, test in ((0.4, 0.4), (0.9, 0.95)):
        unknown = replace(now, train=Evaluation(now.train.cost, train), test=Evaluation(now.test.cost, test))
        other = hint(unknown, start)
        assert other is None or "memorizing" not in other.text


def test_relus_that_were_dead_from_the_start_are_no_matter_of_the_steps() -> None:
    run = Trainer(PLANE.changed(activation="relu"))
    for layer in run.network.biases[:-1]:
        layer[...] = -50
    start = take(run)
    found = hint(take(run.train(epochs=2)), start)
    assert found is not None
    assert found.changes == {"activation": "tanh"}


def test_outputs_in_the_middle_are_not_saturated() -> None:
    # no line separates XOR: every output is about 0.5, and errors of both signs have a mean of 0
    found = after(Experiment(dataset="xor", hidden=(), cost="quadratic", learning_rate=0.1, samples=200), 20)
    assert found is None
