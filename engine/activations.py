"""Activation functions: each neuron's output a = σ(z), with all that is known of it, in one registry.

Softmax mixes all neurons of a layer, so it has a Jacobian where the others have σ'(z), and is an output layer only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.names import require_known

Elementwise = Callable[[Array], Array]

_REACH = 64.0


@dataclass(frozen=True)
class Activation:
    """One activation function. Whoever wants to know more of it than its name asks here.

    `function`, `derivative` and `second_derivative` map weighted inputs z of any shape to σ(z), σ'(z) and σ''(z)
    of the same shape. Where it `mixes` the neurons of a layer, z is (m, n), the derivative is ∂a_j/∂z_i, (m, n, n),
    and the second one ∂²a_j/∂z_i∂z_k, (m, n, n, n).

    `low` and `high` bound the output; `trainable` says whether gradient descent can use it, `monotone` whether a
    larger z is never a smaller a, and `dies` whether a neuron can be dead: σ'(z) is 0 on a whole side of some z.

    How others write it, empty where they cannot: `python` is the body of a function of z, with NumPy as np; `pytorch`
    a module, with torch.nn as nn; `onnx` the nodes that make a of z, in the text form of ONNX.
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
    mixes: bool = False
    monotone: bool = True
    dies: bool = False
    python: str = ""
    pytorch: str = ""
    onnx: tuple[str, ...] = ()

    @property
    def bounded(self) -> bool:
        """Whether the output has two ends, and so a neuron is saturated far from z = 0."""
        return bool(np.isfinite([self.low, self.high]).all())

    @property
    def boundless(self) -> bool:
        """Whether the output can be any number."""
        return bool(np.isinf([self.low, self.high]).all())

    @property
    def targets(self) -> tuple[float, float]:
        """What an output neuron is to give for "no" and for "yes": the ends of the output, or 0 and 1 without ends."""
        return (self.low, self.high) if self.bounded else (0.0, 1.0)

    @cached_property
    def middle(self) -> float:
        """The z up to which a neuron alone says "no": there the output is half-way between its targets."""
        half = sum(self.targets) / 2
        low, high = -_REACH, _REACH
        for _ in range(100):
            z = (low + high) / 2
            a = float(self.function(np.array([z]))[0])
            if a == half:
                return z
            low, high = (z, high) if a < half else (low, z)
        return low

    @cached_property
    def steepest(self) -> float:
        """The largest |σ'(z)|."""
        return float(np.abs(self.derivative(np.linspace(-_REACH, _REACH, 12_801))).max())

    def decide(self, z: Array) -> Array:
        """The class that weighted inputs z of output neurons, (..., n), stand for: (...).

        It is the neuron with the largest output; one neuron alone says 1 above the `middle`, else 0. What decides is
        z, since outputs that are nearly at their end are the same number.
        """
        if z.shape[-1] == 1:
            return np.asarray((z[..., 0] > self.middle).astype(np.intp))
        return np.asarray((z if self.monotone else self.function(z)).argmax(axis=-1))

    def shares(self, a: Array) -> Array:
        """Outputs as shares from 0 to 1 of the way between the targets."""
        no, yes = self.targets
        return np.asarray(np.clip(np.nan_to_num((a - no) / (yes - no), nan=0.0), 0, 1))

    def back(self, z: Array, slopes: Array) -> Array:
        """∂C/∂z of ∂C/∂a, both (m, n): slopes ⊙ σ'(z), or Σ_j slopes_j ∂a_j/∂z_i."""
        derivative = self.derivative(z)
        return np.asarray(np.einsum("mj,mji->mi", slopes, derivative) if self.mixes else slopes * derivative)

    def onwards(self, z: Array, changes: Array) -> Array:
        """How a changes as z (m, n) changes, along several directions: both (m, directions, n)."""
        derivative = self.derivative(z)
        if self.mixes:
            return np.asarray(np.einsum("mji,mdi->mdj", derivative, changes))
        return np.asarray(derivative[:, np.newaxis] * changes)

    def back_onwards(self, z: Array, slopes: Array, changes: Array) -> Array:
        """How `back(z, slopes)` changes as z changes, the slopes staying: (m, directions, n)."""
        second = self.second_derivative(z)
        if self.mixes:
            return np.asarray(np.einsum("mj,mjik,mdk->mdi", slopes, second, changes))
        return np.asarray((slopes * second)[:, np.newaxis] * changes)


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
    """∂a_j/∂z_i = a_j (δ_ji - a_i): activations of shape (m, n) give (m, n, n), indexed [example, j, i].

    An a_j too small for a number counts as the smallest one, so that 1 / a_j of the log-likelihood still cancels it.
    """
    above_zero = np.maximum(a, np.finfo(np.result_type(a, np.float32)).tiny)
    return np.asarray(above_zero[..., :, np.newaxis] * (np.eye(a.shape[-1]) - a[..., np.newaxis, :]))


def _softmax_derivative(z: Array) -> Array:
    return softmax_jacobian(softmax(z))


