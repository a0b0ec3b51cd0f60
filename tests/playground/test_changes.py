"""Changes in a link: a run that was changed while it trained is made again by whoever opens its link, bit for bit."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from streamlit.testing.v1 import AppTest

from engine import Experiment, Trainer
from engine.journal import KINDS, Event, Journal
from playground.playing import coming
from playground.playing import link as links
from playground.presets.names import FROM_GALLERY, RUNS
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.settings.changes import ARGUMENTS, CHANGES, MOST_CHANGES, MOST_CHARACTERS, followed
from playground.settings.controls import START
from tests.playground.apps import app_at
from tests.playground.fields import field, typed
from tests.playground.link_values import journals, through_an_address
from tests.playground.news import line
from tests.waiting import wait_until

MOONS = Experiment(dataset="moons", hidden=(4, 3), cost="cross-entropy", samples=100, batch_size=8, learning_rate=0.1)
EVENTS = (
    Event(0, "switch", (1, 2, False)),
    Event(9, "learning_rate", (1.0,)),
    Event(21, "set", (0, 1, None, -0.25)),
    Event(21, "add", (1,)),
    Event(35, "batch_size", (20,)),
    Event(40, "freeze", (0, 4, 1, True)),
)


def test_every_kind_of_change_can_stand_in_a_link() -> None:
    assert ARGUMENTS.keys() == set(KINDS)
    assert {coming.in_words(event) for event in EVENTS} == {
        "a neuron is switched off",
        "η becomes 1",
        "a bias is set to −0.25",
        "hidden layer 1 gets a neuron",
        "the batch size becomes 20",
        "a weight is frozen",
    }


@given(journals())
@settings(max_examples=100, deadline=None)
def test_a_journal_survives_a_link(events: tuple[Event, ...]) -> None:
    text = CHANGES.text(events)
    assert CHANGES.value(text) == events
    assert len(text) <= MOST_CHARACTERS
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")
    for event in events:
        assert coming.in_words(event)


def test_a_link_with_changes_is_short_and_begins_as_the_run_did() -> None:
    query = links.write(MOONS, changes=EVENTS)
    assert query["changes"] == "0T1x2x0_9E1_12S0x1xbx-0.25_0A1_14M20_5F0x4x1x1"
    assert "learning-rate" not in query
    link = links.read(through_an_address(query))
    assert (link.experiment, link.changes, link.problems) == (MOONS, EVENTS, ())


@pytest.mark.parametrize(
    "events",
    [
        tuple(Event(step, "learning_rate", (0.1 + step,)) for step in range(MOST_CHANGES + 1)),
        tuple(Event(10**11 * step, "set", (1000, 1000, 1000, -1 / 3 * 1e-30)) for step in range(MOST_CHANGES)),
    ],
    ids=["too many", "too long"],
)
def test_what_does_not_fit_is_left_out_whole_and_whoever_opens_the_link_is_told(events: tuple[Event, ...]) -> None:
    assert not CHANGES.fits(events)
    link = links.read(links.write(MOONS, changes=events))
    assert (link.experiment, link.changes) == (MOONS, ())
    assert link.problems == (
        f"The changes in the link cannot be used: there were too many for it, '{len(events)}'. Ask the sender for the "
        "file of the run.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12Q1", "'12Q1' is none. A change is steps, a letter and a value, such as 120E0.5."),
        ("E1", "'E1' is none."),
        ("1E", "in '1E': The learning rate η must be a number from"),
        ("1E-3", "The learning rate η must be a number from"),
        ("1Enan", "The learning rate η must be a number from"),
        ("1RL3", "in '1RL3': choose one of none, L1, L2."),
        ("1M0", "it must be a whole number from 1 to 10,000"),
        ("1S0x0x0", "has 3 values, and 4 are needed"),
        ("1S0x0xcx1", "it must be a whole number"),
        ("1S0x0x0x1e39", "A weight must be a number from"),
        ("1T1x1x2", "choose 1 for yes or 0 for no"),
        ("9999999999999E1", "it must be a whole number from 0 to"),
        ("1A9", "There is no hidden layer 9"),
        ("1X3x0", "There is no hidden layer 3"),
        ("_".join(["1E1"] * 61), "at most 60 of them are read"),
        ("1E" + "0" * 3000, "at most 60 of them are read, of 2,000 characters in all"),
    ],
)
def test_changes_that_make_no_sense_are_named_and_the_rest_of_the_link_is_used(text: str, words: str) -> None:
    link = links.read({"hidden-layers": "4,3", "seed": "7", "changes": text})
    (problem,) = link.problems
    assert problem.startswith("The changes in the link cannot be used: ")
    assert words in problem
    assert (link.experiment.seed, link.changes) == (7, ())


def test_changes_are_told_as_the_run_would_note_them() -> None:
    same = Event(5, "learning_rate", (0.1,))
    twice = (Event(7, "learning_rate", (0.5,)), Event(7, "learning_rate", (0.7,)))
    first = Event(0, "batch_size", (4,))
    journal = followed(MOONS, (first, same, *twice))
    assert (journal.begun, journal.events) == (MOONS.changed(batch_size=4), twice[1:])


def test_a_network_that_grows_beyond_what_the_page_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 1000 neurons"):
        followed(MOONS.changed(hidden=(1000,)), [Event(3, "add", (1,))])
    large = START["digits"].changed(hidden=(600, 600))
    with pytest.raises(ValueError, match="more often than a link can"):
        followed(large, [Event(3, "add", (1,))] * 20)


def sent(steps: int) -> Trainer:
    """The sender's run after so many steps."""
    trainer = Trainer(MOONS)
    return trainer.follow(Journal(MOONS, EVENTS), steps)


