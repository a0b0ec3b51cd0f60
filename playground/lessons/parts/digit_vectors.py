"""A handwritten digit as a vector x of 784 numbers, its desired answer y as one of ten, and what a network outputs."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine.arrays import Array, as_inputs
from engine.data import load
from engine.handwriting.digits import load_digit_network
from engine.network import Network
from playground.components.diagram.matrices import Matrix, matrices
from playground.components.digits.pixel_vector import pixel_vector
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.made import Made
from playground.components.shared.numerals import factor, numeral
from playground.lessons.shape import linked

WHICH = {"first": "An ordinary one", "hardest": "The hardest to read"}
BEGIN = 13 * 28 + 14
"""The place of a pixel in the middle, from 0."""


@dataclass(frozen=True)
class Answered:
    """The `pixels` (784,) of a digit, 0...255, the desired outputs y (10,) and those of the network, a (10,)."""

    pixels: NDArray[np.uint8]
    y: Array
    a: Array

    @property
    def squares(self) -> Array:
        """(y_j - a_j)² of each output, (10,)."""
        return np.asarray(np.square(self.y - self.a))

    @property
    def distance(self) -> float:
        """‖y - a‖²."""
        return float(self.squares.sum())


@lru_cache(maxsize=1)
def network() -> Network:
    """The network that reads the digits, in float64."""
    return load_digit_network().copy(np.float64)


@lru_cache(maxsize=10)
def examples(digit: int) -> dict[str, Answered]:
    """Of the test pictures of a digit the first, and the one that the network answers worst."""
    data = load("mnist")
    pixels = data.x_test[data.y_test == digit]
    y, outputs = np.eye(10)[digit], network().feedforward(as_inputs(pixels, np.float64))
    worst = int(np.square(y - outputs).sum(axis=1).argmax())
    return {which: Answered(pixels[i], y, outputs[i]) for which, i in zip(WHICH, (0, worst), strict=True)}


def show() -> None:
    """A digit to choose, its pixels as a column of numbers, and y - a of the ten outputs."""
    with st.container(horizontal=True, vertical_alignment="center"):
        digit = linked.segmented_control(
            "Digit", range(10), default=3, label_visibility="collapsed", key="vector-digit"
        )
        which = linked.segmented_control(
            "Which", list(WHICH), format_func=WHICH.__getitem__, label_visibility="collapsed", key="vector-which"
        )
    found = examples(digit)[which]
    best = int(found.a.argmax())
    readouts(
        [
            Readout(
                "the network reads", str(best), f"its largest output is {numeral(float(found.a[best]))}", "positive"
            ),
            Readout("‖y − a‖²", numeral(found.distance), "Σ (yⱼ − aⱼ)²; half of it is Cₓ", "negative"),
        ]
    ).show("vector-figures")
    left, right = st.columns([6, 5], gap="medium")
    with left:
        pixel_vector(title="The picture, and its vector x", name="x", pixels=found.pixels, begin=BEGIN).show("vector-x")
    with right:
        _answers(found)


def _answers(found: Answered) -> None:
    gap, digit = found.y - found.a, int(found.y.argmax())
    columns = {
        "y": Matrix("y", "y(x)", found.y[:, np.newaxis], rows=[str(j) for j in range(10)], largest=1),
        "a": Matrix("a", "a", found.a[:, np.newaxis], largest=1),
        "gap": Matrix("gap", "y − a", gap[:, np.newaxis], largest=1),
    }
    made = {
        f"gap/{j}": Made(
            f"{numeral(y)} − {numeral(a)} = {numeral(d)}, squared: {factor(d)}² = {numeral(square)}",
            (f"y/{j}", f"a/{j}"),
        )
        for j, (y, a, d, square) in enumerate(zip(found.y, found.a, gap, found.squares, strict=True))
    }
    made |= {
        f"y/{j}": Made(f"{numeral(y)}, since the picture {'shows' if j == digit else 'does not show'} the digit {j}")
        for j, y in enumerate(found.y)
    }
    made |= {f"a/{j}": Made(f"{numeral(a)}: what the network outputs for {j}") for j, a in enumerate(found.a)}
    matrices(
        [[columns["y"], "−", columns["a"], "=", columns["gap"]]],
        title="The desired answer, and the network's",
        hint="Point at a number. The ten of y − a, squared and added up, are ‖y − a‖².",
        made=made,
    ).show("vector-answers")
