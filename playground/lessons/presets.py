"""Buttons that set the dials of an exhibit to a place worth seeing."""

from collections.abc import Mapping

import streamlit as st

Values = Mapping[str, float]


def presets(choices: Mapping[str, Values], *, key: str) -> tuple[Values, int]:
    """A row of buttons, one for each name in `choices`: the values of the one pressed last, and how often any was.

    Before any is pressed they are the first one's values. Pass the count to the dials as their `version`.
    """
    st.session_state.setdefault(key, (next(iter(choices)), 0))
    with st.container(horizontal=True, key=f"{key}-buttons"):
        for name in choices:
            st.button(name, key=f"{key}-{name}", on_click=_choose, args=(key, name))
    name, version = st.session_state[key]
    return choices[name], version


def _choose(key: str, name: str) -> None:
    st.session_state[key] = (name, st.session_state[key][1] + 1)
