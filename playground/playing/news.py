"""News: what just happened that cannot be seen where the learner looks, told once in a corner of the page."""

import time

import streamlit as st

from playground.settings.plain import plain
from playground.settings.slots import Slot

TELLING = 1.0
"""Seconds in which every drawing of the page tells it. Streamlit shows it once, but a drawing that is followed by the
next at once is not shown at all.
"""
NEWS = Slot[dict[tuple[str, str], float | None]]("news", dict)
"""Sentences with their icons, and since when each is told, by `time.monotonic`; None for one that was not told yet."""
SHELF, LOCK, PROBLEM, LINK = (f":material/{name}:" for name in ("inventory_2", "lock", "error", "link_off"))


def add(sentence: str, icon: str) -> None:
    """Have this told when the page is next run, or by the `tell` of this run if that is still to come."""
    NEWS.put(NEWS.get() | {(sentence, icon): None})


def tell() -> None:
    """Tell what was added, and what was added a moment ago."""
    now = time.monotonic()
    NEWS.put({told: since for told, since in NEWS.get().items() if since is None or now - since < TELLING})
    for (sentence, icon), since in NEWS.get().items():
        st.toast(plain(sentence), icon=icon)  # where the page is to be drawn anew, this drawing ends here
        if since is None:
            NEWS.put(NEWS.get() | {(sentence, icon): now})
