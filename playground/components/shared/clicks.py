"""Clicks of a component on things that have ids, each heard once, however often the browser repeats itself.

The browser numbers its clicks and sends them until it hears back (`clicks.js`).
"""

from collections.abc import Collection
from typing import Any

import streamlit as st


def received(message: Any, ack: int) -> list[tuple[int, str]]:
    """The clicks (number, id) newer than `ack` in a message of the browser; what is no click is left out."""
    ops = [op for op in message if isinstance(op, dict)] if isinstance(message, list) else []
    clicks = [(op.get("seq"), op.get("id")) for op in ops]
    return [(seq, id_) for seq, id_ in clicks if type(seq) is int and seq > ack and isinstance(id_, str)]


def clicked(key: str, ids: Collection[str]) -> list[str]:
    """What has been clicked in the component `key` since this was asked last, oldest first, if it is one of `ids`.

    To be called before the component is mounted, so that what a click changes is drawn in the same round trip.
    """
    state = st.session_state.get(key)
    fresh = received(state.get("ops") if isinstance(state, dict) else None, heard(key))
    if fresh:
        st.session_state[f"{key}-heard"] = fresh[-1][0]
    return [id_ for _, id_ in fresh if id_ in ids]


def heard(key: str) -> int:
    """The number of the last click that `clicked` gave out: what the component is to be answered."""
    number: int = st.session_state.get(f"{key}-heard", 0)
    return number
