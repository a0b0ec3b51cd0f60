"""∂C/∂w_jk = a_k (a_j - y_j): the slopes of an output layer, from a column of errors and a row of what came in."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.arrays import Array
from engine.backpropagation import gradient
from playground.components.diagram.matrices import Matrix, matrices
from playground.components.page.dials import Dial
from playground.components.shared.made import Made, Makings
from playground.components.shared.numerals import factor, numeral, symbol
from playground.lessons.parts import small_networks
from playground.lessons.shape import linked

SIZES = (3, 3)
INPUTS = tuple(
    Dial(f"a{k}", f"{symbol('a', None, k)} into the layer", 0, 1, a, step=0.05) for k, a in enumerate((1.0, 0.5, 0.0))
)
LAYERS = {
    "softmax": ("Softmax, log-likelihood", "log-likelihood"),
    "sigmoid": ("Sigmoid, cross-entropy", "cross-entropy"),
}
"""Kinds of output layers, each with its label and its cost."""
RIGHT = ("1", "2", "3")


@dataclass(frozen=True)
class Layer:
    """An output layer's a and y, ∂C/∂b (3,), and ∂C/∂w (3, 3) with a row for each output."""

    a: Array
    y: Array
    by_bias: Array
    by_weight: Array


def work(output: str, into: Array, right: int) -> Layer:
    """The layer with these activations coming in, (3,), when output `right`, from 0, should be 1."""
    network, y = small_networks.handy(SIZES, "sigmoid", output, 1), np.eye(SIZES[-1])[right]
    _, by_weight, by_bias = gradient(network, into[np.newaxis], y[np.newaxis], LAYERS[output][1])
    return Layer(network.feedforward(into[np.newaxis])[0], y, by_bias[0], by_weight[0])


def show() -> None:
    """What comes in by dials, the right answer, and the table of the slopes."""
    with st.container(horizontal=True, vertical_alignment="center"):
        output = linked.segmented_control(
            "Output layer",
            list(LAYERS),
            format_func=lambda name: LAYERS[name][0],
            label_visibility="collapsed",
            key="output-layer",
        )
        right = linked.segmented_control(
            "Right answer",
            RIGHT,
            format_func="output {} should be 1".format,
            label_visibility="collapsed",
            key="output-right",
        )
    at = linked.dials(INPUTS, key="output-dials")
    into = np.array(list(at.values()))
    layer = work(output, into, int(right) - 1)
    _table(layer, into)


def _table(layer: Layer, into: Array) -> None:
    names = [symbol("a", None, k) for k in range(SIZES[0])]
    outputs = [f"output {j + 1}" for j in range(SIZES[-1])]
    matrices(
        [
            [
                Matrix("o", "outputs", np.column_stack([layer.a, layer.y]), ("a", "y"), outputs, largest=0, table=True),
                Matrix("e", "a − y = ∂C/∂b", layer.by_bias[:, np.newaxis], largest=1),
                "·",
                Matrix("a", "what came in", into[np.newaxis], names, largest=1),
                "=",
                Matrix("w", "∂C/∂w", layer.by_weight, [f"from {name}" for name in names], outputs, largest=1),
            ]
        ],
        title="Each weight: what comes in, times the error it leads to",
        hint="An input of 0 leaves its whole column at 0: these weights do not learn from this example.",
        made=_makings(layer, into),
    ).show("output-weights")


def _makings(layer: Layer, into: Array) -> Makings:
    made = {}
    for j, error in enumerate(layer.by_bias):
        words = f"{numeral(layer.a[j])} − {numeral(layer.y[j])} = {numeral(error)}"
        made[f"e/{j}"] = Made(words, (f"o/{j}/0", f"o/{j}/1"))
        for k, a in enumerate(into):
            words = f"∂C/∂{symbol('w', None, j, k)} = {numeral(a)} · {factor(error)}"
            made[f"w/{j}/{k}"] = Made(f"{words} = {numeral(layer.by_weight[j, k])}", (f"a/0/{k}", f"e/{j}"))
    return made
