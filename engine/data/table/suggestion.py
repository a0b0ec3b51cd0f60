"""Suggestion: which columns of a table are inputs, and which one is to be learned, before anybody has said so."""

import re
from collections.abc import Sequence

import numpy as np

from engine.data.table.bounds import MOST_CLASSES, MOST_INPUTS, MOST_WORDS
from engine.data.table.column import EMPTY, NUMBER, WORDS, Column

TARGETS = (
    *("target", "label", "labels", "outcome", "survived", "diagnosis", "class", "output"),
    *("medv", "medhouseval", "medianhousevalue", "saleprice", "sellingprice", "price", "quality"),
    *("charges", "mpg", "tip", "rings", "strength", "score", "salary", "sales", "profit", "close"),
)
CLASSES = (
    *("species", "churn", "exited", "purchased", "purchase", "default", "approved", "passed", "income", "status"),
    *("result", "grade", "kind", "type", "variety", "cultivar", "category", "group"),
)
LIKELY = "weight", "ozone", "rating"
"""What columns are called that are to be learned, in small letters and digits: whatever they have, or classes, or where
no other is; the surest first."""

MOSTLY_MISSING = 1 / 3  # of its rows: such a column is left out, rather than the rows
MOSTLY_WHOLE = 1 / 3  # of the rows have all cells that are suggested, where columns can be left out for it
MOSTLY_ONE = 0.9  # of the rows have the same value: such a column is no target if another one may be
FEW = 3  # different whole numbers: in the first column, below a name that tells nothing, these are classes
SMALL = 20  # rows, too few to tell numbers that merely name the rows

_NAMES_ROWS = re.compile(
    r"(.*[\s_.])?(id|ID|Id|index|key|nr|no|No)\.?|rownames|Unnamed: 0|.*[a-z](ID|Id)|#"
    r"|(?i:row|serial|sample|record|case|obs|observation)[\s_.]?((?i:number|num|no|nr)\.?)?"
)
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}([ T].*)?|\d{4}[-/.]\d{1,2}")
_UNNAMED = re.compile(r"column \d+")


def is_classes(column: Column) -> bool:
    """Whether the values of a target are classes: words, or few different whole numbers, each in several rows."""
    if column.kind == WORDS:
        return True
    few = column.distinct <= (2 if column.present.sum() < 3 * column.distinct else MOST_CLASSES)
    return column.whole and few


def names_rows(columns: Sequence[Column], column: Column, header: bool, found: int) -> bool:
    """Whether its whole numbers merely count or name the rows, of which there were `found`.

    Those that count them go up from row to row, in the first column or one that is called so. Others name them if each
    row has another one, and the column is called so, or is the first and has no name, or large numbers.
    """
    rows, first = len(column.values), column is columns[0]
    if not column.whole or column.missing > 0.1 * rows:
        return False
    unnamed = _UNNAMED.fullmatch(column.name) is not None
    called = _NAMES_ROWS.fullmatch(column.name.strip()) is not None or (unnamed and header)
    large = bool(np.nanmedian(column.values) > 1000 * rows)
    apart = column.distinct / rows
    if bool((np.diff(column.values) > 0).all()) and column.values[0] >= 0 and column.values[-1] <= found:
        return called or (first and (rows >= SMALL or not header))
    if first and unnamed and (header or (large and rows >= SMALL)):
        return apart > (0.9 if large else 0.99)
    return called and apart > 0.9 and rows >= SMALL


def suggested(columns: Sequence[Column], header: bool, found: int) -> tuple[tuple[str, ...], str]:
    """The names of the inputs, in the order of the table, and of the target; ((), "") where nothing can be learned.

    `header` says whether the columns have names of their own, and `found` how many rows there were.
    """
    target = _target(_varied(columns, header, found), header)
    inputs = inputs_for(columns, target, header, found) if target else ()
    return (inputs, target.name) if target and inputs else ((), "")


def inputs_for(columns: Sequence[Column], target: Column, header: bool, found: int) -> tuple[str, ...]:
    """The names of the columns from which `target` may be learned, in the order of the table."""
    others = [column for column in _varied(columns, header, found) if column is not target]
    chosen: list[Column] = []
    left = MOST_INPUTS
    for column in others:
        size = 1 if column.kind == NUMBER else min(column.distinct, MOST_WORDS)
        if size <= left and _tells(column) and not _says_the_same(column, target):
            chosen.append(column)
            left -= size
    # where nothing is as it should be, anything else may serve
    serving = [column for column in others if column.kind == NUMBER or column.distinct < column.present.sum()]
    return tuple(column.name for column in _whole_together(chosen, target) or serving[:1])


def left_out(columns: Sequence[Column], target: Column, header: bool, found: int) -> dict[str, str]:
    """Why columns are not among `inputs_for` this target, in a few words, by their names."""
    chosen = inputs_for(columns, target, header, found)
    idle = [column for column in columns if column.name not in chosen and column is not target]
    return {column.name: _why_not(columns, column, target, header, found) for column in idle}


