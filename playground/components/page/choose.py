"""One of several: the buttons side by side, one of them pressed, by which a page has a setting chosen."""

from typing import Any

import streamlit as st

from playground.settings.choices import Choice


def choose(choice: Choice, label: str, **more: Any) -> Any:
    """The option that is chosen, at first the usual one; it is kept while the learner is on another page.

    `more` are options of `st.segmented_control`, in place of those that are usual here too.
    """
    look: dict[str, Any] = {
        "options": choice.options,
        "default": choice.usual,
        "required": True,
        "label_visibility": "collapsed",
        "persist_state": "session",
    } | more
    chosen = st.segmented_control(label, key=choice.key, **look)
    return chosen if chosen in look["options"] else look["default"]  # a client may send what no page of ours does
