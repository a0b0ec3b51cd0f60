"""Back-propagation as the four equations say it: the reference that teaches, and that the fast step is tested against.

    (BP1)  δ^L = ∇_a C ⊙ σ'(z^L)
    (BP2)  δ^l = ((w^{l+1})ᵀ δ^{l+1}) ⊙ σ'(z^l)
    (BP3)  ∂C/∂b^l_j = δ^l_j
    (BP4)  ∂C/∂w^l_jk = a^{l-1}_k δ^l_j

Rows are examples: δ^l has shape (m, n_l), so (w^{l+1})ᵀ δ^{l+1} reads `delta @ w`. All arithmetic is float64.

>>> network = Network((1, 1), output="linear", dtype=np.float64)
>>> network.parameters = [2, 1]
>>> cost, by_weight, by_bias = gradient(network, [[3]], [[5]], "quadratic")
>>> cost, by_weight[0].item(), by_bias[0].item()  # z = 2·3 + 1 = 7, δ = 7 - 5
(2.0, 6.0, 2.0)
"""

from typing import Any

import numpy as np

from engine.activations import activation_named
from engine.arrays import Array, as_answers
from engine.costs import Cost, cost_named, output_delta, require_fit
from engine.network import Network
from engine.regularizers import penalty, regularizer_named


def deltas(network: Network, x: Any, y: Any, cost: str | Cost) -> tuple[list[Array], list[Array], list[Array]]:
    """The errors δ^l of every layer after the input, with the z^l and a^l they were made from.

    `x` has shape (m, n_1) and `y` (m, n_L). Returns (deltas, zs, activations), each array with one row an example.
    """
    cost = cost_named(cost)
    require_fit(cost, network.output)
    network = network.copy(np.float64)
    zs, activations = network.forward(x)
    y = as_answers(y, activations[-1].shape)
    delta = output_delta(cost, network.output, zs[-1], activations[-1], y)  # (BP1)
    errors = [delta]
    for w, z, name in zip(network.weights[:0:-1], zs[-2::-1], network.activations[-2::-1], strict=True):
        delta = (delta @ w) * activation_named(name).derivative(z)  # (BP2)
        errors.insert(0, delta)
    return errors, zs, activations


def gradient(
    network: Network,
    x: Any,
    y: Any,
    cost: str | Cost,
    regularization: str = "none",
    strength: float = 0.0,
    n: int | None = None,
) -> tuple[float, list[Array], list[Array]]:
    """The cost of a batch and its gradient: (C, [∂C/∂w^l], [∂C/∂b^l]), averaged over the rows of x.

    `x` has shape (m, n_1), `y` (m, n_L). A regularizer adds λ/n of its penalty to C and of its slope to ∂C/∂w,
    where `n` is the number of training examples (the rows of x unless given) and `strength` is λ.
    """
    cost = cost_named(cost)
    errors, zs, activations = deltas(network, x, y, cost)
    m = len(activations[0])
    y = as_answers(y, activations[-1].shape)
    shrink = strength / (n or m)
    slope = regularizer_named(regularization).slope
    value = float(cost.value(zs[-1], activations[-1], y).mean())
    value += penalty(regularization, network.weights, strength, n or m)
    by_bias = [delta.mean(axis=0) for delta in errors]  # (BP3)
    by_weight = [
        delta.T @ a / m + shrink * slope(w.astype(np.float64))  # (BP4)
        for delta, a, w in zip(errors, activations, network.weights, strict=False)
    ]
    return value, by_weight, by_bias
