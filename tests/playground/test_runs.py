"""Runs: training elsewhere gives the numbers of training here, and neither pauses nor lost workers change them."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from engine.snapshot import View
from playground.runs import pool
from playground.runs.goals import Goal
from playground.runs.run import Run

EXPERIMENT = Experiment(dataset="moons", hidden=(5, 4), samples=130, batch_size=8)


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    yield
    pool.stop()


def wait_until(happened: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def same_as_trained_here(run: Run, data: Dataset | None = None) -> bool:
    here = Trainer(run.experiment, data).train(steps=run.state["step"])
    history = run.state["history"]
    return (
        np.array_equal(here.network.parameters, run.state["parameters"])
        and np.array_equal(here.history.batch_cost, history.batch_cost)
        and np.array_equal(here.history.test_accuracy, history.test_accuracy)
    )


def test_a_run_that_is_paused_and_stepped_gives_the_numbers_of_an_unbroken_one() -> None:
    run = Run(EXPERIMENT)
    for epoch in (2, 5):
        run.play(Goal(epoch=epoch))
        wait_until(lambda: not run.playing)
        assert run.snapshot.epoch == epoch
    run.play(Goal(step=run.state["step"] + 3))
    wait_until(lambda: not run.playing)
    run.play()
    wait_until(lambda: run.snapshot.epoch > 8)
    run.pause()
    standing = run.state["step"]
    time.sleep(0.4)
    assert run.state["step"] == standing
    assert same_as_trained_here(run)


def test_a_killed_worker_changes_no_number_and_the_run_goes_on() -> None:
    run = Run(EXPERIMENT, pace=2000)
    run.play(Goal(step=4000))
    for _ in range(2):
        reached = run.state["step"]
        wait_until(lambda reached=reached: run.state["step"] > reached)
        os.kill(pool.submit(os.getpid).result(10), signal.SIGKILL)
    wait_until(lambda: not run.playing)
    assert run.problem is None
    assert run.state["step"] == 4000
    assert same_as_trained_here(run)


def test_pace_holds_the_mini_batches_back() -> None:
    run = Run(EXPERIMENT, pace=100)
    run.play()
    wait_until(lambda: run.state["step"] > 10)
    began, first = time.monotonic(), run.state["step"]
    time.sleep(2)
    rate = (run.state["step"] - first) / (time.monotonic() - began)
    run.pause()
    assert 70 < rate < 130


def test_runs_take_turns() -> None:
    runs = [Run(EXPERIMENT.changed(seed=seed)) for seed in range(4)]
    for run in runs:
        run.play()
    wait_until(lambda: min(run.state["step"] for run in runs) > 2000)
    steps = [run.state["step"] for run in runs]
    for run in runs:
        run.pause()
    assert min(steps) > 0.4 * max(steps)


def test_the_learning_rate_changes_in_the_midst_of_a_run_but_the_seed_starts_a_new_one() -> None:
    run = Run(EXPERIMENT)
    run.play(Goal(epoch=1))
    wait_until(lambda: not run.playing)
    run.change(EXPERIMENT.changed(learning_rate=0.01))
    assert run.snapshot.epoch == 1
    run.change(EXPERIMENT.changed(learning_rate=0.01, seed=5))
    assert run.snapshot.epoch == 0
    assert run.before is not None
    assert len(run.before.epoch) == 1


def test_data_of_the_learners_own_reach_the_worker() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(60, 2)).astype(np.float32)
    data = Dataset(x[:40], (x[:40, 0] > 0).astype(int), x[40:], (x[40:, 0] > 0).astype(int))
    run = Run(EXPERIMENT)
    run.change(EXPERIMENT.changed(dataset="custom"), data)
    run.play(Goal(epoch=20))
    wait_until(lambda: not run.playing)
    assert run.snapshot.epoch == 20
    assert same_as_trained_here(run, data)
    assert run.snapshot.plane is not None


def test_edits_and_views_show_at_once() -> None:
    run = Run(EXPERIMENT)
    run.edit("set", 0, 1, 0, 3.5)
    assert run.snapshot.weights[0][1, 0] == 3.5
    run.look(View(weight=(0, 1, 0)))
    assert run.snapshot.paths
    assert run.snapshot.path_total == pytest.approx(run.snapshot.gradients[0][1, 0], rel=1e-4)
    run.rewind()
    assert run.snapshot.weights[0][1, 0] != 3.5


def test_undo_goes_back_behind_changes_of_the_hidden_layers() -> None:
    run = Run(EXPERIMENT)
    assert not run.can_undo
    run.change(EXPERIMENT.changed(hidden=(6, 4)))
    run.change(EXPERIMENT.changed(hidden=(6,)))
    assert run.can_undo
    assert [run.previous().hidden, run.previous().hidden] == [(6, 4), (5, 4)]  # type: ignore[union-attr]
    assert run.previous() is None


def test_a_run_that_diverged_does_not_play_on() -> None:
    run = Run(EXPERIMENT.changed(activation="relu", hidden=(10,) * 5, learning_rate=50))
    run.play()
    wait_until(lambda: run.problem)
    assert not run.playing
    run.play()
    assert not run.playing
    run.rewind()
    assert run.problem is None
