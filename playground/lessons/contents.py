"""The contents page: every idea of the notes in order, each with a picture and what became of its bets."""

import streamlit as st

from playground.components.page.copy_link import copy_link
from playground.components.page.link_problems import link_problems
from playground.components.shared.svg import drawing
from playground.learner.session import arrives, handed
from playground.lessons import link
from playground.lessons.registry import LESSONS
from playground.lessons.shape import progress, story
from playground.lessons.shape.lesson import Lesson
from playground.settings import address, pages
from playground.settings.slots import Slot

PROBLEMS = Slot[tuple[str, ...]]("lessons-problems", tuple)


def main() -> None:
    """Draw the page."""
    st.markdown("# Lessons")
    st.markdown(
        "Every idea as something to play with: a minute each, in any order. One handwritten 3 runs through all."
    )
    if arrives("lessons"):
        asked = link.read(address.query())
        progress.take_won(asked.won)
        if handed():
            progress.show_all(link.BETS)
        if asked.cards is not None:
            progress.choose(link.BETS, asked.cards)
        PROBLEMS.put(asked.problems)
    shown, says = progress.shown(link.BETS), link.write()
    address.keep(says)
    link_problems(PROBLEMS.get())
    with st.container(key="lesson-progress", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{len(progress.won(shown))} of {len(shown)} bets won**")
        show_share({key: text for key, text in says.items() if key != progress.WON})
        st.page_link(pages.NOTES.script, label=pages.NOTES.title)
        st.page_link(pages.TEACHERS.script, label=pages.TEACHERS.title)
    with st.container(key="lesson-cards"):
        for lesson in LESSONS:
            if not shown or progress.shown(lesson.bets):
                show_card(lesson)


def show_share(query: dict[str, str]) -> None:
    """Draw the button that gives a link to all lessons, with the bets that are to be shown."""
    popover = st.popover("Share", key="lessons-share", icon=":material/ios_share:", on_change="rerun", type="tertiary")
    if popover.open:
        with popover, st.container(key="lesson-share-body"):
            progress.chooser(link.BETS, [f"{one.number} · {bet.asks}" for one in LESSONS for bet in one.bets])
            copy_link(query=query, key="lessons-copy-link", note="It opens this page with the lessons of these bets.")


def show_card(lesson: Lesson) -> None:
    """Draw a lesson's picture, its title, which links to it, and a mark for each of its bets."""
    with st.container(key=f"lesson-card-{lesson.name}", border=True):
        st.html(drawing(lesson.picture))
        st.page_link(lesson.file, label=f"{lesson.number} · {lesson.title}")
        asks = story.told(lesson.story.asks)
        st.markdown(asks[0].upper() + asks[1:])
        bets = progress.shown(lesson.bets)
        won, known = progress.won(bets), progress.answers()
        marks = " ".join("●" if bet.name in won else "◐" if bet.name in known else "○" for bet in bets)
        st.caption(f"{marks} {len(won)} of {len(bets)} won")


if __name__ == "__main__":
    main()
