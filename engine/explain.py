"""Why a network gives its answer: what each neuron and each pixel says for it, and what would change its mind.

All of it is the chain rule, run back from one output (or a mix of them) instead of from the cost: for a direction c in
the space of the outputs, ∂(c·z^L)/∂a^{L-1} = cᵀ w^L, and ∂(c·z^L)/∂a^{l-1} = (∂(c·z^L)/∂a^l ⊙ σ'(z^l)) w^l. Here every
function is about one example x of shape (n_1,), and all arithmetic is float64.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.activations import activate, activation_named
from engine.arrays import Array, as_inputs
from engine.network import Network

MOST_STEPS = 60
_OVERSHOOT = 1.02  # each step goes a little further than a straight line to the border would need
_HALVINGS = 20


@dataclass(frozen=True)
class Voices:
    """What the neurons of one layer say about z_j, the weighted input of output j.

    `activations` a_k, `slopes` ∂z_j/∂a_k and `says` a_k ∂z_j/∂a_k have shape (n_l,). In the last hidden layer the slope
    is the weight w_jk. `total` is z_j, and `rest` what the neurons do not say: z_j - Σ_k says_k. That is the bias b_j
    in the last hidden layer, and what all later biases come to before it, if the layers between are ReLU or linear;
    other activations bend, and their bend is in it too.
    """

    activations: Array
    slopes: Array
    says: Array
    total: float
    rest: float


@dataclass(frozen=True)
class Flip:
    """The way to another answer: `picture` (n_1,) is x with the `change` (n_1,) made to it, each pixel within 0...1.

    `found` says whether the wanted output is the largest now; if not, this is as far as the search got. `distance` is
    the length ‖change‖, and `ink` the sum of its sizes, Σ|change|: how many pixels' worth of ink had to come or go.
    """

    found: bool
    picture: Array
    change: Array
    distance: float
    ink: float
    steps: int


@dataclass(frozen=True)
class SoftmaxSteps:
    """Softmax step by step: `z` (n,), `shifted` z - max z, `exponentials` e^shifted, their `total`, the `shares`."""

    z: Array
    shifted: Array
    exponentials: Array
    total: float
    shares: Array


def slopes(network: Network, x: Array, direction: Array) -> list[Array]:
    """∂(c·z^L)/∂a^l for l = 1 ... L-1 and a direction c of shape (n_L,): one (n_l,) array a layer, input first."""
    network, x = _exact(network, x)
    return _slopes(network, network.forward(x)[0], np.asarray(direction, np.float64))


def output_gradient(network: Network, x: Array, j: int) -> Array:
    """∂a_j/∂x, shape (n_1,): how fast output j grows with each input. Raises ValueError if there is no output j."""
    network, x = _exact(network, x)
    zs, _ = network.forward(x)
    direction = np.zeros(network.sizes[-1])
    direction[_checked(network, j)] = 1
    direction = activation_named(network.output).back(zs[-1], direction[np.newaxis])[0]
    return _slopes(network, zs, direction)[0]


def voices(network: Network, x: Array, j: int) -> list[Voices]:
    """What each hidden layer says for or against output j, the first hidden layer first; none has no hidden layer.

    Raises ValueError if there is no output j.
    """
    network, x = _exact(network, x)
    zs, activations = network.forward(x)
    direction = np.zeros(network.sizes[-1])
    direction[_checked(network, j)] = 1
    total = float(zs[-1][0, j])
    heard = []
    for a, slope in zip(activations[1:-1], _slopes(network, zs, direction)[1:], strict=True):
        says = a[0] * slope
        heard.append(Voices(a[0], slope, says, total, total - float(says.sum())))
    return heard


def fields(network: Network, x: Array, layer: int, neurons: Sequence[int]) -> Array:
    """∂z_k/∂x for some neurons k of hidden layer `layer` (1 is the first one): shape (len(neurons), n_1).

    In the first hidden layer these are the weights, whatever x is; later ones look through the layers before them, and
    what they look for depends on x. Raises ValueError if there is no such layer.
    """
    if not 1 <= layer < len(network.sizes) - 1:
        raise ValueError(f"There is no hidden layer {layer}: this network has {len(network.sizes) - 2}.")
    network, x = _exact(network, x)
    zs, _ = network.forward(x)
    seen = network.weights[layer - 1][list(neurons)]
    for below in reversed(range(layer - 1)):
        seen = (seen * _slope(network, zs, below)) @ network.weights[below]
    return np.array(seen)


def flip(network: Network, x: Array, wanted: int, most_steps: int = MOST_STEPS) -> Flip:
    """A small change of the inputs 0 ≤ x ≤ 1 that makes output `wanted` the largest.

    Each step goes along the gradient g = ∂(z_wanted - z_winner)/∂x of the pixels that can still move that way, as far
    as a network without bends would need, (z_winner - z_wanted) g / ‖g‖². When the answer has changed, the change is
    shrunk as far as it still does. It is the least change only nearly: gradients see no further than here.
    Raises ValueError if there is no output `wanted`.
    """
    network, start = _exact(network, x)
    _checked(network, wanted)
    x = start.copy()
    for step in range(most_steps):
        zs, _ = network.forward(x)
        z = zs[-1][0]
        winner = int(z.argmax())
        if winner == wanted:
            return _flip(True, start, _shrunk(network, start, x, wanted), step)
        direction = np.zeros(len(z))
        direction[[wanted, winner]] = 1, -1
        gradient = _slopes(network, zs, direction)[0]
        gradient[(gradient > 0) & (x >= 1) | (gradient < 0) & (x <= 0)] = 0
        steepness = float(gradient @ gradient)
        if steepness < 1e-18:
            return _flip(False, start, x, step)
        gap = float(z[winner] - z[wanted])
        x = np.clip(x + (_OVERSHOOT * gap + 1e-6) * gradient / steepness, 0, 1)
    found = int(network.weighted_outputs(x)[0].argmax()) == wanted
    return _flip(found, start, _shrunk(network, start, x, wanted) if found else x, most_steps)


def softmax_steps(z: Array) -> SoftmaxSteps:
    """How softmax makes shares of weighted inputs z (n,): a_j = e^(z_j - max z) / Σ_k e^(z_k - max z)."""
    z = np.asarray(z, np.float64)
    shifted = z - z.max()
    exponentials = np.exp(shifted)
    total = float(exponentials.sum())
    return SoftmaxSteps(z, shifted, exponentials, total, activate("softmax", z))


def _exact(network: Network, x: Array) -> tuple[Network, Array]:
    rows = as_inputs(x, np.float64)
    if rows.size != network.sizes[0]:
        raise ValueError(f"This network has {network.sizes[0]} inputs, and the example has {rows.size}.")
    return network.copy(np.float64), rows.reshape(-1)


def _checked(network: Network, j: int) -> int:
    if not 0 <= j < network.sizes[-1]:
        raise ValueError(f"There is no output {j}: this network has {network.sizes[-1]}, counted from 0.")
    return j


def _slopes(network: Network, zs: list[Array], direction: Array) -> list[Array]:
    found = [direction @ network.weights[-1]]
    for layer in reversed(range(len(network.weights) - 1)):
        found.insert(0, (found[0] * _slope(network, zs, layer)) @ network.weights[layer])
    return found


def _slope(network: Network, zs: list[Array], layer: int) -> Array:
    """σ'(z) of the one example in the layer that `network.weights[layer]` lead to."""
    return activation_named(network.activations[layer]).derivative(zs[layer][0])


def _shrunk(network: Network, start: Array, end: Array, wanted: int) -> Array:
    """The point nearest to `start` on the way to `end` (which is one) where `wanted` wins, found by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        wins = int(network.weighted_outputs(start + middle * (end - start))[0].argmax()) == wanted
        low, high = (low, middle) if wins else (middle, high)
    return np.asarray(start + high * (end - start))


def _flip(found: bool, start: Array, picture: Array, steps: int) -> Flip:
    change = picture - start
    return Flip(found, picture, change, float(np.linalg.norm(change)), float(np.abs(change).sum()), steps)
