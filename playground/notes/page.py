"""The page of the notes: a text to read from top to bottom; the exhibit of one idea at a time is made, in its place."""

import streamlit as st

from playground.components.page.keep_place import keep_place
from playground.components.page.link_problems import link_problems
from playground.learner.session import arrives
from playground.lessons.shape.address import current, open_address
from playground.notes import link
from playground.notes.idea import Chapter, Idea
from playground.notes.registry import CHAPTERS, IDEAS
from playground.settings import address
from playground.settings.slots import Slot

OPEN = Slot("notes-open", lambda: link.CLOSED)
"""The name of the idea whose exhibit is made: one at a time, so that the browser never holds more."""
PROBLEMS = Slot[tuple[str, ...]]("notes-problems", tuple)


def main() -> None:
    """Draw the page."""
    if arrives("notes"):
        asked = link.read(address.query())
        begin(asked.open)
        PROBLEMS.put(asked.problems)
    address.keep(link.write(OPEN.get()))
    link_problems(PROBLEMS.get())
    keep_place("try-", opened="" if OPEN.get() == link.CLOSED else f"try-{OPEN.get()}", key="notes-place")
    with st.container(key="notes"):
        st.markdown("# The notes")
        st.markdown(
            "The whole subject, from the perceptron to the ReLU, in the order of the notes that it was learned from. "
            "Every idea has an exhibit: open it where you read."
        )
        st.markdown(" · ".join(f"[{chapter.title}](#{chapter.anchor})" for chapter in CHAPTERS))
        for chapter in CHAPTERS:
            show_chapter(chapter)


def begin(name: str) -> None:
    """Open the exhibit of the idea of this name as it is at first, in place of any other; none for no idea's name."""
    OPEN.put(name)
    if name in IDEAS:
        open_address(IDEAS[name].lesson.name, {}).play(IDEAS[name].shows)


def show_chapter(chapter: Chapter) -> None:
    """Draw a heading and its ideas."""
    st.header(chapter.title, anchor=chapter.anchor, divider="gray")
    for idea in chapter.ideas:
        with st.container(key=f"idea-{idea.name}"):
            show_idea(idea)


def show_idea(idea: Idea) -> None:
    """Draw an idea's text and formulas, the ways to its exhibit and to its lesson, and the exhibit if it is open."""
    is_open = OPEN.get() == idea.name
    st.markdown(f"### {idea.title}\n\n{idea.text}")
    for formula in idea.formulas:
        st.latex(formula)
    if idea.slip:
        st.markdown(f"> **A slip in the notes:** {idea.slip}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Close" if is_open else "Try it",
            key=f"try-{idea.name}",
            icon=":material/close:" if is_open else ":material/play_circle:",
            help=f"{'Close' if is_open else 'Open'} the exhibit: {idea.title}",
            on_click=begin,
            args=(link.CLOSED if is_open else idea.name,),
        )
        st.page_link(idea.lesson.file, label=f"Lesson {idea.lesson.number} · {idea.lesson.title}")
    if is_open:
        with st.container(key="notes-exhibit", border=True):
            st.fragment(show_exhibit)(idea)


def show_exhibit(idea: Idea) -> None:
    """Draw the exhibit, by itself whenever the reader moves something in it."""
    current().draw_anew()
    idea.show()


if __name__ == "__main__":
    main()
