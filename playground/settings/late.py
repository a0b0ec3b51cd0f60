"""What comes late: a browser sends all its fields whenever it asks for a run of the page, and one that it has not drawn
anew yet still says what it said before the page changed it. That is remembered for a moment.
"""

import math
import time
from dataclasses import dataclass
from typing import Generic, TypeVar

from playground.settings.slots import Slot

T = TypeVar("T")
LATE = 0.6
"""Seconds in which it may come, once the page has been drawn with what is said now."""


@dataclass(frozen=True)
class Late(Generic[T]):
    """What was said before; the slot has it, and until when it may come, by `time.monotonic`."""

    slot: Slot[tuple[T, float] | None]

    def put(self, before: T) -> None:
        """This was said before; from now on the page says something else."""
        self.slot.put((before, math.inf))

    def get(self) -> T | None:
        """What may still come; None where nothing may."""
        before, end = self.slot.get() or (None, 0.0)
        return before if time.monotonic() <= end else None

    def drawn(self) -> None:
        """The page has been drawn with what is said now."""
        before = self.slot.get()
        if before and before[1] == math.inf:
            self.slot.put((before[0], time.monotonic() + LATE))

    def forget(self) -> None:
        """Whatever comes is meant."""
        self.slot.put(None)
