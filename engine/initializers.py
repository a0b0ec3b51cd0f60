"""Initializers: the weights and biases that a run starts from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array


@dataclass(frozen=True)
class Initializer:
    """One initializer: `draw(rng, n_out, n_in)` gives weights (n_out, n_in) and biases (n_out,), float64.

    `saturates` says that the weighted inputs grow with the width of a layer, so that wide ones start saturated.
    """

    name: str
    label: str
    description: str
    draw: Callable[[np.random.Generator, int, int], tuple[Array, Array]]
    saturates: bool = False


def _scaled(rng: np.random.Generator, n_out: int, n_in: int) -> tuple[Array, Array]:
    return rng.standard_normal((n_out, n_in)) / np.sqrt(n_in), rng.standard_normal(n_out)


def _large(rng: np.random.Generator, n_out: int, n_in: int) -> tuple[Array, Array]:
    return rng.standard_normal((n_out, n_in)), rng.standard_normal(n_out)


def _zero(rng: np.random.Generator, n_out: int, n_in: int) -> tuple[Array, Array]:
    return np.zeros((n_out, n_in)), np.zeros(n_out)


_ALL = (
    Initializer("scaled", "Scaled", "weights from N(0, 1/n_in), biases from N(0, 1)", _scaled),
    Initializer(
        "large", "Large", "weights and biases from N(0, 1): wide layers start saturated", _large, saturates=True
    ),
    Initializer("zero", "Zero", "all zero: every neuron of a layer stays the same", _zero),
)
INITIALIZERS: dict[str, Initializer] = {initializer.name: initializer for initializer in _ALL}
