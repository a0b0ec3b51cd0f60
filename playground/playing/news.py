"""News: what just happened that cannot be seen where the learner looks, told once in a corner of the page."""

import streamlit as st

from playground.settings.plain import plain
from playground.settings.slots import Slot

UNTOLD = Slot[tuple[tuple[str, str], ...]]("news-untold", tuple)
SHELF, LOCK, PROBLEM, LINK = (f":material/{name}:" for name in ("inventory_2", "lock", "error", "link_off"))


def add(sentence: str, icon: str) -> None:
    """Have this told when the page is next run, or by the `tell` of this run if that is still to come."""
    UNTOLD.put((*UNTOLD.get(), (sentence, icon)))


def tell() -> None:
    """Tell what was added."""
    while untold := UNTOLD.get():
        sentence, icon = untold[0]
        st.toast(plain(sentence), icon=icon)
        # only now: where the page is to be drawn anew, this drawing of it ends within the toast, before it is told
        UNTOLD.put(tuple(one for one in untold if one != untold[0]))
