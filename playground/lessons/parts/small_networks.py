"""Small networks of the lessons: numbers that can be worked by hand, their drawing, and how each is computed.

Drawings and matrices share ids, so that pointing at a number highlights it in both: w/l/j/k is w^l_jk, b/l/j is b^l_j,
z/l/j is z^l_j and a/l/j is a^l_j, with layers counted from 1 as in the mathematics and neurons from 0.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import streamlit as st

from engine.activations import activation_named
from engine.arrays import Array
from engine.network import Network
from playground.components.diagram.matrices import Item, Matrix
from playground.components.diagram.wiring import Neuron, Wire
from playground.components.page.dials import Dial
from playground.components.shared.clicks import clicked
from playground.components.shared.made import Made
from playground.components.shared.numerals import factor, numeral, symbol
from playground.lessons.shape import linked
from playground.settings.choices import Choice, Whole
from playground.settings.slots import Slot, Slots

KINDS = ("sigmoid", "tanh", "relu")
"""The activations to choose from."""
LARGEST = 3.0
"""How far the dials of inputs and weights go in each direction."""
MOST_SEEDS = 10_000
SEED = Slots("{}-seed", int)
Parameter = tuple[int, int, int | None]
"""A weight as (l, j, k), or a bias as (l, j, None)."""


def handy(sizes: Sequence[int], activation: str, output: str, seed: int) -> Network:
    """A network in float64 whose weights and biases are multiples of 0.1, so that it can be worked by hand."""
    network = Network(sizes, activation, output, initialization="large", seed=seed, dtype=np.float64)
    network.parameters[...] = np.round(network.parameters, 1) + 0.0
    return network


def choose_kind(lesson: str, label: str, **look: Any) -> str:
    """The activation that the learner chooses for the lesson's network."""
    kind: str = linked.segmented_control(label, KINDS, format_func=label_of, key=f"{lesson}-kind", **look)
    return kind


def other_weights(lesson: str, **look: Any) -> None:
    """A button for the next seed, in a lesson that uses `seed_of`."""
    st.button("Other weights", key=f"{lesson}-other", on_click=next_seed, args=(lesson,), **look)


def input_dials(count: int) -> list[Dial]:
    """A dial for each of `count` inputs, three at most."""
    usual = (1.0, 0.5, -1.0)[:count]
    return [Dial(f"x{k + 1}", symbol("x", None, k), -LARGEST, LARGEST, x) for k, x in enumerate(usual)]


def picked_from(known: Sequence[Parameter], slot: Slot[str], of: Mapping[str, Parameter], *drawings: str) -> Parameter:
    """The one of `known` that was last clicked in any of the `drawings`; before any click it is the first.

    `of` maps the ids that can be clicked to weights and biases. The slot keeps the id.
    """
    for id_ in (id_ for drawing in drawings for id_ in clicked(drawing, of)):
        slot.put(id_of(of[id_]))
    ids = tuple(map(id_of, known))
    if slot.get() not in ids:
        slot.take()
    return parameter_of(linked.kept(Choice("picked", ids[0], ids), slot))


def seed_of(lesson: str, usual: int) -> int:
    """The seed of the lesson's random numbers."""
    return linked.kept(Whole("seed", usual, 0, MOST_SEEDS), SEED.of(lesson))


def next_seed(lesson: str) -> None:
    """Take the next seed: a callback for a lesson that uses `seed_of`."""
    seed = SEED.of(lesson)
    seed.put((seed.get() + 1) % MOST_SEEDS)


def name_of(parameter: Parameter) -> str:
    """The symbol of a weight or a bias: w²₁₃ or b²₁."""
    layer, j, k = parameter
    return symbol("b", layer, j) if k is None else symbol("w", layer, j, k)


def id_of(parameter: Parameter) -> str:
    """The id of a weight or a bias in drawings and matrices."""
    layer, j, k = parameter
    return f"b/{layer}/{j}" if k is None else f"w/{layer}/{j}/{k}"


