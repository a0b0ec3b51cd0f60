"""Lesson: a layer is one matrix product; every number in it, and how it is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.network import Network
from playground.components.diagram.matrices import Item, Matrix, matrices
from playground.components.diagram.wiring import Neuron, wiring
from playground.components.page.dials import Dial, dials
from playground.components.shared import svg as pictures
from playground.components.shared.clicks import clicked
from playground.components.shared.made import Made
from playground.components.shared.numerals import numeral, symbol
from playground.lessons.parts import small_networks
from playground.lessons.parts.small_networks import LARGEST, Parameter, id_of
from playground.lessons.parts.this_digit import SEED, SHAPE, SIZES
from playground.lessons.shape import linked
from playground.lessons.shape.address import current
from playground.lessons.shape.bets import Facts, Line, Pick
from playground.lessons.shape.formulas import THINGS
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.lessons.shape.versions import version_of
from playground.settings.choices import Number, Setting, quoted, short_name
from playground.settings.slots import Slot, Slots

SHAPES = {SHAPE: SIZES, "3 → 2 → 2": (3, 2, 2), "2 → 3 → 3 → 2": (2, 3, 3, 2)}
OTHERS = np.array([[1.0, 0.0, -1.0], [-0.5, 2.0, 1.0]])
"""The inputs of the second and third examples of the mini-batch; the learner sets the first."""
PICKED = Slot("matrices-picked", str)
TURNED = Slots[dict[Parameter, float]]("matrices-turned-{}", dict)
ONE, BATCH = "one example", "a mini-batch of 3"


def batch_lines(network: Network, zs: Sequence[Array], activations: Sequence[Array]) -> list[list[Item]]:
    """The layers for several examples, one per row: z^l = a^{l-1} (w^l)ᵀ + b^l."""
    lines: list[list[Item]] = []
    for layer, (z, a, before) in enumerate(zip(zs, activations[1:], activations, strict=False), start=2):
        b = network.biases[layer - 2]
        lines.append(
            [
                _examples("z", layer, z),
                "=",
                _examples("a", layer - 1, before),
                small_networks.transposed(network, layer, clickable=True),
                "+",
                Matrix(
                    f"b/{layer}",
                    symbol("b", layer),
                    b[np.newaxis],
                    ids=[f"b/{layer}/{j}" for j in range(len(b))],
                    clickable=True,
                ),
                f",   {small_networks.squash(network, layer)}(z) =",
                _examples("a", layer, a),
            ]
        )
    return lines


def _examples(letter: str, layer: int, rows: Array) -> Matrix:
    ids = [f"{letter}/{layer}/{j}/example/{i}" for i, j in np.ndindex(rows.shape)]
    return Matrix(f"{letter}/{layer}", symbol(letter, layer), rows, ids=ids)


def batch_makings(network: Network, zs: Sequence[Array], activations: Sequence[Array]) -> dict[str, Made]:
    """How every number of the mini-batch is computed: as for one example, each from its own row."""
    made: dict[str, Made] = {}
    for i in range(len(activations[0])):
        single = small_networks.forward_makings(network, [z[i] for z in zs], [a[i] for a in activations])
        for id_, one in single.items():
            of = [f"{maker}/example/{i}" if maker[0] in "za" else maker for maker in one.of]
            if id_[0] in "wb":
                made[id_] = Made(one.words, (*(made[id_].of if id_ in made else ()), *of))
            else:
                made[f"{id_}/example/{i}"] = Made(f"Example {i + 1}: {one.words}", tuple(of))
    return made


def shapes_in_words(network: Network, rows: int) -> str:
    """How the shapes of the matrices fit together, layer by layer."""
    said = []
    for layer, (n0, n) in enumerate(pairwise(network.sizes), start=2):
        w, a, b, z = (symbol(letter, of) for letter, of in (("w", layer), ("a", layer - 1), ("b", layer), ("z", layer)))
        if rows == 1:
            said.append(f"{w} {a} + {b} = {z}:  ({n} × {n0})({n0} × 1) + ({n} × 1) = ({n} × 1)")
        else:
            said.append(f"{a} ({w})ᵀ + {b} = {z}:  ({rows} × {n0})({n0} × {n}) + (1 × {n}) = ({rows} × {n})")
    return "\n".join(said)


@dataclass(frozen=True)
class Turned(Setting):
    """The values of the weights and biases, among those `known`, that the learner changed."""

    known: tuple[Parameter, ...]

    def text(self, value: Mapping[Parameter, float]) -> str:
        """Such as w-2-0-1:1.5,b-2-0:-1."""
        return ",".join(f"{short_name(id_of(one))}:{_amount(one).text(number)}" for one, number in value.items())

    def value(self, text: str) -> dict[Parameter, float]:
        """The values."""
        named = {short_name(id_of(one)): one for one in self.known}
        pairs = [part.partition(":")[::2] for part in text.split(",")]
        if strange := [name for name, _ in pairs if name not in named]:
            raise ValueError(f"this network has no {quoted(strange[0])}.")
        return {named[name]: _amount(named[name]).value(number) for name, number in pairs}


def _amount(parameter: Parameter) -> Number:
    name = short_name(id_of(parameter))
    return Number(name, 0, -LARGEST, LARGEST, name, 10)


def exhibit() -> Facts:
    """A small network as a drawing and as matrices; pointing at a number highlights what it depends on in both."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shape = linked.segmented_control("Neurons in each layer", list(SHAPES), key="matrices-shape")
        kind = small_networks.choose_kind("matrices", "Activation")
        rows = linked.segmented_control("Send through", [ONE, BATCH], key="matrices-rows")
        st.button("Other weights", key="matrices-again", on_click=_other_weights)
    seed = small_networks.seed_of("matrices", SEED)
    network = small_networks.handy(SHAPES[shape], kind, kind, seed)
    of = {id_of(parameter): parameter for parameter in small_networks.parameters(network)}
    clicks = (id_ for view in ("matrices-drawing", "matrices-numbers") for id_ in clicked(view, of))
    picked = small_networks.picked_from(list(of.values()), PICKED, clicks)
    x = _dials(network, picked, shape, seed)
    batch = np.vstack([x, OTHERS[:, : network.sizes[0]]]) if rows == BATCH else x[np.newaxis]
    _show(network, batch, picked)
    before = network.forward(np.array([dial.value for dial in small_networks.input_dials(network.sizes[0])]))[0]
    risen = float(network.forward(x)[0][0][0, 0] - before[0][0, 0])
    facts = {"shapes": _shapes(network, batch), "single": _shapes(network, batch[:1]), "risen": risen}
    return {**facts, **numbers_of(network, x)}


