"""Regularizers: what large weights add to the cost, and how that changes the update rule. Biases are left alone."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array


@dataclass(frozen=True)
class Regularizer:
    """One regularizer: `penalty(w)` is summed over all weights, `slope(w)` is its derivative; both times λ/n."""

    name: str
    label: str
    formula: str
    update: str
    penalty: Callable[[Array], float]
    slope: Callable[[Array], Array]


def _nothing(w: Array) -> float:
    return 0.0


def _half_squares(w: Array) -> float:
    return 0.5 * float(np.square(w, dtype=np.float64).sum())


def _sizes(w: Array) -> float:
    return float(np.abs(w).sum(dtype=np.float64))


def _itself(w: Array) -> Array:
    return np.asarray(w)


_ALL = (
    Regularizer(
        "none",
        "None",
        "C = C_0",
        r"w \to w - \eta \frac{\partial C_0}{\partial w}",
        _nothing,
        np.zeros_like,
    ),
    Regularizer(
        "L1",
        "L1",
        r"C = C_0 + \frac{\lambda}{n} \sum_w |w|",
        r"w \to w - \frac{\eta\lambda}{n} \operatorname{sgn}(w) - \eta \frac{\partial C_0}{\partial w}",
        _sizes,
        np.sign,
    ),
    Regularizer(
        "L2",
        "L2",
        r"C = C_0 + \frac{\lambda}{2n} \sum_w w^2",
        r"w \to \left(1 - \frac{\eta\lambda}{n}\right) w - \eta \frac{\partial C_0}{\partial w}",
        _half_squares,
        _itself,
    ),
)
REGULARIZERS: dict[str, Regularizer] = {regularizer.name: regularizer for regularizer in _ALL}


def penalty(name: str, weights: list[Array], strength: float, n: int) -> float:
    """λ/n Σ_w |w| for L1, λ/(2n) Σ_w w² for L2, 0 for none; `n` is the number of training examples."""
    if strength == 0:
        return 0.0
    return strength / n * sum(REGULARIZERS[name].penalty(w) for w in weights)
