"""What Share, Reset and the exports promise of a run: read off its journal, and kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from engine import Experiment, run_file
from engine.journal import Event, Journal
from playground.playing.share import promise
from playground.playing.share.exports import as_script
from playground.settings.changes import MOST_CHANGES
from tests.playground.fields import typed
from tests.playground.test_changes import EVENTS, MOONS, opened, run_of, trained_to

OLD = Path(__file__).parents[1] / "engine" / "run_of_version_1.npz"
PLAIN = Journal(MOONS)
CHANGED = Journal(MOONS, EVENTS)
MANY = Journal(MOONS, tuple(Event(step, "learning_rate", (0.1 + step,)) for step in range(1, MOST_CHANGES + 2)))
UNKNOWN = Journal(MOONS, whole=False)


def test_a_link_promises_what_it_holds() -> None:
    same = f"Pressing Play makes {promise.SAME}."
    assert promise.of_link(PLAIN) == (f"Whoever opens it gets the same data and the same initial weights. {same}")
    assert promise.of_link(CHANGED) == (
        "Whoever opens it gets the same data and the same initial weights, then your 6 changes, each at its step. "
        f"{same}"
    )
    assert promise.of_link(MANY) == "This link begins as your run did; the 61 changes since are in the file."
    assert "This link has only your settings" in promise.of_link(UNKNOWN)


def test_only_a_journal_that_is_whole_is_promised_to_come_out_again() -> None:
    assert "can go on but not be made again" in promise.of_file(UNKNOWN)
    assert "6 changes" in promise.of_file(CHANGED)
    assert "What is still to come from the link is not: 1 change." in promise.of_file(PLAIN, EVENTS[:1])
    assert "no Python can make it again" in promise.of_script(UNKNOWN)
    assert promise.SAME in promise.of_script(CHANGED)
    assert promise.of_figure(PLAIN) == ""
    assert "at step 9, η becomes 1" in promise.of_figure(CHANGED)
    assert "and 55 more" in promise.of_figure(MANY)


def test_reset_says_whether_the_same_run_comes_again() -> None:
    assert promise.of_reset(PLAIN, follows=False) == "back to the same initial weights: the same run again (R)"
    assert "not the same run" in promise.of_reset(CHANGED, follows=False)
    assert "not the same run" in promise.of_reset(UNKNOWN, follows=False)
    assert "its 6 changes will happen again" in promise.of_reset(CHANGED, follows=True)


def mounted(app: AppTest, key: str) -> dict[str, Any]:
    """What the component of this key is given to draw."""
    found = (json.loads(element.proto.json) for element in app.get("bidi_component") if key in element.proto.id)
    return next(found)


def shared(app: AppTest, part: str = "Link") -> AppTest:
    """The page with this part of Share open."""
    app.session_state["share"] = True
    app.session_state["share-part"] = part
    assert not app.run().exception
    return app


def test_share_and_reset_say_what_became_of_a_run_whose_rate_was_changed() -> None:
    app = shared(trained_to(opened({}), 125))
    assert mounted(app, "copy-link")["note"] == promise.of_link(Journal(Experiment()))
    assert mounted(app, "shortcuts")["titles"]["reset"].endswith("the same run again (R)")
    typed(app, "learning-rate", 1.0).run()
    trained_to(app, 250)
    assert "then your 1 change, each at its step" in mounted(app, "copy-link")["note"]
    assert mounted(app, "copy-link")["query"] == "changes=125E1"
    assert "not the same run" in mounted(app, "shortcuts")["titles"]["reset"]
    assert any("What was done to it is in the file too: 1 change." in c.value for c in shared(app, "File").caption)


def test_a_run_of_more_changes_than_a_link_holds_says_so() -> None:
    app = opened({})
    run = run_of(app)
    trainer = run.trainer()
    for event in MANY.events:
        trainer.train(steps=event.step - trainer.step).do(event)
    run.go_on(trainer, None)
    shared(app)
    assert mounted(app, "copy-link")["note"] == promise.of_link(MANY)
    assert mounted(app, "copy-link")["query"] == "changes=61"


def test_a_file_that_does_not_say_how_its_run_began_is_not_promised_to_come_out_again() -> None:
    app = opened({})
    run_of(app).go_on(run_file.load(OLD), None)
    app.session_state["other-run"] = True  # the controls are set to it
    shared(app)
    assert "This link has only your settings" in mounted(app, "copy-link")["note"]
    assert "not the same run" in mounted(app, "shortcuts")["titles"]["reset"]


def test_the_exported_script_makes_the_run_again(given: dict[str, Callable[[], str | bytes]]) -> None:
    app = trained_to(opened({}), 125)
    typed(app, "learning-rate", 1.0).run()
    shared(trained_to(app, 250), "Export")
    names: dict[str, Any] = {}
    exec(given["export-run"](), names)
    run = run_of(app)
    assert np.array_equal(names["trainer"].network.parameters, run.state["parameters"])
    assert names["trainer"].history == run.state["history"]


def test_the_exported_script_of_ones_own_points_makes_the_run_again() -> None:
    app = trained_to(opened({"dataset": "custom"}), 30)
    names: dict[str, Any] = {}
    exec(as_script(run_of(app)), names)
    assert np.array_equal(names["trainer"].network.parameters, run_of(app).state["parameters"])


def test_other_points_under_a_trained_network_end_the_promise() -> None:
    app = trained_to(opened({"dataset": "custom"}), 30)
    points = app.session_state["own-points"].copy()
    points[0, 0] += 1
    app.session_state["own-points"] = points
    shared(app)
    assert "This link has only your settings" in mounted(app, "copy-link")["note"]
    assert "changes" not in mounted(app, "copy-link")["query"]
