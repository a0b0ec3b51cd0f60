"""The data sets that a run can name, each declared once, and how one is made from an experiment's settings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.arrays import Array
from engine.data import archives, features, mnist, toy
from engine.data.dataset import CLASSIFICATION, REGRESSION, Dataset, by_class
from engine.streams import POINTS, stream

DEFAULT_SAMPLES = 500

Maker = Callable[[np.random.Generator, int, float], tuple[Array, Array]]


@dataclass(frozen=True)
class Source:
    """One data set: `kind` is "plane" (points with classes), "regression" (points with numbers), "digits", or "table"
    or "table-regression": a table of the learner's own, of any inputs, with classes or with numbers.

    `make` makes its points, `load` has its pictures; without either they come from the learner. `examples` is how many
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
    load: Callable[[], Dataset] | None = None

    @property
    def own(self) -> bool:
        """Whether the data come from the learner."""
        return self.make is None and self.load is None

    @property
    def task(self) -> str:
        """What is to be learned, one of `engine.data.dataset.TASKS`."""
        return REGRESSION if self.kind.endswith(REGRESSION) else CLASSIFICATION

    @property
    def is_plane(self) -> bool:
        """Whether it is of points in the plane, whose features the inputs are."""
        return self.kind != "digits" and not self.is_table

    @property
    def is_table(self) -> bool:
        """Whether it is a table, whose columns the inputs are."""
        return self.kind.startswith("table")


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
    Source("custom", "Your own", "plane", 0, "points that you draw, or a table that you bring"),
    Source("table", "Your table", "table", 0, "a table that you bring: any inputs, and a class to tell"),
    Source(
        "table-number", "Your table", "table-regression", 0, "a table that you bring: any inputs, and a number to tell"
    ),
    Source(
        "mnist",
        "MNIST",
        "digits",
        10,
        "handwritten digits, 28×28 pixels",
        examples=mnist.EMBEDDED_TRAIN,
        load=lru_cache(maxsize=1)(mnist.embedded),
    ),
    Source(
        "mnist-full",
        "Full MNIST",
        "digits",
        10,
        "70,000 digits, to be downloaded once: 12 MB",
        examples=archives.TRAIN,
        load=lambda: archives.load("mnist-full"),
    ),
    Source(
        "fashion",
        "Fashion",
        "digits",
        10,
        "70,000 pictures of clothes, to be downloaded once: 31 MB",
        examples=archives.TRAIN,
        names=CLOTHES,
        load=lambda: archives.load("fashion"),
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
    if source.load is not None:
        whole = source.load()
        if samples is None or samples >= whole.n:
            return whole
        part = whole.x_train[:samples], whole.y_train[:samples]
        return Dataset(*part, whole.x_test, whole.y_test, whole.classes, name, class_names=whole.class_names)
    if source.make is None:
        raise ValueError("This experiment is about data of its own: give them, as Trainer(experiment, data=...).")
    points, answers, n = _divided(source, samples, noise, test_fraction, seed)
    x = features.compute(points, inputs)
    if source.task == REGRESSION:
        answers = answers[:, np.newaxis]
    return Dataset(x[:n], answers[:n], x[n:], answers[n:], source.classes, name, input_names=inputs)


@lru_cache(maxsize=64)
def points_of(name: str, samples: int | None, noise: float, test_fraction: float, seed: int) -> tuple[Array, Array]:
    """The points (n, 2) and their labels or numbers (n,), training points first, in the order of `load`."""
    points, answers, _ = _divided(SOURCES[name], samples, noise, test_fraction, seed)
    return points, answers


def _divided(
    source: Source, samples: int | None, noise: float, test_fraction: float, seed: int
) -> tuple[Array, Array, int]:
    """Points, their answers, and how many of them, the first ones, are trained on: as large a part of every class."""
    if source.make is None:
        raise ValueError(f"{source.label} has no points in the plane.")
    rng = stream(seed, POINTS)
    points, answers = source.make(rng, samples or DEFAULT_SAMPLES, noise)
    order = rng.permutation(len(points))
    n = max(1, min(len(points) - 1, round(len(points) * (1 - test_fraction))))
    if source.task == CLASSIFICATION:
        order = by_class(order, answers, n)
    return points[order], answers[order], n
