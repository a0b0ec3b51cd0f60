"""Layout: how a text is a table: what parts its cells, what stands above and below its rows, and their names."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.data.table import arff, cells, numerals
from engine.data.table.bounds import MOST_LINES, MOST_WIDE
from engine.data.table.cells import BLANKS, QUOTES, SEPARATORS, WIDE_BLANKS, Signs
from engine.data.table.header import classes_in, is_header, joined, names_numbers

TRIED = 100  # lines, from which the separator is found
TRIED_WIDE = 200_000  # characters of them; of wider lines, fewer are tried
COMPARED, COMPARED_CELLS = 200, 20_000  # rows, with which the first one is compared; of wide ones, fewer
LOOKED_AT = 1_000  # rows, whose cells are counted
MOST_ABOVE = 60  # rows above those of the table
MOST_BELOW = 5  # rows below them
FOLLOWING, MOSTLY = 10, 0.6  # of so many rows that follow the first one, such a part has as many cells
TOO_MANY = 0.1  # of the rows have too many cells: then it is no table

_SAID = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)
_RULE = re.compile(r"[\s|+:=─│┼-]+")
_ALIGNED = re.compile(r"\S {2,}\S")
_PRINTED = re.compile(
    r"(?=.*(\.\.|…))[\s.…]+|\s*\[\d+ rows x \d+ columns\]\s*|\s*\(\d+ rows?\)\s*|(\s*<[a-z0-9+]+>)+\s*"
)
"""What stands for rows left out, their number, and the types of columns, where a program prints a table."""
_COMMENTS = "#", "%"
FORM = "A table has a row for each example, its cells parted by commas, semicolons, tabs or blanks."


class Row(NamedTuple):
    """A row: its first line and the one after it, how many cells it has (`width`), and these, if they are unusual."""

    first: int
    end: int
    width: int
    cells: Sequence[str] | None


class Layout(NamedTuple):
    """How a table is written: the `signs` that part cells, its number of columns (`width`), and their names.

    `header` are the names as they stand there, () if they have none, and `classes` what the numbers in the last column
    stand for, if that is said above.
    """

    signs: Signs
    width: int
    header: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A text as a table: its rows are those of its `lines` that `spans` has, each its first line and the one after.

    `notes` are sentences on what was left out.
    """

    layout: Layout
    lines: list[str]
    spans: list[tuple[int, int]]
    notes: tuple[str, ...] = ()

    @property
    def preamble(self) -> str:
        """What stands above the rows."""
        return "".join(line + "\n" for line in self.lines[: self.spans[0][0]])

    def text(self, row: int) -> str:
        """The lines of a row."""
        return "".join(line + "\n" for line in self.lines[slice(*self.spans[row])])

    def each(self, rows: Iterable[int]) -> Iterator[tuple[str, ...]]:
        """The cells of these rows, one row after the other, as many in each as there are columns."""
        lines = (line for row in rows for line in self.lines[slice(*self.spans[row])])
        for parted in cells.rows(lines, self.layout.signs):
            yield *parted.cells[: self.layout.width], *[""] * (self.layout.width - len(parted.cells))


def known(rows: str, layout: Layout) -> Grid:
    """The table of these rows, in the layout that they are known to have. Raises ValueError if they have not."""
    lines = rows.removesuffix("\n").split("\n")
    try:
        return Grid(layout, lines, [(row.first, row.end) for row in cells.rows(lines, layout.signs)])
    except csv.Error:
        raise ValueError("The rows of this table are damaged.") from None


def found(text: str) -> Grid:
    """The table in a text, laid out as is likeliest. Raises ValueError, with a sentence, if there is none."""
    lines = text.rstrip("\x1a\n").split("\n")
    if len(lines) > MOST_LINES:
        raise ValueError(f"This file has more than {MOST_LINES:,} lines; keep a part of its rows.")
    if long := next((place for place, line in enumerate(lines) if len(line) > MOST_WIDE), -1) + 1:
        raise ValueError(f"Line {long} has more than {MOST_WIDE:,} characters: no row of a table is as long as that.")
    attributes, start = arff.head(lines)
    if said := _SAID.fullmatch(lines[0]):
        start = 1
    start = _below_comments(lines, start)
    signs = Signs(said[1]) if said else _likeliest(lines[start:], bool(attributes))
    rows, width = _rows(lines, start, signs, len(attributes))
    _require_table(rows, width)
    notes: list[str] = []
    classes = classes_in(rows[0].cells or (), len(rows) - 1, width)
    rows, above = (rows[1:] if classes else rows), 0
    if not attributes:
        rows, above = _without_title(rows, width, signs)
    header, rows = (attributes, rows) if attributes else _header(rows, width, signs, lines[:start])
    rows = [row for row in rows if row.width == width or not lines[row.first].lstrip().startswith(_COMMENTS)]
    rows, below = _without_remarks(rows, width)
    if above + below:
        notes.append(f"{_count(above + below, 'line')} above or below the table left out.")
    rows = _without_long(rows, width, notes)
    if not rows:
        raise ValueError("There are no rows below the names of the columns.")
    layout = Layout(signs, width, tuple(header), classes)
    return Grid(layout, lines, [(row.first, row.end) for row in rows], tuple(notes))


