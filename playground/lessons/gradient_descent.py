"""Lesson: a ball rolls down a valley of two variables, or the cost of a neuron on data, by steps of −η∇C."""

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.newton import gradient_descent
from engine.surfaces import SURFACES, Surface
from playground.components.charts.line_chart import Series, line_chart
from playground.components.page.dials import Dial
from playground.components.shared import svg as pictures
from playground.components.valley.valley import valley
from playground.lessons.parts import slopes
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Line, Pick, Task
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.lessons.shape.versions import preset
from playground.settings.slots import Slot

NAME = "gradient-descent"
STEPS = Slot("gradient-descent-steps", lambda: 12)


def exhibit() -> Facts:
    """The valley, the ball, and the predicted and the true ΔC of each step."""
    with st.container(horizontal=True, vertical_alignment="center"):
        surface, slope = slopes.choose_surface(NAME, STEPS)
        steps = slopes.step_buttons(NAME, STEPS, run=25)
        st.button(
            "Too large an η",
            key=f"{NAME}-too-large",
            icon=":material/warning:",
            on_click=slopes.begin,
            args=(NAME, STEPS, STEPS.first(), {"eta": slope.too_large}),
        )
    version, chosen = preset(NAME)
    dial = Dial("eta", "η", 0.001, 100, chosen.get("eta", slope.learning_rate), step=0.01, log=True)
    usual = {"eta": slope.learning_rate}
    learning_rate = linked.dial(dial, key=f"{NAME}-dials", version=version, usual=usual)
    first, start = linked.start_of(f"{NAME}-map", slope.start, surface.limits, version)
    way = slopes.descend(surface, start, learning_rate, steps)
    valley(
        heights=slopes.heights(surface.name),
        limits=surface.limits,
        trails=[way.trail("ball", "negative")],
        start=first,
        version=version,
        names=(*surface.variables, "C"),
        bent=slope.bent,
        fit=slopes.fit(surface.neuron),
        height=450,
    ).show(f"{NAME}-map")
    st.markdown(verdict(surface, way, steps))
    show_steps(way)
    end, cost = slopes.end_of(surface, way), float(way.costs[-1])
    least, limit = float(slopes.heights(surface.name).min()), slopes.largest_rate(surface, way.points[0])
    found = {"surface": surface.name, "eta": learning_rate, "end": end, "cost": cost, "least": least, "limit": limit}
    return {**found, **step_from(surface, way.began, learning_rate)}


def step_from(surface: Surface, at: Array, learning_rate: float) -> Facts:
    """The numbers of the step of a ball from this place (2,), and of each example if it is the cost of a neuron."""
    gradient = surface.gradient(at)
    square = float(gradient @ gradient)
    after = at - learning_rate * gradient
    change = float(surface.value(after) - surface.value(at))
    numbers = {"change": change, "predicted": -learning_rate * square, "square": square, "C": float(surface.value(at))}
    return {"v": at, "next": after, "gradient": gradient, **numbers, **slopes.priced(surface, at)}


def verdict(surface: Surface, way: slopes.Way, steps: int) -> str:
    """The effect of the last step, in a sentence."""
    done, gradient = len(way.true), surface.gradient(way.points[-1])
    if done < steps:
        return f"**The ball flew away** after {done} steps: η is too large."
    if not np.any(gradient):
        return "**∇C = 0**: the ground is level here, so the ball stays, at a minimum or on a saddle."
    if not done:
        return f"**‖∇C‖ = {np.linalg.norm(gradient):.3g}**: press Step, and the ball moves η times as far, against ∇C."
    predicted, true = way.predicted[-1], way.true[-1]
    told = f"the slope predicted ΔC ≈ −η‖∇C‖² = {slopes.signed(predicted)}; the true ΔC is {slopes.signed(true)}"
    if true > 0:
        return f"**Uphill.** In step {done} {told}: η is too large."
    return f"**Downhill.** In step {done} {told}."


