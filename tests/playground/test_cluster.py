"""A real Dask cluster gives the numbers of this machine, also while workers are killed and the scheduler restarts."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Experiment, Trainer
from playground.runs import pool
from playground.runs.grid import Grid
from playground.runs.sweep import Sweep
from playground.runs.variants import Comparison
from playground.settings import environment
from tests.waiting import DEADLINE, wait_until

distributed = pytest.importorskip("distributed", reason="a Dask cluster needs the extra `cluster`")

MOONS = Experiment(dataset="moons", hidden=(5, 4), samples=130, batch_size=8)
GRID = Grid(MOONS, "learning_rate", (0.03, 0.1), "seed", (0, 1, 2), 60)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes, a thread each."""
    with pytest.MonkeyPatch.context() as patch:
        # spawned processes run the file of `__main__` first, and that may be a page that a test before has run
        patch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
        with distributed.LocalCluster(
            processes=True,
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # the port of None is the same for all clusters
            silence_logs=50,
        ) as cluster:
            yield cluster


@pytest.fixture
def on_cluster(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The pool is the cluster, as the environment variable says."""
    address: str = cluster.scheduler_address
    with pool_at(address, monkeypatch):
        yield address


@contextmanager
def pool_at(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While in this context, the pool is the cluster at an address."""
    pool.stop()
    monkeypatch.setenv(environment.SCHEDULER, address)
    try:
        yield
    finally:
        monkeypatch.delenv(environment.SCHEDULER)  # first: whoever asks for the pool from now on gets another
        pool.stop()


def results_here(grid: Grid) -> dict[int, float]:
    return {
        index: Trainer(grid.experiment(index), evaluate=()).train(epochs=grid.epochs).evaluation("test").cost
        for index in range(len(grid))
    }


def costs(sweep: Sweep) -> dict[int, float]:
    return {index: result["test_cost"] for index, result in sweep.results.items()}


def test_the_cluster_is_named_and_counted(on_cluster: str) -> None:
    assert on_cluster in pool.place()
    assert pool.submit(os.getpid).result(DEADLINE) != os.getpid()
    wait_until(lambda: pool.workers() == 2)


def test_an_error_of_the_call_itself_comes_back_at_once(on_cluster: str) -> None:
    assert isinstance(pool.submit(int, "seven").exception(DEADLINE), ValueError)


def test_variants_train_on_the_cluster_as_they_do_here(on_cluster: str) -> None:
    comparison = Comparison([MOONS, MOONS, MOONS.changed(regularization="L1", regularization_strength=0.1)])
    comparison.play(12)
    wait_until(lambda: not comparison.playing)
    for variant in comparison.variants:
        here = Trainer(variant.experiment).train(epochs=12)
        assert np.array_equal(here.network.parameters, variant.state["parameters"])
        assert here.history.batch_cost.tolist() == variant.state["history"].batch_cost.tolist()


def test_killed_workers_cost_no_result_and_change_no_number(on_cluster: str, tmp_path: Path) -> None:
    going = Sweep(GRID, tmp_path)
    going.start()
    rng = random.Random(3)
    for _ in range(3):
        worker = pool.submit(os.getpid).result(DEADLINE)
        time.sleep(rng.uniform(0, 0.2))
        os.kill(worker, signal.SIGKILL)
        going.start()
    wait_until(lambda: not going.playing)
    assert going.message is None
    assert costs(going) == results_here(GRID)
    assert pool.losses().count >= 3
    assert pool.losses().what.startswith("A worker of the cluster was lost: its last steps are computed again")


def test_a_worker_that_has_stopped_costs_no_result(on_cluster: str, tmp_path: Path) -> None:
    before = pool.losses().count
    worker = pool.submit(os.getpid).result(DEADLINE)
    os.kill(worker, signal.SIGSTOP)
    try:
        going = Sweep(GRID, tmp_path)
        going.start()
        wait_until(lambda: not going.playing)
        assert going.message is None
        assert costs(going) == results_here(GRID)
        assert pool.losses().count > before
    finally:
        os.kill(worker, signal.SIGKILL)


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    return subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def scheduler_and_worker(port: int) -> "list[subprocess.Popen[bytes]]":
    address = f"tcp://127.0.0.1:{port}"
    return [
        start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"),
        start("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60"),
    ]


@pytest.fixture
def own_cluster(monkeypatch: pytest.MonkeyPatch) -> "Iterator[tuple[int, list[subprocess.Popen[bytes]]]]":
    """The pool is a cluster whose scheduler and worker the test may end: their port, and the processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    processes = scheduler_and_worker(port)
    try:
        with pool_at(f"tcp://127.0.0.1:{port}", monkeypatch):
            yield port, processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_scheduler_that_restarts_costs_no_result(tmp_path: Path, own_cluster: Any) -> None:
    port, processes = own_cluster
    grid = Grid(MOONS, "learning_rate", (0.03, 0.1), "seed", (0, 1, 2), 400)
    before = pool.losses().count
    going = Sweep(grid, tmp_path)
    going.start()
    wait_until(lambda: len(going.results) >= 2)
    for process in processes:
        process.kill()
        process.wait()
    kept = dict(going.results)
    wait_until(lambda: pool.losses().count > before)
    assert going.trouble is not None
    processes += scheduler_and_worker(port)
    wait_until(lambda: not going.playing)
    assert going.message is None
    assert costs(going) == results_here(grid)
    assert all(going.results[index] == result for index, result in kept.items())


def test_a_scheduler_that_has_stopped_is_told_and_waited_for(own_cluster: Any) -> None:
    _, processes = own_cluster
    comparison = Comparison([MOONS, MOONS.changed(seed=1)])
    comparison.play(10**6)
    variant = comparison.variants[0]
    wait_until(lambda: variant.snapshot.step > 0)
    before = pool.losses().count
    processes[0].send_signal(signal.SIGSTOP)
    wait_until(lambda: pool.losses().count > before)
    processes[0].send_signal(signal.SIGCONT)
    step = variant.snapshot.step
    wait_until(lambda: variant.snapshot.step > step)
    comparison.pause()
