"""Rate factors: how fast one activation changes with another along an edge, along a path, and over all paths.

An edge k -> j carries ∂a^l_j/∂a^{l-1}_k = σ'(z^l_j) w^l_jk; behind a softmax it is Σ_i ∂a_j/∂z_i w_ik. A weight's
own first edge carries ∂a^l_j/∂w^l_jk = σ'(z^l_j) a^{l-1}_k, the last ones are ∂C/∂a^L_m. The rate factor of a path is
the product along it, and ∂C/∂w^l_jk is the sum over all paths from that weight to C.

Layers are numbered as in the mathematics: 1 is the input, L the output; neurons are counted from 0.

>>> network = Network((1, 2, 1), "linear", "linear", initialization="zero")
>>> network.weights[0], network.weights[1] = [[2], [3]], [[4, 5]]
>>> [factors.tolist() for factors in edges(network, [[1]])]
[[[2.0], [3.0]], [[4.0, 5.0]]]
>>> [path.factors for path in paths(network, [[1]], [[22]], "quadratic", 2, 0, 0)]  # ∂a/∂w, w, ∂C/∂a = 4·2 + 5·3 - 22
[(1.0, 4.0, 1.0)]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from numbers import Integral
from typing import Any

import numpy as np

from engine.activations import activation_named
from engine.arrays import Array, as_answers
from engine.costs import Cost, cost_named, output_delta, require_fit
from engine.names import quoted
from engine.network import Network

TINY = 1e-300


@dataclass(frozen=True)
class Path:
    """One path from a weight to the cost: the neurons it passes, one a layer from the weight's own on, and its factor.

    `factors` are the rate factors along the path: ∂a/∂w first, one per edge, ∂C/∂a last; `rate_factor` is their
    product. Where there are several examples, each of these is the mean over them, and `spread` is the standard
    deviation of the products. The mean of the products is not the product of the means: factors that are large
    for the same examples count for more, or less, than their means tell.
    """

    neurons: tuple[int, ...]
    factors: tuple[float, ...]
    rate_factor: float
    spread: float = 0.0


class _Flow:
    """The derivatives along a network for some examples, each with one row an example."""

    def __init__(self, network: Network, x: Any, y: Any, cost: str | Cost) -> None:
        self.network = network.copy(np.float64)
        self.zs, self.activations = self.network.forward(x)
        cost = cost_named(cost)
        require_fit(cost, network.output)
        z, a = self.zs[-1], self.activations[-1]
        y = as_answers(y, a.shape)
        self.endings = cost.gradient(z, a, y)
        names = self.network.activations
        self.slopes = [activation_named(name).derivative(z) for name, z in zip(names, self.zs, strict=True)]
        if cost.cancels and self.slopes[-1].ndim == 2:
            # where σ'(z) has come to 0 and ∂C/∂a to ∞, any two numbers do that have their product, which is known
            lost = self.slopes[-1] < TINY
            self.slopes[-1][lost] = TINY
            self.endings[lost] = output_delta(cost, network.output, z, a, y)[lost] / TINY

    def by_weighted_input(self, layer: int) -> Array:
        """∂a^l_j/∂z^l_i, shape (m, n_l, n_l) where neurons are mixed, else its diagonal σ'(z^l), shape (m, n_l)."""
        return self.slopes[layer - 2]

    def edges(self, layer: int) -> Array:
        """∂a^l_j/∂a^{l-1}_k for each example: shape (m, n_l, n_{l-1})."""
        slope, w = self.by_weighted_input(layer), self.network.weights[layer - 2]
        return np.asarray(slope @ w if slope.ndim == 3 else slope[:, :, np.newaxis] * w)

    def first(self, layer: int, j: int, k: int) -> Array:
        """∂a^l_i/∂w^l_jk for every neuron i of the weight's layer: shape (m, n_l); without softmax only i = j."""
        slope = self.by_weighted_input(layer)
        a = self.activations[layer - 2][:, k, np.newaxis]
        if slope.ndim == 3:
            return np.asarray(slope[:, :, j] * a)
        only = np.zeros_like(slope)
        only[:, j] = slope[:, j] * a[:, 0]
        return only


