"""The heading of a page that shows none: for those who hear it, and go from heading to heading."""

import streamlit as st


def heading(words: str) -> None:
    """A heading of the first level, heard but not seen; it takes no room."""
    with st.container(key="heading"):
        st.markdown(f"# {words}")
