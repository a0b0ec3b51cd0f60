"""A run in a link: what the address of a Playground says of a run, read without the page.

How it began, what was done to it since, its own points or table, and which of its settings are locked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from engine import Dataset, Experiment
from engine.data import SOURCES, table
from engine.journal import Journal
from playground.settings import experiments
from playground.settings.changes import CHANGES, followed
from playground.settings.controls import CONTROLS
from playground.settings.experiments import LOCK
from playground.settings.link import MOST_PARTS, Asked
from playground.settings.packed_points import POINTS
from playground.settings.packed_table import TABLE
from playground.settings.pages import PLAYGROUND

MOST_CHARACTERS = 30_000
"""Of a query: a link with as many points, or as large a table, and as many changes as one holds has about 10,000."""
OWN = ("dataset", "test_fraction", "data_seed")
MADE = (*OWN, "samples", "noise")
"""The settings that data are made by: of the learner's own, and of all others."""

_KEYS = {setting.key for setting in (*experiments.SETTINGS, LOCK, CHANGES, POINTS, TABLE)}


@dataclass(frozen=True, eq=False)
class LinkedRun:
    """What a link says of a run: its journal, the data that it brings if it is about data of its own, and the fields of
    the experiment that are locked.
    """

    journal: Journal
    data: Dataset | None = None
    locked: tuple[str, ...] = ()

    def as_it_went(self) -> Iterator[Experiment]:
        """What was trained at first, and after each change."""
        return accumulate(self.journal.events, lambda e, event: event.after(e), initial=self.journal.begun)

    def learns_from_the_same(self, other: "LinkedRun") -> bool:
        """Whether both learn from the same examples, divided in the same way; which inputs they choose is open."""
        ours, theirs = self.journal.begun, other.journal.begun
        fields = OWN if SOURCES[ours.dataset].own else MADE
        return all(getattr(ours, name) == getattr(theirs, name) for name in fields) and _same(self.data, other.data)


def read(query: str) -> LinkedRun:
    """What a query, such as `dataset=moons&changes=120E1`, says of a run.

    Raises ValueError, with a sentence, where anything in it that is about the run makes no sense: nothing is guessed.
    """
    if len(query) > MOST_CHARACTERS:
        raise ValueError(f"This link has {len(query):,} characters; at most {MOST_CHARACTERS:,} are read.")
    try:
        parts = dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=2 * MOST_PARTS))
    except ValueError:
        raise ValueError("This link sets more than any link to the Playground does.") from None
    asked = Asked({key: text for key, text in parts.items() if key in _KEYS})
    begun, journal = experiments.read(asked), None
    with asked.about(CHANGES):
        journal = followed(begun, asked.read(CHANGES))
    points = asked.read(POINTS) if begun.own_data and begun.is_plane else None
    plain = asked.read(TABLE) if begun.is_table else None
    locked = tuple(CONTROLS[key].field for key in asked.read(LOCK))
    asked.met.update(asked.parts)  # what has no effect on these data may stand there
    if told := asked.told():
        raise ValueError(told[0])
    assert journal is not None
    return LinkedRun(journal, _own_data(journal.begun, points, plain), locked)


def read_address(address: str) -> LinkedRun:
    """What the address of a Playground, from its path on, says of a run. Raises ValueError for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("/no-address")
    if parts.path.rsplit("/", 1)[-1] not in ("", PLAYGROUND.name):
        raise ValueError(f"This is not an address of the {PLAYGROUND.title}.")
    return read(parts.query)


def _own_data(e: Experiment, points: Any, plain: Any) -> Dataset | None:
    """The data that an experiment about data of its own learns from, None for any other."""
    if not SOURCES[e.dataset].own:
        return None
    if (plain if e.is_table else points) is None:
        raise ValueError("This link does not bring the data that its run learns from.")
    if not e.is_table:
        places, labels = points[:, :2], points[:, 2].astype(int)
        return table.dataset(places, labels, e.inputs, e.test_fraction, e.data_seed)
    data = table.from_dict(plain)
    origin = data.origin
    assert origin is not None
    if SOURCES[e.dataset].task != ("classification" if data.classes else "regression"):
        raise ValueError("The table in this link is of another kind than its run learns from.")
    if (origin.test, origin.seed) == (e.test_fraction, e.data_seed):
        return data
    return origin.table.dataset(origin.inputs, origin.target, test=e.test_fraction, seed=e.data_seed, task=origin.task)


def _same(ours: Dataset | None, theirs: Dataset | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    if ours.points is not None and theirs.points is not None:
        return np.array_equal(ours.points, theirs.points)
    return ours.fingerprint == theirs.fingerprint
