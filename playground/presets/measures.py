"""Measures: the numbers of published figures and promises, read from the snapshot of a run and its data."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter

import numpy as np

from engine import Dataset
from engine.arrays import Array
from engine.snapshot import Snapshot
from engine.weights import weights_of

Reading = Callable[[Snapshot, Dataset], float]


@dataclass(frozen=True)
class Measure:
    """One number of a run: how it is told, how it is read, NaN before it is, and its `unit`, "%" or nothing."""

    name: str
    label: str
    read: Reading
    unit: str = ""


def _first_perfect(now: Snapshot, data: Dataset) -> float:
    """The first epoch, counted from 0, after which every training example is classified correctly."""
    perfect = np.flatnonzero(now.history.train_accuracy == 1)
    return float(now.history.epoch[perfect[0]] - 1) if len(perfect) else np.nan


def _training_costs(now: Snapshot) -> Array:
    """The cost on the training examples after each epoch, with the penalty."""
    return np.asarray(now.history.train_cost + now.history.penalty)


def _test_costs(now: Snapshot, data: Dataset) -> Array:
    """The cost on the test examples after each epoch, with the penalty divided by their number, as it was published."""
    share = data.n / max(1, len(data.x_test))
    return np.asarray(now.history.test_cost + share * now.history.penalty)


def _error_length(now: Snapshot, data: Dataset, layer: int) -> float:
    """‖δ‖ of a hidden layer, counted from 1, with δ averaged over the first 100 training examples."""
    deltas = now.bias_gradients
    return float(np.linalg.norm(deltas[layer - 1])) if layer < len(deltas) else np.nan


@lru_cache(maxsize=2)
def _darkness(data: Dataset) -> float:
    """The accuracy of always choosing the digit whose average darkness is nearest, without any network."""
    dark = data.x_train.mean(axis=1)
    average = np.array([dark[data.y_train == digit].mean() for digit in range(data.classes)])
    guesses = np.abs(data.x_test.mean(axis=1, keepdims=True) - average).argmin(axis=1)
    return float(100 * (guesses == data.y_test).mean())


def _of(values: Array, choose: Callable[[Array], float]) -> float:
    return float(choose(values)) if values.size else np.nan


_first, _last = itemgetter(0), itemgetter(-1)


_ALL = (
    Measure("best-accuracy", "best test accuracy", lambda now, data: 100 * _of(now.history.test_accuracy, np.max), "%"),
    Measure("last-accuracy", "test accuracy", lambda now, data: 100 * now.test.accuracy, "%"),
    Measure(
        "first-accuracy",
        "test accuracy after one epoch",
        lambda now, data: 100 * _of(now.history.test_accuracy, _first),
        "%",
    ),
    Measure(
        "best-training-accuracy",
        "best training accuracy",
        lambda now, data: 100 * _of(now.history.train_accuracy, np.max),
        "%",
    ),
    Measure("training-accuracy", "training accuracy", lambda now, data: 100 * now.train.accuracy, "%"),
    Measure("first-perfect", "epochs until all training digits are right", _first_perfect),
    Measure(
        "first-training-cost", "training cost after one epoch", lambda now, data: _of(_training_costs(now), _first)
    ),
    Measure("training-cost", "training cost", lambda now, data: _of(_training_costs(now), _last)),
    Measure("lowest-test-cost", "lowest test cost", lambda now, data: _of(_test_costs(now, data), np.min)),
    Measure("test-cost", "test cost", lambda now, data: _of(_test_costs(now, data), _last)),
    Measure(
        "rise",
        "test cost relative to its lowest",
        lambda now, data: _of(_test_costs(now, data), lambda costs: costs[-1] / costs.min()),
    ),
    *(
        Measure(f"error-length-{layer}", f"‖δ‖ of hidden layer {layer}", partial(_error_length, layer=layer))
        for layer in (1, 2, 3, 4)
    ),
    Measure(
        "error-share",
        "‖δ‖ of the first hidden layer relative to the last",
        lambda now, data: _error_length(now, data, 1) / _error_length(now, data, len(now.bias_gradients) - 1),
    ),
    Measure("stuck", "stuck neurons in a layer", lambda now, data: 100 * max(now.stuck, default=np.nan), "%"),
    Measure("nearly-zero", "weights nearly zero", lambda now, data: 100 * weights_of(now).nearly_zero, "%"),
    Measure("unlike", "largest difference between neurons", lambda now, data: np.ptp(now.weights[0], axis=0).max()),
    Measure("stopped", "stopped by itself", lambda now, data: float(now.problem is not None)),
    Measure("output", "output", lambda now, data: float(now.activations[-1][0])),
    Measure("slope", "|∂C/∂w|", lambda now, data: float(abs(now.gradients[0][0, 0]))),
    Measure("darkness", "accuracy from average darkness alone", lambda now, data: _darkness(data), "%"),
)
MEASURES: dict[str, Measure] = {measure.name: measure for measure in _ALL}


def unit(name: str) -> str:
    """A unit after a number."""
    return f" {name}" if name else ""
