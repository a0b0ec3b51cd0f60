"""What a network costs on data: points, the line of one neuron, and the square that each example adds to the cost."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.arrays import Array
from engine.costs import COSTS
from engine.network import Network
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Curve, Point, Segment, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.numerals import factor, numeral, symbol
from playground.lessons.shape import linked

X = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
DESIRED = {"linear": np.array([-1.5, -1.0, 0.5, 0.5, 2.0]), "sigmoid": np.array([0.0, 0.0, 1.0, 0.0, 1.0])}
"""The desired outputs (n,) of each kind of neuron."""
LABELS = {"linear": "Linear neuron", "sigmoid": "Sigmoid neuron"}
REACH = 3.0


@dataclass(frozen=True)
class Priced:
    """What one neuron outputs for each example, a (n,), what each adds to the cost, (y - a)²/2n (n,), and their sum."""

    a: Array
    parts: Array
    cost: float


def neuron(kind: str, w: float, b: float) -> Network:
    """A network of one neuron with one input."""
    network = Network((1, 1), output=kind, dtype=np.float64)
    network.parameters[...] = w, b
    return network


def price(kind: str, w: float, b: float) -> Priced:
    """The quadratic cost of the neuron on the examples."""
    network, x, y = neuron(kind, w, b), X[:, np.newaxis], DESIRED[kind][:, np.newaxis]
    zs, activations = network.forward(x)
    parts = COSTS["quadratic"].terms(zs[-1], activations[-1], y)[:, 0] / len(X)
    return Priced(activations[-1][:, 0], parts, float(parts.sum()))


def show() -> None:
    """The neuron on its data, set by two dials, and what each example adds to the cost."""
    kind = linked.segmented_control(
        "Neuron", list(LABELS), format_func=LABELS.__getitem__, label_visibility="collapsed", key="data-neuron"
    )
    at = linked.dials([Dial("w", "w", -REACH, REACH, 0.0), Dial("b", "b", -REACH, REACH, 0.0)], key="data-dials")
    found = price(kind, at["w"], at["b"])
    total = " + ".join(map(numeral, found.parts))
    readouts([Readout("cost C", numeral(found.cost), f"1/2n Σ (y − a)² = {total}", "positive")]).show("data-cost")
    left, right = st.columns([6, 5], gap="medium")
    with left:
        _draw(kind, at["w"], at["b"], found)
    with right:
        _squares(kind, found)


def _draw(kind: str, w: float, b: float, found: Priced) -> None:
    across, y = np.linspace(-2.5, 2.5, 101), DESIRED[kind]
    outputs = neuron(kind, w, b).feedforward(across[:, np.newaxis])[:, 0]
    gaps = [
        Segment(*at, "negative", "y − a" if i == 0 else "") for i, at in enumerate(zip(X, found.a, X, y, strict=True))
    ]
    plot(
        title="Each example, and what the neuron makes of it",
        curves=[Curve("output a", across, outputs, "positive")],
        segments=gaps,
        points=[
            Point(x, desired, "third", str(i), f"x = {numeral(x)}, y = {numeral(desired)}, a = {numeral(a)}")
            for i, (x, desired, a) in enumerate(zip(X, y, found.a, strict=True), start=1)
        ],
        x_label="x",
        y_label="y, a",
        x_range=(-2.5, 2.5),
        y_range=(-3, 3) if kind == "linear" else (-0.5, 1.5),
        height=330,
    ).show("data-plot")


def _squares(kind: str, found: Priced) -> None:
    n = len(X)
    rows = [
        Bar(f"({symbol('y', None, i)} − {symbol('a', None, i)})² / 2n", part, "third", note=_spelled(y, a, n))
        for i, (y, a, part) in enumerate(zip(DESIRED[kind], found.a, found.parts, strict=True))
    ]
    bars(
        title=f"What each of the n = {n} examples adds",
        bars=[*rows, Bar("C, their sum", found.cost, "positive")],
        low=0,
        caption="Squares: twice as far away costs four times as much, and never less than 0.",
    ).show("data-squares")


def _spelled(y: float, a: float, n: int) -> str:
    return f"({numeral(y)} − {factor(a)})² / {2 * n} = {numeral(y - a)}² / {2 * n}"
