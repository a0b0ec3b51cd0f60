"""Navigation: the pages and the lessons as Streamlit wants them."""

from typing import Any

import streamlit as st

from playground.lessons.registry import BY_NAME, LESSONS
from playground.settings.pages import BAR, PAGES


def as_streamlit() -> list[Any]:
    """The pages, the first one being where a learner arrives; then every lesson.

    The lessons, the notes and the page for teachers are not in the bar at the top: the contents page leads to them.
    """
    pages = [
        st.Page(
            page.script,
            title=page.title,
            url_path=page.name,
            default=page is BAR[0],
            visibility="visible" if page in BAR else "hidden",
        )
        for page in PAGES
    ]
    return pages + [
        st.Page(lesson.file, title=lesson.title, url_path=lesson.name, visibility="hidden") for lesson in LESSONS
    ]


def has_drawings(name: str) -> bool:
    """Whether the page of this name has the switch to read its drawings at its end, as all lessons have."""
    return name in {page.name for page in PAGES if page.drawings} | BY_NAME.keys()
