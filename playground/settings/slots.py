"""Slots: what a session remembers, each declared once, with its type, in the module that it belongs to.

The name of a slot is a key of Streamlit's session state; where a widget keeps its value there, it is its `key` too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_kept: dict[str, "Slot[Any]"] = {}
_NOTHING: Any = object()


class Unbroken(MutableMapping[Any, Any]):
    """What Streamlit remembers of a session, read and written without a break.

    Streamlit breaks a page off, to begin it anew with what the browser has said meanwhile, where it draws; with
    `st.session_state` it would also do so between any two values, and what a message has begun to change would stay
    half done, as the message is not seen twice. By this, what is done without drawing is done whole.
    """

    def __init__(self, state: Any) -> None:
        self._state = state

    def __getitem__(self, key: Any) -> Any:
        return self._state[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._state[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._state[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._state.filtered_state)

    def __len__(self) -> int:
        return len(self._state.filtered_state)


def session() -> MutableMapping[Any, Any]:
    """What Streamlit remembers of the session."""
    # here: a process that trains and makes pictures has no session, and saves the memory
    from streamlit.runtime.state import get_session_state

    return Unbroken(get_session_state()._state)


@dataclass(frozen=True, eq=False)
class Slot(Generic[T]):
    """A place in the session called `name`, which holds what `first` makes until something else is put there.

    A slot that is `kept` survives a reload of the page; any other starts afresh.
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
        return self.name in session()

    def get(self) -> T:
        """The value."""
        found: T = session().get(self.name, _NOTHING)
        return self.first() if found is _NOTHING else found

    def put(self, value: T) -> None:
        """Hold this value from now on; where its widget is on the page already, only in a callback."""
        session()[self.name] = value

    def begin(self) -> T:
        """The value; the first one is put there to stay: a memory to be filled, a widget that has a value."""
        found: T = session().get(self.name, _NOTHING)
        if found is _NOTHING:
            self.put(found := self.first())
        return found

    def take(self) -> T:
        """The value; from now on the slot is as at first."""
        found = self.get()
        if self.filled:
            del session()[self.name]
        return found


@dataclass(frozen=True)
class Slots(Generic[T]):
    """Similar slots, one for each name that is put into their `pattern`, such as "{}-seed"."""

    pattern: str
    first: Callable[[], T]

    def of(self, *names: object) -> Slot[T]:
        """The slot of the thing of this name."""
        return Slot(self.pattern.format(*names), self.first)


def kept() -> dict[str, Any]:
    """What is remembered of the session for when the page is reloaded, by the names of the slots."""
    here = session()
    found = {name: here.get(name, _NOTHING) for name in _kept}
    return {name: value for name, value in found.items() if value is not _NOTHING}


def all_kept() -> tuple[Slot[Any], ...]:
    """All slots that survive a reload of the page."""
    return tuple(_kept.values())


def put_all(values: Mapping[str, Any]) -> None:
    """Put each of the values into the slot of its name: what was kept, or what a link says."""
    session().update(values)


@contextmanager
def as_before_an_error(slots: Iterable[Slot[Any]]) -> Iterator[None]:
    """Where this block raises a ValueError, these slots are as they were before it."""
    before = [(slot, slot.filled, slot.get()) for slot in slots]
    try:
        yield
    except ValueError:
        for slot, filled, value in before:
            if filled:
                slot.put(value)
            else:
                slot.take()
        raise


def put_again(slots: Iterable[Slot[Any]]) -> None:
    """Put into each slot what it holds: its widget is then told so."""
    for slot in slots:
        if slot.filled:
            slot.put(slot.get())


def state() -> Mapping[Any, Any]:
    """All that the session remembers, by name, for a link to be written from."""
    return session()
