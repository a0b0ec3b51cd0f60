"""The Hessian technique: w → w - H⁻¹∇C, undamped as it is written, or damped so that it never goes uphill.

    C(w + Δw) ≈ C + ∇C·Δw + ½ ΔwᵀHΔw,   H_jk = ∂²C/∂w_j∂w_k,   least at Δw = -H⁻¹∇C if H is positive definite

Where it is not, that Δw may lead uphill, or not exist; (H + μI)⁻¹ with a damping μ > 0 turns the step towards
-∇C and shortens it. All arithmetic is float64.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from engine.activations import activation_named
from engine.arrays import Array, as_answers, as_inputs
from engine.backpropagation import deltas, gradient
from engine.costs import Cost, cost_named, output_delta_change
from engine.network import Network, blocks_of
from engine.regularizers import regularizer_named
from engine.surfaces import Surface

MOST_PARAMETERS = 200
ROWS_AT_ONCE = 250
FIRST_DAMPING = 1e-4
DAMPING_FACTOR = 10.0
MOST_TRIALS = 24
FAR_AWAY = 1e6


@dataclass(frozen=True)
class NewtonStep:
    """What one Newton step on a network did.

    `damping` is the μ that was used; infinity says that no step was found that does not go uphill, so the network
    stayed where it was. `lowest_eigenvalue` is that of H before damping, and `indefinite` says that it is negative
    by more than rounding: along its eigenvector C curves down, and the parabola has no lowest point.
    """

    cost_before: float
    cost_after: float
    damping: float
    lowest_eigenvalue: float
    indefinite: bool

    @property
    def uphill(self) -> bool:
        """Whether the cost rose, or stopped being a number."""
        return not self.cost_after <= self.cost_before


@dataclass(frozen=True)
class Newton:
    """The cost that Newton steps on `network` go down, as a function of its parameters.

    `x` has shape (m, n_1), `y` (m, n_L); cost, regularization, strength λ and `n` are as in
    `backpropagation.gradient`. Each step changes `network.parameters` in place and says what it did.
    """

    network: Network
    x: Any
    y: Any
    cost: str | Cost
    regularization: str = "none"
    strength: float = 0.0
    n: int | None = None

    def undamped_step(self) -> NewtonStep:
        """One step Δw = -H⁻¹∇C, wherever it leads. Raises ValueError if H is singular or the network too large."""
        return self.step(0.0)

    def step(self, damping: float) -> NewtonStep:
        """One step Δw = -(H + μI)⁻¹∇C with this damping μ, wherever it leads.

        Raises ValueError, and leaves the network as it was, if H + μI is singular or the network is too large.
        """
        before, slope, spectrum = self._here()
        after = self._move(self.network.parameters + spectrum.step(slope, damping))
        return NewtonStep(before, after, damping, spectrum.lowest, spectrum.indefinite)

    def damped_step(self) -> NewtonStep:
        """One step with the first damping μ for which the cost does not rise.

        μ = 0 is tried first if H is positive definite. Otherwise, and after that, μ is tried from just above
        -(lowest eigenvalue), where H + μI becomes positive definite, upwards: a larger μ makes a shorter step, ever
        closer to the direction of -∇C. Raises ValueError if the network is too large.
        """
        before, slope, spectrum = self._here()
        start = self.network.parameters.copy()
        for damping in spectrum.dampings(slope):
            after = self._move(start + spectrum.step(slope, damping))
            if after <= before:
                return NewtonStep(before, after, damping, spectrum.lowest, spectrum.indefinite)
        self.network.parameters[...] = start
        return NewtonStep(before, before, math.inf, spectrum.lowest, spectrum.indefinite)

    def _here(self) -> tuple[float, Array, "_Spectrum"]:
        """C, ∇C as one vector in the order of the parameters, and H by its eigenvectors."""
        everything = self.network, self.x, self.y, self.cost, self.regularization, self.strength, self.n
        with np.errstate(over="ignore", invalid="ignore"):
            spectrum = _Spectrum.of(hessian(*everything))
            value, by_weight, by_bias = gradient(*everything)
        pairs = zip(by_weight, by_bias, strict=True)
        slope = np.concatenate([np.column_stack([w, b]).ravel() for w, b in pairs])
        return value, slope, spectrum

    def _move(self, parameters: Array) -> float:
        """Set the network's parameters and return C there, infinite or not a number if they ran away."""
        with np.errstate(over="ignore", invalid="ignore"):
            self.network.parameters[...] = parameters
            return gradient(self.network, self.x, self.y, self.cost, self.regularization, self.strength, self.n)[0]


