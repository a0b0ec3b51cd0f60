"""Lesson: the sigmoid neuron, a smoothed perceptron, in which small changes of the weights have small effects."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine import Experiment
from engine.activations import ACTIVATIONS
from engine.arrays import Array
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Curve, Point, plot, tangent
from playground.components.diagram.wiring import Neuron, Wire, wiring
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.shared.numerals import factor, numeral
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Line, Pick, Shape
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story

SIGMOID, STEP = ACTIVATIONS["sigmoid"], ACTIVATIONS["step"]
NAMES = ("w₁", "w₂", "b")
NEURON = (
    Dial("x1", "x₁", 0, 1, 1.0, step=0.05),
    Dial("w1", "w₁", -5, 5, 1.0),
    Dial("x2", "x₂", 0, 1, 0.5, step=0.05),
    Dial("w2", "w₂", -5, 5, -0.9),
    Dial("times", "all ×", 0.1, 1000, 1.0, step=0.05, log=True),
    Dial("b", "b", -5, 5, 0.8),
)
CHANGES = (
    Dial("dw1", "Δw₁", -2, 2, 0.4, step=0.02),
    Dial("dw2", "Δw₂", -2, 2, -0.2, step=0.02),
    Dial("db", "Δb", -2, 2, 0.1, step=0.02),
)
PRESETS = {
    "A neuron": {},
    "Saturated": {"w1": 4.5, "w2": -2.0, "b": 3.0},
    "Almost a perceptron": {"times": 100.0},
    "A tiny change": {"dw1": 0.02, "dw2": -0.01, "db": 0.005},
    "A big change": {"dw1": 2.0, "dw2": -1.0, "db": 1.0},
}


@dataclass(frozen=True)
class Nudge:
    """A sigmoid neuron before and after a small change of its weights and bias.

    `z`, `out` and `slope` = σ'(z) are the values before, `z_after` and `out_after` those after; `step` is the output
    of a perceptron with the same weights. `rates` are ∂out/∂w_1, ∂out/∂w_2 and ∂out/∂b; `parts` are the rates times
    the changes. Both have shape (3,).
    """

    z: float
    out: float
    slope: float
    step: float
    z_after: float
    out_after: float
    rates: Array
    parts: Array

    @property
    def predicted(self) -> float:
        """Σ_j ∂out/∂w_j Δw_j + ∂out/∂b Δb."""
        return float(self.parts.sum())

    @property
    def true(self) -> float:
        """The true change of the output."""
        return self.out_after - self.out


def nudge(x: Array, w: Array, b: float, dw: Array, db: float) -> Nudge:
    """The neuron with inputs x (2,), weights w (2,) and bias b, before and after a change by dw (2,) and db."""
    z, z_after = np.array(w @ x + b), np.array((w + dw) @ x + b + db)
    slope = float(SIGMOID.derivative(z))
    rates = slope * np.append(x, 1.0)
    return Nudge(
        z=float(z),
        out=float(SIGMOID.function(z)),
        slope=slope,
        step=float(STEP.function(z)),
        z_after=float(z_after),
        out_after=float(SIGMOID.function(z_after)),
        rates=rates,
        parts=rates * np.append(dw, db),
    )


def exhibit() -> Facts:
    """The neuron on its curve beside the step function, and the predicted and true effects of changing its weights."""
    start, version = linked.presets(PRESETS, key="sigmoid-neuron-preset")
    figures = st.container(key="sigmoid-neuron-figures")
    left, right = st.columns(2, gap="medium")
    with left:
        at = linked.dials(linked.placed(NEURON, start), key="sigmoid-neuron-dials", version=version)
    x, w, b = np.array([at["x1"], at["x2"]]), at["times"] * np.array([at["w1"], at["w2"]]), at["times"] * at["b"]
    below_left, below_right = st.columns(2, gap="medium")
    with below_left:
        change = linked.dials(linked.placed(CHANGES, start), key="sigmoid-neuron-changes", version=version)
    dw, db = np.array([change["dw1"], change["dw2"]]), change["db"]
    found = nudge(x, w, b, dw, db)
    with figures:
        _figures(found)
    with left:
        _draw_neuron(x, w, b, found)
    with right:
        _curves(found)
    with below_left:
        _parts(found, np.append(dw, db))
    with below_right:
        _straight_and_true(found)
    return {
        "out": found.out,
        "true": found.true,
        "times": at["times"],
        "z": found.z,
        "w": w,
        "b": b,
        "part": w * x,
        "sum": float(w @ x),
        "rate": found.rates,
        "effect": found.parts,
        "weights": float(found.parts[:2].sum()),
    }


def _size(change: float) -> str:
    return "more than 0.1" if change > 0.1 else "0.01 to 0.1" if change > 0.01 else "less than 0.01"


def _figures(found: Nudge) -> None:
    wrong = abs(found.predicted - found.true)
    readouts(
        [
            Readout("z = w·x + b", numeral(found.z), id="z"),
            Readout("sigmoid neuron outputs", f"{found.out:.4f}", "σ(z)", "positive", "out"),
            Readout("perceptron outputs", f"{found.step:.0f}", "1 if z > 0 else 0", "train"),
            Readout("predicted Δout", numeral(found.predicted), "Σ ∂out/∂w Δw + ∂out/∂b Δb", "third"),
            Readout("true Δout", numeral(found.true), f"off by {numeral(wrong)}", "test", "true"),
        ],
    ).show("sigmoid-neuron-readouts")


def _draw_neuron(x: Array, w: Array, b: float, found: Nudge) -> None:
    inputs = [Neuron(f"x{i + 1}", f"x{'₁₂'[i]}", numeral(v), fill=v, look="input") for i, v in enumerate(x)]
    out = Neuron("out", "out", f"{found.out:.3f}", (f"z = {numeral(found.z)}", f"b = {numeral(b)}"), fill=found.out)
    largest = max(5.0, np.abs(w).max())
    wires = [
        Wire(f"w{i}", f"x{i}", "out", f"{NAMES[i - 1]} = {numeral(v)}", v / largest, on=True)
        for i, v in enumerate(w, start=1)
    ]
    wiring([inputs, [out]], wires, title="The neuron", height=200).show("sigmoid-neuron-wiring")


def _curves(found: Nudge) -> None:
    reach = 1.1 * max(8.0, abs(found.z), abs(found.z_after))
    z = np.unique(np.concatenate([np.linspace(-reach, reach, 201), np.linspace(-8, 8, 161), [0.0, 1e-9]]))
    plot(
        title="Step and sigmoid",
        curves=[
            Curve("perceptron", z, STEP.function(z), "train", dashed=True),
            Curve("sigmoid", z, SIGMOID.function(z), "positive"),
        ],
        segments=[tangent(found.z, found.out, found.slope, reach / 6, name=f"slope σ′(z) = {numeral(found.slope)}")],
        points=[
            Point(found.z, found.out, "positive", note=f"before: z = {numeral(found.z)}, out = {found.out:.4f}"),
            Point(found.z_after, found.out_after, "test", note=f"after: {found.out_after:.4f}", hollow=True),
        ],
        x_label="z",
        y_label="out",
        x_range=(-reach, reach),
        y_range=(-0.1, 1.1),
        height=300,
    ).show("sigmoid-neuron-curves")


def _parts(found: Nudge, change: Array) -> None:
    rows = []
    for name, dial, part, rate, delta in zip(NAMES, CHANGES, found.parts, found.rates, change, strict=True):
        note = f"{numeral(rate)} · {factor(delta)} = {numeral(part)}"
        rows.append(Bar(f"∂out/∂{name} · Δ{name}", part, note=note, id=dial.name))
    rows += [Bar("their sum", found.predicted, "third"), Bar("true Δout", found.true, "test", id="true")]
    reach = max(0.05, *(abs(bar.value) for bar in rows))
    bars(title="What each change does to the output", bars=rows, low=-reach, high=reach).show("sigmoid-neuron-parts")


def _straight_and_true(found: Nudge) -> None:
    times = np.linspace(-3, 3, 121)
    true = SIGMOID.function(found.z + times * (found.z_after - found.z)) - found.out
    reach = max(float(np.abs(true).max()), 3 * abs(found.predicted))
    plot(
        title="The same change, multiplied by −3 to 3",
        curves=[
            Curve("predicted", times, times * found.predicted, "third", dashed=True),
            Curve("true", times, true, "test"),
        ],
        points=[Point(1, found.predicted, "third", hollow=True), Point(1, found.true, "test")],
        x_label="multiple of the change",
        y_label="Δout",
        y_range=(-1, 1) if reach > 0.5 else (None, None) if reach > 0.001 else (-0.001, 0.001),
        height=250,
    ).show("sigmoid-neuron-straight")


BEFORE = np.linspace(-6, 6, 60)  # z, never exactly 0
_PICTURE_Z = np.linspace(-7, 7, 57)
LESSON = Lesson(
    number=2,
    name="sigmoid_neuron",
    title="Sigmoid neuron",
    idea="A sigmoid neuron is a smoothed perceptron: a small change in its weights and bias changes its output only a "
    "little, and almost in proportion. That is what makes learning possible.",
    formulas=(
        r"@out{\sigma(z)}=\frac{1}{1+e^{-@z}}",
        r"@z=@sum{\sum_jw_jx_j}+@b",
        r"@true{\Delta\text{out}}\approx@weights{\sum_j\frac{\partial\text{out}}{\partial w_j}\Delta w_j}"
        r"+@rate3{\frac{\partial\text{out}}{\partial b}}@db{\Delta b}",
    ),
    terms={
        r"@w1@x1": "part1",
        r"@w2@x2": "part2",
        r"@rate1{\frac{\partial\text{out}}{\partial w_1}}@dw1{\Delta w_1}": "effect1",
        r"@rate2{\frac{\partial\text{out}}{\partial w_2}}@dw2{\Delta w_2}": "effect2",
    },
    exhibit=exhibit,
    bets=(
        Line(
            name="undecided",
            asks="All weights and the bias are 0. What does a sigmoid neuron output?",
            low=0,
            high=1,
            off=0.03,
            step=0.01,
            shows={"w1": "0", "w2": "0", "b": "0"},
            truth=lambda f: f["out"],
            right="σ(0) = {truth}: undecided, where a perceptron can only say 0 or 1.",
            wrong="It outputs {truth}: at z = 0 it is undecided, halfway from 0 to 1. A perceptron says 0 there.",
        ),
        Shape(
            name="hundred",
            asks="All weights and the bias become 100 times as large. Which curve is the output, against z as it was?",
            curves={
                "a ramp": np.clip(0.5 + BEFORE / 12, 0, 1),
                "the same S": SIGMOID.function(BEFORE),
                "a step": STEP.function(BEFORE),
            },
            shows={"preset": "almost-a-perceptron"},
            truth=lambda f: SIGMOID.function(f["times"] * BEFORE),
            right="{truth}, as a perceptron has: 100 z is far from 0 wherever z is not 0.",
            wrong="It is {truth}, as a perceptron has: 100 z is far from 0 wherever z is not 0.",
        ),
        Pick(
            name="far-out",
            asks="z = 6.5, far to one side. w₁ grows by 2. By how much does the output change?",
            options=("more than 0.1", "0.01 to 0.1", "less than 0.01"),
            shows={"preset": "saturated", "dw1": "2", "dw2": "0", "db": "0"},
            truth=lambda f: _size(abs(f["true"])),
            right="{truth}: by {true}. The curve is flat there, and a saturated neuron hardly notices its weights.",
            wrong="{truth}: by {true}. σ is flat there, so even a large change of a weight does hardly anything.",
        ),
    ),
    experiment=Experiment(dataset="gaussians", hidden=(), activation="sigmoid", cost="quadratic", learning_rate=1.0),
    notes=("sigmoid", "Sigmoid neurons"),
    story=Story(
        part="x1 x2 h1",
        says="The first neuron that looks at our 3, now with how much ink: z = {z}.",
        asks="how can a small change have a small effect?",
        hands_on="With σ, this neuron made {a} of z = {z}, and a small change moves it a little.",
        carries=("z",),
        first="b",
        invites="Move b, and see the neuron climb its curve.",
    ),
    picture=pictures.curve((_PICTURE_Z > 0).astype(float), "quiet")
    + pictures.curve(SIGMOID.function(_PICTURE_Z), "positive", 0, 1),
)

if __name__ == "__main__":
    show(LESSON)
