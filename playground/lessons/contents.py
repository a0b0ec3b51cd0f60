"""The contents page: every idea of the notes in order, each with a picture."""

import streamlit as st

from playground.components.page.link_problems import link_problems
from playground.components.shared.svg import drawing
from playground.learner.session import arrives
from playground.lessons.registry import LESSONS
from playground.lessons.shape.lesson import Lesson
from playground.settings import address
from playground.settings.link import Asked
from playground.settings.slots import Slot

PROBLEMS = Slot[tuple[str, ...]]("lessons-problems", tuple)


def main() -> None:
    """Draw the page."""
    st.markdown("# Lessons")
    st.markdown("Every idea as something to play with: about a minute each, in any order.")
    if arrives("lessons"):
        PROBLEMS.put(Asked(address.query()).told())
    address.keep({})
    link_problems(PROBLEMS.get())
    with st.container(key="lesson-cards"):
        for lesson in LESSONS:
            show_card(lesson)


def show_card(lesson: Lesson) -> None:
    """Draw a lesson's picture and title, which link to it."""
    with st.container(key=f"lesson-card-{lesson.name}", border=True):
        st.html(drawing(lesson.picture))
        st.page_link(lesson.file, label=f"{lesson.number} · {lesson.title}")


if __name__ == "__main__":
    main()
