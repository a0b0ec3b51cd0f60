"""Lesson: sigmoid, tanh and ReLU with their derivatives, and where a neuron stops learning."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st

from engine import Experiment
from engine.activations import ACTIVATIONS
from engine.arrays import Array
from engine.snapshot import STUCK
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Colour, Curve, Mark, Point, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.shared.numerals import numeral
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Line, Pick, Task
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.settings.choices import short_name

COLOURS: dict[str, Colour] = {"sigmoid": "positive", "tanh": "negative", "relu": "third"}
REACH = 10
Z = np.unique(np.append(np.linspace(-REACH, REACH, 321), 1e-9))
NEURONS, EXAMPLES, INPUTS = 100, 50, 20
FITS = {
    "tanh as it is": {"up": 0.0, "tall": 1.0, "wide": 1.0},
    "half as tall": {"up": 0.5, "tall": 0.5, "wide": 1.0},
    "(1 + tanh(z/2)) / 2": {"up": 0.5, "tall": 0.5, "wide": 2.0},
}
LAYERS = {
    "A fresh layer": {"spread": 1.0, "bias": 0.0},
    "Saturate it": {"spread": 60.0, "bias": 0.0},
    "Kill it": {"spread": 1.0, "bias": -6.0},
}


def slope_at(name: str, z: float) -> float:
    """σ'(z) of the activation of this name."""
    return float(ACTIVATIONS[name].derivative(np.array(z)))


STEEPEST = {name: slope_at(name, 1e-9) for name in COLOURS}


def verdict(name: str, z: float) -> str:
    """Why a neuron at z does not learn, by the same limit as in the engine's snapshots; "" if it does."""
    slope = slope_at(name, z)
    if name == "relu":
        return "" if slope else "off"
    return "" if slope > STUCK * STEEPEST[name] else "saturated"


def moved_tanh(z: Array, up: float, tall: float, wide: float) -> Array:
    """up + tall · tanh(z / wide), which is σ(z) for ½, ½ and 2."""
    return np.asarray(up + tall * ACTIVATIONS["tanh"].function(z / wide))


@dataclass(frozen=True)
class Layer:
    """How a layer learns with one activation: the mean σ'(z) of each neuron over all examples, and how many are stuck.

    `slopes` (n,) are sorted, largest first. `stuck` is the fraction of dead neurons (ReLU: 0 for every example) or of
    saturated ones (a mean below a twentieth of the steepest slope).
    """

    slopes: Array
    stuck: float


