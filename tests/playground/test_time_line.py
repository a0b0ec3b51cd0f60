"""One moment on the playground page: whatever is shown is of one, and a past one can be gone back to."""

from base64 import b64decode
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Trainer
from playground.playing.shelved import result
from playground.playing.sight import Look, Memory
from playground.playing.stage import Stage
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.settings.controls import START
from playground.settings.numerals import percent
from tests.playground.apps import app_at
from tests.playground.fields import field, typed
from tests.playground.news import line, sent
from tests.waiting import wait_until


@pytest.fixture
def app() -> AppTest:
    return opened(samples="100")


def opened(**query: str) -> AppTest:
    at = app_at(**query).run()
    assert not at.exception
    return at


def run_of(at: AppTest) -> Run:
    run: Run = at.session_state["run"]
    return run


def train(at: AppTest, **goal: int) -> Run:
    run = run_of(at)
    run.play(Goal(**goal))
    wait_until(lambda: not run.playing)
    at.run()
    return run


def go(at: AppTest, epoch: int | None, **more: Any) -> None:
    """Do what a scrubber does."""
    seq = at.session_state["time-line-acknowledged"] + 1 if "time-line-acknowledged" in at.session_state else 1
    at.session_state["time-line"] = {"mail": [{"seq": seq, "epoch": epoch, **more}]}
    at.run()
    assert not at.exception


def figures(at: AppTest, chart: str = "cost-chart") -> dict[str, float]:
    """What the legend of a chart says."""
    return {one["name"]: floats(one["last"])[-1] for one in sent(at, chart)["series"]}


def moment_of(at: AppTest, name: str, chart: str = "cost-chart") -> str:
    """Of when the figure of a curve is, by the legend of a chart."""
    (told,) = (str(one["as_of"]) for one in sent(at, chart)["series"] if one["name"] == name)
    return told


def ends(at: AppTest, chart: str = "cost-chart") -> dict[str, tuple[float, float]]:
    """Where the curves of a chart end."""
    return {one["name"]: (floats(one["x"])[-1], floats(one["y"])[-1]) for one in sent(at, chart)["series"]}


def floats(packed: str) -> list[float]:
    return np.frombuffer(b64decode(packed), "<f4").tolist()


def require_one_moment(at: AppTest, trainer: Trainer) -> None:
    """The legends and the ends of the curves are the figures of this trainer."""
    now = {part: trainer.evaluation(part) for part in ("train", "test")}
    for chart, what in (("cost-chart", "cost"), ("accuracy-chart", "accuracy")):
        told, reached = figures(at, chart), ends(at, chart)
        for part, evaluation in now.items():
            value = np.float32(getattr(evaluation, what))
            assert told[part] == value
            assert reached[part] == (np.float32(trainer.epochs_done), value)
        assert sent(at, chart)["moment"] == ""


def test_the_whole_page_goes_back_and_comes_again(app: AppTest) -> None:
    run = train(app, epoch=6)
    now = sent(app, "network-diagram")
    assert sent(app, "time-line")["stretches"] == [[0, 1, 6]]
    go(app, 2)
    again = Trainer(run.experiment).train(epochs=2)
    assert line(app, "epoch-count")["text"] == "Epoch **2**"
    assert line(app, "step-count")["text"] == f"Step **{again.step}**"
    assert line(app, "status")["text"] == "This is **epoch 2**; the run stands at epoch 6."
    chart = sent(app, "cost-chart")
    assert (chart["at"], chart["moment"]) == (2, "epoch 2")
    assert figures(app)["test"] == np.float32(again.history.test_cost[-1])
    assert ends(app)["test"][0] == 6
    assert sent(app, "network-diagram") != now
    assert sent(app, "time-line")["at"] == 2
    assert all(np.array_equal(*pair) for pair in zip(run.shown.weights, again.network.weights, strict=True))
    go(app, None)
    assert line(app, "epoch-count")["text"] == "Epoch **6**"
    drawn = sent(app, "network-diagram")
    assert {name: drawn[name] for name in drawn if name not in ("lane",)} == {n: now[n] for n in now if n != "lane"}
    assert sent(app, "cost-chart")["at"] is None


