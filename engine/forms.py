"""Forms: how the compiled step works out what the registries say, as calls that write into arrays that are there.

Any entry has a plain form, which asks its own functions. Some have a faster one here, found by the entry itself and
not by its name, so that another one under the same name is taken as it is.

* A few sigmoids are one call of SciPy; many are four of NumPy, which takes several numbers at once.
* σ'(z) of sigmoid and tanh follows from a alone; for ReLU the mask that makes a is σ'(z).
* L1's sgn(w) is w·10³⁸ clipped to ±ηλ/n: exact, 0 at 0, and several times faster than `np.sign`.
* L2 is a factor of the weights, which `engine.compiled` multiplies into all of them at once.

All matrices stand column by column, (n_l, m), in a stack (R, n_l, m).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from engine.activations import LINEAR, RELU, SIGMOID, SOFTMAX, TANH, Activation
from engine.arrays import Array
from engine.blas import sigmoid_at_once
from engine.costs import QUADRATIC, Cost
from engine.regularizers import L1, L2, Regularizer

Call = tuple[Callable[..., Any], tuple[Any, ...]]

FEW = 256


@dataclass(frozen=True)
class Form:
    """The form of one activation.

    `outputs(z, a, slope)` are the calls for a = σ(z); they may make σ'(z) on the way. `slopes(a, slope)` are those for
    σ'(z) where it is not made yet. `straight` says that σ'(z) is 1.
    """

    outputs: Callable[[Array, Array, Array], list[Call]]
    slopes: Callable[[Array, Array], list[Call]]
    straight: bool = False


def of_activation(activation: Activation) -> Form:
    """The form of an activation, or the plain one."""
    return _ACTIVATIONS.get(activation) or Form(partial(_plain_outputs, activation), _none)


def through_output(activation: Activation, z: Array, a: Array, delta: Array, slope: Array) -> list[Call]:
    """The calls that make δ^L of ∇_a C in `delta`, both (n_L, m): (BP1), where σ'(z) does not cancel."""
    if activation.mixes:
        return [(_through_jacobian, (activation, z.mT, delta.mT))]
    form = of_activation(activation)
    return [] if form.straight else [*form.slopes(a, slope), (np.multiply, (delta, slope, delta))]


def of_gradient(cost: Cost, z: Array, a: Array, y: Array, out: Array) -> list[Call]:
    """The calls for ∇_a C."""
    if cost == QUADRATIC:
        return [(np.subtract, (a, y, out))]
    return [(_gradient, (cost.gradient, z.mT, a.mT, y.mT, out.mT))]


def shrinks(regularizer: Regularizer) -> bool:
    """Whether the regularizer is a factor 1 - ηλ/n of the weights."""
    return regularizer == L2


def of_pull(
    regularizer: Regularizer,
    weights: Array,
    pull: Array,
    back: Array,
    signs: Array,
    layers: Sequence[tuple[Array, Array]],
) -> list[Call]:
    """The calls for w → w - ηλ/n slope(w), for a regularizer that does not shrink.

    `weights` are parameters, flat, with ηλ/n in `pull`, which is 0 for those that are left alone, and -ηλ/n in `back`;
    `signs` is room. `layers` are views of the same: the weights of each layer, and their part of `pull`.
    """
    if regularizer == L1:
        return [
            (np.multiply, (weights, _constant(signs.dtype.type(1e38)), signs)),
            (partial(np.minimum, out=signs), (signs, pull)),
            (partial(np.maximum, out=signs), (signs, back)),
            (np.subtract, (weights, signs, weights)),
        ]
    return [(_pull, (regularizer.slope, w, by)) for w, by in layers]


def _constant(value: Any) -> Array:
    """A number as NumPy's calls take it fastest."""
    return np.array(value)


def _none(a: Array, slope: Array) -> list[Call]:
    return []


def _plain_outputs(activation: Activation, z: Array, a: Array, slope: Array) -> list[Call]:
    if activation.mixes:
        return [(_apply, (activation.function, z.mT, a.mT))]
    return [(_apply, (activation.derivative, z, slope)), (_apply, (activation.function, z, a))]


def _sigmoid(z: Array, a: Array, slope: Array) -> list[Call]:
    if z.shape[-2] * z.shape[-1] <= FEW:
        return [(sigmoid_at_once(), (z, a))]
    one = _constant(z.dtype.type(1))
    return [(np.negative, (z, a)), (np.exp, (a, a)), (np.add, (a, one, a)), (np.reciprocal, (a, a))]


def _sigmoid_slope(a: Array, slope: Array) -> list[Call]:
    return [(np.multiply, (a, a, slope)), (np.subtract, (a, slope, slope))]


def _tanh(z: Array, a: Array, slope: Array) -> list[Call]:
    return [(np.tanh, (z, a))]


def _tanh_slope(a: Array, slope: Array) -> list[Call]:
    return [(np.multiply, (a, a, slope)), (np.subtract, (_constant(a.dtype.type(1)), slope, slope))]


def _relu(z: Array, a: Array, slope: Array) -> list[Call]:
    return [(np.greater, (z, _constant(z.dtype.type(0)), slope)), (np.multiply, (z, slope, a))]


def _linear(z: Array, a: Array, slope: Array) -> list[Call]:
    return [] if a is z else [(np.copyto, (a, z))]


def _softmax(z: Array, a: Array, slope: Array) -> list[Call]:
    row = np.empty((*z.shape[:-2], 1, z.shape[-1]), z.dtype)
    return [
        (np.maximum.reduce, (z, -2, None, row, True)),
        (np.subtract, (z, row, a)),
        (np.exp, (a, a)),
        (np.add.reduce, (a, -2, None, row, True)),
        (np.divide, (a, row, a)),
    ]


_ACTIVATIONS = {
    SIGMOID: Form(_sigmoid, _sigmoid_slope),
    TANH: Form(_tanh, _tanh_slope),
    RELU: Form(_relu, _none),
    LINEAR: Form(_linear, _none, straight=True),
    SOFTMAX: Form(_softmax, _none),
}


def _apply(function: Callable[[Array], Array], z: Array, out: Array) -> None:
    out[...] = function(z)


def _gradient(gradient: Callable[..., Array], z: Array, a: Array, y: Array, out: Array) -> None:
    out[...] = gradient(z, a, y)


def _through_jacobian(activation: Activation, z: Array, delta: Array) -> None:
    rows = z.reshape(-1, z.shape[-1])
    delta[...] = activation.back(rows, delta.reshape(rows.shape)).reshape(delta.shape)


def _pull(slope: Callable[[Array], Array], w: Array, pull: Array) -> None:
    w -= np.where(pull != 0, pull * slope(w), 0)
