"""The learner's own table: kept in the session, with the columns that were chosen of it, and the data set they make."""

from dataclasses import dataclass, field
from types import NoneType

import streamlit as st

from engine import Dataset, Experiment
from engine.bidi import isolated
from engine.data.dataset import REGRESSION
from engine.data.table import Table
from engine.data.table.origin import Origin
from playground.components.page.give import give
from playground.settings import controls
from playground.settings.plain import plain
from playground.settings.slots import Slot

SOURCE, SOURCE_OF_NUMBERS, POINTS = "table", "table-number", "custom"
"""The data sets of the learner's own: a table with classes, one with a number to be learned, and points."""
MOST_TOLD = 6
"""Columns that are named in a line."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """A table, which of its columns are inputs, which one is learned, and as what: "" as its values have it."""

    table: Table
    inputs: tuple[str, ...]
    target: str
    task: str = ""
    _made: dict[tuple[float, int], Dataset] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, data: Dataset, origin: Origin) -> "Chosen":
        """What was chosen for a data set."""
        made = {(origin.test, origin.seed): data}
        return cls(origin.table, origin.inputs, origin.target, origin.task, made)

    @property
    def source(self) -> str:
        """The name of the data set that it is."""
        numbers = (self.task or self.table.task_of(self.target)) == REGRESSION
        return SOURCE_OF_NUMBERS if numbers else SOURCE

    def dataset(self, test: float, seed: int) -> Dataset:
        """The data set, with this part of its rows for testing; the newest one is kept."""
        if (test, seed) not in self._made:
            made = self.table.dataset(self.inputs, self.target, test=test, seed=seed, task=self.task)
            self._made.clear()
            self._made[test, seed] = made
        return self._made[test, seed]


CHOSEN = Slot[Chosen | None]("own-table", NoneType, kept=True)
WANTED = Slot("own-wanted", str)
"""The data set that the page is to be set to; "" for the one that it has."""
LAST = Slot("own-last", lambda: POINTS, kept=True)
"""Which data set of the learner's own was on the page last."""


def bring(table: Table, inputs: tuple[str, ...], target: str, task: str = "") -> None:
    """Learn from these columns of a table from now on.

    Raises ValueError, with a sentence, and leaves all as it was, where they make no data set.
    """
    chosen = Chosen(table, inputs, target, task)
    first = controls.first_of(chosen.source)
    chosen.dataset(first.test_fraction, first.data_seed)
    CHOSEN.put(chosen)
    WANTED.put(chosen.source)


def last() -> str:
    """The data set of the learner's own to come back to: the table, if that was on the page last, or else points."""
    chosen = CHOSEN.get()
    return chosen.source if chosen and LAST.get() != POINTS else POINTS


def dataset(experiment: Experiment) -> Dataset:
    """The data set of the table, with the test fraction and the seed of `experiment`.

    Raises ValueError, with a sentence, where there is no table, or one of another kind.
    """
    chosen = CHOSEN.get()
    if chosen is None or chosen.source != experiment.dataset:
        raise ValueError("The table of this run is not here: import it again, or open the file of the run.")
    return chosen.dataset(experiment.test_fraction, experiment.data_seed)


def show(experiment: Experiment) -> None:
    """What is learned from which columns, the rows to take away, and the way back to points that are drawn."""
    try:
        data = dataset(experiment)
    except ValueError as error:
        st.caption(plain(str(error)))
        return
    assert data.origin is not None
    inputs = data.origin.inputs
    told = ", ".join(map(isolated, inputs)) if len(inputs) <= MOST_TOLD else f"{len(inputs)} columns"
    st.caption(plain(f"{isolated(data.origin.target)} from {told}. {data.origin.check.line}"))
    give("Download table", rows, data, file_name(data), key="table-csv", icon=None, width="stretch")
    st.button("Draw points instead", key="own-draw", on_click=WANTED.put, args=(POINTS,), width="stretch")


def offer() -> None:
    """The way back to the table, from points that are drawn."""
    if chosen := CHOSEN.get():
        name = isolated(chosen.table.name) or "the table"
        st.button(
            plain(f"Use {name} again"), key="own-again", on_click=WANTED.put, args=(chosen.source,), width="stretch"
        )


def file_name(data: Dataset) -> str:
    """What the file of these rows is called: as the one that they came in, if that was one of text."""
    name = data.origin.table.name if data.origin else ""
    return f"{name[: -len('.xlsx')]}.csv" if name.lower().endswith(".xlsx") else name or "table.csv"


def rows(data: Dataset) -> str:
    """The rows of the table that are learned from, then those that are tested on, as they came."""
    return data.origin.text if data.origin else ""
