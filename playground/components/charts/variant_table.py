"""The figures of all variants in one table, live; it is also the legend of every drawing beside it."""

from collections.abc import Sequence
from dataclasses import asdict

from playground.components import Picture
from playground.components.charts.line_chart import Look


def variant_table(
    *, columns: Sequence[tuple[str, str]], rows: Sequence[tuple[str, Look, Sequence[str]]], best: Sequence[int | None]
) -> Picture:
    """A row for each variant: its name, its look, and a text for each of `columns`, which are (label, what it means).

    `best` has for each column the row whose figure stands out, or None. Raises ValueError for a row of another length.
    """
    for name, _, cells in rows:
        if len(cells) != len(columns):
            raise ValueError(f"The row {name!r} has {len(cells)} figures for {len(columns)} columns.")
    data = {
        "columns": [{"label": label, "help": about} for label, about in columns],
        "rows": [{"name": name, "look": asdict(look), "cells": list(cells)} for name, look, cells in rows],
        "best": list(best),
    }
    return Picture("variant_table", data)
