"""A pushed weight, for the lesson on rate factors: its paths to the cost, and the true effect of the push."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from engine import backpropagation, rate_factors
from engine.arrays import Array
from engine.costs import cost_named
from engine.handwriting.digits import load_digit_network
from engine.network import Network
from engine.rate_factors import Path
from playground.components.shared.numerals import symbol
from playground.lessons.parts import this_digit
from playground.lessons.parts.small_networks import Parameter, handy, set_value, value_of
from playground.lessons.parts.this_digit import SEED, SHAPE, SIZES

DIGITS = "a digit: 784 → 800 → 100 → 10"
SHAPES = {SHAPE: SIZES, "2 → 3 → 3 → 2": (2, 3, 3, 2), "2 → 3 → 3 → 3 → 2": (2, 3, 3, 3, 2)}
MOST_PATHS = 6
LARGEST = 1.0
"""How far a weight can be pushed in each direction."""
CURVE = np.linspace(-LARGEST, LARGEST, 41)
Weight = tuple[int, int, int]
"""w^l_jk as (l, j, k)."""


@dataclass(frozen=True)
class Setup:
    """The network to look at: one of SHAPES with the weights of a `seed`, or the one that reads digits."""

    shape: str
    kind: str = "sigmoid"
    seed: int = SEED

    @property
    def wide(self) -> bool:
        """Whether there are too many neurons to draw them all."""
        return self.shape == DIGITS


class Scene(NamedTuple):
    """A network in float64, one example x (1, n_1) with y (1, n_L), and the cost."""

    network: Network
    x: Array
    y: Array
    cost: str


@dataclass(frozen=True)
class Paths:
    """The paths from one weight to the cost: the `strongest` ones, the `count` of all, and the sums over all.

    `total` is ∂C/∂w, `size` the sum of all |rate factors|; `edges` and `changes` are those of `engine.rate_factors`,
    and `pull` is ∂C/∂a^L, shape (n_L,).
    """

    strongest: list[Path]
    count: int
    total: float
    size: float
    edges: list[Array]
    changes: list[Array]
    pull: Array

    @property
    def listed(self) -> float:
        """The sum of the strongest paths."""
        return sum(path.rate_factor for path in self.strongest)

    @property
    def share(self) -> float:
        """The share of the strongest paths in the sum of all |rate factors|; 1 if that sum is 0."""
        return sum(abs(path.rate_factor) for path in self.strongest) / self.size if self.size else 1.0


@dataclass(frozen=True)
class Push:
    """The true effect of moving a weight by Δw: Δa of every neuron of the layers l ... L, and ΔC."""

    activations: list[Array]
    cost: float


@lru_cache(maxsize=8)
def scene(setup: Setup) -> Scene:
    """The network and the digit of all lessons: what a small network sees of it, or its pixels."""
    if not setup.wide:
        network = handy(SHAPES[setup.shape], setup.kind, "sigmoid", setup.seed)
        return Scene(network, this_digit.X[np.newaxis], this_digit.Y[np.newaxis], "quadratic")
    network = load_digit_network().copy(np.float64)
    return Scene(network, this_digit.pixels().reshape(1, -1), np.eye(10)[[this_digit.DIGIT]], "log-likelihood")


@lru_cache(maxsize=32)
def paths_of(setup: Setup, weight: Weight) -> Paths:
    """The paths from a weight to the cost, found by the engine."""
    s = scene(setup)
    zs, activations = s.network.forward(s.x)
    return Paths(
        rate_factors.strongest_paths(*s, *weight, MOST_PATHS),
        rate_factors.number_of_paths(s.network, *weight),
        rate_factors.total(*s, *weight),
        rate_factors.total_size(*s, *weight),
        rate_factors.edges(s.network, s.x),
        rate_factors.changes(*s, *weight),
        cost_named(s.cost).gradient(zs[-1], activations[-1], s.y)[0],
    )


def push(setup: Setup, weight: Weight, change: float) -> Push:
    """The true effect of moving a weight by `change`."""
    before, first = at_rest(setup)
    ((after, second),) = moved(scene(setup), weight, [change])
    return Push([b - a for a, b in zip(before, after, strict=True)][weight[0] - 1 :], second - first)


@lru_cache(maxsize=8)
def at_rest(setup: Setup) -> tuple[list[Array], float]:
    """All activations a^l, (n_l,), and the cost before anything is pushed."""
    return _forward(scene(setup))


def _forward(s: Scene) -> tuple[list[Array], float]:
    zs, activations = s.network.forward(s.x)
    return [a[0] for a in activations], float(cost_named(s.cost).value(zs[-1], activations[-1], s.y)[0])


def moved(s: Scene, parameter: Parameter, changes: Iterable[float]) -> Iterator[tuple[list[Array], float]]:
    """All activations and the cost with a weight or a bias moved by each of the changes."""
    other = s._replace(network=s.network.copy())
    for change in changes:
        set_value(other.network, parameter, value_of(s.network, parameter) + change)
        yield _forward(other)


@lru_cache(maxsize=16)
def curve(setup: Setup, weight: Weight) -> Array:
    """The true ΔC for every Δw of CURVE."""
    return np.array([cost for _, cost in moved(scene(setup), weight, CURVE)]) - at_rest(setup)[1]


@lru_cache(maxsize=8)
def steepest(setup: Setup, layer: int) -> Weight:
    """The weight into a layer along which the cost is steepest."""
    _, by_weight, _ = backpropagation.gradient(*scene(setup))
    slopes = np.abs(by_weight[layer - 2])
    j, k = divmod(int(slopes.argmax()), slopes.shape[1])
    return layer, j, k


def route(weight: Weight, path: Path) -> str:
    """A path as text: from the weight's neuron through the later layers to the cost."""
    names = [symbol("a", layer, j) for layer, j in enumerate(path.neurons, start=weight[0])]
    return " → ".join([*names, "C"])
