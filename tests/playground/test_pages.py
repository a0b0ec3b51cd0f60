"""Every page, run without a browser: it opens, its controls act on the run, and nonsense gets a sentence."""

import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.settings import pages
from tests.playground.fields import field, fields, stepped, typed
from tests.playground.news import line, notes, refused
from tests.waiting import DEADLINE, wait_until


def component(at: AppTest, key: str) -> Any:
    found = [element for element in at.get("bidi_component") if f"-{key}" in element.proto.id]
    assert len(found) == 1, f"{len(found)} components with the key {key}"
    return found[0]


def choose_data(at: AppTest, name: str) -> None:
    """Choose a data set as the thumbnails do."""
    seq = at.session_state["data-picker-acknowledged"] + 1 if "data-picker-acknowledged" in at.session_state else 1
    at.session_state["data-picker"] = {"mail": [{"seq": seq, "name": name}]}
    at.run()
    assert not at.exception


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.title)
def test_a_page_opens_without_an_error(app: AppTest, page: pages.Page) -> None:
    app.switch_page(str(page.script)).run()
    assert not app.exception
    assert not app.error


def test_one_epoch_trains_one_epoch_and_then_pauses(app: AppTest) -> None:
    run = app.session_state["run"]
    app.button(key="epoch").click().run()
    wait_until(lambda: not run.playing)
    app.run()
    assert run.snapshot.epoch == 1
    assert run.snapshot.step == 25  # 250 training points in mini-batches of 10
    assert line(app, "epoch-count")["text"] == "Epoch **1**"


def test_a_mini_batch_is_one_step(app: AppTest) -> None:
    run = app.session_state["run"]
    for step in (1, 2):
        app.button(key="step").click().run()
        wait_until(lambda: not run.playing)
        app.run()
        assert run.snapshot.step == step


def press(at: AppTest, *presses: str) -> None:
    """Press buttons of the run bar so quickly that they come in one message."""
    seq = at.session_state["shortcuts-acknowledged"] + 1 if "shortcuts-acknowledged" in at.session_state else 1
    at.session_state["shortcuts"] = {"mail": [{"seq": seq, "gathered": list(presses)}]}
    at.run()
    assert not at.exception


def test_every_press_counts_and_they_come_in_order(app: AppTest) -> None:
    run = app.session_state["run"]
    press(app, *["step"] * 20)
    wait_until(lambda: not run.playing)
    assert run.snapshot.step == 20
    press(app, "epoch", "epoch", "step", "made-up", "step")
    wait_until(lambda: not run.playing)
    assert run.snapshot.step == 52
    press(app, "step", "reset", "step")
    wait_until(lambda: not run.playing)
    assert run.snapshot.step == 1
    press(app, "play", "pause")
    assert not run.playing
    press(app, "play", "step", "pause", "play")
    assert run.playing
    run.pause()


def test_single_steps_can_be_pressed_while_they_are_made_but_not_while_it_plays(app: AppTest) -> None:
    run = app.session_state["run"]
    app.segmented_control(key="speed").set_value("Slow").run()
    press(app, *["step"] * 100)
    assert run.playing
    app.run()
    assert [app.button(key=key).disabled for key in ("step", "epoch")] == [False, False]
    app.button(key="play").click().run()
    assert not run.playing
    app.button(key="play").click().run()
    assert [app.button(key=key).disabled for key in ("step", "epoch")] == [True, True]
    run.pause()


def goal_button(at: AppTest) -> str:
    """What stands on the button by which it is chosen where Play pauses."""
    labels = [block.proto.popover.label for block in at.get("popover")]
    return next(label for label in labels if label.startswith("Until"))


def test_the_goal_stands_on_its_button_until_it_is_met_or_cleared(app: AppTest) -> None:
    run = app.session_state["run"]
    assert goal_button(app) == "Until …"
    for kind, words in [
        ("accuracy", "Until 97 %"),
        ("patience", "Until no better for 10 epochs"),
        ("epoch", "Until epoch 100"),
    ]:
        goal_kind(app).set_value(kind).run()
        assert goal_button(app) == words
    typed(app, "until-epoch", 3).run()
    app.button(key="play").click().run()
    wait_until(lambda: not run.playing)
    app.run()
    assert (run.snapshot.epoch, line(app, "status")["text"]) == (3, "Paused at the end of epoch 3.")
    assert goal_button(app) == "Until …"
    goal_kind(app).set_value("epoch").run()
    assert goal_button(app) == "Until epoch 3"
    app.button(key="until-clear").click().run()
    assert (goal_button(app), goal_kind(app).value) == ("Until …", "pause")


