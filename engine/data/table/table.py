"""A Table: what was read from a file, and the data sets that can be made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from engine.arrays import Array
from engine.data.dataset import CLASSIFICATION, REGRESSION, TASKS, Dataset
from engine.data.scaling import Scaling
from engine.data.table import check, encoding, numerals, suggestion
from engine.data.table.bounds import FEWEST_ROWS, LONGEST_NAME, MOST_CLASSES
from engine.data.table.column import EMPTY, NUMBER, WORDS, Column
from engine.data.table.division import divided
from engine.data.table.header import distinct
from engine.data.table.layout import Layout
from engine.data.table.origin import Origin
from engine.names import did_you_mean, quoted, require_known

WORD, TUPLE, TEXT = 8, 56, 49  # bytes of an entry of a tuple, and of an empty tuple and text


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """Rows of which some columns are inputs, and one is to be learned.

    `columns` say what each column was taken for, and `rows` has the cells of every row, as they came. `found` is how
    many rows there were: of a long table, an even part of them is kept. `notes` are sentences on what was done or left
    out. `layout` is how the text is written, and `preamble` and `lines` are the text itself: what stands above the
    rows, and a line, or several, for each of them.

    >>> from engine.data.table import read
    >>> table = read("hours,sleep,grade\\n1,7,fail\\n2,6,fail\\n8,7,pass\\n9,8,pass\\n")
    >>> table
    <Table of 4 rows: hours (number), sleep (number), grade (words)>
    >>> table.suggestion
    (('hours', 'sleep'), 'grade')
    >>> table.dataset(("hours", "sleep"), "grade", test=0.5)
    <Dataset of 2 training and 2 test examples, 2 inputs, 2 classes: fail, pass>
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    found: int
    notes: tuple[str, ...]
    layout: Layout = field(repr=False)
    preamble: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)

    def __repr__(self) -> str:
        columns = ", ".join(f"{column.name} ({column.kind})" for column in self.columns)
        return f"<Table of {len(self.rows):,} rows: {columns}>"

    @cached_property
    def nbytes(self) -> int:
        """How much memory it takes, about: a cell that is there again takes none again."""
        cells = {cell for row in self.rows for cell in row}
        places = (TUPLE + WORD * len(self.columns)) * len(self.rows)
        texts = sum(map(len, cells)) + sum(map(len, self.lines)) + TEXT * (len(cells) + len(self.lines))
        return texts + places + sum(int(column.values.nbytes) for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name. Raises ValueError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        names = [column.name for column in self.columns]
        raise ValueError(f"The table has no column {quoted(name)}.{did_you_mean(str(name), names)}")

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """The columns whose numbers can be read in two ways; `read` can be told which decimal sign is meant."""
        return tuple(column.name for column in self.columns if column.ambiguous)

    def require_told(self, columns: Sequence[Column]) -> None:
        """Raise ValueError where the numbers of one of these columns can be read in two ways."""
        for column in columns:
            if column.ambiguous:
                place = self.columns.index(column)
                cell = next(row[place] for row in self.rows if "." in row[place] or "," in row[place])
                readings = " or ".join(f"{numerals.value(cell, sign):.10g}" for sign in numerals.OTHER)
                raise ValueError(
                    f"The numbers in “{column.name}” can be read in two ways: {cell.strip()} is {readings}. Say which "
                    f"sign is the decimal one, as in read(..., decimals={{{column.name!r}: {column.decimal!r}}}), or "
                    f"with --decimal on the command line."
                )

    @property
    def suggestion(self) -> tuple[tuple[str, ...], str]:
        """The names of the columns to be ticked as inputs at first, and of the target; ((), "") if none will do."""
        return suggestion.suggested(self.columns, bool(self.layout.header), self.found)

    def inputs_for(self, target: str) -> tuple[str, ...]:
        """The names of the columns to be ticked as inputs where this one is to be learned."""
        return suggestion.inputs_for(self.columns, self.column(target), bool(self.layout.header), self.found)

    def left_out(self, target: str) -> dict[str, str]:
        """Why columns are not ticked as inputs where this one is to be learned, in a few words, by their names."""
        return suggestion.left_out(self.columns, self.column(target), bool(self.layout.header), self.found)

    def task_of(self, target: str) -> str:
        """What a target is for unless it is said: "classification" for words and few whole numbers, or "regression"."""
        return CLASSIFICATION if suggestion.is_classes(self.column(target)) else REGRESSION

    def text(self, rows: Sequence[int] | None = None) -> str:
        """These rows, or all, with what stands above them, as they came."""
        return self.preamble + "".join(self.lines[row] for row in (range(len(self.lines)) if rows is None else rows))

    def dataset(
        self, inputs: Sequence[str], target: str, *, test: float = 0.3, seed: int = 0, task: str = ""
    ) -> Dataset:
        """The data set that learns the column `target` from the columns `inputs`; `test` of its rows are for testing.

        Words in the target are classes, numbers are to be predicted; few different whole numbers are classes too,
        unless `task` says "regression". Numbers among the inputs are scaled to mean 0 and standard deviation 1 in the
        training rows, and so is a target of numbers: `scaling` tells how. A column of words becomes an input for each
        word. Rows with a missing cell are left out. Equal rows are never parted by the division into training and test
        rows. Its `origin` knows the rows, and has the check of the data.

        Raises ValueError, with a sentence, where there is no such column, not enough to learn from, or a column whose
        numbers can be read in two ways.
        """
        if len(self.rows) < FEWEST_ROWS:
            few = "one row" if len(self.rows) == 1 else f"{len(self.rows)} rows"
            raise ValueError(f"The table has only {few}; training and testing need at least {FEWEST_ROWS}.")
        columns, goal = self._chosen(inputs, target)
        self.require_told((*columns, goal))
        if not (isinstance(test, (int, float)) and 0 < test < 1):
            raise ValueError(f"The part of the rows to test on lies between 0 and 1; it is {quoted(test)}.")
        if task:
            require_known("task", task, TASKS)
        task_here = task or self.task_of(target)
        rows = np.flatnonzero(np.logical_and.reduce([column.present for column in (*columns, goal)]))
        self._require_enough(len(rows), (*columns, goal))
        encoded = encoding.encode(columns, rows)
        labels, names = _answers(goal, rows, task_here)
        same = check.alike(np.column_stack([encoded.raw, labels]))
        classes = task_here == CLASSIFICATION
        train, tested = divided(same, labels if classes else np.zeros(len(rows), int), test, seed)
        scaling = encoding.scaling_of(encoded, train)
        if not classes:
            mean, deviation = encoding.standard(labels[train])
            scaling = Scaling(scaling.offset, scaling.scale, float(mean), float(deviation))
        x, y = scaling.inputs(encoded.raw), labels if classes else scaling.answers(labels)[:, np.newaxis]
        return Dataset(
            x[train],
            y[train],
            x[tested],
            y[tested],
            len(names) if classes else 0,
            class_names=names,
            input_names=encoded.names,
            target_name=target,
            scaling=scaling,
            origin=Origin(
                self,
                tuple(column.name for column in columns),
                target,
                float(test),
                int(seed),
                task,
                tuple(rows[train].tolist()),
                tuple(rows[tested].tolist()),
                check.checked(encoded.raw, encoded.names, labels, names, train, tested, len(self.rows) - len(rows)),
            ),
        )

    def _chosen(self, inputs: Sequence[str], target: str) -> tuple[list[Column], Column]:
        """The columns of the inputs and of the target. Raises ValueError where they will not do."""
        if isinstance(inputs, str) or not all(isinstance(name, str) for name in inputs):
            raise ValueError("The inputs are a list of the names of columns.")
        if not target:
            raise ValueError("Choose a column that is to be learned.")
        columns, goal = [self.column(name) for name in dict.fromkeys(inputs)], self.column(target)
        if not columns:
            raise ValueError("Choose at least one column as an input.")
        if goal in columns:
            raise ValueError(f"“{target}” is what is to be learned, so it cannot be an input as well.")
        for column in (*columns, goal):
            if column.kind == EMPTY:
                raise ValueError(f"“{column.name}” is empty: nothing can be learned from it.")
        for column in columns:
            if column.kind == WORDS and column.distinct == column.present.sum() > FEWEST_ROWS:
                raise ValueError(
                    f"In “{column.name}”, no two rows have the same words: what is learned about one says nothing "
                    "about another. Choose another column."
                )
        return columns, goal

    def _require_enough(self, rows: int, columns: Sequence[Column]) -> None:
        if rows < FEWEST_ROWS:
            worst = max(columns, key=lambda column: column.missing)
            raise ValueError(
                f"Of {len(self.rows):,} rows, {rows} have all these columns filled, and at least {FEWEST_ROWS} are "
                f"needed. Most cells are missing in “{worst.name}”: leave it out."
            )


def _answers(goal: Column, rows: Array, task: str) -> tuple[Array, tuple[str, ...]]:
    """What is to be learned in these rows: places in the names of the classes, or numbers without names."""
    if task == REGRESSION:
        if goal.kind != NUMBER:
            raise ValueError(f"“{goal.name}” has words, not numbers: its task is classification.")
        if goal.distinct < 2:
            raise ValueError(f"“{goal.name}” is the same in all rows: there is nothing to learn.")
        return goal.values[rows], ()
    places, names = goal.labels()
    used, labels = np.unique(places[rows], return_inverse=True)
    names = distinct([names[place][:LONGEST_NAME] for place in used.tolist()])
    if len(names) < 2:
        raise ValueError(f"All rows have the same label in “{goal.name}”: to tell classes apart takes at least two.")
    if len(names) == len(rows):
        raise ValueError(f"In “{goal.name}”, each row has a label of its own, so nothing is learned about a class.")
    if len(names) > MOST_CLASSES:
        raise ValueError(
            f"“{goal.name}” has {len(names):,} different {'words' if goal.kind == WORDS else 'numbers'}, and at most "
            f"{MOST_CLASSES} classes can be told apart here. Choose another column, or keep the rows of some of them."
        )
    return labels, names
