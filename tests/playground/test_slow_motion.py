"""Slow motion: a step in four phases, by itself or by hand, and the numbers of one weight."""

from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Experiment
from engine.next_step import LISTED
from engine.snapshot import View
from playground.components import instruments
from playground.components.diagram.phases import phases
from playground.learner.desks import desks
from playground.playing import slow_motion
from playground.playing.page import LANE
from playground.playing.sight import DIAGRAM, PHASES, Look, Memory
from playground.playing.stage import STATUS, Stage
from playground.runs.paces import PHASE
from playground.runs.run import Run
from tests.playground.apps import app_at
from tests.playground.fields import typed
from tests.waiting import wait_until

NUMBERS = count(1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The time by which phases are told."""
    clock = SimpleNamespace(now=100.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(slow_motion, "time", clock)
    return clock


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The page in slow motion, whose phases pass in no time."""
    monkeypatch.setattr(slow_motion, "PHASE", 0.01)
    app = app_at("playground", speed="slow-motion").run()
    yield app
    app.session_state["run"].pause()


def press(app: AppTest, *names: str) -> Run:
    """The run, once the page has had these presses."""
    app.session_state["shortcuts"] = {"mail": [{"seq": next(NUMBERS), "gathered": list(names)}]}
    app.run()
    assert not app.exception
    run: Run = app.session_state["run"]
    return run


def shown(app: AppTest) -> dict[str, Any]:
    """The pictures that the page shows, by their keys."""
    scene = desks.find(app.session_state["desk"]).find(LANE).scene
    assert scene is not None
    return {key: picture.data for key, picture in scene.pictures().items()}


def where(app: AppTest) -> tuple[int | None, int]:
    """Which phase is told, and after how many steps."""
    return shown(app)[PHASES]["number"], app.session_state["run"].snapshot.step


def test_a_run_tells_the_phases_that_lead_to_its_step(clock: SimpleNamespace) -> None:
    run = Run(Experiment(), pace=0.2)
    stage = Stage(run, Look(slow_motion=True), Memory())
    assert stage.phase() is None
    run.playing, run.due = True, clock.now + 4 * PHASE
    seen, turns = [], set()
    for seconds in (0.01, 1.5, 2.6, 4.0, 5.5):
        clock.now = 100.0 + seconds
        seen.append(stage.phase())
        turns.add(stage.turn)
    assert seen == [0, 1, 2, 3, 3], "the last one is told until the step is taken"
    assert len(turns) == 4
    run.due, run.in_flight = clock.now + 4 * PHASE, True
    assert stage.phase() == 3, "the step is under way"
    run.in_flight = False
    assert stage.phase() == 0
    run.playing = False


def test_the_first_phase_is_told_with_the_page_that_begins_to_play(app: AppTest, monkeypatch: Any) -> None:
    monkeypatch.setattr(slow_motion, "PHASE", 1000.0)
    run = press(app, "play")
    assert run.playing
    assert where(app) == (0, 0)
    assert shown(app)[DIAGRAM]["phase"] == (0, 0), "words and drawing are of one phase"
    monkeypatch.setattr(slow_motion, "time", SimpleNamespace(monotonic=lambda: run.due - 1500.0))
    run = press(app, "pause")
    assert not run.playing
    assert where(app) == (2, 0), "it stands in the phase that was told"


def test_phases_by_hand_forth_and_back(app: AppTest) -> None:
    assert where(app) == (None, 0)
    seen = []
    for name in ("phase-back", *4 * ["phase-next"], "phase-back", "phase-back", *2 * ["phase-next"]):
        press(app, name)
        seen.append(where(app)[0])
    assert seen == [None, 0, 1, 2, 3, 2, 1, 2, 3]
    run = press(app, "phase-next")
    wait_until(lambda: not run.playing)
    assert where(app) == (0, 1), "after the last phase the step is taken"
    press(app, *4 * ["phase-next"])
    wait_until(lambda: not run.playing)
    assert where(app) == (0, 2), "no press is lost"
    press(app, *3 * ["phase-back"])
    assert where(app) == (0, 2), "before the first one there is none"
    press(app, "reset")
    assert where(app) == (None, 0)


def test_each_phase_has_its_edges_and_its_examples(app: AppTest) -> None:
    edges = []
    for _ in range(4):
        run = press(app, "phase-next")
        pictures = shown(app)
        edges.append(pictures[DIAGRAM]["show"])
        assert pictures["decision-map"]["ringed"] == run.trainer().upcoming().tolist()
    assert edges == ["weight", "weight", "gradient", "step"]


def test_a_mini_batch_plays_its_phases(app: AppTest, monkeypatch: Any) -> None:
    monkeypatch.setattr(slow_motion, "PHASE", 1000.0)
    run = press(app, "step")
    assert run.playing
    assert where(app) == (0, 0)
    run.pause()
    monkeypatch.setattr(slow_motion, "PHASE", 0.01)
    run = press(app, "step")
    wait_until(lambda: not run.playing)
    app.run()
    assert where(app) == (None, 1)
    assert shown(app)[STATUS]["text"] == "Paused after step 1."


def test_another_speed_is_not_kept_waiting_by_the_old_one() -> None:
    run = Run(Experiment(), pace=0.2)
    run.play(after=1000.0)
    run.go_at(None)
    wait_until(lambda: run.snapshot.step > 0, "it waits for what was due in slow motion")
    run.pause()


def test_a_past_epoch_has_no_phases(app: AppTest) -> None:
    run = press(app, "phase-next")
    run.go_at(None)
    run.finish()
    wait_until(lambda: not run.playing)
    run.look_back(0)
    app.run()
    assert shown(app)[PHASES]["number"] is None
    assert app.button(key="phase-next").disabled


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ({}, 10),
        ({"batch_size": 32}, 0),
        ({"dataset": "mnist", "samples": 100, "hidden": (12, 5), "activation": "sigmoid"}, 10),
    ],
)
def test_the_numbers_of_one_weight(query: dict[str, Any], terms: int) -> None:
    run = Run(Experiment(**query))
    run.look(View(upcoming=True, weight=(0, 1, 1)))
    snapshot = run.snapshot
    told = phases(3, snapshot, instruments.neuron_names(snapshot)).data["told"]
    assert [len(told[name]) for name in ("costs", "inputs", "errors")] == [terms] * 3
    assert told["cost"] == pytest.approx(snapshot.probe_cost)
    assert told["product"] == pytest.approx(snapshot.gradients[0][1, 1], rel=1e-5)
    assert told["to"] == "h1.2"
    assert (told["sum"] is None) == (snapshot.sizes[0] > LISTED)
    if told["sum"]:
        z = np.dot(told["sum"]["weights"], told["sum"]["inputs"]) + told["sum"]["bias"]
        zs, _ = run.trainer().network.forward(run.learns_from.x_train[snapshot.population.indices])
        assert z == pytest.approx(zs[0][:, 1].mean(), rel=1e-5)
    assert phases(None, Run(Experiment()).snapshot, [["x"]]).data["told"] is None


def test_a_setting_changed_between_two_phases_is_the_one_that_is_told(app: AppTest) -> None:
    run = press(app, *4 * ["phase-next"])
    before = run.snapshot.weights[0].copy()
    typed(app, "learning-rate", "0.5").run()
    typed(app, "batch-size", "3").run()
    told = shown(app)[PHASES]["told"]
    assert (told["eta"], told["batch"]) == (0.5, 3)
    assert where(app) == (3, 0)
    assert run.snapshot.coming is not None
    changes = run.snapshot.coming.changes[0][:, :-1]
    press(app, "phase-next")
    wait_until(lambda: not run.playing)
    assert run.snapshot.step == 1
    assert run.snapshot.weights[0] - before == pytest.approx(changes, rel=1e-3, abs=1e-7)