def test_a_goal_that_is_chosen_or_cleared_while_it_plays_holds_at_once(app: AppTest) -> None:
    run = app.session_state["run"]
    goal_kind(app).set_value("epoch").run()
    typed(app, "until-epoch", 100_000).run()
    app.button(key="play").click().run()
    wait_until(lambda: run.snapshot.epoch >= 1)
    typed(app, "until-epoch", 1).run()
    wait_until(lambda: not run.playing)
    assert run.message == "Paused: epoch 1 is over already."


def test_a_patient_run_goes_back_to_its_best_epoch(app: AppTest) -> None:
    run = app.session_state["run"]
    typed(app, "regularization-strength", 40.0)
    app.selectbox(key="regularization").set_value("L2").run()
    goal_kind(app).set_value("patience").run()
    typed(app, "until-patience", 4)
    app.toggle(key="until-back").set_value(True).run()
    app.button(key="play").click().run()
    wait_until(lambda: not run.playing)
    app.run()
    ended = round(run.shelf.runs[0].epochs)
    assert run.snapshot.epoch == run.best_epoch <= ended - 4
    told = f"Paused at epoch {ended}: the test cost was lowest at epoch {run.best_epoch}, and the run is back there"
    assert line(app, "status")["text"] == f"{told}; all of it is on the shelf: run 1."
    assert line(app, "epoch-count")["text"] == f"Epoch **{run.best_epoch}**"


def goal_kind(at: AppTest) -> Any:
    """The box in which it is chosen what Play trains until."""
    (box,) = [box for box in at.selectbox if str(box.key).startswith("until-kind")]
    return box


def test_play_follows_a_goal_that_is_set_in_the_same_moment(app: AppTest) -> None:
    run = app.session_state["run"]
    goal_kind(app).set_value("epoch").run()
    typed(app, "until-epoch", 3)
    app.button(key="play").click().run()
    wait_until(lambda: not run.playing)
    assert run.snapshot.epoch == 3


def test_play_trains_until_pause(app: AppTest) -> None:
    run = app.session_state["run"]
    app.button(key="play").click().run()
    wait_until(lambda: run.snapshot.epoch >= 2)
    app.button(key="play").click().run()
    step = run.snapshot.step
    time.sleep(0.5)
    assert run.snapshot.step == step
    assert not run.playing


def test_reset_brings_the_same_weights_and_new_weights_others(app: AppTest) -> None:
    run = app.session_state["run"]
    first = [w.copy() for w in run.snapshot.weights]
    app.button(key="epoch").click().run()
    wait_until(lambda: not run.playing)
    assert (run.snapshot.weights[0] != first[0]).any()
    app.button(key="reset").click().run()
    assert run.snapshot.epoch == 0
    assert all((now == before).all() for now, before in zip(run.snapshot.weights, first, strict=True))
    app.button(key="new-weights").click().run()
    assert field(app, "seed")["text"] == "1"
    assert (run.snapshot.weights[0] != first[0]).any()


def test_the_learning_rate_changes_in_the_midst_of_a_run_and_the_activation_starts_a_new_one(app: AppTest) -> None:
    run = app.session_state["run"]
    app.button(key="epoch").click().run()
    wait_until(lambda: not run.playing)
    typed(app, "learning-rate", 0.3).run()
    assert run.experiment.learning_rate == 0.3
    assert run.snapshot.epoch == 1
    app.selectbox(key="activation").set_value("relu").run()
    assert run.experiment.activation == "relu"
    assert run.snapshot.epoch == 0


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("learning-rate", -1.0, "The learning rate η must be a number from 1e-6 to 1000, not -1."),
        ("regularization-strength", -0.5, "The regularization parameter λ must be a number from 0"),
        ("batch-size", 0, "The batch size m must be a whole number from 1 to 10000, not 0."),
        ("seed", -3, "The seed must be a whole number from 0"),
    ],
)
def test_a_number_out_of_range_gets_a_sentence_beside_the_control_and_the_run_stays(
    app: AppTest, key: str, value: float, sentence: str
) -> None:
    run = app.session_state["run"]
    before = run.experiment
    typed(app, key, value).run()
    assert not app.exception
    assert any(sentence in text for text in notes(app))
    assert run.experiment == before


