"""The preview of a table that is to be imported: its first rows, what each column was taken for, and why."""

from collections.abc import Mapping

import streamlit as st

from engine.data.dataset import REGRESSION
from engine.data.table import Column
from engine.data.table.bounds import MOST_CLASSES, MOST_WORDS
from engine.data.table.column import EMPTY, WORDS
from playground.data.own_table import Chosen
from playground.settings.plain import plain

ROWS, COLUMNS = 5, 30
"""Rows and columns that are shown of a table."""
LONGEST = 40
"""Characters that are shown of a cell."""
FEW = 20
"""Different values: what has more of them is not likely to be meant as classes, and nothing is said of it."""


def show(chosen: Chosen) -> None:
    """The first rows, below what each column was taken for; and what else is to be known of the table."""
    found = chosen.table
    goal = found.columns.index(found.column(chosen.target))
    idle = found.left_out(chosen.target)
    places = sorted({goal, *range(min(len(found.columns), COLUMNS))})
    cells = {
        plain(found.columns[place].name): [
            f"*{plain(taken_for(found.columns[place], chosen, idle))}*",
            *(plain(row[place][:LONGEST]) for row in found.rows[:ROWS]),
        ]
        for place in places
    }
    st.table(cells, hide_index=True, border="horizontal", alt="The first rows of the table")
    more = [f"{len(places)} of them are shown."] if len(places) < len(found.columns) else []
    rows = "1 row" if len(found.rows) == 1 else f"{len(found.rows):,} rows"
    told = [f"{rows}, {len(found.columns)} columns.", *more, *found.notes, *_of_classes(chosen)]
    st.caption(plain(" ".join(told)))


def taken_for(column: Column, chosen: Chosen, idle: Mapping[str, str]) -> str:
    """What a column was taken for, in a few words, and what it is used for, or why it is not, if that is in `idle`."""
    if column.kind == EMPTY:
        return "empty, not used"
    kind = f"{column.distinct} word{'' if column.distinct == 1 else 's'}" if column.kind == WORDS else "numbers"
    sign = ", decimal comma" if column.decimal == "," else ""
    missing = f", {column.missing} missing" if column.missing else ""
    return f"{kind}{sign}{missing}; {_use(column, chosen, idle)}"


def _use(column: Column, chosen: Chosen, idle: Mapping[str, str]) -> str:
    if column.name == chosen.target:
        return "to be learned"
    if column.name in chosen.inputs:
        capped = column.kind == WORDS and column.distinct > MOST_WORDS
        return f"input: the {MOST_WORDS - 1} most frequent, and the others as one" if capped else "input"
    return f"{idle[column.name]}, not used" if column.name in idle else "not used"


def _of_classes(chosen: Chosen) -> list[str]:
    """Sentences on what is not taken for classes, as it has too many values: the target, or what would else be one."""
    target = chosen.table.column(chosen.target)
    told = []
    if target.whole and chosen.table.task_of(target.name) == REGRESSION and MOST_CLASSES < target.distinct <= FEW:
        told.append(
            f"“{target.name}” is learned as a number: it has {target.distinct} different values, and at most "
            f"{MOST_CLASSES} can be classes."
        )
    for column in chosen.table.columns:
        many = column.kind == WORDS and MOST_CLASSES < column.distinct <= min(FEW, column.present.sum() // 2)
        if many and column is not target:
            told.append(
                f"“{column.name}” has {column.distinct} different words, and at most {MOST_CLASSES} can be classes: to "
                "learn it, keep the rows of some of them."
            )
    return told
