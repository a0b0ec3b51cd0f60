"""What a presenter does to the controls behind a link: hides them, or shows them locked."""

from collections.abc import Sequence

import streamlit as st

from playground.settings.controls import CONTROLS


def choose_controls(prefix: str, keys: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The controls to hide and those to lock, of these keys; `prefix` names the widgets.

    What is hidden needs no lock.
    """
    chosen = {}
    for how, words in (("hide", "Hide behind the link"), ("lock", "Show there, but lock")):
        chosen[how] = st.multiselect(
            words,
            keys,
            format_func=lambda key: CONTROLS[key].label,
            key=f"{prefix}-{how}",
            placeholder="None",
            persist_state="session",
        )
    return tuple(chosen["hide"]), tuple(key for key in chosen["lock"] if key not in chosen["hide"])