@cache
def _weighted_inputs() -> Array:
    """z (examples, neurons) of a layer with weights from N(0, 1/n_in), no bias, and inputs from N(0, 1)."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(EXAMPLES, INPUTS))
    return np.asarray(x @ rng.normal(size=(INPUTS, NEURONS)) / np.sqrt(INPUTS))


def layer(name: str, spread: float, bias: float) -> Layer:
    """The layer with this activation, with its weights times `spread` and every bias equal to `bias`."""
    slopes = ACTIVATIONS[name].derivative(spread * _weighted_inputs() + bias).mean(axis=0)
    flat = 0.0 if name == "relu" else STUCK * STEEPEST[name]
    return Layer(np.sort(slopes)[::-1], float((slopes <= flat).mean()))


def exhibit() -> Facts:
    """One of three parts: the functions with their slopes at one z, tanh made to match σ, a layer that gets stuck."""
    part = linked.segmented_control("Part", list(PARTS), label_visibility="collapsed", key="activations-part")
    return PARTS[part]()


def _three_functions() -> Facts:
    left, right = st.columns([5, 3], gap="medium")
    with right:
        names = linked.pills(
            "Functions",
            list(COLOURS),
            format_func=lambda name: ACTIVATIONS[name].label,
            default=list(COLOURS),
            label_visibility="collapsed",
            key="activations-chosen",
        )
        z = linked.dial(Dial("z", "z", -REACH, REACH, 1.35, step=0.05, seconds=8), key="activations-z")
        _slopes_there(names, z)
    with left:
        _curves(names, z)
    outputs = {f"out{name.title()}": output_at(name, z) for name in COLOURS}
    return {name: slope_at(name, z) for name in COLOURS} | outputs | {"z": z}


def output_at(name: str, z: float) -> float:
    """The activation of a neuron with the weighted input z."""
    return float(ACTIVATIONS[name].function(np.array(z)))


def _curves(names: list[str], z: float) -> None:
    curves, points = [], []
    for name in names:
        activation, colour = ACTIVATIONS[name], COLOURS[name]
        a, slope = output_at(name, z), slope_at(name, z)
        curves += [
            Curve(activation.label, Z, activation.function(Z), colour, value=numeral(a)),
            Curve(f"{activation.label}′", Z, activation.derivative(Z), colour, dashed=True, value=numeral(slope)),
        ]
        points += [Point(z, a, colour), Point(z, slope, colour, hollow=True)]
    plot(
        title="a = σ(z); dashed: its slope σ′(z)",
        curves=curves,
        points=points,
        marks=[Mark(z, name=f"z = {numeral(z)}")],
        x_label="z",
        y_label="a",
        x_range=(-REACH, REACH),
        y_range=(-1.2, 2),
        height=480,
    ).show("activations-curves")


def _slopes_there(names: list[str], z: float) -> None:
    cards, rows = [], []
    for name in names:
        activation, colour, slope, why = ACTIVATIONS[name], COLOURS[name], slope_at(name, z), verdict(name, z)
        label, a = f"{activation.label}({numeral(z)})", numeral(output_at(name, z))
        cards.append(Readout(label, a, why or "learns", colour, f"out{name.title()}"))
        rows.append(Bar(activation.label, slope, colour, f"{numeral(slope)}  {why}".strip(), id=name))
    readouts(cards).show("activations-values")
    bars(
        title=f"σ′(z) at z = {numeral(z)}: how fast it learns",
        bars=rows,
        low=0,
        high=1,
        caption="Every gradient that passes through the neuron is multiplied by this.",
    ).show("activations-slopes")


def _identity() -> Facts:
    start, version = linked.presets(FITS, key="activations-fits")
    at = linked.dials(
        [
            Dial("up", "raise by", -1, 1, start["up"], step=0.05),
            Dial("tall", "height ×", 0.1, 1.5, start["tall"], step=0.05),
            Dial("wide", "width ×", 0.5, 4, start["wide"]),
        ],
        key="activations-fit",
        version=version,
    )
    sigmoid, moved = ACTIVATIONS["sigmoid"].function(Z), moved_tanh(Z, **at)
    gap = float(np.abs(sigmoid - moved).max())
    formula = f"{numeral(at['up'])} + {numeral(at['tall'])} · tanh(z / {numeral(at['wide'])})"
    plot(
        title="tanh, moved over σ",
        curves=[
            Curve("σ(z)", Z, sigmoid, "positive"),
            Curve(formula, Z, moved, "negative", dashed=True),
        ],
        x_label="z",
        y_label="a",
        y_range=(-1.2, 1.2),
        height=420,
    ).show("activations-over")
    same = "equal up to rounding" if gap < 1e-12 else "between the two curves"
    readouts([Readout("largest gap", numeral(gap), same, "negative")]).show("activations-gap")
    return {"gap": gap}


def _stuck_layer() -> Facts:
    start, version = linked.presets(LAYERS, key="activations-layers")
    at = linked.dials(
        [
            Dial("spread", "weights ×", 0.1, 100, start["spread"], step=0.05, log=True),
            Dial("bias", "bias", -8, 8, start["bias"]),
        ],
        key="activations-layer-dials",
        version=version,
    )
    layers = {name: layer(name, **at) for name in COLOURS}
    bars(
        title=f"{NEURONS} neurons: how many are stuck",
        bars=[
            Bar(
                f"{ACTIVATIONS[name].label}: {'dead' if name == 'relu' else 'saturated'}",
                found.stuck,
                COLOURS[name],
                f"{found.stuck:.0%}",
                note="0 for every example" if name == "relu" else "mean σ′ below 1/20 of its maximum",
            )
            for name, found in layers.items()
        ],
        low=0,
        high=1,
    ).show("activations-stuck")
    plot(
        title="Their mean slopes, largest first",
        curves=[
            Curve(ACTIVATIONS[name].label, np.arange(1, NEURONS + 1), found.slopes, COLOURS[name])
            for name, found in layers.items()
        ],
        x_label="neuron",
        y_label="mean σ′",
        x_range=(1, NEURONS),
        y_range=(0, 1),
        height=300,
    ).show("activations-sorted")
    return {"dead": 100 * layers["relu"].stuck}


PARTS = {"Three functions": _three_functions, "Match tanh to σ": _identity, "A layer that gets stuck": _stuck_layer}

LESSON = Lesson(
    number=3,
    name="activations",
    title="Activation functions",
    idea="σ, tanh and ReLU are nonlinear functions of the weighted input z. Where the curve is flat, the neuron hardly "
    "learns: σ and tanh saturate far from 0. A ReLU is off below 0, and dead if it is off for every example.",
    formulas=(
        r"@sigmoid{\sigma'(z)}=@outSigmoid{\sigma(z)}\,(1-@outSigmoid{\sigma(z)})",
        r"@outTanh{\tanh(z)}=\frac{e^{@z}-e^{-@z}}{e^{@z}+e^{-@z}}",
        r"@outSigmoid{\sigma(z)}=\frac{1+\tanh(@z/2)}{2}",
        r"@outRelu{\text{ReLU}}=\max(0,\,@z{w\cdot x+b})",
    ),
    exhibit=exhibit,
    bets=(
        Pick(
            name="left-of-0",
            asks="z = −2. Which function learns fastest there?",
            options=tuple(ACTIVATIONS[name].label for name in COLOURS),
            shows={"z": "-2"},
            truth=lambda f: ACTIVATIONS[max(COLOURS, key=lambda name: slope_at(name, f["z"]))].label,
            right="{truth}: its slope there is {sigmoid}. tanh saturates sooner ({tanh}), and ReLU is off ({relu}).",
            wrong="{truth}, with a slope of {sigmoid}. tanh saturates sooner ({tanh}), and ReLU is off ({relu}).",
        ),
        Line(
            name="dead",
            asks="100 ReLUs have random weights and a bias of −2. How many are dead: off for each of 50 examples?",
            low=0,
            high=100,
            off=10,
            step=1,
            shows={"part": short_name("A layer that gets stuck"), "bias": "-2"},
            truth=lambda f: f["dead"],
            right="{truth} are dead: no example lifts their z above 0, so no gradient ever reaches their weights.",
            wrong="{truth} are dead. In the others one example at least lifts z above 0, and from that they learn.",
        ),
        Task(
            name="match",
            asks="Raise, shrink and widen tanh until it lies on σ.",
            shows={"part": short_name("Match tanh to σ")},
            truth=lambda f: f["gap"] < 0.005,
            right="They match, with a gap of {gap}: σ(z) = (1 + tanh(z/2))/2.",
            wrong="The largest gap is {gap}.",
        ),
    ),
    experiment=Experiment(dataset="circle", hidden=(6, 4), activation="relu"),
    notes=("tanh", "tanh func., ReLU"),
    story=Story(
        part="h1",
        says="The same neuron for our 3, at z = {z}, with three curves.",
        asks="which curves can a neuron use, and where does each stop learning?",
        hands_on="One neuron is clear now.",
    ),
    picture=pictures.curve(ACTIVATIONS["tanh"].function(Z[::4] / 2), "negative", -1, 1)
    + pictures.curve(ACTIVATIONS["sigmoid"].function(Z[::4]), "positive", -1, 1)
    + pictures.curve(np.clip(ACTIVATIONS["relu"].function(Z[::4] / REACH), 0, 1), "third", -1, 1),
)

if __name__ == "__main__":
    show(LESSON)
