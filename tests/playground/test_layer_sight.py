"""What a layer sees, on the page: chosen there or by a link, made where the run trains, no larger than it has to be."""

import time
from dataclasses import replace
from itertools import count
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Experiment
from engine.layer_sight import NODES, Seen
from engine.snapshot import View
from playground.components import instruments
from playground.components.plane.layer_sight import NOWHERE, UNITS, layer_sight
from playground.components.shared.wire import as_json
from playground.learner.desks import desks
from playground.playing import stage as stage_module
from playground.playing.page import LANE
from playground.playing.sight import SEEN, Look, Memory
from playground.playing.stage import Stage
from playground.runs.run import Run
from tests.playground.apps import app_at

NUMBERS = count(1)
LARGEST = 16_000
"""Bytes of a picture at most: ten of them in a second are less than what the other pictures take."""


def choose(app: AppTest, **message: Any) -> AppTest:
    """The page, once it has had this message of the picture."""
    app.session_state[SEEN] = {"mail": [{"seq": next(NUMBERS), **message}]}
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> dict[str, Any] | None:
    """The picture that the page shows, if it does."""
    scene = desks.find(app.session_state["desk"]).find(LANE).scene
    assert scene is not None
    picture = scene.pictures().get(SEEN)
    return picture and picture.data


def test_it_is_shown_where_it_is_asked_for_and_in_the_link() -> None:
    app = app_at("playground").run()
    assert shown(app) is None
    assert "layer-sight" not in app.query_params
    app.toggle(key="layer-sight").set_value(True).run()
    picture = shown(app)
    assert picture is not None
    assert (picture["layer"], picture["pair"]) == (2, None)
    assert picture["layers"] == ["the input", "hidden layer 1", "hidden layer 2", "output"]
    assert app.query_params["layer-sight"] == "1"
    app.toggle(key="layer-sight").set_value(False).run()
    assert shown(app) is None


def test_layer_and_neurons_are_chosen_on_it_and_stand_in_the_link() -> None:
    app = app_at("playground", **{"layer-sight": "1"}).run()
    choose(app, layer=1, pair=[3, 0])
    picture = shown(app)
    assert picture is not None
    assert (picture["layer"], picture["pair"]) == (1, (3, 0))
    assert app.query_params["sees"] == "1-3-0"
    for nonsense in ({"layer": 7, "pair": None}, {"layer": True}, {"pair": [0, 1]}, {"layer": "1"}):
        choose(app, **nonsense)
        assert app.query_params["sees"] == "1-3-0"
    choose(app, layer=2, pair=[0, 99])
    assert app.query_params["sees"] == "2", "neurons that there are not are none"
    again = app_at("playground", **{"layer-sight": "1", "sees": "1-3-0"}).run()
    picture = shown(again)
    assert picture is not None
    assert (picture["layer"], picture["pair"]) == (1, (3, 0))


def test_a_link_to_a_layer_that_there_is_not_shows_the_usual_one() -> None:
    picture = shown(app_at("playground", **{"layer-sight": "1", "sees": "9-0-1"}).run())
    assert picture is not None
    assert picture["layer"] == 2
    wrong = app_at("playground", **{"layer-sight": "1", "sees": "two"}).run()
    assert not wrong.exception
    assert "write a layer as its number" in str(wrong.session_state["link-problems"])


def seen_by(experiment: Experiment, seen: Seen) -> tuple[Run, dict[str, Any]]:
    run = Run(experiment)
    run.look(View(seen=seen))
    return run, Stage(run, Look(), Memory()).pictures()[SEEN].data


def test_places_are_the_activations() -> None:
    run, told = seen_by(Experiment(activation="sigmoid"), Seen(1, (2, 0)))
    assert told["ends"] == [(0, 1), (0, 1)]
    activations = run.trainer().network.forward(run.learns_from.x_train[:200])[1][1]
    places = (told["points"].reshape(-1, 2) / UNITS + 1) / 2
    assert places == pytest.approx(activations[:, [2, 0]], abs=1e-4)
    assert told["targets"].tolist() == run.learns_from.y_train[:200].tolist()
    assert len(told["grid"].reshape(-1, 2)) == NODES**2
    assert told["answers"]["side"] == NODES


