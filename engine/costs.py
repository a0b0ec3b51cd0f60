"""Cost functions: the cost of one example, how it changes with the output, and the output layer that fits it.

Every cost takes rows: weighted inputs z^L, activations a^L and desired outputs y, each of shape (m, n_L). The
value is computed from z^L where a logarithm is involved, so it is finite when a is exactly 0 or 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.activations import activation_named
from engine.arrays import Array
from engine.names import require_known

CostTerm = Callable[[Array, Array, Array], Array]


def _no_objection(y: Array) -> str:
    return ""


@dataclass(frozen=True)
class Cost:
    """One cost function, summed over the output neurons, not yet averaged over examples.

    `terms(z, a, y)` has shape (m, n_L): what each output neuron adds to C_x. `gradient(z, a, y)` has that shape too:
    ∇_a C_x. `outputs` names the output activations that fit, the usual one first. `cancels`: δ^L is a - y, since
    σ'(z) cancels. `curvature(z, a, y)` is ∂²C_x/∂a_j², (m, n_L); a cost that neither cancels nor says its curvature
    has it from differences. `objection(y)` says, in a sentence, why it cannot compare with the desired outputs y, or
    nothing.
    """

    name: str
    label: str
    formula: str
    terms: CostTerm
    gradient: CostTerm
    outputs: tuple[str, ...]
    cancels: bool
    curvature: CostTerm | None = None
    objection: Callable[[Array], str] = _no_objection

    def value(self, z: Array, a: Array, y: Array) -> Array:
        """C_x of each example, shape (m,)."""
        return np.asarray(self.terms(z, a, y).sum(axis=-1))


def _quadratic(z: Array, a: Array, y: Array) -> Array:
    return np.asarray(0.5 * (y - a) ** 2)


def _quadratic_gradient(z: Array, a: Array, y: Array) -> Array:
    return np.asarray(a - y)


def _quadratic_curvature(z: Array, a: Array, y: Array) -> Array:
    return np.ones_like(a)


def _cross_entropy(z: Array, a: Array, y: Array) -> Array:
    # -[y ln σ(z) + (1-y) ln(1-σ(z))] = ln(1 + e^-|z|) + (max(z, 0) - y z): the difference first, it may be exactly 0
    return np.asarray(np.log1p(np.exp(-np.abs(z))) + (np.maximum(z, 0) - y * z))


def _not_shares(y: Array) -> str:
    if ((y >= 0) & (y <= 1)).all():
        return ""
    return "The cross-entropy cost needs desired outputs from 0 to 1; for other numbers take quadratic."


def _cross_entropy_gradient(z: Array, a: Array, y: Array) -> Array:
    # (a - y) / (a (1 - a)) with 1/(1 - a) = 1 + e^z and 1/a = 1 + e^-z, which are right for saturated neurons too
    limit = np.log(np.finfo(np.result_type(z, np.float32)).max) - 1
    z = np.clip(z, -limit, limit)
    return np.asarray((1 - y) * (1 + np.exp(z)) - y * (1 + np.exp(-z)))


def _log_likelihood(z: Array, a: Array, y: Array) -> Array:
    # -y_j ln a_j with ln a_j = z_j - max z - ln(1 + Σ e^{z_k - max z}), the sum without the largest, which adds the 1
    largest = z.argmax(axis=-1)[..., np.newaxis]
    shifted = z - np.take_along_axis(z, largest, -1)
    others = np.exp(shifted)
    np.put_along_axis(others, largest, 0, -1)
    return np.asarray(y * (np.log1p(others.sum(axis=-1, keepdims=True)) - shifted))


def _log_likelihood_gradient(z: Array, a: Array, y: Array) -> Array:
    return np.asarray(-y / np.maximum(a, np.finfo(np.result_type(a, np.float32)).tiny))


def _not_probabilities(y: Array) -> str:
    if (y >= 0).all() and np.allclose(y.sum(axis=-1), 1, atol=1e-4):
        return ""
    return "The log-likelihood cost needs desired outputs that are probabilities: none negative, 1 in sum."


QUADRATIC = Cost(
    name="quadratic",
    label="Quadratic",
    formula=r"C = \frac{1}{2n} \sum_x \lVert y(x) - a^L(x) \rVert^2",
    terms=_quadratic,
    gradient=_quadratic_gradient,
    outputs=("sigmoid", "tanh", "linear"),
    cancels=False,
    curvature=_quadratic_curvature,
)
CROSS_ENTROPY = Cost(
    name="cross-entropy",
    label="Cross-entropy",
    formula=r"C = -\frac{1}{n} \sum_x \sum_j \left[ y_j \ln a_j + (1 - y_j) \ln (1 - a_j) \right]",
    terms=_cross_entropy,
    gradient=_cross_entropy_gradient,
    outputs=("sigmoid",),
    cancels=True,
    objection=_not_shares,
)
LOG_LIKELIHOOD = Cost(
    name="log-likelihood",
    label="Log-likelihood",
    formula=r"C = -\frac{1}{n} \sum_x \ln a^L_y",
    terms=_log_likelihood,
    gradient=_log_likelihood_gradient,
    outputs=("softmax",),
    cancels=True,
    objection=_not_probabilities,
)
COSTS: dict[str, Cost] = {cost.name: cost for cost in (QUADRATIC, CROSS_ENTROPY, LOG_LIKELIHOOD)}


def cost_named(cost: str | Cost) -> Cost:
    """The cost of that name (a `Cost` is returned as it is). Raises ValueError for an unknown name."""
    if isinstance(cost, Cost):
        return cost
    require_known("cost named", cost, COSTS)
    return COSTS[cost]


def costs_of_numbers() -> list[str]:
    """The names of the costs that fit an output that can be any number."""
    return [cost.name for cost in COSTS.values() if any(activation_named(name).boundless for name in cost.outputs)]


def require_fit(cost: Cost, output: str) -> None:
    """Raise ValueError, with the reason, unless `output` is an output layer that fits `cost`."""
    if output not in cost.outputs:
        fitting = " or ".join(cost.outputs)
        raise ValueError(
            f"The {cost.label.lower()} cost needs a {fitting} output layer, not {activation_named(output).label}: "
            "only then are its logarithms and its errors what the formula says."
        )


def require_targets(cost: Cost, y: Array) -> None:
    """Raise ValueError, with the reason, unless `cost` can compare an output with the desired outputs y, (m, n_L)."""
    if objection := cost.objection(y):
        raise ValueError(objection)


def output_delta(cost: Cost, output: str, z: Array, a: Array, y: Array) -> Array:
    """(BP1) δ^L = ∇_a C ⊙ σ'(z^L), shape (m, n_L); where neurons are mixed the sum over all outputs."""
    activation = activation_named(output)
    if not cost.cancels:
        return activation.back(z, cost.gradient(z, a, y))
    # softmax gives a Σ_j y_j - y: a - y too, unless soft targets do not sum to 1
    return np.asarray(a * y.sum(axis=-1, keepdims=True) - y if activation.mixes else a - y)


