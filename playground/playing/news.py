"""News: what just happened that cannot be seen where the learner looks, told once in a corner of the page."""

import time

import streamlit as st

from playground.settings.plain import plain
from playground.settings.slots import Slot

TELLING = 2.0
"""Seconds that a browser needs, at most, to show what it was told. A drawing of the page that is followed by the next
one sooner may not be seen, and then its news is not either: the next tells it again, which Streamlit shows once.
"""
NEWS = Slot[dict[tuple[str, str], float | None]]("news-told", dict)
"""Sentences with their icons, and when the last drawing that told it was whole, by `time.monotonic`; None for none."""
SHELF, LOCK, PROBLEM, LINK = (f":material/{name}:" for name in ("inventory_2", "lock", "error", "link_off"))


def add(sentence: str, icon: str) -> None:
    """Have this told when the page is next run, or by the `tell` of this run if that is still to come."""
    NEWS.put(NEWS.get() | {(sentence, icon): None})


def tell() -> None:
    """Tell what was added, and what may not have been seen yet."""
    now = time.monotonic()
    NEWS.put({news: since for news, since in NEWS.get().items() if since is None or now - since < TELLING})
    for sentence, icon in NEWS.get():
        st.toast(plain(sentence), icon=icon)  # where the page is to be drawn anew, this drawing ends here


def drawn() -> None:
    """The page is whole, with all that was to be told on it; to be called last."""
    NEWS.put(dict.fromkeys(NEWS.get(), time.monotonic()))
