"""What a link locks keeps its value: against other data, the gallery, a lesson, a file and a preset of Compare."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine import Trainer, run_file
from engine.data import SOURCES
from playground.settings import pages
from playground.settings.controls import START
from tests.playground.apps import app_at
from tests.playground.fields import field, fields, typed
from tests.playground.news import line
from tests.waiting import DEADLINE, wait_until

APP = str(pages.APP)


def opened(**query: str) -> AppTest:
    """The playground page, come to by a link."""
    app = AppTest.from_file(APP, default_timeout=DEADLINE)
    for key, text in query.items():
        app.query_params[key.replace("_", "-")] = text
    app.run()
    assert not app.exception
    return app


def choose(app: AppTest, dataset: str) -> AppTest:
    """As if the learner had clicked on a thumbnail."""
    app.session_state["changes"] = {"dataset": dataset}
    app.run()
    assert not app.exception, app.exception
    return app


def told(app: AppTest) -> list[str]:
    return [toast.value.replace("\u2060", "").replace("\\", "") for toast in app.toast]


def test_other_data_leave_what_is_locked() -> None:
    app = choose(opened(learning_rate="0.07", samples="200", lock="learning-rate,samples,activation"), "mnist")
    e = app.session_state["run"].experiment
    assert (e.dataset, e.learning_rate, e.activation, e.hidden) == ("mnist", 0.07, "tanh", START["digits"].hidden)
    assert told(app) == ["Locked by the link: Activation, Learning rate η."]
    e = choose(app, "xor").session_state["run"].experiment
    assert (e.dataset, e.learning_rate, e.samples) == ("xor", 0.07, 200)


def test_data_that_do_not_go_with_what_is_locked_are_not_chosen() -> None:
    app = choose(opened(lock="cost"), "plane")
    assert app.session_state["run"].experiment == START["plane"]
    assert app.session_state["dataset"] == "circle"
    (words,) = told(app)
    assert words.startswith("This does not fit with what the link locks: ")


def test_a_run_of_the_gallery_leaves_what_is_locked() -> None:
    app = opened(lock="activation,dataset", activation="relu")
    app.switch_page("gallery/page.py").run()
    app.button(key=first_of(app, "spiral")).click().run()
    e = app.session_state["run"].experiment
    assert (e.dataset, e.activation) == ("circle", "relu")
    assert e.hidden != START["plane"].hidden
    assert "Locked by the link: Data, Activation." in told(app)
    assert app.session_state["activation"] == "relu"


def test_a_run_of_the_gallery_says_what_does_not_hold_against_locks() -> None:
    app = opened(lock="activation", activation="relu")
    app.switch_page("gallery/page.py").run()
    button = app.button(key=first_of(app, "spiral"))
    assert "The link locks Activation, so what this card promises or publishes will not hold." in button.help
    assert "lock" in button.proto.icon
    assert "lock" not in app.button(key=first_of(app, "dead-relus")).proto.icon
    button.click().run()
    words = line(app, "published")["text"]
    assert "not as in the gallery: the link locks Activation. What was promised or published" in words
    typed(app, "learning-rate", 0.05).run()  # by now it is another run altogether
    assert line(app, "published")["text"] == ""


def first_of(app: AppTest, preset: str) -> str:
    return next(str(button.key) for button in app.button if str(button.key).startswith(f"open-{preset}-"))


def test_a_lesson_leaves_what_is_locked() -> None:
    app = opened(lock="seed,hidden-layers", seed="5", hidden_layers="3")
    app.switch_page("lessons/sigmoid_neuron.py").run()
    app.button(key="to-playground").click().run()
    e = app.session_state["run"].experiment
    assert (e.dataset, e.seed, e.hidden) == ("gaussians", 5, (3,))


def test_what_does_not_go_with_it_cannot_be_opened_from_the_gallery() -> None:
    app = opened(dataset="plane", lock="dataset")
    app.switch_page("gallery/page.py").run()
    button = app.button(key=first_of(app, "xor"))
    assert button.disabled
    assert button.help.startswith("This does not fit with what the link locks: ")


@pytest.mark.parametrize(
    ("seed", "words"), [(5, ""), (6, "The link locks other values than this run has: Seed. Open it without a link.")]
)
def test_a_file_is_opened_only_if_it_has_what_is_locked(seed: int, words: str) -> None:
    app = opened(lock="seed,samples", seed="5")
    trainer = Trainer(START["plane"].changed(seed=seed, hidden=(2,))).train(steps=3)
    app.session_state["share"] = True
    app.session_state["share-part"] = "File"
    app.run()
    app.file_uploader(key="open-run-file").set_value(("run.npz", run_file.to_bytes(trainer), "application/zip")).run()
    assert not app.exception
    assert app.session_state["run"].experiment.hidden == ((6, 4) if words else (2,))
    assert [error.value for error in app.error] == ([words] if words else [])


def test_a_preset_of_compare_leaves_what_is_locked() -> None:
    app = app_at("compare")
    app.query_params["lock"] = "seed"
    app.query_params["differ"] = "learning-rate"
    app.query_params["learning-rate"] = "0.1;0.5"
    app.query_params["seed"] = "9"
    app.run()
    assert not app.exception
    app.selectbox(key="compare-preset").set_value(app.selectbox(key="compare-preset").options[1]).run()
    assert app.session_state["compare-setup"].shared.seed == 9


def test_hidden_and_locked_are_two_rights() -> None:
    app = opened(hide="seed,learning-rate", lock="seed,batch-size")
    assert {"seed", "learning-rate", "batch-size"} & fields(app).keys() == {"batch-size"}
    assert field(app, "batch-size")["locked"]
    assert app.button(key="new-weights").disabled  # hidden and locked
    assert app.query_params == {"hide": "seed,learning-rate", "lock": "seed,batch-size"}
    assert app.session_state["share-hide"] == ["learning-rate", "seed"]
    assert app.session_state["share-lock"] == ["batch-size", "seed"]


def test_what_is_only_hidden_changes_on_the_drawing_and_what_is_locked_too_does_not() -> None:
    for rights, sizes in (
        ({"hide": "hidden-layers"}, (7, 4)),
        ({"hide": "hidden-layers", "lock": "hidden-layers"}, (6, 4)),
    ):
        app = opened(**rights)
        assert component(app, "network-diagram")["locked"] == ("lock" in rights)
        app.session_state["network-diagram"] = {"mail": [{"seq": 7, "op": "hidden", "hidden": [7, 4]}]}
        app.run()
        assert app.session_state["run"].experiment.hidden == sizes


def test_the_presenter_looks_at_the_page_as_a_learner_and_back() -> None:
    app = opened(lock="cost")
    app.session_state["share"] = True
    app.run()
    app.multiselect(key="share-hide").set_value(["batch-size", "seed"]).run()
    app.multiselect(key="share-lock").set_value(["seed", "learning-rate"]).run()
    assert not field(app, "learning-rate")["locked"]
    assert app.selectbox(key="cost").disabled
    app.toggle(key="share-as-learner").set_value(True).run()
    assert field(app, "learning-rate")["locked"]
    assert not {"batch-size", "seed"} & fields(app).keys()
    assert not app.selectbox(key="cost").disabled
    assert app.query_params == {"lock": "cost"}, "the address says what the opened link does, not what is tried"
    app.session_state["share"] = False
    app.run()
    assert field(app, "learning-rate")["locked"], "it goes on while the panel is closed"
    app.button(key="share-leave").click().run()
    assert {"batch-size", "seed"} <= fields(app).keys()
    assert not field(app, "learning-rate")["locked"]
    assert app.selectbox(key="cost").disabled
    app.session_state["share"] = True
    app.run()
    assert app.multiselect(key="share-hide").value == ["batch-size", "seed"]
    assert app.toggle(key="share-as-learner").value is False


def test_a_hint_about_what_is_locked_is_not_offered_and_does_nothing() -> None:
    app = opened(lock="learning-rate", learning_rate="10", activation="relu", hidden_layers="8,8,8,8")
    run = app.session_state["run"]
    app.button(key="epoch").click().run()
    wait_until(lambda: not run.playing)
    app.run()
    news = line(app, "status")
    assert "All ReLUs in hidden layer" in news["text"]
    assert (news["offer"], news["locked"]) == ("Try η = 1", True)
    step = run.snapshot.step
    app.session_state["status"] = {"mail": [{"seq": 1, "offer": "Try η = 1"}]}
    app.run()
    assert (run.snapshot.step, run.experiment.learning_rate) == (step, 10)
    assert step > 0


def test_data_that_do_not_go_with_what_is_locked_are_not_offered() -> None:
    picker = component(opened(lock="cost"), "data-picker")
    assert set(picker["refused"]) == {name for name, source in SOURCES.items() if source.kind == "regression"}
    assert all(why.startswith("This does not fit with what the link locks: ") for why in picker["refused"].values())
    assert component(opened(), "data-picker")["refused"] == {}


@pytest.mark.parametrize(("lock", "offered"), [("seed", True), ("seed,cost", True), ("learning-rate", False)])
def test_a_network_that_solves_the_spiral_is_offered_unless_it_needs_what_is_locked(lock: str, offered: bool) -> None:
    app = opened(dataset="spiral", lock=lock)
    button = app.button(key="solve-spiral")
    assert button.disabled is not offered
    assert (button.proto.help == "Locked by the link: Learning rate η.") is not offered


def component(app: AppTest, key: str) -> dict[str, Any]:
    """What the component of this key is told."""
    told = (json.loads(element.proto.json) for element in app.get("bidi_component"))
    return next(data for data in told if data.get("lane", {}).get("key") == key)
