"""A Grid: which runs a sweep is made of, one for each pair of values of two hyper-parameters."""

import hashlib
import json
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import Experiment
from playground.settings import limits

MOST_RUNS = 400
MOST_EPOCHS = 1_000
FORMAT = 1


@dataclass(frozen=True)
class Grid:
    """Which runs: `base` with every value of one field `x` and of another one `y`, for `epochs` each.

    Raises ValueError, with a sentence, where that is not a grid, has more than 400 runs, or a run of it makes no sense.
    """

    base: Experiment
    x: str
    x_values: tuple[Any, ...]
    y: str
    y_values: tuple[Any, ...]
    epochs: int = 10

    def __post_init__(self) -> None:
        if self.x == self.y:
            raise ValueError("A sweep needs two different settings, one for each axis.")
        for values in (self.x_values, self.y_values):
            if not values or len(set(values)) < len(values):
                raise ValueError("Each axis of a sweep needs at least one value, and no value twice.")
        if len(self) > MOST_RUNS:
            raise ValueError(f"A sweep has at most {MOST_RUNS} runs; this one has {len(self):,}.")
        if type(self.epochs) is not int or not 1 <= self.epochs <= MOST_EPOCHS:
            raise ValueError(f"Each run of a sweep takes 1 to {MOST_EPOCHS:,} epochs, not {reprlib.repr(self.epochs)}.")
        for index in range(len(self)):
            self.experiment(index)

    def __len__(self) -> int:
        return len(self.x_values) * len(self.y_values)

    def values(self, index: int) -> tuple[Any, Any]:
        """The values (x, y) of a run; runs are numbered row by row, x changing fastest."""
        row, column = divmod(index, len(self.x_values))
        return self.x_values[column], self.y_values[row]

    def experiment(self, index: int) -> Experiment:
        """The experiment of a run."""
        x, y = self.values(index)
        return limits.changed(limits.taken(self.base), **{self.x: x, self.y: y})

    def to_dict(self) -> dict[str, Any]:
        """The grid as plain data."""
        return {**vars(self), "base": self.base.to_dict()}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Grid":
        """The grid of `to_dict`; ValueError for anything else."""
        try:
            x_values, y_values = (
                tuple(tuple(v) if isinstance(v, list) else v for v in plain[name]) for name in ("x_values", "y_values")
            )
            base = Experiment.from_dict(plain["base"])
            return cls(base, plain["x"], x_values, plain["y"], y_values, plain["epochs"])
        except (KeyError, TypeError) as error:
            raise ValueError("This is not a sweep.") from error

    @property
    def name(self) -> str:
        """What its file is called: sixteen hexadecimal digits that say what the sweep is."""
        text = json.dumps([FORMAT, self.to_dict()], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
