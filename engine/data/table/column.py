"""Column: what one column of a table was taken for, its numbers or words, and how sure that is."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.arrays import Array
from engine.data.table import numerals

NUMBER, WORDS, EMPTY = "number", "words", "empty"
KINDS = NUMBER, WORDS, EMPTY
SHOWN = 5  # examples of a column

MISSING = {
    *("", "?", "-", "--", "---", ".", "..", "...", "*", "na", "n/a", "nan", "-nan", "nat", "null", "none", "nil"),
    *(
        "missing",
        "inf",
        "+inf",
        "-inf",
        "infinity",
        "<na>",
        "<null>",
        "(null)",
        "\\n",
        "#n/a",
        "#null!",
        "#div/0!",
        "#value!",
    ),
}
"""What stands for no value, in small letters."""

AFFIRMATIVE = {"yes", "y", "true", "t", "positive", "pos", "pass", "passed"}
"""Of two words, one of these is the second: what a single output, or a single input, is 1 for."""

_UNIT = re.compile(r".*\S\s*[(\[]\s*([^()\[\]]{1,12}?)\s*[)\]]")


@dataclass(frozen=True, eq=False)
class Column:
    """A column of n rows.

    `kind` is "number", "words" or "empty"; `examples` are some of its cells as they came. `values` (n,) are its
    numbers, NaN where one is missing, or the places of its words in `words`, -1 where one is missing. Words that differ
    in capital letters or blanks only are one, and so are 1 and 1.0.

    `decimal` is the decimal sign of its numbers, "" where none is seen, and `ambiguous` whether it might as well be the
    other one: "1.234" alone does not tell. `strays` are cells that are no numbers in a column that otherwise is.
    """

    name: str
    kind: str
    examples: tuple[str, ...]
    values: Array = field(repr=False)
    words: tuple[str, ...] = field(default=(), repr=False)
    decimal: str = ""
    ambiguous: bool = False
    strays: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """The unit that its name has in brackets, as "length (cm)" or "length [cm]"; "" for none."""
        found = _UNIT.fullmatch(self.name)
        return found[1] if found else ""

    @property
    def present(self) -> Array:
        """In which rows there is a value, bool (n,)."""
        return self.values >= 0 if self.kind == WORDS else ~np.isnan(self.values)

    @property
    def missing(self) -> int:
        """In how many rows there is none."""
        return int(len(self.values) - self.present.sum())

    @property
    def distinct(self) -> int:
        """How many different values it has."""
        return len(np.unique(self.values[self.present]))

    @property
    def whole(self) -> bool:
        """Whether it has numbers, and whole ones only."""
        return self.kind == NUMBER and bool((self.values[self.present] % 1 == 0).all())

    def labels(self) -> tuple[Array, tuple[str, ...]]:
        """Its values as classes: places (n,) in their names, -1 where one is missing; numbers in ascending order."""
        if self.kind == WORDS:
            return self.values, self.words
        found = np.unique(self.values[self.present])
        places = np.where(self.present, np.searchsorted(found, self.values), -1)
        return places, tuple(str(int(number)) if number % 1 == 0 else repr(number) for number in found.tolist())


def is_missing(cell: str) -> bool:
    """Whether a cell has no value."""
    return cell.strip().lower() in MISSING


def taken(name: str, cells: Sequence[str], separator: str, elsewhere: str = "", decimal: str = "") -> Column:
    """The column of these cells.

    `separator` and `elsewhere` are those of `numerals.written`; `decimal` is the decimal sign that is meant, if that
    was said.
    """
    known = {cell: is_missing(cell) for cell in set(cells)}
    present = [cell for cell in cells if not known[cell]]
    examples = tuple(dict.fromkeys(" ".join(cell.split()) for cell in present[: 10 * SHOWN]))[:SHOWN]
    if not present:
        return Column(name, EMPTY, (), np.full(len(cells), math.nan))
    how = numerals.written(present, separator, elsewhere)
    if how is None:
        return Column(name, WORDS, examples, *_words(cells, known))
    if decimal and how.decimal:
        how = numerals.Numerals(decimal)
    number = dict.fromkeys(known, math.nan) | numerals.values(set(present), how.decimal)
    strays = tuple(dict.fromkeys(cell for cell in present if math.isnan(number[cell])))[:SHOWN]
    values = np.array([number[cell] for cell in cells])
    return Column(name, NUMBER, examples, values, (), *how, strays)


def _words(cells: Sequence[str], missing: dict[str, bool]) -> tuple[Array, tuple[str, ...]]:
    """The place of each cell in the words, -1 for a missing one, and the words, each as it is written most often."""
    alike = {cell: _key(cell) for cell in missing if not missing[cell]}
    spellings: dict[str, Counter[str]] = {}
    for cell, count in Counter(cells).items():
        if cell in alike:
            spellings.setdefault(alike[cell], Counter())[_tidy(cell)] += count
    keys = list(spellings)
    if len(keys) == 2 and keys[0] in AFFIRMATIVE:
        keys.reverse()
    place = {key: i for i, key in enumerate(keys)}
    values = np.array([place[alike[cell]] if cell in alike else -1 for cell in cells])
    return values, tuple(counts.most_common(1)[0][0] for counts in map(spellings.__getitem__, keys))


def _tidy(cell: str) -> str:
    """A word without blanks, or apostrophes, around it."""
    tidy = " ".join(cell.split())
    return tidy[1:-1].strip() or tidy if tidy[0] == tidy[-1] == "'" and len(tidy) > 2 else tidy


def _key(cell: str) -> str:
    """What is the same for all spellings of a word: capital letters, blanks and .0 make no difference."""
    key = _tidy(cell).casefold()
    return re.sub(r"^([+-]?\d+)\.0+$", r"\1", key)
