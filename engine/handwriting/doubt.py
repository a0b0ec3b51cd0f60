"""Whether what a network reads in a picture can be trusted: a picture need not be a digit at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.activations import activation_named
from engine.data import mnist
from engine.handwriting.digits import load_digit_network
from engine.network import Network

Floats = NDArray[np.floating[Any]]

UNSURE = 0.6
LEAST_INK, MOST_INK = 20.0, 280.0
"""Pixels' worth of ink: MNIST's thinnest digit has 23, its fattest 267."""
LEAST_LIKENESS = 0.65
"""Of 200 digits that someone else wrote, 199 resemble one of MNIST's 8,000 more than this."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a network reads in a picture: the `probabilities` (10,) of the digits, the largest and the second largest.

    For a network whose outputs are no probabilities they are its outputs as shares in 0...1. `doubt` says why the
    answer cannot be trusted, as the end of a sentence that begins "Perhaps 7"; empty if it can.
    """

    probabilities: Floats
    first: int
    second: int
    doubt: str

    @property
    def sure(self) -> float:
        """The probability of the first."""
        return float(self.probabilities[self.first])


def judge(pixels: Floats, network: Network | None = None, strokes: Sequence[ArrayLike] | None = None) -> Judgement:
    """What the shipped network, or `network`, reads in `pixels`, (28, 28) in 0...1, and whether to trust it.

    `strokes` are those that the picture was drawn with, if it was drawn: (n, 2) arrays of x and y.
    """
    network = network or load_digit_network()
    with np.errstate(all="ignore"):
        outputs = network.feedforward(pixels.reshape(1, -1))[0]
    probabilities = activation_named(network.output).shares(outputs)
    first, second = (int(digit) for digit in np.argsort(probabilities)[:-3:-1])
    return Judgement(probabilities, first, second, _doubt(pixels, probabilities, first, second))


def prepare() -> None:
    """Load what a picture is compared with, so that the first judgement need not wait for it."""
    _directions()


def likeness(pixels: Floats) -> float:
    """How much a picture, (28, 28) with ink in it, resembles the most similar of 8,000 training digits, 0...1.

    This is the cosine similarity x·d / (‖x‖ ‖d‖): 1 for the same picture at any strength, 0 for pictures without a
    common pixel.
    """
    x = pixels.reshape(-1).astype(np.float32)
    return float((_directions() @ (x / np.linalg.norm(x))).max())


def _doubt(pixels: Floats, probabilities: Floats, first: int, second: int) -> str:
    ink = float(pixels.sum())
    if ink < LEAST_INK:
        return ", but this is hardly more than a dot."
    if ink > MOST_INK:
        return ", but there is ink all over: no digit has so much."
    if probabilities[first] < UNSURE:
        return f" ({probabilities[first]:.0%}), or {second} ({probabilities[second]:.0%}).".replace("%", " %")
    if (alike := likeness(pixels)) < LEAST_LIKENESS:
        return f", but it looks like no digit: at most {100 * alike:.0f} % similar to any in MNIST."
    return ""


@lru_cache(maxsize=1)
def _directions() -> NDArray[np.float32]:
    digits = mnist.embedded().x_train.astype(np.float32)
    digits /= np.linalg.norm(digits, axis=1, keepdims=True)
    return digits
