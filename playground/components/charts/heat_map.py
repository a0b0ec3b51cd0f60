"""A heat map that fills while runs finish: hover a cell for its figures, click it to open that run."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from playground.components import Picture
from playground.components.shared import mailbox
from playground.components.shared.wire import pack

MOST_CELLS = 400
STATES = ("waiting", "running", "done", "diverged")


def heat_map(
    *,
    title: str,
    x: tuple[str, Sequence[str]],
    y: tuple[str, Sequence[str]],
    values: ArrayLike,
    states: Sequence[int],
    notes: Sequence[str],
    percent: bool,
    high_is_good: bool,
) -> Picture:
    """Cells of `values` (rows, columns), row 0 at the bottom; `x` and `y` are the label and the values of an axis.

    `states` and `notes` go row by row: an index into STATES, and what the cell says on hover. The darkest blue is the
    best value there is so far. Raises ValueError for more than 400 cells and for rows that do not fit.
    """
    cells = len(x[1]) * len(y[1])
    figures = np.asarray(values, float)
    if not 0 < cells <= MOST_CELLS:
        raise ValueError(f"A heat map has 1 to {MOST_CELLS} cells, not {cells}.")
    if figures.shape != (len(y[1]), len(x[1])) or len(states) != cells or len(notes) != cells:
        raise ValueError(
            f"A heat map of {len(y[1])} rows and {len(x[1])} columns needs a value, state and note per cell."
        )
    data = {
        "title": title,
        "x": {"label": x[0], "values": list(x[1])},
        "y": {"label": y[0], "values": list(y[1])},
        "values": pack(figures, "f4"),
        "states": list(states),
        "notes": list(notes),
        "percent": percent,
        "good": high_is_good,
    }
    return Picture("heat_map", data)


def opened(key: str, cells: int) -> int | None:
    """The cell, of so many, that the learner opened last on this heat map; None if none since the last call."""
    found = [message["cell"] for message in mailbox.fresh(key) if mailbox.is_index(message.get("cell"), cells)]
    return found[-1] if found else None
