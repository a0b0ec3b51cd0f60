"""What makes no sense in the link by which a learner came, above the page."""

from collections.abc import Sequence

import streamlit as st

from playground.settings.plain import plain


def link_problems(problems: Sequence[str]) -> None:
    """A line for each of these sentences; nothing where there is none."""
    if problems:
        st.warning(plain(*problems), icon=":material/link_off:")