def _why_not(columns: Sequence[Column], column: Column, target: Column, header: bool, found: int) -> str:
    if column.kind == EMPTY or column.distinct < 2:
        return "always the same"
    if names_rows(columns, column, header, found):
        return "numbers the rows"
    if column.missing > MOSTLY_MISSING * len(column.values):
        return "too often missing"
    if column.kind == WORDS and all(map(_DATE.fullmatch, column.words)):
        return "dates"
    if not _tells(column):
        return "too many different words"
    if _says_the_same(column, target):
        return f"says the same as {target.name}"
    return "too often missing" if column.missing else f"more than {MOST_INPUTS} inputs"


def _varied(columns: Sequence[Column], header: bool, found: int) -> list[Column]:
    """The columns that have several values, and if there are enough of them, more to say than which row it is."""
    varied = [column for column in columns if column.kind != EMPTY and column.distinct > 1]
    telling = [column for column in varied if not names_rows(columns, column, header, found)]
    return telling if len(telling) > 1 else varied


def _target(columns: Sequence[Column], header: bool) -> Column | None:
    """What is to be learned, as far as the name of a column says so, or its place: tables mostly have it at an end."""
    fit = [column for column in columns if column.kind == NUMBER or _has_classes(column)]
    fit = [column for column in fit if column.missing <= len(column.values) / 2] or fit
    if not fit:
        return None
    named = {_plain(column.name): column for column in reversed(fit)}
    for name in (*TARGETS, *CLASSES, *LIKELY):
        if name in named and (name not in CLASSES or is_classes(named[name])):
            return named[name]
    words = [column for column in fit if column.kind == WORDS]
    first, last = columns[0], columns[-1]
    if "y" in named and named["y"] in (first, last):
        return named["y"]
    alone = not header and len(words) == 1
    classes = [column for column in fit if is_classes(column)]
    numbered = [column for column in classes if column.kind == WORDS or np.nanmin(column.values) in (-1, 0, 1)]
    guesses = (
        (first, not header and first in fit and last not in fit and last.kind == WORDS),  # with names at its other end
        (first, first in words and last in words and _rather(first, last, words, header)),
        (last, last in words),
        (last, last in fit and _alone_whole(last, columns)),
        (words[0] if words else last, alone),
        (first, not header and first in classes and last in classes and _mostly_one(last) and not _mostly_one(first)),
        (last, last in classes),
        (first, first in words and (not header or len(words) == 1)),
        (first, first in numbered and (not header or (len(classes) == 1 and first.distinct <= FEW))),
        (words[0] if words else last, len(words) == 1),
    )
    return next((column for column, likely in guesses if likely), fit[-1])


def _has_classes(column: Column) -> bool:
    """Whether the words of a column make classes: there are few, and most of them in several rows."""
    return column.kind == WORDS and column.distinct <= min(MOST_CLASSES, int(column.present.sum()) // 2)


def _rather(first: Column, last: Column, words: Sequence[Column], header: bool) -> bool:
    """Whether the first of several columns of words is rather the target than the last one.

    The words of a target are its own, as a rule, where those of answers, such as yes and no, are in many columns.
    """
    own = {
        end.name: not any(set(end.words) & set(column.words) for column in words if column is not end)
        for end in (first, last)
    }
    if own[first.name] != own[last.name]:
        return own[first.name]
    return not header and not own[last.name] and first.distinct == 2 < last.distinct


def _alone_whole(column: Column, columns: Sequence[Column]) -> bool:
    """Whether it has whole numbers, as a count has, and several others have numbers, but none of them whole ones."""
    numbers = [other for other in columns if other.kind == NUMBER and other is not column]
    return column.whole and len(numbers) > 1 and not any(other.whole for other in numbers)


def _mostly_one(column: Column) -> bool:
    _, counts = np.unique(column.values[column.present], return_counts=True)
    return bool(counts.max() > MOSTLY_ONE * counts.sum())


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.split("(")[0].split("[")[0].lower())


def _tells(column: Column) -> bool:
    """Whether something can be learned from it: it is there in most rows, and words are in several of them."""
    present = len(column.values) - column.missing
    enough = column.missing <= MOSTLY_MISSING * len(column.values)
    if column.kind == NUMBER:
        return enough
    few = column.distinct <= min(present / 2, max(MOST_WORDS, present / 10))
    return enough and few and not all(map(_DATE.fullmatch, column.words))


def _whole_together(columns: Sequence[Column], target: Column) -> list[Column]:
    """The columns without those that have most cells missing, until enough rows of the target have all of them."""
    left = list(columns)
    wanted = MOSTLY_WHOLE * target.present.sum()
    while left:
        whole = np.logical_and.reduce([target.present, *(column.present for column in left)])
        if whole.sum() >= wanted and len(np.unique(target.values[whole])) > 1:
            break
        left.remove(max(left, key=lambda column: column.missing))
    return left


def _says_the_same(column: Column, target: Column) -> bool:
    """Whether it is the target in other words: each value of the one goes with one value of the other."""
    if not is_classes(target) or column.distinct != target.distinct:
        return False
    both = column.present & target.present
    return len(np.unique(np.stack([column.values[both], target.values[both]]), axis=1).T) == target.distinct