def edges(network: Network, x: Any, y: Any = None, cost: str | Cost | None = None) -> list[Array]:
    """The rate factor ∂a^l_j/∂a^{l-1}_k of every edge, averaged over the rows of x.

    One array of shape (n_l, n_{l-1}) per layer after the input. Neither the desired outputs `y` nor the `cost` change
    them; they are taken so that all functions of this module are called alike. The average is over ∂a_j/∂z_i alone,
    for w is the same for every example.
    """
    zs, _ = network.forward(x)
    factors = []
    for name, w, z in zip(network.activations, network.weights, zs, strict=True):
        activation = activation_named(name)
        slope = activation.derivative(z).mean(axis=0)
        factors.append(np.asarray(slope @ w if activation.mixes else slope[:, np.newaxis] * w, w.dtype))
    return factors


def total(network: Network, x: Any, y: Any, cost: str | Cost, layer: int, j: int, k: int) -> float:
    """The sum of the rate factors of all paths from w^l_jk to the cost, averaged over the rows of x: ∂C/∂w^l_jk.

    Worked out by Jacobian products, without walking the paths. Raises ValueError for a weight that does not exist.
    """
    _check(network, layer, j, k)
    flow = _Flow(network, x, y, cost)
    change = flow.first(layer, j, k)
    for above in range(layer + 1, len(network.sizes) + 1):
        change = np.einsum("mjk,mk->mj", flow.edges(above), change)
    return float((change * flow.endings).sum(axis=1).mean())


def total_size(network: Network, x: Any, y: Any, cost: str | Cost, layer: int, j: int, k: int) -> float:
    """The sum of the |rate factors| of all paths from w^l_jk to the cost, averaged over the rows of x.

    What some of the paths explain is their share of it: unlike shares of `total` it lies in 0...1, since paths of
    opposite signs cannot cancel. Worked out without walking the paths. Raises ValueError for a weight that does not
    exist.
    """
    _check(network, layer, j, k)
    flow = _Flow(network, x, y, cost)
    size = np.abs(flow.first(layer, j, k))
    for above in range(layer + 1, len(network.sizes) + 1):
        size = np.einsum("mjk,mk->mj", np.abs(flow.edges(above)), size)
    return float((size * np.abs(flow.endings)).sum(axis=1).mean())


def changes(network: Network, x: Any, y: Any, cost: str | Cost, layer: int, j: int, k: int) -> list[Array]:
    """How fast every activation from layer l on changes with w^l_jk: the sum over all paths that lead there.

    One array ∂a/∂w^l_jk of shape (n,) for each of the layers l ... L, averaged over the rows of x. Neither `y` nor the
    `cost` change them. Raises ValueError for a weight that does not exist.
    """
    _check(network, layer, j, k)
    flow = _Flow(network, x, y, cost)
    travelling = [flow.first(layer, j, k)]
    for above in range(layer + 1, len(network.sizes) + 1):
        travelling.append(np.einsum("mjk,mk->mj", flow.edges(above), travelling[-1]))
    return [change.mean(axis=0) for change in travelling]


def number_of_paths(network: Network, layer: int, j: int, k: int) -> int:
    """How many paths lead from w^l_jk to the cost. Raises ValueError for a weight that does not exist."""
    _check(network, layer, j, k)
    sizes = network.sizes
    return prod(sizes[layer:]) * (sizes[-1] if _spreads(network, layer) else 1)


def paths(network: Network, x: Any, y: Any, cost: str | Cost, layer: int, j: int, k: int) -> Iterator[Path]:
    """Every path from w^l_jk to the cost: meant for small networks, their number is a product of layer sizes."""
    _check(network, layer, j, k)
    flow = _Flow(network, x, y, cost)
    steps = [flow.edges(above) for above in range(layer + 1, len(network.sizes) + 1)]
    first = flow.first(layer, j, k)
    own = range(network.sizes[-1]) if _spreads(network, layer) else (j,)
    for neurons in product(own, *map(range, network.sizes[layer:])):
        yield _path(first, steps, flow.endings, neurons)


