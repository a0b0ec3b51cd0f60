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
        self.slot.put((*self._late(), (before, drawn.coming()))[-MOST:])

    def get(self) -> tuple[T, ...]:
        """What may still come, the last first."""
        return tuple(before for before, _ in reversed(self._late()))

    def forget(self) -> None:
        """Whatever comes is meant."""
        self.slot.take()

    def _late(self) -> tuple[tuple[T, int], ...]:
        said = drawn.said()
        return tuple((before, told) for before, told in self.slot.get() if said < told)