def test_the_beginning_has_the_figures_of_the_beginning(app: AppTest) -> None:
    run = train(app, epoch=2)
    go(app, 0)
    assert figures(app)["train"] == np.float32(Trainer(run.experiment).evaluation("train").cost)
    assert floats(sent(app, "cost-chart")["series"][-1]["x"]) == [0, 1, 2]


def test_going_on_from_a_past_epoch_takes_the_controls_along(app: AppTest) -> None:
    train(app, epoch=2)
    typed(app, "learning-rate", 0.7).run()
    run = train(app, epoch=4)
    go(app, 1)
    assert line(app, "status")["text"] == "This is **epoch 1**, η = 0.1; the run stands at epoch 4."
    go(app, 1, go_on=True)
    assert [toast.value for toast in app.toast] == [
        "You go on from epoch 1; the run as it stood is on the shelf: run 1."
    ]
    assert (run.snapshot.epoch, run.looked_at, run.experiment.learning_rate) == (1, None, 0.1)
    assert field(app, "learning-rate")["text"] == "0.1"
    assert line(app, "epoch-count")["text"] == "Epoch **1**"
    assert run.shelf is not None
    assert run.shelf.runs[0].stand.state["epoch"] == 4


def test_play_comes_back_to_now(app: AppTest) -> None:
    run = train(app, epoch=3)
    go(app, 1)
    app.button(key="step").click().run()
    wait_until(lambda: not run.playing)
    app.run()
    assert run.looked_at is None
    assert sent(app, "time-line")["at"] is None
    assert line(app, "epoch-count")["text"] == "Epoch **3**"


def test_the_past_is_not_changed_on_the_drawing(app: AppTest) -> None:
    run = train(app, epoch=3)
    go(app, 1)
    before = run.state
    app.session_state["network-diagram"] = {
        "mail": [
            {"seq": 1, "op": "value", "layer": 0, "j": 0, "k": 0, "value": 2.0},
            {"seq": 2, "op": "select", "selected": {"layer": 1, "neuron": 0}},
        ]
    }
    app.run()
    assert run.state is before
    assert app.session_state["selected"] == {"layer": 1, "neuron": 0}
    assert [toast.value for toast in app.toast] == ["Epoch 1 is past. Press **Go on from here** to change it."]


@pytest.mark.parametrize("odd", ["2", 2.0, True, -1, [], 10**400])
def test_what_no_scrubber_says_leads_to_now(app: AppTest, odd: object) -> None:
    run = train(app, epoch=3)
    go(app, 1)
    go(app, odd)
    assert run.looked_at is None


def test_an_epoch_that_is_no_longer_kept_leads_to_the_one_before(app: AppTest) -> None:
    run = train(app, epoch=3)
    go(app, 99)
    assert run.looked_at == 3
    assert run.state["epoch"] == 3


def test_the_past_stays_in_sight_while_the_run_goes_on() -> None:
    run = Run(START["plane"].changed(samples=100))
    stage = Stage(run, Look(slow_motion=True), Memory())
    run.play(Goal(epoch=3))
    wait_until(lambda: not run.playing)
    run.look_back(1)
    run.playing = True
    pictures = stage.pictures()
    assert pictures["status"].data["text"] == "This is **epoch 1**; the run stands at epoch 3."
    assert pictures["epoch-count"].data["text"] == "Epoch **1**"


# One moment


@pytest.mark.parametrize(
    "query", [{"samples": "100"}, {"dataset": "mnist", "training-digits": "300"}], ids=["toy", "digits"]
)
def test_figures_curves_and_network_are_of_one_moment(query: dict[str, str]) -> None:
    at = opened(**query)
    run = train(at, epoch=2)
    require_one_moment(at, run.trainer())
    figures_before = figures(at)
    at.session_state["network-diagram"] = {
        "mail": [{"seq": 1, "op": "value", "layer": 1, "j": 0, "k": 0, "value": 50.0}]
    }
    at.run()
    assert figures(at) != figures_before
    require_one_moment(at, run.trainer())
    at.session_state["network-diagram"] = {"mail": [{"seq": 2, "op": "switch", "layer": 1, "neuron": 1, "on": False}]}
    at.run()
    require_one_moment(at, run.trainer())
    at.button(key="step").click().run()
    wait_until(lambda: not run.playing)
    at.run()
    assert run.snapshot.epochs_done % 1
    require_one_moment(at, run.trainer())
    go(at, 2)
    assert figures(at)["test"] == np.float32(run.state["history"].test_cost[1])


