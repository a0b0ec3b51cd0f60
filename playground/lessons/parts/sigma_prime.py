"""σ′ = σ(1 − σ), derived line by line, each line with its value at a z that the learner chooses."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import mul

import numpy as np
import streamlit as st

from engine.activations import ACTIVATIONS
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Curve, Mark, Point, plot, tangent
from playground.components.page.dials import Dial
from playground.components.shared.numerals import EXACT, numeral
from playground.lessons.shape import linked
from playground.settings.numerals import MINUS

SIGMOID = ACTIVATIONS["sigmoid"]
REACH = 4
"""How far z goes to either side: every number of the derivation can be written without a power of ten."""
H = 1e-4
"""Half the width over which the slope is measured."""


@dataclass(frozen=True)
class Slope:
    """Every number of the derivation at one z.

    `e` is e^-z, and `a` is σ(z); `outer` and `inner` are the factors of the chain rule, -(1 + e^-z)^-2 and -e^-z;
    `rest` is 1 - σ(z). `slope` is σ'(z), and `measured` is Δσ/Δz.
    """

    e: float
    a: float
    outer: float
    inner: float
    rest: float
    slope: float
    measured: float

    @property
    def chained(self) -> float:
        """What the chain rule gives."""
        return self.outer * self.inner

    @property
    def product(self) -> float:
        """σ(z) (1 - σ(z))."""
        return self.a * self.rest


def derive(z: float) -> Slope:
    """The numbers at z."""
    e = float(np.exp(-z))
    below, a, rest, above = (float(SIGMOID.function(np.array(at))) for at in (z - H, z, -z, z + H))
    slope = float(SIGMOID.derivative(np.array(z)))
    return Slope(e, a, -((1 + e) ** -2), -e, rest, slope, (above - below) / (2 * H))


def checked(written: str, work: Callable[..., float], *values: float) -> str:
    """The values in their places in LaTeX that is `written`, and what they come to by `work`.

    They have three digits, or as many as it takes for them to come to the rounded result.
    """
    result = numeral(work(*values))

    def right(digits: int) -> bool:
        return numeral(work(*(float(f"{value:.{digits}g}") for value in values))) == result

    digits = next(filter(right, range(3, EXACT)), EXACT)
    words = [numeral(value, digits) for value in values]
    return f"{written.format(*(f'({word})' if word.startswith(MINUS) else word for word in words))}={result}"


def lines(found: Slope, z: float) -> list[tuple[str, str]]:
    """The lines of the derivation: why each holds, and what it says, as LaTeX with its numbers."""
    e, under = found.e, 1 + found.e
    return [
        (
            "The sigmoid, as a power",
            rf"\sigma({numeral(z)})=(1+e^{{-z}})^{{-1}}=" + checked(r"(1+{})^{{-1}}", lambda e: 1 / (1 + e), e),
        ),
        (
            "Derivative of the outer function, $u^{-1}$, at $u=1+e^{-z}$",
            "-(1+e^{-z})^{-2}=" + checked("-{}^{{-2}}", lambda u: -(u**-2), under),
        ),
        ("Derivative of the inner function, $1+e^{-z}$", f"-e^{{-z}}=-{numeral(e)}"),
        (
            "Chain rule: their product",
            r"\sigma'(z)=-(1+e^{-z})^{-2}\cdot(-e^{-z})=" + checked(r"{}\cdot{}", mul, found.outer, found.inner),
        ),
        (
            r"Split into two factors; the first is $\sigma(z)$",
            r"\sigma'(z)=\frac{1}{1+e^{-z}}\cdot\frac{e^{-z}}{1+e^{-z}}="
            + checked(r"\frac{{1}}{{{}}}\cdot\frac{{{}}}{{{}}}", lambda u, e, v: e / (u * v), under, e, under),
        ),
        (
            "The second is 1 minus the first",
            r"\frac{e^{-z}}{1+e^{-z}}=\frac{(1+e^{-z})-1}{1+e^{-z}}=1-\sigma(z)="
            + checked("1-{}", lambda a: 1 - a, found.a),
        ),
        (
            "So this is the slope",
            r"\sigma'(z)=\sigma(z)\,(1-\sigma(z))=" + checked(r"{}\cdot{}", mul, found.a, found.rest),
        ),
    ]


def show() -> None:
    """A dial for z, the derivation with its numbers, and the slope on the curve and in three ways."""
    z = linked.dial(Dial("z", "z", -REACH, REACH, 1.0, seconds=8), key="sigma-prime-z")
    found = derive(z)
    left, right = st.columns([6, 5], gap="medium")
    with left, st.container(key="sigma-prime-lines"):
        for number, (why, said) in enumerate(lines(found, z), start=1):
            st.markdown(f"{number} · {why}  \n$\\displaystyle {said}$")
    with right:
        _draw(found, z)
        bars(
            title="The slope three ways",
            bars=[
                Bar("by the chain rule", found.chained, "third"),
                Bar("σ(z) (1 − σ(z))", found.product, "positive"),
                Bar("Δσ / Δz, measured", found.measured, "test", note=f"from z − {H} to z + {H}"),
            ],
            low=0,
            high=0.25,
            caption="Never more than 1/4: the product is largest where both factors are 1/2.",
        ).show("sigma-prime-ways")


def _draw(found: Slope, z: float) -> None:
    across = np.linspace(-6, 6, 121)
    plot(
        title="σ and its slope",
        curves=[
            Curve("σ(z)", across, SIGMOID.function(across), "positive"),
            Curve("σ(z) (1 − σ(z))", across, SIGMOID.derivative(across), "third", dashed=True),
        ],
        segments=[tangent(z, found.a, found.slope, 1.5, "negative", f"slope {numeral(found.slope)}")],
        points=[Point(z, found.a, "positive"), Point(z, found.slope, "third", hollow=True)],
        marks=[Mark(z)],
        x_label="z",
        y_label="",
        x_range=(-6, 6),
        y_range=(-0.1, 1.1),
        height=260,
    ).show("sigma-prime-curve")
