"""A cut through the inputs of a table as links and files have it: by their names, and in the units of the table."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.names import did_you_mean, quoted

LARGEST = 1e30  # in size, of where an input stands


@dataclass(frozen=True)
class NamedCut:
    """The inputs to the right and up on the map of a table, "" for both of those that tell most; and `at` which values
    others stand: those that are not there, at their mean.
    """

    across: str = ""
    up: str = ""
    at: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, of which `from_dict` makes the same cut."""
        return {"across": self.across, "up": self.up, "at": dict(self.at)}

    def require_fit(self, names: Collection[str]) -> None:
        """Raise ValueError, with a sentence, where it goes through inputs that are not among the `names`."""
        for name in (self.across, self.up, *self.at):
            if name and name not in names:
                raise ValueError(f"the table has no input {quoted(name)}.{did_you_mean(name, names)}")


def from_dict(plain: object) -> NamedCut:
    """The cut of plain data. Raises ValueError, with a sentence, where they are those of none."""
    if not isinstance(plain, dict) or plain.keys() != {"across", "up", "at"}:
        raise ValueError("it does not say what is across, what is up and at which values the other inputs stand.")
    across, up, at = plain["across"], plain["up"], plain["at"]
    if not (isinstance(across, str) and isinstance(up, str) and isinstance(at, dict)):
        raise ValueError("across and up are names of inputs, and at has a number for others by their names.")
    if (across == up and across) or bool(across) != bool(up):
        raise ValueError("the map goes over two different inputs, one across and one up.")
    for name, value in at.items():
        known = type(value) in (int, float) and math.isfinite(value) and abs(value) <= LARGEST
        if not (isinstance(name, str) and name and known):
            raise ValueError(f"{quoted(name)} stands at {quoted(value)}, which is no number that it can have.")
    return NamedCut(across, up, {name: float(value) for name, value in at.items()})
