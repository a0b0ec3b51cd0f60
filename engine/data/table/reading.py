"""Reading: the content of a file becomes a `Table`, as many of its rows as are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

import numpy as np

from engine.data.dataset import Dataset, by_class
from engine.data.table import column, excel, layout, origin, suggestion
from engine.data.table.bounds import LONGEST_NAME, MOST_CELLS, MOST_ROWS
from engine.data.table.cells import Signs
from engine.data.table.column import EMPTY, WORDS, Column
from engine.data.table.header import has_counts, named
from engine.data.table.layout import Grid
from engine.data.table.numerals import OTHER
from engine.data.table.table import Table
from engine.data.table.text import decoded
from engine.names import quoted
from engine.streams import DIVISION, stream


def read(
    data: bytes | str, name: str = "", *, decimals: Mapping[str, str] | None = None, signs: Signs | None = None
) -> Table:
    """The table in a text or in the content of a file, called `name`.

    It may be CSV with commas, semicolons, tabs, pipes or blanks, Markdown, ARFF or .xlsx; bytes of a text are UTF-8,
    UTF-16 with its mark, or Windows-1252. `decimals` says for columns, by name, whether "." or "," is their decimal
    sign, where that is not clear; `signs` what parts the cells, where it is known.

    Of a table of many rows an even part is kept, as large of every class; its `notes` say so. Raises ValueError, with a
    sentence that says what is wrong, for whatever is no table.
    """
    notes: tuple[str, ...] = ()
    elsewhere = ""
    if isinstance(data, bytes) and data.startswith(excel.ZIP):
        data, notes = excel.as_csv(data)
        elsewhere = "."  # for so Python writes the numbers in its cells
    grid = layout.found(decoded(data), signs)
    names = named(grid.header, grid.width)
    decimals = _checked(decimals or {})
    most = min(MOST_ROWS, MOST_CELLS // grid.width)
    everything = range(len(grid.spans))
    kept: Sequence[int] = everything
    if len(everything) > most:
        kept = np.linspace(0, len(everything) - 1, most).round().astype(int).tolist()
    cells = list(grid.each(kept))
    columns = _columns(names, cells, grid, elsewhere, decimals)
    if len(everything) > most:
        kept, whole = _even(grid, columns, most)
        notes = (*notes, f"{most:,} of {len(everything):,} rows are kept, {whole}.")
        cells = list(grid.each(kept))
        columns = _columns(names, cells, grid, elsewhere, decimals)
    used = [place for place, found in enumerate(columns) if found.kind != EMPTY or (grid.header and grid.header[place])]
    return Table(
        PurePath(name.replace("\\", "/")).name[:LONGEST_NAME],
        tuple(columns[place] for place in used),
        tuple(tuple(row[place] for place in used) for row in cells),
        len(everything),
        (*notes, *grid.notes, *_told(columns)),
        grid.signs,
        grid.preamble,
        tuple(map(grid.text, kept)),
    )


def from_dict(plain: Mapping[str, object]) -> Dataset:
    """The data set of `Origin.to_dict`. Raises ValueError, with a sentence, for anything else."""
    text, name, signs, decimals = (plain.get(key) for key in ("text", "name", "signs", "decimals"))
    if not (isinstance(text, str) and isinstance(name, str) and isinstance(decimals, dict)):
        raise ValueError("This is damaged: it does not have its table.")
    if not (isinstance(signs, list) and len(signs) == 2 and all(isinstance(sign, str) for sign in signs)):
        raise ValueError("This is damaged: it does not say what parts the cells of its table.")
    table = read(text, name, decimals=decimals, signs=Signs(*signs))
    chosen = origin.chosen(plain)
    return table.dataset(chosen.pop("inputs"), chosen.pop("target"), **chosen)


def _checked(decimals: Mapping[str, str]) -> Mapping[str, str]:
    if strange := [sign for sign in decimals.values() if sign not in OTHER]:
        raise ValueError(f'A decimal sign is "." or ",", not {quoted(strange[0])}.')
    return decimals


def _columns(
    names: Sequence[str],
    cells: Sequence[tuple[str, ...]],
    grid: Grid,
    elsewhere: str,
    decimals: Mapping[str, str],
) -> list[Column]:
    """What each column is taken for; where one does not tell its decimal sign, those of the others may."""
    separator = grid.signs.separator

    def taken(elsewhere: str, place: int, name: str) -> Column:
        return column.taken(name, columns[place], separator, elsewhere, decimals.get(name, ""))

    columns = list(zip(*cells, strict=True))
    found = [taken(elsewhere, place, name) for place, name in enumerate(names)]
    signs = {one.decimal for one in found if one.decimal and not one.ambiguous}
    if not elsewhere and len(signs) == 1:
        elsewhere = signs.pop()
        found = [taken(elsewhere, place, one.name) if one.ambiguous else one for place, one in enumerate(found)]
    return _with_classes(found, grid.title)


def _with_classes(columns: list[Column], title: Sequence[str]) -> list[Column]:
    """The columns, the last one with its classes named where the first line of the file names them."""
    last, classes = columns[-1], tuple(filter(None, title[2:]))
    if not has_counts(title, len(columns)) or not set(last.values.tolist()) <= set(range(len(classes))):
        return columns
    labels = last.values.astype(int)
    examples = classes[: column.SHOWN]
    return [*columns[:-1], replace(last, name="class", kind=WORDS, values=labels, words=classes, examples=examples)]


def _even(grid: Grid, columns: Sequence[Column], most: int) -> tuple[list[int], str]:
    """An even part of all rows: as large a part of every class, if those of the likely target are classes."""
    total = len(grid.spans)
    order = stream(0, DIVISION, total).permutation(total)
    _, target = suggestion.suggested(columns)
    place = next((place for place, one in enumerate(columns) if one.name == target and suggestion.is_classes(one)), -1)
    if place < 0:
        return np.sort(order[:most]).tolist(), "taken evenly"
    labels = column.taken("", [row[place] for row in grid.each(range(total))], grid.signs.separator).labels()[0]
    return np.sort(by_class(order, labels, most)[:most]).tolist(), f"as large a part of every class of “{target}”"


def _told(columns: Sequence[Column]) -> list[str]:
    """Of the columns, what has to be known of how they were read."""
    return [
        f"In “{one.name}”, what is no number counts as missing: {', '.join(cell[:20] for cell in one.strays)}."
        for one in columns
        if one.strays
    ]
