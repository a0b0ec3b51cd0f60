"""Trials: what may be chosen, what a learner is handed, which runs are points, and the machine's own sweep."""

import json
import math
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from engine import Experiment, Trainer
from playground.classes.trials import SETTINGS, Trial, handed, made, points, spread, sweep_point, sweep_values, taken
from playground.playing import link
from playground.settings import experiments
from playground.settings.controls import SPIRAL, START

ADDRESS = "/playground?dataset=moons&noise=0.3"
RATE = Trial(1, "learning-rate", 0.001, 10, ADDRESS)
STRENGTH = Trial(2, "regularization-strength", 0.01, 1, ADDRESS)
NEURONS = Trial(3, "hidden-neurons", 1, 30, ADDRESS)
SEED = Trial(4, "seed", 0, 999, ADDRESS)
ALL = (RATE, STRENGTH, NEURONS, SEED)
MOONS = Experiment(dataset="moons", hidden=(4, 3), activation=("tanh", "relu"), samples=200, noise=0.3)


def opened(address: str) -> link.Link:
    """What the Playground makes of an address."""
    parts = urlsplit(address)
    assert parts.path == "/playground"
    return link.read(dict(parse_qsl(parts.query, keep_blank_values=True)))


def tile(accuracy: float | None = 0.9, epoch: int = 5, **more: Any) -> dict[str, Any]:
    return {"epoch": epoch, "accuracy": accuracy, "cost": 0.4, "sizes": [2, 6, 1], "settings": {}} | more


# what is tried


@pytest.mark.parametrize("trial", ALL)
def test_a_trial_goes_through_json(trial: Trial) -> None:
    assert Trial.from_dict(json.loads(json.dumps(trial.to_dict()))) == trial


