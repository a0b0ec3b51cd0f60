"""The session of one learner: the desk, found again on every page and, within a minute, after a reload of the page."""

from collections.abc import Callable
from functools import partial

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.components.page.desk_key import brought_key, desk_key
from playground.learner.desks import Desk, desks
from playground.settings import slots
from playground.settings.in_session import require_session
from playground.settings.slots import Slot

DESK = Slot("desk", str)
PAGE = Slot("page", str)


def sit_down() -> None:
    """Find the desk that this tab had before the page was loaded anew, if there was one. First thing on every page."""
    brought = brought_key("desk-key")
    if brought:
        found = desks.move(brought, _here())
        if found is not None:
            desks.close(DESK.get())
            DESK.put(found.key)
            slots.put_all(found.notes)
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


def take_notes() -> None:
    """Remember the settings of the page, for when it is loaded anew."""
    desk().notes.update(slots.kept())


def _here() -> Callable[[], bool]:
    context = get_script_run_ctx()
    return partial(_connected, context.session_id if context else "")


def _connected(session: str) -> bool:
    """Whether the page of this session is there; without a server, as in tests, it always is."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)
