"""The shape shared by all lessons: an idea, its formulas, an exhibit that reacts at once, and what to try."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from engine import Experiment
from playground.components.page.address_bar import address_bar
from playground.components.page.copy_link import copy_link
from playground.components.page.link_problems import link_problems
from playground.learner.current import open_on_playground
from playground.learner.session import arrives
from playground.lessons.shape.address import Address, current, open_address

HERE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Lesson:
    """One idea of the notes as a page.

    `number` is its place in the order of the notes, `name` the name of its file and address, and `notes` its heading
    in the notes. `idea` explains it in a few sentences; `formulas` are LaTeX. `exhibit` draws what the learner plays
    with and is rerun, by itself, whenever one of its widgets changes. `tries` are three things to do, `experiment` is
    a set-up of the playground that shows the same effect, and `picture` is the inside of an SVG of 120 by 72 units
    for the contents page (see `playground.components.shared.svg`).
    """

    number: int
    name: str
    title: str
    idea: str
    formulas: tuple[str, ...]
    exhibit: Callable[[], None]
    tries: tuple[str, str, str]
    experiment: Experiment
    notes: str
    picture: str

    @property
    def file(self) -> Path:
        """The script of this lesson's page."""
        return HERE / f"{self.name}.py"


def show(lesson: Lesson) -> None:
    """Draw the page of a lesson: idea and formulas, the exhibit beside them, then what to try and where to go next."""
    address = open_address(lesson.name, st.query_params.to_dict()) if arrives(lesson.name) else current()
    news = st.container()
    with st.container(key="lesson"):
        with st.container(key="lesson-head"):
            st.markdown(f"# {lesson.number} · {lesson.title}")
            st.markdown(lesson.idea)
            for formula in lesson.formulas:
                st.latex(formula)
        with st.container(key="lesson-exhibit"):
            st.fragment(show_exhibit)(lesson)
        with st.container(key="lesson-more"):
            st.markdown("**Try**\n\n" + "\n".join(f"{i}. {what}" for i, what in enumerate(lesson.tries, 1)))
            if st.button("Open this in the playground", key="to-playground", icon=":material/play_circle:"):
                open_on_playground(lesson.experiment)
            show_share(address)
            st.caption(f"In the notes: {lesson.notes}")
    with news:
        link_problems(address.told())


def show_exhibit(lesson: Lesson) -> None:
    """Draw the exhibit, and keep the browser's address in step with it."""
    address = current()
    address.draw_anew()
    lesson.exhibit()
    address_bar(query=address.says, key="address-bar")


def show_share(address: Address) -> None:
    """Draw the button that gives a link to the exhibit in its current state."""
    popover = st.popover("Share", key="lesson-share", icon=":material/ios_share:", on_change="rerun", type="tertiary")
    if popover.open:
        with popover, st.container(key="lesson-share-body"):
            copy_link(
                query=address.says,
                key="lesson-copy-link",
                note="It opens this lesson with every dial and choice set as they are now.",
            )