def _softmax_second(z: Array) -> Array:
    # ∂²a_j/∂z_i∂z_k = a_j ((δ_ji - a_i) (δ_jk - a_k) - a_i (δ_ik - a_k))
    a = softmax(z)
    to_own = np.eye(a.shape[-1]) - a[..., np.newaxis, :]  # (δ_ji - a_i), as [example, j, i]
    both = to_own[..., :, :, np.newaxis] * to_own[..., :, np.newaxis, :]
    return np.asarray(a[..., :, np.newaxis, np.newaxis] * (both - softmax_jacobian(a)[..., np.newaxis, :, :]))


SIGMOID = Activation(
    name="sigmoid",
    label="Sigmoid",
    formula=r"\sigma(z) = \frac{1}{1 + e^{-z}}",
    function=sigmoid,
    derivative=sigmoid_derivative,
    second_derivative=_sigmoid_second,
    low=0.0,
    high=1.0,
    python="e = np.exp(-np.abs(z))\nreturn np.where(z >= 0, 1, e) / (1 + e)",
    pytorch="nn.Sigmoid()",
    onnx=("a = Sigmoid(z)",),
)
TANH = Activation(
    name="tanh",
    label="Tanh",
    formula=r"\tanh(z)",
    function=np.tanh,
    derivative=_tanh_derivative,
    second_derivative=_tanh_second,
    low=-1.0,
    high=1.0,
    python="return np.tanh(z)",
    pytorch="nn.Tanh()",
    onnx=("a = Tanh(z)",),
)
RELU = Activation(
    name="relu",
    label="ReLU",
    formula=r"\max(0, z)",
    function=_relu,
    derivative=_positive,
    second_derivative=np.zeros_like,
    low=0.0,
    high=np.inf,
    dies=True,
    python="return np.maximum(z, 0)",
    pytorch="nn.ReLU()",
    onnx=("a = Relu(z)",),
)
LINEAR = Activation(
    name="linear",
    label="Linear",
    formula="z",
    function=_same,
    derivative=np.ones_like,
    second_derivative=np.zeros_like,
    low=-np.inf,
    high=np.inf,
    python="return z",
    pytorch="nn.Identity()",
    onnx=("a = Identity(z)",),
)
STEP = Activation(
    name="step",
    label="Step",
    formula=r"1 \text{ if } z > 0 \text{ else } 0",
    function=_positive,
    derivative=np.zeros_like,
    second_derivative=np.zeros_like,
    low=0.0,
    high=1.0,
    trainable=False,
    python="return (z > 0).astype(z.dtype)",
    onnx=(
        "zero = Constant<value_float: float = 0.0>()",
        "positive = Greater(z, zero)",
        "a = Cast<to: int = 1>(positive)",
    ),
)
SOFTMAX = Activation(
    name="softmax",
    label="Softmax",
    formula=r"a_j = \frac{e^{z_j}}{\sum_k e^{z_k}}",
    function=softmax,
    derivative=_softmax_derivative,
    second_derivative=_softmax_second,
    low=0.0,
    high=1.0,
    mixes=True,
    python="e = np.exp(z - z.max(axis=-1, keepdims=True))\nreturn e / e.sum(axis=-1, keepdims=True)",
    pytorch="nn.Softmax(dim=-1)",
    onnx=("a = Softmax<axis: int = -1>(z)",),
)

ACTIVATIONS: dict[str, Activation] = {one.name: one for one in (SIGMOID, TANH, RELU, LINEAR, STEP)}
MIXING: dict[str, Activation] = {SOFTMAX.name: SOFTMAX}
"""Those that are output layers only."""


def activation_named(name: str) -> Activation:
    """The activation of that name, one that mixes or not. Raises ValueError for an unknown name."""
    known = ACTIVATIONS | MIXING
    require_known("activation", name, known)
    return known[name]


def in_layers(activation: str | tuple[str, ...], layers: int) -> tuple[str, ...]:
    """The activation of each of so many hidden layers: one for all of them, or one for each."""
    return (activation,) * layers if isinstance(activation, str) else activation


def in_short(activation: Any, layers: int) -> str | tuple[str, ...]:
    """The same with one name where all hidden layers have one. Raises ValueError for more, fewer or unknown names."""
    listed = np.iterable(activation) and not isinstance(activation, str)
    given = list(activation) if listed else [activation]
    for name in given:
        require_known("activation", name, ACTIVATIONS)
    names = tuple(map(str, given))
    if listed and not layers:
        raise ValueError("Without a hidden layer the activation says nothing: leave it out, or give one name.")
    if listed and len(names) != layers:
        raise ValueError(
            f"The activation is one name for all hidden layers, or a list with one for each of them: {layers}, not "
            f"{len(names)}."
        )
    return names[0] if len(set(names)) == 1 else names


def activate(name: str, z: Array) -> Array:
    """The output of a layer with weighted inputs `z`, shape (..., n), for an activation's name."""
    return activation_named(name).function(z)
