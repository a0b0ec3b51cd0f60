"""Origin: the rows of a table that a data set was made of, and how; with it they can be given back as they came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from engine.data.table.bounds import MOST_COLUMNS
from engine.data.table.cells import QUOTES, SEPARATORS, Signs
from engine.data.table.check import Check
from engine.data.table.layout import Layout

T = TypeVar("T")

DAMAGED = "This is damaged: its table is not there, or is not the one that was learned from."
ALL_SIGNS = {Signs(separator, quote) for separator in SEPARATORS for quote in QUOTES}

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
        table, layout = self.table, self.table.layout
        return {
            "name": table.name,
            "found": table.found,
            "notes": list(table.notes),
            "above": table.preamble,
            "rows": "".join(table.lines),
            "signs": list(layout.signs),
            "width": layout.width,
            "header": list(layout.header),
            "classes": list(layout.classes),
            "decimals": {column.name: column.decimal for column in table.columns if column.decimal},
            "inputs": list(self.inputs),
            "target": self.target,
            "test": self.test,
            "seed": self.seed,
            "task": self.task,
        }


@dataclass(frozen=True)
class Said:
    """What the plain data of an origin say, each of its type."""

    name: str
    found: int
    notes: tuple[str, ...]
    above: str
    rows: str
    layout: Layout
    decimals: dict[str, str]
    inputs: tuple[str, ...]
    target: str
    test: float
    seed: int
    task: str


def said(plain: Mapping[str, Any]) -> Said:
    """What plain data say. Raises ValueError, with a sentence, where they are not those of an origin."""
    signs, header = _texts(plain, "signs"), _texts(plain, "header")
    width = _typed(plain, "width", int)
    if not 2 <= width <= MOST_COLUMNS or len(header) not in (0, width) or signs not in ALL_SIGNS:
        raise ValueError(DAMAGED)
    return Said(
        _typed(plain, "name", str),
        _typed(plain, "found", int),
        _texts(plain, "notes"),
        _typed(plain, "above", str),
        _typed(plain, "rows", str),
        Layout(Signs(*signs), width, header, _texts(plain, "classes")),
        _typed(plain, "decimals", dict),
        _texts(plain, "inputs"),
        _typed(plain, "target", str),
        _typed(plain, "test", float),
        _typed(plain, "seed", int),
        _typed(plain, "task", str),
    )


def _typed(plain: Mapping[str, Any], key: str, kind: type[T]) -> T:
    value = plain.get(key)
    if type(value) is not kind:
        raise ValueError(DAMAGED)
    return value


def _texts(plain: Mapping[str, Any], key: str) -> tuple[str, ...]:
    texts = _typed(plain, key, list)
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(DAMAGED)
    return tuple(texts)
