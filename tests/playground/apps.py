"""The app without a browser, opened at one of its addresses."""

from typing import Any
from unittest.mock import patch

import streamlit as st
from streamlit.testing.v1 import AppTest

from playground.settings import pages
from tests.waiting import DEADLINE


def app_at(name: str = "", **query: Any) -> AppTest:
    """The app as it is before its first run, come to at the address `name` (a page's or a lesson's) with this query."""
    app = AppTest.from_file(str(pages.APP), default_timeout=DEADLINE)
    if name:
        # AppTest takes a page's address from the name of its script, as long as it has not run
        app._page_hash = app._resolve_page_hash(f"{name}.py")
    for key, text in query.items():
        app.query_params[key] = text
    return app


def bring(app: AppTest, key: object, *, handed: bool = False) -> AppTest:
    """Run the app for the first time, as in a tab that brings this key to a desk from the page before."""
    told = f"streamlit, token, none, {'handed' if handed else 'desk'}.{key}"
    with patch.object(type(st.context), "headers", {"Sec-WebSocket-Protocol": told}):
        return app.run()
