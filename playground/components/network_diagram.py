"""The network as a drawing to look into and to edit: neurons with their maps, edges by one of four quantities."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.components import declare
from playground.components.diagram_data import Matrices, Parts, Quantity, describe
from playground.components.diagram_ops import accepted, settled


def network_diagram(
    *,
    names: Sequence[Sequence[str]],
    weights: Matrices,
    biases: Matrices,
    rates: Matrices,
    maps: Sequence[NDArray[np.uint8] | None],
    gradients: Matrices | None = None,
    changes: Matrices | None = None,
    frozen: Sequence[NDArray[np.bool_]] | None = None,
    off: Sequence[Collection[int]] | None = None,
    activations: Matrices | None = None,
    show: Quantity = "weight",
    selected: Mapping[str, Any] | None = None,
    paths: Sequence[tuple[Sequence[int], float]] | None = None,
    total: float | None = None,
    can_undo: bool = False,
    ack: int = 0,
    max_layers: int = 6,
    max_neurons: int = 100,
    key: str,
) -> list[dict[str, Any]]:
    """Draws the network and returns what a learner did to it and the caller has not applied yet.

    `names` has one list per layer, the input first; `weights[i]` and `rates[i]` (∂a_j/∂a_k, the mean over a
    batch) have shape (n_out, n_in), `biases[i]` (n_out,). `gradients[i]` (∂C/∂w) and `changes[i]` (w minus its value
    at the start of the run) are like `weights[i]`, or have the numbers of the biases as one column more. One name for
    an input of many neurons means a picture: it is drawn as one. `maps[i]` holds for each neuron of a layer, the
    input first, the small picture inside it, uint8 of shape (n, side, side) from 0 (orange, -1) over 128 to 255
    (blue, 1), or is None. `frozen[i]` marks the weights that training leaves alone, (n_out, n_in + 1), the bias last.
    `off[l]` are the neurons of layer l that are switched off, `activations[l]` (n_l,) the mean activations; both begin
    with the input.

    `show` is what the edges are drawn by: "weight", "gradient", "rate" or "change". `selected` is the weight, bias
    or neuron on the panel, as `diagram_ops.place` describes it; one that the network does not have is none. `paths`
    are the strongest paths from the selected weight to the cost: the neuron passed in each layer from the weight's own
    on, and the product of the rate factors; those of another weight are left out. `total` is the sum over all paths,
    ∂C/∂w; without it the paths given are taken to be all there are. Raises ValueError for what does not fit together.

    Each op returned has a `seq` above `ack`, and says the whole of what is wanted, so that applying it twice does no
    harm; pass the seq of the last one applied as `ack`, together with the network it made:
    {"op": "hidden", "hidden": [neurons of each hidden layer]}, {"op": "select", "selected": … or None},
    {"op": "value", "layer", "j", "k", "value"}, {"op": "freeze", "layer", "j", "k", "on"} with `layer` counting weight
    layers from 0 and k None for a bias, {"op": "switch", "layer", "neuron", "on"} with the input as layer 0, and
    {"op": "undo"}. What the browser sends beyond that is dropped.
    """
    parts = Parts(names, weights, biases, rates, maps, gradients, changes, frozen, off, activations)
    drawn = f"{key}-drawn"
    data = describe(parts, show, selected, paths, total, st.session_state.get(drawn, ()))
    st.session_state[drawn] = [layer["indices"] for layer in data["layers"]]

    def fresh(ops: Any) -> list[dict[str, Any]]:
        return accepted(ops, parts.sizes, ack, max_layers, max_neurons)

    sent = st.session_state.get(key, {}).get("ops")
    done = settled(sent, fresh(sent), ack)
    limits = {"ack": done, "maxLayers": max_layers, "maxNeurons": max_neurons, "canUndo": can_undo}
    result = declare("network_diagram")(key=key, data=data | limits, on_ops_change=lambda: None)
    return fresh(result.ops)
