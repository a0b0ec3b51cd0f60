"""The activations of every layer for one example: one cell per neuron."""

from collections.abc import Sequence

from numpy.typing import ArrayLike

from playground.components import Picture
from playground.components.shared.wire import pack


def layer_cells(*, names: Sequence[str], neurons: Sequence[str], activations: Sequence[ArrayLike]) -> Picture:
    """Cells for `activations`, one (n_l,) array per layer, with the layers' names and what their neurons are called.

    A neuron is called `neurons[l]` and its number, counted from 1, or from 0 where that is empty (a digit). The colour
    is neutral at 0, blue above and orange below, in full strength for the layer's largest.
    """
    layers = [
        {"name": name, "neuron": neuron, "values": pack(values, "f4")}
        for name, neuron, values in zip(names, neurons, activations, strict=True)
    ]
    return Picture("layer_cells", {"layers": layers})
