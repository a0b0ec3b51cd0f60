"""Growth: a neuron added to a hidden layer of a trained network, or removed from it; all others keep what they learned.

A new neuron comes last. Its weights, into it and out of it, and its bias are what the initializer gives to a network
of the new size.
"""

from collections.abc import Sequence

import numpy as np

from engine.arrays import Array
from engine.edits import Edits
from engine.network import Network


def grown(network: Network, edits: Edits, layer: int, fresh: Network) -> tuple[Network, Edits]:
    """A network like this one with one more neuron in hidden layer `layer` (1 is the first), and its edits.

    `fresh` is an untrained network of the new size, from which the new neuron is taken.
    """
    new = network.sizes[layer]
    blocks, frozen = list(map(np.array, fresh.blocks)), [np.zeros(b.shape, bool) for b in fresh.blocks]
    for of, trained in ((blocks, network.blocks), (frozen, edits.frozen_blocks)):
        for i, (block, old) in enumerate(zip(of, trained, strict=True)):
            columns = [k for k in range(block.shape[1]) if i != layer or k != new]
            block[np.ix_(range(old.shape[0]), columns)] = old
    off = {name: kept.copy() for name, kept in edits.off.items()}
    for (at, neuron), kept in off.items():
        if at == layer - 1:
            off[at, neuron] = np.append(kept, blocks[at][new, neuron])
            blocks[at][new, neuron] = 0
    return _made(network, fresh.sizes, blocks, frozen, off)


def pruned(network: Network, edits: Edits, layer: int, neuron: int) -> tuple[Network, Edits]:
    """A network like this one without this neuron of hidden layer `layer` (1 is the first), and its edits."""
    sizes = tuple(size - (i == layer) for i, size in enumerate(network.sizes))
    blocks, frozen = (
        [_without(block, i, layer, neuron) for i, block in enumerate(of)]
        for of in (network.blocks, edits.frozen_blocks)
    )
    off: dict[tuple[int, int], Array] = {}
    for (at, k), kept in edits.off.items():
        if (at, k) != (layer, neuron):
            left = np.delete(kept, neuron) if at == layer - 1 else kept.copy()
            off[at, k - (at == layer and k > neuron)] = left
    return _made(network, sizes, blocks, frozen, off)


def _without(block: Array, i: int, layer: int, neuron: int) -> Array:
    if i == layer - 1:
        return np.delete(block, neuron, axis=0)
    return np.delete(block, neuron, axis=1) if i == layer else np.array(block)


def _made(
    network: Network,
    sizes: tuple[int, ...],
    blocks: Sequence[Array],
    frozen: Sequence[Array],
    off: dict[tuple[int, int], Array],
) -> tuple[Network, Edits]:
    made = Network(sizes, network.activation, network.output, initialization="zero", dtype=network.parameters.dtype)
    for own, block in zip(made.blocks, blocks, strict=True):
        own[...] = block
    edits = Edits(made)
    edits.restore({"frozen": np.concatenate([block.ravel() for block in frozen]), "off": off})
    return made, edits
