"""Cells: the lines of a text parted into rows and cells, by a separator, or by blanks."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.data.table.bounds import MOST_COLUMNS

BLANKS, WIDE_BLANKS = " ", "  "
SEPARATORS = "\t", ";", "|", ",", BLANKS, WIDE_BLANKS
"""What may part cells, the likelier first; wide blanks are two at least."""
QUOTES = '"', "'", ""
"""What may stand around a cell; nothing, where such signs are but characters."""

_WORD = re.compile(r"\"(?:[^\"]|\"\")*\"(?=\s|$)|'[^']*'(?=\s|$)|\S+")
_WIDE = re.compile(r"\t|\s{2,}")


class Signs(NamedTuple):
    """What parts the cells, and what stands around a cell that has it inside, "" if nothing does."""

    separator: str
    quote: str = '"'


class Parted(NamedTuple):
    """The cells of a row, and its lines: from the first one to before `end`."""

    cells: list[str]
    first: int
    end: int


def rows(lines: Iterable[str], signs: Signs) -> Iterator[Parted]:
    """The rows of these lines, blank ones too; a quoted cell may go over several lines.

    Raises csv.Error where quotation marks do not match.
    """
    if signs.separator in (BLANKS, WIDE_BLANKS):
        for place, line in enumerate(lines):
            yield Parted(_parted(line, signs), place, place + 1)
        return
    reader = csv.reader(
        map(_without_frame, lines) if signs.separator == "|" else lines,
        delimiter=signs.separator,
        quotechar=signs.quote or None,
        escapechar="\\" if signs.quote == "'" else None,  # as Weka writes
        quoting=csv.QUOTE_MINIMAL if signs.quote else csv.QUOTE_NONE,
        skipinitialspace=signs.separator != "\t",
        strict=True,
    )
    end = 0
    for cells in reader:
        first, end = end, reader.line_num
        yield Parted([cell.strip() for cell in cells] if signs.separator == "|" else cells, first, end)


def require_width(width: int) -> None:
    """Raise ValueError for more columns than are read."""
    if width > MOST_COLUMNS:
        raise ValueError(f"This table has more than {MOST_COLUMNS:,} columns; keep fewer of them.")


def _without_frame(line: str) -> str:
    """A line without the signs at both its ends, as in | a | b |."""
    bare = line.strip()
    return bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] == "|" else line


def _parted(line: str, signs: Signs) -> list[str]:
    line = line.strip()
    if signs.separator == WIDE_BLANKS:
        return _WIDE.split(line) if line else []
    if '"' not in line and "'" not in line:
        return line.split()
    return [_unquoted(word) for word in _WORD.findall(line)]


def _unquoted(word: str) -> str:
    if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'":
        return word[1:-1].replace(2 * word[0], word[0])
    return word
