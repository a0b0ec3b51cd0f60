"""What makes no sense in the link by which a learner came: over the foot of the page, until it is closed."""

from collections.abc import Sequence

import streamlit as st

from playground.settings.plain import plain
from playground.settings.slots import Slot

CLOSED = Slot[tuple[str, ...]]("link-problems-closed", tuple, kept=True)
"""The sentences that the learner has closed."""


def link_problems(problems: Sequence[str]) -> None:
    """A line for each of these sentences, if any, until they are closed; nothing else moves by it."""
    told = tuple(problems)
    place = st.container(key="link-warning")  # always there: what comes after keeps its number, and is not built anew
    if not told or told == CLOSED.get():
        return
    with place:
        st.warning(plain(*told), icon=":material/link_off:")
        st.button("Close", key="link-warning-close", icon=":material/close:", on_click=CLOSED.put, args=(told,))
