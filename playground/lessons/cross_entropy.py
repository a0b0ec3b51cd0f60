"""Lesson: cross-entropy: two balls, where it comes from, surprise, and several examples, neurons and outcomes."""

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike

from engine import Experiment
from engine.arrays import Array
from engine.costs import output_delta
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Curve, Handle, Mark, Point, Segment, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.shared.numerals import numeral, symbol
from playground.lessons.parts import derivation, sum_over_examples, two_balls, two_distributions
from playground.lessons.parts.derivation import CROSS_ENTROPY, REACH
from playground.lessons.parts.one_example import SIGMOID
from playground.lessons.shape import linked
from playground.lessons.shape.address import current
from playground.lessons.shape.bets import Facts, Line, Pick
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story

LEAST = 1e-15  # a sigmoid neuron never outputs exactly 0 or 1; this is as close as it gets
SHARES = np.linspace(0.002, 0.998, 250)
PATIENCE = {"about 10": 30.0, "about 100": 300.0, "more than 1,000": np.inf}
"""Numbers of steps in words, and up to where each of them holds."""
SEVERAL = tuple(
    dial
    for j, (z, y) in enumerate([(2.0, 1.0), (-1.0, 0.0), (0.5, 0.0)])
    for dial in (
        Dial(f"z{j}", symbol("z", None, j), -REACH, REACH, z),
        Dial(f"y{j}", f"desired {symbol('y', None, j)}", 0, 1, y, step=0.05),
    )
)


def cost_of(a: ArrayLike, y: ArrayLike) -> Array:
    """-[y ln a + (1-y) ln(1-a)] for outputs a and desired outputs y in 0...1, of any shapes that broadcast."""
    outputs = np.clip(a, LEAST, 1 - LEAST)
    return CROSS_ENTROPY.terms(np.log(outputs) - np.log1p(-outputs), outputs, np.asarray(y, float))


def binary_entropy(y: ArrayLike) -> Array:
    """-[y ln y + (1-y) ln(1-y)]: the minimum of the cross-entropy for this y, at a = y."""
    return cost_of(y, y)


def exhibit() -> Facts:
    """One of its parts, from two balls to several outcomes."""
    part = linked.segmented_control("Part", list(PARTS), label_visibility="collapsed", key="cross-entropy-part")
    return PARTS[part]()


def _surprise() -> Facts:
    y = linked.dial(Dial("y", "desired y: how often it is 1", 0, 1, 0.7, step=0.05), key="cross-entropy-soft")
    handle = Handle("output a", 0.3, x_range=(0.002, 0.998), along="cross-entropy C")
    handle, a = linked.slid(handle, key="cross-entropy-surprise")
    cost, least = float(cost_of(a, y)), float(binary_entropy(y))
    _surprise_figures(a, y, cost, least)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        plot(
            title="Surprise at the true answer (drag the dot)",
            curves=[
                Curve("it is 1: −ln a", SHARES, cost_of(SHARES, 1.0), "third", dashed=True),
                Curve("it is 0: −ln(1 − a)", SHARES, cost_of(SHARES, 0.0), "test", dashed=True),
                Curve("cross-entropy C", SHARES, cost_of(SHARES, y), "positive", value=numeral(cost)),
            ],
            marks=[Mark(y, name="a = y")],
            points=[Point(y, least, "negative", note=f"minimum at a = y: {numeral(least)}", hollow=True)],
            handles=[handle],
            x_label="a",
            y_label="surprise",
            x_range=(0, 1),
            y_range=(0, 6.5),
            height=480,
            version=current().edition,
        ).show("cross-entropy-surprise")
    with right:
        plot(
            title="The smallest possible C: the binary entropy of y",
            curves=[Curve("binary entropy", SHARES, binary_entropy(SHARES), "negative", value=numeral(least))],
            points=[
                Point(y, least, "negative", hollow=True),
                Point(y, cost, "positive", note=f"C = {numeral(cost)} at a = {numeral(a)}"),
            ],
            segments=[Segment(y, least, y, cost, "third", "excess, since a ≠ y")] if cost > least + 0.01 else [],
            x_label="y",
            y_label="C",
            x_range=(0, 1),
            y_range=(0, max(2.0, cost)),
            height=290,
        ).show("cross-entropy-entropy")
        _outcomes(a, y, cost)
    return {"cost": cost, "C": cost, "n": 1, "a": a}


