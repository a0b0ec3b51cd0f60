"""The stage of the playground: whatever trains, however it goes, its pictures are plain data that a browser reads."""

import json
from typing import Any

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.data import SOURCES
from engine.snapshot import take
from playground.compare import scene
from playground.components.page.news_line import news_line
from playground.components.shared.wire import as_json, pack, plain
from playground.data import fetching
from playground.playing.sight import CANVAS, DIAGRAM, Look, Memory, with_biases
from playground.playing.stage import STATUS, Stage
from playground.playing.viewing import EDGES
from playground.runs.run import Run
from playground.runs.variants import Comparison
from playground.settings.controls import START

EMBEDDED = [name for name in SOURCES if not SOURCES[name].own and not fetching.missing(name)]


def told(stage: Stage) -> dict[str, Any]:
    return {key: json.loads(as_json(picture.data)) for key, picture in stage.pictures().items()}


@pytest.mark.parametrize("name", EMBEDDED)
def test_all_there_is_to_see_reaches_a_browser(name: str) -> None:
    run = Run(START[SOURCES[name].kind].changed(dataset=name, hidden=(3, 2)))
    drawn = told(Stage(run, Look(), Memory()))
    assert {"epoch-count", "step-count", STATUS, DIAGRAM, "cost-chart", "weight-histograms"} <= set(drawn)
    assert ("decision-map" in drawn) == run.experiment.is_plane
    assert ("digit-samples" in drawn) == (SOURCES[name].kind == "digits")
    assert ("accuracy-chart" in drawn) == (SOURCES[name].kind != "regression")
    assert drawn["step-count"]["text"] == "Step **0**"


@pytest.mark.parametrize("edges", EDGES)
def test_a_run_that_blew_up_is_shown_with_what_happened(edges: str) -> None:
    run = Run(Experiment(dataset="circle", hidden=(10, 10, 10, 10, 10), activation="relu", learning_rate=10))
    trainer = Trainer(run.experiment)
    trainer.train(epochs=200)
    assert trainer.problem
    run.go_on(trainer, None)
    drawn = told(Stage(run, Look(edges=edges), Memory()))
    assert drawn[STATUS] == news_line(trainer.problem, "error").data
    assert drawn[STATUS]["said"] == trainer.problem


def test_the_strongest_rate_factors_of_a_picture_that_stands_still_are_in_order() -> None:
    run, memory = Run(Experiment(dataset="circle", hidden=(3, 2))), Memory()
    for weight in (0.0, 9.0, -20.0):
        run.edit("set", 0, 0, 0, weight)
        edges = told(Stage(run, Look(), memory))["rate-factors"]["edges"]
        sizes = [abs(edge["rate"]) for edge in edges]
        assert sizes == sorted(sizes, reverse=True)


def test_who_stands_in_line_is_told_on_the_page_and_in_a_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = ["40 are training on this server; you are number 3 in line."]
    monkeypatch.setattr("playground.runs.sliced.conductor.line", lambda run: sentences[-1])
    monkeypatch.setattr("playground.runs.sliced.conductor.watch", lambda run: None)
    run = Run(Experiment())
    stage = Stage(run, Look(), Memory())
    assert "Press **Play**" in told(stage)[STATUS]["text"], "a run that does not play stands in no line"
    run.play()
    assert told(stage)[STATUS] == news_line(sentences[0], "info").data
    turn = stage.turn
    sentences.append("40 are training on this server; you are number 2 in line.")
    assert stage.turn != turn
    comparison = Comparison([Experiment(), Experiment(seed=1)])
    comparison.play(1)
    assert json.loads(as_json(scene.status(comparison).data))["text"] == sentences[-1]


def test_the_turn_is_another_one_after_each_slice_and_each_edit() -> None:
    run = Run(Experiment())
    stage = Stage(run, Look(), Memory())
    before = stage.turn
    assert stage.turn == before
    run.edit("set", 0, 0, 0, 1.5)
    after = stage.turn
    assert after != before
    trainer = run.trainer()
    trainer.train(steps=1)
    run._take_over(trainer.state(), take(trainer))
    assert stage.turn != after


def test_own_points_are_on_a_square_of_their_own() -> None:
    points = np.array([[0.0, 1.0, 0], [1.0, -1.0, 1]])
    run = Run(Experiment())
    drawn = told(Stage(run, Look(points=points), Memory()))
    assert drawn[CANVAS]["points"]["target"] == plain(pack([0, 1], "u1"))
    assert "decision-map" not in drawn


def test_biases_are_the_last_column() -> None:
    (joined,) = with_biases([np.array([[1.0, 2.0], [3.0, 4.0]])], [np.array([5.0, 6.0])])
    assert joined.tolist() == [[1, 2, 5], [3, 4, 6]]
