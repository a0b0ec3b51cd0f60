"""What the page takes: how large the numbers of an experiment, its network, a file and a table may be.

The engine refuses only what makes no sense. What one of many learners on a shared machine may ask for is said here,
once, and refused with a sentence wherever it comes from: controls, links, files and the command line.
"""

import reprlib
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from engine import Experiment
from engine.data.table import bounds
from engine.experiment import LIMITS as SENSE
from engine.experiment import Limit

MOST_LAYERS = 10
MOST_NEURONS = 1_000
MOST_WEIGHTS = 1_100_000
"""About 80 MB of the server and of a worker while it trains: three such learners leave room for a class."""
MOST_WORK = 10**9
"""Weights times examples of a mini-batch: about half a second of a processor, in which no other run has a turn."""
MOST_CLASSES, MOST_POINTS = bounds.MOST_CLASSES, bounds.MOST_ROWS
MOST_FILE_BYTES = 64 * 2**20

_RANGES = {
    "learning_rate": (1e-6, 1_000),
    "regularization_strength": (0, 10_000),
    "batch_size": (1, 10_000),
    "samples": (10, 60_000),
    "noise": (0, 0.5),
    "test_fraction": (0.1, 0.9),
}
LIMITS: dict[str, Limit] = SENSE | {
    name: replace(SENSE[name], low=low, high=high, open=False) for name, (low, high) in _RANGES.items()
}
"""The range of each number of an experiment."""


def made(**settings: Any) -> Experiment:
    """The experiment of these settings. Raises ValueError, with a sentence, for what the page does not take."""
    _require(settings)
    return _of_size(Experiment(**settings))


def changed(experiment: Experiment, **settings: Any) -> Experiment:
    """`experiment` with these settings changed. Raises ValueError, with a sentence, for what the page does not take."""
    _require(settings)
    return _of_size(experiment.changed(**settings))


def taken(experiment: Experiment) -> Experiment:
    """The same experiment. Raises ValueError, with a sentence, where the page does not take it."""
    _require(vars(experiment))
    return _of_size(experiment)


def _require(settings: Mapping[str, Any]) -> None:
    for name, limit in LIMITS.items():
        if name in settings:
            limit.check(settings[name])
    hidden = settings.get("hidden", ())
    if isinstance(hidden, tuple):  # or else the engine says what it has to be
        if len(hidden) > MOST_LAYERS:
            raise ValueError(f"At most {MOST_LAYERS} hidden layers, not {len(hidden)}.")
        for size in hidden:
            if isinstance(size, int) and not 1 <= size <= MOST_NEURONS:
                raise ValueError(f"A hidden layer has 1 to {MOST_NEURONS} neurons, not {reprlib.repr(size)}.")


def weights_of(experiment: Experiment) -> int:
    """How many weights its network has at most: one for points has fewer inputs than 10, a table as many as a digit."""
    sizes = [10 if experiment.is_plane else 784, *experiment.hidden, 10]
    return sum(below * above for below, above in pairwise(sizes))


def _of_size(experiment: Experiment) -> Experiment:
    weights = weights_of(experiment)
    if weights > MOST_WEIGHTS:
        raise ValueError(f"This network has more than {MOST_WEIGHTS:,} weights; fewer or smaller layers will do.")
    if weights * experiment.batch_size > MOST_WORK:
        raise ValueError(
            f"A batch size of {experiment.batch_size:,} is too large for a network of {weights:,} weights, as others "
            f"wait for each mini-batch; {MOST_WORK // weights:,} will do."
        )
    return experiment
