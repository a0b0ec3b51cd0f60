"""The address of the page that the learner has before them."""

from collections.abc import Mapping

import streamlit as st


def query() -> dict[str, str]:
    """What the address asks for."""
    return st.query_params.to_dict()


def keep(query: Mapping[str, str]) -> None:
    """Have the address say this, so that it always leads back to what the page shows."""
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