def output_delta_change(cost: Cost, output: str, z: Array, a: Array, y: Array, changes: Array) -> Array:
    """How δ^L changes as z^L changes, along several directions: both (m, directions, n_L), float64."""
    activation = activation_named(output)
    if cost.cancels:
        change = activation.onwards(z, changes)
        return np.asarray(change * y.sum(axis=-1)[:, np.newaxis, np.newaxis] if activation.mixes else change)
    if cost.curvature is None:
        return _by_differences(cost, output, z, y, changes)
    curvature = cost.curvature(z, a, y)[:, np.newaxis] * activation.onwards(z, changes)
    bend = activation.back_onwards(z, cost.gradient(z, a, y), changes)
    if activation.mixes:
        return np.asarray(np.einsum("mdj,mji->mdi", curvature, activation.derivative(z)) + bend)
    return np.asarray(curvature * activation.derivative(z)[:, np.newaxis] + bend)


def _by_differences(cost: Cost, output: str, z: Array, y: Array, changes: Array) -> Array:
    """`output_delta_change` to about nine digits, for a cost that does not say its curvature."""
    lengths = np.abs(changes).max(axis=-1, keepdims=True)
    steps = 1e-5 * changes / np.where(lengths > 0, lengths, 1)
    answers = np.repeat(y, changes.shape[1], axis=0)
    function = activation_named(output).function
    deltas = []
    for sign in (1, -1):
        moved = (z[:, np.newaxis] + sign * steps).reshape(-1, z.shape[-1])
        deltas.append(output_delta(cost, output, moved, function(moved), answers).reshape(changes.shape))
    return np.asarray((deltas[0] - deltas[1]) / 2e-5 * lengths)
