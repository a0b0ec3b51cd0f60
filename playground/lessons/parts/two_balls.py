"""Two balls with the same start, one on each cost of a neuron that is wrong: one rolls and one stays."""

import numpy as np
import streamlit as st

from engine.costs import COSTS
from playground.components.charts.plot import Point, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.numerals import numeral
from playground.lessons.parts.derivation import REACH, costs, derive, numbers_of
from playground.lessons.parts.one_example import COLOURS, DESIRED, learn, slope_of
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts

RATE, MOST_STEPS = 0.15, 100
DIALS = (Dial("z", "start z", -REACH, REACH, 6.0), Dial("steps", "steps", 0, MOST_STEPS, 30, step=1, seconds=5))


def steps_down(cost: str, z: float) -> float:
    """About how many steps a ball takes from z to z - 1: ∫ dz / (RATE ∂C/∂z)."""
    zs = np.linspace(z - 1, z, 51)
    return float(np.mean([1 / (RATE * slope_of(cost, at)) for at in zs]))


def show() -> Facts:
    """The start and the steps by dials, both balls on their curves, and how far each has rolled."""
    at = linked.dials(DIALS, key="cross-entropy-balls")
    points, cards = [], []
    for name in ("cross-entropy", "quadratic"):
        run, colour = learn(name, RATE, 0.0, at["z"], 0.0, round(at["steps"])), COLOURS[name]
        heights = COSTS[name].terms(run.z, run.a, np.array(DESIRED))
        points.append(Point(run.z[0], float(heights[0]), colour, note="where it began", hollow=True))
        points.append(Point(run.z[-1], float(heights[-1]), colour, name, note=f"z = {numeral(run.z[-1])}"))
        way, slope = numeral(run.z[0] - run.z[-1]), numeral(run.delta[-1])
        cards.append(Readout(f"{name}: rolled by", way, f"slope here: ∂C/∂z = {slope}", colour))
    readouts(cards).show("cross-entropy-rolled")
    plot(
        title="Two balls with the same start: the output should be 0, so both should roll left",
        curves=costs(DESIRED),
        points=points,
        x_label="z",
        y_label="C",
        x_range=(-REACH, REACH),
        y_range=(-0.5, REACH + 0.5),
        height=400,
    ).show("cross-entropy-balls-plot")
    st.caption(f"One step is Δz = −η ∂C/∂z, with η = {RATE}. The slope is all that a ball knows.")
    here = derive(at["z"], 1.0, 0.0)
    return {"quadratic_steps": steps_down("quadratic", at["z"])} | numbers_of(here) | {"y": 0}
