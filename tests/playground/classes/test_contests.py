"""Contests: what a teacher can order, what is said of it, what a run is worth, and who is ahead."""

import math
from dataclasses import replace
from typing import Any

import pytest

from playground.classes import contests, linked_run
from playground.classes.contests import MOST_ADDRESS, MOST_EPOCHS, Contest, Facts
from tests.fuzz.harness import require_sentence

MOONS = "/playground?dataset=moons&samples=200&noise=0.1&data-seed=3&cost=quadratic"
FEWEST = Contest(1, "fewest-weights", 0.97, 1000, MOONS)
LOWEST = Contest(2, "lowest-cost", None, 500, MOONS)
FACTS = Facts(epoch=40, weights=24, accuracy=0.976, cost=0.05, lowest=0.03125, lowest_epoch=31)


def run(query: str) -> linked_run.LinkedRun:
    return linked_run.read(query)


def test_a_contest_is_made_of_an_order() -> None:
    order = {"do": "contest", "goal": "fewest-weights", "accuracy": 0.97}
    assert contests.made(order, 1, MOONS) == FEWEST
    assert contests.made(order | {"epochs": 50}, 1, MOONS) == replace(FEWEST, epochs=50)
    assert contests.made({"goal": "lowest-cost", "epochs": 500}, 2, MOONS) == LOWEST
    assert contests.made({"goal": "lowest-cost", "epochs": 500, "accuracy": 0.5}, 2, MOONS) == LOWEST


@pytest.mark.parametrize(
    ("order", "address"),
    [
        ({}, MOONS),
        ({"goal": ["fewest-weights"]}, MOONS),
        ({"goal": "fastest", "epochs": 5}, MOONS),
        ({"goal": "lowest-cost"}, MOONS),
        *(({"goal": "lowest-cost", "epochs": e}, MOONS) for e in (0, -1, MOST_EPOCHS + 1, 2.5, True, "5", math.nan)),
        *(({"goal": "fewest-weights", "accuracy": a}, MOONS) for a in (None, 0, 1.01, 97, "0.9", True, math.nan)),
        ({"goal": "lowest-cost", "epochs": 5}, "/digits"),
        ({"goal": "lowest-cost", "epochs": 5}, "http://["),
        ({"goal": "lowest-cost", "epochs": 5}, "/playground?dataset=mouns"),
        ({"goal": "lowest-cost", "epochs": 5}, "/playground?dataset=custom"),
        ({"goal": "lowest-cost", "epochs": 5}, f"/playground?seed=1&x={'x' * MOST_ADDRESS}"),
        ({"goal": "fewest-weights", "accuracy": 0.9}, "/playground?dataset=plane"),
    ],
)
def test_an_order_that_makes_no_sense_is_told_so(order: dict[str, Any], address: str) -> None:
    with pytest.raises(ValueError) as error:
        contests.made(order, 1, address)
    require_sentence(str(error.value))


def test_a_contest_is_whole_after_the_database() -> None:
    for contest in (FEWEST, LOWEST, replace(LOWEST, open=False)):
        assert Contest.from_dict(contest.to_dict()) == contest


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": "1"},
        {"goal": "none"},
        {"goal": []},
        {"accuracy": None},
        {"accuracy": 2},
        {"epochs": 0},
        {"epochs": MOST_EPOCHS + 1},
        {"address": None},
        {"address": "x" * (MOST_ADDRESS + 1)},
        {"open": 1},
        {"more": 1},
    ],
)
def test_a_damaged_contest_is_refused(change: dict[str, Any]) -> None:
    others: list[Any] = [None, [], {}, LOWEST.to_dict() | {"accuracy": 0.5}]
    for damaged in (FEWEST.to_dict() | change, *others):
        with pytest.raises(ValueError, match="damaged"):
            Contest.from_dict(damaged)


def test_the_words_say_what_counts() -> None:
    fewest, lowest = contests.words(replace(FEWEST, accuracy=0.955, epochs=50)), contests.words(LOWEST)
    assert fewest.startswith("Reach a test accuracy of 95.5 % or more with as few weights as you can.")
    assert "epoch 50 at the latest" in fewest
    assert lowest.startswith("Reach the lowest cost on the test data within 500 epochs.")
    assert all("set by hand" in words for words in (fewest, lowest))


def test_the_score_is_what_counts_and_says_so() -> None:
    figures = {"weights": 24, "accuracy": 0.976, "cost": 0.05, "epoch": 40}
    assert contests.score(FEWEST, FACTS) == {"value": 24, "words": "24 weights, 97.6 % on the test data", **figures}
    assert contests.score(FEWEST, replace(FACTS, weights=1))["words"].startswith("1 weight,")
    low = {"value": 0.03125, "words": "a test cost of 0.03125 at epoch 31", **figures}
    assert contests.score(LOWEST, FACTS) == low
    assert contests.score(LOWEST, replace(FACTS, accuracy=math.nan))["accuracy"] is None


