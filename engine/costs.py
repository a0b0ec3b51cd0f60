"""Cost functions: the cost of one example, how it changes with the output, and the output layer that fits it.

Every cost takes rows: weighted inputs z^L, activations a^L and desired outputs y, each of shape (m, n_L). The
value is computed from z^L where a logarithm is involved, so it is finite when a is exactly 0 or 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.activations import ACTIVATIONS
from engine.arrays import Array

CostTerm = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True)
class Cost:
    """One cost function, summed over the output neurons, not yet averaged over examples.

    `terms(z, a, y)` has shape (m, n_L): what each output neuron adds to C_x. `gradient(z, a, y)` has that shape too:
    ∇_a C_x. `outputs` names the output activations that fit, the usual one first. `cancels`: δ^L is a - y, since
    σ'(z) cancels.
    """

    name: str
    label: str
    formula: str
    terms: CostTerm
    gradient: CostTerm
    outputs: tuple[str, ...]
    cancels: bool

    def value(self, z: Array, a: Array, y: Array) -> Array:
        """C_x of each example, shape (m,)."""
        return np.asarray(self.terms(z, a, y).sum(axis=-1))


def _quadratic(z: Array, a: Array, y: Array) -> Array:
    return np.asarray(0.5 * (y - a) ** 2)


def _quadratic_gradient(z: Array, a: Array, y: Array) -> Array:
    return np.asarray(a - y)


def _cross_entropy(z: Array, a: Array, y: Array) -> Array:
    # -[y ln σ(z) + (1-y) ln(1-σ(z))] = ln(1 + e^-|z|) + max(z, 0) - y z
    return np.asarray(np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0) - y * z)


def _cross_entropy_gradient(z: Array, a: Array, y: Array) -> Array:
    # (a - y) / (a (1 - a)) with 1/(1 - a) = 1 + e^z and 1/a = 1 + e^-z, which are right for saturated neurons too
    limit = np.log(np.finfo(np.result_type(z, np.float32)).max) - 1
    z = np.clip(z, -limit, limit)
    return np.asarray((1 - y) * (1 + np.exp(z)) - y * (1 + np.exp(-z)))


def _log_likelihood(z: Array, a: Array, y: Array) -> Array:
    # -y_j ln a_j with ln a_j = z_j - max z - ln Σ_k e^{z_k - max z}
    shifted = z - z.max(axis=-1, keepdims=True)
    log_a = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return np.asarray(-y * log_a)


def _log_likelihood_gradient(z: Array, a: Array, y: Array) -> Array:
    return np.asarray(-y / np.maximum(a, np.finfo(np.result_type(a, np.float32)).tiny))


_ALL = (
    Cost(
        "quadratic",
        "Quadratic",
        r"C = \frac{1}{2n} \sum_x \lVert y(x) - a^L(x) \rVert^2",
        _quadratic,
        _quadratic_gradient,
        ("sigmoid", "tanh", "linear"),
        cancels=False,
    ),
    Cost(
        "cross-entropy",
        "Cross-entropy",
        r"C = -\frac{1}{n} \sum_x \sum_j \left[ y_j \ln a_j + (1 - y_j) \ln (1 - a_j) \right]",
        _cross_entropy,
        _cross_entropy_gradient,
        ("sigmoid",),
        cancels=True,
    ),
    Cost(
        "log-likelihood",
        "Log-likelihood",
        r"C = -\frac{1}{n} \sum_x \ln a^L_y",
        _log_likelihood,
        _log_likelihood_gradient,
        ("softmax",),
        cancels=True,
    ),
)
COSTS: dict[str, Cost] = {cost.name: cost for cost in _ALL}


def cost_named(cost: str | Cost) -> Cost:
    """The cost of that name (a `Cost` is returned as it is). Raises ValueError for an unknown name."""
    if isinstance(cost, Cost):
        return cost
    if cost not in COSTS:
        raise ValueError(f"There is no cost named {cost!r}; choose one of {', '.join(COSTS)}.")
    return COSTS[cost]


def require_fit(cost: Cost, output: str) -> None:
    """Raise ValueError, with the reason, unless `output` is an output layer that fits `cost`."""
    if output not in cost.outputs:
        fitting = " or ".join(cost.outputs)
        name = "softmax" if output == "softmax" else ACTIVATIONS[output].label
        raise ValueError(
            f"The {cost.label.lower()} cost needs a {fitting} output layer, not {name}: "
            "only then are its logarithms and its errors what the formula says."
        )


def require_targets(cost: Cost, y: Array) -> None:
    """Raise ValueError, with the reason, unless `cost` can compare an output with the desired outputs y, (m, n_L)."""
    if cost.name == "cross-entropy" and not ((y >= 0) & (y <= 1)).all():
        raise ValueError("The cross-entropy cost needs desired outputs from 0 to 1; for other numbers take quadratic.")
    if cost.name == "log-likelihood" and not ((y >= 0).all() and np.allclose(y.sum(axis=-1), 1, atol=1e-4)):
        raise ValueError(
            "The log-likelihood cost needs desired outputs that are probabilities: none negative, 1 in sum."
        )


def output_delta(cost: Cost, output: str, z: Array, a: Array, y: Array) -> Array:
    """(BP1) δ^L = ∇_a C ⊙ σ'(z^L), shape (m, n_L); with softmax the sum over all outputs, which gives a - y."""
    if cost.cancels:
        # for soft targets that do not sum to 1, softmax gives a Σ_j y_j - y
        return np.asarray(a * y.sum(axis=-1, keepdims=True) - y if output == "softmax" else a - y)
    return np.asarray(cost.gradient(z, a, y) * ACTIVATIONS[output].derivative(z))
