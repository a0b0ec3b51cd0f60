"""What a network reads in a picture, in words and as bars."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine import Network
from engine.activations import activation_named
from engine.handwriting.doubt import Judgement, judge
from playground.components import Picture
from playground.components.digits.digit_bars import digit_bars
from playground.settings.numerals import percent

Floats = NDArray[np.floating[Any]]

WORTH_NAMING = 0.05
"""The probability from which the second digit is named beside the first."""


def read(network: Network, pixels: Floats, strokes: Sequence[ArrayLike] | None = None) -> Judgement | None:
    """What `network` reads in `pixels`, (28, 28) in 0...1, drawn with these strokes if any; None on an empty sheet."""
    return judge(pixels, network, strokes) if pixels.any() else None


def bars(network: Network, reading: Judgement | None, pixels: Floats) -> Picture:
    """The outputs of `network` for `pixels`, (28, 28), ten bars beside what it sees."""
    outputs = reading.probabilities if reading else np.zeros(network.sizes[-1])
    return digit_bars(outputs=outputs, pixels=pixels, probabilities=activation_named(network.output).mixes)


def as_shares(outputs: Floats, output: str) -> Floats:
    """Outputs of any output layer as shares in 0...1, as softmax and sigmoid give them; (1 + a) / 2 for tanh."""
    return activation_named(output).shares(outputs)


def in_words(reading: Judgement | None) -> str:
    """The answer, the digit first, and how sure the network is of it; where it is not very sure, the runner-up too."""
    if reading is None:
        return "Draw a digit, and the answer appears here."
    if reading.doubt:
        return f"Perhaps **{reading.first}**{reading.doubt}"
    if reading.sure > 0.99:
        return f"**{reading.first}** (over 99 %)"
    second = reading.probabilities[reading.second]
    other = f", or {reading.second} ({percent(second, 0)})" if second >= WORTH_NAMING else ""
    return f"**{reading.first}** ({percent(reading.sure, 0)}){other}"