def strongest_paths(
    network: Network, x: Any, y: Any, cost: str | Cost, layer: int, j: int, k: int, count: int = 5
) -> list[Path]:
    """The `count` paths from w^l_jk to the cost with the largest |rate factor|, strongest first.

    No more than `count` part-paths are kept at each neuron on the way back from the cost, so wide networks are no
    harder than their edges. For one example the answer is exact; for several, the paths that are among the strongest
    for any one of them are ranked by their mean.
    """
    _check(network, layer, j, k)
    flow = _Flow(network, x, y, cost)
    steps = [flow.edges(above) for above in range(layer + 1, len(network.sizes) + 1)]
    first = flow.first(layer, j, k)
    own = np.arange(network.sizes[-1]) if _spreads(network, layer) else np.array([j])
    candidates = _strongest(own, first, steps, flow.endings, count)
    sizes = np.abs(_products(first, steps, flow.endings, candidates).mean(axis=0))
    best = candidates[np.argsort(-sizes, kind="stable")[:count]]
    return [_path(first, steps, flow.endings, tuple(neurons)) for neurons in best.tolist()]


def _strongest(own: Array, first: Array, steps: list[Array], endings: Array, count: int) -> Array:
    """The paths that are among the strongest of any example, each a row of neurons from the weight's `own` ones on.

    Dynamic programming from the cost back to the weight, for all examples at once: `sizes` (m, neurons, part-paths) is
    |product| from a neuron to the cost, `tails` the neurons passed on the way.
    """
    sizes = np.abs(endings)[:, :, np.newaxis]
    tails = np.empty((*sizes.shape, 0), np.int64)
    for i, step in reversed(list(enumerate(steps))):
        factors = np.abs(step.transpose(0, 2, 1))
        sizes, tails = _keep(factors[:, own] if i == 0 else factors, sizes, tails, count)
    if not steps:
        sizes, tails = sizes[:, own], tails[:, own]
    at_weight = np.abs(first[:, own])[:, np.newaxis]
    _, best = _keep(at_weight, sizes, tails, count)
    best[..., 0] = own[best[..., 0]]
    return np.unique(best.reshape(-1, best.shape[-1]), axis=0)


def _keep(factors: Array, sizes: Array, tails: Array, count: int) -> tuple[Array, Array]:
    """One layer further back over edges of these |rate factors|, (m, below, above): the best part-paths of each."""
    through = factors[..., np.newaxis] * sizes[:, np.newaxis]
    m, below, above, options = through.shape
    flat = through.reshape(m, below, above * options)
    count = min(count, above * options)
    best = np.argpartition(flat, -count, axis=2)[:, :, -count:]
    heads, which = best // options, best % options
    passed = tails[np.arange(m)[:, np.newaxis, np.newaxis], heads, which]
    return np.take_along_axis(flat, best, axis=2), np.concatenate([heads[..., np.newaxis], passed], axis=-1)


def _products(first: Array, steps: list[Array], endings: Array, rows: Array) -> Array:
    """The rate factor of each path in `rows` for each example: shape (m, paths)."""
    product = first[:, rows[:, 0]] * endings[:, rows[:, -1]]
    for i, step in enumerate(steps):
        product = product * step[:, rows[:, i + 1], rows[:, i]]
    return np.asarray(product)


def _path(first: Array, steps: list[Array], endings: Array, neurons: tuple[int, ...]) -> Path:
    factors = [first[:, neurons[0]]]
    factors += [step[:, above, below] for step, (below, above) in zip(steps, pairwise(neurons), strict=True)]
    factors.append(endings[:, neurons[-1]])
    products = np.prod(factors, axis=0)
    means = tuple(float(factor.mean()) for factor in factors)
    return Path(tuple(neurons), means, float(products.mean()), float(products.std()))


def _spreads(network: Network, layer: int) -> bool:
    """Whether a weight of this layer moves every neuron of it: a softmax output does."""
    return layer == len(network.sizes) and activation_named(network.output).mixes


def _check(network: Network, layer: int, j: int, k: int) -> None:
    sizes = network.sizes
    if not all(isinstance(index, Integral) for index in (layer, j, k)):
        raise ValueError(f"A weight is named by three whole numbers, layer, j and k, not by {quoted((layer, j, k))}.")
    if not 2 <= layer <= len(sizes):
        raise ValueError(f"Weights lead into the layers 2 to {len(sizes)}, not into layer {layer}.")
    if not (0 <= j < sizes[layer - 1] and 0 <= k < sizes[layer - 2]):
        raise ValueError(f"Layer {layer} has no weight from neuron {k} to neuron {j}.")
