"""The cross-entropy's gradient for one example, derived line by line with the numbers at hand, in two ways."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.costs import COSTS, output_delta
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Curve, Point, plot, tangent
from playground.components.page.dials import Dial
from playground.components.shared.numerals import factor, in_tex, numeral, short_of_one
from playground.lessons.parts.one_example import COLOURS, SIGMOID, slope_of
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts

CROSS_ENTROPY, QUADRATIC = COSTS["cross-entropy"], COSTS["quadratic"]
REACH = 10
"""How far z goes to either side."""
DIALS = (
    Dial("z", "z", -REACH, REACH, 2.0),
    Dial("x", "input x", 0, 1, 1.0, step=0.05),
    Dial("y", "desired y", 0, 1, 0.0, step=0.05),
)


@dataclass(frozen=True)
class Derivation:
    """Every number in the derivation of ∂C/∂w for one example.

    `by_a` is ∂C/∂a, `slope` is σ'(z) and `product` is ∂C/∂a σ'(z) x; `error` is a - y, and `short` is x (a - y).
    """

    a: float
    cost: float
    by_a: float
    slope: float
    product: float
    error: float
    short: float


def derive(z: float, x: float, y: float) -> Derivation:
    """The derivation for a weighted input z, an input x and a desired output y in 0...1."""
    at = np.array(z), SIGMOID.function(np.array(z)), np.array(y)
    by_a, slope = float(CROSS_ENTROPY.gradient(*at)), float(SIGMOID.derivative(at[0]))
    error = float(output_delta(CROSS_ENTROPY, "sigmoid", *at))
    return Derivation(float(at[1]), float(CROSS_ENTROPY.terms(*at)), by_a, slope, by_a * slope * x, error, x * error)


def numbers_of(found: Derivation) -> dict[str, float]:
    """The facts that the lesson's formulas name."""
    return {"C": found.cost, "n": 1, "a": found.a, "byBias": found.error}


def costs(y: float) -> list[Curve]:
    """Both costs of the neuron over z, for this desired output."""
    zs = np.linspace(-REACH, REACH, 201)
    return [
        Curve(
            name,
            zs,
            COSTS[name].terms(zs, SIGMOID.function(zs), np.array(y)),
            COLOURS[name],
            dashed=name == "quadratic",
        )
        for name in ("cross-entropy", "quadratic")
    ]


def show() -> Facts:
    """The example's dials, the lines of one way, both costs with their slopes, and the gradient found three ways."""
    at = linked.dials(DIALS, key="cross-entropy-derivation")
    found = derive(**at)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        way = linked.segmented_control(
            "Way", list(WAYS), format_func=LABELS.__getitem__, label_visibility="collapsed", key="cross-entropy-way"
        )
        with st.container(key="cross-entropy-lines"):
            st.latex(WAYS[way](found, **at))
    with right:
        _cost_curves(found, at["z"], at["y"])
        _ways_agree(found, at["z"], at["x"], at["y"])
    return numbers_of(found) | {"byWeight": found.short}


def _tex(value: float, written: Callable[[float], str] = numeral) -> str:
    """A number as LaTeX."""
    return in_tex(written(value))


def _output(value: float) -> str:
    """What a sigmoid neuron outputs, or its error, as LaTeX: with as many digits as it takes to differ from 1."""
    return _tex(value, short_of_one)


def _factor(value: float) -> str:
    """A factor of a product as LaTeX: in brackets if it is negative."""
    return f"({_output(value)})" if value < 0 else _output(value)


def _aligned(lines: list[str]) -> str:
    return r"\begin{aligned}" + r"\\[6pt] ".join(lines) + r"\end{aligned}"


