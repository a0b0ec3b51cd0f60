"""The data of the network drawing: the important part of a wide network, with all numbers of what is drawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.data.scaling import Scaling
from engine.snapshot import Traced
from playground.components.diagram.diagram_ops import place
from playground.components.diagram.rate_factors import EXACT, rounded, slopes, source_name
from playground.components.population import Named
from playground.components.shared.palette import CLASSES
from playground.components.shared.wire import LARGEST, pack

NEURONS = 10  # drawn in a layer at most,
STRONGEST = 8  # and of one that has more
EDGES = 64  # drawn between two layers at most
COLOURED = len(CLASSES)  # classes that have colours of their own
STAYING = 1.2  # a neuron on show gives way only to one that is this much more important
SIDE = 16  # of a small picture, in a layer of more than FEW neurons
FEW = 4
NOISE = 1e-13  # of a sum, in double precision

Matrices = Sequence[NDArray[np.floating]]
Quantity = Literal["weight", "gradient", "rate", "change", "step"]
Numbers = dict[Quantity, NDArray[np.float64]]


@dataclass(frozen=True)
class Parts:
    """A network to be drawn; the shapes are those of `network_diagram`."""

    names: Sequence[Sequence[str]]
    weights: Matrices
    biases: Matrices
    rates: Matrices
    maps: Sequence[NDArray[np.uint8] | None]
    gradients: Matrices
    changes: Matrices | None
    frozen: Sequence[NDArray[np.bool_]]
    off: Sequence[Collection[int]]
    activations: Matrices
    of: Named
    steps: Matrices | None = None
    ends: Sequence[NDArray[np.floating]] | None = None
    scaling: Scaling | None = None

    @property
    def sizes(self) -> tuple[int, ...]:
        """The neurons of each layer, the input first: all pixels of a picture."""
        picture = len(self.names[0]) == 1 and len(self.weights) > 0
        return (np.shape(self.weights[0])[1] if picture else len(self.names[0]), *map(len, self.names[1:]))

    @property
    def pixels(self) -> int:
        """How many inputs the first one drawn stands for: 1 unless it is a picture."""
        return self.sizes[0] if len(self.names[0]) == 1 else 1

    def classes(self, layer: int) -> bool:
        """Whether the neurons of a layer stand for classes that have colours of their own."""
        return layer == len(self.weights) > 0 and 1 < len(self.names[layer]) <= COLOURED

    def of_edges(self, layer: int) -> Numbers:
        """What is known of the weights of a weight layer: each quantity as (n_out, n_in)."""
        given: Numbers = {
            "weight": np.asarray(self.weights[layer], float),
            "rate": np.asarray(self.rates[layer], float),
        }
        return given | {name: matrix[:, :-1] for name, matrix in self._with_biases(layer).items()}

    def of_biases(self, layer: int) -> Numbers:
        """What is known of the biases of a weight layer: each quantity as (n_out,)."""
        columns = {name: matrix[:, -1] for name, matrix in self._with_biases(layer).items()}
        return {"weight": np.asarray(self.biases[layer], float), **columns}

    def _with_biases(self, layer: int) -> Numbers:
        known: dict[Quantity, Matrices | None] = {
            "gradient": self.gradients,
            "change": self.changes,
            "step": self.steps,
        }
        return {name: np.asarray(of[layer], float) for name, of in known.items() if of is not None}

    def is_off(self, layer: int, neuron: int) -> bool:
        """Whether a neuron is switched off; layer 0 is the input."""
        return neuron in self.off[layer]

    def is_frozen(self, layer: int, j: int, k: int | None) -> bool:
        """Whether a weight, or a bias (k None), is kept as it is; `layer` counts weight layers from 0."""
        return bool(self.frozen[layer][j, -1 if k is None else k])

    def scales(self, layer: int, neuron: int) -> tuple[float, float]:
        """The offset and the scale that make what a neuron gives a number of the learner's table; else 0 and 1."""
        if self.scaling and layer == 0 and self.pixels == 1:
            return self.scaling.offset[neuron], self.scaling.scale[neuron]
        if self.scaling and layer == len(self.weights):
            return self.scaling.target_offset, self.scaling.target_scale
        return 0.0, 1.0

    def kind(self, layer: int) -> str:
        """What a layer is called; layer 0 is the input."""
        return "input" if layer == 0 else "output" if layer == len(self.weights) else f"hidden layer {layer}"

    def name(self, layer: int, neuron: int) -> str:
        """What a neuron is called, a pixel by its row and column."""
        return source_name(self.names[layer], self.sizes[layer], neuron)


