"""Desks: all that belongs to one learner lies on a desk, which is kept for a while after the page is gone.

To the server a reloaded page is a new session, and a dropped connection may come back. So runs do not
belong to a session but to a desk. Whoever sits down at one holds its key, a long random text; the browser's tab
brings the key back after a reload. A desk whose page is gone is paused at once, and cleared away after a while.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from playground.runs import memory
from playground.settings.budget import KEPT, KEPT_IF_LARGE, LARGE

LOOK_EVERY = 2.0
"""Seconds after which it is checked again whether the page is there."""

T = TypeVar("T")


@runtime_checkable
class Working(Protocol):
    """A thing on a desk that works by itself: it pauses while nobody is there."""

    def leave(self) -> None:
        """The learner is gone: pause. May be called more than once."""

    def come_back(self) -> None:
        """The learner is back: go on if it was at work."""

    def held(self) -> int:
        """About how many bytes it takes."""

    def let_go(self) -> None:
        """The learner does not come back: let go of all that takes memory."""


@dataclass(frozen=True)
class Drawer(Generic[T]):
    """Where on a desk a thing of one type lies: whoever owns the thing declares its drawer, under a name of its own."""

    name: str


class Desk:
    """What belongs to one learner: `things` by the names of their drawers, and `notes`, the settings of the page.

    `former` is the key by which its page has come to it, and which is all that this page knows until it was drawn.
    `here` says whether the page is there; `left` is when it was found gone, by `time.monotonic`, or None.
    """

    def __init__(self, here: Callable[[], bool]) -> None:
        self.key = secrets.token_urlsafe(24)
        self.former: str | None = None
        self.here = here
        self.left: float | None = None
        self.things: dict[str, Any] = {}
        self.notes: dict[str, Any] = {}
        self._lock = threading.Lock()

    def find(self, drawer: Drawer[T]) -> T | None:
        """What lies in this drawer, if anything."""
        return self.things.get(drawer.name)

    def put(self, drawer: Drawer[T], thing: T) -> None:
        """Have this lie in the drawer instead of what was there."""
        self.things[drawer.name] = thing

    def thing(self, drawer: Drawer[T], make: Callable[[], T]) -> T:
        """What lies in this drawer, made if it is empty."""
        if drawer.name not in self.things:
            self.put(drawer, make())
        found: T = self.things[drawer.name]
        return found

    def look(self, now: float) -> None:
        """Pause what is at work if the page is gone, and let it go on if the page is back."""
        with self._lock:
            here, was_here = self.here(), self.left is None
            if here and was_here:
                return
            if here:
                self.left = None
            elif was_here:
                self.left = now
            for thing in list(self.things.values()):
                if isinstance(thing, Working):
                    act = thing.come_back if here else thing.leave
                    act()

    @property
    def kept(self) -> float:
        """Seconds that it is kept without its page."""
        held = sum(thing.held() for thing in list(self.things.values()) if isinstance(thing, Working))
        return KEPT if held <= LARGE else KEPT_IF_LARGE

    def clear(self) -> None:
        """Let go of all that lies on it: the session of the page is kept for longer, and knows some of it too."""
        for thing in list(self.things.values()):
            if isinstance(thing, Working):
                thing.let_go()
        self.things = {}


class Desks:
    """All desks of this server, each known to its key alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._desks: dict[str, Desk] = {}

    def __len__(self) -> int:
        return len(self._desks)

    def all(self) -> list[Desk]:
        """All desks, at this moment."""
        return list(self._desks.values())

    def open(self, here: Callable[[], bool]) -> Desk:
        """A new desk for the page of which `here` says whether it is there."""
        desk = Desk(here)
        with self._lock:
            self._desks[desk.key] = desk
        return desk

    def find(self, key: str) -> Desk | None:
        """The desk of this key, if there is one."""
        return self._desks.get(key)

    def move(self, key: str, here: Callable[[], bool]) -> Desk | None:
        """The desk of this key, from now on that of another page and under another key.

        The old one opens nothing, as long as that page is there: one that is loaded anew before it was drawn has no
        other.
        """
        with self._lock:
            desk = self._desks.get(key) or self._left_at_once(key)
            if desk is None:
                return None
            del self._desks[desk.key]
            desk.key, desk.former, desk.here = secrets.token_urlsafe(24), key, here
            self._desks[desk.key] = desk
        desk.look(time.monotonic())
        return desk

    def _left_at_once(self, key: str) -> Desk | None:
        return next((desk for desk in self._desks.values() if desk.former == key and not desk.here()), None)

    def close(self, key: str) -> None:
        """Clear this desk away."""
        with self._lock:
            desk = self._desks.pop(key, None)
        if desk is not None:
            desk.here = lambda: False
            desk.look(time.monotonic())
            desk.clear()

    def look_round(self, now: float) -> None:
        """Look at every desk, and clear those away whose pages have been gone for long."""
        gone = False
        for desk in self.all():
            desk.look(now)
            if desk.left is not None and now - desk.left > desk.kept:
                self.close(desk.key)
                gone = True
        if gone:
            memory.give_back()

    def watch(self, over: threading.Event) -> None:
        """Look round every two seconds until it is `over`."""
        while not over.wait(LOOK_EVERY):
            self.look_round(time.monotonic())


desks = Desks()
