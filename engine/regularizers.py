"""Regularizers: what large weights add to the cost, and how that changes the update rule. Biases are left alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.names import require_known


@dataclass(frozen=True)
class Regularizer:
    """One regularizer: `penalty(w)` is summed over all weights, `slope(w)` is its derivative; both times λ/n.

    `curvature(w)` is the second derivative, of the shape of w; without it, it is taken from differences of the slope.
    `acts` says whether it does anything.
    """

    name: str
    label: str
    formula: str
    update: str
    penalty: Callable[[Array], float]
    slope: Callable[[Array], Array]
    curvature: Callable[[Array], Array] | None = None
    acts: bool = True

    def curve(self, w: Array) -> Array:
        """The second derivative at each weight, float64."""
        if self.curvature is not None:
            return self.curvature(w)
        h = 1e-5 * np.maximum(1, np.abs(w))
        return np.asarray((self.slope(w + h) - self.slope(w - h)) / (2 * h))


def _nothing(w: Array) -> float:
    return 0.0


def _half_squares(w: Array) -> float:
    return 0.5 * float(np.square(w, dtype=np.float64).sum())


def _sizes(w: Array) -> float:
    return float(np.abs(w).sum(dtype=np.float64))


def _itself(w: Array) -> Array:
    return np.asarray(w)


NONE = Regularizer(
    name="none",
    label="None",
    formula="C = C_0",
    update=r"w \to w - \eta \frac{\partial C_0}{\partial w}",
    penalty=_nothing,
    slope=np.zeros_like,
    curvature=np.zeros_like,
    acts=False,
)
L1 = Regularizer(
    name="L1",
    label="L1",
    formula=r"C = C_0 + \frac{\lambda}{n} \sum_w |w|",
    update=r"w \to w - \frac{\eta\lambda}{n} \operatorname{sgn}(w) - \eta \frac{\partial C_0}{\partial w}",
    penalty=_sizes,
    slope=np.sign,
    curvature=np.zeros_like,
)
L2 = Regularizer(
    name="L2",
    label="L2",
    formula=r"C = C_0 + \frac{\lambda}{2n} \sum_w w^2",
    update=r"w \to \left(1 - \frac{\eta\lambda}{n}\right) w - \eta \frac{\partial C_0}{\partial w}",
    penalty=_half_squares,
    slope=_itself,
    curvature=np.ones_like,
)
REGULARIZERS: dict[str, Regularizer] = {regularizer.name: regularizer for regularizer in (NONE, L1, L2)}


def regularizer_named(name: str) -> Regularizer:
    """The regularizer of that name. Raises ValueError for an unknown name."""
    require_known("regularization", name, REGULARIZERS)
    return REGULARIZERS[name]


def penalty(name: str, weights: Sequence[Array], strength: float, n: int) -> float:
    """λ/n Σ_w |w| for L1, λ/(2n) Σ_w w² for L2, 0 for none; `n` is the number of training examples."""
    regularizer = regularizer_named(name)
    return 0.0 if strength == 0 else strength / n * sum(regularizer.penalty(w) for w in weights)
