"""Share as a link: the address of this very experiment, and what a presenter hides or locks on the shared page."""

import streamlit as st

from playground.components.page.copy_link import copy_link
from playground.data.own_data import points_for
from playground.playing import link as links
from playground.playing.current import set_up
from playground.runs.run import Run
from playground.settings import packed_points, slots
from playground.settings.controls import RIGHTS
from playground.settings.presenter import choose_controls

OPEN = "Whoever opens it gets the same data, the same initial weights and, on pressing Play, the same run."


def show(run: Run) -> None:
    """The link, and for each control whether it is to be hidden or locked."""
    hidden, locked = choose_controls(RIGHTS)
    own = points_for(run.experiment)
    copy_link(query=links.write(set_up(run), hidden, locked, slots.state(), own), key="copy-link", note=OPEN)
    if own is not None and len(own) > packed_points.MOST:
        st.warning(
            f"A link holds at most {packed_points.MOST} of your own points, and you have {len(own):,}, so this link "
            "has only the settings. To share the points too, send the file.",
            icon=":material/link_off:",
        )
