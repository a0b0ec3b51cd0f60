"""What is newer: a learner who says something while the page is told something else means it, and is heard.

A page that another request breaks off has not told the browser all that it was to be told, and tells it again. What a
widget says then, that it said neither before nor because it was told so, the learner has said meanwhile.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playground.settings.slots import Slot, put_all


@dataclass(frozen=True)
class Newer:
    """What each widget said before it was told something else, and was told; the slot has it by their names."""

    slot: Slot[dict[str, tuple[Any, ...]]]

    @contextmanager
    def kept(self, slots: Iterable[Slot[Any]]) -> Iterator[None]:
        """Whatever is put into these slots meanwhile, those whose learner has said something newer keep that."""
        known, slots = self.slot.get(), tuple(slots)
        said = {slot.name: slot.get() for slot in slots}
        newer = {name: value for name, value in said.items() if name in known and value not in known[name]}
        yield
        put_all(newer)
        told = {slot.name: (*known.get(slot.name, (said[slot.name],)), slot.get()) for slot in slots}
        self.slot.put({name: () if name in newer else values for name, values in told.items()})

    def forget(self) -> None:
        """The page has been drawn with what is said now, or something else is going to be told."""
        self.slot.take()