def parameter_of(id_: str) -> Parameter:
    """The weight or bias with this id; the inverse of `id_of`."""
    kind, layer, j, *k = id_.split("/")
    return int(layer), int(j), int(k[0]) if kind == "w" else None


def parameters(network: Network) -> list[Parameter]:
    """All weights and biases, layer by layer."""
    return [
        (layer, j, k)
        for layer, (before, here) in enumerate(pairwise(network.sizes), start=2)
        for j in range(here)
        for k in (*range(before), None)
    ]


def value_of(network: Network, parameter: Parameter) -> float:
    """The value of a weight or bias."""
    layer, j, k = parameter
    return float(network.biases[layer - 2][j] if k is None else network.weights[layer - 2][j, k])


def set_value(network: Network, parameter: Parameter, value: float) -> None:
    """Set the value of a weight or bias, in place."""
    layer, j, k = parameter
    network.blocks[layer - 2][j, network.sizes[layer - 2] if k is None else k] = value


def neurons(
    network: Network,
    activations: Sequence[Array],
    notes: Callable[[int, int], tuple[str, ...]] = lambda layer, j: (),
    known: int | None = None,
) -> list[list[Neuron]]:
    """The columns of a drawing: a^l_j inside each neuron, `notes(l, j)` below; no numbers after layer `known`."""
    columns = []
    for layer, row in enumerate(activations, start=1):
        seen = known is None or layer <= known
        largest = max(1.0, float(np.abs(row).max(initial=0.0)))
        columns.append(
            [
                Neuron(
                    f"a/{layer}/{j}",
                    symbol("a", layer, j),
                    numeral(a) if seen else "",
                    notes(layer, j),
                    0.8 * a / largest if seen else None,
                    "input" if layer == 1 else "neuron",
                    ids=(f"z/{layer}/{j}", f"b/{layer}/{j}", f"d/{layer}/{j}"),
                )
                for j, a in enumerate(np.ravel(row).tolist())
            ]
        )
    return columns


def wires(
    network: Network,
    texts: Sequence[Array] | None = None,
    *,
    on: Collection[int] = (),
    picked: Parameter | None = None,
    strong: Collection[str] = (),
    clickable: bool = False,
) -> list[Wire]:
    """All weights as wires labelled with `texts`, one array (n_l, n_{l-1}) per layer, by default the weights.

    A wave runs along the wires into the layers `on`.
    """
    said = network.weights if texts is None else texts
    largest = max((float(np.abs(one).max()) for one in said), default=0.0) or 1.0
    drawn = []
    for layer, matrix in enumerate(said, start=2):
        for (j, k), value in np.ndenumerate(matrix):
            id_ = f"w/{layer}/{j}/{k}"
            drawn.append(
                Wire(
                    id_,
                    f"a/{layer - 1}/{k}",
                    f"a/{layer}/{j}",
                    numeral(value),
                    float(value) / largest,
                    on=layer in on,
                    picked=picked == (layer, j, k),
                    strong=id_ in strong,
                    clickable=clickable,
                    ids=(f"g/{layer}/{j}/{k}",),
                )
            )
    return drawn


def column(letter: str, layer: int, values: Array, name: str = "", *, clickable: bool = False) -> Matrix:
    """A vector with one number per neuron, as a matrix of one column called `name`, by default as a^l."""
    rows = np.ravel(values)[:, np.newaxis]
    return Matrix(f"{letter}/{layer}", name or symbol(letter, layer), rows, clickable=clickable)


def forward_line(
    network: Network, layer: int, z: Array, a: Array, before: Array, *, clickable: bool = False
) -> list[Item]:
    """One layer as an equation of matrices: z^l = w^l a^{l-1} + b^l, a^l = σ(z^l)."""
    w, b = network.weights[layer - 2], network.biases[layer - 2]
    return [
        column("z", layer, z),
        "=",
        Matrix(f"w/{layer}", symbol("w", layer), w, ids=weight_ids("w", layer, w), clickable=clickable),
        column("a", layer - 1, before),
        "+",
        column("b", layer, b, clickable=clickable),
        f",   {squash(network, layer)}(z) =",
        column("a", layer, a),
    ]