def _below_comments(lines: Sequence[str], start: int) -> int:
    """The first line that is neither blank nor a comment; `start` if all are, as a colour may begin with # too."""
    for place in range(start, len(lines)):
        if lines[place].strip() and not lines[place].lstrip().startswith(_COMMENTS):
            return place
    return start


def _likeliest(lines: Sequence[str], weka: bool) -> Signs:
    """The signs with which most of the first lines have as many cells, and most of these are numbers.

    Where tabs part all of them evenly, the blanks between words part none; nor do those inside of what commas part.
    Weka writes apostrophes around cells, and whoever writes such files besides often quotation marks.
    """
    sample = [line for line in lines[: 10 * TRIED] if line.strip() and not _is_rule(line)][:TRIED]
    widths = itertools.accumulate(map(len, sample), initial=0)
    sample = [line for line, width in zip(sample, widths, strict=False) if width < TRIED_WIDE]
    single = weka and sum(line.count("'") - line.count('"') for line in sample) > 0
    quotes = sorted(QUOTES, key=lambda quote: quote != ("'" if single else '"'))
    likely = [Signs(separator, quote) for separator in SEPARATORS for quote in quotes]
    if even := next((signs for signs in likely if signs.separator == "\t" and _is_even(sample, signs)), None):
        return even
    best = max(likely, key=lambda signs: _score(sample, signs))
    return next((signs for signs in likely if _is_inside(signs, best, sample)), best)


def _is_inside(signs: Signs, blanks: Signs, lines: Sequence[str]) -> bool:
    """Whether these signs part all lines evenly, and blanks would part but their cells, as in "5 kg,30 cm,cat"."""
    words = BLANKS, WIDE_BLANKS
    if blanks.separator not in words or signs.separator in words or signs.quote != blanks.quote:
        return False
    mark = signs.separator
    inside = (
        any(mark in cell and not numerals.is_number(cell) for cell in row.cells) for row in cells.rows(lines, blanks)
    )
    return all(inside) and _is_even(lines, signs)


def _is_even(lines: Sequence[str], signs: Signs) -> bool:
    """Whether all lines have as many cells, several, no column is empty, and no cell is aligned by blanks."""
    try:
        rows = [row.cells for row in cells.rows(lines, signs)]
    except csv.Error:
        return False
    even = bool(rows) and len(rows[0]) > 1 and len(set(map(len, rows))) == 1
    even = even and not any(_ALIGNED.search(cell) for row in rows for cell in row)
    return even and all(any(map(str.strip, column)) for column in zip(*rows, strict=True))


def _score(lines: Sequence[str], signs: Signs) -> float:
    """How well these signs part the lines, 0 if they do not."""
    try:
        rows = [row.cells for row in cells.rows(lines, signs)]
    except (csv.Error, ValueError):
        return 0
    width, count = _most_frequent(map(len, rows))
    if width < 2:
        return 0
    parted = [cell for row in rows if len(row) == width for cell in row[:20]]
    return count / len(rows) * (0.5 + sum(map(numerals.is_number, parted)) / len(parted))


def _most_frequent(counts: Iterable[int]) -> tuple[int, int]:
    """The most frequent of some numbers, the largest of several, and how often it is there."""
    return max(Counter(counts).items(), key=lambda item: item[::-1], default=(0, 0))


