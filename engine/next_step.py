"""The next step of training, told before it is taken: what it adds to each weight, and how one weight comes to that."""

from dataclasses import dataclass

import numpy as np

from engine import backpropagation
from engine.arrays import Array, as_answers
from engine.costs import cost_named
from engine.network import Network, blocks_of
from engine.regularizers import regularizer_named
from engine.training import Trainer

LISTED = 10
"""Examples of which there are at most numbers one by one."""

Gradients = tuple[list[Array], list[Array]]


@dataclass(frozen=True)
class NextStep:
    """What the next mini-batch will do, and one weight w_jk by the numbers.

    `changes` has −η ∂C/∂w for each layer after the input, (n_l, n_{l-1} + 1), those of the biases last, of the mean
    over the `batch` examples of the mini-batch; what does not learn has 0. `weight` is (layer, j, k) as in
    `engine.edits`; `gradient` is its ∂C₀/∂w and `decay` what the regularizer adds to that, both of the mini-batch.
    `costs`, `inputs` (a_k) and `errors` (δ_j) are (m,), one for each of the examples looked at; where these are more
    than ten, there are none.
    """

    changes: list[Array]
    batch: int
    weight: tuple[int, int, int]
    gradient: float
    decay: float
    costs: Array
    inputs: Array
    errors: Array


def next_step(
    trainer: Trainer, x: Array, y: Array, weight: tuple[int, int, int] | None = None, known: Gradients | None = None
) -> NextStep:
    """The next step of a trainer, with the numbers of the examples x (m, n_1), y (m, n_L).

    The weight told is this one, if the network has it, or else the one that will move most. `known` are ∂C₀/∂w and
    ∂C₀/∂b of the next mini-batch, where somebody has them already. Pictures that training distorts are taken as they
    are.
    """
    network, e, data = trainer.network, trainer.experiment, trainer.data
    gradients, bias_gradients = known or _of_mini_batch(trainer)
    slope, strength = regularizer_named(e.regularization).slope, e.regularization_strength / data.n
    decays = [strength * slope(w.astype(np.float64)) for w in network.weights]
    learns = trainer.edits.learns
    masks = blocks_of(np.ones(network.parameters.shape) if learns is None else learns, network.sizes)
    changes = [
        -e.learning_rate * mask * np.column_stack([g + decay, by_bias])
        for g, by_bias, decay, mask in zip(gradients, bias_gradients, decays, masks, strict=True)
    ]
    layer, j, k = weight if weight and _has(network, weight) else _farthest(changes)
    costs = inputs = deltas = np.zeros(0)
    if len(x) <= LISTED:
        errors, zs, activations = backpropagation.deltas(network, x, y, e.cost)
        costs = cost_named(e.cost).value(zs[-1], activations[-1], as_answers(y, activations[-1].shape))
        inputs, deltas = activations[layer][:, k], errors[layer][:, j]
    gradient, decay = float(gradients[layer][j, k]), float(decays[layer][j, k])
    return NextStep(changes, len(trainer.upcoming()), (layer, j, k), gradient, decay, costs, inputs, deltas)


def _of_mini_batch(trainer: Trainer) -> Gradients:
    """∂C₀/∂w and ∂C₀/∂b of the next mini-batch."""
    e, data, chosen = trainer.experiment, trainer.data, trainer.upcoming()
    targets = data.targets(data.y_train[chosen], e.output)
    return backpropagation.gradient(trainer.network, data.x_train[chosen], targets, e.cost)[1:]


def _has(network: Network, weight: tuple[int, int, int]) -> bool:
    layer, j, k = weight
    return layer < len(network.weights) and j < network.sizes[layer + 1] and k < network.sizes[layer]


def _farthest(changes: list[Array]) -> tuple[int, int, int]:
    """The weight with the largest change, as (layer, j, k)."""
    sizes = [np.nan_to_num(np.abs(block[:, :-1])) for block in changes]
    layer = int(np.argmax([size.max() for size in sizes]))
    j, k = np.unravel_index(int(sizes[layer].argmax()), sizes[layer].shape)
    return layer, int(j), int(k)
