"""Weights as importance: a perceptron decides by reasons that have names, and how often each of them decides alone."""

import streamlit as st

from engine.perceptron import Perceptron, binary_inputs
from playground.components.charts.bars import Bar, bars
from playground.components.diagram.wiring import Neuron, Wave, Wire, wiring
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.made import Made
from playground.components.shared.numerals import numeral, symbol
from playground.lessons.parts.sent_bits import facts_of, number_of, sent, shade, weighing
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts

REASONS = {"sun": "the sun shines", "friend": "a friend comes along", "homework": "homework is done"}
"""The reasons in a word, and as they stand."""
LARGEST = 6.0
DIALS = (
    *(
        Dial(f"w{i}", f"{symbol('w', None, i - 1)}: {name}", -LARGEST, LARGEST, w)
        for i, (name, w) in enumerate(zip(REASONS, (4.0, 2.0, 2.0), strict=True), start=1)
    ),
    Dial("threshold", "threshold", -LARGEST, 2 * LARGEST, 5.0),
)


def deciding(perceptron: Perceptron) -> tuple[int, ...]:
    """For each input, in how many of the cases of the others its bit alone turns the output over."""
    rows = binary_inputs(len(perceptron.weights))
    turned = [0] * len(perceptron.weights)
    for bits in rows:
        for i, bit in enumerate(bits):
            flipped = tuple(b ^ (j == i) for j, b in enumerate(bits))
            turned[i] += bit and perceptron.output(bits) != perceptron.output(flipped)
    return tuple(turned)


def show() -> Facts:
    """The decision, its reasons to be switched by a click, and dials for how important they are."""
    at = linked.dials(DIALS, key="decision-dials")
    perceptron = Perceptron(tuple(at[f"w{i}"] for i in range(1, len(REASONS) + 1)), -at["threshold"] or 0.0)
    bits = sent(len(REASONS), "decision", 0)
    out, total = perceptron.output(bits), perceptron.weighted_sum(bits)
    readouts(
        [
            Readout("Go swimming?", "Yes" if out else "No", "1 is yes, 0 is no", "positive" if out else "negative"),
            Readout("weighted sum", numeral(total), "the weights of the reasons that hold"),
            Readout("threshold", numeral(perceptron.threshold), "yes only if the sum is larger"),
        ]
    ).show("decision-figures")
    drawing, right = st.columns([6, 5], gap="medium")
    with drawing:
        _draw(perceptron, bits, out)
    with right:
        counts = deciding(perceptron)
        cases = 2 ** (len(REASONS) - 1)
        bars(
            title="How important it is: how often it decides",
            bars=[
                Bar(name, count, "positive", f"{count} of {cases}")
                for name, count in zip(REASONS.values(), counts, strict=True)
            ],
            low=0,
            high=cases,
            caption=f"Of the {cases} cases of the other two: in how many this reason alone turns the answer over.",
        ).show("decision-counts")
    return facts_of(perceptron, bits)


def _draw(perceptron: Perceptron, bits: tuple[int, ...], out: int) -> None:
    inputs = [
        Neuron(f"x{i + 1}", name, str(bit), fill=shade(bit), look="input", clickable=True)
        for i, (name, bit) in enumerate(zip(REASONS.values(), bits, strict=True))
    ]
    neuron = Neuron(
        "neuron",
        "go swimming",
        str(out),
        (f"threshold {numeral(perceptron.threshold)}",),
        shade(out),
        ids=("z", "output"),
    )
    wires = [
        Wire(f"w{i + 1}", f"x{i + 1}", "neuron", numeral(w), w / LARGEST, on=bool(bit))
        for i, (w, bit) in enumerate(zip(perceptron.weights, bits, strict=True))
    ]
    wiring(
        [inputs, [neuron]],
        wires,
        title="Click a reason to switch it",
        height=300,
        wave=Wave(number_of(bits)),
        made={"neuron": Made(weighing(perceptron, bits), tuple(wire.id for wire in wires))},
    ).show("decision-drawing")
