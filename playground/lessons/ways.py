"""What stands above a lesson: the digit and the network of the story, and links to the previous and the next one."""

import streamlit as st

from playground.lessons.registry import BY_NAME, LESSONS
from playground.lessons.shape import story
from playground.lessons.shape.lesson import AFTER
from playground.settings import pages


def show(name: str) -> None:
    """Show the links and the story of the lesson of this name, if any; on a phone the links come last."""
    names = [lesson.name for lesson in LESSONS]
    if name not in names:
        return
    at = names.index(name)
    AFTER.put(next(iter(LESSONS[at + 1 :]), None))
    with st.container(key="lesson-top"):
        with st.container(key="lesson-ways", horizontal=True):
            for before in LESSONS[:at][-1:]:
                st.page_link(before.file, label=f"← {before.title}")
            st.page_link(pages.LESSONS.script, label="All lessons")
            for after in LESSONS[at + 1 :][:1]:
                st.page_link(after.file, label=f"{after.title} →")
        with st.container(key="lesson-strip"):
            story.show(BY_NAME[name].story)
