"""Whether what a network reads in a picture can be trusted: a picture need not be a digit at all.

The shipped network has learned from letters, shapes and scribbles too, and says how probable it is that there is no
digit. What it has never met it may take for a digit, but that resembles no digit of MNIST much: the two speak together.
Its probabilities are calibrated on writers whom it has not met: of the digits that it gives 90 %, about 90 % are right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.activations import activation_named
from engine.blas import one_thread
from engine.data import mnist
from engine.handwriting.digits import NO_DIGIT, load_doubting_network
from engine.network import Network

Floats = NDArray[np.floating[Any]]

UNSURE = 0.5
UNLIKE, MOST_STRANGE = 30.0, 5.0
"""How much it counts that a picture is like no digit of MNIST, and how strange a picture may be: of 1,833 digits of
writers whom the network has not met, 17 are stranger."""
LEAST_INK, MOST_INK = 20.0, 280.0
"""Pixels' worth of ink: MNIST's thinnest digit has 23, its fattest 267."""
LEAST_SIDE = 30.0
"""How large a drawing is at least, on a sheet of 1000: what is smaller is a click."""


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

    `strokes` are those that the picture was drawn with, if it was drawn: (n, 2) arrays of x and y, on a sheet of 1000:
    a picture does not tell how small a drawing was.
    """
    with one_thread(), np.errstate(all="ignore"):
        return _judged(pixels, network, () if strokes is None else strokes)


def prepare() -> None:
    """Load the network that doubts and what a picture is compared with, so that the first judgement need not wait."""
    _doubting()
    _directions()


def _judged(pixels: Floats, network: Network | None, strokes: Sequence[ArrayLike]) -> Judgement:
    x = pixels.reshape(1, -1)
    doubting = _doubting().weighted_outputs(x)[0]
    if network is None:
        probabilities = np.exp(doubting[:NO_DIGIT] - np.logaddexp.reduce(doubting[:NO_DIGIT]))
    else:
        probabilities = activation_named(network.output).shares(network.feedforward(x)[0])
    first, second = (int(digit) for digit in np.argsort(probabilities)[:-3:-1])
    doubt = _of_the_drawing(pixels, strokes)
    if not doubt and strangeness(pixels, doubting) > MOST_STRANGE:
        doubt = ", but it looks like no digit."
    if not doubt and probabilities[first] < UNSURE:
        doubt = f" ({_percent(probabilities[first])}), or {second} ({_percent(probabilities[second])})."
    return Judgement(probabilities, first, second, doubt)


def strangeness(pixels: Floats, outputs: Floats) -> float:
    """How much speaks against a digit in `pixels`, (28, 28) with ink in them; `outputs` (11,) are weighted ones, z.

    It is the logarithm of the odds that there is none, as the network sees it, and how unlike MNIST it is.
    """
    odds = outputs[NO_DIGIT] - np.logaddexp.reduce(outputs[:NO_DIGIT])
    return float(odds + UNLIKE * (1 - likeness(pixels)))


def likeness(pixels: Floats) -> float:
    """How much a picture, (28, 28) with ink in it, resembles the most similar of 8,000 training digits, 0...1.

    This is the cosine similarity x·d / (‖x‖ ‖d‖): 1 for the same picture at any strength, 0 for pictures without a
    common pixel.
    """
    x = pixels.reshape(-1).astype(np.float32)
    return float((_directions() @ (x / np.linalg.norm(x))).max())


def _of_the_drawing(pixels: Floats, strokes: Sequence[ArrayLike]) -> str:
    """What speaks against a digit before any network has seen it."""
    points = np.concatenate([np.reshape(stroke, (-1, 2)) for stroke in strokes]) if len(strokes) else np.empty((0, 2))
    ink = float(pixels.sum())
    if ink == 0:
        return ", but there is nothing on the sheet."
    if ink < LEAST_INK or (len(points) and np.ptp(points, axis=0).max() < LEAST_SIDE):
        return ", but this is hardly more than a dot."
    if ink > MOST_INK:
        return ", but there is ink all over: no digit has so much."
    return ""


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


@lru_cache(maxsize=1)
def _doubting() -> Network:
    return load_doubting_network()


@lru_cache(maxsize=1)
def _directions() -> NDArray[np.float32]:
    digits = mnist.embedded().x_train.astype(np.float32)
    digits /= np.linalg.norm(digits, axis=1, keepdims=True)
    return digits