def same_as_sent(run: Run) -> bool:
    trainer = sent(run.state["step"])
    now, then = run.state, trainer.state()
    return (
        run.experiment == trainer.experiment
        and now["journal"] == trainer.journal
        and np.array_equal(now["parameters"], then["parameters"])
        and np.array_equal(now["edits"]["frozen"], then["edits"]["frozen"])
        and now["history"] == then["history"]
    )


def following() -> Run:
    run = Run(MOONS)
    run.follow(Journal(MOONS, EVENTS))
    return run


def go(run: Run, goal: Goal) -> None:
    run.play(goal)
    wait_until(lambda: not run.playing)


@pytest.mark.parametrize("pace", [None, 150])
def test_a_run_follows_a_journal_bit_for_bit_however_it_is_driven(pace: float | None) -> None:
    run = following()
    assert same_as_sent(run)
    run.pace = pace
    assert run.pending == EVENTS[1:]
    for goal, step in ((Goal(step=9), 9), (Goal(step=10), 10), (Goal(epoch=2), 14), (Goal(step=21), 21)):
        go(run, goal)
        assert run.state["step"] == step
        assert same_as_sent(run)
    assert run.experiment.hidden == (5, 3)
    assert run.pending == EVENTS[4:]
    go(run, Goal(epoch=12))
    assert same_as_sent(run)
    assert run.pending == ()
    assert run.experiment.batch_size == 20
    go(run, Goal(accuracy=0.0))
    assert same_as_sent(run)


def test_reset_goes_back_to_the_beginning_of_what_the_link_brings() -> None:
    run = following()
    go(run, Goal(step=30))
    run.rewind()
    assert (run.experiment, run.state["step"], run.pending) == (MOONS, 0, EVENTS[1:])
    go(run, Goal(step=30))
    assert same_as_sent(run)


def test_a_learner_who_changes_something_takes_over() -> None:
    for act in (
        lambda run: run.change(run.experiment.changed(learning_rate=0.7)),
        lambda run: run.edit("set", 0, 0, 0, 1.0),
        lambda run: run.change(run.experiment.changed(seed=3)),
    ):
        run = following()
        go(run, Goal(step=10))
        act(run)
        assert run.pending == ()
        before = run.experiment
        go(run, Goal(step=run.state["step"] + 50))
        assert run.experiment == before
        run.rewind()
        assert run.experiment == before


def test_a_change_of_the_learner_wins_over_one_that_was_under_way() -> None:
    run = following()
    run.play()
    wait_until(lambda: run.state["step"] > 0)
    run.change(run.experiment.changed(learning_rate=0.7))
    wait_until(lambda step=run.state["step"]: run.state["step"] > step + 100)
    run.pause()
    assert run.experiment.learning_rate == 0.7
    events = run.state["journal"].events
    assert events[-1].arguments == (0.7,)
    assert np.array_equal(
        Trainer.replay(run.state["journal"], run.state["step"]).network.parameters, run.state["parameters"]
    )


def test_what_the_network_has_not_is_refused_before_anything_happens() -> None:
    run = Run(MOONS)
    with pytest.raises(ValueError, match="no such weight"):
        run.follow(Journal(MOONS, (Event(5, "set", (0, 4, 0, 1.0)),)))
    assert (run.coming, run.pending) == (None, ())


def opened(query: dict[str, str]) -> AppTest:
    app = app_at(**through_an_address(query)).run()
    assert not app.exception, app.exception
    return app


def run_of(app: AppTest) -> Run:
    run: Run = app.session_state["run"]
    return run


def trained_to(app: AppTest, step: int) -> AppTest:
    go(run_of(app), Goal(step=step))
    assert not app.run().exception
    return app


def address(app: AppTest) -> dict[str, Any]:
    return {key: value if isinstance(value, str) else value[0] for key, value in app.query_params.items()}


def test_the_page_says_what_its_link_brings_and_its_controls_follow() -> None:
    query = links.write(MOONS, changes=EVENTS)
    app = opened(query)
    assert line(app, "status")["text"] == (
        "This link brings 5 changes. They happen by themselves as it trains: at step 9, η becomes 1; at step 21, a "
        "bias is set to −0.25; and 3 more."
    )
    assert field(app, "learning-rate")["text"] == "0.1"
    assert address(app) == query
    trained_to(app, 12)
    assert field(app, "learning-rate")["text"] == "1"
    assert line(app, "status")["text"] == "Paused after step 12. Next, at step 21, a bias is set to −0.25."
    trained_to(app, 50)
    assert app.text_input(key="hidden-layers").value == "5, 3"
    assert field(app, "batch-size")["text"] == "20"
    assert same_as_sent(run_of(app))
    assert address(app) == query
    app.button(key="reset").click().run()
    assert field(app, "learning-rate")["text"] == "0.1"
    assert app.text_input(key="hidden-layers").value == "4, 3"
    assert line(app, "status")["text"].startswith("This link brings 5 changes.")


