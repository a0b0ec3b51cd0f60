"""A heat map that fills while runs finish: hover a cell for its figures, click it to open that run."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from playground.components import declare, pack

MOST_CELLS = 400
STATES = ("waiting", "running", "done", "diverged")


def payload(
    *,
    title: str,
    x: tuple[str, Sequence[str]],
    y: tuple[str, Sequence[str]],
    values: ArrayLike,
    states: Sequence[int],
    notes: Sequence[str],
    percent: bool,
    high_is_good: bool,
    ack: int,
) -> dict[str, Any]:
    """What `heat_map` sends to the browser; raises its ValueErrors."""
    cells = len(x[1]) * len(y[1])
    figures = np.asarray(values, float)
    if not 0 < cells <= MOST_CELLS:
        raise ValueError(f"A heat map has 1 to {MOST_CELLS} cells, not {cells}.")
    if figures.shape != (len(y[1]), len(x[1])) or len(states) != cells or len(notes) != cells:
        raise ValueError(
            f"A heat map of {len(y[1])} rows and {len(x[1])} columns needs a value, state and note a cell."
        )
    return {
        "title": title,
        "x": {"label": x[0], "values": list(x[1])},
        "y": {"label": y[0], "values": list(y[1])},
        "values": pack(figures, "f4"),
        "states": list(states),
        "notes": list(notes),
        "percent": percent,
        "good": high_is_good,
        "ack": ack,
    }


def received(message: Any, cells: int, ack: int = 0) -> list[dict[str, Any]]:
    """The ops newer than `ack` in a message of the browser; what is no such op is left out."""
    ops = [op for op in message if isinstance(op, dict)] if isinstance(message, list) else []
    return [
        {"seq": op["seq"], "op": "open", "cell": op["cell"]}
        for op in ops
        if op.get("op") == "open"
        and type(op.get("seq")) is int
        and op["seq"] > ack
        and type(op.get("cell")) is int
        and 0 <= op["cell"] < cells
    ]


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
    key: str,
    ack: int = 0,
) -> list[dict[str, Any]]:
    """Cells of `values` (rows, columns), row 0 at the bottom; `x` and `y` are the label and the values of an axis.

    `states` and `notes` go row by row: an index into STATES, and what the cell says on hover. Returns what the learner
    opened: {"seq", "op": "open", "cell"}; apply the last one and pass its seq as `ack`. The darkest blue is the best
    value there is so far. Raises ValueError for more than 400 cells and for rows that do not fit.
    """
    data = payload(
        title=title,
        x=x,
        y=y,
        values=values,
        states=states,
        notes=notes,
        percent=percent,
        high_is_good=high_is_good,
        ack=ack,
    )
    result = declare("heat_map")(key=key, data=data, height="content", on_ops_change=lambda: None)
    return received(result.ops, len(states), ack)
