"""Fetching beside the page: nothing waits for it, it tells how far it is, and digits of the program stand in."""

import gzip
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine import Experiment
from engine.data import archives, fetch, load
from playground.components import instruments
from playground.data import fetching
from playground.data.fetching import Fetch
from playground.runs import pool
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.settings import environment, pages
from tests.waiting import DEADLINE, wait_until

Progress = Callable[[int, int], None]


@pytest.fixture
def going(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[dict[str, Any]]:
    """A fetch that is told what to do: it reports `done` bytes until `end` is set, then ends or fails."""
    told: dict[str, Any] = {"done": 0, "end": threading.Event(), "error": None}

    def slowly(name: str, progress: Progress) -> None:
        while not told["end"].wait(0.005):
            progress(told["done"], 100)
        if told["error"]:
            raise told["error"]

    monkeypatch.setattr(fetch, "fetch", slowly)
    monkeypatch.setattr(archives.pooch, "os_cache", lambda program: tmp_path)
    monkeypatch.delenv(archives.OFFLINE, raising=False)
    monkeypatch.setattr(fetching, "_fetches", {name: Fetch(name) for name in archives.ARCHIVES})
    yield told
    told["end"].set()


def test_it_goes_on_in_a_thread_and_tells_how_far_it_is(going: dict[str, Any]) -> None:
    job = Fetch("mnist-full")
    job.start()
    job.start()
    assert job.going
    going["done"] = 5_000_000
    wait_until(lambda: job.done == 5_000_000)
    assert str(job) == "Full MNIST: 5.0 of 11.6 MB"
    assert job.going
    going["end"].set()
    wait_until(lambda: not job.going)
    assert job.problem is None


def test_let_go_it_ends_without_a_problem_and_can_begin_again(going: dict[str, Any]) -> None:
    job = Fetch("fashion")
    job.start()
    job.cancel()
    assert not job.going
    job.start()
    assert job.going
    going["error"] = OSError("it broke")
    going["end"].set()
    wait_until(lambda: not job.going)
    assert job.problem == "it broke"


def test_the_digits_of_the_program_stand_in(going: dict[str, Any]) -> None:
    full = Experiment(dataset="mnist-full", samples=50_000, learning_rate=0.5, activation="sigmoid")
    assert fetching.stand_in(full) == full.changed(dataset="mnist", samples=None)
    assert fetching.stand_in(full.changed(samples=300)).samples == 300
    toy = Experiment()
    assert fetching.stand_in(toy) is toy
    assert fetching.of("mnist") is None


def test_the_page_offers_and_shows_it_and_says_what_went_wrong(going: dict[str, Any]) -> None:
    at = AppTest.from_file(str(pages.APP), default_timeout=DEADLINE)
    at.query_params["dataset"] = "fashion"
    at.run()
    assert not at.exception
    run = at.session_state["run"]
    assert run.experiment.dataset == "mnist"
    assert any("Fashion-MNIST is not on this machine yet" in caption.value for caption in at.caption)
    at.button(key="fetch-fashion").click().run()
    assert not at.exception
    job = fetching.of("fashion")
    assert job is not None
    assert job.going
    assert any("Fashion-MNIST: " in element.proto.text for element in at.get("progress"))
    going["error"] = OSError("no mirror answered")
    going["end"].set()
    wait_until(lambda: not job.going)
    at.run()
    assert [error.value for error in at.error] == ["no mirror answered"]
    assert at.button(key="fetch-fashion").label == "Download 31 MB"
    assert at.slider(key="training-digits").max == 60_000


def test_a_worker_process_finds_the_data_by_their_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """70,000 blank pictures in an offline folder, which the worker is told of as the server is."""
    folder = tmp_path / "fashion"
    folder.mkdir()
    for kind, count in (("train", archives.TRAIN), ("t10k", archives.TEST)):
        pictures = struct.pack(">4B3I", 0, 0, 8, 3, count, 28, 28) + bytes(784 * count)
        labels = struct.pack(">4BI", 0, 0, 8, 1, count) + bytes(i % 10 for i in range(count))
        (folder / f"{kind}-images-idx3-ubyte.gz").write_bytes(gzip.compress(pictures, 1))
        (folder / f"{kind}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels, 1))
    monkeypatch.setenv(archives.OFFLINE, str(tmp_path))
    monkeypatch.setenv(environment.WORKERS, "1")
    pool.stop()
    try:
        run = Run(Experiment(dataset="fashion", samples=40, hidden=(3,), activation="sigmoid"))
        assert instruments.neuron_names(run.snapshot)[-1][:3] == ["T-shirt", "trousers", "pullover"]
        run.play(Goal(step=4))
        wait_until(lambda: not run.playing)
        assert run.snapshot.step == 4
        assert run.digit_network is None  # it does not read digits
    finally:
        pool.stop()
        load.cache_clear()
