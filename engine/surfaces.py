"""Surfaces: costs of two variables to be looked at while they are descended, with their slopes and how they curve.

Some are landscapes that show one thing each; others are the true cost of a neuron on a few examples.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.activations import activation_named
from engine.arrays import Array
from engine.neuron_cost import FIVE_EXAMPLES, NeuronCost


@dataclass(frozen=True)
class Surface:
    """A cost of two variables v = (v_1, v_2), to be looked at while it is descended.

    For v of shape (..., 2), `value(v)` has shape (...), `gradient(v)` (..., 2) and `hessian(v)` (..., 2, 2).
    `limits` are the (low, high) of each variable that are worth drawing. A surface that is the cost of a `neuron` on
    data has its weight and bias as `variables`.
    """

    name: str
    label: str
    formula: str
    value: Callable[[Array], Array]
    gradient: Callable[[Array], Array]
    hessian: Callable[[Array], Array]
    limits: tuple[tuple[float, float], tuple[float, float]]
    variables: tuple[str, str] = ("v₁", "v₂")
    neuron: NeuronCost | None = None


def _bowl(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return np.asarray(x**2 + x * y + 2 * y**2)


def _bowl_gradient(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return np.stack([2 * x + y, x + 4 * y], axis=-1)


def _bowl_hessian(v: Array) -> Array:
    return _symmetric(np.full(v.shape[:-1], 2.0), np.full(v.shape[:-1], 1.0), np.full(v.shape[:-1], 4.0))


def _valley(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return np.asarray((1 - x) ** 2 + 10 * (y - x**2) ** 2)


def _valley_gradient(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return np.stack([2 * (x - 1) - 40 * x * (y - x**2), 20 * (y - x**2)], axis=-1)


def _valley_hessian(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return _symmetric(2 - 40 * y + 120 * x**2, -40 * x, np.full(v.shape[:-1], 20.0))


def _two_minima(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return np.asarray(x**4 / 4 - x**2 / 2 + x / 5 + y**2 / 2)


def _two_minima_gradient(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return np.stack([x**3 - x + 0.2, y], axis=-1)


def _two_minima_hessian(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return _symmetric(3 * x**2 - 1, np.zeros_like(x), np.ones_like(y))


def _saddle(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return np.asarray((x**2 - y**2) / 2)


def _saddle_gradient(v: Array) -> Array:
    x, y = np.moveaxis(v, -1, 0)
    return np.stack([x, -y], axis=-1)


def _saddle_hessian(v: Array) -> Array:
    return _symmetric(np.ones(v.shape[:-1]), np.zeros(v.shape[:-1]), -np.ones(v.shape[:-1]))


def _symmetric(xx: Array, xy: Array, yy: Array) -> Array:
    """The matrices [[xx, xy], [xy, yy]], shape (..., 2, 2)."""
    return np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)


def _of_neuron(kind: str, output: str, reach: float) -> Surface:
    neuron = FIVE_EXAMPLES[kind]
    return Surface(
        f"{kind}-neuron",
        f"{activation_named(kind).label} neuron",
        rf"C = \frac{{1}}{{2n}} \sum_x (y - {output})^2",
        neuron.value,
        neuron.gradient,
        neuron.hessian,
        ((-reach, reach), (-reach, reach)),
        ("w", "b"),
        neuron,
    )


_ALL = (
    Surface(
        "bowl",
        "Bowl",
        r"C = v_1^2 + v_1 v_2 + 2 v_2^2",
        _bowl,
        _bowl_gradient,
        _bowl_hessian,
        ((-3.0, 3.0), (-3.0, 3.0)),
    ),
    Surface(
        "valley",
        "Valley",
        r"C = (1 - v_1)^2 + 10 (v_2 - v_1^2)^2",
        _valley,
        _valley_gradient,
        _valley_hessian,
        ((-2.0, 2.0), (-1.0, 3.0)),
    ),
    Surface(
        "two-minima",
        "Two minima",
        r"C = \frac{v_1^4}{4} - \frac{v_1^2}{2} + \frac{v_1}{5} + \frac{v_2^2}{2}",
        _two_minima,
        _two_minima_gradient,
        _two_minima_hessian,
        ((-2.0, 2.0), (-2.0, 2.0)),
    ),
    Surface(
        "saddle",
        "Saddle",
        r"C = \frac{v_1^2 - v_2^2}{2}",
        _saddle,
        _saddle_gradient,
        _saddle_hessian,
        ((-3.0, 3.0), (-3.0, 3.0)),
    ),
    _of_neuron("linear", "(w x + b)", 3.0),
    _of_neuron("sigmoid", r"\sigma(w x + b)", 5.0),
)
SURFACES: dict[str, Surface] = {surface.name: surface for surface in _ALL}
