"""Lesson: a ball rolls down a valley of two variables; each step is −η times the gradient."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.newton import SURFACES, Surface, gradient_descent
from playground.components.charts.line_chart import Series, line_chart
from playground.components.page.dials import Dial
from playground.components.shared import svg as pictures
from playground.components.valley.valley import Place, Trail, valley
from playground.lessons.parts import slopes
from playground.lessons.shape import linked
from playground.lessons.shape.lesson import Lesson, show
from playground.settings.choices import Whole
from playground.settings.slots import Slot

NAME = "gradient-descent"
FIRST, RUN, MOST = 12, 25, 300  # steps
STEPS = Slot("gradient-descent-steps", lambda: FIRST)
LARGE = Slot("gradient-descent-large", bool)


@dataclass(frozen=True)
class Descent:
    """The points v (n + 1, 2) of n steps, C (n + 1,) there, and ∇C (2,) at the last.

    `predicted` and `true` are ΔC of each step (n,): -η‖∇C‖², and the true change.
    """

    points: Array
    costs: Array
    gradient: Array
    predicted: Array
    true: Array


def descend(surface: Surface, start: Place, learning_rate: float, steps: int) -> Descent:
    """Gradient descent v → v - η∇C, with the predicted ΔC of each step; it ends early if the ball flies away."""
    points = gradient_descent(surface, start, learning_rate, steps)
    costs, gradients = surface.value(points), surface.gradient(points)
    predicted = -learning_rate * np.square(gradients[:-1]).sum(axis=1)
    return Descent(points, costs, gradients[-1], predicted, np.diff(costs))


def exhibit() -> None:
    """The valley, the ball, and the predicted and the true ΔC of each step."""
    with st.container(horizontal=True, vertical_alignment="center"):
        surface, slope = slopes.choose(NAME, {STEPS: FIRST, LARGE: False})
        steps = show_buttons()
    version = slopes.version(NAME)
    eta = slope.too_large if LARGE.get() else slope.learning_rate
    learning_rate = linked.dials(
        [Dial("eta", "η", 0.001, 10, eta, step=0.01, log=True)],
        key=f"{NAME}-dials",
        version=version,
        usual={"eta": slope.learning_rate},
    )["eta"]
    first, start = linked.start_of(f"{NAME}-map", slope.start, surface.limits, version)
    descent = descend(surface, start, learning_rate, steps)
    show_ball(surface, slope, first, descent, version)
    st.markdown(verdict(descent, steps))
    show_steps(descent)


def show_buttons() -> int:
    """Show the buttons; return how many steps the ball is to take."""
    steps = linked.kept(Whole("steps", FIRST, 0, MOST), STEPS)

    def go(by: int) -> None:
        STEPS.put(min(MOST, steps + by))

    st.button("Step", key=f"{NAME}-step", icon=":material/skip_next:", on_click=go, args=(1,))
    st.button(f"Run {RUN}", key=f"{NAME}-run", icon=":material/play_arrow:", on_click=go, args=(RUN,))
    st.button("Back", key=f"{NAME}-back", icon=":material/replay:", on_click=STEPS.put, args=(0,))
    st.button(
        "Too large an η",
        key=f"{NAME}-too-large",
        icon=":material/warning:",
        on_click=slopes.begin,
        args=(NAME, {STEPS: FIRST, LARGE: True}),
    )
    return steps


def show_ball(surface: Surface, slope: slopes.Slope, start: Place, descent: Descent, version: int) -> None:
    """Draw the surface with the ball on it."""
    figures = {
        "ΔC predicted": np.append(np.nan, descent.predicted),
        "ΔC true": np.append(np.nan, descent.true),
    }
    valley(
        heights=slopes.heights(surface.name),
        limits=surface.limits,
        trails=[Trail("ball", descent.points, descent.costs, figures=figures)],
        start=start,
        version=version,
        bent=slope.bent,
        height=450,
    ).show(f"{NAME}-map")


def verdict(descent: Descent, steps: int) -> str:
    """The effect of the last step, in a sentence."""
    done = len(descent.true)
    if done < steps:
        return f"**The ball flew away** after {done} steps: η is too large."
    if not np.any(descent.gradient):
        return "**∇C = 0**: the ground is level here, so the ball stays, at a minimum or on a saddle."
    if not done:
        size = float(np.linalg.norm(descent.gradient))
        return f"**‖∇C‖ = {size:.3g}**: press Step, and the ball moves η times that far, against ∇C."
    predicted, true = descent.predicted[-1], descent.true[-1]
    told = f"the slope predicted ΔC ≈ −η‖∇C‖² = {slopes.signed(predicted)}; the true ΔC is {slopes.signed(true)}"
    if true > 0:
        return f"**Uphill.** In step {done} {told}: η is too large."
    return f"**Downhill.** In step {done} {told}."


def show_steps(descent: Descent) -> None:
    """Plot the predicted and the true ΔC, and C, step by step."""
    steps = np.arange(len(descent.costs))
    left, right = st.columns(2)
    with left:
        line_chart(
            title="ΔC of each step",
            series=[
                Series("predicted −η‖∇C‖²", steps[1:], descent.predicted, "test"),
                Series("true", steps[1:], descent.true),
            ],
            x_label="step",
            y_label="",
            height=130,
        ).show(f"{NAME}-changes")
    with right:
        line_chart(
            title="Cost",
            series=[Series("C", steps, descent.costs)],
            x_label="step",
            y_label="",
            height=130,
        ).show(f"{NAME}-costs")


_X = np.linspace(-1, 1, 41)
_BALLS = gradient_descent(SURFACES["bowl"], (-0.85, 0.0), 0.12, 3)[:, 0]

LESSON = Lesson(
    number=5,
    name="gradient_descent",
    title="Cost and gradient descent",
    idea="The cost C measures how far the outputs are from the desired ones. It is a landscape over the weights, and "
    "∇C points straight uphill, so each step is −η∇C. With a small η the cost falls; too large an η throws the ball up "
    "the opposite slope.",
    formulas=(
        r"C=\frac{1}{2n}\sum_x\|y(x)-a^L(x)\|^2",
        r"\Delta C\approx\nabla C\cdot\Delta v",
        r"v\to v'=v-\eta\nabla C",
        r"\Delta C\approx-\eta\|\nabla C\|^2\le 0",
    ),
    exhibit=exhibit,
    tries=(
        "In the bowl, raise η: at which η does the true ΔC become positive?",
        "With two minima, drag the start until the ball ends in the deeper one.",
        "On the saddle, start exactly at v₂ = 0: where does the ball end?",
    ),
    experiment=Experiment(dataset="circle", hidden=(4,), cost="quadratic", output="tanh", learning_rate=0.3),
    notes="Gradient Descent",
    picture=pictures.curve(_X**2, "quiet", 0, 1)
    + "".join(
        pictures.dot(60 + 52 * x, 64 - 56 * x * x - 6, "negative" if i == 3 else "third", 6 if i == 3 else 3.5)
        for i, x in enumerate(_BALLS)
    ),
)

if __name__ == "__main__":
    show(LESSON)
