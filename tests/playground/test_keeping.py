"""Keeping: what the page saves it opens again, with all its controls; what links lock stays as it is."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Dataset, Experiment, Trainer, run_file
from engine.data import table
from engine.export import onnx_model, python
from playground.learner import keeping
from playground.playing.share import exports, figures
from playground.runs.run import Run
from playground.settings import pages
from playground.settings.environment import OPEN
from tests.playground.fields import field, typed
from tests.waiting import DEADLINE, wait_until

APP = str(pages.APP)
POINTS = np.array([[0.5, 1.25, 0], [-6, 6, 1], [3, -2.75, 0], [0.125, 0, 1], [1, 1, 0], [2, -1, 1]])


def train_an_epoch(at: AppTest) -> Any:
    run = at.session_state["run"]
    at.button(key="epoch").click().run()
    wait_until(lambda: not run.playing)
    return run


def open_share(at: AppTest, part: str) -> None:
    at.session_state["share"] = True
    at.session_state["share-part"] = part
    at.run()
    assert not at.exception


def open_in(at: AppTest, content: bytes) -> None:
    """Upload the content as a file and run the page."""
    open_share(at, "File")
    at.file_uploader(key="open-run-file").upload("run.npz", content, "application/octet-stream").run()
    assert not at.exception


def test_a_run_saved_on_the_page_goes_on_elsewhere_as_it_would_have_here(app: AppTest) -> None:
    run = train_an_epoch(app)
    typed(app, "learning-rate", 0.3).run()
    content = keeping.content(run)
    other = AppTest.from_file(APP, default_timeout=DEADLINE)
    other.query_params["dataset"] = "mnist"
    open_in(other.run(), content)
    there = other.session_state["run"]
    assert there.experiment == run.experiment
    assert field(other, "learning-rate")["text"] == "0.3"
    assert other.text_input(key="hidden-layers").value == "6, 4"
    assert there.snapshot.epoch == 1
    for one in (app, other):
        train_an_epoch(one)
    assert np.array_equal(there.state["parameters"], run.state["parameters"])
    assert run_file.to_bytes(there.trainer()) == run_file.to_bytes(run.trainer())


def test_points_come_with_the_run_and_stay_when_the_page_is_drawn_again(app: AppTest) -> None:
    e = Experiment(dataset="custom", hidden=(3,), samples=500, batch_size=1)
    data = table.dataset(POINTS[:, :2], POINTS[:, 2].astype(int), e.inputs, e.test_fraction, e.data_seed)
    run = Trainer(e, data).train(epochs=4)
    open_in(app, run_file.to_bytes(run))
    app.run()
    there = app.session_state["run"]
    assert there.snapshot.epoch == 4
    assert np.array_equal(app.session_state["own-points"], POINTS)
    assert np.array_equal(there.state["parameters"], run.network.parameters)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nothing", "no run of Neural Playground"),
        (
            run_file.to_bytes(Trainer(Experiment(samples=40), Experiment(samples=40).load_data().split(0, 0.25))),
            "has a validation set, which the page does not show",
        ),
        (
            run_file.to_bytes(
                Trainer(Experiment(dataset="custom", hidden=()), Dataset([[1.0]] * 4, [0, 1] * 2, [], []))
            ),
            "its own data, which are neither points in a plane nor a table",
        ),
        (
            run_file.to_bytes(Trainer(Experiment(dataset="moons", cost="quadratic", output="tanh"))),
            "has a tanh output with the quadratic cost",
        ),
    ],
    ids=["no run", "validation set", "other data", "other output"],
)
def test_what_the_page_cannot_go_on_with_gets_a_sentence_and_the_run_stays(
    app: AppTest, content: bytes, sentence: str
) -> None:
    run = app.session_state["run"]
    before = run.experiment
    open_in(app, content)
    assert any(sentence in error.value for error in app.error)
    assert run.experiment == before


def test_the_command_open_brings_the_run_to_whoever_brings_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "moons.npz"
    run_file.save(Trainer(Experiment(dataset="moons", hidden=(5,))).train(epochs=2), path)
    monkeypatch.setenv(OPEN, str(path))
    at = AppTest.from_file(APP, default_timeout=DEADLINE).run()
    assert at.session_state["run"].snapshot.epoch == 2
    assert at.text_input(key="hidden-layers").value == "5"
    linked = AppTest.from_file(APP, default_timeout=DEADLINE)
    linked.query_params["dataset"] = "xor"
    assert linked.run().session_state["run"].experiment.dataset == "xor"
    path.write_bytes(b"")
    broken = AppTest.from_file(APP, default_timeout=DEADLINE).run()
    assert any("no run of Neural Playground" in warning.value for warning in broken.warning)


def test_the_address_brings_points_looks_and_locks() -> None:
    at = AppTest.from_file(APP, default_timeout=DEADLINE)
    query = {
        "dataset": "custom",
        "points": "gAAAAAP9_AAAAAAAAAIABAAAAAA",
        "lock": "learning-rate,seed",
        "speed": "slow",
    }
    query |= {"until-kind": "epoch", "until-epoch": "7", "show-test": "1"}
    at.query_params.update(query)
    at.run()
    assert not at.exception
    assert at.session_state["speed"] == "Slow"
    assert field(at, "until-epoch")["text"] == "7"
    assert at.session_state["show-test"] is True
    assert field(at, "learning-rate")["locked"]
    assert field(at, "seed")["locked"]
    assert at.button(key="new-weights").disabled
    assert not field(at, "batch-size")["locked"]


def test_a_locked_setting_cannot_be_changed_on_the_drawing_either() -> None:
    at = AppTest.from_file(APP, default_timeout=DEADLINE)
    at.query_params["lock"] = "hidden-layers"
    at.run()
    asked = ({"op": "hidden", "hidden": [7, 4]}, {"op": "add", "layer": 1}, {"op": "remove", "layer": 1, "neuron": 0})
    for seq, op in enumerate(asked, start=7):
        at.session_state["network-diagram"] = {"mail": [{"seq": seq, **op}]}
        at.run()
        assert at.session_state["run"].experiment.hidden == (6, 4)
        assert [toast.value.replace("\u2060", "") for toast in at.toast] == ["Locked by the link: Hidden layers."]


def test_every_part_of_share_opens(app: AppTest) -> None:
    open_share(app, "Export")
    assert app.button(key="figure-cost").disabled  # no epoch yet
    train_an_epoch(app)
    open_share(app, "Link")
    open_share(app, "Export")
    app.button(key="figure-cost").click().run()
    assert not app.exception
    (chart,) = app.get("plotly_chart")
    assert "cost C" in chart.proto.spec


def test_exports_are_of_the_network_as_it_stands(app: AppTest) -> None:
    run = train_an_epoch(app)
    names: dict[str, Any] = {}
    exec(exports.as_python(run), names)
    x = names["inputs"](np.array([1.0, -2]), np.array([0.5, 3]))
    network = run.trainer().network
    np.testing.assert_allclose(names["answer"](x), network.feedforward(x), atol=1e-6)
    assert python.to_python(network, run.experiment.inputs) == exports.as_python(run)
    assert onnx_model.available()
    points = table.placed(table.read(exports.points(run)), ("x1", "x2"), "label")
    assert len(points.labels) == 500


def test_numbers_to_learn_are_exported_as_numbers() -> None:
    e = Experiment(dataset="plane", cost="quadratic", samples=20)
    rows = np.loadtxt(io.StringIO(exports.points(Run(e))), delimiter=",", skiprows=1)
    data = e.load_data()
    assert np.array_equal(rows[:10, :2].astype(np.float32), data.x_train)
    assert np.array_equal(rows[10:, 2:].astype(np.float32), data.y_test)


def test_figures_show_the_numbers_of_the_run() -> None:
    figure = figures.curve(np.array([1.0, 2]), np.array([3.0, 1]), np.array([4.0, 2]), "cost", False, dark=False)
    assert [(trace.name, list(trace.y)) for trace in figure.data] == [("train", [3, 1]), ("test", [4, 2])]
    bars = figures.weights([np.array([[-1.0, 1, 1]]), np.zeros((2, 1))], dark=True).data
    assert [int(sum(bar.y)) for bar in bars] == [3, 2]
    assert (bars[0].y[0], bars[0].y[-1]) == (1, 2)


def test_the_compare_page_opens_as_its_link_says_and_keeps_its_address() -> None:
    at = AppTest.from_file(str(pages.COMPARE.script), default_timeout=DEADLINE)
    query = {"dataset": "moons", "differ": "learning-rate", "learning-rate": "0.1;0.5;2", "lock": "seed"}
    at.query_params.update({**query, "colour": "red"})
    at.run()
    assert not at.exception
    variants = at.session_state["comparison"].variants
    assert [variant.experiment.learning_rate for variant in variants] == [0.1, 0.5, 2.0]
    assert {variant.experiment.dataset for variant in variants} == {"moons"}
    assert field(at, "compare-seed")["locked"]
    assert [warning.value for warning in at.warning] == ["The link sets 'colour', which is not a setting here."]
    assert at.query_params == query
    typed(at, "compare-1-learning-rate", 0.25).run()
    assert at.query_params == {**query, "learning-rate": "0.1;0.25;2"}
    at.session_state["compare-share"] = True
    at.run()
    assert not at.exception
    assert at.multiselect(key="compare-share-lock").value == ["seed"]


def test_a_sweep_is_set_up_by_its_link() -> None:
    at = AppTest.from_file(str(pages.COMPARE.script), default_timeout=DEADLINE)
    query = {
        "compare-mode": "sweep",
        "sweep-epochs": "3",
        "x": "hidden-layers",
        "x-values": "none;4",
        "y-values": "0,1",
    }
    at.query_params.update(query)
    at.run()
    assert not at.exception
    assert at.selectbox(key="sweep-x").value == "hidden"
    assert at.text_input(key="sweep-x-hidden").value == "none; 4"
    assert any(caption.value.startswith("4 runs on MNIST") for caption in at.caption)
    assert at.query_params == query


def test_the_digits_page_opens_as_its_link_says() -> None:
    at = AppTest.from_file(str(pages.DIGITS.script), default_timeout=DEADLINE)
    at.query_params.update({"digit-section": "how-good-is-it", "know-threshold": "80", "x": "1"})
    at.run()
    assert not at.exception
    assert at.slider(key="know-threshold").value == 80
    assert [warning.value for warning in at.warning] == ["The link sets 'x', which is not a setting here."]
    assert at.query_params == {"digit-section": "how-good-is-it", "know-threshold": "80"}
    at.session_state["digit-share"] = True
    assert not at.run().exception


def test_a_link_distorts_digits_and_the_switch_ends_it() -> None:
    at = AppTest.from_file(APP, default_timeout=DEADLINE)
    at.query_params.update({"dataset": "mnist", "training-digits": "100", "augmentation": "1"})
    at.run()
    run = train_an_epoch(at)
    here = Trainer(run.experiment).train(epochs=1)
    assert run.experiment.augmentation
    assert np.array_equal(run.state["parameters"], here.network.parameters)
    at.toggle(key="augmentation").set_value(False).run()
    assert not run.experiment.augmentation
    assert at.query_params["changes"] == "10D0"
    at.button(key="reset").click().run()
    assert at.query_params == {"dataset": "mnist", "training-digits": "100"}
