"""Share as a link: the address of this very experiment, and what a presenter hides or locks on the shared page."""

import streamlit as st

from playground.components.page.copy_link import copy_link
from playground.data.own_data import points_for
from playground.playing.current import in_address, in_link, lacks_data
from playground.playing.share import promise
from playground.runs.run import Run
from playground.settings import packed_points
from playground.settings.controls import RIGHTS
from playground.settings.presenter import choose_controls


def show(run: Run) -> None:
    """The link, and for each control whether it is to be hidden or locked."""
    hidden, locked = choose_controls(RIGHTS)
    own, lacking = points_for(run.experiment), lacks_data(run)
    note = "" if lacking else promise.of_link(in_link(run))
    copy_link(query=in_address(run, hidden, locked), key="copy-link", note=note)
    if lacking and own is not None:
        st.warning(
            f"A link holds at most {packed_points.MOST} of your own points, and you have {len(own):,}, so this link "
            "has only the settings. To share the points too, send the file.",
            icon=":material/link_off:",
        )
    elif lacking:
        st.warning(
            "Your table is too large for a link, so it has only the settings. To share the table too, send the file.",
            icon=":material/link_off:",
        )