def test_a_learner_who_takes_over_is_told_what_no_longer_happens() -> None:
    app = trained_to(opened(links.write(MOONS, changes=EVENTS)), 25)
    typed(app, "learning-rate", 0.5).run()
    assert [toast.value for toast in app.toast] == [
        "You changed η: the 2 changes still to come from the link no longer happen."
    ]
    assert run_of(app).pending == ()
    again = links.read(address(app))
    assert again.experiment == MOONS
    assert again.changes == (*EVENTS[:4], Event(25, "learning_rate", (0.5,)))
    app.run()
    assert not app.toast


def test_a_control_that_the_learner_changed_is_not_set_back_by_what_happens_at_that_moment() -> None:
    app = trained_to(opened(links.write(MOONS, changes=EVENTS)), 5)
    go(run_of(app), Goal(step=12))  # η becomes 1 while the page still shows 0.1
    typed(app, "regularization-strength", 0.5).run()
    run = run_of(app)
    assert (run.experiment.learning_rate, run.experiment.regularization_strength) == (1.0, 0.5)
    assert field(app, "learning-rate")["text"] == "1"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"hidden-layers": "4", "changes": "5S0x4x0x1"}, "This network has no such weight, bias or neuron."),
        (
            {"dataset": "mnist-full", "changes": "5E1"},
            "the digits that its run was trained on are not on this machine.",
        ),
    ],
)
def test_changes_that_this_run_cannot_go_through_are_told(query: dict[str, str], words: str) -> None:
    app = opened(query)
    assert run_of(app).pending == ()
    (warning,) = (warning.value for warning in app.warning if "changes" in warning.value)
    assert words in warning


def test_the_link_of_a_run_that_was_changed_makes_the_same_run() -> None:
    """Five epochs at η 0.1 and five at η 1, as they once came out otherwise from the link."""
    app = opened({})
    run = run_of(app)
    per_epoch = run.steps_per_epoch
    trained_to(app, 5 * per_epoch)
    typed(app, "learning-rate", 1.0).run()
    trained_to(app, 10 * per_epoch)
    assert address(app) == {"changes": f"{5 * per_epoch}E1"}
    other = trained_to(opened(address(app)), 10 * per_epoch)
    found = run_of(other)
    assert found.state["history"] == run.state["history"]
    assert np.array_equal(found.state["parameters"], run.state["parameters"])
    assert found.experiment == run.experiment
    plain = Trainer(run.experiment).train(epochs=10)
    assert not np.array_equal(plain.network.parameters, run.state["parameters"]), "or else this says nothing"


def test_a_setting_that_is_changed_before_the_first_mini_batch_is_one_that_the_run_begins_with() -> None:
    app = opened({})
    typed(app, "learning-rate", 0.5).run()
    trained_to(app, 3)
    assert address(app) == {"learning-rate": "0.5"}


def test_what_the_gallery_promises_is_not_promised_of_a_run_that_was_changed() -> None:
    name, (_, listed) = next(iter(RUNS.items()))
    app = trained_to(opened(links.write(listed.experiment, chosen={FROM_GALLERY.name: name})), 3)
    assert address(app)["gallery"] == name
    for rate in (0.77, listed.experiment.learning_rate):
        typed(app, "learning-rate", rate).run()
        trained_to(app, run_of(app).state["step"] + 3)
        assert "You changed the run on the way" in line(app, "published")["text"]
        assert "gallery" not in address(app)
    app.button(key="reset").click().run()
    assert address(app)["gallery"] == name
    assert "You changed the run" not in line(app, "published")["text"]


def test_every_epoch_of_a_run_that_follows_a_journal_can_be_looked_back_at() -> None:
    run = following()
    go(run, Goal(epoch=9))
    for epoch in run.moments:
        run.look_back(epoch)
        trainer = Trainer(MOONS).follow(Journal(MOONS, EVENTS), epoch=epoch)
        layers = zip(run.shown.weights, run.shown.biases, strict=True)
        shown = np.concatenate([np.column_stack(layer).ravel() for layer in layers])
        assert np.array_equal(shown, trainer.network.parameters), epoch
    assert run.moments[0] == 0
    assert len(run.moments) == 10


def test_the_key_for_reset_sets_the_controls_back_too() -> None:
    app = trained_to(opened(links.write(MOONS, changes=EVENTS)), 30)
    app.session_state["shortcuts"] = {"mail": [{"seq": 1, "gathered": ["reset"]}]}
    app.run()
    assert run_of(app).state["step"] == 0
    assert field(app, "learning-rate")["text"] == "0.1"
    assert app.text_input(key="hidden-layers").value == "4, 3"
    assert run_of(app).pending == EVENTS[1:]