def describe(
    parts: Parts,
    show: Quantity = "weight",
    selected: Mapping[str, Any] | None = None,
    traced: Traced | None = None,
    drawn: Sequence[Sequence[int]] = (),
    mapped: Collection[int] = (),
) -> dict[str, Any]:
    """What to draw, as plain JSON data: of a wide layer the important neurons, of many edges the strongest.

    A neuron is as important as Σ|w| over its incoming and outgoing weights; `drawn`, the indices drawn before,
    keeps the choice from flickering. The strongest edges are those whose quantity `show` is largest in size. What is
    selected, the paths from it that are `traced`, and the inputs that are `mapped` are drawn in any case. Whatever is
    left out is counted in a note.
    """
    chosen = place(selected, parts.sizes)
    traced = traced if _fits(parts, chosen, traced) else None
    neurons, edges = _held(parts, chosen, [path.neurons for path in traced.strongest] if traced else [])
    neurons[0].update(mapped)
    indices = _choose(parts, neurons, drawn)
    pairs = []
    for layer in range(len(parts.weights)):
        if layer == 0 and parts.pixels > 1:
            pairs.append(_bundles(parts, indices[1], show))
        else:
            pairs.append(_edges(parts, layer, indices[layer], indices[layer + 1], show, edges[layer]))
    return {
        "show": show,
        "hidden": list(parts.sizes[1:-1]),
        "layers": [_layer(parts, layer, indices[layer]) for layer in range(len(parts.names))],
        "pairs": pairs,
        "selected": None if chosen is None else _selected(parts, chosen),
        "paths": None if chosen is None or traced is None else _paths(parts, chosen, traced),
        "of": parts.of.told,
    }


def _fits(parts: Parts, selected: dict[str, Any] | None, traced: Traced | None) -> bool:
    """Whether a weight is selected, and the paths are not those of another one, selected before."""
    if selected is None or selected.get("k") is None or traced is None:
        return False
    layer, j = selected["layer"], selected["j"]
    beyond = parts.sizes[layer + 1 :]
    return all(
        len(path.neurons) == len(beyond)
        and all(0 <= n < size for n, size in zip(path.neurons, beyond, strict=True))
        and (len(beyond) == 1 or path.neurons[0] == j)
        for path in traced.strongest
    )


def _held(
    parts: Parts, selected: dict[str, Any] | None, routes: Sequence[Sequence[int]]
) -> tuple[list[set[int]], list[set[tuple[int, int]]]]:
    """What has to be drawn: neurons of each layer, and edges (j, k) of each weight layer."""
    neurons: list[set[int]] = [set() for _ in parts.names]
    edges: list[set[tuple[int, int]]] = [set() for _ in parts.weights]
    chains: list[tuple[int, Sequence[int]]] = []  # neurons one behind the other, from a layer on
    match selected:
        case {"layer": layer, "neuron": neuron}:
            chains = [(layer, [neuron])]
        case {"layer": layer, "j": j, "k": None}:
            chains = [(layer + 1, [j])]
        case {"layer": layer, "j": j, "k": k}:
            chains = [(layer, [k, j]), *((layer + 1, route) for route in routes)]
    for first, chain in chains:
        for layer, neuron in enumerate(chain, start=first):
            neurons[layer].add(neuron)
        for layer, (k, j) in enumerate(pairwise(chain), start=first):
            edges[layer].add((j, k))
    return neurons, edges


def _choose(parts: Parts, held: Sequence[set[int]], drawn: Sequence[Sequence[int]]) -> list[list[int]]:
    """The indices to draw in each layer, in order."""
    chosen = []
    for layer, named in enumerate(parts.names):
        importance = np.zeros(len(named))
        if len(named) > NEURONS:
            if layer > 0:
                importance += np.nan_to_num(np.abs(parts.weights[layer - 1])).sum(axis=1)
            if layer < len(parts.weights):
                importance += np.nan_to_num(np.abs(parts.weights[layer])).sum(axis=0)
            before = [index for index in drawn[layer] if index < len(named)] if layer < len(drawn) else []
            importance[before] *= STAYING
            importance[[index for index in held[layer] if index < len(named)]] = np.inf
        most = NEURONS if len(named) <= NEURONS else STRONGEST
        best = np.argsort(-importance, kind="stable")[:most]
        chosen.append(sorted(int(index) for index in best))
    return chosen


