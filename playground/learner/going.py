"""From page to page: where the program leads, and how a page is found that the browser had left already.

A browser that is sent to another page may still ask for the one before: what it said there was on its way. Streamlit
then breaks off the new page and draws the old one, which the browser has begun to take down: its widgets come back
empty.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from types import NoneType
from typing import NoReturn

import streamlit as st
from streamlit import runtime

from playground.settings import controls, slots
from playground.settings.slots import Slot

MOST = 3
"""Times that a page is gone to again."""


@dataclass(frozen=True)
class Way:
    """A way from the page that was `left` to the one of this name and script, until that is drawn.

    It was gone `again` so often.
    """

    left: str
    to: str
    script: Path
    again: int = 0


BEGUN = Slot("begun", str)
"""The page that was begun to be drawn last, which another request may have broken off."""
WAY = Slot[Way | None]("way", NoneType)


def to(name: str, script: Path) -> NoReturn:
    """Go to the page of this name and script."""
    WAY.put(Way(BEGUN.get(), name, script))
    st.switch_page(script)


def begins(page: str) -> None:
    """The page of this name begins. Where another one was begun before it, its widgets are told their values again; one
    that is no longer to be seen, because it was left, leads on.
    """
    before, way = BEGUN.get(), WAY.get()
    BEGUN.put(page)
    if way is not None and page != way.to:
        late = page == way.left and way.again < MOST and runtime.exists()
        WAY.put(replace(way, again=way.again + 1) if late else None)
        if late:
            st.switch_page(way.script)
    if page != before:
        slots.put_again((*slots.all_kept(), *controls.all_slots()))


def ends(page: str) -> None:
    """The page of this name was drawn whole."""
    way = WAY.get()
    if way is not None and page == way.to:
        WAY.put(None)