def test_a_run_of_digits_that_is_paused_in_the_midst_of_an_epoch_has_the_figures_of_then() -> None:
    at = opened(dataset="mnist", **{"training-digits": "2000"})
    run = run_of(at)
    run.play()
    wait_until(lambda: run.snapshot.epoch >= 1 and run.snapshot.as_of is not None)
    run.pause()
    at.run()
    require_one_moment(at, run.trainer())


def test_while_digits_train_figures_say_of_which_epoch_they_are() -> None:
    run = Run(START["digits"].changed(samples=200))
    trainer = run.trainer().train(epochs=1)
    run.go_on(trainer.train(steps=3), None)
    run.playing = True
    run.evaluate()
    chart = Stage(run, Look(), Memory()).pictures()["cost-chart"].data
    assert chart["moment"] == "as of epoch 1"
    assert [one["as_of"] for one in chart["series"][1:]] == ["as of epoch 1"] * 2
    assert [one["x"].ravel()[-1] for one in chart["series"][1:]] == [1, 1]
    run.playing = False
    run.evaluate()
    chart = Stage(run, Look(), Memory()).pictures()["cost-chart"].data
    assert chart["moment"] == ""
    assert [one["as_of"] for one in chart["series"][1:]] == ["", ""]


def test_a_run_that_is_dear_says_of_which_epoch_its_figures_are(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(START["digits"].changed(samples=200))
    run.go_on(run.trainer().train(epochs=1).train(steps=3), None)
    monkeypatch.setattr(run, "_cost", 10.0)
    run.evaluate()
    assert run.snapshot.as_of == 1


# The ghost


def test_the_earlier_run_behind_the_curves_is_chosen_by_its_name(app: AppTest) -> None:
    run = train(app, epoch=2)
    assert app.selectbox(key="rival").disabled
    for seed in (1, 2):
        typed(app, "seed", seed).run()
        train(app, epoch=2 + seed)
    assert "run 2" in figures(app)
    assert [option.split(" ·")[0] for option in app.selectbox(key="rival").options] == [
        "none",
        "the newest (run 2)",
        "run 2",
        "run 1",
    ]
    app.selectbox(key="rival").set_value(1).run()
    assert run.rival == 1
    assert "run 1" in figures(app)
    app.selectbox(key="rival").set_value(-1).run()
    assert set(figures(app)) <= {"train", "test", "mini-batch"}
    assert app.selectbox(key="rival").value == -1
    assert app.query_params["hide-before"] == "1"
    app.selectbox(key="rival").set_value(0).run()
    assert "run 2" in figures(app)


def test_the_earlier_run_has_its_figure_at_the_same_epoch(app: AppTest) -> None:
    run = train(app, epoch=5)
    costs = run.state["history"].test_cost
    app.button(key="reset").click().run()
    train(app, epoch=3)
    assert figures(app)["run 1"] == np.float32(costs[2])
    assert moment_of(app, "run 1") == "epoch 3"
    go(app, 1)
    assert figures(app)["run 1"] == np.float32(costs[0])
    assert moment_of(app, "run 1") == "epoch 1"


def test_beyond_its_end_the_earlier_run_has_the_figure_and_the_moment_of_its_card(app: AppTest) -> None:
    run = run_of(app)
    run.play(Goal(step=run.steps_per_epoch * 2 + 3))
    wait_until(lambda: not run.playing)
    app.button(key="reset").click().run()
    train(app, epoch=4)
    (shelved,) = run.shelf.runs
    told = figures(app, "accuracy-chart")["run 1"]
    assert shelved.epochs == 2 + 3 / run.steps_per_epoch
    assert result(shelved) == f"test {percent(told)} · {moment_of(app, 'run 1')}"
    assert moment_of(app, "run 1", "accuracy-chart") == moment_of(app, "run 1")
