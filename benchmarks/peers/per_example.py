"""The textbook algorithm: backpropagation example by example, on lists of matrices and column vectors in float64.

This is how neural networks are first explained: a loop over the examples of a mini-batch, forward and back for each,
the gradients summed. It is the baseline that one leaves behind.
"""

from collections.abc import Callable

import numpy as np

from benchmarks.peers.workload import Workload
from engine.arrays import Array
from engine.data import Dataset


def per_example(workload: Workload, data: Dataset, threads: int) -> Callable[[], None]:
    """An epoch of it."""
    x, y = (values.astype(np.float64)[:, :, np.newaxis] for values in workload.floats(data))
    layers = workload.start(np.float64)
    weights, biases = [w for w, _ in layers], [b[:, np.newaxis] for _, b in layers]
    n, m = len(x), workload.m
    rng = np.random.default_rng(0)
    activation, slope = _FUNCTIONS[workload.hidden]

    def backprop(x: Array, y: Array) -> tuple[list[Array], list[Array]]:
        activations, zs = [x], []
        for w, b in zip(weights, biases, strict=True):
            zs.append(np.dot(w, activations[-1]) + b)
            activations.append((_sigmoid if w is weights[-1] else activation)(zs[-1]))
        delta = activations[-1] - y
        by_weight, by_bias = [np.dot(delta, activations[-2].T)], [delta]
        for i in range(len(weights) - 1, 0, -1):
            delta = np.dot(weights[i].T, delta) * slope(zs[i - 1])
            by_weight.insert(0, np.dot(delta, activations[i - 1].T))
            by_bias.insert(0, delta)
        return by_weight, by_bias

    def epoch() -> None:
        order = rng.permutation(n)
        shrink = 1 - workload.learning_rate * workload.strength / n
        for start in range(0, n, m):
            examples = order[start : start + m]
            sum_w, sum_b = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in biases]
            for i in examples:
                by_weight, by_bias = backprop(x[i], y[i])
                sum_w = [total + g for total, g in zip(sum_w, by_weight, strict=True)]
                sum_b = [total + g for total, g in zip(sum_b, by_bias, strict=True)]
            step = workload.learning_rate / len(examples)
            weights[:] = [shrink * w - step * g for w, g in zip(weights, sum_w, strict=True)]
            biases[:] = [b - step * g for b, g in zip(biases, sum_b, strict=True)]

    return epoch


def _sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _sigmoid_slope(z: Array) -> Array:
    return _sigmoid(z) * (1 - _sigmoid(z))


def _tanh_slope(z: Array) -> Array:
    return 1 - np.tanh(z) ** 2


_FUNCTIONS = {"sigmoid": (_sigmoid, _sigmoid_slope), "tanh": (np.tanh, _tanh_slope)}
