"""The Share button of the Compare page: a link to the setup, with the settings that it hides or locks."""

import streamlit as st

from playground.compare import link as links
from playground.compare import settings
from playground.compare.setup import Setup
from playground.components.page.copy_link import copy_link
from playground.settings import slots
from playground.settings.presenter import choose_controls

NOTE = "Whoever opens the link finds the same variants and the same sweep, and gets the same numbers."


def show_share(setup: Setup) -> None:
    """The button and what it opens."""
    popover = st.popover("Share", key="compare-share", icon=":material/ios_share:", on_change="rerun")
    if not popover.open:
        return
    with popover, st.container(key="compare-share-body"):
        hidden, locked = choose_controls("compare-share", settings.SHARED)
        copy_link(query=links.write(setup, slots.state(), hidden, locked), key="compare-copy-link", note=NOTE)
