"""The Share button of a page."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def share(key: str) -> DeltaGenerator | None:
    """The button, and the place for what it opens; None while it is closed, when nothing of that need be worked out."""
    popover = st.popover("Share", key=key, icon=":material/ios_share:", on_change="rerun", type="tertiary")
    return popover.container(key=f"{key}-body") if popover.open else None
