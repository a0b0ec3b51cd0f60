"""The session of one learner: the desk, found again on every page and, within a minute, after a reload of the page.

A learner who is handed something comes by a link in the same tab, and finds the desk again too. The page was drawn from
that link when its tab brought no key yet; once it has, the page follows the link a second time, on the desk.
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import NoneType

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.components.page.desk_key import brought_key, desk_key
from playground.learner.desks import Desk, Drawer, desks
from playground.settings import address, slots
from playground.settings.in_session import require_session
from playground.settings.slots import Slot

DESK = Slot("desk", str)
PAGE = Slot("page", str)
ON_PAGE = Drawer[str]("page-title")
"""What the page is called that the learner is on."""
CAME = Slot[tuple[str, Mapping[str, str]]]("came-to", lambda: ("", {}))
"""The page that the tab first came to, and what its address asked for: by now the page may have written another."""
HANDED = Slot[Mapping[str, str] | None]("handed", NoneType)
"""What the learner was handed, as the query of the address, until the page has followed it."""


def sit_down(page: str = "", title: str = "") -> None:
    """Find the desk that this tab had before the page was loaded anew, if there was one. First thing on every page.

    `page` is the name of the one that is drawn, and `title` what it is called. Where the learner was handed it, it is
    come to once more.
    """
    if not CAME.filled:
        CAME.put((page, address.query()))
    brought = brought_key("desk-key")
    found = desks.move(brought.key, _here()) if brought.key else None
    if found is not None:
        desks.close(DESK.get())
        DESK.put(found.key)
        slots.put_all(found.notes)
        to, query = CAME.get()
        if brought.handed and to == page:
            HANDED.put(query)
            PAGE.take()
    desk().put(ON_PAGE, title)
    desk_key(own=desk().key, key="desk-key")


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


def handed() -> Mapping[str, str] | None:
    """What the learner was handed, for the page to follow, once: later calls give None."""
    return HANDED.take()


def asked() -> Mapping[str, str]:
    """What the address asks for of the page that the learner arrives at; what it first did where it was handed."""
    told = handed()
    return address.query() if told is None else told


def take_notes() -> None:
    """Remember the settings of the page, for when it is loaded anew."""
    desk().notes.update(slots.kept())


def _here() -> Callable[[], bool]:
    context = get_script_run_ctx()
    return partial(_connected, context.session_id if context else "")


def _connected(session: str) -> bool:
    """Whether the page of this session is there; without a server, as in tests, it always is."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)