def numbers_of(network: Network, x: Array) -> Facts:
    """What the symbols of the formulas stand for with the inputs x (n_1,): l = 2, and j = 1."""
    zs, activations = network.forward(x)
    z, a = zs[0][0], activations[1][0]
    weights, bias = network.weights[0], network.biases[0]
    parts = weights[0] * x
    things = {letter: [f"{letter}/2/{j}" for j in range(len(z))] for letter in "zba"}
    things["x"] = [f"a/1/{k}" for k in range(len(x))]
    for k in range(len(x)):
        things |= {f"row{k + 1}": [f"w/2/0/{k}"], f"x{k + 1}": [f"a/1/{k}"]}
    numbers = {"z": z, "a": a, "x": x, "b": bias, "row": weights[0], "part": parts}
    single = {"one": float(z[0]), "sum": float(parts.sum()), "bias": float(bias[0])}
    return numbers | single | {THINGS: things | {"one": ["z/2/0"], "bias": ["b/2/0"]}}


def _shapes(network: Network, batch: Array) -> dict[str, tuple[int, ...]]:
    return {"a¹": batch.shape, "w²": network.weights[0].shape, "z²": network.forward(batch)[0][0].shape}


def _other_weights() -> None:
    small_networks.next_seed("matrices")
    for shape in SHAPES:
        TURNED.of(shape).take()


def _dials(network: Network, picked: Parameter, shape: str, seed: int) -> Array:
    """The inputs x (n_1,) set by dials; beside them is a dial for the picked weight."""
    inputs = small_networks.input_dials(network.sizes[0])
    turned, slot = Turned("turned", {}, tuple(small_networks.parameters(network))), TURNED.of(shape)
    values = linked.begin(turned, slot)
    for parameter, value in values.items():
        small_networks.set_value(network, parameter, value)
    around, weight = st.columns([len(inputs), 1])
    with around:
        at = linked.dials(inputs, key="matrices-inputs")
    with weight:
        before = small_networks.value_of(network, picked)
        at_first = float(np.clip(before, -LARGEST, LARGEST))
        # no linked dial: its value is in the address as one of the changed weights
        dial = Dial("value", small_networks.name_of(picked), -LARGEST, LARGEST, at_first)
        version = version_of("matrices-weight", (shape, picked, seed))
        value = dials([dial], key="matrices-weight", version=version, first=current().control)["value"]
        small_networks.set_value(network, picked, value)
    if value != before:
        values = values | {picked: value}
        slot.put(values)
    linked.say(turned, values)
    return np.array([at[dial.name] for dial in inputs])


