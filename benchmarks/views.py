"""What looking costs: the milliseconds of every live instrument, for a network of the plane and one of digits.

    python -m benchmarks.views [--mnist FOLDER] [--repeats N]

Pinned to one core; milliseconds of the processor, median over the repeats. "All of a page" is what one update of the
playground page takes in Python, snapshot and histograms; what a browser draws is not in it.
"""

import argparse
import os
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from engine import Dataset, Experiment, Trainer, rate_factors
from engine.arrays import Array
from engine.blas import one_thread
from engine.data import mnist
from engine.data.features import compute
from engine.data.toy import EXTENT
from engine.snapshot import View, as_bytes, take
from playground.components.charts.histogram import bins

SIDE = 100
EXAMPLES = 100
TOY = Experiment(dataset="spiral", hidden=(8, 8), learning_rate=0.03)
DIGITS = Experiment(
    dataset="mnist", hidden=(30,), activation="sigmoid", learning_rate=0.5, regularization="L2"
).changed(regularization_strength=5.0)

Instruments = dict[str, Callable[[], object]]


def instruments(trainer: Trainer) -> Instruments:
    """What there is to look at, by name."""
    network, data, e = trainer.network, trainer.data, trainer.experiment
    x, y = data.x_train[:EXAMPLES], data.targets(data.y_train[:EXAMPLES], e.output)
    start = [w.copy() for w in network.weights]
    view = View(weight=(0, 0, min(100, data.inputs - 1)))

    def histograms() -> object:
        return [bins(w, start=before) for w, before in zip(network.weights, start, strict=True)]

    looks: Instruments = {
        "rate factors of all edges": lambda: rate_factors.edges(network, x),
        "strongest paths from a weight": lambda: rate_factors.strongest_paths(network, x, y, e.cost, 2, 0, 0),
        "histograms of all weights": histograms,
        "the whole snapshot": lambda: take(trainer, view=view),
        "**all of a page**": lambda: (take(trainer, view=view), histograms()),
    }
    if e.is_plane:
        looks["map of 100 × 100, every neuron's own"] = lambda: plane_maps(trainer)
    else:
        tests = np.resize(np.arange(len(data.x_test)), 10_000)
        many = Dataset(data.x_train, data.y_train, data.x_test[tests], data.y_test[tests], data.classes)
        twin = Trainer(e.changed(dataset="custom"), many)
        looks["cost and accuracy on 10,000 images"] = lambda: twin.evaluation("test")
    return looks


def plane_maps(trainer: Trainer) -> list[Array]:
    """The activations of all neurons over the plane, as bytes (side², n_l) a layer."""
    across = (np.arange(SIDE) + 0.5) / SIDE * 2 * EXTENT - EXTENT
    x1, x2 = np.meshgrid(across, across[::-1])
    points = compute(np.stack([x1.ravel(), x2.ravel()], axis=1), trainer.experiment.inputs)
    with one_thread():
        return [as_bytes(a) for a in trainer.network.forward(points)[1]]


def milliseconds(look: Callable[[], object], repeats: int) -> float:
    """The median time of a look, after two for warming up."""
    taken = []
    for _ in range(repeats + 2):
        begin = time.process_time()
        look()
        taken.append(1000 * (time.process_time() - begin))
    return median(taken[2:])


def main() -> None:
    """Print a table for each network."""
    parser = argparse.ArgumentParser(description="Time every live instrument.")
    parser.add_argument("--mnist", default=os.environ.get("MNIST_FOLDER"), help="the folder with full MNIST")
    parser.add_argument("--repeats", type=int, default=30, help="of each look (default %(default)s)")
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    digits = mnist.from_folder(arguments.mnist, 10_000) if arguments.mnist else None
    for trainer in (Trainer(TOY), Trainer(DIGITS, digits)):
        trainer.train(epochs=2)
        print(f"| {list(trainer.network.sizes)}, {trainer.data.n:,} examples | milliseconds |\n| --- | --- |")
        for name, look in instruments(trainer).items():
            print(f"| {name} | {milliseconds(look, arguments.repeats):.2f} |", flush=True)
        print()


if __name__ == "__main__":
    main()
