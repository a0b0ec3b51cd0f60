"""Lesson: why a neuron that is badly wrong can learn slowly, and which cost prevents it."""

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.costs import COSTS
from playground.components import Picture
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Curve, Mark, Point, plot, tangent
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.shared.numerals import factor, numeral
from playground.lessons.parts.one_example import COLOURS, DESIRED, SIGMOID, Run, learn
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Line, Pick
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story

SHORT = {"quadratic": "Quadratic", "cross-entropy": "Cross"}
"""The costs as the names of the formulas have them."""
AWAKE = 0.8  # an output below it has begun to learn
DIALS = (
    Dial("w", "start w", -5, 5, 0.6),
    Dial("b", "start b", -5, 5, 0.9),
    Dial("x", "input x", 0, 1, 1.0, step=0.05),
    Dial("quadratic", "η quadratic", 0.001, 10, 0.15, step=0.05, log=True),
    Dial("cross-entropy", "η cross-entropy", 0.001, 10, 0.15, step=0.05, log=True),
    Dial("epochs", "epochs", 50, 1000, 300.0, step=50),
)
PRESETS = {
    "Start at w = 0.6, b = 0.9": {},
    "Start at w = 2, b = 2": {"w": 2.0, "b": 2.0},
    "Small steps with cross-entropy": {"w": 2.0, "b": 2.0, "cross-entropy": 0.005, "epochs": 1000.0},
    "A weak input": {"x": 0.1},
}


def exhibit() -> Facts:
    """Two neurons with the same start learn the same example, one with each cost: their curves, and one epoch."""
    start, version = linked.presets(PRESETS, key="learning-slowdown-preset")
    at = linked.dials(linked.placed(DIALS, start), key="learning-slowdown-dials", version=version)
    epochs = round(at["epochs"])
    epoch = Dial("epoch", "epoch", 0, epochs, 0, step=1, seconds=8)
    now = round(linked.dial(epoch, key="learning-slowdown-epoch", version=version))
    runs = {cost: learn(cost, at[cost], at["w"], at["b"], at["x"], epochs) for cost in COLOURS}
    _figures(runs, now, at["x"])
    left, right = st.columns(2, gap="medium")
    outputs = {cost: run.a for cost, run in runs.items()}
    gradients = {cost: run.gradient for cost, run in runs.items()}
    with left:
        _by_epoch(outputs, now, "The output a, which should be 0", "a", 1).show("learning-slowdown-outputs")
        _places(runs, now)
    with right:
        _by_epoch(gradients, now, "How fast w learns: ∂C/∂w", "∂C/∂w").show("learning-slowdown-gradients")
        _weights_and_biases(runs, now, at["x"])
    slow, fast = runs["quadratic"], runs["cross-entropy"]
    awake = np.flatnonzero(slow.a < AWAKE)
    return {
        "wakes": float(awake[0]) if awake.size else float(epochs),
        "ratio": float(fast.gradient[0] / slow.gradient[0]) if slow.gradient[0] else np.inf,
        "w": float(abs(fast.w[-1] - fast.w[0])),
        "b": float(abs(fast.b[-1] - fast.b[0])),
        "y": DESIRED,
        "slope": float(slow.slope[now]),
        **{f"out{SHORT[cost]}": float(run.a[now]) for cost, run in runs.items()},
        **{f"rate{SHORT[cost]}": float(run.gradient[now]) for cost, run in runs.items()},
    }


def _figures(runs: dict[str, Run], now: int, x: float) -> None:
    cards = []
    for cost, run in runs.items():
        error, slope = numeral(run.a[now] - DESIRED), numeral(run.slope[now])
        product = f"(a − y) σ′(z) x = {error} · {slope} · {numeral(x)}"
        if COSTS[cost].cancels:
            product = f"x (a − y) = {numeral(x)} · {error}: no σ′(z)"
        colour, name = COLOURS[cost], SHORT[cost]
        out, desired = f"{run.a[now]:.3f}", f"desired: {numeral(DESIRED)}"
        cards.append(Readout(f"{cost}: output a", out, desired, colour, f"out{name}"))
        cards.append(Readout(f"{cost}: ∂C/∂w", numeral(run.gradient[now]), product, colour, f"rate{name}"))
    readouts(cards).show("learning-slowdown-readouts")


def _by_epoch(paths: dict[str, Array], now: int, title: str, y_label: str, high: float | None = None) -> Picture:
    """The path of each cost's neuron, epoch by epoch, with a dot at the epoch `now`."""
    return plot(
        title=title,
        curves=[
            Curve(cost, np.arange(len(path)), path, COLOURS[cost], dashed=cost == "quadratic")
            for cost, path in paths.items()
        ],
        points=[Point(now, float(path[now]), COLOURS[cost]) for cost, path in paths.items()],
        marks=[Mark(now)],
        x_label="epoch",
        y_label=y_label,
        x_range=(0, None),
        y_range=(0, high),
        height=225,
    )


