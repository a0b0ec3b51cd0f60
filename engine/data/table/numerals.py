"""Numerals: how the numbers of one column are written, decided for the whole column and never cell by cell.

"1.234" is a little more than one, or more than a thousand. Which of them it is, all cells of the column say together:
a decimal sign stands once, and a sign of thousands only before groups of three digits.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

OTHER = {".": ",", ",": "."}
"""The decimal signs, each with the sign of thousands that goes with it; blanks and apostrophes go with both."""

MOSTLY = 0.95  # of the cells of a column of numbers are numbers; what else stands there is no value
FEW = 20  # cells: with fewer of them, all have to be numbers
LARGEST = 1e30  # in single precision there is room for it, and for its square in double

_AS_PYTHON = frozenset("0123456789.+-eE")
_PLAINER = str.maketrans("−–\u00a0\u2009\u202f’", "--   '")
_MONEY = "$€£¥"
_FOOTNOTE = re.compile(r"(?<=\d)%?(\s*\[\w{1,3}\])+$")
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"


def _pattern(decimal: str) -> re.Pattern[str]:
    """A number with this decimal sign: digits in a row, or in groups of three."""
    point, groups = re.escape(decimal), rf"[ '{re.escape(OTHER[decimal])}]"
    grouped = rf"[1-9]\d{{0,2}}(?P<sign>{groups})\d{{3}}(?:(?P=sign)\d{{3}})*(?:{point}\d+)?"
    return re.compile(rf"[+-]?(?:{grouped}|\d+(?:{point}\d*)?{_EXPONENT}|{point}\d+{_EXPONENT})", re.ASCII)


_NUMBER = {decimal: _pattern(decimal) for decimal in OTHER}
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


class Numerals(NamedTuple):
    """How a column writes its numbers: its `decimal` sign, "" where none is seen, and whether it could be the other."""

    decimal: str
    ambiguous: bool = False


def written(cells: Sequence[str], separator: str, elsewhere: str = "") -> Numerals | None:
    """How the numbers in these cells, none of them missing, are written; None where they are not numbers.

    `separator` is what parts the cells of the file, and `elsewhere` the decimal sign that other columns show without
    doubt, "" if none does: both help where the cells do not tell.
    """
    counts = Counter(cells)
    if (numerals := _as_python(counts)) is not None:
        return numerals
    tidy: Counter[str] = Counter()
    for cell, count in counts.items():
        tidy[_bare(cell)] += count
    fitting = {decimal: [cell for cell in tidy if number.fullmatch(cell)] for decimal, number in _NUMBER.items()}
    fits = {decimal: sum(map(tidy.__getitem__, found)) for decimal, found in fitting.items()}
    most = max(fits.values())
    if not most or most < (len(cells) if len(cells) < FEW else MOSTLY * len(cells)):
        return None
    numbers = list(dict.fromkeys(itertools.chain(*fitting.values())))
    if not any("." in cell or "," in cell for cell in numbers):
        return Numerals("")
    likely = [decimal for decimal, count in fits.items() if count == most]
    return Numerals(likely[0]) if len(likely) == 1 else _of_two_readings(numbers, separator, elsewhere)


def is_number(cell: str) -> bool:
    """Whether a cell is a number, with whatever decimal sign."""
    bare = _bare(cell)
    return any(number.fullmatch(bare) for number in _NUMBER.values())


def values(cells: Collection[str], decimal: str) -> dict[str, float]:
    """The number in each of these cells, as `value` has it."""
    if decimal != "," and _AS_PYTHON.issuperset("".join(cells)):
        try:
            return {cell: number if abs(number := float(cell)) <= LARGEST else math.nan for cell in cells}
        except ValueError:  # one of them is no number
            pass
    return {cell: value(cell, decimal) for cell in cells}


def value(cell: str, decimal: str) -> float:
    """The number in a cell of a column with this decimal sign; NaN where it is none, or too large to compute with."""
    decimal = decimal or "."
    cell = _bare(cell)
    if not _NUMBER[decimal].fullmatch(cell):
        return math.nan
    for sign in (" ", "'", OTHER[decimal]):
        cell = cell.replace(sign, "")
    number = float(cell.replace(decimal, "."))
    return number if abs(number) <= LARGEST else math.nan


def _as_python(counts: Counter[str]) -> Numerals | None:
    """How the numbers are written if it is as Python does, and beyond doubt: most files do, and it is told quickly."""
    if not _AS_PYTHON.issuperset("".join(counts)):
        return None
    try:
        for cell in counts:
            float(cell)
    except ValueError:
        return None
    pointed = [cell for cell in counts if "." in cell]
    if not pointed:
        return Numerals("")
    return None if all(map(_ONE_GROUP.fullmatch, pointed)) else Numerals(".")


def _of_two_readings(cells: Sequence[str], separator: str, elsewhere: str) -> Numerals:
    """Which of two readings is meant, where both fit: every sign stands before the last three digits.

    Where it parts thousands, it does so in every number that has any. A table keeps to one decimal sign, and a file
    with semicolons may be from where that is a comma.
    """
    signed = [cell for cell in cells if "." in cell or "," in cell]
    sign = "." if "." in signed[0] else ","
    if any(OTHER[sign] in cell for cell in signed):
        return Numerals(elsewhere or ".", ambiguous=True)
    unsigned = [abs(value(cell, sign)) for cell in cells if sign not in cell]
    if any(number >= 1000 for number in unsigned):
        return Numerals(sign)
    hundreds = any(number >= 100 for number in unsigned)
    if elsewhere:
        return Numerals(elsewhere, ambiguous=hundreds and elsewhere == sign)
    if sign == ".":
        return Numerals("," if hundreds else ".", ambiguous=hundreds or separator == ";")
    told = hundreds and separator == ","  # where cells are parted by commas, 1,020 beside 850 is more than a thousand
    return Numerals("." if hundreds or separator == "," else ",", ambiguous=not told)


def _bare(cell: str) -> str:
    """A cell without blanks around it, the sign of a currency or of per cent, or footnotes, and with a plain minus."""
    plain = cell if cell.isascii() else cell.translate(_PLAINER)
    bare = _FOOTNOTE.sub("", plain.strip()) if plain.endswith("]") else plain
    bare = bare.strip().strip(_MONEY).removesuffix("%").strip()
    return f"-{bare[1:].lstrip().lstrip(_MONEY).lstrip()}" if bare[:1] == "-" else bare
