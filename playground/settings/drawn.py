"""What the browser has drawn.

A browser sends all its fields whenever it asks for a run of the page, and one that has not drawn the newest page yet
says what it said before. So each page that is drawn has a number, in a field that nobody sees: what comes with a lower
one was said of an earlier page.
"""

from contextlib import suppress

import streamlit as st

from playground.settings.slots import Slot

FIELD = Slot("page-drawn", str)
"""The number of the page that the browser has drawn, as it says."""
TOLD = Slot("page-told", int)
"""The number of the last page that it was told."""
DIGITS = 15


def tell() -> None:
    """Tell the browser the number of this page. Once in a run of it, when the controls are drawn."""
    TOLD.put(coming())
    FIELD.put(str(TOLD.get()))
    st.text_input("Number of this page", key=FIELD.name, max_chars=DIGITS, label_visibility="collapsed")


def coming() -> int:
    """The number of the page that is told next."""
    return TOLD.get() + 1


def said() -> int:
    """The number of the page that the browser had drawn when it asked for this run; 0 for none."""
    with suppress(ValueError):
        return int(FIELD.get()[:DIGITS])
    return 0
