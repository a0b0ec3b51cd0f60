"""The same neurons in every variant, live: one row of pictures per variant, the same neuron in the same column."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from playground.components import Picture
from playground.components.charts.line_chart import Look
from playground.components.shared.wire import pack


def receptive_fields(*, title: str, about: str, rows: Sequence[tuple[str, Look, NDArray[np.uint8]]]) -> Picture:
    """Pictures of neurons, (neurons, height, width) bytes per variant: 0 is negative, 128 zero, 255 positive."""
    packed = []
    for name, look, pictures in rows:
        count, height, width = pictures.shape
        pixels = pack(pictures, "u1")
        packed.append(
            {"name": name, "look": asdict(look), "count": count, "height": height, "width": width, "pixels": pixels}
        )
    return Picture("receptive_fields", {"title": title, "about": about, "rows": packed})
