"""Equations of matrices with their numbers: point at a cell, and what makes it lights up and is spelled out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from playground.components import Picture
from playground.components.shared.made import Makings, makings
from playground.components.shared.numerals import numeral

MOST_CELLS = 400
Entry = float | int | str


@dataclass(frozen=True)
class Matrix:
    """A matrix (rows, columns) of numbers or words with its `name` above it and its shape below.

    The id of a cell is `id/row/column`, of a matrix with one column `id/row`, both from 0; `ids` names them otherwise,
    row by row. Numbers are coloured by their share of `largest`, by default the largest size in the matrix; 0 leaves
    them plain. `columns` and `rows` are headings, `strong` rows stand out. A `table` has neither brackets nor shape.
    """

    id: str
    name: str
    values: Sequence[Sequence[Entry]] | np.ndarray[Any, Any] = field(repr=False)
    columns: Sequence[str] = ()
    rows: Sequence[str] = ()
    ids: Sequence[str] | None = None
    largest: float | None = None
    strong: Collection[int] = ()
    table: bool = False
    clickable: bool = False


Item = Matrix | str


def cell_ids(matrix: Matrix) -> list[str]:
    """The id of every cell, row by row."""
    if matrix.ids is not None:
        return list(matrix.ids)
    single = all(len(row) == 1 for row in matrix.values)
    return [
        f"{matrix.id}/{i}" if single else f"{matrix.id}/{i}/{j}"
        for i, row in enumerate(matrix.values)
        for j in range(len(row))
    ]


def _plain(matrix: Matrix) -> dict[str, Any]:
    cells = [cell for row in matrix.values for cell in row]
    ids = cell_ids(matrix)
    width = len(matrix.values[0]) if len(matrix.values) else 0
    if not width or any(len(row) != width for row in matrix.values) or len(ids) != len(cells):
        raise ValueError(f"The matrix {matrix.name} needs rows of equal length, and an id for each cell.")
    numbers = [0.0 if isinstance(cell, str) else float(cell) for cell in cells]
    sizes = [abs(number) for number in numbers if np.isfinite(number)]
    largest = max(sizes, default=0.0) if matrix.largest is None else matrix.largest
    shades = [float(np.clip(n / largest, -1, 1)) if largest and np.isfinite(n) else 0.0 for n in numbers]
    return {
        "name": matrix.name,
        "width": width,
        "cells": [cell if isinstance(cell, str) else numeral(float(cell)) for cell in cells],
        "ids": ids,
        "shades": [round(shade, 3) for shade in shades],
        "columns": list(matrix.columns),
        "rows": list(matrix.rows),
        "strong": sorted(matrix.strong),
        "shape": "" if matrix.table else f"{len(matrix.values)} × {width}",
        "clickable": matrix.clickable,
    }


def matrices(
    lines: Sequence[Sequence[Item]],
    *,
    title: str,
    hint: str = "",
    made: Makings | None = None,
    picked: Collection[str] = (),
) -> Picture:
    """Lines of matrices with signs such as "=" between them, and under them what is pointed at, spelled out.

    `made` says what the cells are made of, `hint` stands where that is told while nothing is pointed at, and `picked`
    are the ids of cells with a frame. Ask `clicks.clicked(key, ids)` before for what was clicked. Raises ValueError for
    rows of unequal length and for more than 400 cells.
    """
    plain = [[item if isinstance(item, str) else _plain(item) for item in line] for line in lines]
    ids = [id_ for line in plain for item in line if isinstance(item, dict) for id_ in item["ids"]]
    if len(ids) > MOST_CELLS:
        raise ValueError(f"At most {MOST_CELLS} cells are shown, not {len(ids)}.")
    data = {
        "title": title,
        "hint": hint,
        "lines": plain,
        "made": makings(made or {}, set(ids)),
        "picked": sorted(picked),
    }
    return Picture("matrices", data)
