"""Weight histograms of variants side by side on shared axes, drawn live: the same bin means the same everywhere."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from playground.components import Picture
from playground.components.charts.line_chart import Look
from playground.components.shared.wire import pack


@dataclass(frozen=True)
class Panel:
    """One variant: the counts (k,) of its `total` weights in k equal bins of the shared range, and the share near 0."""

    name: str
    look: Look
    counts: ArrayLike = field(repr=False)
    total: int
    nearly_zero: float


def variant_histograms(
    *, title: str, limit: float, panels: Sequence[Panel], log: bool = False, height: int = 150
) -> Picture:
    """One histogram per variant, bins from -limit to limit, counts on one axis that holds the fullest of all bins.

    Orange left of zero, blue right of it, the first variant as an outline in all others. `log` draws counts as
    log(1 + count). Hover, touch or arrow keys read one bin of all variants. Raises ValueError for an empty range and
    for bins that differ.
    """
    if not limit > 0:
        raise ValueError(f"Histograms need a range about zero: a limit above 0, not {limit}.")
    if len({np.shape(panel.counts) for panel in panels}) > 1:
        raise ValueError("Histograms on shared axes need the same bins.")
    data = {
        "title": title,
        "limit": limit,
        "log": log,
        "height": height,
        "panels": [
            asdict(panel) | {"counts": pack(panel.counts, "f4"), "nearly_zero": float(panel.nearly_zero)}
            for panel in panels  # a share that was rounded here would be rounded once more there: 12.846 to 12.9 %
        ],
    }
    return Picture("variant_histograms", data)
