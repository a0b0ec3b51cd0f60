"""Monsters: runs whose every mini-batch is dear take no more of the processors than an honest one beside them."""

from collections.abc import Iterator

import pytest

from engine import Experiment
from playground.runs import pool
from playground.runs.run import Run
from playground.settings import limits
from tests.waiting import wait_until

MONSTERS = 3


@pytest.fixture(autouse=True)
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    pool.stop()
    monkeypatch.setenv("NEURAL_PLAYGROUND_WORKERS", "2")
    yield
    pool.stop()


def test_an_honest_run_has_its_share_beside_monsters() -> None:
    dear = {"dataset": "mnist", "hidden": (500, 500), "batch_size": 1500, "learning_rate": 0.01}
    monsters = [Run(limits.made(**dear, seed=seed)) for seed in range(MONSTERS)]
    honest = Run(Experiment(dataset="spiral", hidden=(8, 8)))
    runs = [*monsters, honest]
    try:
        for run in runs:
            run.play()
        wait_until(lambda: min(run.spent for run in runs) > 0.6, "not all of them train")
        assert honest.spent > 0.5 * max(monster.spent for monster in monsters)
        assert honest.snapshot.step > 20 * max(monster.snapshot.step for monster in monsters)
        assert not any(run.problem or run.message for run in runs)
    finally:
        for run in runs:
            run.pause()
