"""The pages of the playground, each declared once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from playground.lessons import LESSONS

VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True)
class Page:
    """One page: its file in `views`, its title, and its place in the address.

    It has no icon: Streamlit would fetch that as the favicon from elsewhere, and a classroom may have no internet.
    """

    file: str
    title: str
    path: str


PAGES = (
    Page("playground.py", "Playground", "playground"),
    Page("digits.py", "Digits", "digits"),
    Page("compare.py", "Compare", "compare"),
    Page("gallery.py", "Gallery", "gallery"),
    Page("lessons.py", "Lessons", "lessons"),
)


def as_streamlit() -> list[Any]:
    """The pages as Streamlit wants them, the first one being where a learner arrives; then every lesson.

    The lessons are not in the bar at the top: the contents page leads to them.
    """
    pages = [
        st.Page(VIEWS / page.file, title=page.title, url_path=page.path, default=page is PAGES[0]) for page in PAGES
    ]
    return pages + [
        st.Page(lesson.file, title=lesson.title, url_path=lesson.name, visibility="hidden") for lesson in LESSONS
    ]
