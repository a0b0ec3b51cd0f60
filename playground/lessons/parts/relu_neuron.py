"""A rectified linear unit with its weight and bias: max(0, wx + b), and the kink at −b/w."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.activations import ACTIVATIONS
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Band, Curve, Mark, Point, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.numerals import factor, numeral
from playground.lessons.shape import linked

RELU = ACTIVATIONS["relu"]
REACH = 4.0
"""How far the input goes to either side."""
DIALS = (
    Dial("w", "weight w", -3, 3, 1.0),
    Dial("b", "bias b", -3, 3, -1.0),
    Dial("x", "input x", -REACH, REACH, 2.0),
)


@dataclass(frozen=True)
class Rectified:
    """The weighted input z = wx + b, the `out`put max(0, z), its slopes along w, b and x, and where it bends.

    `kink` is the input at which z = 0: -b/w, None with w = 0.
    """

    z: float
    out: float
    by_w: float
    by_b: float
    by_x: float
    kink: float | None

    @property
    def on(self) -> bool:
        """Whether it outputs more than 0."""
        return self.out > 0


def rectify(w: float, b: float, x: float) -> Rectified:
    """The unit with this weight and bias at the input x."""
    z = np.array(w * x + b)
    slope = float(RELU.derivative(z))
    return Rectified(
        float(z), float(RELU.function(z)), slope * x + 0.0, slope, slope * w + 0.0, -b / w + 0.0 if w else None
    )


def show() -> None:
    """Dials for w, b and x, the bent line with its kink, and the slopes that it learns by."""
    at = linked.dials(DIALS, key="relu-dials")
    found = rectify(**at)
    total = f"{factor(at['w'])} · {factor(at['x'])} + {factor(at['b'])}"
    readouts(
        [
            Readout("z = wx + b", numeral(found.z), total),
            Readout("output", numeral(found.out), f"max(0, {numeral(found.z)})", "positive"),
            _where_it_bends(found, **at),
        ]
    ).show("relu-figures")
    left, right = st.columns([6, 5], gap="medium")
    with left:
        _draw(found, **at)
    with right:
        bars(
            title="How the output changes with each of them",
            bars=[
                Bar("∂out/∂w", found.by_w, note=_noted(found, f"x = {numeral(at['x'])}")),
                Bar("∂out/∂b", found.by_b, note=_noted(found, "1")),
                Bar("∂out/∂x", found.by_x, note=_noted(found, f"w = {numeral(at['w'])}")),
            ],
            low=-REACH,
            high=REACH,
            caption="On: the slope along z is 1, however large z is. Off: it is 0, and so is every other.",
        ).show("relu-slopes")


def _where_it_bends(found: Rectified, w: float, b: float, x: float) -> Readout:
    name = "kink, at x = −b/w"
    if found.kink is None:
        return Readout(name, "none", f"with w = 0 it outputs {numeral(found.out)} everywhere", "negative")
    side = "right" if w > 0 else "left"
    of = f"−{factor(b)}/{factor(w)}; it is on to the {side} of it"
    return Readout(name, numeral(found.kink), of, "negative")


def _noted(found: Rectified, value: str) -> str:
    return f"on: {value}" if found.on else "off: 0"


def _draw(found: Rectified, w: float, b: float, x: float) -> None:
    kinks = [found.kink] if found.kink is not None and abs(found.kink) < REACH else []
    across = np.sort(np.append(np.linspace(-REACH, REACH, 161), kinks))
    off_from, off_to = _off(found, w)
    plot(
        title="Output against input",
        curves=[
            Curve("wx + b", across, w * across + b, "train", dashed=True),
            Curve("max(0, wx + b)", across, RELU.function(w * across + b), "positive"),
        ],
        points=[Point(x, found.out, "positive", note=f"x = {numeral(x)}, output {numeral(found.out)}")],
        marks=[Mark(kink, name="−b/w", colour="negative") for kink in kinks],
        bands=[Band(off_from, off_to, "off")] if off_from < off_to else [],
        x_label="x",
        y_label="output",
        x_range=(-REACH, REACH),
        y_range=(-3, 6),
        height=330,
    ).show("relu-plot")


def _off(found: Rectified, w: float) -> tuple[float, float]:
    """From where to where the unit is off; two equal ends if it is on everywhere."""
    if found.kink is None:
        return (0.0, 0.0) if found.on else (-np.inf, np.inf)
    return (-np.inf, found.kink) if w > 0 else (found.kink, np.inf)
