"""The network as a drawing that can be edited: neurons with their maps, edges by weight or by rate factor."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.components import declare, pack
from playground.components.rate_factors import plain, slopes, source_name

NEURONS = 10  # drawn in a layer at most
EDGES = 64  # drawn between two layers at most
STAYING = 1.2  # a neuron on show gives way only to one that is this much more important


def describe(
    names: Sequence[Sequence[str]],
    weights: Sequence[NDArray[np.floating]],
    biases: Sequence[NDArray[np.floating]],
    rates: Sequence[NDArray[np.floating]],
    maps: Sequence[NDArray[np.uint8] | None],
    show: Literal["weight", "rate"] = "weight",
    drawn: Sequence[Sequence[int]] = (),
) -> dict[str, Any]:
    """What to draw, as plain JSON data: of a wide layer the important neurons, of many edges the strongest.

    A neuron is as important as Σ|w| over its incoming and outgoing weights; `drawn`, the indices drawn before,
    keeps the choice from flickering. The strongest edges are those with the largest |w| or |∂a_j/∂a_k|, as
    `show` says. Whatever is left out is counted in a note. The shapes are those of `network_diagram`.
    Raises ValueError when they do not fit together.
    """
    _check(names, weights, biases, rates, maps, show)
    pixels = np.shape(weights[0])[1] if len(names[0]) == 1 else 1
    chosen = _choose(names, weights, drawn)
    layers = [_layer(index, len(weights), names, biases, maps, chosen[index], pixels) for index in range(len(names))]
    pairs = []
    for index, (w, r) in enumerate(zip(weights, rates, strict=True)):
        if index == 0 and pixels > 1:
            pairs.append(_bundles(names[0], w, r, chosen[1]))
        else:
            pairs.append(_edges(w, r, chosen[index], chosen[index + 1], show))
    hidden = [len(layer) for layer in names[1:-1]]
    return {"show": show, "hidden": hidden, "layers": layers, "pairs": pairs}


def _check(
    names: Sequence[Sequence[str]],
    weights: Sequence[NDArray[np.floating]],
    biases: Sequence[NDArray[np.floating]],
    rates: Sequence[NDArray[np.floating]],
    maps: Sequence[NDArray[np.uint8] | None],
    show: str,
) -> None:
    if show not in ("weight", "rate"):
        raise ValueError(f'The drawing shows "weight" or "rate", not {show!r}.')
    count = len(names)
    if (len(weights), len(biases), len(rates), len(maps)) != (count - 1, count - 1, count - 1, count):
        raise ValueError(
            f"A network of {count} named layers has {count - 1} weight matrices, bias vectors and matrices of "
            f"rate factors, and {count} maps; here are {len(weights)}, {len(biases)}, {len(rates)}, {len(maps)}."
        )
    inputs = np.shape(weights[0])[1] if len(names[0]) == 1 else len(names[0])
    for layer, (w, b, r) in enumerate(zip(weights, biases, rates, strict=True), start=1):
        shape = (len(names[layer]), inputs)
        if np.shape(w) != shape or np.shape(r) != shape or np.shape(b) != shape[:1]:
            raise ValueError(
                f"Layer {layer} has {shape[0]} neurons with {shape[1]} inputs each, but weights of shape "
                f"{np.shape(w)}, rate factors of shape {np.shape(r)} and biases of shape {np.shape(b)}."
            )
        inputs = shape[0]
    for layer, pictures in enumerate(maps):
        if pictures is not None and np.shape(pictures)[0] != len(names[layer]):
            raise ValueError(f"Layer {layer} has {len(names[layer])} neurons but {np.shape(pictures)[0]} maps.")


def _choose(
    names: Sequence[Sequence[str]], weights: Sequence[NDArray[np.floating]], drawn: Sequence[Sequence[int]]
) -> list[list[int]]:
    """The indices to draw in each layer, in order."""
    chosen = []
    for layer, named in enumerate(names):
        importance = np.zeros(len(named))
        if len(named) > NEURONS:
            if layer > 0:
                importance += np.nan_to_num(np.abs(weights[layer - 1])).sum(axis=1)
            if layer < len(weights):
                importance += np.nan_to_num(np.abs(weights[layer])).sum(axis=0)
            before = [index for index in drawn[layer] if index < len(named)] if layer < len(drawn) else []
            importance[before] *= STAYING
        best = np.argsort(-importance, kind="stable")[:NEURONS]
        chosen.append(sorted(int(index) for index in best))
    return chosen


def _layer(
    index: int,
    last: int,
    names: Sequence[Sequence[str]],
    biases: Sequence[NDArray[np.floating]],
    maps: Sequence[NDArray[np.uint8] | None],
    chosen: list[int],
    pixels: int,
) -> dict[str, Any]:
    named, pictures = names[index], maps[index]
    size = len(named) * pixels if index == 0 else len(named)
    more = len(named) - len(chosen)
    kind = "input" if index == 0 else "output" if index == last else f"hidden {index}"
    return {
        "heading": kind,
        "count": f"{size} {kind}{'' if size == 1 else 's'}" if index in (0, last) else str(size),
        "names": [named[j] for j in chosen],
        "indices": chosen,
        "biases": None if index == 0 else [plain(biases[index - 1][j]) for j in chosen],
        "note": f"+{more} more neuron{'' if more == 1 else 's'}" if more else "",
        "side": 0 if pictures is None else int(np.shape(pictures)[1]),
        "maps": "" if pictures is None else pack(pictures[chosen], "u1"),
        "meaning": _meaning(index, pixels),
    }


def _meaning(index: int, pixels: int) -> str:
    """What the picture inside a neuron of this layer shows."""
    if pixels == 1:
        return "The picture: its value all over the plane of the data, orange −, blue +."
    if index == 0:
        return "The picture that the network is looking at."
    return "The picture: its weights, pixel by pixel, orange −, blue +."


def _edges(
    weights: NDArray[np.floating],
    rates: NDArray[np.floating],
    sources: list[int],
    targets: list[int],
    show: str,
) -> dict[str, Any]:
    """The edges between the neurons drawn, and mean σ'(z_j) of each target where there is one."""
    to, source = (grid.ravel() for grid in np.meshgrid(targets, sources, indexing="ij"))
    shown = weights if show == "weight" else rates
    if to.size > EDGES:
        size = np.nan_to_num(np.abs(shown[to, source]))
        keep = np.sort(np.argsort(-size, kind="stable")[:EDGES])
        to, source = to[keep], source[keep]
    slope = slopes(weights, rates)
    total = int(np.size(weights))
    return {
        "bundle": 0,
        "from": source.tolist(),
        "to": to.tolist(),
        "weights": [plain(value) for value in weights[to, source]],
        "rates": [plain(value) for value in rates[to, source]],
        "slopes": None if slope is None else {str(j): plain(slope[j]) for j in targets},
        "inputs": int(np.shape(weights)[1]),
        "note": f"{to.size} of {total} edges drawn: the strongest" if to.size < total else "",
    }