@dataclass(frozen=True)
class _Spectrum:
    """A symmetric matrix H = Q diag(values) Qᵀ, values ascending: solves with any damping at the price of a product."""

    values: Array
    vectors: Array

    @classmethod
    def of(cls, matrix: Array) -> "_Spectrum":
        if not np.isfinite(matrix).all():
            raise ValueError("The Hessian is not finite: the weights have run away, start again with smaller ones.")
        return cls(*np.linalg.eigh(matrix))

    @property
    def lowest(self) -> float:
        return float(self.values[0])

    @property
    def size(self) -> float:
        """The largest |eigenvalue|."""
        return float(np.abs(self.values).max())

    @property
    def indefinite(self) -> bool:
        return self.lowest < -_rounding(self.values)

    def step(self, slope: Array, damping: float) -> Array:
        """-(H + μI)⁻¹ slope. Raises ValueError if H + μI is singular to rounding."""
        shifted = self.values + damping
        if np.abs(shifted).min() <= _rounding(shifted):
            raise ValueError(
                "The Hessian is singular here: along some direction the cost does not curve at all, so no step is "
                "best. Damp it: add some μ > 0 to its diagonal."
                if damping == 0
                else f"With μ = {damping:g} the damped Hessian is singular: choose a larger damping μ."
            )
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(-self.vectors @ ((self.vectors.T @ slope) / shifted))

    def dampings(self, slope: Array) -> list[float]:
        """The μ to try in turn, each making H + μI positive definite.

        Those above 0 start where H is changed noticeably and no step is farther than FAR_AWAY.
        """
        floor, steepness = max(0.0, -self.lowest), float(np.linalg.norm(slope))
        unit = max(FIRST_DAMPING * self.size, steepness / FAR_AWAY) or 1.0
        raised = [floor + unit * DAMPING_FACTOR**i for i in range(MOST_TRIALS)]
        return [0.0, *raised] if self.lowest > _rounding(self.values) else raised


def _rounding(values: Array) -> float:
    """Below this size an eigenvalue cannot be told from 0."""
    return float(len(values) * np.finfo(np.float64).eps * np.abs(values).max())


def newton_step(gradient: Any, hessian: Any, damping: float = 0.0) -> Array:
    """Δw = -(H + μI)⁻¹∇C for ∇C of shape (P,), H symmetric of shape (P, P) and the damping μ: shape (P,).

    Raises ValueError if H + μI is singular to rounding, and for shapes that do not fit.
    """
    hessian, gradient = np.asarray(hessian, np.float64), np.asarray(gradient, np.float64)
    if gradient.ndim != 1 or hessian.shape != 2 * gradient.shape:
        raise ValueError(
            f"A gradient of shape {gradient.shape} and a Hessian of {hessian.shape} do not fit: (P,), (P, P)."
        )
    return _Spectrum.of(hessian).step(gradient, damping)


