"""The presenter's panel: which controls a link hides and locks, and a look at the page as a learner will see it."""

import streamlit as st

from playground.settings.controls import CONTROLS
from playground.settings.rights import AS_LEARNER, TO_HIDE, TO_LOCK, Rights

HIDE = "What is only hidden can still change, by the drawing or by other data. To prevent that, lock it too."
LOCK = "What is locked keeps its value whatever a learner opens or presses, whether it is shown or hidden."


def choose_controls(rights: Rights) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which controls the presenter hides and which are locked; some may be both."""
    hidden, locked = (
        st.multiselect(
            words,
            rights.keys,
            format_func=lambda key: CONTROLS[key].label,
            key=slots.of(rights.panel).name,
            help=about,
            placeholder="None",
            persist_state="session",
        )
        for words, slots, about in (("Hide in the shared page", TO_HIDE, HIDE), ("Lock", TO_LOCK, LOCK))
    )
    st.toggle(
        "Look at it as a learner",
        key=AS_LEARNER.of(rights.panel).name,
        help="Shows this page with these controls hidden and locked, until you switch it off again.",
        persist_state="session",
    )
    return tuple(hidden), tuple(locked)


def leave(rights: Rights) -> None:
    """While the page is shown as a learner will see it: the button that ends it."""
    if rights.tried:
        st.button(
            "Leave the learner's view",
            key=f"{rights.panel}-leave",
            icon=":material/visibility_off:",
            on_click=AS_LEARNER.of(rights.panel).put,
            args=(False,),
        )
