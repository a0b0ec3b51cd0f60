"""Activation functions: each neuron's output a = σ(z), with its first and second derivative, in one registry.

Softmax is the exception: it mixes all neurons of a layer, so it has a Jacobian where the others have σ'(z).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array

Elementwise = Callable[[Array], Array]


@dataclass(frozen=True)
class Activation:
    """One elementwise activation function.

    `function`, `derivative` and `second_derivative` map weighted inputs z of any shape to σ(z), σ'(z) and σ''(z)
    of the same shape. `low` and `high` bound the output; `trainable` says whether gradient descent can use it.
    """

    name: str
    label: str
    formula: str
    function: Elementwise
    derivative: Elementwise
    second_derivative: Elementwise
    low: float
    high: float
    trainable: bool = True


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e^-z), without overflow for any z."""
    e = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1, e) / (1 + e))


def sigmoid_derivative(z: Array) -> Array:
    """σ'(z) = σ(z) (1 - σ(z)), accurate in both tails."""
    e = np.exp(-np.abs(z))
    return np.asarray(e / (1 + e) ** 2)


def _sigmoid_second(z: Array) -> Array:
    return np.asarray(sigmoid_derivative(z) * (1 - 2 * sigmoid(z)))


def _tanh_derivative(z: Array) -> Array:
    return np.asarray(1 - np.tanh(z) ** 2)


def _tanh_second(z: Array) -> Array:
    a = np.tanh(z)
    return np.asarray(-2 * a * (1 - a * a))


def _relu(z: Array) -> Array:
    return np.asarray(np.maximum(z, 0))


def _positive(z: Array) -> Array:
    return np.asarray(np.greater(z, 0).astype(np.asarray(z).dtype))


def _same(z: Array) -> Array:
    return np.asarray(z)


def softmax(z: Array) -> Array:
    """a_j = e^{z_j} / Σ_k e^{z_k} along the last axis, shifted by max z so that it cannot overflow."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def softmax_jacobian(a: Array) -> Array:
    """∂a_j/∂z_i = a_j (δ_ji - a_i): activations of shape (m, n) give (m, n, n), indexed [example, j, i]."""
    return np.asarray(a[:, :, np.newaxis] * (np.eye(a.shape[1]) - a[:, np.newaxis, :]))


_ALL = (
    Activation(
        "sigmoid",
        "Sigmoid",
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        sigmoid,
        sigmoid_derivative,
        _sigmoid_second,
        0.0,
        1.0,
    ),
    Activation("tanh", "Tanh", r"\tanh(z)", np.tanh, _tanh_derivative, _tanh_second, -1.0, 1.0),
    Activation("relu", "ReLU", r"\max(0, z)", _relu, _positive, np.zeros_like, 0.0, np.inf),
    Activation("linear", "Linear", "z", _same, np.ones_like, np.zeros_like, -np.inf, np.inf),
    Activation(
        "step",
        "Step",
        r"1 \text{ if } z > 0 \text{ else } 0",
        _positive,
        np.zeros_like,
        np.zeros_like,
        0.0,
        1.0,
        trainable=False,
    ),
)
ACTIVATIONS: dict[str, Activation] = {activation.name: activation for activation in _ALL}


def activate(name: str, z: Array) -> Array:
    """The output of a layer with weighted inputs `z`, shape (..., n), for an activation's name or "softmax"."""
    return softmax(z) if name == "softmax" else ACTIVATIONS[name].function(z)
