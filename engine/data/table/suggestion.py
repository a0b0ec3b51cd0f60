"""Suggestion: which columns of a table are inputs, and which one is to be learned, before anybody has said so."""

import re
from collections.abc import Sequence

import numpy as np

from engine.data.table.bounds import MOST_CLASSES, MOST_INPUTS, MOST_WORDS
from engine.data.table.column import EMPTY, NUMBER, WORDS, Column

TARGETS = "target", "label", "labels", "class", "outcome", "output", "medv", "medhouseval", "quality", "price"
NUMBERS = "saleprice", "median_house_value", "charges", "mpg", "tip", "rings", "strength", "score"
CLASSES = (
    *("survived", "diagnosis", "species", "income", "churn", "exited", "purchased", "default", "approved", "passed"),
    *("result", "grade", "kind", "type", "variety", "cultivar", "category", "group"),
)
"""What columns are called that are to be learned: whatever they have, numbers, or classes; the surest first."""

MOSTLY_MISSING = 1 / 3  # of its rows: such a column is left out, rather than the rows
SMALL = 20  # rows, too few to tell numbers that merely name the rows

_NAMES_ROWS = re.compile(r"(.*[\s_])?(id|ID|Id|index|key|nr|no|No|rownames|Unnamed: 0)|.*[a-z](ID|Id)")


def is_classes(column: Column) -> bool:
    """Whether the values of a target are classes: words, or few different whole numbers, each in several rows."""
    if column.kind == WORDS:
        return True
    few = column.distinct <= (2 if column.present.sum() < 3 * column.distinct else MOST_CLASSES)
    return column.whole and few


def suggested(columns: Sequence[Column], header: bool) -> tuple[tuple[str, ...], str]:
    """The names of the inputs, in the order of the table, and of the target; ((), "") where nothing can be learned.

    `header` says whether the columns have names of their own.
    """
    target = _target(_varied(columns), header)
    inputs = inputs_for(columns, target) if target else ()
    return (inputs, target.name) if target and inputs else ((), "")


def inputs_for(columns: Sequence[Column], target: Column) -> tuple[str, ...]:
    """The names of the columns from which `target` may be learned, in the order of the table."""
    others = [column for column in _varied(columns) if column is not target]
    chosen: list[str] = []
    left = MOST_INPUTS
    for column in others:
        size = 1 if column.kind == NUMBER else min(column.distinct, MOST_WORDS)
        if size <= left and _tells(column) and not _says_the_same(column, target):
            chosen.append(column.name)
            left -= size
    # where nothing is as it should be, anything else may serve
    return tuple(chosen or [column.name for column in others][:1])


def _varied(columns: Sequence[Column]) -> list[Column]:
    """The columns that have several values, and if there are enough of them, more to say than the number of the row."""
    varied = [column for column in columns if column.kind != EMPTY and column.distinct > 1]
    telling = [column for column in varied if not column.counts]
    return telling if len(telling) > 1 else varied


def _target(columns: Sequence[Column], header: bool) -> Column | None:
    """What is to be learned, as far as the name of a column says so, or its place: tables mostly have it at an end."""
    fit = [column for column in columns if (column.kind == NUMBER and not _names_rows(column)) or _has_classes(column)]
    if not fit:
        return None
    named = {_plain(column.name): column for column in reversed(fit)}
    for name in (*TARGETS, *NUMBERS, *CLASSES):
        if name in named and (name not in CLASSES or is_classes(named[name])):
            return named[name]
    words = [column for column in fit if column.kind == WORDS]
    first, last = columns[0], columns[-1]
    guesses = (
        (last, last in words),
        (words[0] if words else last, not header and len(words) == 1),
        (last, last in fit and is_classes(last)),
        (first, first in words and (not header or len(words) == 1)),
        (first, not header and first in fit and is_classes(first)),
        (words[0] if words else last, len(words) == 1),
    )
    return next((column for column, likely in guesses if likely), fit[-1])


def _has_classes(column: Column) -> bool:
    """Whether the words of a column make classes: there are few, and most of them in several rows."""
    return column.kind == WORDS and column.distinct <= min(MOST_CLASSES, int(column.present.sum()) // 2)


def _plain(name: str) -> str:
    return name.strip().lower().split("(")[0].split("[")[0].strip(" _")


def _names_rows(column: Column) -> bool:
    """Whether its numbers merely name the rows: each has another one, and it is called so, or they are large."""
    if not column.whole or column.distinct < 0.9 * column.present.sum() or column.present.sum() < SMALL:
        return False
    unnamed = column.name == "column 1" and float(np.nanmin(column.values)) > 10 * len(column.values)
    return unnamed or _NAMES_ROWS.fullmatch(column.name.strip()) is not None


def _tells(column: Column) -> bool:
    """Whether something can be learned from it: it is there in most rows, and does not merely name them."""
    present = len(column.values) - column.missing
    enough = column.missing <= MOSTLY_MISSING * len(column.values)
    if column.kind == NUMBER:
        return enough and not _names_rows(column)
    return enough and column.distinct <= min(present / 2, max(MOST_WORDS, present / 10))


def _says_the_same(column: Column, target: Column) -> bool:
    """Whether it is the target in other words: each value of the one goes with one value of the other."""
    if not is_classes(target) or column.distinct != target.distinct:
        return False
    both = column.present & target.present
    return len(np.unique(np.stack([column.values[both], target.values[both]]), axis=1).T) == target.distinct
