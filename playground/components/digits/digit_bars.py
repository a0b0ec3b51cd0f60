"""What a network makes of a drawing: its ten outputs as bars, and the 28×28 pixels it sees."""

from typing import Any

from numpy.typing import ArrayLike

from playground.components import declare, pack


def payload(outputs: ArrayLike, pixels: ArrayLike, probabilities: bool) -> dict[str, Any]:
    """What `digit_bars` sends to the browser."""
    return {"outputs": pack(outputs, "f4"), "pixels": pack(pixels, "f4"), "probabilities": probabilities}


def digit_bars(*, outputs: ArrayLike, pixels: ArrayLike, probabilities: bool, key: str) -> None:
    """Ten bars for `outputs` (10,) in 0...1, the largest one marked, beside `pixels` (28, 28) in 0...1.

    `probabilities` says whether the outputs add up to 1 (softmax) or stand each for itself (sigmoid).
    """
    declare("digit_bars")(key=key, data=payload(outputs, pixels, probabilities), height="content")
