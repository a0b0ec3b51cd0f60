"""What a presenter can do to the controls of a shared page: hide them, or show them locked."""

from collections.abc import Sequence

import streamlit as st

from playground.settings.controls import CONTROLS
from playground.settings.slots import Slots

TO_HIDE = Slots[list[str]]("{}-hide", list)
TO_LOCK = Slots[list[str]]("{}-lock", list)


def begin_with(prefix: str, hidden: Sequence[str], locked: Sequence[str]) -> None:
    """Preselect these controls, before the widgets are shown."""
    TO_HIDE.of(prefix).put(list(hidden))
    TO_LOCK.of(prefix).put(list(locked))


def choose_controls(prefix: str, keys: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of these controls the presenter hides and which are locked; `prefix` names the widgets.

    What is hidden needs no lock.
    """
    hidden, locked = (
        st.multiselect(
            words,
            keys,
            format_func=lambda key: CONTROLS[key].label,
            key=slots.of(prefix).name,
            placeholder="None",
            persist_state="session",
        )
        for words, slots in (("Hide in the shared page", TO_HIDE), ("Show but lock", TO_LOCK))
    )
    return tuple(hidden), tuple(key for key in locked if key not in hidden)
