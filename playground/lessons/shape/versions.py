"""Values that dials are given by something else than the learner's hand on them: by a button, or by another choice."""

from collections.abc import Hashable
from typing import Any

import streamlit as st


def preset(key: str) -> tuple[int, dict[str, Any]]:
    """The version to pass to `dials`, and the values chosen last for `key`; none at first."""
    kept: tuple[int, dict[str, Any]] = st.session_state.get(f"{key}-preset", (0, {}))
    return kept


def choose(key: str, values: dict[str, Any]) -> None:
    """Set the values of `key`: all its dials go there, whatever the learner's hand made of them before."""
    version, _ = preset(key)
    st.session_state[f"{key}-preset"] = (version + 1, values)


def version_of(key: str, what: Hashable) -> int:
    """The version to pass to `dials`, so that they all go to their values whenever `what` they belong to changes."""
    kept: tuple[Hashable, int] | None = st.session_state.get(f"{key}-of")
    if kept is None or kept[0] != what:
        kept = (what, 0 if kept is None else kept[1] + 1)
        st.session_state[f"{key}-of"] = kept
    return kept[1]
