"""Where the weights of each layer lie, drawn live: one small histogram a layer, symmetric about zero."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.components import Picture
from playground.components.shared.rounding import round_above
from playground.components.shared.wire import pack


@dataclass(frozen=True)
class LayerHistogram:
    """Counts (k,) of the weights of one layer in k equal bins from `low` to `high`; now, and maybe at the start.

    Raises ValueError if the range is empty or the counts do not fit each other.
    """

    title: str
    low: float
    high: float
    counts: ArrayLike = field(repr=False)
    start_counts: ArrayLike | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        counts = np.asarray(self.counts)
        if not self.low < self.high:
            raise ValueError(f"A histogram needs a range from low to high, not from {self.low} to {self.high}.")
        if counts.ndim != 1 or counts.size == 0:
            raise ValueError("A histogram needs a row of counts, one for each bin.")
        if self.start_counts is not None and np.shape(self.start_counts) != counts.shape:
            raise ValueError("The counts at the start need the same bins as the counts now.")


def nice_limit(value: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is not below `value`; 1 for zero and what is no larger."""
    return 1.0 if value < 1e-30 else round_above(value)


def bins(
    values: ArrayLike,
    count: int = 41,
    limit: float | None = None,
    *,
    title: str = "",
    start: ArrayLike | None = None,
) -> LayerHistogram:
    """The histogram of `values` (any shape) in `count` bins, the middle one centred on zero.

    The centres run from -r to r, where r is the least of 1, 2, 5 times a power of ten that holds every |value|,
    those of `start` (the weights at the start of training) and `limit`. So the axis stays put while weights
    drift, and histograms given the same `limit` share it. What is not finite is left out.
    Raises ValueError for an even `count`, or one below 3.
    """
    if count < 3 or count % 2 == 0:
        raise ValueError(f"Take an odd number of bins, 3 or more, so that one is centred on zero, not {count}.")
    now = _finite(values)
    before = None if start is None else _finite(start)
    groups = [now] if before is None else [now, before]
    reach = nice_limit(max([abs(limit or 0.0), *(float(np.abs(g).max()) for g in groups if g.size)]))
    half = count // 2
    width = reach / half

    def tally(group: NDArray[Any]) -> NDArray[Any]:
        return np.bincount(np.rint(group / width).astype(np.intp) + half, minlength=count)

    edge = reach + width / 2
    return LayerHistogram(title, -edge, edge, tally(now), None if before is None else tally(before))


def _finite(values: ArrayLike) -> NDArray[Any]:
    flat = np.ravel(np.asarray(values, float))
    return np.asarray(flat[np.abs(flat) < 1e300])


def histogram(
    *, title: str, layers: Sequence[LayerHistogram], log: bool = False, height: int = 150, drawn: bool = False
) -> Picture:
    """Small histograms side by side, one a layer: orange left of zero, blue right of it, the start as an outline.

    `log` draws counts as log(1 + count), so that few large weights show beside many small ones. `height` is of
    one plot, in pixels. Hover, touch or arrow keys tell how many weights lie between which values. Where the network is
    `drawn` on the same page, the name of a layer lights up its weights there.
    """
    data = {
        "title": title,
        "log": log,
        "height": height,
        "drawn": drawn,
        "layers": [
            asdict(layer)
            | {
                "counts": pack(layer.counts, "f4"),
                "start_counts": None if layer.start_counts is None else pack(layer.start_counts, "f4"),
            }
            for layer in layers
        ],
    }
    return Picture("histogram", data)