def _layer(parts: Parts, layer: int, chosen: list[int]) -> dict[str, Any]:
    named, pictures, kind = parts.names[layer], parts.maps[layer], parts.kind(layer)
    size, more = parts.sizes[layer], len(named) - len(chosen)
    if pictures is not None:
        pictures = shrunk(pictures[chosen], SIDE) if len(chosen) > FEW else pictures[chosen]
    picture = layer == 0 and parts.pixels > 1
    classes = pictures is not None and parts.pixels == 1 and parts.classes(layer)
    scales = [parts.scales(layer, j) for j in chosen]
    return {
        "heading": kind,
        "count": f"{size} {kind}{'' if size == 1 else 's'}" if layer in (0, len(parts.weights)) else str(size),
        "names": [named[j] for j in chosen],
        "indices": chosen,
        "biases": None if layer == 0 else [_bias(parts, layer - 1, j) for j in chosen],
        "activations": None if picture else [rounded(parts.activations[layer][j]) for j in chosen],
        "off": [j for j in chosen if parts.is_off(layer, j) and not picture],
        "note": f"+{more} more" if more else "",
        "side": 0 if pictures is None else pictures.shape[1],
        "maps": "" if pictures is None else pack(pictures, "u1"),
        "scales": scales if any(scale != (0, 1) for scale in scales) else None,
        "ends": None if parts.ends is None else [_ends(parts, layer, j) for j in chosen],
        "classes": classes,
        "meaning": _meaning(layer, parts.pixels, classes, layer == 0 and parts.scaling is not None),
    }


def _ends(parts: Parts, layer: int, j: int) -> list[float | None]:
    """What the ends of the colours in the picture of a neuron stand for."""
    assert parts.ends is not None
    offset, scale = parts.scales(layer, j)
    return [rounded(offset + scale * end) for end in parts.ends[layer][j]]


def _bias(parts: Parts, layer: int, j: int) -> dict[str, Any]:
    return {**_values(parts.of_biases(layer), j), "frozen": parts.is_frozen(layer, j, None)}


def _values(numbers: Numbers, at: Any) -> dict[str, float | None]:
    """All that is known of one weight or bias."""
    return {name: rounded(values[at]) for name, values in numbers.items()}


def _meaning(layer: int, pixels: int, classes: bool, scaled: bool) -> str:
    """What the picture inside a neuron of this layer shows."""
    if classes:
        return "The picture: how sure it is of its class all over the plane of the data, in the colour of that class."
    if scaled:
        return "The picture: its value all over the map, orange below its mean, blue above."
    if pixels == 1:
        return "The picture: its value all over the plane of the data, orange −, blue +."
    if layer == 0:
        return "The picture that the network is looking at."
    return "The picture: its weights, pixel by pixel, orange −, blue +."


def _edges(
    parts: Parts, layer: int, sources: list[int], targets: list[int], show: Quantity, held: Collection[tuple[int, int]]
) -> dict[str, Any]:
    """The edges between the neurons drawn, and mean σ'(z_j) of each target where there is one."""
    to, source = (grid.ravel() for grid in np.meshgrid(targets, sources, indexing="ij"))
    numbers = parts.of_edges(layer)
    if to.size > EDGES:
        size = np.nan_to_num(np.abs(numbers[show][to, source]), posinf=np.finfo(float).max)
        size[[at for at, edge in enumerate(zip(to.tolist(), source.tolist(), strict=True)) if edge in held]] = np.inf
        keep = np.sort(np.argsort(-size, kind="stable")[:EDGES])
        to, source = to[keep], source[keep]
    slope = slopes(numbers["weight"], numbers["rate"])
    total = numbers["weight"].size
    return {
        "bundle": 0,
        "from": source.tolist(),
        "to": to.tolist(),
        **{name: pack(values[to, source], "f4") for name, values in numbers.items()},
        "frozen": np.flatnonzero(parts.frozen[layer][to, source]).tolist(),
        "slopes": None if slope is None else {str(j): rounded(slope[j], EXACT) for j in targets},
        "inputs": parts.sizes[layer],
        "note": f"{to.size} of {total} edges: the strongest" if to.size < total else "",
    }


