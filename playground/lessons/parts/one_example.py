"""A sigmoid neuron that learns one example by gradient descent, with either cost."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.activations import ACTIVATIONS
from engine.arrays import Array
from engine.costs import COSTS, output_delta
from playground.components.charts.plot import Colour

SIGMOID = ACTIVATIONS["sigmoid"]
DESIRED = 0.0
"""What the neuron should output."""
COLOURS: dict[str, Colour] = {"quadratic": "negative", "cross-entropy": "positive"}


def slope_of(cost: str, z: float, y: float = DESIRED) -> float:
    """∂C/∂z = δ of the neuron."""
    at = np.array(z)
    return float(output_delta(COSTS[cost], "sigmoid", at, SIGMOID.function(at), np.array(y)))


@dataclass(frozen=True)
class Run:
    """A neuron that learns from one example; each array (epochs + 1,) holds the values before every epoch.

    `delta` is ∂C/∂z = ∂C/∂b, and `gradient` is ∂C/∂w = x δ.
    """

    w: Array
    b: Array
    z: Array
    a: Array
    slope: Array
    delta: Array
    gradient: Array


@lru_cache(maxsize=64)
def learn(cost: str, rate: float, w: float, b: float, x: float, epochs: int) -> Run:
    """Gradient descent from w and b on the one example x → 0, with learning rate `rate` and one update per epoch."""
    path = np.empty((epochs + 1, 5))
    for i in range(epochs + 1):
        z = np.array(w * x + b)
        a = SIGMOID.function(z)
        error = slope_of(cost, float(z))
        path[i] = w, b, z, a, error
        w, b = w - rate * error * x, b - rate * error
    ws, bs, zs, outputs, errors = path.T
    return Run(ws, bs, zs, outputs, SIGMOID.derivative(zs), errors, x * errors)