@pytest.mark.parametrize(
    ("key", "text", "field_of_it", "value"),
    [
        ("learning-rate", "0,3", "learning_rate", 0.3),
        ("learning-rate", "1/4", "learning_rate", 0.25),
        ("regularization-strength", "1,25", "regularization_strength", 1.25),
        ("batch-size", "1 000", "batch_size", 1000),
        ("seed", "1e3", "seed", 1000),
    ],
)
def test_a_number_is_understood_as_it_is_written_and_the_field_says_how(
    app: AppTest, key: str, text: str, field_of_it: str, value: float
) -> None:
    typed(app, key, text).run()
    assert getattr(app.session_state["run"].experiment, field_of_it) == value
    assert field(app, key)["text"] == f"{value:g}"
    assert notes(app) == []


def test_steps_of_a_number_all_count_however_fast_they_come(app: AppTest) -> None:
    stepped(app, "learning-rate", -1, -1, 1, 1, 1, 1).run()
    assert field(app, "learning-rate")["text"] == "1"
    stepped(app, "regularization-strength", 1, 1, -1, -1, -1).run()
    assert field(app, "regularization-strength")["text"] == "0"
    stepped(app, "seed", *[1] * 20).run()
    assert app.session_state["run"].experiment.seed == 20


@pytest.mark.parametrize("text", ["-1", "fast", "1,250"])
def test_while_a_field_makes_no_sense_nothing_trains_and_nothing_is_taken_over_by_halves(
    app: AppTest, text: str
) -> None:
    run = app.session_state["run"]
    before = run.experiment
    typed(app, "learning-rate", text).run()
    app.text_input(key="hidden-layers").set_value("3").run()
    assert run.experiment == before
    (told,) = notes(app)
    assert told.endswith("Until then the run keeps: Hidden layers 6, 4; Learning rate η 0.1.")
    assert field(app, "learning-rate")["text"] == text
    assert refused(app).keys() == {"play", "step", "epoch", "phase-next"}
    titles = component(app, "shortcuts").proto.json
    assert "learning rate" in titles or "Write a number" in titles or "can mean" in titles
    typed(app, "learning-rate", "0.3").run()
    assert notes(app) == []
    assert (run.experiment.learning_rate, run.experiment.hidden) == (0.3, (3,))
    assert refused(app) == {}


def test_what_is_typed_and_played_at_once_is_what_trains(app: AppTest) -> None:
    run = app.session_state["run"]
    typed(app, "learning-rate", "-1")
    app.button(key="play").click().run()
    assert not run.playing
    typed(app, "learning-rate", "0.1").run()
    typed(app, "learning-rate", "0,5")
    app.button(key="step").click().run()
    wait_until(lambda: not run.playing)
    assert (run.snapshot.step, run.snapshot.experiment.learning_rate) == (1, 0.5)


def test_a_run_goes_on_while_a_field_makes_no_sense_and_can_be_paused(app: AppTest) -> None:
    run = app.session_state["run"]
    app.button(key="play").click().run()
    typed(app, "learning-rate", "-1").run()
    assert run.playing
    assert refused(app) == {}
    app.button(key="play").click().run()
    assert not run.playing
    assert "play" in refused(app)


def test_an_epoch_to_pause_at_that_makes_no_sense_is_told_and_the_last_one_holds(app: AppTest) -> None:
    goal_kind(app).set_value("epoch").run()
    typed(app, "until-epoch", "3").run()
    typed(app, "until-epoch", "0,5").run()
    assert notes(app) == ["It must be a whole number from 1 to 100,000. Until then it is 3."]
    assert (app.session_state["until-epoch"], field(app, "until-epoch")["text"]) == (3, "0.5")
    stepped(app, "until-epoch", 1).run()
    assert (app.session_state["until-epoch"], notes(app)) == (4, [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("4, x", "whole numbers separated by commas"),
        ("0", "1 to 1000 neurons, not 0"),
        ("9 " * 11, "At most 10 hidden"),
    ],
)
def test_hidden_layers_that_make_no_network_get_a_sentence(app: AppTest, text: str, sentence: str) -> None:
    app.text_input(key="hidden-layers").set_value(text).run()
    assert not app.exception
    assert any(sentence in text for text in notes(app))


