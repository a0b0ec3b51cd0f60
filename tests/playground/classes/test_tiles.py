"""Tiles: what is seen of a desk is what the run there is, worked out by hand; no page is needed for it."""

import json
import math
import threading
from base64 import b64decode
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from engine import Experiment
from playground.classes import linked_run, tiles
from playground.learner.current import RUN
from playground.learner.desks import Desk, desks
from playground.learner.session import ON_PAGE
from playground.runs.conductor import Conductor
from playground.runs.run import Run
from tests.playground.apps import app_at
from tests.playground.running import train

XOR = Experiment(dataset="xor", hidden=(2,), activation="relu", cost="cross-entropy", samples=100)


def desk_with(run: Run) -> Desk:
    desk = Desk(lambda: True)
    desk.put(RUN, run)
    desk.put(ON_PAGE, "Playground")
    return desk


def seen(desk: Desk) -> dict[str, Any]:
    found = tiles.tile(desk)
    assert found is not None
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    return found


def solved() -> Run:
    """A run that has z = |x₁ + x₂| − 6 at its output: positive where both have the same sign, near the corners."""
    run = Run(XOR)
    for place, value in {
        (0, 0, 0): 1,
        (0, 0, 1): 1,
        (0, 1, 0): -1,
        (0, 1, 1): -1,
        (0, 0, None): 0,
        (0, 1, None): 0,
        (1, 0, 0): 1,
        (1, 0, 1): 1,
        (1, 0, None): -6,
    }.items():
        run.edit("set", *place, float(value))
    return run


def map_of(tile: dict[str, Any], kind: type = np.int8) -> np.ndarray:
    return np.frombuffer(b64decode(tile["map"]), kind).reshape(24, 24)


def test_the_corners_of_xor_have_the_colours_of_its_network() -> None:
    tile = seen(desk_with(solved()))
    picture = map_of(tile)
    assert tile["classes"] == 2
    deep_orange = round(-127 * math.tanh(3))  # 2 σ(−6) − 1 where x₁ + x₂ = 0
    assert (picture[0, 0], picture[-1, -1]) == (deep_orange, deep_orange)
    # the corner cells lie at ±5.64 of ±6: z = 11.28 − 6
    blue = round(127 * math.tanh(5.28 / 2))
    assert (picture[0, -1], picture[-1, 0]) == (blue, blue)
    assert picture[11, 12] < 0  # at the middle z = −6
    assert np.array_equal(picture, picture.T)


def test_a_tile_says_what_the_run_is() -> None:
    run = solved()
    tile = seen(desk_with(run))
    assert (tile["sizes"], tile["dataset"], tile["kind"], tile["page"]) == ([2, 2, 1], "xor", "plane", "Playground")
    assert (tile["epoch"], tile["playing"], tile["waiting"], tile["lost"]) == (0, False, None, False)
    assert tile["weights"] == 6
    assert tile["settings"]["learning-rate"] == XOR.learning_rate
    assert tile["settings"]["hidden-layers"] == [2]
    assert tile["settings"]["inputs"] == ["x1", "x2"]
    assert tile["settings"]["samples"] == 100
    assert "training-digits" not in tile["settings"]
    assert tile["accuracy"] == pytest.approx(run.snapshot.test.accuracy, rel=1e-3)
    assert tile["cost"] == pytest.approx(run.snapshot.test.cost, rel=1e-3)
    run.edit("set", 1, 0, 1, 0.0)
    run.edit("set", 0, 0, 0, 1e-9)
    assert seen(desk_with(run))["weights"] == 5  # what is tiny is not zero


def test_curves_are_thinned_and_keep_their_first_and_their_last() -> None:
    run = train(Run(XOR), epoch=100)
    tile, history = seen(desk_with(run)), run.snapshot.history
    assert tile["epoch"] == 100
    for name, values in (("curve", history.test_cost), ("accuracies", history.test_accuracy)):
        assert len(tile[name]) == 48
        assert tile[name][0] == pytest.approx(values[0], rel=1e-3)
        assert tile[name][-1] == pytest.approx(values[-1], rel=1e-3)
        assert tile[name][1] == pytest.approx(values[2], rel=1e-3)  # 99 steps of 1/47: the second is at 2.1


