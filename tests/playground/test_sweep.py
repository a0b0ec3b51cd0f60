"""Sweeps: complete and equal however many workers there are and however many are killed; they go on from disk."""

import json
import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import Experiment, Trainer
from engine.data.archives import cache_folder
from playground.compare.settings import axis_values
from playground.compare.sweeping import progress_in_words
from playground.runs import pool, sweep, sweep_file
from playground.runs.grid import Grid
from playground.runs.sweep import Sweep
from playground.runs.sweep_file import find
from playground.settings import environment, pages
from playground.settings.words import value_in_words
from tests.playground.apps import app_at
from tests.playground.fields import typed
from tests.waiting import DEADLINE, wait_until

BASE = Experiment(dataset="moons", hidden=(6,), samples=400, batch_size=4)
GRID = Grid(BASE, "learning_rate", (0.01, 0.1, 0.3), "hidden", ((), (3,), (8, 4)), 4)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return cache_folder()


def run_all(grid: Grid, folder: Path) -> Sweep:
    going = Sweep(grid, folder)
    going.start()
    wait_until(lambda: not going.playing)
    assert going.finished
    return going


def trained_here(grid: Grid, index: int) -> Trainer:
    return Trainer(grid.experiment(index), evaluate=()).train(epochs=grid.epochs)