def transposed(network: Network, layer: int, *, clickable: bool = False) -> Matrix:
    """The matrix (w^l)ᵀ."""
    w = network.weights[layer - 2].T
    ids = [f"w/{layer}/{j}/{k}" for k, j in np.ndindex(w.shape)]
    return Matrix(f"w/{layer}", f"({symbol('w', layer)})ᵀ", w, ids=ids, clickable=clickable)


def weight_ids(letter: str, layer: int, w: Array) -> list[str]:
    """An id for each number of a matrix that has the shape of w^l, row by row."""
    return [f"{letter}/{layer}/{j}/{k}" for j, k in np.ndindex(w.shape)]


def squash(network: Network, layer: int) -> str:
    """The name of a layer's activation in an equation."""
    return {"sigmoid": "σ", "relu": "ReLU"}.get(network.activations[layer - 2], network.activations[layer - 2])


def forward_makings(network: Network, zs: Sequence[Array], activations: Sequence[Array]) -> dict[str, Made]:
    """How every number of a forward pass is computed for one example: the z^l, the a^l, and where weights lead."""
    made: dict[str, Made] = {}
    for layer, (z, a, before) in enumerate(zip(zs, activations[1:], activations, strict=False), start=2):
        made |= _sums(network, layer, np.ravel(z), np.ravel(before)) | _squashed(
            network, layer, np.ravel(z), np.ravel(a)
        )
    for parameter in parameters(network):
        layer, j, k = parameter
        said = f"{name_of(parameter)} = {numeral(value_of(network, parameter))}"
        if k is None:
            words = f"{said}, the bias of neuron {j + 1} of layer {layer}"
            made[id_of(parameter)] = Made(words, (f"z/{layer}/{j}",))
        else:
            words = f"{said} leads from neuron {k + 1} of layer {layer - 1} to neuron {j + 1} of layer {layer}"
            made[id_of(parameter)] = Made(words, (f"a/{layer - 1}/{k}", f"z/{layer}/{j}"))
    return made


def _sums(network: Network, layer: int, z: Array, before: Array) -> dict[str, Made]:
    made = {}
    sources = range(before.size)
    for j, (w, b) in enumerate(zip(network.weights[layer - 2], network.biases[layer - 2], strict=True)):
        letters = " + ".join(f"{symbol('w', layer, j, k)}·{symbol('a', layer - 1, k)}" for k in sources)
        terms = " + ".join(f"{factor(w[k])}·{factor(before[k])}" for k in sources)
        words = (
            f"{symbol('z', layer, j)} = {letters} + {symbol('b', layer, j)}\n= {terms} + {factor(b)} = {numeral(z[j])}"
        )
        of = [id_ for k in sources for id_ in (f"w/{layer}/{j}/{k}", f"a/{layer - 1}/{k}")]
        made[f"z/{layer}/{j}"] = Made(words, (*of, f"b/{layer}/{j}"))
    return made


def _squashed(network: Network, layer: int, z: Array, a: Array) -> dict[str, Made]:
    made = {}
    name = squash(network, layer)
    for j in range(a.size):
        if activation_named(network.activations[layer - 2]).mixes:
            spelled, of = f"e^{factor(z[j])} / Σ e^zₖ", tuple(f"z/{layer}/{i}" for i in range(a.size))
        else:
            spelled, of = f"{name}({numeral(z[j])})", (f"z/{layer}/{j}",)
        said = f"{symbol('a', layer, j)} = {name}({symbol('z', layer, j)}) = {spelled} = {numeral(a[j])}"
        made[f"a/{layer}/{j}"] = Made(said, of)
    return made


def label_of(activation: str) -> str:
    """The name of an activation or of softmax as a learner reads it."""
    return activation_named(activation).label
