"""Slots: what a session remembers, each declared once and with a type where it belongs, and asked for there by that.

The name of a slot is a key of Streamlit's session state. Of a slot that a widget keeps it is the widget's `key` too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

T = TypeVar("T")
_kept: dict[str, "Slot[Any]"] = {}


@dataclass(frozen=True, eq=False)
class Slot(Generic[T]):
    """A place in the session called `name`, where there is what `first` makes as long as nothing else was put.

    What is `kept` is there again after the page was loaded anew; all else is as at first.
    """

    name: str
    first: Callable[[], T]
    kept: bool = False

    def __post_init__(self) -> None:
        if self.kept:
            _kept[self.name] = self

    @property
    def filled(self) -> bool:
        """Whether anything was put."""
        return self.name in st.session_state

    def get(self) -> T:
        """What is there."""
        found: T = st.session_state[self.name] if self.filled else self.first()
        return found

    def put(self, value: T) -> None:
        """Have this there from now on; of a widget that is on the page already, only in a callback."""
        st.session_state[self.name] = value

    def begin(self) -> T:
        """What is there, and what is there at first stays there: a memory that is filled, a widget that has a value."""
        if not self.filled:
            self.put(self.first())
        return self.get()

    def take(self) -> T:
        """What is there; from now on it is as at first."""
        found = self.get()
        if self.filled:
            del st.session_state[self.name]
        return found


@dataclass(frozen=True)
class Slots(Generic[T]):
    """Slots that are alike, one for each thing, whose name stands in their `pattern`, such as "{}-seed"."""

    pattern: str
    first: Callable[[], T]

    def of(self, *names: object) -> Slot[T]:
        """The slot of the thing of this name."""
        return Slot(self.pattern.format(*names), self.first)


def kept() -> dict[str, Any]:
    """What is to be remembered of the session for a page that is loaded anew, by the names of the slots."""
    return {slot.name: slot.get() for slot in tuple(_kept.values()) if slot.filled}


def put_all(values: Mapping[str, Any]) -> None:
    """Put each of the values into the slot of its name: what was kept, or what a link says."""
    st.session_state.update(values)


def state() -> Mapping[Any, Any]:
    """All that the session remembers, by name, for a link to be read from."""
    return st.session_state
