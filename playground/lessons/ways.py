"""The links above a lesson, below it on a phone: to the previous one, to all lessons, and to the next one."""

import streamlit as st

from playground.lessons.registry import LESSONS
from playground.settings import pages


def show(name: str) -> None:
    """Show the links of the lesson of this name; nothing on any other page."""
    names = [lesson.name for lesson in LESSONS]
    if name not in names:
        return
    at = names.index(name)
    with st.container(key="lesson-ways", horizontal=True):
        for before in LESSONS[:at][-1:]:
            st.page_link(before.file, label=f"← {before.title}")
        st.page_link(pages.LESSONS.script, label="All lessons")
        for after in LESSONS[at + 1 :][:1]:
            st.page_link(after.file, label=f"{after.title} →")
