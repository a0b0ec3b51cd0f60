"""Lesson: a network that memorizes 1,000 digits, and what weight decay and L1 do to its weights."""

from typing import Any

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.regularizers import REGULARIZERS
from engine.weights import weights_of
from playground.components import instruments
from playground.components.charts.histogram import bins, histogram
from playground.components.charts.plot import Colour, Curve, Mark, Point, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.learner import going
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Line, Pick
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.settings import pages
from playground.settings.numerals import percent
from playground.settings.slots import Slot

NAME = "regularization"
REFRESH = 0.2
EPOCHS = 400
OVERFITTING = Experiment(
    dataset="mnist",
    samples=1_000,
    hidden=(30,),
    activation="sigmoid",
    cost="cross-entropy",
    learning_rate=0.5,
    batch_size=10,
    initialization="large",
    seed=4,
)
STEPS = 400  # of the single weight
WIDEST = 2.0  # it lies between -2 and 2
SMALL = 0.1  # a second weight is a tenth of it
RUN = Slot("regularization-run", lambda: Run(OVERFITTING, shelf=Shelf()))
POLLED = Slot("regularization-polled", bool)
COLOURS: dict[str, Colour] = {"L2": "positive", "L1": "negative"}


def shrink(name: str, w: Array, rate: float, steps: int) -> Array:
    """The path (steps + 1, k) of weights w (k,) under a regularizer alone: w → w - (ηλ/n) ∂penalty/∂w, ∂C₀/∂w = 0.

    `rate` is ηλ/n.
    """
    path = [np.asarray(w, np.float64)]
    for _ in range(steps):
        path.append(path[-1] - rate * REGULARIZERS[name].slope(path[-1]))
    return np.array(path)


def current_run() -> Run:
    """This learner's run of the lesson; it pauses when the learner leaves."""
    run = RUN.begin()
    _lease(run)
    return run


@st.cache_resource(scope="session", on_release=lambda run: run.pause(), show_spinner=False)
def _lease(_run: Run) -> Run:
    """Keep the run as long as the page is open."""
    return _run


def exhibit() -> Facts:
    """The run with its controls, then one weight on which only the regularizer acts."""
    run = current_run()
    playing = run.playing
    polled = POLLED.get()
    POLLED.put(playing)
    if polled and not playing:
        st.rerun()  # a polling fragment inside the exhibit stops only when the whole page is drawn
    with st.container(horizontal=True, vertical_alignment="center"):
        show_buttons(run, playing)
        name = linked.segmented_control(
            "Regularization",
            list(REGULARIZERS),
            default="none",
            format_func=lambda name: "L2: weight decay" if name == "L2" else REGULARIZERS[name].label,
            key=f"{NAME}-name",
            label_visibility="collapsed",
        )
    strength = linked.dial(Dial("strength", "λ", 0.01, 100, 0.5, step=0.05, log=True), key=f"{NAME}-strength")
    acting = strength if REGULARIZERS[name].acts else 0.0
    run.change(OVERFITTING.changed(regularization=name, regularization_strength=acting))
    st.fragment(show_run, run_every=REFRESH if playing else None)(run, playing)
    facts = show_weight(strength)
    if st.button("Compare none, L1 and L2 side by side", key=f"{NAME}-compare", icon=":material/compare_arrows:"):
        going.to(pages.COMPARE.name, pages.COMPARE.script)
    snapshot = run.snapshot
    if name == "none" and snapshot.epoch >= EPOCHS and not run.playing:
        facts |= {"gap": float(100 * (snapshot.train.accuracy - snapshot.test.accuracy))}
    return facts


def memorize() -> None:
    """Train this learner's run from its initial weights, without regularization."""
    run = current_run()
    run.change(OVERFITTING)
    run.rewind()
    run.play(Goal(epoch=EPOCHS))


