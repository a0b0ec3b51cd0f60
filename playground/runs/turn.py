"""Pages take turns: one is drawn at a time, however many learners press at once.

Each page is drawn by a thread of its own, and all of them run on one interpreter: twenty drawn side by side hand it
to and fro, and each of them ends last. Drawn one after the other, the first learner sees hers after the time of one
page, and the last after what all of them take anyway, less the handing over. What moves on other pages makes way while
anybody waits: whoever has pressed comes first.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 10.0
"""Seconds after which a page is drawn beside the one that has not ended."""

_turn = threading.Semaphore()
_waiting: set[int] = set()
_drawn_here = threading.local()


@contextmanager
def taken(patience: float = PATIENCE) -> Iterator[None]:
    """The turn of the page that this thread draws: waited for, and given on in the end, however it ends."""
    _take(patience)
    try:
        yield
    finally:
        _give()


@contextmanager
def lent(patience: float = PATIENCE) -> Iterator[None]:
    """While this thread waits for something else another page is drawn; where no turn was taken, none is lent."""
    if not getattr(_drawn_here, "has_it", False):
        yield
        return
    _give()
    try:
        yield
    finally:
        _take(patience)


def waiting() -> int:
    """How many pages wait for their turn."""
    return len(_waiting)


def _take(patience: float) -> None:
    _waiting.add(threading.get_ident())
    try:
        _drawn_here.has_it = _turn.acquire(timeout=patience)
    finally:
        _waiting.discard(threading.get_ident())


def _give() -> None:
    if _drawn_here.has_it:
        _drawn_here.has_it = False
        _turn.release()
