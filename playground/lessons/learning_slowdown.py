"""Lesson: why a neuron that is badly wrong can learn slowly, and which cost prevents it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st

from engine import Experiment
from engine.activations import ACTIVATIONS
from engine.arrays import Array
from engine.costs import COSTS, output_delta
from playground.components import Picture
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Colour, Curve, Mark, Point, Range, plot, tangent
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.shared.numerals import factor, numeral
from playground.lessons.shape import linked
from playground.lessons.shape.lesson import Lesson, show

SIGMOID = ACTIVATIONS["sigmoid"]
DESIRED = 0.0
COLOURS: dict[str, Colour] = {"quadratic": "negative", "cross-entropy": "positive"}
PUBLISHED = {"w": 0.6, "b": 0.9, "x": 1.0, "quadratic": 0.15, "cross-entropy": 0.15, "epochs": 300.0}
PRESETS = {
    "Start at w = 0.6, b = 0.9": PUBLISHED,
    "Start at w = 2, b = 2": PUBLISHED | {"w": 2.0, "b": 2.0},
    "Small steps with cross-entropy": PUBLISHED | {"w": 2.0, "b": 2.0, "cross-entropy": 0.005, "epochs": 1000.0},
    "A weak input": PUBLISHED | {"x": 0.1},
}


@dataclass(frozen=True)
class Run:
    """A neuron that learns from one example; each array (epochs + 1,) holds the values before every epoch.

    `delta` is ∂C/∂z = ∂C/∂b, and `gradient` is ∂C/∂w = x δ.
    """

    w: Array
    b: Array
    z: Array
    a: Array
    slope: Array
    delta: Array
    gradient: Array


@lru_cache(maxsize=64)
def learn(cost: str, rate: float, w: float, b: float, x: float, epochs: int) -> Run:
    """Gradient descent from w and b on the one example x → 0, with learning rate `rate` and one update per epoch."""
    kind, y = COSTS[cost], np.full(1, DESIRED)
    path = np.empty((epochs + 1, 2))
    for i in range(epochs + 1):
        path[i] = w, b
        z = np.array([w * x + b])
        error = float(output_delta(kind, "sigmoid", z, SIGMOID.function(z), y)[0])
        w, b = w - rate * error * x, b - rate * error
    z = path[:, :1] * x + path[:, 1:]
    a = SIGMOID.function(z)
    delta = output_delta(kind, "sigmoid", z, a, np.full_like(a, DESIRED))[:, 0]
    return Run(path[:, 0], path[:, 1], z[:, 0], a[:, 0], SIGMOID.derivative(z)[:, 0], delta, x * delta)


def exhibit() -> None:
    """Two neurons with the same start learn the same example, one with each cost: their curves, and one epoch."""
    start, version = linked.presets(PRESETS, key="learning-slowdown-preset")
    at = linked.dials(_setting_dials(start), key="learning-slowdown-dials", version=version)
    epochs = round(at["epochs"])
    played = linked.dials(
        [Dial("epoch", "epoch", 0, epochs, 0, step=1, seconds=8)], key="learning-slowdown-epoch", version=version
    )
    now = round(played["epoch"])
    runs = {cost: learn(cost, at[cost], at["w"], at["b"], at["x"], epochs) for cost in COLOURS}
    _figures(runs, now, at["x"])
    left, right = st.columns(2, gap="medium")
    with left:
        _outputs(runs, now)
        _places(runs, now)
    with right:
        _gradients(runs, now)
        _weights_and_biases(runs, now, at["x"])


def _setting_dials(start: Mapping[str, float]) -> list[Dial]:
    return [
        Dial("w", "start w", -5, 5, start["w"]),
        Dial("b", "start b", -5, 5, start["b"]),
        Dial("x", "input x", 0, 1, start["x"], step=0.05),
        Dial("quadratic", "η quadratic", 0.001, 10, start["quadratic"], step=0.05, log=True),
        Dial("cross-entropy", "η cross-entropy", 0.001, 10, start["cross-entropy"], step=0.05, log=True),
        Dial("epochs", "epochs", 50, 1000, start["epochs"], step=50),
    ]


def _figures(runs: dict[str, Run], now: int, x: float) -> None:
    cards = []
    for cost, run in runs.items():
        error, slope = numeral(run.a[now] - DESIRED), numeral(run.slope[now])
        product = f"(a − y) σ′(z) x = {error} · {slope} · {numeral(x)}"
        if COSTS[cost].cancels:
            product = f"x (a − y) = {numeral(x)} · {error}: no σ′(z)"
        colour = COLOURS[cost]
        cards.append(Readout(f"{cost}: output a", f"{run.a[now]:.3f}", f"desired: {numeral(DESIRED)}", colour))
        cards.append(Readout(f"{cost}: ∂C/∂w", numeral(run.gradient[now]), product, colour))
    readouts(cards).show("learning-slowdown-readouts")


def _outputs(runs: dict[str, Run], now: int) -> None:
    paths = {cost: run.a for cost, run in runs.items()}
    _by_epoch(paths, now, "The output a, which should be 0", "a", (0, 1)).show("learning-slowdown-outputs")


def _gradients(runs: dict[str, Run], now: int) -> None:
    paths = {cost: run.gradient for cost, run in runs.items()}
    high = None if any(path.any() for path in paths.values()) else 1
    _by_epoch(paths, now, "How fast w learns: ∂C/∂w", "∂C/∂w", (0, high)).show("learning-slowdown-gradients")


def _by_epoch(paths: dict[str, Array], now: int, title: str, y_label: str, y_range: Range) -> Picture:
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
        y_range=y_range,
        height=225,
    )


def _places(runs: dict[str, Run], now: int) -> None:
    reach = max(5.0, *(float(np.abs(run.z).max()) for run in runs.values()))
    z = np.linspace(-reach, reach, 161)
    plot(
        title="Where each neuron is on σ, and how steep σ is there",
        curves=[Curve("", z, SIGMOID.function(z), "train")],
        segments=[
            tangent(
                float(run.z[now]),
                float(run.a[now]),
                float(run.slope[now]),
                reach / 4,
                COLOURS[cost],
                f"{cost}: σ′(z) = {numeral(run.slope[now])}",
            )
            for cost, run in runs.items()
        ],
        points=[
            Point(float(run.z[now]), float(run.a[now]), COLOURS[cost], hollow=cost == "quadratic")
            for cost, run in runs.items()
        ],
        x_label="z = w x + b",
        y_label="a",
        x_range=(-reach, reach),
        y_range=(-0.05, 1.05),
        height=225,
    ).show("learning-slowdown-places")


def _weights_and_biases(runs: dict[str, Run], now: int, x: float) -> None:
    rows = []
    for cost, run in runs.items():
        words = f"x δ = {numeral(x)} · {factor(float(run.delta[now]))}"
        rows += [
            Bar(f"{cost}: ∂C/∂w", float(run.gradient[now]), COLOURS[cost], note=words),
            Bar(f"{cost}: ∂C/∂b", float(run.delta[now]), COLOURS[cost], note="δ"),
        ]
    bars(
        title="A weak input x slows the weight, not the bias",
        bars=rows,
        low=0,
        high=1,
    ).show("learning-slowdown-weak")
    moves = [
        Bar(f"{cost}: {name}", float(path[now] - path[0]), COLOURS[cost])
        for cost, run in runs.items()
        for name, path in (("w", run.w), ("b", run.b))
    ]
    furthest = max(float(np.ptp(path)) for run in runs.values() for path in (run.w, run.b))
    bars(title="How far each has moved", bars=moves, low=-furthest or -1.0, high=0).show("learning-slowdown-moved")


_PICTURE = learn("quadratic", 0.15, 2.0, 2.0, 1.0, 300), learn("cross-entropy", 0.15, 2.0, 2.0, 1.0, 300)
LESSON = Lesson(
    number=9,
    name="learning_slowdown",
    title="Learning slowdown",
    idea="This neuron should turn the input 1 into the output 0. When it is badly wrong it is saturated, and that is "
    "when it learns slowest with the quadratic cost, because σ′(z) is a factor of the gradient. Cross-entropy cancels "
    "that factor.",
    formulas=(
        r"\text{quadratic: }\;\frac{\partial C}{\partial w}=(a-y)\,\sigma'(z)\,x",
        r"\text{cross-entropy: }\;\frac{\partial C}{\partial w}=x\,(a-y)",
    ),
    exhibit=exhibit,
    tries=(
        "Start at w = 2, b = 2 and play: with the quadratic cost, how long before it starts learning?",
        "Find a start from which it hardly learns at all with the quadratic cost.",
        "Make x small: which still learns, w or b?",
    ),
    experiment=Experiment(
        dataset="gaussians",
        hidden=(4,),
        activation="sigmoid",
        cost="quadratic",
        learning_rate=0.3,
        initialization="large",
    ),
    notes="Cross-Entropy; Backpropagation (saturated neurons)",
    picture=pictures.curve(_PICTURE[0].a, "negative", 0, 1) + pictures.curve(_PICTURE[1].a, "positive", 0, 1),
)

if __name__ == "__main__":
    show(LESSON)
