"""A Snapshot: how a run stands, as plain arrays that a page can draw without touching the run."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine import rate_factors
from engine.activations import ACTIVATIONS
from engine.arrays import PIXEL, Array
from engine.data import SOURCES
from engine.data.features import compute
from engine.data.toy import EXTENT
from engine.experiment import Experiment
from engine.history import History
from engine.network import Network
from engine.training import Evaluation, Trainer

SIDE = 50
THUMBNAIL = 25
PROBE = 100
STUCK = 0.01


@dataclass(frozen=True)
class PlaneMap:
    """What a network answers over the square [-extent, extent]², row 0 at the top (the largest x₂).

    `outputs` is (side, side, n_L). `neurons` has for every layer the bytes (n_l, 25, 25) of its neurons' own maps: 0 is
    the low end of the activation, 128 its middle, 255 the high end.
    """

    extent: float
    outputs: Array
    neurons: list[Array]


@dataclass(frozen=True)
class DigitSamples:
    """Ten test digits, one of each kind: `images` (10, 28, 28) bytes, `labels` (10,), `outputs` (10, n_L).

    `fields` (n_2, 28, 28) are bytes that show the weights of each neuron of the first layer, 128 is zero; `average`
    (28, 28) is the mean training digit as bytes, its paper 128.
    """

    images: Array
    labels: Array
    outputs: Array
    fields: Array
    average: Array


@dataclass(frozen=True)
class Snapshot:
    """A run at one moment. `rates` are the rate factors of all edges, averaged over the first 100 training examples.

    `stuck` is the share of neurons in each hidden layer that learn nothing from any of those examples, since σ'(z) is
    (nearly) 0 for all of them: saturated, or dead in the case of ReLU. `train` and `test` are as of now for points of
    the plane, as of the last recorded epoch for digits.
    """

    experiment: Experiment
    epoch: int
    step: int
    problem: str | None
    sizes: tuple[int, ...]
    weights: list[Array]
    biases: list[Array]
    rates: list[Array]
    stuck: list[float]
    train: Evaluation
    test: Evaluation
    penalty: float
    history: History
    plane: PlaneMap | None
    digits: DigitSamples | None


def take(trainer: Trainer, history: History | None = None) -> Snapshot:
    """The snapshot of a trainer now; `history` is a copy of its history to be used instead of making another."""
    network, data, experiment = trainer.network, trainer.data, trainer.experiment
    with np.errstate(all="ignore"):
        rates = rate_factors.edges(network, data.x_train[:PROBE])
        train, test = _evaluations(trainer)
        kind = SOURCES[experiment.dataset].kind if experiment.dataset in SOURCES else ""
        return Snapshot(
            experiment,
            trainer.epoch,
            trainer.step,
            trainer.problem,
            network.sizes,
            [np.array(w) for w in network.weights],
            [np.array(b) for b in network.biases],
            rates,
            _stuck(network, data.x_train[:PROBE]),
            train,
            test,
            trainer.penalty(),
            history if history is not None else trainer.history.copy(),
            _plane_map(trainer) if experiment.is_plane else None,
            _digit_samples(trainer) if kind == "digits" else None,
        )


def _stuck(network: Network, x: Array) -> list[float]:
    activation = ACTIVATIONS[network.activation]
    zs, _ = network.forward(x)
    flat = STUCK * float(activation.derivative(np.zeros(1) + 1e-9)[0])
    return [float((activation.derivative(z) <= flat).all(axis=0).mean()) for z in zs[:-1]]


def _evaluations(trainer: Trainer) -> tuple[Evaluation, Evaluation]:
    history = trainer.history
    if trainer.experiment.is_plane or not len(history.epoch):
        return trainer.evaluation("train"), trainer.evaluation("test")
    return (
        Evaluation(float(history.train_cost[-1]), float(history.train_accuracy[-1])),
        Evaluation(float(history.test_cost[-1]), float(history.test_accuracy[-1])),
    )


@lru_cache(maxsize=16)
def _grid(inputs: tuple[str, ...]) -> Array:
    """The features of the centres of the map's cells, (side², n_1)."""
    across = (np.arange(SIDE) + 0.5) / SIDE * 2 * EXTENT - EXTENT
    x1, x2 = np.meshgrid(across, across[::-1])
    return compute(np.stack([x1.ravel(), x2.ravel()], axis=1), inputs)


def _plane_map(trainer: Trainer) -> PlaneMap:
    _, activations = trainer.network.forward(_grid(trainer.experiment.inputs))
    outputs = activations[-1].reshape(SIDE, SIDE, -1)
    neurons = [_thumbnails(activations[0], "linear")]
    neurons += [_thumbnails(a, name) for a, name in zip(activations[1:], trainer.network.activations, strict=True)]
    return PlaneMap(EXTENT, outputs, neurons)


def _thumbnails(a: Array, activation: str) -> Array:
    small = a.reshape(SIDE, SIDE, -1)[:: SIDE // THUMBNAIL, :: SIDE // THUMBNAIL].transpose(2, 0, 1)
    return as_bytes(centred(small, activation) if activation != "linear" else small / _largest(small))


def centred(a: Array, activation: str) -> Array:
    """Activations on the scale -1...1: the ends of what the activation gives; for ReLU the largest there is is 1."""
    if activation in ("sigmoid", "step", "softmax"):
        return 2 * a - 1
    if activation == "relu":
        largest = np.max(a, initial=0.0)
        return a / (largest if largest > 0 else 1)
    return np.clip(a, -1, 1)


def _digit_samples(trainer: Trainer) -> DigitSamples:
    data, weights = trainer.data, trainer.network.weights[0]
    chosen = [int(np.flatnonzero(data.y_test == label)[0]) for label in range(10)]
    fields = weights.reshape(-1, 28, 28)
    return DigitSamples(
        data.x_test[chosen].reshape(-1, 28, 28),
        data.y_test[chosen],
        trainer.network.feedforward(data.x_test[chosen]),
        as_bytes(fields / _largest(fields)),
        as_bytes(data.x_train[:PROBE].mean(axis=0).reshape(28, 28) / PIXEL),
    )


def _largest(pictures: Array) -> Array:
    """The largest size in each picture, (n, 1, 1), never 0."""
    largest = np.abs(pictures).max(axis=(1, 2), keepdims=True)
    return np.where(largest > 0, largest, 1)


def as_bytes(values: Array) -> Array:
    """Values in -1...1 as bytes 0...255, 0 becoming 128; what is no number becomes 128 too."""
    return np.clip(np.nan_to_num(values, nan=0.0) * 127.5 + 128, 0, 255).astype(np.uint8)
