"""Edits: a learner's hand on a network while it trains: set a value, freeze it, switch a neuron off and on again.

A neuron is off when nothing of it goes further: its outgoing weights are 0 and stay 0. What they were comes back when
it is switched on, and so does the neuron itself: its own weights and its bias stay as they were.
"""

from numbers import Integral, Real
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.network import Network, blocks_of

LARGEST = float(np.finfo(np.float32).max)
"""Of a weight: what single precision holds."""


class Edits:
    """The edits of one network.

    Weights and biases are named by `layer`, the index of their matrix in `network.weights` (0 leads out of the input),
    by the neuron `j` they lead to and the neuron `k` they come from; a bias has k None. Neurons are named by their
    layer, 0 being the input, and their index. All methods raise ValueError for what the network does not have.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.frozen = np.zeros(network.parameters.shape, bool)
        self.off: dict[tuple[int, int], Array] = {}
        self.version = 0  # another number whenever others may learn than before

    @property
    def frozen_blocks(self) -> list[Array]:
        """Which weights are frozen by hand, one bool array (n_l, n_{l-1} + 1) a layer, the bias last."""
        return blocks_of(self.frozen, self.network.sizes)

    @property
    def learns(self) -> Array | None:
        """1 where a parameter may change in training and 0 elsewhere, flat; None if all may."""
        if not self.frozen.any() and not self.off:
            return None
        learns = (~self.frozen).astype(self.network.parameters.dtype)
        blocks = blocks_of(learns, self.network.sizes)
        for layer, neuron in self.off:
            blocks[layer][:, neuron] = 0
            if layer:
                blocks[layer - 1][neuron] = 0
        return learns

    def set(self, layer: int, j: int, k: int | None, value: float) -> None:
        """Give one weight or bias this value; for a weight out of a neuron that is off, the one that comes back."""
        column = self._column(layer, j, k)
        if not isinstance(value, Real) or not abs(value) <= LARGEST:
            raise ValueError("A weight must be a finite number, and no larger than single precision holds.")
        if k is not None and (layer, k) in self.off:
            self.off[layer, k][j] = value
        else:
            self.network.blocks[layer][j, column] = value

    def freeze(self, layer: int, j: int, k: int | None, on: bool) -> None:
        """Keep one weight or bias as it is from now on, or let it learn again."""
        column = self._column(layer, j, k)
        self.version += 1
        self.frozen_blocks[layer][j, column] = on

    def switch(self, layer: int, neuron: int, on: bool) -> None:
        """Switch a neuron of the input or a hidden layer off, or on again."""
        sizes = self.network.sizes
        whole = isinstance(layer, Integral) and isinstance(neuron, Integral)
        if not (whole and 0 <= layer < len(sizes) - 1 and 0 <= neuron < sizes[layer]):
            raise ValueError("Only a neuron of the input or of a hidden layer can be switched off.")
        self.version += 1
        outgoing = self.network.weights[layer][:, neuron]
        if on and (layer, neuron) in self.off:
            outgoing[...] = self.off.pop((layer, neuron))
        elif not on and (layer, neuron) not in self.off:
            self.off[layer, neuron] = outgoing.copy()
            outgoing[...] = 0

    def state(self) -> dict[str, Any]:
        """All edits as plain data."""
        return {"frozen": self.frozen.copy(), "off": {name: kept.copy() for name, kept in self.off.items()}}

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to the edits of `state`; the weights are restored elsewhere."""
        self.version += 1
        self.frozen[...] = state["frozen"]
        self.off = {name: kept.copy() for name, kept in state["off"].items()}

    def _column(self, layer: int, j: int, k: int | None) -> int:
        sizes = self.network.sizes
        whole = all(isinstance(index, Integral) for index in (layer, j, 0 if k is None else k))
        if not (
            whole and 0 <= layer < len(sizes) - 1 and 0 <= j < sizes[layer + 1] and (k is None or 0 <= k < sizes[layer])
        ):
            raise ValueError("This network has no such weight.")
        return sizes[layer] if k is None else k
