"""Reading: the content of a file becomes a `Table`, as many of its rows as are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

import numpy as np

from engine.data.dataset import Dataset, by_class
from engine.data.table import column, excel, layout, origin, suggestion
from engine.data.table.bounds import FEWEST_ROWS, LONGEST_NAME, MOST_CELLS, MOST_ROWS
from engine.data.table.column import EMPTY, WORDS, Column
from engine.data.table.header import named
from engine.data.table.layout import Grid, Layout
from engine.data.table.numerals import LARGEST, OTHER, is_number
from engine.data.table.table import Table
from engine.data.table.text import decoded
from engine.names import quoted
from engine.streams import DIVISION, stream


def read(data: bytes | str, name: str = "", *, decimals: Mapping[str, str] | None = None) -> Table:
    """The table in a text or in the content of a file, called `name`.

    It may be CSV with commas, semicolons, tabs, pipes or blanks, Markdown, ARFF or .xlsx; bytes of a text are UTF-8,
    UTF-16 with its mark, or Windows-1252. `decimals` says for columns, by name, whether "." or "," is their decimal
    sign, where that is not clear.

    Of a table of many rows an even part is kept, as large of every class; its `notes` say so. Raises ValueError, with a
    sentence that says what is wrong, for whatever is no table.
    """
    notes: tuple[str, ...] = ()
    elsewhere = ""
    if isinstance(data, bytes) and data.startswith(excel.ZIP):
        data, notes = excel.as_csv(data)
        elsewhere = "."  # for so Python writes the numbers in its cells
    grid = layout.found(decoded(data))
    total, most = len(grid.spans), _most(grid.layout)
    kept: Sequence[int] = range(total)
    if total > most:
        likely = _columns(grid, np.linspace(0, total - 1, most).astype(int).tolist(), elsewhere, decimals or {})[0]
        kept, whole = _even(grid, likely, most)
        notes = (*notes, f"{most:,} of {total:,} rows are kept, {whole}.")
    return _table(name, grid, kept, elsewhere, decimals or {}, (*notes, *grid.notes))


def reread(table: Table, decimals: Mapping[str, str]) -> Table:
    """The same table, its numbers read with these decimal signs: of columns, by name, "." or ","."""
    grid = layout.known("".join(table.lines), table.layout)
    found = _table(table.name, grid, range(len(grid.spans)), "", decimals, ())
    # what is told of cells that are no numbers may be another thing now; all else stays
    notes = tuple(note for note in table.notes if note not in _told(table.columns))
    return replace(found, preamble=table.preamble, found=table.found, notes=(*notes, *found.notes))


def from_dict(plain: Mapping[str, object]) -> Dataset:
    """The data set of `Origin.to_dict`. Raises ValueError, with a sentence, for anything else."""
    said = origin.said(plain)
    grid = layout.known(decoded(said.rows), said.layout)
    if not FEWEST_ROWS <= len(grid.spans) <= _most(said.layout):
        raise ValueError(origin.DAMAGED)
    table = _table(said.name, grid, range(len(grid.spans)), "", said.decimals, ())
    made = replace(table, preamble=said.above, found=said.found, notes=said.notes)
    return made.dataset(said.inputs, said.target, test=said.test, seed=said.seed, task=said.task)


def _most(layout: Layout) -> int:
    """How many rows are kept at most."""
    return min(MOST_ROWS, MOST_CELLS // layout.width)


def _table(
    name: str, grid: Grid, kept: Sequence[int], elsewhere: str, decimals: Mapping[str, str], notes: tuple[str, ...]
) -> Table:
    """The table of the rows that are kept, without columns that have neither a name nor a value."""
    columns, cells = _columns(grid, kept, elsewhere, decimals)
    named = [*grid.layout.header, *[""] * grid.layout.width]
    shared: dict[str, str] = {}  # a cell that is there again takes no memory again
    used = [place for place, one in enumerate(columns) if one.kind != EMPTY or named[place].strip()]
    return Table(
        PurePath(name.replace("\\", "/")).name[:LONGEST_NAME],
        tuple(columns[place] for place in used),
        tuple(tuple(shared.setdefault(row[place], row[place]) for place in used) for row in cells),
        len(grid.spans),
        (*notes, *_told(columns)),
        grid.layout,
        grid.preamble,
        tuple(map(grid.text, kept)),
    )


def _columns(
    grid: Grid, kept: Sequence[int], elsewhere: str, decimals: Mapping[str, str]
) -> tuple[list[Column], list[tuple[str, ...]]]:
    """What each column is taken for in the rows that are kept, and the cells of these.

    Where a column does not tell its decimal sign, those of the others may.
    """
    if strange := [sign for sign in decimals.values() if sign not in OTHER]:
        raise ValueError(f'A decimal sign is "." or ",", not {quoted(strange[0])}.')
    cells = list(grid.each(kept))
    columns = list(zip(*cells, strict=True))
    names = named(grid.layout.header, grid.layout.width)

    def taken(place: int, elsewhere: str) -> Column:
        said = decimals.get(names[place], "")
        return column.taken(names[place], columns[place], grid.layout.signs.separator, elsewhere, said)

    found = [taken(place, elsewhere) for place in range(len(names))]
    signs = {one.decimal for one in found if one.decimal and not one.ambiguous}
    if not elsewhere and len(signs) == 1:
        elsewhere = signs.pop()
        found = [taken(place, elsewhere) if one.ambiguous else one for place, one in enumerate(found)]
    return _with_classes(found, grid.layout.classes), cells


def _with_classes(columns: list[Column], classes: tuple[str, ...]) -> list[Column]:
    """The columns, the numbers of the last one being those of these classes, if they are named."""
    last = columns[-1]
    if not classes or not set(last.values.tolist()) <= set(range(len(classes))):
        return columns
    labels = last.values.astype(int)
    examples = classes[: column.SHOWN]
    return [*columns[:-1], replace(last, name="class", kind=WORDS, values=labels, words=classes, examples=examples)]


def _even(grid: Grid, columns: Sequence[Column], most: int) -> tuple[list[int], str]:
    """An even part of all rows: as large a part of every class, if those of the likely target are classes."""
    total = len(grid.spans)
    order = stream(0, DIVISION, total).permutation(total)
    _, target = suggestion.suggested(columns, bool(grid.layout.header), total)
    place = next((place for place, one in enumerate(columns) if one.name == target and suggestion.is_classes(one)), -1)
    if place < 0:
        return np.sort(order[:most]).tolist(), "taken evenly"
    labels = column.taken("", [row[place] for row in grid.each(range(total))], grid.layout.signs.separator).labels()[0]
    return np.sort(by_class(order, labels, most)[:most]).tolist(), f"as large a part of every class of “{target}”"


def _told(columns: Sequence[Column]) -> list[str]:
    """Of the columns, what has to be known of how they were read."""
    return [
        f"In “{one.name}”, {_what_strays(one)} counts as missing: {', '.join(cell[:20] for cell in one.strays)}."
        for one in columns
        if one.strays
    ]


def _what_strays(column: Column) -> str:
    """What there is in a column of numbers besides its numbers."""
    too_large = sum(map(is_number, column.strays))
    if too_large == len(column.strays):
        return f"what is larger than {LARGEST:.0e}".replace("+", "")
    return f"what is no number, or larger than {LARGEST:.0e},".replace("+", "") if too_large else "what is no number"