def _surprise_figures(a: float, y: float, cost: float, least: float) -> None:
    excess = max(0.0, cost - least)
    readouts(
        [
            Readout("output a", numeral(a), f"should be y = {numeral(y)}", id="a"),
            Readout("cross-entropy C", numeral(cost), "−[y ln a + (1 − y) ln(1 − a)]", "positive", "C"),
            Readout("minimum, at a = y", numeral(least), "−[y ln y + (1 − y) ln(1 − y)]", "negative"),
            Readout("C above its minimum", numeral(excess) if excess > 1e-12 else "0", "0 only at a = y", "third"),
        ],
    ).show("cross-entropy-readouts")


def _outcomes(a: float, y: float, cost: float) -> None:
    one, zero = float(y * cost_of(a, 1.0)), float((1 - y) * cost_of(a, 0.0))
    bars(
        title="C = −Σ p ln q: each surprise times how often it happens",
        bars=[
            Bar("−y ln a", one, "third", note=f"{numeral(y)} · {numeral(float(cost_of(a, 1.0)))}"),
            Bar("−(1 − y) ln(1 − a)", zero, "test", note=f"{numeral(1 - y)} · {numeral(float(cost_of(a, 0.0)))}"),
            Bar("C", cost, "positive"),
        ],
        low=0,
        high=4,
        caption="p = (y, 1 − y) are the true probabilities, q = (a, 1 − a) the neuron's.",
    ).show("cross-entropy-two")


def _several_neurons() -> Facts:
    figure = st.container(key="cross-entropy-figure")
    left, right = st.columns(2, gap="medium")
    with left:
        at = linked.dials(SEVERAL, key="cross-entropy-several")
    z, y = (np.array([value for dial, value in at.items() if dial.startswith(name)]) for name in "zy")
    a = SIGMOID.function(z)
    parts = CROSS_ENTROPY.terms(z, a, y)
    with figure:
        words = " + ".join(map(numeral, parts))
        readouts([Readout("C, the sum over all outputs", numeral(parts.sum()), words, "positive", "C")]).show(
            "cross-entropy-total"
        )
    with left:
        _outputs_and_errors(a, y, output_delta(CROSS_ENTROPY, "sigmoid", z, a, y))
    with right:
        _shares_of_the_cost(a, y, parts)
        _cost_of_one(z, parts)
    outputs = {f"a{j}": float(one) for j, one in enumerate(a, start=1)}
    costs = {"C": float(parts.sum()), "n": 1, "part": parts}
    return {"largest": float(100 * parts.max() / parts.sum())} | outputs | costs


def _outputs_and_errors(a: Array, y: Array, errors: Array) -> None:
    bars(
        title="Outputs: each neuron is independent",
        bars=[
            Bar(symbol("a", None, j), output, "positive", mark=desired)
            for j, (output, desired) in enumerate(zip(a, y, strict=True))
        ],
        low=0,
        high=1,
        mark="desired y",
    ).show("cross-entropy-outputs")
    bars(
        title="∂C/∂b = a − y: the error of each neuron",
        bars=[Bar(symbol("b", None, j), error) for j, error in enumerate(errors)],
        low=-1,
        high=1,
    ).show("cross-entropy-errors")


def _shares_of_the_cost(a: Array, y: Array, parts: Array) -> None:
    shares = []
    for j, part in enumerate(parts):
        note = f"−[{numeral(y[j])} ln {numeral(a[j])} + {numeral(1 - y[j])} ln(1 − {numeral(a[j])})]"
        shares.append(Bar(f"neuron {j + 1}", part, "third", note=note))
    total = parts.sum()
    bars(
        title="What each adds to C",
        bars=[*shares, Bar("C", total, "positive")],
        low=0,
        high=max(4.0, total),
    ).show("cross-entropy-parts")


