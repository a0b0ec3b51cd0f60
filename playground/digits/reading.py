"""What a network reads in a picture, and whether the answer can be trusted: a picture need not be a digit at all."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Network
from engine.activations import activation_named
from engine.data import mnist
from playground.components import Picture
from playground.components.digits.digit_bars import digit_bars
from playground.settings.numerals import percent

UNSURE = 0.6
LEAST_INK, MOST_INK = 20.0, 280.0
"""Pixels' worth of ink: MNIST's thinnest digit has 23, its fattest 267."""
LEAST_LIKENESS = 0.65
"""Of 200 digits that someone else wrote, 199 resemble one of MNIST's 8,000 more than this."""

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Reading:
    """What a network reads: its `outputs` (10,) as shares in 0...1, the largest and the second largest.

    `doubt` says why the answer cannot be trusted, as the end of a sentence that begins "Perhaps 7"; empty if it can.
    """

    outputs: Floats
    first: int
    second: int
    doubt: str

    @property
    def sure(self) -> float:
        """The share of the first."""
        return float(self.outputs[self.first])


def read(network: Network, pixels: Floats) -> Reading | None:
    """What `network` reads in `pixels`, (28, 28) in 0...1; None on an empty sheet."""
    if not pixels.any():
        return None
    with np.errstate(all="ignore"):
        outputs = as_shares(network.feedforward(pixels.reshape(1, -1))[0], network.output)
    first, second = (int(digit) for digit in np.argsort(outputs)[:-3:-1])
    return Reading(outputs, first, second, _doubt(pixels, outputs, first, second))


def bars(network: Network, reading: Reading | None, pixels: Floats) -> Picture:
    """The outputs of `network` for `pixels`, (28, 28), ten bars beside what it sees."""
    outputs = reading.outputs if reading else np.zeros(network.sizes[-1])
    return digit_bars(outputs=outputs, pixels=pixels, probabilities=activation_named(network.output).mixes)


def as_shares(outputs: Floats, output: str) -> Floats:
    """Outputs of any output layer as shares in 0...1, as softmax and sigmoid give them; (1 + a) / 2 for tanh."""
    return activation_named(output).shares(outputs)


def _doubt(pixels: Floats, outputs: Floats, first: int, second: int) -> str:
    ink = float(pixels.sum())
    if ink < LEAST_INK:
        return ", but this is hardly more than a dot."
    if ink > MOST_INK:
        return ", but there is ink all over: no digit has so much."
    if outputs[first] < UNSURE:
        return f" ({percent(outputs[first], 0)}), or {second} ({percent(outputs[second], 0)})."
    if (alike := likeness(pixels)) < LEAST_LIKENESS:
        return f", but it looks like no digit: at most {percent(alike, 0)} similar to any in MNIST."
    return ""


def in_words(reading: Reading | None) -> str:
    """The answer, the digit first, and how sure the network is of it."""
    if reading is None:
        return "Draw a digit, and the answer appears here."
    if reading.doubt:
        return f"Perhaps **{reading.first}**{reading.doubt}"
    return f"**{reading.first}** ({'over 99 %' if reading.sure > 0.99 else percent(reading.sure, 0)})"


def likeness(pixels: Floats) -> float:
    """How much a picture, (28, 28) with ink in it, resembles the most similar of 8,000 training digits, 0...1.

    This is the cosine similarity x·d / (‖x‖ ‖d‖): 1 for the same picture at any strength, 0 for pictures without a
    common pixel.
    """
    x = pixels.reshape(-1).astype(np.float32)
    return float((_directions() @ (x / np.linalg.norm(x))).max())


@lru_cache(maxsize=1)
def _directions() -> NDArray[np.float32]:
    digits = mnist.embedded().x_train.astype(np.float32)
    digits /= np.linalg.norm(digits, axis=1, keepdims=True)
    return digits


def prepare() -> None:
    """Load what `likeness` compares with, so that the first answer need not wait for it."""
    _directions()