def _differentiated(found: Derivation, z: float, x: float, y: float) -> str:
    a, slope, error = _output(found.a), _tex(found.slope), _output(found.error)
    rest, unsure = _tex(1 - y), _tex(float(SIGMOID.function(np.array(-z))))
    weight = r"\frac{\partial C}{\partial w}"
    return _aligned(
        [
            rf"a&=\sigma(z)=\sigma({_tex(z)})={a}",
            r"C&=-[\,y\ln a+(1-y)\ln(1-a)\,]",
            rf"&={_tex(found.cost)}",
            r"\frac{\partial C}{\partial a}&=-\Big(\frac{y}{a}-\frac{1-y}{1-a}\Big)",
            rf"&=-\Big(\frac{{{_tex(y)}}}{{{a}}}-\frac{{{rest}}}{{{unsure}}}\Big)={_tex(found.by_a)}",
            rf"\frac{{\partial a}}{{\partial w}}&=\sigma'(z)\,x={slope}\cdot{_tex(x)}={_tex(found.slope * x)}",
            rf"{weight}&=\frac{{\partial C}}{{\partial a}}\,\frac{{\partial a}}{{\partial w}}={_output(found.product)}",
            r"&=\frac{\sigma'(z)\,x}{\sigma(z)\,(1-\sigma(z))}\,(\sigma(z)-y)",
            rf"\sigma'(z)&=\sigma(z)\,(1-\sigma(z))={slope},\text{{ which cancels}}",
            rf"{weight}&=x\,(\sigma(z)-y)",
            rf"&={_tex(x)}\cdot{_factor(found.error)}={_output(found.short)}",
            rf"\frac{{\partial C}}{{\partial b}}&=\sigma(z)-y={error}",
        ]
    )


def _wished_for(found: Derivation, z: float, x: float, y: float) -> str:
    a, slope, error = _output(found.a), _tex(found.slope), _output(found.error)
    bias, by_a = r"\frac{\partial C}{\partial b}", r"\frac{\partial C}{\partial a}"
    return _aligned(
        [
            rf"\text{{we want:}}\quad{bias}&=a-y={error}",
            rf"\text{{chain rule:}}\quad{bias}&={by_a}\,\sigma'(z)={by_a}\,a\,(1-a)",
            rf"\text{{so}}\quad{by_a}&=\frac{{a-y}}{{a\,(1-a)}}",
            rf"&=\frac{{{error}}}{{{slope}}}={_tex(found.by_a)}",
            rf"\text{{partial fractions:}}\quad{by_a}&=-\frac{{y}}{{a}}+\frac{{1-y}}{{1-a}}",
            r"\text{integrate:}\quad C&=-[\,y\ln a+(1-y)\ln(1-a)\,]",
            r"&\quad+\text{constant, which is }0",
            rf"\text{{at }}a={a}:\quad C&={_tex(found.cost)}",
        ]
    )


def _cost_curves(found: Derivation, z: float, y: float) -> None:
    at = np.array(z), np.array(found.a), np.array(y)
    quadratic, flat = float(QUADRATIC.terms(*at)), slope_of("quadratic", z, y)
    plot(
        title="C against z, and its slope ∂C/∂b",
        curves=costs(y),
        segments=[
            tangent(z, found.cost, found.error, 2, name=f"slope a − y = {numeral(found.error)}"),
            tangent(z, quadratic, flat, 2, "test", f"slope (a − y) σ′(z) = {numeral(flat)}"),
        ],
        points=[Point(z, found.cost, "positive"), Point(z, quadratic, "negative", hollow=True)],
        x_label="z",
        y_label="C",
        x_range=(-REACH, REACH),
        y_range=(-0.5, REACH + 0.5),
        height=400,
    ).show("cross-entropy-curves")


def _ways_agree(found: Derivation, z: float, x: float, y: float) -> None:
    h = 1e-4
    difference = (derive(z + h * x, x, y).cost - derive(z - h * x, x, y).cost) / (2 * h)
    bars(
        title="∂C/∂w three ways",
        bars=[
            Bar("∂C/∂a σ′(z) x", found.product),
            Bar("x (a − y)", found.short, note=f"{numeral(x)} · {factor(found.error)}", id="byWeight"),
            Bar("ΔC / Δw, measured", difference, note="C at w + 0.0001 minus C at w − 0.0001, over 0.0002"),
        ],
        low=-1,
        high=1,
    ).show("cross-entropy-ways")


WAYS = {"differentiate": _differentiated, "wish-and-integrate": _wished_for}
LABELS = {"differentiate": "Differentiate", "wish-and-integrate": "Start from a − y and integrate"}