def test_few_epochs_are_all_there_in_order() -> None:
    run = train(Run(XOR), epoch=3)
    assert seen(desk_with(run))["curve"] == pytest.approx(run.snapshot.history.test_cost, rel=1e-3)


def test_three_classes_are_a_class_a_cell() -> None:
    tile = seen(desk_with(Run(Experiment(dataset="three-arms", hidden=(), cost="log-likelihood", samples=100))))
    assert tile["classes"] == 3
    assert set(map_of(tile, np.uint8).ravel().tolist()) <= {0, 1, 2}


def test_digits_have_no_map() -> None:
    tile = seen(desk_with(Run(Experiment(dataset="mnist", hidden=(10,), samples=100))))
    assert (tile["map"], tile["classes"], tile["kind"], tile["sizes"]) == (None, 10, "digits", [784, 10, 10])
    assert tile["settings"]["training-digits"] == 100


def test_a_number_that_is_none_is_no_figure() -> None:
    run = Run(Experiment(dataset="plane", hidden=(2,), cost="quadratic", learning_rate=1e6, samples=100))
    train(run, epoch=5)
    assert run.problem
    tile = seen(desk_with(run))
    assert (tile["accuracy"], tile["accuracies"].count(None)) == (None, len(tile["accuracies"]))
    assert map_of(tile).shape == (24, 24)


def test_the_same_tile_is_given_until_something_changes() -> None:
    run = solved()
    desk = desk_with(run)
    first = seen(desk)
    assert tiles.tile(desk) is first
    run.edit("set", 1, 0, None, 6.0)
    second = seen(desk)
    assert map_of(second)[0, 0] == -map_of(first)[0, 0]
    desk.put(ON_PAGE, "Digits")
    assert seen(desk)["page"] == "Digits"


def test_it_says_whether_anything_plays_and_its_place_in_line(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(XOR)
    desk = desk_with(run)
    monkeypatch.setattr(Conductor, "place", lambda conductor, asked: 7 if asked is run else None)
    assert (seen(desk)["playing"], seen(desk)["waiting"]) == (False, None)
    run.play()
    try:
        assert (seen(desk)["playing"], seen(desk)["waiting"]) == (True, 7)
    finally:
        run.pause()


def test_a_desk_without_a_run_has_no_tile() -> None:
    desk = Desk(lambda: True)
    assert (tiles.tile(desk), tiles.where(desk), tiles.epoch(desk)) == (None, ("", 0, False), 0)


def test_a_run_that_nobody_has_changed_has_a_link_too() -> None:
    app = app_at("playground").run()
    desk = desks.find(app.session_state["desk"])
    assert desk is not None
    query, step, playing = tiles.where(desk)
    assert (query, step, playing) == ("dataset=circle", 0, False)
    run = desk.find(RUN)
    assert run is not None
    assert linked_run.read(query).journal.begun == run.experiment


def test_the_link_tells_the_run_as_it_stands_from_any_thread() -> None:
    app = app_at("playground", dataset="xor", **{"learning-rate": "0.3", "log-scale": "1", "lock": "seed"}).run()
    desk = desks.find(app.session_state["desk"])
    assert desk is not None
    run = desk.find(RUN)
    assert run is not None
    train(run, step=7)
    run.change(run.experiment.changed(learning_rate=0.5))
    train(run, step=11)
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.extend([tiles.where(desk), tiles.tile(desk)]))
    thread.start()
    thread.join()
    (query, step, playing), tile = found
    assert dict(parse_qsl(query)) == {
        "dataset": "xor",
        "learning-rate": "0.3",
        "changes": "7E0.5",
        "log-scale": "1",
        "lock": "seed",
    }
    assert (step, playing) == (11, False)
    assert linked_run.read(query).journal == run.story
    assert tile["page"] == "Playground"


def test_of_a_run_whose_beginning_is_unknown_the_link_leads_to_no_step() -> None:
    app = app_at("playground", dataset="custom").run()
    desk = desks.find(app.session_state["desk"])
    assert desk is not None
    run = desk.find(RUN)
    assert run is not None
    train(run, step=7)
    assert tiles.where(desk)[1] == 7
    app.session_state["own-points"] = app.session_state["own-points"][:-1]  # it goes on with other points
    app.run()
    train(run, step=9)
    app.run()
    assert not run.story.whole
    assert tiles.where(desk)[1] == 0
