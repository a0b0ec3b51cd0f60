"""Pictures made where a run trains are those that the page would make; it passes them on, or makes its own."""

import itertools
import json
import pickle
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine import Experiment
from engine.data import SOURCES
from playground.playing import stage as stage_module
from playground.playing.sight import CANVAS, DIAGRAM, Look, Memory, Sight
from playground.playing.stage import LATE, Stage
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


def there_and_back(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


def order(run: Run, paint: Any) -> Order:
    return Order(run.experiment, run.data, 60.0, 20, Goal(), run.view, paint=paint)


def train(run: Run, paint: Any) -> None:
    """As the conductor and a worker do it: what goes there and what comes back is copied."""
    state, ordered = there_and_back((run.state, order(run, paint)))
    run._accept(there_and_back(train_slice(state, ordered)))


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
    train(run, stage.painter(time.monotonic()))
    brought = {key: json.loads(text) for key, text in stage.texts().items()}
    made = Stage(run, look, Memory()).texts()
    assert brought == {key: json.loads(text) for key, text in made.items()}
    assert {DIAGRAM, "weight-histograms", "layer-health", "rate-factors"} < brought.keys()
    assert (CANVAS in brought) == (look.points is not None)


def test_what_a_slice_brought_along_is_not_made_again(playing: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    train(playing.run, playing.painter(time.monotonic()))
    monkeypatch.setattr(Sight, "pictures", lambda *_: pytest.fail("made again"))
    assert DIAGRAM in playing.texts()
    assert json.loads(playing.texts()["step-count"])["text"] == "Step **20**"


def test_a_page_that_was_drawn_anew_makes_what_the_one_before_had_ordered(playing: Stage) -> None:
    train(playing.run, playing.painter(time.monotonic()))
    anew = Stage(playing.run, Look(edges="rate"), Memory())
    assert json.loads(anew.texts()[DIAGRAM])["show"] == "rate"
    assert json.loads(playing.texts()[DIAGRAM])["show"] == "weight"


def test_nothing_of_the_gallery_goes_along() -> None:
    preset = PRESETS[0]
    run = Run(preset.runs[0].experiment)
    stage = Stage(run, Look(origin=(preset, preset.runs[0])), Memory())
    run.play()
    stage.expect(time.monotonic())
    painter = stage.painter(time.monotonic())
    assert painter is not None
    assert painter.sight.look.origin is None


def test_only_what_somebody_looks_at_is_made_and_not_before_it_is_due(playing: Stage) -> None:
    now = time.monotonic()
    assert playing.painter(now) is not None
    assert playing.run.artist is playing
    playing.expect(now + 1)
    assert playing.painter(now) is None
    playing.expect(None)
    assert playing.painter(now + 2) is None
    assert playing.run.artist is None
    slow = Stage(playing.run, Look(slow_motion=True), Memory())
    slow.expect(now)
    assert slow.painter(now) is None, "its captions change between two slices"


def test_a_picture_that_does_not_come_in_time_is_made_here(playing: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(monotonic=lambda: playing.due or 0.0)
    monkeypatch.setattr(stage_module, "time", clock)
    assert playing.coming
    clock.monotonic = lambda: (playing.due or 0.0) + LATE + 0.01
    assert not playing.coming
    train(playing.run, playing.painter(clock.monotonic()))
    clock.monotonic = lambda: playing.due or 0.0
    assert not playing.coming, "it is there"


def test_pictures_that_cannot_be_made_cost_no_step(playing: Stage, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: Any) -> Any:
        raise ValueError("no picture")

    done: Slice = train_slice(playing.run.state, order(playing.run, fail))
    assert (done.steps, done.painted) == (20, None)
    assert "no picture" in caplog.text


def test_a_wide_layer_shows_the_same_neurons_from_picture_to_picture() -> None:
    run, memory = Run(Experiment(hidden=(40,))), Memory()
    stage = Stage(run, Look(), memory)
    run.play()
    stage.expect(time.monotonic())
    shown = []
    for _ in range(3):
        train(run, stage.painter(time.monotonic()))
        stage.texts()
        shown.append(memory.drawn.neurons)
    assert shown[0]
    assert shown[0] == shown[1] == shown[2]


def test_what_makes_pictures_loads_nothing_of_the_page() -> None:
    code = "import sys, playground.playing.sight; print('streamlit' in sys.modules, 'plotly' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["False", "False"]
