"""Origin: the rows of a table that a data set was made of, and how; with it they can be given back as they came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.data.table.check import Check

if TYPE_CHECKING:
    from engine.data.table.table import Table


@dataclass(frozen=True, eq=False)
class Origin:
    """Where a data set comes from: a `table`, the columns chosen of it, and the part and seed of its test rows.

    `train` and `test_rows` are places in `table.rows`: those of the training and of the test examples, in their order.
    `task` is the one that was asked for, "" where the target decided it. `check` says what was found in the data.
    """

    table: "Table" = field(repr=False)
    inputs: tuple[str, ...]
    target: str
    test: float
    seed: int
    task: str
    train: tuple[int, ...] = field(repr=False)
    test_rows: tuple[int, ...] = field(repr=False)
    check: Check = field(repr=False)

    @property
    def text(self) -> str:
        """The rows that were learned from, then those that were tested on, as they came: every column and cell."""
        return self.table.text((*self.train, *self.test_rows))

    def to_dict(self) -> dict[str, Any]:
        """Plain data, from which `engine.data.table.from_dict` makes the same data set again."""
        return {
            "text": self.table.text(),
            "name": self.table.name,
            "signs": list(self.table.signs),
            "decimals": {column.name: column.decimal for column in self.table.columns if column.decimal},
            "inputs": list(self.inputs),
            "target": self.target,
            "test": self.test,
            "seed": self.seed,
            "task": self.task,
        }


def chosen(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What `Table.dataset` is to be called with, from the plain data of an origin. Raises ValueError for others."""
    inputs, target, test, seed, task = (plain.get(key) for key in ("inputs", "target", "test", "seed", "task"))
    listed = isinstance(inputs, list) and all(isinstance(name, str) for name in inputs)
    numbers = type(test) in (int, float) and type(seed) is int
    if not (listed and isinstance(target, str) and numbers and isinstance(task, str)):
        raise ValueError("This is damaged: it does not say what was chosen of its table.")
    return {"inputs": tuple(inputs or ()), "target": target, "test": test, "seed": seed, "task": task}