def _show(network: Network, batch: Array, picked: Parameter) -> None:
    zs, activations = network.forward(batch)

    def notes(layer: int, j: int) -> tuple[str, ...]:
        if layer == 1:
            return (symbol("x", None, j),)
        return f"z {numeral(zs[layer - 2][0, j])}", f"b {numeral(network.biases[layer - 2][j])}"

    columns = small_networks.neurons([a[0] for a in activations], notes, len(activations))
    if len(batch) == 1:
        made = small_networks.forward_makings(network, [z[0] for z in zs], [a[0] for a in activations])
        layers = enumerate(zip(zs, activations[1:], activations, strict=False), start=2)
        lines = [small_networks.forward_line(network, layer, *row, clickable=True) for layer, row in layers]
        drawing, numbers = st.columns([5, 7])
        drawn, per_row, height = "", "", 560
    else:
        made = batch_makings(network, zs, activations)
        lines = batch_lines(network, zs, activations)
        columns = [[_of_batch(neuron, len(batch)) for neuron in column] for column in columns]
        drawing, numbers = st.container(), st.container()
        drawn, per_row, height = " (example 1 is drawn)", ", one example per row", 290
    with drawing:
        wiring(
            columns,
            small_networks.wires(network, picked=picked, clickable=True),
            title=f"Point at a number; click a weight to change it{drawn}",
            height=height,
            made=made,
        ).show("matrices-drawing")
    with numbers:
        matrices(
            lines,
            title=f"The same as matrices{per_row}",
            hint=shapes_in_words(network, len(batch)),
            made=made,
            picked=[id_of(picked)],
        ).show("matrices-numbers")


def _of_batch(neuron: Neuron, rows: int) -> Neuron:
    both = (neuron.id.replace("a/", "z/"), neuron.id)
    return replace(neuron, ids=(*neuron.ids, *(f"{id_}/example/{i}" for id_ in both for i in range(rows))))


LESSON = Lesson(
    number=4,
    name="matrices",
    title="The network as matrices",
    idea="It's just matrix multiplication: w holds a layer's weights, one row per neuron, "
    "and the whole layer is one product, one sum and one function.",
    formulas=(
        r"@z{z^l}=w^l@x{a^{l-1}}+@b{b^l}",
        r"@a{a^l}=\sigma(@z{z^l})",
        r"@one{z^l_j}=@sum{\sum_kw^l_{jk}a^{l-1}_k}+@bias{b^l_j}",
    ),
    terms={rf"@row{k}{{w^l_{{j{k}}}}}@x{k}{{a^{{l-1}}_{k}}}": f"part{k}" for k in range(1, 4)},
    exhibit=exhibit,
    bets=(
        Pick(
            name="shape",
            asks="3 inputs feed 2 neurons. Which shape has w², rows × columns?",
            options=("2 × 3", "3 × 2", "3 × 3"),
            shows={"shape": short_name("3 → 2 → 2")},
            truth=lambda f: "{} × {}".format(*f["shapes"]["w²"]),
            right="{truth}: one row for each neuron, one column for each input.",
            wrong="{truth}: one row for each neuron, one column for each input, so that row times column gives a z.",
        ),
        Line(
            name="one-input",
            asks="x₁ rises from 1 to 2. By how much does z²₁ change?",
            low=-3,
            high=3,
            off=0.1,
            step=0.05,
            shows={"x1": "2"},
            truth=lambda f: f["risen"],
            right="By {truth} = w²₁₁ · 1: of the whole sum, only one product changed.",
            wrong="By {truth} = w²₁₁ · 1. The wire from x₁ to neuron 1 has that weight; nothing else in z²₁ changed.",
        ),
        Pick(
            name="batch",
            asks="Three examples go through at once. Which matrix stays as it is?",
            options=("a¹", "w²", "z²"),
            shows={"rows": "a-mini-batch-of-3"},
            truth=lambda f: next(name for name, shape in f["shapes"].items() if shape == f["single"][name]),
            right="{truth}: the same weights for every example. a¹ and z² get one row per example.",
            wrong="{truth}: all examples share the weights. a¹ and z² get one row per example.",
        ),
    ),
    experiment=Experiment(dataset="circle", hidden=(3,), activation="sigmoid"),
    notes=("matrices", "The architecture of neural networks; “it's just matrix multiplication”"),
    story=Story(
        part="x1 x2 h1 h2 h3 o1 o2",
        says="All of it for our 3: it says 8 with {a8}, and 3 with only {a3}.",
        asks="how are all neurons that look at our 3 computed at once?",
        hands_on="So it takes our 3 for an 8.",
        first="x1",
        invites="Move x₁, and see what changes.",
    ),
    picture="".join(
        pictures.text(22 + 20 * j, 28 + 22 * i, words, 13, look)
        for i, row in enumerate((("2", "−1"), ("1", "3")))
        for j, (words, look) in enumerate(zip(row, ("positive", "negative" if i == 0 else "positive"), strict=True))
    )
    + "".join(
        pictures.path([(x + d, 12), (x, 12), (x, 60), (x + d, 60)], "quiet")
        for x, d in ((10, 5), (54, -5), (66, 5), (88, -5))
    )
    + pictures.text(77, 28, "1", 13, "third")
    + pictures.text(77, 50, "0", 13, "third")
    + pictures.text(103, 41, "= z", 14),
)

if __name__ == "__main__":
    show(LESSON)
