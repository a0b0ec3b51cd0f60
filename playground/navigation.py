"""Navigation: the pages and the lessons as Streamlit wants them."""

from typing import Any

import streamlit as st

from playground.lessons.registry import BY_NAME, LESSONS
from playground.settings import pages


def as_streamlit() -> list[Any]:
    """The pages, the first one being where a learner arrives; then every lesson.

    The lessons, the notes and the page for teachers are not in the bar at the top: the contents page leads to them.
    """
    own = [
        st.Page(
            page.script,
            title=page.title,
            url_path=page.name,
            default=page is pages.BAR[0],
            visibility="visible" if page in pages.BAR else "hidden",
        )
        for page in pages.PAGES
    ]
    return own + [
        st.Page(lesson.file, title=lesson.title, url_path=lesson.name, visibility="hidden") for lesson in LESSONS
    ]


def chapter(name: str) -> str:
    """The page of the bar to which the page of this name belongs: a lesson's are the lessons."""
    return pages.LESSONS.name if name in BY_NAME or name == pages.NOTES.name else name


def sound_at_end(name: str) -> pages.Sound | None:
    """The sound of the page of this name; None where no switches stand at its end, as they do in all lessons."""
    sounds: dict[str, pages.Sound] = {page.name: page.sound for page in pages.PAGES if page.drawings}
    return "" if name in BY_NAME else sounds.get(name)
