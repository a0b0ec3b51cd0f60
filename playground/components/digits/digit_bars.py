"""What a network makes of a drawing: its ten outputs as bars, and the 28×28 pixels it sees."""

from numpy.typing import ArrayLike

from playground.components import Picture
from playground.components.shared.wire import pack


def digit_bars(*, outputs: ArrayLike, pixels: ArrayLike, probabilities: bool) -> Picture:
    """Ten bars for `outputs` (10,) in 0...1, the largest one marked, beside `pixels` (28, 28) in 0...1.

    `probabilities` says whether the outputs add up to 1 (softmax) or each stands by itself (sigmoid).
    """
    data = {"outputs": pack(outputs, "f4"), "pixels": pack(pixels, "f4"), "probabilities": probabilities}
    return Picture("digit_bars", data)