def hessian(
    network: Network,
    x: Any,
    y: Any,
    cost: str | Cost,
    regularization: str = "none",
    strength: float = 0.0,
    n: int | None = None,
) -> Array:
    """All second derivatives H_jk = ∂²C/∂w_j∂w_k, exact: shape (P, P), in the order of `network.parameters`.

    The arguments are those of `backpropagation.gradient`, whose derivative it is. λ/(2n) w² of L2 adds λ/n on the
    diagonal of the weights; λ/n |w| of L1 does not curve except at w = 0, where it is taken as not curving too (as is
    ReLU at z = 0).

    Raises ValueError for more than MOST_PARAMETERS parameters, or a regularization that does not exist.
    """
    cost = cost_named(cost)
    count = len(network.parameters)
    if count > MOST_PARAMETERS:
        raise ValueError(
            f"The Hessian of {count:,} parameters has {count:,} × {count:,} entries: for Newton's method a network may "
            f"have {MOST_PARAMETERS} weights and biases at most. Take fewer or smaller layers."
        )
    regularizer = regularizer_named(regularization)
    x = as_inputs(x, np.float64)
    y = as_answers(y, (len(x), network.sizes[-1]))
    total = np.zeros((count, count))
    for start in range(0, len(x), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        _add_curvature(total, network, x[rows], y[rows], cost)
    total = (np.tril(total) + np.tril(total, -1).T) / len(x)
    curves = np.zeros(count)
    for block, w in zip(blocks_of(curves, network.sizes), network.weights, strict=True):
        block[:, :-1] = regularizer.curve(w.astype(np.float64))
    total[np.diag_indices(count)] += curves * strength / (n or len(x))
    return np.asarray(total)


def _add_curvature(total: Array, network: Network, x: Array, y: Array, cost: Cost) -> None:
    """Add the Hessian of the summed cost of the rows of x to the lower triangle of `total`, by the R-operator.

    R{·} = ∂·/∂b^l_i for every neuron i of every layer at once: forward through the network it gives R{z} and R{a},
    back through it R{δ}, all of shape (m, directions, n_l). Weights need no directions of their own: for one example
    w^l_ik moves the same z^l_i, only a^{l-1}_k times as much. So the derivative of δ^l_j a^{l-1}_k (BP4) along any
    parameter of this or an earlier layer is R{δ^l_j} a^{l-1}_k + δ^l_j R{a^{l-1}_k}, times the activation that the
    parameter multiplies; along those of later layers it follows by symmetry.
    """
    network = network.copy(np.float64)
    errors, zs, activations = deltas(network, x, y, cost)
    with_ones = [np.column_stack([a, np.ones(len(a))]) for a in activations[:-1]]
    functions = [activation_named(name) for name in network.activations]
    starts = [0, *accumulate(network.sizes[1:])]  # the first direction of each layer after the input
    offsets = [0, *accumulate(block.size for block in network.blocks)]  # its first parameter

    weighted: list[Array] = []
    moved = [np.zeros((len(x), 0, network.sizes[0]))]
    for layer, w in enumerate(network.weights):
        own = np.broadcast_to(np.eye(len(w)), (len(x), len(w), len(w)))
        weighted.append(np.concatenate([_times(moved[-1], w.T), own], axis=1))
        if layer < len(zs) - 1:
            moved.append(functions[layer].derivative(zs[layer])[:, np.newaxis] * weighted[-1])
    change = output_delta_change(cost, network.output, zs[-1], activations[-1], y, weighted[-1])

    for layer in reversed(range(len(network.weights))):
        w, delta, below = network.weights[layer], errors[layer], starts[layer]
        here = slice(offsets[layer], offsets[layer + 1])
        for earlier in range(layer + 1):
            there, directions = slice(*offsets[earlier : earlier + 2]), slice(*starts[earlier : earlier + 2])
            sources = with_ones[earlier]
            second = _summed(sources, with_ones[layer], change[:, directions])  # R{δ^l} a^{l-1}, as [k', k, i, j]
            second = second.transpose(3, 1, 2, 0)
            if earlier < layer:
                second[:, :-1] += _summed(sources, delta, moved[layer][:, directions]).transpose(1, 3, 2, 0)
            total[here, there] += second.reshape(network.blocks[layer].size, -1)
        if layer:
            z, function = zs[layer - 1], functions[layer - 1]
            change = _times(change[:, :below], w) * function.derivative(z)[:, np.newaxis]
            change += ((delta @ w) * function.second_derivative(z))[:, np.newaxis] * weighted[layer - 1]


def _summed(left: Array, right: Array, tensor: Array) -> Array:
    """Σ_x left_xa right_xb tensor_xcd as one matrix product: shape (a, b, c, d)."""
    m, *rest = tensor.shape
    outer = (left[:, :, np.newaxis] * right[:, np.newaxis]).reshape(m, -1)
    return np.asarray((outer.T @ tensor.reshape(m, -1)).reshape(left.shape[1], right.shape[1], *rest))


def _times(stack: Array, matrix: Array) -> Array:
    """stack @ matrix for a stack of matrices, as one product."""
    return np.asarray((stack.reshape(-1, stack.shape[-1]) @ matrix).reshape(*stack.shape[:-1], matrix.shape[1]))


def gradient_descent(surface: Surface, start: Any, learning_rate: float, steps: int) -> Array:
    """The points v → v - η∇C passes from `start`, shape (2,): shape (steps + 1, 2), the start first.

    The path ends early when the next point is out of all bounds, as happens when η overshoots.
    """
    return _path(start, steps, lambda v: -learning_rate * surface.gradient(v))


def quadratic_model(surface: Surface, at: Any, v: Any, damping: float = 0.0) -> Array:
    """C + ∇C·Δv + ½ Δvᵀ(H + μI)Δv about the point `at`, shape (2,), for Δv = v - at: shape (...) for v (..., 2).

    It is what a Newton step of this damping μ takes the surface for: it touches it at `at`, with its slope, and for
    μ = 0 with its curvature too.
    """
    at, v = np.asarray(at, np.float64), np.asarray(v, np.float64)
    change = v - at
    curvature = surface.hessian(at) + damping * np.eye(2)
    bend = np.einsum("...j,jk,...k", change, curvature, change)
    return np.asarray(surface.value(at) + change @ surface.gradient(at) + bend / 2)


def newton_descent(surface: Surface, start: Any, steps: int, damping: float = 0.0) -> Array:
    """The points v → v - (H + μI)⁻¹∇C passes from `start`, shape (2,): shape (steps + 1, 2), the start first.

    Raises ValueError if H + μI is singular at one of them.
    """
    return _path(start, steps, lambda v: newton_step(surface.gradient(v), surface.hessian(v), damping))


def _path(start: Any, steps: int, step: Callable[[Array], Array]) -> Array:
    path = [np.array(start, np.float64).reshape(2)]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            following = path[-1] + step(path[-1])
            if np.abs(following).max() > FAR_AWAY or np.isnan(following).any():
                break
            path.append(following)
    return np.array(path)