def _bundles(parts: Parts, targets: list[int], show: Quantity) -> dict[str, Any]:
    """One line per neuron for all its edges from a picture: their root mean squares, and the strongest pixel."""
    inputs, numbers = parts.sizes[0], parts.of_edges(0)
    strongest = np.argmax(np.nan_to_num(np.abs(numbers[show][targets])), axis=1).tolist()
    with np.errstate(over="ignore"):
        means = {name: np.sqrt((values[targets] ** 2).mean(axis=1)) for name, values in numbers.items()}
    return {
        "bundle": inputs,
        "from": [0] * len(targets),
        "to": targets,
        **{name: pack(values, "f4") for name, values in means.items()},
        "strongest": [
            {"index": k, "name": parts.name(0, k), **_values(numbers, (j, k))}
            for j, k in zip(targets, strongest, strict=True)
        ],
        "frozen": np.flatnonzero(parts.frozen[0][targets, :-1].any(axis=1)).tolist(),
        "slopes": None,
        "inputs": inputs,
        "note": f"a line: root mean square of {inputs} weights",
    }


def _selected(parts: Parts, selected: dict[str, Any]) -> dict[str, Any]:
    """The selected weight, bias or neuron: its place, its name, its values."""
    layer = selected["layer"]
    if "neuron" in selected:
        neuron = selected["neuron"]
        return {
            **selected,
            "name": f"{parts.name(layer, neuron)} · {parts.kind(layer)}",
            "on": not parts.is_off(layer, neuron),
            "bias": None if layer == 0 else _bias(parts, layer - 1, neuron),
            "activation": rounded(parts.activations[layer][neuron]),
            "scale": parts.scales(layer, neuron),
        }
    j, k = selected["j"], selected["k"]
    target = parts.name(layer + 1, j)
    return {
        **selected,
        "name": f"bias of {target}" if k is None else f"w from {parts.name(layer, k)} to {target}",
        **(_values(parts.of_biases(layer), j) if k is None else _values(parts.of_edges(layer), (j, k))),
        "frozen": parts.is_frozen(layer, j, k),
    }


def _paths(parts: Parts, selected: dict[str, Any], traced: Traced) -> dict[str, Any]:
    """The strongest paths by name; how many `more` there are and their sum, the `rest`; the sum over all paths, and
    ∂C/∂w of back-propagation: in double precision, so that what is shown of them can be checked.

    A path has its factors where they are those of one example and none is too large to be told.
    """
    listed = [path.rate_factor for path in traced.strongest]
    more, scale = traced.count - len(listed), sum(map(abs, listed))

    def clear(value: float) -> float:
        return 0.0 if abs(value) < NOISE * scale else value

    return {
        "rows": [
            {
                "neurons": path.neurons,
                "name": " → ".join(parts.name(at, n) for at, n in enumerate(path.neurons, start=selected["layer"] + 1)),
                "factors": path.factors if parts.of.one and all(abs(f) < LARGEST for f in path.factors) else None,
                "product": path.rate_factor,
                "spread": path.spread,
            }
            for path in traced.strongest
        ],
        "more": more,
        "rest": clear(traced.total - sum(listed)) if more else 0.0,
        "total": clear(traced.total),
        "gradient": clear(traced.gradient),
    }


def shrunk(pictures: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Square pictures (n, a, a) averaged down to (n, side, side); those that are no larger stay as they are."""
    whole = pictures.shape[1]
    if whole <= side:
        return pictures
    overlap = _overlap(whole, side)
    return np.asarray(np.rint(overlap @ pictures @ overlap.T), np.uint8)


@lru_cache(maxsize=16)
def _overlap(whole: int, side: int) -> NDArray[np.float32]:
    """The part that each of `whole` pixels has in each of `side` larger ones, (side, whole); every row sums to 1."""
    ends, pixels = np.linspace(0, whole, side + 1)[:, np.newaxis], np.arange(whole)
    inside = np.minimum(ends[1:], pixels + 1) - np.maximum(ends[:-1], pixels)
    return np.asarray(np.maximum(inside, 0) * side / whole, np.float32)
