"""A lesson: a network keeps learning from a learner's drawings, with old digits mixed in so that it forgets nothing.

`learn` is one round of it, a pure function made to be called in a worker process.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine import Dataset, Experiment, Network, Trainer
from engine.blas import one_thread
from engine.costs import COSTS
from engine.data import mnist
from engine.handwriting import pens, synthetic
from engine.handwriting.augmentation import Augmentation, augment

ROUNDS = 6
OLD_DIGITS = 8_000  # of MNIST, in each round: all that are embedded for training
OLD_DRAWINGS = 1_200  # synthetic ones
NEW_DRAWINGS = 900  # the learner's, each repeated as often as it takes to make so many
MOST_REPEATS = 40
BATCH_SIZE = 32
RATES = {"softmax": 0.01, "sigmoid": 0.1}

SCANNED = Augmentation(shift=1, rotation=8, scale=0.08, shear=0.12)
SKETCHED = Augmentation(shift=1, rotation=6, scale=0.06, shear=0.1)


@dataclass(frozen=True)
class Report:
    """The network after a round: its accuracy on 2,000 digits of MNIST and on those of strangers with a pen, and which
    drawings it reads right, bool (k,).
    """

    network: Network
    accuracy: float
    strangers: float
    read: NDArray[np.bool_]


def learn(
    network: Network, pictures: NDArray[np.uint8], labels: NDArray[np.int64], number: int, sketches: bool
) -> Report:
    """Round `number` of a lesson about drawings `pictures` (k, 28, 28) with `labels` (k,); round 0 only tests.

    With `sketches`, synthetic drawings are mixed in too, for a network that was trained on such drawings.
    """
    digits = mnist.embedded()
    if number:
        x, y = _material(digits, pictures, labels, np.random.default_rng([number, len(labels)]), sketches)
        experiment = Experiment(
            dataset="custom",
            hidden=network.sizes[1:-1],
            activation=network.activation,
            cost=_cost_of(network.output),
            output=network.output,
            learning_rate=RATES.get(network.output, 0.01) * (1 - (number - 1) / ROUNDS),
            batch_size=BATCH_SIZE,
            seed=number,
        )
        trainer = Trainer(experiment, Dataset(x, y, x[:0], y[:0], classes=10), evaluate=())
        trainer.network.parameters = network.parameters
        network = trainer.train(epochs=1).network
    with one_thread():
        accuracy = _accuracy(network, digits.x_test, digits.y_test)
        others = _accuracy(network, *strangers())
        read = network.feedforward(pictures).argmax(axis=1) == labels
    return Report(network, accuracy, others, read)


def _accuracy(network: Network, x: NDArray[np.uint8], y: NDArray[np.integer]) -> float:
    return float((network.feedforward(x).argmax(axis=1) == y).mean())


@lru_cache(maxsize=1)
def strangers() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The digits of the writers who were held out, drawn as the sheet draws them: (n, 784), and their labels (n,)."""
    held = pens.held_out()
    x = np.rint(255 * held.pictures()).astype(np.uint8).reshape(len(held), -1)
    return x, held.labels.astype(np.int64)


def _material(
    digits: Dataset,
    pictures: NDArray[np.uint8],
    labels: NDArray[np.int64],
    rng: np.random.Generator,
    sketches: bool,
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """What a round learns from: images (n, 784) and labels (n,), old and new ones, each distorted in its own way."""
    old = rng.choice(digits.n, OLD_DIGITS, replace=False)
    repeats = int(np.clip(NEW_DRAWINGS // len(labels), 2, MOST_REPEATS))
    new = np.repeat(pictures.reshape(-1, 784), repeats, axis=0)
    x = [augment(digits.x_train[old], SCANNED, rng), augment(new, SKETCHED, rng)]
    y = [digits.y_train[old], np.repeat(labels, repeats)]
    if sketches:
        drawn, answers = _sketches()
        x.append(augment(drawn, SKETCHED, rng))
        y.append(answers)
    return np.concatenate(x), np.concatenate(y).astype(np.int64)


@lru_cache(maxsize=1)
def _sketches() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    images, labels = synthetic.dataset(OLD_DRAWINGS, np.random.default_rng(0))
    return images.reshape(-1, 784), labels


def _cost_of(output: str) -> str:
    """The cost that goes with an output layer: where there is one, the one that does not learn slowly."""
    fitting = [cost for cost in COSTS.values() if output in cost.outputs]
    return next((cost.name for cost in fitting if cost.cancels), fitting[0].name)
