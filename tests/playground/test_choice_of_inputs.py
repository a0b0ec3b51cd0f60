"""Inputs chosen on the drawing: what a browser may ask for, what the drawing is told, and what becomes of the run."""

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Experiment
from engine.data.features import FEATURES
from engine.snapshot import feature_maps
from playground.components.diagram.diagram_ops import accepted
from playground.components.diagram.network_diagram import Choice
from playground.runs.run import Run
from tests.playground.running import train
from tests.playground.test_locks import opened
from tests.playground.test_pages import component

LABELS = {name: feature.label for name, feature in FEATURES.items()}


def test_the_choice_tells_where_each_input_is_and_the_maps_of_the_others() -> None:
    maps, ends = feature_maps(tuple(FEATURES))
    told = Choice(LABELS, maps, ends, ("x2", "x1")).told()
    assert told["names"][:2] == ["x1", "x2"]
    assert told["inputs"] == [1, 0, None, None, None, None, None]
    assert np.asarray(told["maps"]).size == 5 * told["side"] ** 2
    # x₁² is at most near the corners of the plane, whose cells have their middles 6 · 49/50 from the centre.
    assert told["ends"][0] == pytest.approx([-((6 * 49 / 50) ** 2), (6 * 49 / 50) ** 2], rel=1e-3)


@pytest.mark.parametrize("inputs", [None, [], "x1", ["x9"], ["x1", "x1"], [1], [["x1"]], {"x1": 1}])
def test_inputs_that_make_no_sense_are_dropped(inputs: Any) -> None:
    assert accepted([{"op": "inputs", "inputs": inputs, "seq": 1}], (2, 3, 1)) == []


def test_ops_that_follow_are_held_against_the_new_inputs() -> None:
    third = {"op": "select", "selected": {"layer": 0, "neuron": 2}}
    more = {"op": "inputs", "inputs": ["x1", "x2", "x1x2"]}
    assert accepted([third, more, third], (2, 3, 1)) == [more, third]


def test_other_inputs_begin_a_run_and_can_be_undone_with_all_its_weights() -> None:
    run = train(Run(Experiment(dataset="circle", hidden=(3,))), epoch=1)
    before = run.state["parameters"].copy()
    run.change(run.experiment.changed(inputs=("x1", "x2", "x1x2")))
    assert (run.state["step"], run.snapshot.sizes, run.can_undo) == (0, (3, 3, 1), True)
    run.undo()
    assert run.experiment.inputs == ("x1", "x2")
    assert np.array_equal(run.state["parameters"], before)
    train(run, epoch=2)
    assert run.snapshot.epoch == 2
    run.undo()
    run.redo()
    assert run.snapshot.sizes == (3, 3, 1)


def test_inputs_chosen_on_the_drawing_are_those_of_the_page_and_of_its_address(app: AppTest) -> None:
    app.session_state["network-diagram"] = {"mail": [{"seq": 7, "op": "inputs", "inputs": ["x1", "x1x2"]}]}
    app.run()
    run = app.session_state["run"]
    assert (run.snapshot.sizes[0], run.can_undo) == (2, True)
    assert app.session_state["inputs"] == ["x1", "x1x2"]
    assert not app.pills
    app.session_state["network-diagram"] = {"mail": [{"seq": 8, "op": "undo"}]}
    app.run()
    assert app.session_state["inputs"] == ["x1", "x2"]


@pytest.mark.parametrize("right", ["hide", "lock"])
def test_a_link_hides_or_locks_the_choice(right: str) -> None:
    app = opened(**{right: "inputs"})
    told = json.loads(component(app, "network-diagram").proto.json)["choice"]
    if right == "hide":
        assert told is None
        return
    assert told["locked"]
    app.session_state["network-diagram"] = {"mail": [{"seq": 7, "op": "inputs", "inputs": ["x1"]}]}
    app.run()
    assert app.session_state["run"].snapshot.sizes[0] == 2
