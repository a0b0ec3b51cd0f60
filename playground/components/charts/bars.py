"""Labelled bars about zero: signed quantities side by side, or shares that fill one whole."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from playground.components import Picture
from playground.components.charts.plot import COLOURS, nice_range
from playground.components.shared.wire import LARGEST


@dataclass(frozen=True)
class Bar:
    """One bar from zero to `value`; `text` replaces the number after it, and `note` is what it says when pointed at.

    The `colour` "sign" is orange below zero and blue above. `mark` is a line across it at another value: where it
    should end, or where it ended before. `id` is the name of what it shows, for other views to light it up. Raises
    ValueError for another colour and for a value that is no number.
    """

    label: str
    value: float
    colour: Literal["sign", "positive", "negative", "third", "test", "train", "text"] = "sign"
    text: str = ""
    note: str = ""
    mark: float | None = None
    id: str = ""

    def __post_init__(self) -> None:
        if self.colour not in ("sign", *COLOURS):
            raise ValueError(f"A bar has the colour sign, {', '.join(COLOURS)}, not {self.colour!r}.")
        if math.isnan(self.value) or (self.mark is not None and math.isnan(self.mark)):
            raise ValueError(f"The bar {self.label!r} needs a number.")


def bars(
    *,
    title: str,
    bars: Sequence[Bar],
    low: float | None = None,
    high: float | None = None,
    whole: bool = False,
    mark: str = "",
    caption: str = "",
) -> Picture:
    """The bars below each other, all on one scale from `low` to `high`, which holds zero and is round if not given.

    With `whole` they are also laid end to end in one strip, a value of 1 filling it. `mark` is the name in the legend
    of the bars' marks. Raises ValueError for a scale without zero and for negative shares.
    """
    if whole and any(bar.value < 0 for bar in bars):
        raise ValueError("Shares of a whole are not negative.")
    values = [
        min(max(value, -LARGEST), LARGEST) for bar in bars for value in (bar.value, bar.mark) if value is not None
    ]
    automatic = nice_range(min([0.0, *values]), max([0.0, *values]) or (0.0 if min([0.0, *values]) else 1.0))
    ends = automatic[0] if low is None else float(low), automatic[1] if high is None else float(high)
    if not ends[0] <= 0 <= ends[1] or ends[0] == ends[1]:
        raise ValueError(f"Bars stand on zero: it has to lie within {ends[0]} to {ends[1]}.")
    data = {
        "title": title,
        "bars": [asdict(bar) for bar in bars],
        "low": ends[0],
        "high": ends[1],
        "whole": whole,
        "mark": mark,
        "caption": caption,
    }
    return Picture("bars", data)
