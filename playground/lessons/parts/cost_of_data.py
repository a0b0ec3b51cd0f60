"""What a network costs on data: points, the line of one neuron, and the square that each example adds to the cost."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.activations import activate
from engine.arrays import Array
from engine.neuron_cost import FIVE_EXAMPLES
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Curve, Point, Segment, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.numerals import factor, numeral, symbol
from playground.lessons.shape import linked

LABELS = {"linear": "Linear neuron", "sigmoid": "Sigmoid neuron"}
REACH = 3.0


@dataclass(frozen=True)
class Priced:
    """What one neuron outputs for each example, a (n,), what each adds to the cost, (y - a)²/2n (n,), and their sum."""

    a: Array
    parts: Array
    cost: float


def price(kind: str, w: float, b: float) -> Priced:
    """The quadratic cost of the neuron on the examples."""
    neuron, at = FIVE_EXAMPLES[kind], np.array([w, b])
    parts = neuron.terms(at) / len(neuron.y)
    return Priced(neuron.outputs(at), parts, float(parts.sum()))


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
    neuron = FIVE_EXAMPLES[kind]
    x, y, across = neuron.x[:, 0], neuron.y, np.linspace(-2.5, 2.5, 101)
    outputs = activate(neuron.output, w * across + b)
    gaps = [
        Segment(*at, "negative", "y − a" if i == 0 else "") for i, at in enumerate(zip(x, found.a, x, y, strict=True))
    ]
    plot(
        title="Each example, and what the neuron makes of it",
        curves=[Curve("output a", across, outputs, "positive")],
        segments=gaps,
        points=[
            Point(at, desired, "third", str(i), f"x = {numeral(at)}, y = {numeral(desired)}, a = {numeral(a)}")
            for i, (at, desired, a) in enumerate(zip(x, y, found.a, strict=True), start=1)
        ],
        x_label="x",
        y_label="y, a",
        x_range=(-2.5, 2.5),
        y_range=(-3, 3) if kind == "linear" else (-0.5, 1.5),
        height=330,
    ).show("data-plot")


def _squares(kind: str, found: Priced) -> None:
    n = len(found.a)
    rows = [
        Bar(f"({symbol('y', None, i)} − {symbol('a', None, i)})² / 2n", part, "third", note=_spelled(y, a, n))
        for i, (y, a, part) in enumerate(zip(FIVE_EXAMPLES[kind].y, found.a, found.parts, strict=True))
    ]
    bars(
        title=f"What each of the n = {n} examples adds",
        bars=[*rows, Bar("C, their sum", found.cost, "positive")],
        low=0,
        caption="Squares: twice as far away costs four times as much, and never less than 0.",
    ).show("data-squares")


def _spelled(y: float, a: float, n: int) -> str:
    return f"({numeral(y)} − {factor(a)})² / {2 * n} = {numeral(y - a)}² / {2 * n}"
