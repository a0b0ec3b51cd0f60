"""What a page is drawn with comes to the server's loop in a few handfuls, not each thing by itself.

Streamlit calls the loop for each of the hundred things on a page, and the loop calls itself for each of them to send
it. Every time the thread that draws hands the interpreter over, and has to get it back. With a hundred learners on two
cores a click took twice as long for it.

What is on its way is handed over before a page is asked for anew: once another thread draws it, Streamlit ignores what
still comes from the one before, the end of a page and what the learner had chosen on it among it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession

WAIT = 0.01
"""Seconds in which what comes is gathered: as long as Streamlit itself waits from one sending to the next."""

Call = Callable[[], None]


class Handful:
    """Calls to be made by a loop, in their order, soon after the first of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._calls: deque[Call] = deque()
        self._awaited = False

    def add(self, call: Call) -> None:
        """One more; from any thread. When the loop is over, with the server, nothing is called any more."""
        self._calls.append(call)
        if not self._awaited:
            self._awaited = True
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._loop.call_later, WAIT, self.make)

    def make(self) -> None:
        """Make all calls now; to be called in the loop, and of no effect elsewhere."""
        if not self._in_the_loop():
            return
        self._awaited = False  # first: what is added from now on may have to be awaited anew
        while self._calls:
            try:
                self._calls.popleft()()
            except Exception as error:
                told = {"message": "A message of a page was not handled", "exception": error}
                self._loop.call_exception_handler(told)

    def _in_the_loop(self) -> bool:
        try:
            return asyncio.get_running_loop() is self._loop
        except RuntimeError:
            return False


_rerun = AppSession.request_rerun
_handfuls: WeakKeyDictionary[AppSession, Handful] = WeakKeyDictionary()


def _call_soon(session: AppSession, call: Call) -> None:
    handful = _handfuls.get(session)
    if handful is None:
        handful = _handfuls.setdefault(session, Handful(session._event_loop))
    handful.add(call)


def _request_rerun(session: AppSession, *arguments: Any) -> None:
    if handful := _handfuls.get(session):
        handful.make()
    _rerun(session, *arguments)


def _there_is_something(server: Runtime) -> None:
    objects = server._get_async_objs()
    if not objects.need_send_data.is_set():
        objects.eventloop.call_soon_threadsafe(objects.need_send_data.set)


INSTEAD = (
    (AppSession, "_call_soon_on_event_loop", _call_soon),
    (AppSession, "request_rerun", _request_rerun),
    (Runtime, "_enqueued_some_message", _there_is_something),
)
"""What Streamlit does for each thing, and what does so instead."""


def gather() -> None:
    """From now on in this process, hand over what pages are drawn with in handfuls."""
    for owner, name, instead in INSTEAD:
        if hasattr(owner, name):
            setattr(owner, name, instead)