def test_runs_are_numbered_row_by_row() -> None:
    assert len(GRID) == 9
    assert GRID.values(0) == (0.01, ())
    assert GRID.values(2) == (0.3, ())
    assert GRID.values(7) == (0.1, (8, 4))
    assert GRID.experiment(7) == BASE.changed(learning_rate=0.1, hidden=(8, 4))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("seed", (1,), "seed", (2,)), "two different settings"),
        (("seed", (1, 1), "learning_rate", (0.1,)), "no value twice"),
        (("seed", (), "learning_rate", (0.1,)), "at least one value"),
        (("seed", tuple(range(401)), "learning_rate", (0.1,)), "at most 400 runs; this one has 401"),
        (("learning_rate", (0.1, -2.0), "seed", (1,)), "The learning rate η must be a number"),
        (("seed", (1,), "learning_rate", (0.1,), 0), "1 to 1,000 epochs, not 0"),
    ],
)
def test_what_makes_no_sweep_gets_a_sentence(arguments: tuple[Any, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Grid(BASE, *arguments)


def test_results_are_those_of_runs_in_one_piece_however_many_workers_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "SLICE", 0.005)
    found = []
    for count in ("1", "2", "3"):
        monkeypatch.setenv(environment.WORKERS, count)
        pool.stop()
        found.append(run_all(GRID, tmp_path / count).results)
    pool.stop()
    assert found[0] == found[1] == found[2]
    for index, result in found[0].items():
        here = trained_here(GRID, index)
        assert result["test_cost"] == here.evaluation("test").cost
        assert result["train_accuracy"] == here.evaluation("train").accuracy
        sizes = np.abs(np.concatenate([w.ravel() for w in here.network.weights]))
        assert result["nearly_zero"] == (sizes < 0.01).mean()
        assert result["norm_1"] == pytest.approx(float(sizes.sum()), rel=1e-5)
        assert result["norm_2"] == pytest.approx(float(np.linalg.norm(sizes)), rel=1e-5)


def test_ten_killed_workers_cost_no_result_and_change_no_number(tmp_path: Path) -> None:
    grid = Grid(BASE, "learning_rate", (0.01, 0.03, 0.1, 0.3), "seed", tuple(range(8)), 60)
    undisturbed = run_all(grid, tmp_path / "undisturbed").results
    rng = random.Random(7)
    kills = 0
    going = Sweep(grid, tmp_path / "0")
    while kills < 10:
        if not going.playing:
            assert not kills or going.results == undisturbed, going.message
            going = Sweep(grid, tmp_path / str(kills + 1))
            going.start()
        worker = pool.submit(os.getpid).result(DEADLINE)
        time.sleep(rng.uniform(0, 0.3))
        if going.playing:
            with suppress(ProcessLookupError):  # it went with another one that was killed before
                os.kill(worker, signal.SIGKILL)
                kills += 1
    wait_until(lambda: not going.playing)
    assert going.results == undisturbed
    assert going.trouble is not None
    assert "the results stay the same" in going.trouble


class Lossy:
    """An executor that loses the first `losses` calls."""

    place, lost, attempts, longest_wait = "nowhere", (ConnectionError,), 12, 0.1

    def __init__(self, losses: int) -> None:
        self.losses = losses

    def workers(self) -> int:
        return 1

    def submit(self, call: Callable[..., object], *arguments: object, alone: bool = False) -> "Future[object]":
        future: Future[object] = Future()
        self.losses -= 1
        if self.losses < 0:
            future.set_result(call(*arguments))
        elif self.losses % 2:
            raise ConnectionError
        else:
            future.set_exception(ConnectionError())
        return future

    def stop(self) -> None:
        pass


class AtOnce:
    """A timer that does not wait; `waits` are the seconds that it was asked to."""

    waits: ClassVar[list[float]] = []

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self.waits.append(seconds)
        self.start = call


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the pool wanted to wait, without waiting for them."""
    pool.stop()
    AtOnce.waits.clear()
    monkeypatch.setattr(pool, "threading", SimpleNamespace(Timer=AtOnce))
    return AtOnce.waits


def test_a_lost_call_is_made_again_but_not_for_ever(waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_executor", Lossy(Lossy.attempts - 1))
    before = pool.losses().count
    assert pool.submit(abs, -3).result(DEADLINE) == 3
    assert pool.losses().count == before + Lossy.attempts - 1
    monkeypatch.setattr(pool, "_executor", Lossy(Lossy.attempts))
    with pytest.raises(pool.LostError, match="No worker of nowhere finished this in 12 attempts"):
        pool.submit(abs, -3).result(DEADLINE)


def test_a_call_that_is_lost_again_and_again_waits_ever_longer_up_to_a_bound(
    waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lossy, "longest_wait", 1.0)
    monkeypatch.setattr(pool, "_executor", Lossy(7))
    assert pool.submit(abs, -3).result(DEADLINE) == 3
    assert waits == [0.05, 0.1, 0.2, 0.4, 0.8, 1, 1]


def test_what_was_under_way_when_the_pool_stopped_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    pool.stop()
    monkeypatch.setattr(pool, "_executor", Lossy(3))
    future = pool.submit(abs, -3)
    pool.stop()
    with pytest.raises(CancelledError):
        future.result(DEADLINE)


def test_one_run_more_than_there_are_workers_is_under_way_until_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = Grid(BASE, "learning_rate", (0.01, 0.1), "seed", tuple(range(3)), 1)
    under_way: dict[tuple[float, int], Future[Any]] = {}

    def submit(call: object, state: object, experiment: Experiment, *_: object) -> "Future[Any]":
        future: Future[Any] = Future()
        under_way[experiment.learning_rate, experiment.seed] = future
        return future

    monkeypatch.setattr(pool, "submit", submit)
    monkeypatch.setattr(pool, "workers", lambda: 2)
    going = Sweep(grid)
    going.start()
    for done, active in enumerate([{0, 1, 2}, {1, 2, 3}, {2, 3, 4}, {3, 4, 5}, {4, 5}, {5}]):
        assert going.active == active
        experiment = grid.experiment(done)
        result = sweep.train_on(None, experiment, 1, 60)
        under_way.pop((experiment.learning_rate, experiment.seed)).set_result(result)
    assert going.finished


def test_a_sweep_goes_on_where_it_stood(cache: Path) -> None:
    grid = Grid(BASE, "learning_rate", (0.01, 0.1), "seed", tuple(range(6)), 20)
    first = Sweep(grid)
    first.start()
    wait_until(lambda: len(first.results) >= 3)
    first.pause()  # the learner has left
    time.sleep(0.3)
    kept = dict(first.results)
    assert 3 <= len(kept) < 12
    again = Sweep(grid)
    assert again.results == kept
    assert not again.stopped
    again.start()
    wait_until(lambda: not again.playing)
    assert again.results == run_all(grid, cache / "elsewhere").results
    assert {i: again.results[i] for i in kept} == kept
    assert find(grid.name) == grid


def test_a_cancelled_sweep_says_so_when_it_is_found_again() -> None:
    grid = Grid(BASE, "learning_rate", (0.01, 0.1), "seed", (0, 1), 200)
    going = Sweep(grid)
    going.start()
    assert going.active
    going.cancel()
    assert not going.playing
    assert not going.active
    assert Sweep(grid).stopped
    going.start()
    assert not Sweep(grid).stopped
    going.cancel()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: "[]",
        lambda text: text.replace('"test_cost"', '"cost"'),
        lambda text: text.replace('"learning_rate": 0.1', '"learning_rate": 0.2'),
        lambda text: json.dumps(json.loads(text) | {"results": {"99": {}}}),
    ],
)
def test_a_damaged_file_is_said_to_be_damaged_and_the_sweep_starts_again(damage: Callable[[str], str]) -> None:
    grid = Grid(BASE, "learning_rate", (0.1,), "seed", (0,), 1)
    done = Sweep(grid)
    done.start()
    wait_until(lambda: not done.playing)
    path = sweep_file.Store(grid).path
    text = path.read_text()
    assert damage(text) != text
    path.write_text(damage(text))
    again = Sweep(grid)
    assert again.message is not None
    assert "damaged" in again.message
    assert again.results == {}
    again.start()
    wait_until(lambda: not again.playing)
    assert again.results == done.results
    assert Sweep(grid).results == done.results


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 16, "g" * 16, "0" * 17])
def test_a_name_that_is_no_sweep_finds_none(name: str) -> None:
    assert find(name) is None


def test_a_sweep_that_is_another_one_has_another_name() -> None:
    names = {GRID.name, Grid(BASE, "learning_rate", (0.01, 0.1, 0.3), "hidden", ((), (3,), (8, 4)), 5).name}
    names |= {Grid(BASE.changed(seed=1), "learning_rate", (0.01, 0.1, 0.3), "hidden", ((), (3,), (8, 4)), 4).name}
    assert len(names) == 3
    assert Grid.from_dict(json.loads(json.dumps(GRID.to_dict()))) == GRID


def test_a_run_that_diverges_is_a_result_too(tmp_path: Path) -> None:
    wild = BASE.changed(dataset="plane", activation="linear", cost="quadratic")
    grid = Grid(wild, "learning_rate", (2.0, 0.01), "seed", (0,), 3)
    results = run_all(grid, tmp_path).results
    assert "no longer a finite number" in results[0]["problem"]
    assert results[1]["problem"] is None
    assert Sweep(grid, tmp_path).results == results


def test_the_table_has_a_row_for_each_run_that_is_done(tmp_path: Path) -> None:
    lines = run_all(GRID, tmp_path).csv().splitlines()
    assert len(lines) == 10
    assert lines[0].split(",")[:5] == ["learning_rate", "hidden", "epochs", "train_cost", "train_accuracy"]
    assert lines[9].split(",")[:3] == ["0.3", "8 4", "4"]
    here = trained_here(GRID, 8).evaluation("test")
    assert float(lines[9].split(",")[5]) == here.cost


def test_only_the_newest_files_are_kept(cache: Path) -> None:
    cache.mkdir(parents=True)
    for number in range(60):
        path = cache / f"sweep-{number:016x}.json"
        path.write_text("{}")
        os.utime(path, (number, number))
    sweep_file.Store(GRID).tidy()
    assert sorted(path.name for path in cache.iterdir()) == [f"sweep-{n:016x}.json" for n in range(10, 60)]


def test_values_of_an_axis_are_read_from_text() -> None:
    assert axis_values("learning_rate", "0.1, 1;3") == (0.1, 1.0, 3.0)
    assert axis_values("learning_rate", "0,1; 0,3 1/4") == (0.1, 0.3, 0.25)
    assert axis_values("learning_rate", "0,03, 1, 3") == (0.03, 1, 3)
    assert axis_values("regularization_strength", "0,1,3") == (0, 1, 3)
    assert axis_values("samples", "1,000, 2000") == (1000, 2000)
    assert axis_values("batch_size", "1, 10") == (1, 10)
    assert axis_values("hidden", "none; 10; 30, 30") == ((), (10,), (30, 30))
    assert [value_in_words(v) for v in ((), (30, 30), 0.25, 7, "L1")] == ["none", "30, 30", "0.25", "7", "L1"]
    with pytest.raises(ValueError, match="numbers, separated by commas: not 'a, 1'"):
        axis_values("learning_rate", "a, 1")
    with pytest.raises(ValueError, match=r"two values or one\? Write 0, 3 or 0\.3\."):
        axis_values("learning_rate", "0,3")
    with pytest.raises(ValueError, match="whole numbers"):
        axis_values("seed", "0.5")


@pytest.fixture
def app() -> AppTest:
    at = app_at("compare").run()
    assert not at.exception
    at.selectbox(key="compare-dataset").set_value("moons").run()
    at.segmented_control(key="compare-mode").set_value("Sweep").run()
    assert not at.exception
    return at


def begin(app: AppTest) -> Sweep:
    app.text_input(key="sweep-x-learning_rate").set_value("0.01, 0.1").run()
    app.text_input(key="sweep-y-regularization_strength").set_value("0, 1, 3").run()
    typed(app, "sweep-epochs", 2).run()
    app.button(key="sweep-start").click().run()
    assert not app.exception
    going: Sweep = app.session_state["sweep"]
    wait_until(lambda: not going.playing)
    app.run()
    assert not app.exception
    return going


def test_the_page_sweeps_and_a_click_opens_that_run(app: AppTest) -> None:
    going = begin(app)
    assert len(going.results) == 6
    assert app.query_params["sweep"] == going.grid.name
    app.session_state["sweep-map"] = {"mail": [{"seq": 5, "cell": 3}]}
    app.run()
    run = app.session_state["run"]
    assert run.experiment == going.grid.experiment(3)
    assert (run.experiment.learning_rate, run.experiment.regularization_strength) == (0.1, 1)
    wait_until(lambda: not run.playing)
    assert run.snapshot.epoch == 2
    assert run.snapshot.history.test_cost[-1] == going.results[3]["test_cost"]


def test_a_page_that_is_opened_again_at_its_address_goes_on(app: AppTest) -> None:
    going = begin(app)
    kept = {i: going.results[i] for i in range(4)}
    sweep_file.Store(going.grid).write(kept, stopped=False)
    again = AppTest.from_file(str(pages.COMPARE.script), default_timeout=DEADLINE)
    again.query_params["sweep"] = going.grid.name
    again.run()
    assert not again.exception
    found: Sweep = again.session_state["sweep"]
    wait_until(lambda: not found.playing)
    assert found.results == going.results


def test_nonsense_on_an_axis_gets_a_sentence_and_no_sweep(app: AppTest) -> None:
    app.text_input(key="sweep-x-learning_rate").set_value("0.1, fast").run()
    assert any("numbers, separated by commas" in error.value for error in app.error)
    assert app.text_input(key="sweep-y-regularization_strength").value
    assert app.button(key="sweep-start").disabled
    app.text_input(key="sweep-x-learning_rate").set_value("0.1, -1").run()
    assert any("learning rate η must be" in error.value for error in app.error)


def test_the_sentence_counts_the_runs_that_the_map_shows_as_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "submit", lambda *arguments: Future())
    monkeypatch.setattr(pool, "workers", lambda: 2)
    begun = Sweep(Grid(Experiment(dataset="xor"), "seed", (0, 1, 2, 3), "learning_rate", (0.1, 0.2), epochs=1))
    begun.start()
    assert len(begun.active) == 3
    assert progress_in_words(begun) == f"0 of 8 runs done, 3 in progress on {pool.place()}, 2 at a time"
    begun.cancel()
    assert progress_in_words(begun) == "0 of 8 runs done, stopped"
