"""The digit of all lessons, a 3 that could be an 8, and the small network that takes it for one: numbers of the engine.

The network looks at two places only, where an 8 has ink and most 3s have none. It has not learned yet: its weights are
random, and multiples of 0.1. So every number of one lesson is that of the others.
"""

from functools import cache

import numpy as np

from engine.activations import ACTIVATIONS, softmax
from engine.arrays import Array
from engine.backpropagation import gradient
from engine.data import mnist
from engine.network import Network
from engine.newton import hessian
from playground.lessons.parts.small_networks import handy

INDEX = 6251
"""Its number among the training digits that ship with the package."""
DIGIT, OTHER = 3, 8
BOXES = ((16, 9), (9, 9))
"""The top left pixels, as (row, column), of the places that x₁ and x₂ look at."""
SIDE = 4
"""Pixels in a row of such a place."""
FULL = 0.5
"""The mean ink of a place that counts as 1."""
SIZES = (2, 3, 2)
SHAPE = "2 → 3 → 2"
SEED = 3938
"""Of the random weights: with these it is wrong, no neuron is saturated, and some ReLUs are on and some off."""
PAIR = (0, 9)
"""The places of w²₁₁ and w³₁₁, two of its weights, among its parameters."""
X, Y = np.array([1.0, 0.5]), np.array([0.0, 1.0])
"""What the network sees of the digit, in tenths, and its desired outputs: no 8, but a 3."""


@cache
def pixels() -> Array:
    """The digit, (28, 28), 0 paper and 1 ink."""
    return np.asarray(mnist.embedded().x_train[INDEX].reshape(28, 28) / 255)


def features(digits: Array) -> Array:
    """How much ink each digit (n, 28, 28) has in both places: (n, 2), at most 1."""
    places = [digits[:, row : row + SIDE, column : column + SIDE].mean(axis=(1, 2)) for row, column in BOXES]
    return np.asarray(np.minimum(np.column_stack(places) / FULL, 1.0))


def network() -> Network:
    """The network of all lessons, in float64."""
    return handy(SIZES, "sigmoid", "sigmoid", SEED)


def bend(one: int, other: int) -> Array:
    """The Hessian (2, 2) of the quadratic cost of the digit for two of the network's parameters."""
    chosen = [one, other]
    return hessian(network(), X[np.newaxis], Y[np.newaxis], "quadratic")[np.ix_(chosen, chosen)]


@cache
def numbers() -> dict[str, float]:
    """What the lessons tell of the digit and the network, by name; neurons are counted from 1."""
    net = network()
    zs, activations = net.forward(X[np.newaxis])
    cost, by_weight, by_bias = gradient(net, X[np.newaxis], Y[np.newaxis], "quadratic")
    curve = bend(*PAIR)
    return {
        "z": float(zs[0][0, 0]),
        "a": float(activations[1][0, 0]),
        "z8": float(zs[-1][0, 0]),
        "a8": float(activations[-1][0, 0]),
        "a3": float(activations[-1][0, 1]),
        "C": float(cost),
        "delta8": float(by_bias[-1][0]),
        "rate": float(by_weight[0][0, 0]),
        "slope8": float(ACTIVATIONS["sigmoid"].derivative(zs[-1][0, 0])),
        "share8": 100 * float(softmax(zs[-1][0])[0]),
        "count": net.parameters.size,
        "h11": float(curve[0, 0]),
        "h12": float(curve[0, 1]),
        "h22": float(curve[1, 1]),
    }