def _cost_of_one(z: Array, parts: Array) -> None:
    zs = np.linspace(-REACH, REACH, 161)
    one, zero = (CROSS_ENTROPY.terms(zs, SIGMOID.function(zs), np.array(y)) for y in (1, 0))
    plot(
        title="Cost of one neuron: confident and wrong is costly",
        curves=[Curve("y = 1", zs, one, "positive"), Curve("y = 0", zs, zero, "negative")],
        points=[Point(*at, "third", f"{j}", hollow=True) for j, at in enumerate(zip(z, parts, strict=True), start=1)],
        x_label="z",
        y_label="C",
        x_range=(-REACH, REACH),
        y_range=(0, REACH),
        height=290,
    ).show("cross-entropy-neurons")


PARTS = {
    "Two balls": two_balls.show,
    "Where it comes from": derivation.show,
    "Several examples": sum_over_examples.show,
    "Surprise and soft targets": _surprise,
    "Several neurons": _several_neurons,
    "Several outcomes": two_distributions.show,
}

LESSON = Lesson(
    number=10,
    name="cross_entropy",
    title="Cross-entropy",
    idea="This cost is designed so that a neuron learns from its error alone: the more it is wrong, the faster it "
    "learns. It measures surprise: how unlikely the neuron thought the true answer was.",
    formulas=(
        r"@C=-\frac{1}{@n}\sum_x\sum_j[@y{y_j}\,\ln @a{a_j}",
        r"\qquad+(1-@y{y_j})\,\ln(1-@a{a_j})]",
        r"@byWeight{\frac{\partial C}{\partial w_j}}=\frac{1}{@n}\sum_x@x{x_j}\,(\sigma(@z)-@y)",
        r"@byBias{\frac{\partial C}{\partial b}}=\frac{1}{@n}\sum_x(\sigma(@z)-@y)",
    ),
    terms={rf"-@y{j}\,\ln @a{j}-(1-@y{j})\,\ln(1-@a{j})": f"part{j}" for j in range(1, 4)},
    exhibit=exhibit,
    bets=(
        Pick(
            name="patience",
            asks="With cross-entropy a ball takes 7 steps from z = 6 to z = 5. How many does the quadratic one take?",
            options=tuple(PATIENCE),
            shows={"z": "6", "steps": "7"},
            truth=lambda f: next(told for told, most in PATIENCE.items() if f["quadratic_steps"] <= most),
            right="{truth}: {quadratic_steps}. There σ′(z) is almost 0, and it is a factor of every step.",
            wrong="{truth}: {quadratic_steps}. There σ′(z), a factor of every step of the quadratic cost, is almost 0.",
        ),
        Line(
            name="least",
            asks="It is 1 in 70 % of all cases, and the neuron outputs 0.7: it could not be better. How large is C?",
            low=0,
            high=2,
            off=0.1,
            step=0.01,
            shows={"part": "surprise-and-soft-targets", "output-a": "0.7"},
            truth=lambda f: f["cost"],
            right="{truth}: the binary entropy of 0.7. What is not certain stays surprising.",
            wrong="{truth}, not 0: the uncertain surprises even the best prediction, by the binary entropy of 0.7.",
        ),
        Line(
            name="share",
            asks="Three neurons, and one is confident and wrong: z₂ = 8, y₂ = 0. What is its share of C?",
            low=0,
            high=100,
            off=8,
            step=1,
            unit="%",
            shows={"part": "several-neurons", "z1": "8"},
            truth=lambda f: f["largest"],
            right="{truth} %: −ln(1 − a) has no bound, so one confident mistake outweighs the rest.",
            wrong="{truth} %: −ln(1 − a) grows as z does, so one confident mistake outweighs the rest.",
        ),
    ),
    experiment=Experiment(
        dataset="gaussians",
        hidden=(4,),
        activation="sigmoid",
        cost="cross-entropy",
        learning_rate=0.3,
        initialization="large",
    ),
    notes=("cross-entropy", "Cross-Entropy"),
    story=Story(
        part="o1 C",
        says="The 8 for our 3 stands at z = {z8}. Further out it is worse.",
        asks="which cost cancels σ′(z), and why?",
        hands_on="Our 3 is an 8 with {a8} and a 3 with {a3}, which is more than 1 in all.",
    ),
    picture=pictures.curve(cost_of(SHARES[8:], 1.0), "positive", 0, 3.5)
    + pictures.curve(cost_of(SHARES[:-8], 0.0), "negative", 0, 3.5),
)

if __name__ == "__main__":
    show(LESSON)