@pytest.mark.parametrize(
    ("activation", "low"), [("tanh", -1), ("sigmoid", 0), ("relu", 0), ("linear", None)], ids=lambda value: str(value)
)
def test_an_axis_has_the_ends_of_its_activation(activation: str, low: float | None) -> None:
    _, told = seen_by(Experiment(activation=activation), Seen(1, (0, 1)))
    assert all(end[0] == (-end[1] if low is None else low) for end in told["ends"])
    _, told = seen_by(Experiment(activation=activation), Seen(1))
    (low_x, high_x), up = told["ends"]
    assert low_x == -high_x, "main directions go both ways from the mean"
    assert up == (low_x, high_x), "on one scale"


def test_what_is_no_number_has_no_place() -> None:
    run = Run(Experiment())
    run.look(View(seen=Seen(1, (0, 1))))
    sight = run.snapshot.sight
    assert sight is not None
    points = np.array([[0.5, np.nan], [np.inf, 0.0], [1.0, -1.0]])
    broken = replace(sight, points=points, answers=np.array([0, 1, 1]), grid=None, outputs=None)
    names = instruments.neuron_names(run.snapshot)
    told = layer_sight(broken, layers=["a"] * 4, names=names, range_of=(-1, 1), outputs=None, classes=["0", "1"])
    assert told.data["points"].reshape(-1, 2).tolist() == [[NOWHERE] * 2, [NOWHERE] * 2, [UNITS, -UNITS]]


def test_a_regression_has_values_and_several_classes_their_answers() -> None:
    _, told = seen_by(Experiment(dataset="plane", cost="quadratic"), Seen())
    assert told["classes"] == []
    assert told["answers"]["answers"] is None
    _, told = seen_by(Experiment(dataset="three-arms", cost="log-likelihood"), Seen())
    assert told["classes"] == ["0", "1", "2"]
    assert set(told["answers"]["answers"].ravel().tolist()) <= {0, 1, 2}


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(samples=2000, hidden=(100, 100)),
        Experiment(dataset="three-arms", cost="log-likelihood", samples=2000, hidden=(100,)),
        Experiment(dataset="mnist", samples=1000, hidden=(100,)),
    ],
    ids=["plane", "three-arms", "digits"],
)
@pytest.mark.parametrize("seen", [Seen(), Seen(1, (99, 3)), Seen(0)], ids=["usual", "pair", "input"])
def test_a_picture_is_small(experiment: Experiment, seen: Seen) -> None:
    _, told = seen_by(experiment, seen)
    assert len(as_json(told)) < LARGEST


def test_digits_are_their_main_directions() -> None:
    _, told = seen_by(Experiment(dataset="mnist", samples=300, hidden=(12,), activation="sigmoid"), Seen(0))
    assert (told["grid"], told["pair"]) == (None, None)
    assert told["classes"] == [str(digit) for digit in range(10)]
    assert told["names"][0] == [], "of so many pixels none is offered"
    assert 0 < told["shares"][1] < told["shares"][0] < 1


def test_the_mini_batch_is_ringed() -> None:
    run = Run(Experiment(samples=200))
    run.look(View(upcoming=True, seen=Seen()))
    told = Stage(run, Look(), Memory()).pictures()[SEEN].data
    assert sorted(told["ringed"]) == sorted(run.trainer().upcoming().tolist())


def test_it_is_made_where_the_run_trains_and_keeps_its_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage_module, "refresh", SimpleNamespace(pages=30))
    run, memory = Run(Experiment(hidden=(6,))), Memory()
    run.look(View(seen=Seen()))
    stage = Stage(run, Look(), memory)
    run.play()
    stage.expect(time.monotonic())
    wanted = stage.painter(time.monotonic(), 0.1)
    run.pause()
    assert wanted is not None
    painter, _ = wanted
    first = painter(run.snapshot, run.journal)
    assert SEEN in first.texts
    assert first.memory.seen is not None
    turned = replace(first.memory.seen, points=-first.memory.seen.points)
    memory.take_over(replace(first.memory, seen=turned))
    second = painter(run.snapshot, run.journal)
    assert second.texts[SEEN] != first.texts[SEEN]
    assert second.memory.seen is not None
    assert second.memory.seen.points.tolist() == turned.points.tolist()