def show_buttons(run: Run, playing: bool) -> None:
    """Show the buttons: train or pause, and reset to the initial weights."""

    def start() -> None:
        run.play(Goal(epoch=(run.snapshot.epoch // EPOCHS + 1) * EPOCHS))

    st.button(
        "Pause" if playing else f"Train {EPOCHS} epochs",
        key=f"{NAME}-play",
        type="primary",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        on_click=run.pause if playing else start,
    )
    st.button("Reset", key=f"{NAME}-reset", icon=":material/replay:", on_click=run.rewind)


def show_run(run: Run, was_playing: bool) -> None:
    """Show the state of the run; redrawn several times a second while it trains."""
    if was_playing and not run.playing:
        st.rerun()
    snapshot = run.snapshot
    train, test = snapshot.train.accuracy, snapshot.test.accuracy
    nearly_zero = weights_of(snapshot).nearly_zero
    readouts(
        [
            Readout("epoch", f"{snapshot.epoch:,}"),
            Readout("training accuracy", percent(train), "on the 1,000 digits it learns", "train"),
            Readout("test accuracy", percent(test), "on digits never seen", "test"),
            Readout("gap", f"{100 * (train - test):.1f}".replace("-", "−"), "percentage points"),
            Readout("weights |w| < 0.01", percent(nearly_zero)),
        ],
    ).show(f"{NAME}-figures")
    curves, weights = st.columns([1.6, 1])
    with curves:
        for key, picture in instruments.curves(snapshot, snapshot, run.ghost).items():
            picture.show(key)
    with weights:
        rows = zip(instruments.layer_names(snapshot), snapshot.weights, run.start.weights, strict=True)
        layers = [bins(now, title=f"into {name}", start=then) for name, now, then in rows]
        histogram(title="Weights", layers=layers, height=170).show(f"{NAME}-weights")
        if run.problem or run.message:
            st.markdown(run.problem or run.message)


def show_weight(strength: float) -> dict[str, Any]:
    """Show how L2 and L1 alone change a weight step by step, and how far one step moves weights of any size.

    Returns what L2 leaves of the weight, and whether L2 and L1 take it as near to 0 as a step of L1 can.
    """
    n, eta = OVERFITTING.samples or 1, OVERFITTING.learning_rate
    st.markdown(f"**One weight under the regularizer alone:** η = {eta:g}, n = {n:,}, λ = {strength:g} as above")
    w = linked.dial(Dial("w", "initial w", -WIDEST, WIDEST, 1.0, step=0.05), key=f"{NAME}-weight")
    rate = eta * strength / n
    starts = np.array([w, SMALL * w])
    rules = {"L2": f"w → {1 - rate:.5g} w", "L1": f"w → w − {rate:.3g} sgn(w)"}
    left, right = st.columns([1.6, 1])
    with left:
        show_shrinking(starts, rate, rules)
    with right:
        show_one_step(starts, rate)
    ends = [float(abs(shrink(kind, starts, rate, STEPS)[-1, 0])) for kind in COLOURS]
    return {"eta": eta, "n": n, "left": ends[0], "to_zero": tuple(end <= rate for end in ends)}


def show_shrinking(starts: Array, rate: float, rules: dict[str, str]) -> None:
    """Plot the weight and a tenth of it under both rules, by step."""
    steps = np.arange(STEPS + 1)
    curves = []
    for name, rule in rules.items():
        paths = shrink(name, starts, rate, STEPS)
        curves.append(Curve(name, steps, paths[:, 0], COLOURS[name], dashed=name == "L1", value=rule))
        curves.append(Curve(f"{name}, a tenth", steps, paths[:, 1], COLOURS[name], dashed=name == "L1", faint=True))
    plot(
        title="w, step by step",
        curves=curves,
        marks=[Mark(0, "y")],
        x_label="step",
        y_label="w",
        x_range=(0, STEPS),
        height=170,
    ).show(f"{NAME}-shrinking")


def show_one_step(starts: Array, rate: float) -> None:
    """Plot Δw of one step against the weight: a line through 0 under L2, ±ηλ/n under L1."""
    w = np.linspace(-WIDEST, WIDEST, 401)
    curves, points = [], []
    for name, colour in COLOURS.items():
        curves.append(Curve(name, w, shrink(name, w, rate, 1)[1] - w, colour, dashed=name == "L1"))
        points += [Point(at, moved - at, colour) for at, moved in shrink(name, starts, rate, 1).T]
    plot(
        title="Δw of one step",
        curves=curves,
        points=points,
        marks=[Mark(0, "y")],
        x_label="w",
        y_label="Δw",
        x_range=(-WIDEST, WIDEST),
        height=170,
    ).show(f"{NAME}-one-step")


_X = np.linspace(0, 1, 40)


def named(formula: str) -> str:
    """A formula of a regularizer whose λ, η and n have the names that the exhibit gives them."""
    names = {r"\lambda": r"@strength{\lambda}", r"\eta": "@eta", "{n}": "{@n}", "{2n}": "{2@n}"}
    for symbol, name in names.items():
        formula = formula.replace(symbol, name)
    return formula


LESSON = Lesson(
    number=12,
    name=NAME,
    title="Regularization",
    idea="With few examples a network memorizes them: the training cost falls to zero while the test cost rises. A "
    "penalty on large weights favours simple patterns. L2 shrinks each weight by a factor, L1 by a constant amount.",
    formulas=(
        *(named(REGULARIZERS[name].formula) for name in COLOURS),
        *(named(REGULARIZERS[name].update) for name in COLOURS),
    ),
    exhibit=exhibit,
    bets=(
        Line(
            name="gap",
            asks="400 epochs with 1,000 digits: how many percentage points does the network do worse on new ones?",
            low=0,
            high=40,
            off=4,
            step=1,
            truth=lambda f: f["gap"],
            plays=memorize,
            right="{truth} points: it knows its own digits by now, and new ones less well.",
            wrong="{truth} points: it has memorized its own digits, chance and all, which helps with no other.",
        ),
        Pick(
            name="zero",
            asks="λ = 10, and the regularizer acts alone for 400 steps. Which takes a weight of 1 to 0?",
            options=("L2", "L1", "both"),
            shows={"strength": "10"},
            truth=lambda f: {(False, True): "L1", (True, False): "L2", (True, True): "both"}.get(
                f["to_zero"], "neither"
            ),
            right="{truth}: its steps are all of one size, ηλ/n. L2 leaves {left} of it.",
            wrong="{truth}: its steps are all of one size, ηλ/n. L2's shrink with the weight, and leave {left} of it.",
        ),
        Line(
            name="l2-leaves",
            asks="λ = 5. L2 alone acts on a weight of 1 for 400 steps. What is left of it?",
            low=0,
            high=1,
            off=0.07,
            step=0.01,
            shows={"strength": "5"},
            truth=lambda f: f["left"],
            right="{truth}: 400 times the factor 1 − ηλ/n = 0.9975.",
            wrong="{truth}: each step multiplies it by 1 − ηλ/n = 0.9975, and 0.9975⁴⁰⁰ is about 1/e.",
        ),
    ),
    experiment=OVERFITTING,
    notes=("l2", "weight decay / L2 regularization, L1 regularization"),
    story=Story(
        part="x1 x2 h1 h2 h3 o1 o2",
        says="{count} numbers can memorize our 3. So can 23,860 a thousand digits.",
        asks="does a network learn what a 3 is, or only this 3?",
        hands_on="All this went downhill by slopes alone.",
        first="regularization-play",
    ),
    picture=pictures.curve(np.exp(-4 * _X), "quiet", -0.05, 1)
    + pictures.curve(0.25 + 0.75 * np.exp(-7 * _X) + 0.35 * _X**1.5, "negative", -0.05, 1),
)

if __name__ == "__main__":
    show(LESSON)
