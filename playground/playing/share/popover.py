"""The Share button: a link to the experiment, the run as a file, and exports for other programs."""

import streamlit as st

from playground.playing.share import exports, figures, run_as_file, run_as_link
from playground.runs.run import Run

LINK, FILE, EXPORT = "Link", "File", "Export"


def show(run: Run) -> None:
    """The button and what it opens; nothing of it is worked out while it is closed."""
    popover = st.popover("Share", key=figures.OPEN.name, icon=":material/ios_share:", on_change="rerun")
    figures.show_asked(run)
    if not popover.open:
        return
    with popover, st.container(key="share-body"):
        part = st.segmented_control(
            "What to share",
            [LINK, FILE, EXPORT],
            key="share-part",
            default=LINK,
            required=True,
            label_visibility="collapsed",
            width="stretch",
        )
        if part == LINK:
            run_as_link.show(run)
        elif part == FILE:
            run_as_file.show(run)
        else:
            exports.show(run)
