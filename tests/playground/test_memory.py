"""Memory goes back: what a worker keeps to be fast is bounded and short-lived, and what is freed leaves the process."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import Experiment
from playground.runs import memory, worker

SMALL = Experiment(dataset="moons", hidden=(5,), samples=100)
LARGE = Experiment(dataset="mnist", hidden=(1000, 1000))


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    worker._trainers.clear()
    yield
    worker._trainers.clear()


def test_a_worker_keeps_the_trainers_of_the_last_slices_and_no_more() -> None:
    first = worker._trainer_for(SMALL, None)
    assert worker._trainer_for(SMALL.changed(learning_rate=2.0), None) is first
    for seed in range(1, worker.TRAINERS):
        worker._trainer_for(SMALL.changed(seed=seed), None)
    assert worker._trainer_for(SMALL, None) is first
    for seed in range(1, 1 + worker.TRAINERS):
        worker._trainer_for(SMALL.changed(seed=seed), None)
    assert len(worker._trainers) == worker.TRAINERS
    assert worker._trainer_for(SMALL, None) is not first


def test_of_large_networks_a_worker_keeps_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PARAMETERS", 3_000_000)
    worker._trainer_for(SMALL, None)
    for seed in range(2):
        worker._trainer_for(LARGE.changed(seed=seed), None)
    assert len(worker._trainers) == 1, "1.8 million parameters each"


def test_a_worker_forgets_what_nobody_has_asked_for_lately() -> None:
    worker._trainer_for(SMALL, None)
    worker.forget(time.monotonic())
    assert worker._trainers
    worker.forget(time.monotonic() + worker.TRAINERS_KEPT + 1)
    assert not worker._trainers


COMING_AND_GOING = """
import sys
from pathlib import Path
from playground.runs import memory

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

if "settle" in sys.argv:
    memory.settle()
before, kept = held(), []
for _ in range(50):  # as snapshots come and go: small things that stay lie between them
    large = [bytearray(2**21) for _ in range(5)]
    kept += [bytearray(1000) for _ in range(100)]
    del large[:4]
    kept.append(large)
kept = [thing for thing in kept if len(thing) == 1000]
if "give_back" in sys.argv:
    memory.give_back()
print(held() - before)
"""


SEARCHES = """
import gc, sys, weakref
from playground.runs import memory

class Cycle:
    def __init__(self):
        self.me = self

if "settle" in sys.argv:
    memory.settle()
searches = []
gc.callbacks.append(lambda phase, info: searches.append(phase))
kept = [[] for _ in range(100_000)]
print(searches.count("start"))
gone = weakref.ref(Cycle())
memory.give_back()
print(gone() is None)
"""


def test_what_nobody_can_reach_is_looked_for_rarely_and_when_memory_is_given_back() -> None:
    def told(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-c", SEARCHES, *arguments]
        run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
        searches, gone = run.stdout.split()
        return int(searches), gone

    (often, _), (rarely, gone) = told(), told("settle")
    assert rarely <= 100_000 / memory.RARELY < often / 10
    assert gone == "True"


@pytest.mark.skipif(not hasattr(memory._library(), "malloc_trim"), reason="another C library, with ways of its own")
@pytest.mark.parametrize("how", ["settle", "give_back"])
def test_what_is_freed_leaves_the_process(how: str) -> None:
    def left(*arguments: str) -> int:
        command = [sys.executable, "-c", COMING_AND_GOING, *arguments]
        told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
        return int(told.stdout)

    assert left(how) < 500_000_000 / 20, "of all that came and went"
