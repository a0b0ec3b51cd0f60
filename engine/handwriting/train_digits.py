"""The command that trains the network which reads drawn digits.

    python -m engine.handwriting.train_digits FOLDER benchmarks/data/pen-digits.npz

trains it anew from the four files of full MNIST in FOLDER and from digits that people drew with a pen, says how well it
reads MNIST's 10,000 test digits and the pens of the writers held out, and writes the file that ships with the package:
99.30 % and 99.29 % from 530 kB, after a quarter of an hour of one core.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from engine.arrays import Array
from engine.data import Dataset, assets, mnist
from engine.experiment import Experiment
from engine.handwriting import others, synthetic
from engine.handwriting.augmentation import Augmentation, augment
from engine.handwriting.digits import NO_DIGIT, SHIPPED, digits_only, from_bytes, to_bytes
from engine.handwriting.pens import Pens, from_file, split
from engine.network import Network
from engine.training import Trainer

SCANNED = Augmentation()
DRAWN = Augmentation(shift=1, rotation=10, scale=0.15, shear=0.25, elastic=1.2)
CLASSES = NO_DIGIT + 1


@dataclass(frozen=True)
class Source:
    """Pictures of one origin: so many are drawn once, so many of them are distorted and learned in each round."""

    pool: int
    each_round: int


@dataclass(frozen=True)
class Recipe:
    """How the shipped network is trained: rounds of one epoch, each over newly distorted pictures.

    A round has every MNIST digit once, distorted by `scanned`, and pictures of pen drawings, of synthetic digits and of
    what is no digit, distorted by `drawn`; η falls from `learning_rate` to nearly 0 along half a cosine. λ is
    `strength`.
    """

    hidden: tuple[int, ...] = (800, 100)
    rounds: int = 80
    pens: Source = Source(40_000, 30_000)
    synthetic: Source = Source(30_000, 20_000)
    others: Source = Source(40_000, 25_000)
    learning_rate: float = 0.2
    batch_size: int = 64
    strength: float = 0.5
    seed: int = 1
    scanned: Augmentation = SCANNED
    drawn: Augmentation = DRAWN


def train(digits: Dataset, pens: Pens, strangers: tuple[Array, Array], recipe: Recipe) -> Network:
    """Train a network of ten digits and "no digit" from full MNIST and pen drawings.

    It says how it goes on `strangers`: pictures uint8 (m, 784) of pens not learned from, and their labels (m,).
    """
    rng = np.random.default_rng(recipe.seed)
    began = time.process_time()
    pools = list(_pools(pens, recipe, rng))
    print(f"{sum(len(labels) for _, labels, _ in pools):,} drawings, {time.process_time() - began:.0f} s", flush=True)
    experiment = Experiment(
        dataset="custom",
        hidden=recipe.hidden,
        activation="relu",
        cost="log-likelihood",
        learning_rate=recipe.learning_rate,
        regularization="L2",
        regularization_strength=recipe.strength,
        batch_size=recipe.batch_size,
        seed=recipe.seed,
    )
    parameters = None
    for number in range(recipe.rounds):
        x, y = _round(digits, pools, recipe, rng)
        data = Dataset(x, y, *strangers, classes=CLASSES)
        rate = recipe.learning_rate * (0.005 + 0.995 * np.cos(np.pi / 2 * number / recipe.rounds) ** 2)
        trainer = Trainer(experiment.changed(learning_rate=rate, seed=recipe.seed + number), data, evaluate=("test",))
        if parameters is not None:
            trainer.network.parameters[...] = parameters
        trainer.train(epochs=1)
        parameters = trainer.network.parameters
        print(
            f"round {number + 1}: cost {trainer.history.train_cost[-1]:.4f}, strangers "
            f"{trainer.history.test_accuracy[-1]:.2%}, {time.process_time() - began:.0f} s",
            flush=True,
        )
    return trainer.network


def _pools(pens: Pens, recipe: Recipe, rng: Generator) -> Iterator[tuple[Array, Array, int]]:
    """Pictures (n, 784), their labels (n,), and how many of them a round has, of each source of drawings."""
    n = recipe.pens.pool
    _, writer, written = np.unique(pens.writers, return_inverse=True, return_counts=True)
    share = 1 / np.sqrt(written[writer])  # who wrote four times as much is met twice as often
    chosen = rng.choice(len(pens), n, p=share / share.sum())
    drawn = (synthetic.rewrite(pens.strokes[i], rng) for i in chosen)
    yield _flat(synthetic.pictures(drawn, n, rng)), pens.labels[chosen], recipe.pens.each_round
    images, labels = synthetic.dataset(recipe.synthetic.pool, rng)
    yield _flat(images), labels, recipe.synthetic.each_round
    n = recipe.others.pool
    images = synthetic.pictures((others.draw_any(rng) for _ in range(n)), n, rng)
    yield _flat(images), np.full(n, NO_DIGIT, np.uint8), recipe.others.each_round


def _flat(images: Array) -> Array:
    return images.reshape(len(images), -1)


def _round(
    digits: Dataset, pools: list[tuple[Array, Array, int]], recipe: Recipe, rng: Generator
) -> tuple[Array, Array]:
    """The pictures (n, 784) and digits (n,) of one round."""
    x, y = [augment(digits.x_train, recipe.scanned, rng)], [digits.y_train]
    for images, labels, each_round in pools:
        chosen = rng.choice(len(images), each_round, replace=False)
        x.append(augment(images[chosen], recipe.drawn, rng))
        y.append(labels[chosen])
    return np.concatenate(x), np.concatenate(y)


def tempered(network: Network, pictures: Array, labels: Array) -> Network:
    """The network as sure as it is right on these pictures (n, 784) of digits with labels (n,): temperature scaling.

    Its weighted outputs z are divided by the one number T for which the digits are most likely (Guo et al. 2017), by
    dividing the parameters of its last layer. The answers stay the same.
    """
    z = digits_only(network).weighted_outputs(pictures)
    right = np.arange(len(labels)), labels

    def cost(temperature: float) -> float:
        scaled = z / temperature
        return float((logsumexp(scaled, axis=1) - scaled[right]).mean())

    calmer = network.copy()
    calmer.blocks[-1][...] /= minimize_scalar(cost, bounds=(0.2, 10), method="bounded").x
    return calmer


def main() -> None:
    """Train the network and write it where the package ships it from."""
    parser = argparse.ArgumentParser(description="Train the network that reads drawn digits.")
    parser.add_argument("folder", help="the folder with the four files of full MNIST")
    parser.add_argument("pens", help="the file with pen drawings: benchmarks/data/pen-digits.npz")
    parser.add_argument("--rounds", type=int, default=Recipe.rounds, help="rounds of one epoch (default %(default)s)")
    parser.add_argument("--output", type=Path, default=Path(__file__).parents[1] / "data" / "assets" / SHIPPED)
    arguments = parser.parse_args()
    digits, (met, strangers) = mnist.from_folder(arguments.folder), split(from_file(arguments.pens))
    pictures = _flat(np.rint(255 * strangers.pictures()).astype(np.uint8))
    network = train(digits, met, (pictures, strangers.labels), Recipe(rounds=arguments.rounds))
    content = to_bytes(tempered(network, pictures, strangers.labels))
    network = digits_only(from_bytes(content))
    arguments.output.write_bytes(content)
    assets.seal(arguments.output)
    for what, x, y in (("MNIST's", digits.x_test, digits.y_test), ("held-out writers'", pictures, strangers.labels)):
        print(f"{(network.feedforward(x).argmax(axis=1) == y).mean():.2%} of {what} {len(y):,} digits")
    print(f"{len(content):,} bytes in {arguments.output}")


if __name__ == "__main__":
    main()
