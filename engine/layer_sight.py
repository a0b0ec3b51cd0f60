"""What a layer sees: the examples, and the plane they lie in, as two numbers of one layer show them."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine.arrays import Array
from engine.data.features import compute
from engine.data.toy import EXTENT
from engine.training import Trainer

EXAMPLES = 200
"""Training examples that are shown at most, the first ones."""
NODES = 31
"""Lines of the grid over the plane, each way."""


@dataclass(frozen=True)
class Seen:
    """Which two numbers of which layer: those of a `pair` of its neurons, or of its main directions.

    `layer` is 0 for the input; None is the last hidden layer.
    """

    layer: int | None = None
    pair: tuple[int, int] | None = None


@dataclass(frozen=True)
class LayerSight:
    """Examples and plane as a layer sees them.

    `points` (m, 2) are the first training examples, with their `answers` (m,): classes, or numbers. `grid`
    (31, 31, 2) are places of the plane, row 0 at the top, and `outputs` (31, 31, n_L) what the network answers there;
    both are None where the inputs are no points. Columns are two neurons, the `pair` of `layer`, or without one the
    layer's main directions, which have these `shares` of the variance.
    """

    layer: int
    pair: tuple[int, int] | None
    points: Array
    answers: Array
    grid: Array | None
    outputs: Array | None
    shares: tuple[float, float] | None


def look(trainer: Trainer, seen: Seen, plane: bool) -> LayerSight:
    """What a layer of the trainer's network sees, with the plane where its inputs are points of it.

    Of a layer or a pair that the network does not have it is the usual one: the last hidden layer, and its main
    directions where it has more than two neurons.
    """
    network, data = trainer.network, trainer.data
    layers = len(network.sizes)
    layer = seen.layer if seen.layer is not None and seen.layer < layers else layers - 2
    size = network.sizes[layer]
    pair = seen.pair if seen.pair and max(seen.pair) < size else None
    if pair is None and size <= 2:
        pair = (0, size - 1)
    activations = network.forward(data.x_train[:EXAMPLES])[1][layer].astype(np.float64)
    on_plane = network.forward(_nodes(trainer.experiment.inputs))[1] if plane else None
    if pair is not None:
        origin, directions, shares = np.zeros(size), np.eye(size)[list(pair)], None
    else:
        origin, directions, shares = main_directions(activations)

    def project(a: Array) -> Array:
        return np.asarray((a - origin) @ directions.T)

    return LayerSight(
        layer,
        pair,
        project(activations),
        np.ravel(data.y_train[:EXAMPLES]),
        None if on_plane is None else project(on_plane[layer]).reshape(NODES, NODES, 2),
        None if on_plane is None else on_plane[-1].reshape(NODES, NODES, -1),
        shares,
    )


def facing(sight: LayerSight, before: LayerSight | None) -> LayerSight:
    """The same, with each main direction on the side of the two on which it was `before`, if that was of this layer."""
    if sight.pair or before is None or before.pair or sight.layer != before.layer:
        return sight
    if sight.points.shape != before.points.shape:
        return sight
    turn = np.where(np.sum(sight.points * before.points, axis=0) < 0, -1, 1)
    return replace(sight, points=sight.points * turn, grid=None if sight.grid is None else sight.grid * turn)


def main_directions(a: Array) -> tuple[Array, Array, tuple[float, float]]:
    """The two main directions of rows a (m, n), n > 1: their mean (n,), the directions (2, n), and the share of the
    variance along each.

    A direction and its opposite are the same; of the two it is the one whose largest component is positive. Where a row
    is not finite there is no direction: it is 0.

    >>> mean, directions, shares = main_directions([[0, 0], [2, 2], [4, 4.0]])
    >>> mean.tolist(), directions[0].round(4).tolist(), [round(share, 4) for share in shares]
    ([2.0, 2.0], [0.7071, 0.7071], [1.0, 0.0])
    """
    rows = np.asarray(a, np.float64)
    mean = rows.mean(axis=0)
    if not np.isfinite(rows).all():
        return np.nan_to_num(mean), np.zeros((2, rows.shape[1])), (0.0, 0.0)
    away = rows - mean
    if len(away) < away.shape[1]:  # the smaller of the two matrices has the same eigenvalues
        values, vectors = np.linalg.eigh(away @ away.T)
        directions = vectors[:, :-3:-1].T @ away
        lengths = np.linalg.norm(directions, axis=1, keepdims=True)
        directions /= np.where(lengths > 0, lengths, 1)
    else:
        values, vectors = np.linalg.eigh(away.T @ away)
        directions = vectors[:, :-3:-1].T
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, np.newaxis], axis=1)
    total = float(np.square(away).sum()) or 1.0
    first, second = (max(0.0, float(value)) / total for value in values[:-3:-1])
    return mean, directions * np.where(largest < 0, -1, 1), (first, second)


@lru_cache(maxsize=16)
def _nodes(inputs: tuple[str, ...]) -> Array:
    """The features of the grid's nodes, (31², n_1)."""
    across = np.linspace(-EXTENT, EXTENT, NODES)
    x1, x2 = np.meshgrid(across, across[::-1])
    return compute(np.stack([x1.ravel(), x2.ravel()], axis=1), inputs)