def _rows(lines: Sequence[str], start: int, signs: Signs, width: int) -> tuple[list[Row], int]:
    """The rows from line `start` on that are not blank, and how many cells most of them have, if it is not known."""
    ruled = signs.separator in ("|", BLANKS, WIDE_BLANKS)
    below = ("" if ruled and _is_rule(line) else line for line in lines[start:])
    rows: list[Row] = []
    try:
        for row, first, end in cells.rows(below, signs):
            if "".join(row).strip():
                if len(rows) == LOOKED_AT:
                    width = width or _most_frequent(row.width for row in rows)[0]
                usual = len(rows) >= LOOKED_AT and len(row) == width and any(row[1:])
                rows.append(Row(start + first, start + end, len(row), None if usual else row))
    except csv.Error:
        line = rows[-1].end + 1 if rows else start + 1
        raise ValueError(
            f"From line {line} on, quotation marks do not match; put them around whole cells, or nowhere."
        ) from None
    return rows, width or _most_frequent(row.width for row in rows)[0]


def _is_rule(line: str) -> bool:
    """Whether a line is but drawn, below the names or around a table, or says something of the rows, and is none."""
    if _PRINTED.fullmatch(line):
        return True
    return ("--" in line or "==" in line or "──" in line) and _RULE.fullmatch(line) is not None


def _require_table(rows: Sequence[Row], width: int) -> None:
    if not rows:
        raise ValueError(f"There is no table here. {FORM}")
    if width < 2:
        raise ValueError(f"There is only one column here, and to learn from a table takes two at least. {FORM}")
    cells.require_width(width)


def _without_title(rows: list[Row], width: int, signs: Signs) -> tuple[list[Row], int]:
    """The rows from where the table begins, and how many are above it: titles, and whatever is said about it."""
    for place, row in enumerate(rows[:MOST_ABOVE]):
        alone = _filled(row) < 2 and bool(row.cells and row.cells[0].strip())
        after = rows[place + 1 : place + 1 + FOLLOWING]
        if sum(one.width == width for one in after) < MOSTLY * len(after):
            continue
        if row.width == width and not (alone and width > 2):
            return rows[place:], place
        if row.width == width - 1 > 1 and not alone and not _is_named(rows[place + 1 :], signs):
            return rows[place:], place
    return rows, 0


def _is_named(rows: Sequence[Row], signs: Signs) -> bool:
    """Whether the first of these rows has the names of the columns."""
    return bool(rows) and is_header(rows[0].cells or (), _cells(rows[1:]), signs.separator)


def _cells(rows: Sequence[Row]) -> list[Sequence[str]]:
    few = COMPARED_CELLS // max(1, rows[0].width) if rows else 0
    return [row.cells for row in rows[: min(COMPARED, max(20, few))] if row.cells is not None]


def _header(rows: list[Row], width: int, signs: Signs, comments: Sequence[str]) -> tuple[Sequence[str], list[Row]]:
    """The names of the columns, () where there are none, and the rows below them."""
    names = tuple(rows[0].cells or ())[:width]
    if len(names) == width - 1:
        names = ("", *names)  # as R writes it: the names of the rows have no name
    if is_header(names, _cells(rows[1:]), signs.separator):
        below = rows[1].cells if len(rows) > 2 else None
        if below and names_numbers(below, _cells(rows[2:]), signs.separator):
            return joined(names, below), rows[2:]
        return names, rows[1:]
    last = next((line for line in reversed(comments) if line.strip()), "").lstrip().lstrip("#%")
    try:
        told = next(cells.rows([last], signs)).cells
    except csv.Error:
        told = []
    return (told, rows) if len(told) == width and is_header(told, _cells(rows), signs.separator) else ((), rows)


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells or () if cell and not cell.isspace())


def _without_remarks(rows: list[Row], width: int) -> tuple[list[Row], int]:
    """The rows without those at the end that are sources and remarks, and how many these are."""
    below = 0
    while below < MOST_BELOW and len(rows) > below + 1 and width > 2 and _is_remark(rows[-1 - below]):
        below += 1
    return rows[: len(rows) - below], below


def _is_remark(row: Row) -> bool:
    first = row.cells[0].strip() if row.cells else ""
    return bool(first) and _filled(row) == 1 and not numerals.is_number(first)


def _without_long(rows: list[Row], width: int, notes: list[str]) -> list[Row]:
    """The rows that have no more cells than there are columns; of the others, a note is made."""
    long = [row for row in rows if row.width > width and any(cell.strip() for cell in (row.cells or ())[width:])]
    if not long:
        return rows
    told = f"line {long[0].first + 1} has {long[0].width} cells, where most have {width}"
    if len(long) > TOO_MANY * len(rows):
        raise ValueError(f"This is no table as it stands: {told}. Put quotation marks around cells with separators.")
    notes.append(f"{_count(len(long), 'row')} left out: {told}.")
    gone = {row.first for row in long}
    return [row for row in rows if row.first not in gone]


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