@pytest.mark.parametrize(
    ("reached", "needed", "said"),
    [
        (0.951, 0.97, "Your run reached 95.1 % on the test data; 97 % are needed."),
        (0.96996, 0.97, "Your run reached 96.996 % on the test data; 97 % are needed."),
        (0.9546, 0.955, "Your run reached 95.460 % on the test data; 95.5 % are needed."),
        (math.nan, 0.97, "Your run reached – on the test data; 97 % are needed."),
    ],
)
def test_too_few_right_answers_are_told_with_the_digits_that_it_takes(reached: float, needed: float, said: str) -> None:
    with pytest.raises(ValueError) as error:
        contests.score(replace(FEWEST, accuracy=needed), replace(FACTS, accuracy=reached))
    assert str(error.value) == said


def test_the_very_accuracy_is_enough() -> None:
    assert contests.score(replace(FEWEST, accuracy=0.07 * 10), replace(FACTS, accuracy=7 / 10))["value"] == 24


def test_a_cost_that_is_no_number_does_not_count() -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        contests.score(LOWEST, replace(FACTS, lowest=math.nan))


def scored(weights: int, accuracy: float) -> dict[str, Any]:
    return contests.score(FEWEST, replace(FACTS, weights=weights, accuracy=accuracy))


def test_the_table_has_the_best_of_each_and_equal_places_for_equals() -> None:
    entries = [
        ("Ada", scored(30, 0.98), 1.0),
        ("Ada", scored(20, 0.97), 2.0),
        ("Ada", scored(40, 1.0), 3.0),
        ("Bo", scored(20, 0.98), 9.0),
        ("Cy", scored(20, 0.97), 1.5),
        ("Di", scored(21, 1.0), 0.0),
    ]
    rows = contests.table(FEWEST, entries)
    assert [(row["place"], row["member"], row["score"]) for row in rows] == [
        (1, "Bo", 20),
        (2, "Cy", 20),
        (2, "Ada", 20),
        (4, "Di", 21),
    ]
    assert rows[0]["words"] == "20 weights, 98.0 % on the test data"
    assert contests.table(FEWEST, []) == []


def test_of_costs_the_lowest_is_first_whatever_the_accuracy() -> None:
    def entry(who: str, cost: float, accuracy: float, at: float) -> tuple[str, dict[str, Any], float]:
        return who, contests.score(LOWEST, replace(FACTS, lowest=cost, accuracy=accuracy)), at

    rows = contests.table(LOWEST, [entry("a", 0.2, 1.0, 1), entry("b", 0.1, 0.5, 2), entry("c", 0.2, 0.9, 0)])
    assert [(row["place"], row["member"]) for row in rows] == [(1, "b"), (2, "c"), (2, "a")]


SAME = "dataset=moons&samples=200&noise=0.1&data-seed=3&cost=quadratic"


@pytest.mark.parametrize("more", ["", "&hidden-layers=3&seed=8&inputs=x1,x2,x1x2&learning-rate=1&activation=relu"])
def test_all_but_the_data_is_open(more: str) -> None:
    contests.require_rules(LOWEST, run(SAME + more))


@pytest.mark.parametrize(
    "other",
    ["dataset=circle", "samples=201", "noise=0", "data-seed=4", "test-fraction=0.9"],
)
def test_other_data_are_against_the_rules(other: str) -> None:
    with pytest.raises(ValueError, match="other data than were handed out"):
        contests.require_rules(FEWEST, run(f"{SAME}&{other}"))


def test_the_cost_is_kept_where_costs_are_compared() -> None:
    other = run(SAME.replace("quadratic", "cross-entropy"))
    contests.require_rules(FEWEST, other)
    with pytest.raises(ValueError, match="stays as it was handed out: Cost"):
        contests.require_rules(LOWEST, other)


def test_what_the_hand_out_locks_stays_at_every_step() -> None:
    locked = replace(FEWEST, address=f"{MOONS}&learning-rate=0.5&hidden-layers=3&lock=learning-rate,hidden-layers")
    kept = f"{SAME}&hidden-layers=3&learning-rate=0.5"
    contests.require_rules(locked, run(f"{kept}&changes=9M20"))
    for against in ("&learning-rate=0.4", "&changes=9E1", "&changes=9E1_9E0.5", "&changes=9A1", "&hidden-layers=4"):
        with pytest.raises(ValueError, match="stays as it was handed out"):
            contests.require_rules(locked, run(kept + against))


def test_changes_of_the_hand_out_itself_are_kept_to() -> None:
    changed = replace(FEWEST, address=f"{MOONS}&learning-rate=0.5&changes=9E1&lock=learning-rate")
    contests.require_rules(changed, run(f"{SAME}&learning-rate=0.5&changes=9E1"))
