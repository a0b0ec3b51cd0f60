"""Small against large λ: a curve through noisy points at its exact minimum, and why the bias is left alone."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st

from engine.arrays import Array
from engine.costs import COSTS
from engine.network import Network
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Curve, Mark, Point, plot
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.numerals import numeral, symbol
from playground.lessons.shape import linked

DEGREE = 7
LOW, HIGH = 1e-5, 100.0
HEIGHT = 3.0  # of the points: well above 0, where a penalty on the bias would pull the curve


@lru_cache
def examples() -> tuple[Array, Array, Array, Array]:
    """x (12,) and noisy y (12,) to learn from, and as many new ones of the same kind."""
    rng = np.random.default_rng(3)
    sets = []
    for _ in range(2):
        x = np.sort(rng.uniform(-1, 1, 12))
        sets += [x, HEIGHT + x + rng.normal(0, 0.4, 12)]
    return sets[0], sets[1], sets[2], sets[3]


def inputs(x: Array) -> Array:
    """x, x², ... of x (m,) as the inputs (m, DEGREE) of a linear neuron."""
    return np.asarray(x[:, np.newaxis] ** np.arange(1, DEGREE + 1))


@dataclass(frozen=True)
class Fitted:
    """The linear neuron at the minimum of C₀ + λ/2n Σ w², and C₀ on the examples and on new ones."""

    network: Network
    train: float
    test: float


@lru_cache(maxsize=256)
def fit(strength: float, bias_too: bool = False) -> Fitted:
    """The minimum for this λ, which is where ∇C = 0: linear equations. `bias_too` has the bias penalized as well."""
    x, y, new_x, new_y = examples()
    rows = np.column_stack([inputs(x), np.ones_like(x)])
    penalty = strength * np.eye(DEGREE + 1)
    penalty[-1, -1] *= bias_too
    network = Network((DEGREE, 1), output="linear", dtype=np.float64)
    network.parameters[...] = np.linalg.solve(rows.T @ rows + penalty, rows.T @ y)

    def cost(at: Array, desired: Array) -> float:
        zs, activations = network.forward(inputs(at))
        return float(COSTS["quadratic"].value(zs[-1], activations[-1], desired[:, np.newaxis]).mean())

    return Fitted(network, cost(x, y), cost(new_x, new_y))


def show() -> None:
    """The curve of a small and of a large λ, and that of a λ to turn; a switch penalizes the bias too."""
    with st.container(horizontal=True, vertical_alignment="center"):
        strength = linked.dial(
            Dial("strength", "λ", LOW, HIGH, 0.03, step=0.05, log=True, seconds=8), key="lambda-dial"
        )
        bias_too = linked.toggle("Penalize the bias too", key="lambda-bias")
    found, small, large = (fit(at, bias_too) for at in (strength, LOW, HIGH))
    weights, bias = found.network.weights[0][0], float(found.network.biases[0][0])
    readouts(
        [
            Readout("C₀ on these points", numeral(found.train), f"λ = {numeral(strength)}", "train"),
            Readout("C₀ on new points", numeral(found.test), "that were not learned from", "test"),
            Readout("Σ w²", numeral(float(weights @ weights)), "what λ keeps small"),
            Readout("bias b", numeral(bias), "pulled to 0 too" if bias_too else "free: as high as the points lie"),
        ]
    ).show("lambda-figures")
    left, right = st.columns([6, 5], gap="medium")
    with left:
        _draw(strength, {"small": small, "large": large, "yours": found})
    with right:
        bars(
            title="The weights",
            bars=[
                *(Bar(f"w of {symbol('x', k if k > 1 else None)}", float(w)) for k, w in enumerate(weights, 1)),
                Bar("b", bias, "third"),
            ],
            caption="Large weights that work against each other let a curve chase single points.",
        ).show("lambda-weights")


def _draw(strength: float, fits: dict[str, Fitted]) -> None:
    x, y, new_x, new_y = examples()
    across = np.linspace(-1, 1, 161)
    lines = {name: one.network.feedforward(inputs(across))[:, 0] for name, one in fits.items()}
    plot(
        title="One picture: small and large λ",
        curves=[
            Curve(f"small: λ = {numeral(LOW)}", across, lines["small"], "negative", dashed=True),
            Curve(f"large: λ = {numeral(HIGH)}", across, lines["large"], "third", dashed=True),
            Curve(f"yours: λ = {numeral(strength)}", across, lines["yours"], "positive"),
        ],
        points=[
            *(Point(*at, "train", note="learned from") for at in zip(x, y, strict=True)),
            *(Point(*at, "test", note="new", hollow=True) for at in zip(new_x, new_y, strict=True)),
        ],
        marks=[Mark(0, "y")],
        x_label="x",
        y_label="y",
        x_range=(-1, 1),
        y_range=(-0.5, 6),
        height=360,
    ).show("lambda-plot")
    st.caption("Filled dots: points to learn from. Hollow dots: new points.")
