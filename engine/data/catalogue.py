"""The data sets that a run can name, each declared once, and how one is made from an experiment's settings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.arrays import Array
from engine.data import archives, features, mnist, toy
from engine.data.dataset import Dataset

DEFAULT_SAMPLES = 500

Maker = Callable[[np.random.Generator, int, float], tuple[Array, Array]]


@dataclass(frozen=True)
class Source:
    """One data set: `kind` is "plane" (points with classes), "regression" (points with numbers) or "digits".

    `make` makes its points; without it they come from elsewhere: a file, or the learner. `examples` is how many
    training pictures of "digits" there are, and `names` what their classes are called, where not by a digit.
    """

    name: str
    label: str
    kind: str
    classes: int
    description: str
    make: Maker | None = None
    examples: int = 0
    names: tuple[str, ...] = ()


CLOTHES = ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot")

_ALL = (
    Source("circle", "Circle", "plane", 2, "a disc inside a ring", toy.circle),
    Source("xor", "XOR", "plane", 2, "four quarters, opposite ones alike", toy.xor),
    Source("gaussians", "Gaussians", "plane", 2, "two clouds that a line can part", toy.gaussians),
    Source("spiral", "Spiral", "plane", 2, "two arms wound around each other", toy.spiral),
    Source("moons", "Moons", "plane", 2, "two half circles that interlock", toy.moons),
    Source("three-arms", "Three arms", "plane", 3, "three bent arms, one a class", toy.three_arms),
    Source("plane", "Plane", "regression", 0, "a number that grows along the diagonal", toy.plane),
    Source("multi-gaussian", "Hills", "regression", 0, "six hills and hollows", toy.multi_gaussian),
    Source("custom", "Your own", "plane", 0, "points that you draw or paste"),
    Source("mnist", "MNIST", "digits", 10, "handwritten digits, 28×28 pixels", examples=mnist.EMBEDDED_TRAIN),
    Source(
        "mnist-full", "Full MNIST", "digits", 10, "70,000 digits, to be fetched once: 12 MB", examples=archives.TRAIN
    ),
    Source(
        "fashion",
        "Fashion",
        "digits",
        10,
        "70,000 pictures of clothes, to be fetched once: 31 MB",
        examples=archives.TRAIN,
        names=CLOTHES,
    ),
)
SOURCES: dict[str, Source] = {source.name: source for source in _ALL}


@lru_cache(maxsize=16)
def load(
    name: str,
    samples: int | None = None,
    noise: float = 0.0,
    test_fraction: float = 0.5,
    seed: int = 0,
    inputs: tuple[str, ...] = ("x1", "x2"),
) -> Dataset:
    """The data set of that name; for points of the plane with these settings.

    `samples` is how many points are made (500 unless given), `test_fraction` the part of them kept for testing; for
    digits `samples` is how many training digits are used (all unless given). Same settings, same data. Raises
    ValueError for data that come from the caller, and for an archive that is not on this machine.
    """
    source = SOURCES[name]
    if source.name == "custom":
        raise ValueError("This experiment is about data of its own: give them, as Trainer(experiment, data=...).")
    if source.kind == "digits":
        digits = _digits() if name == "mnist" else archives.load(name)
        if samples is None or samples >= digits.n:
            return digits
        return Dataset(digits.x_train[:samples], digits.y_train[:samples], digits.x_test, digits.y_test, 10, name)
    points, answers = points_of(name, samples, noise, test_fraction, seed)
    x = features.compute(points, inputs)
    split = _split(len(x), test_fraction)
    if source.kind == "regression":
        answers = answers[:, np.newaxis]
    return Dataset(x[:split], answers[:split], x[split:], answers[split:], source.classes, name)


@lru_cache(maxsize=64)
def points_of(name: str, samples: int | None, noise: float, test_fraction: float, seed: int) -> tuple[Array, Array]:
    """The points (n, 2) and their labels or numbers (n,), training points first, in the order of `load`."""
    source = SOURCES[name]
    if source.make is None:
        raise ValueError(f"{source.label} has no points in the plane.")
    rng = np.random.default_rng([seed, 2])
    points, answers = source.make(rng, samples or DEFAULT_SAMPLES, noise)
    order = rng.permutation(len(points))
    return points[order], answers[order]


def _split(n: int, test_fraction: float) -> int:
    return max(1, min(n - 1, round(n * (1 - test_fraction))))


@lru_cache(maxsize=1)
def _digits() -> Dataset:
    return mnist.embedded()