def show_steps(way: slopes.Way) -> None:
    """Plot the predicted and the true ΔC, and C, step by step."""
    steps = np.arange(len(way.costs))
    predicted = Series("predicted −η‖∇C‖²", steps[1:], way.predicted, "test")
    charts = {
        "changes": ("ΔC of each step", [predicted, Series("true", steps[1:], way.true)]),
        "costs": ("Cost", [Series("C", steps, way.costs)]),
    }
    for column, (key, (title, series)) in zip(st.columns(2), charts.items(), strict=True):
        with column:
            line_chart(title=title, series=series, x_label="step", y_label="", height=130).show(f"{NAME}-{key}")


_X = np.linspace(-1, 1, 41)
_BALLS = gradient_descent(SURFACES["bowl"], (-0.85, 0.0), 0.12, 3)[:, 0]

LESSON = Lesson(
    number=5,
    name="gradient_descent",
    title="Cost and gradient descent",
    idea="The cost C measures how far the outputs are from the desired ones: a landscape over the weights. ∇C points "
    "straight uphill, so each step is −η∇C. Too large an η throws the ball up the opposite slope.",
    formulas=(
        r"@C=\frac{1}{2@n}\sum_x\|y(x)-a^L(x)\|^2",
        r"@change{\Delta C}\approx@predicted{\nabla C\cdot\Delta v}",
        r"v\to @next{v'}=@v-@eta@gradient{\nabla C}",
        r"@change{\Delta C}\approx-@eta@square{\|\nabla C\|^2}\le 0",
    ),
    terms={rf"\frac{{1}}{{2@n}}(@y{j}-@a{j})^2": f"part{j}" for j in range(1, 6)},
    exhibit=exhibit,
    bets=(
        Line(
            name="too-large",
            asks="With η = 0.08 the ball rolls down the bowl. From which η on does it climb out?",
            low=0.1,
            high=10,
            off=1.3,
            step=0.01,
            log=True,
            shows={"eta": "0.5"},
            truth=lambda f: f["limit"],
            right="From η = {truth} on it lands ever higher on the opposite slope. Here η = {eta}.",
            wrong="From η = {truth} on, 2 over the largest curvature, it lands ever higher on the opposite slope.",
        ),
        Task(
            name="deeper",
            asks="This ball ends in the shallower of two minima. Drag its start until it ends in the deeper one.",
            shows={"surface": "two-minima", "steps": "40"},
            truth=lambda f: f["surface"] == "two-minima" and f["cost"] < f["least"] + 0.02,
            right="C = {cost}: the start decided. Gradient descent finds a minimum, not always the deepest.",
            wrong="It ends at C = {cost}; the deeper minimum has {least}.",
        ),
        Pick(
            name="saddle",
            asks="On the saddle, the ball starts exactly at v₂ = 0. Where does it end?",
            options=slopes.ENDS,
            shows={"surface": "saddle", "start": "-2.7,0", "steps": "60"},
            truth=lambda f: f["end"],
            right="{truth}: nothing pushes it to the side. Any other v₂ grows step by step, and it leaves.",
            wrong="{truth}: ∇C has no v₂-component along this line. From any other v₂ it would leave.",
        ),
    ),
    experiment=Experiment(dataset="circle", hidden=(4,), cost="quadratic", output="tanh", learning_rate=0.3),
    notes=("cost", "Gradient Descent"),
    story=Story(
        part="o1 o2 C",
        says="Our 3 costs C = {C}. Learning lowers it.",
        asks="how wrong is that, in one number, and which way is down?",
        hands_on="Our 3 is one of thousands of digits, and each pulls its own way.",
        first="gradient-descent-step",
        invites="Press Step, and the ball rolls on.",
    ),
    picture=pictures.curve(_X**2, "quiet", 0, 1)
    + "".join(
        pictures.dot(60 + 52 * x, 64 - 56 * x * x - 6, "negative" if i == 3 else "third", 6 if i == 3 else 3.5)
        for i, x in enumerate(_BALLS)
    ),
)

if __name__ == "__main__":
    show(LESSON)