def _places(runs: dict[str, Run], now: int) -> None:
    reach = max(5.0, *(float(np.abs(run.z).max()) for run in runs.values()))
    z = np.linspace(-reach, reach, 161)
    points, tangents = [], []
    for cost, run in runs.items():
        at, a, slope = run.z[now], run.a[now], run.slope[now]
        points.append(Point(at, a, COLOURS[cost], hollow=cost == "quadratic"))
        tangents.append(tangent(at, a, slope, reach / 4, COLOURS[cost], f"{cost}: σ′(z) = {numeral(slope)}"))
    plot(
        title="Where each neuron is on σ, and how steep σ is there",
        curves=[Curve("", z, SIGMOID.function(z), "train")],
        segments=tangents,
        points=points,
        x_label="z = w x + b",
        y_label="a",
        x_range=(-reach, reach),
        y_range=(-0.05, 1.05),
        height=225,
    ).show("learning-slowdown-places")


def _weights_and_biases(runs: dict[str, Run], now: int, x: float) -> None:
    slopes, moves = [], []
    for cost, run in runs.items():
        colour, words = COLOURS[cost], f"x δ = {numeral(x)} · {factor(run.delta[now])}"
        slopes.append(Bar(f"{cost}: ∂C/∂w", run.gradient[now], colour, note=words))
        slopes.append(Bar(f"{cost}: ∂C/∂b", run.delta[now], colour, note="δ"))
        moves.append(Bar(f"{cost}: w", run.w[now] - run.w[0], colour))
        moves.append(Bar(f"{cost}: b", run.b[now] - run.b[0], colour))
    bars(title="A weak input x slows the weight, not the bias", bars=slopes, low=0, high=1).show(
        "learning-slowdown-weak"
    )
    furthest = max(np.ptp(path) for run in runs.values() for path in (run.w, run.b))
    bars(title="How far each has moved", bars=moves, low=-furthest or -1.0, high=0).show("learning-slowdown-moved")


_PICTURE = learn("quadratic", 0.15, 2.0, 2.0, 1.0, 300), learn("cross-entropy", 0.15, 2.0, 2.0, 1.0, 300)
LESSON = Lesson(
    number=9,
    name="learning_slowdown",
    title="Learning slowdown",
    idea="This neuron should turn the input 1 into the output 0. When badly wrong it is saturated, and learns slowest "
    "with the quadratic cost, because σ′(z) is a factor of the gradient. Cross-entropy cancels that factor.",
    formulas=(
        r"\text{quadratic:}",
        r"@rateQuadratic{\frac{\partial C}{\partial w}}=(@outQuadratic{a}-@y)\,@slope{\sigma'(z)}@x",
        r"\text{cross-entropy:}",
        r"@rateCross{\frac{\partial C}{\partial w}}=@x\,(@outCross{a}-@y)",
    ),
    exhibit=exhibit,
    bets=(
        Line(
            name="wakes",
            asks="Start at w = 2, b = 2. After how many of 300 epochs is the quadratic cost's output below 0.8?",
            low=0,
            high=300,
            off=30,
            step=5,
            shows={"preset": "start-at-w-2-b-2", "epoch": "200"},
            truth=lambda f: f["wakes"],
            right="After {truth}: σ′(z) is a factor of its gradient, and almost 0 for a long while.",
            wrong="After {truth} epochs. It is badly wrong and barely moves, because the factor σ′(z) is almost 0.",
        ),
        Pick(
            name="ratio",
            asks="Start at w = 2, b = 2: how much steeper is the cross-entropy at first?",
            options=("as steep", "about 5 times", "more than 50 times"),
            shows={"preset": "start-at-w-2-b-2"},
            truth=lambda f: (
                "more than 50 times" if f["ratio"] > 50 else "about 5 times" if f["ratio"] > 2 else "as steep"
            ),
            right="{truth}: {ratio} times. It has no factor σ′(z), which is tiny here.",
            wrong="{truth}: {ratio} times. The quadratic cost's slope has the factor σ′(z), which is tiny here.",
        ),
        Pick(
            name="weak",
            asks="The input is only x = 0.1. Which travels further, w or b?",
            options=("w", "b", "both as far"),
            shows={"preset": "a-weak-input", "epoch": "300"},
            truth=lambda f: "both as far" if f["w"] == f["b"] else "w" if f["w"] > f["b"] else "b",
            right="{truth}, by {b}, and w by {w}: ∂C/∂w = x δ, and ∂C/∂b = δ.",
            wrong="{truth}, by {b}, and w by {w}: ∂C/∂w = x δ has the weak input as a factor, ∂C/∂b = δ has not.",
        ),
    ),
    experiment=Experiment(
        dataset="gaussians",
        hidden=(4,),
        activation="sigmoid",
        cost="quadratic",
        learning_rate=0.3,
        initialization="large",
    ),
    notes=("saturated", "Cross-Entropy; Backpropagation (saturated neurons)"),
    story=Story(
        part="h1 h2 h3 o1",
        says="Like the 8 for our 3: it outputs {a8}, not 0.",
        asks="what if σ′(z) is almost 0?",
        hands_on="With the quadratic cost our 3 is learned slowly when it is badly wrong.",
        first="epoch",
        invites="Play the epochs, and see who learns.",
    ),
    picture=pictures.curve(_PICTURE[0].a, "negative", 0, 1) + pictures.curve(_PICTURE[1].a, "positive", 0, 1),
)

if __name__ == "__main__":
    show(LESSON)