def test_regression_needs_the_quadratic_cost_and_says_so(app: AppTest) -> None:
    choose_data(app, "plane")
    run = app.session_state["run"]
    assert run.experiment.cost == "quadratic"
    assert run.experiment.output == "linear"
    app.selectbox(key="cost").set_value("cross-entropy").run()
    assert any("needs the quadratic cost and a linear output" in text for text in notes(app))
    assert "quadratic cost" in refused(app)["play"]
    assert run.experiment.cost == "quadratic"


def test_digits_bring_settings_that_work_for_them(app: AppTest) -> None:
    choose_data(app, "mnist")
    run = app.session_state["run"]
    assert run.experiment.hidden == (30,)
    assert run.snapshot.sizes == (784, 30, 10)
    assert component(app, "digit-samples")


def test_one_click_sets_up_the_spiral(app: AppTest) -> None:
    choose_data(app, "spiral")
    app.button(key="solve-spiral").click().run()
    assert app.session_state["run"].experiment.hidden == (8, 8)
    assert app.text_input(key="hidden-layers").value == "8, 8"


def test_the_plus_on_the_drawing_adds_a_neuron(app: AppTest) -> None:
    app.session_state["network-diagram"] = {"mail": [{"seq": 7, "op": "add", "layer": 1}]}
    app.run()
    assert app.text_input(key="hidden-layers").value == "7, 4"
    assert app.session_state["run"].snapshot.sizes == (2, 7, 4, 1)
    app.text_input(key="hidden-layers").set_value("3").run()  # the same message, heard again, changes nothing
    assert app.session_state["run"].snapshot.sizes == (2, 3, 1)


def break_it(app: AppTest, hidden: str) -> None:
    """The largest mistake a learner can make: a deep ReLU net with η = 10."""
    app.selectbox(key="activation").set_value("relu").run()
    app.text_input(key="hidden-layers").set_value(hidden).run()
    typed(app, "learning-rate", 10.0).run()
    app.button(key="play").click().run()


def mend_it(app: AppTest) -> None:
    run = app.session_state["run"]
    typed(app, "learning-rate", 0.05).run()
    app.button(key="reset").click().run()
    assert not app.error
    assert not app.warning
    app.button(key="epoch").click().run()
    wait_until(lambda: not run.playing)
    assert run.snapshot.epoch == 1


def test_a_run_that_diverges_stops_with_a_sentence_and_goes_on_after_reset(app: AppTest) -> None:
    run = app.session_state["run"]
    break_it(app, "10, 10, 10, 10, 10")
    wait_until(lambda: run.problem is not None)
    app.run()
    assert not app.exception
    assert line(app, "status")["kind"] == "error"
    assert "the cost is no longer a finite number" in line(app, "status")["text"]
    mend_it(app)


def test_a_layer_of_dead_relus_is_named_and_the_page_goes_on_after_reset(app: AppTest) -> None:
    run = app.session_state["run"]
    break_it(app, "8, 8, 8, 8")
    wait_until(lambda: 1.0 in run.snapshot.stuck)
    app.run()
    assert not app.exception
    assert line(app, "status")["kind"] == "warning"
    assert "All ReLUs in hidden layer" in line(app, "status")["text"]
    mend_it(app)


def test_a_link_sets_everything_up_and_names_what_it_cannot_use() -> None:
    at = AppTest.from_file(str(pages.APP), default_timeout=DEADLINE)
    at.query_params.update(
        {"dataset": "xor", "hidden-layers": "3,3", "learning-rate": "0.25", "hide": "seed", "x": "1"}
    )
    at.run()
    assert not at.exception
    run = at.session_state["run"]
    assert (run.experiment.dataset, run.experiment.hidden, run.experiment.learning_rate) == ("xor", (3, 3), 0.25)
    assert field(at, "learning-rate")["text"] == "0.25"
    assert "seed" not in fields(at)
    assert [warning.value for warning in at.warning] == ["The link sets 'x', which is not a setting here."]
    assert at.query_params["hidden-layers"] == "3,3"


def test_the_address_follows_the_controls(app: AppTest) -> None:
    typed(app, "batch-size", 20).run()
    assert app.query_params == {"batch-size": "20"}