def test_a_trial_is_as_the_teacher_has_it() -> None:
    order = {"key": "learning-rate", "low": 0.01, "high": "1", "epochs": 12, "measure": "test cost"}
    assert made(order, 7, ADDRESS) == Trial(7, "learning-rate", 0.01, 1, ADDRESS, measure="test cost", epochs=12)
    usual = made({"key": "seed", "low": None}, 8, ADDRESS)
    assert (usual.low, usual.high, usual.open, usual.measure) == (0, 999, True, "test accuracy")
    assert RATE.label == "η, the learning rate"


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({}, "one of learning-rate, regularization-strength, hidden-neurons, seed"),
        ({"key": ["seed"]}, "one of learning-rate"),
        ({"key": "seed", "low": 5, "high": 5}, "two whole numbers from 0 to 999, the lower one first"),
        ({"key": "seed", "low": 0.5}, "two whole numbers from 0 to 999"),
        ({"key": "hidden-neurons", "high": 31}, "two whole numbers from 1 to 30"),
        ({"key": "learning-rate", "low": 0}, "two numbers from 0.001 to 10"),
        ({"key": "learning-rate", "high": math.nan}, "must be a number"),
        ({"key": "learning-rate", "high": [1]}, "must be a number"),
        ({"key": "seed", "epochs": 0}, "from 1 to 1,000"),
        ({"key": "seed", "epochs": 1001}, "from 1 to 1,000"),
        ({"key": "seed", "measure": "beauty"}, "test accuracy or the test cost"),
    ],
)
def test_what_makes_no_trial_is_refused_with_a_sentence(order: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        made(order, 1, ADDRESS)


@pytest.mark.parametrize("address", ["", "https://elsewhere.org", "//elsewhere.org"])
def test_a_trial_is_about_what_was_handed_out(address: str) -> None:
    with pytest.raises(ValueError, match=r"[Hh]and"):
        made({"key": "seed"}, 1, address)


@pytest.mark.parametrize(
    "damage",
    [
        None,
        [],
        {},
        {"key": "seed"},
        *[RATE.to_dict() | more for more in ({"x": 1}, {"open": 1}, {"low": None}, {"number": -1})],
    ],
)
def test_damaged_data_are_no_trial(damage: Any) -> None:
    with pytest.raises(ValueError):
        Trial.from_dict(damage)


# what is chosen


@pytest.mark.parametrize(
    ("trial", "value", "kept"),
    [
        (RATE, 0.3, 0.3),
        (RATE, "1/3", 0.333),
        (RATE, 0.0316227766, 0.0316),
        (replace(RATE, low=0.12345), 0.12345, 0.12345),
        (NEURONS, 30, 30),
        (NEURONS, "8", 8),
        (SEED, 0, 0),
    ],
)
def test_a_choice_is_kept(trial: Trial, value: Any, kept: float) -> None:
    assert taken(trial, value) == kept


@pytest.mark.parametrize(
    ("trial", "value"),
    [
        *[(trial, value) for trial in ALL for value in (None, True, math.nan, "much", [1], 10**400, -1)],
        (RATE, 0),
        (RATE, 10.1),
        (NEURONS, 0),
        (NEURONS, 3.5),
        (SEED, 1000),
    ],
)
def test_what_may_not_be_chosen_is_refused_with_a_sentence(trial: Trial, value: Any) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        taken(trial, value)


@pytest.mark.parametrize("trial", ALL)
def test_a_closed_trial_takes_no_choice(trial: Trial) -> None:
    with pytest.raises(ValueError, match="closed"):
        taken(replace(trial, open=False), 5)


# what is handed out


@pytest.mark.parametrize(
    ("trial", "value", "changed"),
    [
        (RATE, 3.0, {"learning_rate": 3.0}),
        (RATE, 0.1, {"learning_rate": 0.1}),
        (STRENGTH, 0.05, {"regularization": "L2", "regularization_strength": 0.05}),
        (NEURONS, 8, {"hidden": (8,)}),
        (SEED, 7, {"seed": 7}),
    ],
)
def test_a_learner_is_handed_the_set_up_with_the_own_value(trial: Trial, value: float, changed: dict[str, Any]) -> None:
    given = opened(handed(trial, value))
    assert given.problems == ()
    assert given.experiment == START["plane"].changed(dataset="moons", noise=0.3).changed(**changed)


def test_a_regularizer_that_is_there_stays() -> None:
    digits = replace(STRENGTH, address="/playground?dataset=mnist")
    assert START["digits"].regularization == "L2"
    assert opened(handed(digits, 0.05)).experiment == START["digits"].changed(regularization_strength=0.05)
    lasso = replace(STRENGTH, address="/playground?regularization=L1&regularization-strength=1")
    assert opened(handed(lasso, 0.05)).experiment.regularization == "L1"


def test_one_layer_has_the_activation_of_the_first() -> None:
    layered = replace(NEURONS, address="/playground?hidden-layers=3,3&activation=relu,tanh")
    given = opened(handed(layered, 5)).experiment
    assert (given.hidden, given.activation) == ((5,), "relu")
    none = replace(NEURONS, address="/playground?hidden-layers=")
    assert opened(handed(none, 5)).experiment.hidden == (5,)


def test_locks_go_along_and_what_was_done_to_the_teachers_run_does_not() -> None:
    query = experiments.write(SPIRAL) | {"changes": "5E1", "gallery": "spiral", "lock": "seed", "hide": "noise"}
    address = "/playground?" + "&".join(f"{name}={text}" for name, text in query.items())
    given = opened(handed(replace(RATE, address=address.replace("+", "%2B")), 0.5))
    assert given.problems == ()
    assert given.experiment == SPIRAL.changed(learning_rate=0.5)
    assert (given.changes, given.locked, given.hidden) == ((), ("seed",), ("noise",))


# runs as points


def test_a_run_is_a_point_once_it_has_a_result() -> None:
    chosen = {3: 0.1, 1: 0.3, 2: 1.0, 4: 3.0, 5: 0.01}
    tiles = {
        1: tile(0.95, settings={"learning-rate": 0.3}),
        2: tile(0.95, settings={"learning-rate": 1}),
        3: tile(0.9, settings={"learning-rate": 0.1}),
        4: tile(0.99, epoch=0, settings={"learning-rate": 3.0}),  # not an epoch yet
        5: tile(0.99, settings={"learning-rate": 0.02}),  # turned since
        6: tile(0.99, settings={"learning-rate": 0.5}),  # chose nothing
    }
    assert points(RATE, chosen, tiles) == [
        {"x": 0.3, "y": 0.95, "best": True, "member": 1},
        {"x": 1.0, "y": 0.95, "best": True, "member": 2},
        {"x": 0.1, "y": 0.9, "best": False, "member": 3},
    ]
    assert points(RATE, chosen, {}) == []


@pytest.mark.parametrize("broken", [{}, tile(None), tile(math.nan), tile(settings={}), tile(settings={"seed": "7"})])
def test_a_tile_without_a_result_is_no_point(broken: dict[str, Any]) -> None:
    assert points(SEED, {1: 7}, {1: broken}) == []


def test_the_best_cost_is_the_lowest() -> None:
    tiles = {m: tile(cost=cost, settings={"seed": m}) for m, cost in ((1, 0.5), (2, 0.2))}
    found = points(replace(SEED, measure="test cost"), {1: 1, 2: 2}, tiles)
    assert [(point["y"], point["best"]) for point in found] == [(0.5, False), (0.2, True)]


def test_neurons_are_those_of_the_only_hidden_layer() -> None:
    tiles = {1: tile(sizes=[2, 8, 1]), 2: tile(sizes=[2, 8, 8, 1]), 3: tile(sizes=[2, 1]), 4: tile(sizes=[2, 7, 1])}
    assert [point["member"] for point in points(NEURONS, dict.fromkeys(tiles, 8), tiles)] == [1]


def test_seeds_have_a_spread() -> None:
    """The mean of 0.8, 0.9 and 0.97 is 2.67/3 = 0.89."""
    seen = [{"x": x, "y": y} for x, y in ((1, 0.9), (2, 0.8), (3, 0.97))]
    assert spread(SEED, seen) == {"mean": 0.89, "low": 0.8, "high": 0.97}
    assert spread(SEED, seen[:1]) is None
    assert spread(RATE, seen) is None


# the machine's own


def test_the_machine_tries_nine_values_evenly() -> None:
    assert sweep_values(replace(RATE, low=0.001, high=10)) == (0.001, 0.00316, 0.01, 0.0316, 0.1, 0.316, 1, 3.16, 10)
    assert sweep_values(replace(SEED, low=0, high=80)) == (0, 10, 20, 30, 40, 50, 60, 70, 80)
    assert sweep_values(replace(NEURONS, low=2, high=4)) == (2, 3, 4)


@pytest.mark.parametrize("trial", [made({"key": key}, 1, ADDRESS) for key in SETTINGS])
def test_every_value_that_it_tries_may_be_chosen(trial: Trial) -> None:
    values = sweep_values(trial)
    assert len(values) == 9
    assert (values[0], values[-1]) == (trial.low, trial.high)
    assert sorted(set(values)) == list(values)
    assert [taken(trial, value) for value in values] == list(values)


@pytest.mark.parametrize(
    ("trial", "value", "changed"),
    [
        (RATE, 3.0, {"learning_rate": 3.0}),
        (STRENGTH, 0.5, {"regularization": "L2", "regularization_strength": 0.5}),
        (NEURONS, 8, {"hidden": (8,), "activation": "tanh"}),
        (SEED, 7, {"seed": 7}),
    ],
)
def test_a_point_of_the_sweep_is_that_of_a_plain_run(trial: Trial, value: float, changed: dict[str, Any]) -> None:
    plain = Trainer(MOONS.changed(**changed)).train(epochs=6).evaluation("test")
    trial = replace(trial, epochs=6)
    assert sweep_point(trial, value, MOONS) == (value, pytest.approx(plain.accuracy, abs=1e-6))
    assert sweep_point(replace(trial, measure="test cost"), value, MOONS) == (
        value,
        pytest.approx(plain.cost, rel=1e-5),
    )


def test_a_point_has_a_deadline_and_can_be_stopped() -> None:
    with pytest.raises(ValueError, match="take more than 0 seconds"):
        sweep_point(RATE, 1, MOONS, seconds=0)
    with pytest.raises(ValueError, match="stopped"):
        sweep_point(RATE, 1, MOONS, over=lambda: True)


def test_numbers_to_be_predicted_have_a_cost_and_no_accuracy() -> None:
    numbers = replace(RATE, epochs=2), 0.05, START["regression"]
    with pytest.raises(ValueError, match="no test accuracy"):
        sweep_point(*numbers)
    trial, *rest = numbers
    assert sweep_point(replace(trial, measure="test cost"), *rest)[1] > 0
