"""What a link locks keeps its value: against other data, the gallery, a lesson, a file and a preset of Compare."""

import pytest
from streamlit.testing.v1 import AppTest

from engine import Trainer, run_file
from playground.settings import pages
from playground.settings.controls import START
from tests.playground.apps import app_at
from tests.waiting import DEADLINE

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


def first_of(app: AppTest, preset: str) -> str:
    return next(str(button.key) for button in app.button if str(button.key).startswith(f"open-{preset}-"))


def test_a_lesson_leaves_what_is_locked() -> None:
    app = opened(lock="seed,hidden-layers", seed="5", hidden_layers="3")
    app.switch_page("lessons/sigmoid_neuron.py").run()
    app.button(key="to-playground").click().run()
    e = app.session_state["run"].experiment
    assert (e.dataset, e.seed, e.hidden) == ("gaussians", 5, (3,))


def test_what_does_not_go_with_it_is_not_opened_from_the_gallery() -> None:
    app = opened(dataset="plane", lock="dataset")
    app.switch_page("gallery/page.py").run()
    app.button(key=first_of(app, "xor")).click().run()
    assert app.session_state["run"].experiment == START["regression"]
    (words,) = told(app)
    assert words.startswith("This does not fit with what the link locks: ")


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
