"""Readings: how a figure is read off a trained network. Accuracies are percentages, epochs are counted from 0."""

from collections.abc import Callable

import numpy as np

from engine import Trainer, backpropagation
from engine.arrays import Array

Reading = Callable[[Trainer], float | Array]


def best(trainer: Trainer) -> float:
    """The best accuracy after any epoch."""
    return float(100 * trainer.history.test_accuracy.max())


def last(trainer: Trainer) -> float:
    """The accuracy after the last epoch."""
    return float(100 * trainer.history.test_accuracy[-1])


def first(trainer: Trainer) -> float:
    """The accuracy after the first epoch."""
    return float(100 * trainer.history.test_accuracy[0])


def every(trainer: Trainer) -> Array:
    """The accuracy after each epoch."""
    return np.asarray(100 * trainer.history.test_accuracy)


def now(trainer: Trainer) -> float:
    """The accuracy as the network stands."""
    return 100 * trainer.evaluation("test").accuracy


def best_in_training(trainer: Trainer) -> float:
    """The best accuracy on the training digits after any epoch."""
    return float(100 * trainer.history.train_accuracy.max())


def first_perfect(trainer: Trainer) -> float:
    """The first epoch after which every training digit is answered rightly."""
    perfect = np.flatnonzero(trainer.history.train_accuracy == 1)
    return float(perfect[0]) if len(perfect) else np.inf


def training_cost(trainer: Trainer, epoch: int = -1) -> float:
    """The cost on the training digits after an epoch, the last one unless given, with the penalty."""
    return float(trainer.history.train_cost[epoch] + trainer.history.penalty[epoch])


def test_costs(trainer: Trainer) -> Array:
    """The cost on the evaluated digits after each epoch, with the penalty, which is divided by their number here."""
    share = trainer.data.n / len(trainer.data.x_test)
    return trainer.history.test_cost + share * trainer.history.penalty


def lowest_test_cost(trainer: Trainer) -> float:
    """The least of `test_costs`."""
    return float(test_costs(trainer).min())


def last_test_cost(trainer: Trainer) -> float:
    """The last of `test_costs`."""
    return float(test_costs(trainer)[-1])


def error_norm(trainer: Trainer, layer: int) -> float:
    """‖δ‖ of a hidden layer, counted from 1, with δ averaged over the training digits, as the network stands."""
    data, experiment = trainer.data, trainer.experiment
    targets = data.targets(data.y_train, experiment.output)
    errors, _, _ = backpropagation.deltas(trainer.network, data.x_train, targets, experiment.cost)
    return float(np.linalg.norm(errors[layer - 1].mean(axis=0)))


def neuron_output(trainer: Trainer) -> float:
    """What a single neuron answers to its one example."""
    return float(trainer.network.feedforward(trainer.data.x_train)[0, 0])


def neuron_slope(trainer: Trainer) -> float:
    """|∂C/∂w| of a single neuron for its one example."""
    data, experiment = trainer.data, trainer.experiment
    targets = data.targets(data.y_train, experiment.output)
    _, by_weight, _ = backpropagation.gradient(trainer.network, data.x_train, targets, experiment.cost)
    return float(abs(by_weight[0][0, 0]))


def darkness(trainer: Trainer) -> float:
    """The accuracy of guessing the digit whose average darkness is nearest, without any network."""
    data = trainer.data
    dark = data.x_train.mean(axis=1)
    average = np.array([dark[data.y_train == digit].mean() for digit in range(10)])
    guesses = np.abs(data.x_test.mean(axis=1, keepdims=True) - average).argmin(axis=1)
    return float(100 * (guesses == data.y_test).mean())


def chance(trainer: Trainer) -> float:
    """The accuracy of naming one of the classes blindly."""
    return 100 / trainer.data.classes
