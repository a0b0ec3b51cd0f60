"""What comes late: what a browser says that has not drawn yet that the page says something else by now (`drawn`)."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from playground.settings import drawn
from playground.settings.slots import Slot

T = TypeVar("T")
MOST = 8
"""So many are remembered, the last ones."""


@dataclass(frozen=True)
class Late(Generic[T]):
    """What was said before; the slot has each with the number of the page that says something else."""

    slot: Slot[tuple[tuple[T, int], ...]]

    def put(self, before: T) -> None:
        """This was said before; from the next page on something else is."""
        self.slot.put((*self.slot.get(), (before, drawn.coming()))[-MOST:])

    def get(self) -> tuple[T, ...]:
        """What may still come, the last first."""
        said = drawn.said()
        return tuple(before for before, told in reversed(self.slot.get()) if said < told)

    def forget(self) -> None:
        """Whatever comes is meant."""
        self.slot.take()
