"""The same neurons in every variant, live: one row of pictures per variant, the same neuron in the same column."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import ArrayLike

from playground.components import Picture
from playground.components.charts.line_chart import Look
from playground.components.shared.wire import pack


def receptive_fields(*, title: str, about: str, rows: Sequence[tuple[str, Look, ArrayLike]]) -> Picture:
    """Pictures of neurons, (neurons, height, width) bytes per variant: 0 is negative, 128 zero, 255 positive.

    Raises ValueError for pictures of another kind.
    """
    packed = []
    for name, look, pictures in rows:
        array = np.asarray(pictures)
        if array.ndim != 3 or array.dtype != np.uint8:
            raise ValueError(f"The pictures of {name!r} are bytes, (neurons, height, width), not {array.dtype}.")
        count, height, width = array.shape
        packed.append(
            {
                "name": name,
                "look": asdict(look),
                "count": count,
                "height": height,
                "width": width,
                "pixels": pack(array, "u1"),
            }
        )
    return Picture("receptive_fields", {"title": title, "about": about, "rows": packed})
