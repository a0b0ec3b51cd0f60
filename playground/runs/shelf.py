"""The shelf: the runs that a learner left, whole, each ready to be taken up again; in bounded memory, the oldest go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine import Dataset, Experiment
from engine.arrays import Array
from engine.evaluation import Evaluation
from engine.history import History
from engine.journal import Journal
from engine.snapshot import Snapshot
from playground.runs.keyframes import Keyframes
from playground.settings import budget

MOST_RUNS = 60
ENTRY_BYTES = 300
"""What an entry of a history takes, about: a tuple of numbers."""
EVENT_BYTES = 300
"""What an event of a journal takes, about."""


@dataclass(frozen=True)
class Stand:
    """A run as it stands, whole: its state, data of its own where it has such, and how it was after past epochs."""

    state: Mapping[str, Any]
    data: Dataset | None = None
    keyframes: Keyframes | None = None

    @property
    def experiment(self) -> Experiment:
        """What it trains, with the settings of then."""
        return Experiment.from_dict(self.state["experiment"])

    @property
    def history(self) -> History:
        """How it went."""
        history: History = self.state["history"]
        return history

    @property
    def journal(self) -> Journal:
        """What was done to it since it began."""
        journal: Journal = self.state["journal"]
        return journal

    def is_as(self, other: "Stand") -> bool:
        """Whether both are the same run at the same step, whatever is kept of their past."""
        return (self.state["step"], self.journal) == (other.state["step"], other.journal) and np.array_equal(
            self.state["parameters"], other.state["parameters"]
        )

    def steps_shared(self, other: "Stand") -> int:
        """Up to which step both runs went the same way."""
        return int(min(self.state["step"], other.state["step"], self.journal.parts_from(other.journal)))

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about, without its data."""
        edits = self.state["edits"]
        arrays = [self.state["parameters"], edits["frozen"], *edits["off"].values()]
        entries = len(self.history.epoch) + len(self.history.batch_step)
        kept = self.keyframes.nbytes if self.keyframes else 0
        told = entries * ENTRY_BYTES + len(self.state["journal"].events) * EVENT_BYTES
        return kept + told + sum(int(array.nbytes) for array in arrays)


@dataclass(frozen=True)
class Shelved:
    """A run on the shelf: how it stood, what is seen of it, and how good it was.

    `number` counts the runs of this shelf, and `fingerprint` tells its data. `train` and `test` are figures of the
    moment when so many `epochs`, with a fraction, were done: these are what is said of it everywhere. `outputs`
    (25, 25, n_L) are what it answers over the square, or else `fields` (k, 28, 28) show the weights of some of its
    first neurons, as `engine.snapshot` has them; both are None where there is neither.
    """

    number: int
    stand: Stand
    fingerprint: str
    epochs: float
    train: Evaluation
    test: Evaluation
    outputs: Array | None
    fields: Array | None

    @property
    def name(self) -> str:
        """What it is called wherever it is shown."""
        return f"run {self.number}"

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about, without its data."""
        return self.stand.nbytes + sum(seen.nbytes for seen in (self.outputs, self.fields) if seen is not None)


def taken(runs: Iterable[Shelved]) -> int:
    """How much memory these runs take, about: data from which several learned, and tables, are there once."""
    runs = list(runs)
    data = {id(one.stand.data): one.stand.data for one in runs if one.stand.data is not None}
    tables = {id(one.origin.table): one.origin.table for one in data.values() if one.origin is not None}
    return sum(one.nbytes for one in runs) + sum(map(_numbers, data.values())) + sum(t.nbytes for t in tables.values())


def _numbers(data: Dataset) -> int:
    """How much memory the numbers of a data set take."""
    arrays = data.x_train, data.y_train, data.x_test, data.y_test, data.x_validation, data.y_validation, data.points
    return sum(int(array.nbytes) for array in arrays if array is not None)


class Shelf:
    """A learner's runs, the newest first; `gone` counts those that had to make room."""

    def __init__(self) -> None:
        self.runs: tuple[Shelved, ...] = ()
        self.gone = 0
        self._count = 0

    @property
    def newest(self) -> int:
        """The number of the run that was put here last; 0 if there is none."""
        return self.runs[0].number if self.runs else 0

    def put(self, stand: Stand, fingerprint: str, snapshot: Snapshot) -> None:
        """Put a run on the shelf. Where it is full, the oldest first lose what they were like, then go."""
        self._count += 1
        outputs = snapshot.plane.outputs[::2, ::2].copy() if snapshot.plane else None
        fields = snapshot.digits.fields[:4].copy() if snapshot.digits else None
        epochs = snapshot.epochs_done if snapshot.as_of is None else snapshot.as_of
        shelved = Shelved(self._count, stand, fingerprint, epochs, snapshot.train, snapshot.test, outputs, fields)
        self.runs = (shelved, *self.runs)
        self._make_room()

    def take(self, number: int) -> Stand | None:
        """The run of this number, which is no longer on the shelf then; None where there is none."""
        found = next((shelved for shelved in self.runs if shelved.number == number), None)
        self.runs = tuple(shelved for shelved in self.runs if shelved is not found)
        return found.stand if found else None

    def take_same(self, stand: Stand) -> Stand | None:
        """The run that stands just as this one, with all that is kept of it, which is no longer on the shelf then."""
        return next((self.take(shelved.number) for shelved in self.runs if shelved.stand.is_as(stand)), None)

    def holds(self, stand: Stand) -> bool:
        """Whether a run on the shelf went all the way of this one."""
        return any(stand.steps_shared(shelved.stand) == stand.state["step"] for shelved in self.runs)

    def rivals(self, fingerprint: str, cost: str) -> list[Shelved]:
        """Those that can be compared with a run of these data and this cost: with figures, and not diverged."""
        return [
            shelved
            for shelved in self.runs
            if (shelved.fingerprint, shelved.stand.experiment.cost) == (fingerprint, cost)
            and not shelved.stand.state["problem"]
            and len(shelved.stand.history.epoch)
        ]

    def _make_room(self) -> None:
        runs = list(self.runs)
        for i in reversed(range(1, len(runs))):
            if taken(runs) <= budget.SHELF:
                break
            runs[i] = replace(runs[i], stand=replace(runs[i].stand, keyframes=None))
        while len(runs) > 1 and (len(runs) > MOST_RUNS or taken(runs) > budget.SHELF):
            runs.pop()
            self.gone += 1
        self.runs = tuple(runs)
