"""Pictures made where a run trains are those that the page would make; it passes them on, or makes its own."""

import itertools
import json
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine import Experiment
from engine.data import SOURCES
from engine.journal import Event
from playground.playing import stage as stage_module
from playground.playing.sight import CANVAS, DIAGRAM, Look, Memory, Sight
from playground.playing.stage import LATE, MOST_BROUGHT, STATUS, Stage
from playground.presets import PRESETS
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.runs.worker import Order, Slice, train_slice
from playground.settings.controls import START

SQUARE = np.array([[0.0, 1.0, 0], [1.0, -1.0, 1]])


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """No conductor hands out slices beside the test."""
    conductor = SimpleNamespace(watch=lambda run: None, wake=lambda: None, line=lambda run: None)
    monkeypatch.setattr("playground.runs.sliced.conductor", conductor)


@pytest.fixture(autouse=True)
def others(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The page is one of a class."""
    others = SimpleNamespace(pages=30)
    monkeypatch.setattr(stage_module, "refresh", others)
    return others


def there_and_back(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


def order(run: Run, paint: Any, pictures: int = 1) -> Order:
    return Order(run.experiment, run.data, 60.0, 20, Goal(), run.view, paint=paint, pictures=pictures)


def train(run: Run, paint: Any, pictures: int = 1) -> None:
    """As the conductor and a worker do it: what goes there and what comes back is copied."""
    state, ordered = there_and_back((run.state, order(run, paint, pictures)))
    run._accept(there_and_back(train_slice(state, ordered)))


def painter(stage: Stage) -> Any:
    """What makes the pictures of a slice that ends when they are due."""
    asked = stage.painter(stage.due or 0.0, 0.0)
    assert asked is not None
    return asked[0]


@pytest.fixture
def playing() -> Stage:
    """A stage whose run plays, and whose page asks for the picture that is due now."""
    run = Run(Experiment(hidden=(3, 2)))
    stage = Stage(run, Look(), Memory())
    run.play()
    stage.expect(time.monotonic())
    return stage


LOOKS = [
    *itertools.product(["circle", "three-arms", "mnist", "plane"], [Look(), Look(edges="change", gradients=True)]),
    ("circle", Look(points=SQUARE, steps=True)),
]


@pytest.mark.parametrize(("name", "look"), LOOKS)
def test_a_worker_makes_the_pictures_that_the_page_would_make(name: str, look: Look) -> None:
    run = Run(START[SOURCES[name].kind].changed(dataset=name, hidden=(3, 2)))
    stage = Stage(run, look, Memory())
    run.play()
    stage.expect(time.monotonic())
    train(run, painter(stage))
    brought = {key: json.loads(text) for key, text in stage.texts().items()}
    made = Stage(run, look, Memory()).texts()
    assert brought == {key: json.loads(text) for key, text in made.items()}
    assert {DIAGRAM, "weight-histograms", "layer-health", "rate-factors"} < brought.keys()
    assert (CANVAS in brought) == (look.points is not None)


def test_what_a_slice_brought_along_is_not_made_again(playing: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    train(playing.run, painter(playing))
    monkeypatch.setattr(Sight, "pictures", lambda *_: pytest.fail("made again"))
    assert DIAGRAM in playing.texts()
    assert json.loads(playing.texts()["step-count"])["text"] == "Step **20**"


def test_of_a_run_in_line_only_its_place_is_told_again(playing: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    places = iter(["40 train; you are number 2 in line.", *["40 train; you are number 1 in line."] * 9])
    monkeypatch.setattr(type(playing.run), "line", property(lambda _: place))
    place = next(places)
    first = playing.texts(whole=False)
    assert DIAGRAM in first, "the first time all is told"
    place = next(places)
    again = playing.texts(whole=False)
    assert list(again) == [STATUS]
    assert "number 1" in json.loads(again[STATUS])["text"]
    assert playing.texts().keys() == first.keys(), "a new connection is told all"
    playing.run.turn += 1
    assert playing.texts(whole=False).keys() == first.keys(), "the run is another"
    place = ""
    assert playing.texts(whole=False).keys() == first.keys(), "it trains"


def test_what_a_slice_brought_of_several_moments_is_shown_one_after_the_other(playing: Stage) -> None:
    train(playing.run, painter(playing), pictures=4)
    shown, turns = [], []
    while playing.turn not in turns:
        turns.append(playing.turn)
        shown.append(playing.texts())
    assert [json.loads(texts["step-count"])["text"] for texts in shown] == [f"Step **{n}**" for n in (5, 10, 15, 20)]
    assert len({texts[DIAGRAM] for texts in shown}) == 4
    assert ["cost-chart" in texts for texts in shown] == [False, False, False, True]


def test_what_comes_next_is_shown_before_what_is_left_of_the_slice_before(playing: Stage) -> None:
    train(playing.run, painter(playing), pictures=4)
    playing.texts()
    train(playing.run, painter(playing), pictures=2)
    assert json.loads(playing.texts()["step-count"])["text"] == "Step **30**"


def test_a_slice_brings_as_many_pictures_as_there_is_time_for(playing: Stage) -> None:
    playing.expect(1.0, every=0.2)
    asked = [playing.painter(1.0, apart) for apart in (0.01, 0.2, 0.85, 1000.0)]
    assert [one and one[1] for one in asked] == [1, 1, 4, MOST_BROUGHT]
    assert playing.painter(0.9, 0.2) is None, "one that comes before it is due is not made"
    assert playing.painter(0.9, 0.85) is not None, "several are shown from when they are due"


def test_what_is_coming_happens_once_though_the_slice_has_several_moments(playing: Stage) -> None:
    changes = tuple(Event(step, "learning_rate", (rate,)) for step, rate in ((3, 0.5), (5, 0.25), (12, 0.125)))
    ordered = replace(order(playing.run, painter(playing), 4), coming=changes)
    done = train_slice(playing.run.state, ordered)
    assert done.state["journal"].events == changes
    assert (done.state["step"], len(done.painted)) == (20, 4)


def test_a_page_that_was_drawn_anew_makes_what_the_one_before_had_ordered(playing: Stage) -> None:
    train(playing.run, painter(playing))
    anew = Stage(playing.run, Look(edges="rate"), Memory())
    assert json.loads(anew.texts()[DIAGRAM])["show"] == "rate"
    assert json.loads(playing.texts()[DIAGRAM])["show"] == "weight"


def test_nothing_of_the_gallery_goes_along() -> None:
    preset = PRESETS[0]
    run = Run(preset.runs[0].experiment)
    stage = Stage(run, Look(origin=(preset, preset.runs[0])), Memory())
    run.play()
    stage.expect(time.monotonic())
    assert painter(stage).sight.look.origin is None


def test_only_what_somebody_looks_at_is_made_and_not_before_it_is_due(playing: Stage) -> None:
    now = time.monotonic()
    assert playing.painter(now, 0.0) is not None
    assert playing.run.artist is playing
    playing.expect(now + 1)
    assert playing.painter(now, 0.0) is None
    playing.expect(None)
    assert playing.painter(now + 2, 0.0) is None
    assert playing.run.artist is None
    slow = Stage(playing.run, Look(slow_motion=True), Memory())
    slow.expect(now)
    assert slow.painter(now, 0.0) is None, "its captions change between two slices"


def test_the_pictures_of_a_page_alone_are_made_here(playing: Stage, others: SimpleNamespace) -> None:
    others.pages = 1
    assert playing.painter(time.monotonic() + 1, 0.0) is None
    assert not playing.coming
    assert playing.rings


def test_a_picture_that_does_not_come_in_time_is_made_here(playing: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(monotonic=lambda: playing.due or 0.0)
    monkeypatch.setattr(stage_module, "time", clock)
    assert playing.coming
    clock.monotonic = lambda: (playing.due or 0.0) + LATE + 0.01
    assert not playing.coming
    train(playing.run, painter(playing))
    clock.monotonic = lambda: playing.due or 0.0
    assert not playing.coming, "it is there"


def test_pictures_that_cannot_be_made_cost_no_step(playing: Stage, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: Any) -> Any:
        raise ValueError("no picture")

    done: Slice = train_slice(playing.run.state, order(playing.run, fail))
    assert (done.steps, done.painted) == (20, ())
    assert "no picture" in caplog.text


def test_a_wide_layer_shows_the_same_neurons_from_picture_to_picture() -> None:
    run, memory = Run(Experiment(hidden=(40,))), Memory()
    stage = Stage(run, Look(), memory)
    run.play()
    stage.expect(time.monotonic())
    shown = []
    for _ in range(3):
        train(run, painter(stage))
        stage.texts()
        shown.append(memory.drawn.neurons)
    assert shown[0]
    assert shown[0] == shown[1] == shown[2]


def test_what_makes_pictures_loads_nothing_of_the_page() -> None:
    code = "import sys, playground.playing.sight; print('streamlit' in sys.modules, 'plotly' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["False", "False"]
