"""What a page shows of a data set that is not here yet: why, a button that downloads it, and the progress."""

import streamlit as st

from playground.data import fetching
from playground.settings.plain import plain

REFRESH = 0.5


def show(name: str) -> None:
    """The sentence and the button; nothing for a data set that is here. The progress is `show_progress`."""
    sentence, fetch = fetching.missing(name), fetching.of(name)
    if sentence is None or fetch is None:
        return
    with st.container(key=f"fetch-panel-{name}"):
        if fetch.going:
            st.button("Cancel", key=f"fetch-cancel-{name}", icon=":material/close:", on_click=fetch.cancel)
            return
        if fetch.problem:
            st.error(plain(fetch.problem), icon=":material/cloud_off:")
        st.caption(f"{sentence} Until then, the digits that come with the program are used instead.")
        st.button(
            f"Download {fetch.size / fetching.MEGABYTE:.0f} MB",
            key=f"fetch-{name}",
            icon=":material/download:",
            on_click=fetch.start,
            width="stretch",
        )


def show_to_the_end(name: str) -> None:
    """The same, and while the data are fetched how far that is; the page is drawn again when they are here."""
    show(name)
    if (fetch := fetching.of(name)) and fetch.going:
        st.fragment(_follow, run_every=REFRESH)(fetch)


def _follow(fetch: fetching.Fetch) -> None:
    if not fetch.going:
        st.rerun()
    show_progress(fetch)


def show_progress(fetch: fetching.Fetch) -> None:
    """The progress of the download; to be drawn again while it goes on."""
    st.progress(min(1.0, fetch.done / fetch.size), text=str(fetch))
