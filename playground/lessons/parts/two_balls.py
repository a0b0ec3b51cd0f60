"""Two balls with the same start, one on each cost of a neuron that is wrong: one rolls and one stays."""

import numpy as np
import streamlit as st

from engine.arrays import Array
from engine.costs import COSTS
from playground.components.charts.plot import Colour, Curve, Point, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.numerals import numeral
from playground.lessons.parts.derivation import REACH, SIGMOID, derive, numbers_of, slope_of
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts

RATE, MOST_STEPS = 0.15, 100
DIALS = (Dial("z", "start z", -REACH, REACH, 6.0), Dial("steps", "steps", 0, MOST_STEPS, 30, step=1, seconds=5))
BOTH: dict[str, Colour] = {"cross-entropy": "positive", "quadratic": "negative"}


def roll(cost: str, z: float, steps: int) -> Array:
    """The weighted inputs z (steps + 1,) of a sigmoid neuron whose output should be 0: z -> z - RATE ∂C/∂z."""
    path = np.empty(steps + 1)
    for i in range(steps + 1):
        path[i] = z
        z -= RATE * slope_of(cost, z)
    return path


def steps_down(cost: str, z: float) -> float:
    """About how many steps `roll` takes from z to z - 1: ∫ dz / (RATE ∂C/∂z)."""
    zs = np.linspace(z - 1, z, 51)
    return float(np.mean([1 / (RATE * slope_of(cost, at)) for at in zs]))


def show() -> Facts:
    """The start and the steps by dials, both balls on their curves, and how far each has rolled."""
    at = linked.dials(DIALS, key="cross-entropy-balls")
    paths = {name: roll(name, at["z"], round(at["steps"])) for name in BOTH}
    zs, desired = np.linspace(-REACH, REACH, 201), np.array(0.0)
    costs = {name: COSTS[name].terms(zs, SIGMOID.function(zs), desired) for name in BOTH}
    curves, points, cards = [], [], []
    for (name, path), colour in zip(paths.items(), BOTH.values(), strict=True):
        curves.append(Curve(name, zs, costs[name], colour, dashed=name == "quadratic"))
        heights = COSTS[name].terms(path, SIGMOID.function(path), desired)
        points.append(Point(path[0], float(heights[0]), colour, note="where it began", hollow=True))
        points.append(Point(path[-1], float(heights[-1]), colour, name, note=f"z = {numeral(path[-1])}"))
        way, slope = numeral(path[0] - path[-1]), numeral(slope_of(name, path[-1]))
        cards.append(Readout(f"{name}: rolled by", way, f"slope here: ∂C/∂z = {slope}", colour))
    readouts(cards).show("cross-entropy-rolled")
    plot(
        title="Two balls with the same start: the output should be 0, so both should roll left",
        curves=curves,
        points=points,
        x_label="z",
        y_label="C",
        x_range=(-REACH, REACH),
        y_range=(-0.5, REACH + 0.5),
        height=400,
    ).show("cross-entropy-balls-plot")
    st.caption(f"One step is Δz = −η ∂C/∂z, with η = {RATE}. The slope is all that a ball knows.")
    here = derive(at["z"], 1.0, 0.0)
    return {"quadratic": steps_down("quadratic", at["z"])} | numbers_of(here) | {"y": 0}
