"""Measures: what a published figure or a promise is read off, from the snapshot of a run and its data."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from engine import Dataset
from engine.arrays import Array
from engine.snapshot import Snapshot
from engine.weights import weights_of

Reading = Callable[[Snapshot, Dataset], float]


@dataclass(frozen=True)
class Measure:
    """One number of a run: how it is told, in which `unit` ("%" or nothing), and how it is read; NaN before it is."""

    name: str
    label: str
    unit: str
    read: Reading


def _best(now: Snapshot, data: Dataset) -> float:
    return 100 * _most(now.history.test_accuracy)


def _best_in_training(now: Snapshot, data: Dataset) -> float:
    return 100 * _most(now.history.train_accuracy)


def _last(now: Snapshot, data: Dataset) -> float:
    return 100 * now.test.accuracy


def _last_in_training(now: Snapshot, data: Dataset) -> float:
    return 100 * now.train.accuracy


def _first(now: Snapshot, data: Dataset) -> float:
    return 100 * _at(now.history.test_accuracy, 0)


def _first_perfect(now: Snapshot, data: Dataset) -> float:
    """The first epoch, counted from 0, after which every training example is answered rightly."""
    perfect = np.flatnonzero(now.history.train_accuracy == 1)
    return float(now.history.epoch[perfect[0]] - 1) if len(perfect) else np.nan


def _training_cost(now: Snapshot, data: Dataset, epoch: int) -> float:
    """The cost on the training examples after an epoch, with the penalty."""
    return _at(now.history.train_cost, epoch) + _at(now.history.penalty, epoch)


def _test_costs(now: Snapshot, data: Dataset) -> Array:
    """The cost on the test examples after each epoch, with the penalty divided by their number, as it was published."""
    share = data.n / max(1, len(data.x_test))
    return np.asarray(now.history.test_cost + share * now.history.penalty)


def _lowest_test_cost(now: Snapshot, data: Dataset) -> float:
    costs = _test_costs(now, data)
    return float(costs.min()) if costs.size else np.nan


def _last_test_cost(now: Snapshot, data: Dataset) -> float:
    return _at(_test_costs(now, data), -1)


def _rise(now: Snapshot, data: Dataset) -> float:
    return _last_test_cost(now, data) / _lowest_test_cost(now, data)


def _error_length(now: Snapshot, data: Dataset, layer: int) -> float:
    """‖δ‖ of a hidden layer, counted from 1, with δ averaged over the first 100 training examples."""
    deltas = now.bias_gradients
    return float(np.linalg.norm(deltas[layer - 1])) if layer < len(deltas) else np.nan


def _error_share(now: Snapshot, data: Dataset) -> float:
    """‖δ‖ of the first hidden layer for each unit of that of the last one."""
    return _error_length(now, data, 1) / _error_length(now, data, len(now.bias_gradients) - 1)


def _stuck(now: Snapshot, data: Dataset) -> float:
    return 100 * max(now.stuck, default=np.nan)


def _nearly_zero(now: Snapshot, data: Dataset) -> float:
    return 100 * weights_of(now).nearly_zero


def _unlike(now: Snapshot, data: Dataset) -> float:
    """How far the weights into the neurons of the first layer are from being the same ones."""
    return float(np.ptp(now.weights[0], axis=0).max())


def _stopped(now: Snapshot, data: Dataset) -> float:
    return float(now.problem is not None)


def _output(now: Snapshot, data: Dataset) -> float:
    return float(now.activations[-1][0])


def _slope(now: Snapshot, data: Dataset) -> float:
    return float(abs(now.gradients[0][0, 0]))


def _darkness(now: Snapshot, data: Dataset) -> float:
    return _darkness_of(data)


@lru_cache(maxsize=2)
def _darkness_of(data: Dataset) -> float:
    """The accuracy of naming the digit whose average darkness is nearest, without any network."""
    dark = data.x_train.mean(axis=1)
    average = np.array([dark[data.y_train == digit].mean() for digit in range(data.classes)])
    guesses = np.abs(data.x_test.mean(axis=1, keepdims=True) - average).argmin(axis=1)
    return float(100 * (guesses == data.y_test).mean())


def _most(values: Array) -> float:
    return float(values.max()) if values.size else np.nan


def _at(values: Array, index: int) -> float:
    return float(values[index]) if values.size else np.nan


_ALL = (
    Measure("best-accuracy", "best test accuracy", "%", _best),
    Measure("last-accuracy", "test accuracy", "%", _last),
    Measure("first-accuracy", "test accuracy after one epoch", "%", _first),
    Measure("best-training-accuracy", "best training accuracy", "%", _best_in_training),
    Measure("training-accuracy", "training accuracy", "%", _last_in_training),
    Measure("first-perfect", "epochs until all training digits are classified correctly", "", _first_perfect),
    Measure("first-training-cost", "training cost after one epoch", "", partial(_training_cost, epoch=0)),
    Measure("training-cost", "training cost", "", partial(_training_cost, epoch=-1)),
    Measure("lowest-test-cost", "lowest test cost", "", _lowest_test_cost),
    Measure("test-cost", "test cost", "", _last_test_cost),
    Measure("rise", "test cost relative to its lowest", "", _rise),
    *(
        Measure(f"error-length-{layer}", f"‖δ‖ of hidden layer {layer}", "", partial(_error_length, layer=layer))
        for layer in (1, 2, 3, 4)
    ),
    Measure("error-share", "‖δ‖ of the first hidden layer relative to the last", "", _error_share),
    Measure("stuck", "stuck neurons in a layer", "%", _stuck),
    Measure("nearly-zero", "weights nearly zero", "%", _nearly_zero),
    Measure("unlike", "largest difference between neurons", "", _unlike),
    Measure("stopped", "stopped by itself", "", _stopped),
    Measure("output", "output", "", _output),
    Measure("slope", "|∂C/∂w|", "", _slope),
    Measure("darkness", "accuracy from average darkness alone", "%", _darkness),
)
MEASURES: dict[str, Measure] = {measure.name: measure for measure in _ALL}


def unit(name: str) -> str:
    """A unit after a number."""
    return f" {name}" if name else ""
