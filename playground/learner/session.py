"""The session of one learner: the desk, found again on every page and, within a minute, after a reload of the page.

A learner who is handed something comes by a link in the same tab, and finds the desk again too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import NoneType

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.components.page.desk_key import Brought, brought, desk_key
from playground.learner.desks import Desk, Drawer, desks
from playground.settings import slots
from playground.settings.in_session import require_session
from playground.settings.slots import Slot

DESK = Slot("desk", str)
PAGE = Slot("page", str)
ON_PAGE = Drawer[str]("page-title")
"""What the page is called that the learner is on."""
HANDED = Slot[str | None]("handed", NoneType)
"""The page that the learner was handed, until it has followed its address."""


def sit_down(page: str = "", title: str = "") -> None:
    """Find the desk that this tab had before the page was loaded anew, if there was one. First thing on every page.

    `page` is the name of the one that is drawn, and `title` what it is called.
    """
    if not DESK.filled:
        _find_desk(page)
    elif HANDED.get() != page:
        HANDED.take()
    desk().put(ON_PAGE, title)
    desk_key(own=desk().key, key="desk-key")


def _find_desk(page: str) -> None:
    came = what_came()
    found = desks.move(came.key, _here())
    if found is not None:
        DESK.put(found.key)
        slots.put_all(found.notes)
        if came.handed:
            HANDED.put(page)


def what_came() -> Brought:
    """What the tab has brought from the page before."""
    return brought(st.context.headers.get("Sec-WebSocket-Protocol") or "")


def desk() -> Desk:
    """This learner's desk. Only while the page is run."""
    require_session()
    found = desks.find(DESK.get())
    if found is None:
        found = desks.open(_here())
        DESK.put(found.key)
    return found


def arrives(page: str) -> bool:
    """Whether the learner comes to this page, by a link or from another one, and is not on it already."""
    before = PAGE.get()
    PAGE.put(page)
    return before != page


def handed() -> bool:
    """Whether the learner was handed the page as its address says, which it is to follow; said once."""
    return HANDED.take() is not None


def take_notes() -> None:
    """Remember the settings of the page, for when it is loaded anew."""
    if (found := desks.find(DESK.get())) is not None:
        found.notes.update(slots.kept())


@contextmanager
def noted() -> Iterator[None]:
    """Take notes when this has ended, also where Streamlit breaks the page off: one click after the other does so."""
    try:
        yield
    finally:
        take_notes()


def _here() -> Callable[[], bool]:
    context = get_script_run_ctx()
    return partial(_connected, context.session_id if context else "")


def _connected(session: str) -> bool:
    """Whether the page of this session is there; without a server, as in tests, it always is."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)
