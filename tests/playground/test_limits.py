"""What the page bears is said once, and refused wherever it comes from; the engine itself takes more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer, run_file
from engine.data import table
from playground.__main__ import main
from playground.compare.setup import Setup
from playground.learner import keeping
from playground.playing import link
from playground.runs.grid import Grid
from playground.runs.run import Run
from playground.settings import experiments, limits
from playground.settings.controls import START
from playground.settings.limits import LIMITS, MOST_LAYERS, MOST_NEURONS

BEYOND: list[tuple[dict[str, Any], str]] = [
    ({"hidden": (1,) * (MOST_LAYERS + 1)}, "At most 10 hidden layers, not 11."),
    ({"hidden": (MOST_NEURONS + 1,)}, "A hidden layer has 1 to 1000 neurons, not 1001."),
    ({"hidden": (4, 0)}, "A hidden layer has 1 to 1000 neurons, not 0."),
    ({"hidden": (1000,) * 4}, "This network has more than 1,100,000 weights; fewer or smaller layers will do."),
    ({"learning_rate": 1001.0}, "The learning rate η must be a number from 1e-6 to 1000, not 1001."),
    ({"learning_rate": -0.5}, "The learning rate η must be a number from 1e-6 to 1000, not -0.5."),
    ({"batch_size": 50_000}, "The batch size m must be a whole number from 1 to 10000, not 50000."),
    (
        {"hidden": (1000, 1000), "batch_size": 10_000},
        "A batch size of 10,000 is too large for a network of 1,020,000 weights, as others wait for each mini-batch; "
        "980 will do.",
    ),
    ({"samples": 60_001}, "The number of samples must be a whole number from 10 to 60000, not 60001."),
]


@pytest.mark.parametrize("name", list(LIMITS))
def test_every_number_is_taken_up_to_its_limits_and_refused_beyond(name: str) -> None:
    limit = LIMITS[name]
    step = 1 if limit.whole else 1e-7
    for value in (limit.low, limit.high):
        assert getattr(limits.made(**{name: value}), name) == value
    for value in (limit.low - step, limit.high + step):
        with pytest.raises(ValueError, match=f"{limit.label} must be a .*number from"):
            limits.made(**{name: value})


def test_the_largest_networks_are_taken() -> None:
    limits.made(hidden=(1,) * MOST_LAYERS)
    limits.made(dataset="mnist", hidden=(900, 400))
    limits.made(hidden=(1000, 1000), batch_size=980)


SINGLE = [case for case in BEYOND if len(case[0]) == 1]
WAYS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "settings": lambda beyond: limits.made(**beyond),
    "a changed experiment": lambda beyond: limits.changed(Experiment(), **beyond),
    "a variant": lambda beyond: Setup(Experiment(), tuple(beyond), (beyond,)).experiment(0),
    "an axis": lambda beyond: _grid(*beyond.items()),
}


def _grid(first: tuple[str, Any], *others: tuple[str, Any]) -> Grid:
    return Grid(Experiment().changed(**dict(others)), first[0], (first[1],), "noise", (0.0,), 1)


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize(("beyond", "sentence"), BEYOND, ids=str)
def test_what_the_page_does_not_bear_gets_the_same_sentence_on_every_way(
    way: str, beyond: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError) as error:
        WAYS[way](beyond)
    assert str(error.value) == sentence


@pytest.mark.parametrize(("beyond", "sentence"), SINGLE, ids=str)
def test_a_link_that_asks_for_too_much_is_told_so_and_the_rest_is_used(beyond: dict[str, Any], sentence: str) -> None:
    ((name, value),) = beyond.items()
    control = next(c for c in experiments.CONTROLS.values() if c.field == name)
    text = experiments.setting_of(control).text(value)
    found = link.read({control.key: text, "seed": "3"})
    assert found.experiment == START["plane"].changed(seed=3)
    (problem,) = found.problems
    assert problem.startswith(f"The link sets {control.key} to ")
    assert sentence.partition(",")[0].partition(" must")[0].lower() in problem.lower() or "whole number" in problem


@pytest.mark.parametrize(("beyond", "sentence"), BEYOND[:2] + BEYOND[4:5] + BEYOND[6:], ids=str)
def test_a_file_that_the_engine_opens_is_refused_by_the_page_and_the_command(
    beyond: dict[str, Any], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.npz"
    large = Trainer(START["plane"].changed(**beyond))
    run_file.save(large, path)
    assert run_file.load(path).experiment == large.experiment
    run = Run(START["plane"])
    with pytest.raises(ValueError) as error:
        keeping.take(run, path.read_bytes())
    assert str(error.value) == sentence
    assert run.experiment == START["plane"]
    assert main(["train", "--run", str(path), "--out", str(path)]) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_of_more_points_than_the_page_shows_is_refused() -> None:
    experiment = Experiment(dataset="custom")
    places = np.random.default_rng(0).uniform(-6, 6, (6_000, 2))
    data = table.dataset(places, np.arange(6_000) % 2, experiment.inputs, experiment.test_fraction)
    file = run_file.to_bytes(Trainer(experiment, data))
    opened = run_file.from_bytes(file)
    assert opened.points is not None
    assert len(opened.points) == 6_000
    with pytest.raises(ValueError, match="shows 5,000 points of 10 classes at most"):
        keeping.take(Run(START["plane"]), file)


def test_a_file_larger_than_the_page_reads_is_neither_written_nor_opened() -> None:
    data = Dataset(np.zeros((70_000, 1000), np.uint8), np.arange(70_000) % 2)
    run = Run(Experiment(dataset="custom", hidden=()), data=data)
    with pytest.raises(ValueError, match="too large for a file of 64 MB"):
        keeping.content(run)
    with pytest.raises(ValueError, match="larger than 64 MB"):
        keeping.take(run, bytes(64 * 2**20 + 1))
