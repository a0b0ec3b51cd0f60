"""Suggestion: which columns of a table are inputs, and which one is to be learned, before anybody has said so."""

from collections.abc import Sequence

import numpy as np

from engine.data.table.bounds import MOST_CLASSES, MOST_INPUTS, MOST_WORDS
from engine.data.table.column import EMPTY, NUMBER, WORDS, Column

TARGETS = (
    *("target", "label", "survived", "diagnosis", "species", "outcome", "class", "income", "quality", "churn"),
    *("y", "kind", "type", "variety", "cultivar", "category", "result", "medv", "price", "charges", "mpg", "tip"),
)
"""What columns are called that are to be learned, the surest first."""

MOSTLY_MISSING = 1 / 3  # of its rows: such a column is left out, rather than the rows


def is_classes(column: Column) -> bool:
    """Whether the values of a target are classes: words, or few different whole numbers, each in several rows."""
    if column.kind == WORDS:
        return True
    few = column.distinct <= (2 if column.present.sum() < 3 * column.distinct else MOST_CLASSES)
    return column.whole and few


def suggested(columns: Sequence[Column]) -> tuple[tuple[str, ...], str]:
    """The names of the inputs, in the order of the table, and of the target; ((), "") where nothing can be learned."""
    varied = [column for column in columns if column.kind != EMPTY and column.distinct > 1 and not column.counts]
    target = _target(varied)
    if target is None or len(varied) < 2:
        return (), ""
    sizes = {column.name: 1 if column.kind == NUMBER else min(column.distinct, MOST_WORDS) for column in varied}
    chosen: list[str] = []
    for column in varied:
        room = sum(sizes[name] for name in chosen) + sizes[column.name] <= MOST_INPUTS
        if column is not target and room and _tells(column) and not _says_the_same(column, target):
            chosen.append(column.name)
    # where nothing is as it should be, everything else may serve
    return tuple(chosen or [column.name for column in varied if column is not target][:1]), target.name


def _target(columns: Sequence[Column]) -> Column | None:
    fit = [column for column in columns if column.kind == NUMBER or _has_classes(column)]
    ends = [column for column in (*columns[-1:], *columns[:1]) if column in fit]
    named = {_plain(column.name): column for column in reversed(fit)}
    for name in TARGETS:
        if name in named:
            return named[name]
    for column in [*ends, *fit]:
        if column.kind == WORDS:
            return column
    return next((column for column in ends if is_classes(column)), fit[-1] if fit else None)


def _has_classes(column: Column) -> bool:
    """Whether the words of a column make classes: there are few, and most of them in several rows."""
    return column.distinct <= min(MOST_CLASSES, int(column.present.sum()) // 2)


def _plain(name: str) -> str:
    return name.strip().lower().split("(")[0].split("[")[0].strip(" _")


def _tells(column: Column) -> bool:
    """Whether something can be learned from it: it is there in most rows, and no name that each row has its own of."""
    present = len(column.values) - column.missing
    enough = column.missing <= MOSTLY_MISSING * len(column.values)
    return enough and (column.kind == NUMBER or column.distinct <= min(present / 2, max(MOST_WORDS, present / 10)))


def _says_the_same(column: Column, target: Column) -> bool:
    """Whether it is the target in other words: each value of the one goes with one value of the other."""
    if not is_classes(target) or column.distinct != target.distinct:
        return False
    both = column.present & target.present
    return len(np.unique(np.stack([column.values[both], target.values[both]]), axis=1).T) == target.distinct
