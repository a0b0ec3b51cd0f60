"""Steps of one length in all directions: ΔC against the angle, and -η∇C as the best of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.arrays import Array
from engine.surfaces import SURFACES, Surface
from playground.components.charts.plot import Curve, Mark, Point, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.numerals import numeral
from playground.components.valley.valley import Trail, valley
from playground.lessons.parts import slopes
from playground.lessons.shape import linked

NAME = "two-minima"
LENGTH = 0.25  # ‖Δv‖
ANGLES = np.arange(-180.0, 181.0, 3.0)
START = (1.2, 1.3)


@dataclass(frozen=True)
class Turned:
    """A step Δv (2,) from v, and ΔC along it: predicted as ∇C·Δv, and true."""

    step: Array
    predicted: float
    true: float


def turn(surface: Surface, v: Array, degrees: float) -> Turned:
    """The step of LENGTH from v (2,) at this angle: 0 along v₁, 90 along v₂."""
    angle = np.radians(degrees)
    step = LENGTH * np.array([np.cos(angle), np.sin(angle)])
    return Turned(step, float(surface.gradient(v) @ step), float(surface.value(v + step) - surface.value(v)))


def downhill(surface: Surface, v: Array) -> float:
    """The angle of -∇C at v (2,), in degrees from -180 to 180."""
    down = -surface.gradient(v)
    return float(np.degrees(np.arctan2(down[1], down[0])))


def show() -> None:
    """A step to turn on the map, and ΔC against its angle."""
    surface = SURFACES[NAME]
    degrees = linked.dial(
        Dial("angle", "direction of Δv, in degrees", -180, 180, 0, step=1, seconds=8), key="turn-dial"
    )
    first, start = linked.start_of("turn-map", START, surface.limits)
    v = np.array(start)
    found, best = turn(surface, v, degrees), downhill(surface, v)
    least = turn(surface, v, best)
    steep = float(np.linalg.norm(surface.gradient(v)))
    readouts(
        [
            Readout("∇C · Δv", numeral(found.predicted), "predicted ΔC", "third"),
            Readout("true ΔC", numeral(found.true), f"with ‖Δv‖ = {LENGTH}", "positive"),
            Readout("best predicted", numeral(least.predicted), f"−‖∇C‖ ‖Δv‖, at {numeral(best)}°", "negative"),
            Readout("its η", numeral(LENGTH / steep) if steep else "none", "Δv = −η∇C, so η = ‖Δv‖ / ‖∇C‖"),
        ]
    ).show("turn-figures")
    ends, down = np.array([v, v + found.step]), np.array([v, v + least.step])
    around = [turn(surface, v, angle) for angle in ANGLES]
    valley(
        heights=slopes.heights(NAME),
        limits=surface.limits,
        trails=[
            Trail(
                "your Δv",
                ends,
                surface.value(ends),
                "positive",
                fan=[v + one.step for one in around[::5]],
            ),
            Trail("−η∇C", down, surface.value(down), "negative"),
        ],
        start=first,
        height=330,
    ).show("turn-map")
    _against_the_angle(around, degrees, found, best)
    st.caption("Drag the start: wherever it is, the dashed curve is lowest where Δv points straight against ∇C.")


def _against_the_angle(around: Sequence[Turned], degrees: float, found: Turned, best: float) -> None:
    plot(
        title="ΔC for every direction",
        curves=[
            Curve("∇C · Δv", ANGLES, np.array([one.predicted for one in around]), "third", dashed=True),
            Curve("true ΔC", ANGLES, np.array([one.true for one in around]), "positive"),
        ],
        marks=[Mark(0, "y"), Mark(best, name="−∇C", colour="negative")],
        points=[Point(degrees, found.predicted, "third", hollow=True), Point(degrees, found.true, "positive")],
        x_label="direction in degrees",
        y_label="ΔC",
        x_range=(-180, 180),
        height=210,
    ).show("turn-plot")
