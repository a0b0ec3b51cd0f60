"""The activations of every layer for one example: a cell a neuron."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import ArrayLike

from playground.components import declare, pack


def payload(names: Sequence[str], neurons: Sequence[str], activations: Sequence[ArrayLike]) -> dict[str, Any]:
    """What `layer_cells` sends to the browser."""
    return {
        "layers": [
            {"name": name, "neuron": neuron, "values": pack(values, "f4")}
            for name, neuron, values in zip(names, neurons, activations, strict=True)
        ]
    }


def layer_cells(*, names: Sequence[str], neurons: Sequence[str], activations: Sequence[ArrayLike], key: str) -> None:
    """Cells for `activations`, one (n_l,) array a layer, with the layers' names and what their neurons are called.

    A neuron is called by `neurons[l]` and its number, from 1 up, or from 0 where that is empty (a digit). The colour is
    neutral at 0, blue above and orange below, in full strength for the layer's largest.
    """
    declare("layer_cells")(key=key, data=payload(names, neurons, activations), height="content")