def _bundles(
    names: Sequence[str], weights: NDArray[np.floating], rates: NDArray[np.floating], targets: list[int]
) -> dict[str, Any]:
    """One line per neuron for all its edges from a picture: their root mean squares, and the strongest pixel."""
    inputs = int(np.shape(weights)[1])
    w, r = np.asarray(weights, float)[targets], np.asarray(rates, float)[targets]
    strongest = np.argmax(np.nan_to_num(np.abs(w)), axis=1)
    with np.errstate(over="ignore"):
        weight, rate = (np.sqrt((values**2).mean(axis=1)) for values in (w, r))
    return {
        "bundle": inputs,
        "from": [0] * len(targets),
        "to": targets,
        "weights": [plain(value) for value in weight],
        "rates": [plain(value) for value in rate],
        "strongest": [
            {
                "name": source_name(names, inputs, int(k)),
                "weight": plain(w[row, k]),
                "rate": plain(r[row, k]),
            }
            for row, k in enumerate(strongest)
        ],
        "slopes": None,
        "inputs": inputs,
        "note": f"{inputs} edges to a line: root mean square",
    }


def network_diagram(
    *,
    names: Sequence[Sequence[str]],
    weights: Sequence[NDArray[np.floating]],
    biases: Sequence[NDArray[np.floating]],
    rates: Sequence[NDArray[np.floating]],
    maps: Sequence[NDArray[np.uint8] | None],
    show: Literal["weight", "rate"] = "weight",
    ack: int = 0,
    max_layers: int = 6,
    max_neurons: int = 100,
    key: str,
) -> list[dict[str, Any]]:
    """Draws the network and returns the edits a learner made on it and the caller has not applied yet.

    `names` has one list per layer, the input first; `weights[i]` and `rates[i]` (∂a_j/∂a_k, the mean over a
    batch) have shape (n_out, n_in), `biases[i]` (n_out,). One name for an input of many neurons means a picture:
    it is drawn as one. `maps[i]` holds for each neuron of a layer, the input first, the small picture inside it,
    uint8 of shape (n, side, side) from 0 (orange, -1) over 128 to 255 (blue, 1), or is None. `show` says what
    the edges are drawn by.

    An edit is {"seq": int, "op": "hidden", "hidden": [neurons of each hidden layer]}: the network wanted, so
    that applying it twice does no harm. Apply the last of those returned, and pass its seq as `ack` together
    with the network it made.
    """
    drawn = f"{key}-drawn"
    data = describe(names, weights, biases, rates, maps, show, st.session_state.get(drawn, ()))
    st.session_state[drawn] = [layer["indices"] for layer in data["layers"]]
    limits = {"ack": ack, "maxLayers": max_layers, "maxNeurons": max_neurons}
    result = declare("network_diagram")(key=key, data=data | limits, on_ops_change=lambda: None)
    return [op for op in result.ops or [] if op["seq"] > ack]
