"""The figures of all variants in one table, live; it is also the legend of every drawing beside it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from playground.components import Picture
from playground.components.charts.line_chart import Look


@dataclass(frozen=True)
class Dated:
    """A figure that may not be of now: then `as_of` says of when it is, and it is shown pale."""

    text: str
    as_of: str = ""


def variant_table(
    *,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, Look, Sequence[str | Dated]]],
    best: Sequence[int | None],
) -> Picture:
    """A row for each variant: its name, its look, and a text for each of `columns`, which are (label, what it means).

    `best` has for each column the row whose figure stands out, or None. Raises ValueError for a row of another length.
    """
    for name, _, cells in rows:
        if len(cells) != len(columns):
            raise ValueError(f"The row {name!r} has {len(cells)} figures for {len(columns)} columns.")
    data = {
        "columns": [{"label": label, "help": about} for label, about in columns],
        "rows": [
            {
                "name": name,
                "look": asdict(look),
                "cells": [cell.text if isinstance(cell, Dated) else cell for cell in cells],
                "as_of": [cell.as_of if isinstance(cell, Dated) else None for cell in cells],
            }
            for name, look, cells in rows
        ],
        "best": list(best),
    }
    return Picture("variant_table", data)
