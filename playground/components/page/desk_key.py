"""The key to the learner's desk, kept by the browser's tab while its page is loaded anew."""

import streamlit as st

from playground.components import declare

MOST_CHARACTERS = 64


def brought_key(key: str) -> str:
    """The key that the tab brought from the page before, "" if it brought none. To be asked before mounting."""
    state = st.session_state.get(key)
    brought = state.get("brought") if state else None
    return brought if isinstance(brought, str) and len(brought) <= MOST_CHARACTERS else ""


def desk_key(*, own: str, answered: str, key: str) -> None:
    """Have the tab keep the key `own`. `answered` is the brought key that it need not bring again."""
    declare("desk_key")(
        key=key,
        data={"own": own, "answered": answered},
        default={"brought": ""},
        on_brought_change=lambda: None,
        height=1,
    )
