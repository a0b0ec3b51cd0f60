"""Of which training examples the numbers are: chosen on the drawing, on the map, in a switch or by a link."""

from itertools import count
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Experiment
from engine.data.catalogue import points_of
from engine.data.toy import EXTENT
from playground.components.plane.plane_map import UNITS
from playground.learner.desks import desks
from playground.playing.page import LANE
from playground.playing.sight import MAP, Look, Memory
from playground.playing.stage import Stage
from playground.runs.paces import SLOW_MOTION
from playground.runs.run import Run
from tests.playground.apps import app_at

NUMBERS = count(1)


@pytest.fixture(scope="module")
def app() -> AppTest:
    return app_at("playground", selected="w-0-1-0").run()


def send(app: AppTest, key: str, message: dict[str, Any]) -> Run:
    """The run, once the page has had this message of a component."""
    app.session_state[key] = {"mail": [{"seq": next(NUMBERS), **message}]}
    app.run()
    assert not app.exception
    run: Run = app.session_state["run"]
    return run


def looked_at(run: Run) -> tuple[str, list[int]]:
    return run.snapshot.population.kind, run.snapshot.population.indices.tolist()


def test_examples_are_chosen_on_the_drawing(app: AppTest) -> None:
    run = send(app, "network-diagram", {"op": "examples", "kind": "example", "example": 6})
    assert looked_at(run) == ("example", [6])
    assert (app.query_params["examples"], app.query_params["example"]) == ("example", "7")
    run = send(app, "network-diagram", {"op": "examples", "kind": "mini-batch", "example": 6})
    assert looked_at(run) == ("mini-batch", run.trainer().upcoming().tolist())
    run = send(app, "network-diagram", {"op": "examples", "kind": "first", "example": 6})
    assert looked_at(run) == ("first", list(range(100)))
    assert "examples" not in app.query_params
    assert not run.journal.events


@pytest.mark.parametrize("kind", ["first", "mini-batch"])
def test_the_drawing_keeps_the_number_of_the_example_while_others_are_looked_at(app: AppTest, kind: str) -> None:
    send(app, "network-diagram", {"op": "examples", "kind": "example", "example": 6})
    run = send(app, "network-diagram", {"op": "examples", "kind": kind, "example": 6})
    scene = desks.find(app.session_state["desk"]).find(LANE).scene
    assert scene is not None
    of = scene.pictures()["network-diagram"].data["of"]
    assert (of["kind"], of["index"], run.snapshot.population.kind) == (kind, 6, kind)


def test_an_example_is_chosen_on_the_map(app: AppTest) -> None:
    assert looked_at(send(app, "decision-map", {"point": 11})) == ("example", [11])
    for nonsense in (-1, "3", None, 1.5):
        assert looked_at(send(app, "decision-map", {"point": nonsense})) == ("example", [11])
    n = send(app, "decision-map", {"point": 10**9}).learns_from.n
    assert looked_at(app.session_state["run"]) == ("example", [n - 1]), "what there is not is the last one"
    send(app, "network-diagram", {"op": "examples", "kind": "first", "example": 0})


def test_a_past_epoch_can_be_looked_at_by_example(app: AppTest) -> None:
    run: Run = app.session_state["run"]
    run.finish()
    run.wait(60)
    app.run()
    send(app, "time-line", {"epoch": 0})
    run = send(app, "network-diagram", {"op": "examples", "kind": "example", "example": 3})
    assert (run.looked_at, run.shown.population.indices.tolist()) == (0, [3])
    assert not app.toast
    send(app, "time-line", {"epoch": None})
    send(app, "network-diagram", {"op": "examples", "kind": "first", "example": 0})


def test_slow_motion_is_of_the_mini_batch_unless_one_example_is_chosen() -> None:
    app = app_at("playground", speed=SLOW_MOTION.lower().replace(" ", "-")).run()
    assert looked_at(app.session_state["run"])[0] == "mini-batch"
    assert looked_at(send(app, "decision-map", {"point": 2})) == ("example", [2])


@pytest.mark.parametrize("dataset", ["circle", "spiral", "three-arms", "plane"])
def test_the_points_of_the_map_are_the_examples_in_their_order(dataset: str) -> None:
    cost = "log-likelihood" if dataset == "three-arms" else "quadratic"
    run = Run(Experiment(dataset=dataset, cost=cost))
    e, data = run.experiment, run.learns_from
    places, _ = points_of(e.dataset, e.samples, e.noise, e.test_fraction, e.data_seed)
    assert places[: data.n] == pytest.approx(data.x_train[:, :2], abs=1e-5)
    told = Stage(run, Look(), Memory()).pictures()[MAP].data["train"]["xy"].reshape(-1, 2) / UNITS
    assert told == pytest.approx(np.clip(data.x_train[:, :2] / EXTENT, -1, 1), abs=1e-4)
