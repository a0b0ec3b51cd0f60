"""Small networks of the lessons: numbers that can be worked by hand, their drawing, and how each is computed.

Drawings and matrices share ids, so that pointing at a number highlights it in both: w/l/j/k is w^l_jk, b/l/j is b^l_j,
z/l/j is z^l_j and a/l/j is a^l_j, with layers counted from 1 as in the mathematics and neurons from 0.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import streamlit as st

from engine.activations import activation_named
from engine.arrays import Array
from engine.network import Network
from playground.components.diagram.matrices import Item, Matrix
from playground.components.diagram.wiring import Neuron, Wire
from playground.components.page.dials import Dial
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
P = TypeVar("P", bound=Parameter)


def handy(sizes: Sequence[int], activation: str, output: str, seed: int) -> Network:
    """A network in float64 whose weights and biases are multiples of 0.1, so that it can be worked by hand."""
    network = Network(sizes, activation, output, initialization="large", seed=seed, dtype=np.float64)
    network.parameters[...] = np.round(network.parameters, 1) + 0.0
    return network


def choose_kind(lesson: str, label: str, **look: Any) -> str:
    """The activation that the learner chooses for the lesson's network."""
    kind: str = linked.segmented_control(
        label, KINDS, format_func=lambda kind: activation_named(kind).label, key=f"{lesson}-kind", **look
    )
    return kind


def other_weights(lesson: str, **look: Any) -> None:
    """A button for the next seed, in a lesson that uses `seed_of`."""
    st.button("Other weights", key=f"{lesson}-other", on_click=next_seed, args=(lesson,), **look)


def input_dials(count: int) -> list[Dial]:
    """A dial for each of `count` inputs, three at most."""
    usual = (1.0, 0.5, -1.0)[:count]
    return [Dial(f"x{k + 1}", symbol("x", None, k), -LARGEST, LARGEST, x) for k, x in enumerate(usual)]


def choose_example(count: int, key: str) -> tuple[Array, Array]:
    """The example that the learner sets: inputs (count,) by dials, and which of two outputs should be 1, as y (2,)."""
    inputs = input_dials(count)
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left:
        values = linked.dials(inputs, key=f"{key}-inputs")
    with right:
        choice = linked.segmented_control(
            "Desired output",
            [0, 1],
            default=1,
            format_func=lambda i: f"y = ({1 - i}, {i})",
            key=f"{key}-y",
            label_visibility="collapsed",
        )
    return np.array([values[dial.name] for dial in inputs]), np.eye(2)[choice]


def picked_from(known: Sequence[P], slot: Slot[str], clicks: Iterable[str], key: str = "picked") -> P:
    """The one of `known` whose id is the last of the `clicks`; before any click it is the first.

    The slot keeps the id, and `key` is its name in links.
    """
    for id_ in clicks:
        slot.put(id_)
    ids = tuple(map(id_of, known))
    if slot.get() not in ids:
        slot.take()
    return known[ids.index(linked.kept(Choice(key, ids[0], ids), slot))]


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
    return float(network.blocks[layer - 2][j, -1 if k is None else k])


def set_value(network: Network, parameter: Parameter, value: float) -> None:
    """Set the value of a weight or bias, in place."""
    layer, j, k = parameter
    network.blocks[layer - 2][j, -1 if k is None else k] = value


def neurons(
    activations: Sequence[Array], notes: Callable[[int, int], tuple[str, ...]], known: int
) -> list[list[Neuron]]:
    """The columns of a drawing: a^l_j inside each neuron, `notes(l, j)` below; no numbers after layer `known`."""
    columns = []
    for layer, row in enumerate(activations, start=1):
        seen = layer <= known
        largest = max(1.0, float(np.abs(row).max()))
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
                for j, a in enumerate(row)
            ]
        )
    return columns


def wires(
    network: Network,
    texts: Sequence[Array] | None = None,
    *,
    on: Collection[int] = (),
    picked: Parameter | None = None,
    clickable: bool = False,
) -> list[Wire]:
    """All weights as wires labelled with `texts`, one array (n_l, n_{l-1}) per layer, by default the weights.

    A wave runs along the wires into the layers `on`.
    """
    said = network.weights if texts is None else texts
    largest = max(np.abs(one).max() for one in said) or 1.0
    return [
        Wire(
            f"w/{layer}/{j}/{k}",
            f"a/{layer - 1}/{k}",
            f"a/{layer}/{j}",
            numeral(value),
            value / largest,
            on=layer in on,
            picked=picked == (layer, j, k),
            clickable=clickable,
            ids=(f"g/{layer}/{j}/{k}",),
        )
        for layer, matrix in enumerate(said, start=2)
        for (j, k), value in np.ndenumerate(matrix)
    ]


def column(letter: str, layer: int, values: Array, name: str = "", *, clickable: bool = False) -> Matrix:
    """A vector with one number per neuron, as a matrix of one column called `name`, by default as a^l."""
    rows = np.ravel(values)[:, np.newaxis]
    return Matrix(f"{letter}/{layer}", name or symbol(letter, layer), rows, clickable=clickable)


def forward_line(
    network: Network, layer: int, z: Array, a: Array, before: Array, *, clickable: bool = False
) -> list[Item]:
    """One layer as an equation of matrices: z^l = w^l a^{l-1} + b^l, a^l = σ(z^l)."""
    return [
        column("z", layer, z),
        "=",
        Matrix(f"w/{layer}", symbol("w", layer), network.weights[layer - 2], clickable=clickable),
        column("a", layer - 1, before),
        "+",
        column("b", layer, network.biases[layer - 2], clickable=clickable),
        f",   {squash(network, layer)}(z) =",
        column("a", layer, a),
    ]


def transposed(network: Network, layer: int, *, clickable: bool = False) -> Matrix:
    """The matrix (w^l)ᵀ."""
    w = network.weights[layer - 2].T
    ids = [f"w/{layer}/{j}/{k}" for k, j in np.ndindex(w.shape)]
    return Matrix(f"w/{layer}", f"({symbol('w', layer)})ᵀ", w, ids=ids, clickable=clickable)


def squash(network: Network, layer: int) -> str:
    """The name of a layer's activation in an equation."""
    name = network.activations[layer - 2]
    return {"sigmoid": "σ", "relu": "ReLU"}.get(name, name)


def forward_makings(network: Network, zs: Sequence[Array], activations: Sequence[Array]) -> dict[str, Made]:
    """How every number of a forward pass is computed for one example: the z^l, the a^l, and where weights lead."""
    made: dict[str, Made] = {}
    for layer, (z, a, before) in enumerate(zip(zs, activations[1:], activations, strict=False), start=2):
        made |= _sums(network, layer, z, before) | _squashed(network, layer, z, a)
    for parameter in parameters(network):
        layer, j, k = parameter
        words = f"{name_of(parameter)} = {numeral(value_of(network, parameter))}"
        of = [f"z/{layer}/{j}"]
        if k is None:
            words += f", the bias of neuron {j + 1} of layer {layer}"
        else:
            words += f" leads from neuron {k + 1} of layer {layer - 1} to neuron {j + 1} of layer {layer}"
            of.insert(0, f"a/{layer - 1}/{k}")
        made[id_of(parameter)] = Made(words, tuple(of))
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
