"""Faults: what breaks beside a run stops no other one, loses no number, and is told in a sentence."""

import ast
import errno
import operator
import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
import playground
from engine import Experiment, Trainer
from playground.classes import day
from playground.playing.sight import Look
from playground.playing.stage import status
from playground.runs import pool
from playground.runs.goals import Goal
from playground.runs.grid import Grid
from playground.runs.run import Run
from playground.runs.sweep import Sweep
from playground.runs.worker import Order
from playground.settings.budget import FAILURES
from tests.waiting import DEADLINE, wait_until

EXPERIMENT = Experiment(dataset="moons", hidden=(5, 4), samples=130, batch_size=8)
GRID = Grid(EXPERIMENT, "learning_rate", (0.1, 0.3), "batch_size", (8,), epochs=1)


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    pool.submit(os.getpid).result(DEADLINE)
    yield
    pool.stop()


def same_as_undisturbed(run: Run) -> bool:
    here = Trainer(run.experiment).train(steps=run.state["step"])
    return np.array_equal(here.network.parameters, run.state["parameters"])


def test_after_a_worker_was_killed_the_run_goes_on_with_the_same_numbers() -> None:
    run = Run(EXPERIMENT, pace=2000)
    run.play()
    lost = pool.losses().count
    while pool.losses().count < lost + 2:  # a worker that has nothing to do is lost without a loss
        before = run.state["step"]
        wait_until(lambda before=before: run.state["step"] > before)
        os.kill(pool.submit(os.getpid).result(DEADLINE), signal.SIGKILL)
    killed = run.state["step"]
    wait_until(lambda: run.state["step"] > killed + 1000)
    assert run.trouble == "A worker process was lost: its last steps are computed again, and the results stay the same."
    said = status(run, run.snapshot, Look()).data["said"]
    assert said == run.trouble
    run.pause()
    assert run.trouble is None
    assert run.message is None
    assert same_as_undisturbed(run)


class Failing(Run):
    """A run whose slices fail in the worker until it is mended."""

    call: tuple[Any, ...] | None = None

    def _send(self, order: Order) -> "Future[Any]":
        return pool.submit(*self.call) if self.call else super()._send(order)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ((operator.truediv, 1, 0), "ZeroDivisionError"),
        ((operator.mul, [0], 2**60), "MemoryError"),
    ],
)
def test_a_slice_that_fails_stops_its_own_run_with_a_sentence_and_no_other(call: Any, name: str) -> None:
    failing, other = Failing(EXPERIMENT), Run(EXPERIMENT.changed(seed=1))
    failing.play(Goal(step=30))
    wait_until(lambda: not failing.playing)
    failing.call = call
    failing.play()
    other.play()
    wait_until(lambda: not failing.playing)
    assert failing.message is not None
    assert name in failing.message
    assert f"{FAILURES} times" in failing.message
    assert failing.state["step"] == 30
    reached = other.state["step"]
    wait_until(lambda: other.state["step"] > reached)
    assert other.playing
    other.pause()
    failing.call = None
    failing.play(Goal(step=60))
    wait_until(lambda: not failing.playing)
    assert failing.state["step"] == 60
    assert same_as_undisturbed(failing)
    assert same_as_undisturbed(other)


def test_a_slice_that_ends_every_worker_stops_its_own_run_and_costs_others_no_slice() -> None:
    deadly, others = Failing(EXPERIMENT), [Run(EXPERIMENT.changed(seed=seed), pace=2000) for seed in (1, 2, 3)]
    deadly.call = os._exit, 1
    for other in others:
        other.play()
        wait_until(lambda other=other: other.state["step"])
    losses = pool.losses().count
    deadly.play()
    wait_until(lambda: not deadly.playing)
    assert pool.losses().count - losses == 11, "each of its attempts but the last, and no slice of another"
    steps = [other.state["step"] for other in others]
    for other, at in zip(others, steps, strict=True):
        wait_until(lambda other=other, at=at: other.state["step"] > at)
    assert deadly.message is not None
    assert "No worker of this machine finished this in 12 attempts" in deadly.message
    for other in others:
        other.pause()
        assert other.message is None
        assert same_as_undisturbed(other)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="this system sets no limits for other processes")
def test_a_worker_that_the_system_kills_over_its_limit_is_replaced_and_no_number_changes() -> None:
    run = Run(EXPERIMENT, pace=2000)
    run.play(Goal(step=2000))
    wait_until(lambda: run.state["step"])
    worker = pool.submit(os.getpid).result(DEADLINE)
    resource.prlimit(worker, resource.RLIMIT_CPU, (0, 0))
    wait_until(lambda: not run.playing)
    assert run.state["step"] == 2000
    assert same_as_undisturbed(run)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_sweep_that_cannot_be_kept_on_disk_goes_on_and_says_so(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(Path, "unlink", full)
    sweep = Sweep(GRID, tmp_path)
    sweep.start()
    wait_until(lambda: not sweep.playing)
    assert sweep.message is not None
    assert os.strerror(number) in sweep.message
    assert "Download" in sweep.message
    assert len(sweep.csv().splitlines()) == 1 + len(GRID)


def test_a_cache_folder_that_is_none_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    sweep = Sweep(GRID, tmp_path / "file" / "folder")
    sweep.start()
    wait_until(lambda: not sweep.playing)
    assert sweep.message is not None


def test_half_a_file_is_not_left_behind_where_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    sweep = Sweep(GRID, tmp_path)
    sweep.start()
    wait_until(lambda: not sweep.playing)
    assert list(tmp_path.iterdir()) == []


def test_no_time_is_measured_by_a_clock_that_jumps() -> None:
    for package in (engine, playground):
        for file in Path(package.__path__[0]).rglob("*.py"):
            if file == Path(day.__file__):  # which is there for that: several servers have no other clock in common
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "time":
                    assert node.attr not in ("time", "time_ns"), f"{file.name}:{node.lineno} asks for the time of day"
