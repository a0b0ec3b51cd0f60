"""The shape shared by all lessons: an idea, its formulas, an exhibit that reacts at once, and bets on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import NoneType

import streamlit as st

from engine import Experiment
from playground.components.page.address_bar import address_bar
from playground.components.page.copy_link import copy_link
from playground.components.page.link_problems import link_problems
from playground.learner.current import open_on_playground
from playground.learner.session import arrives, handed
from playground.lessons.shape import cards, first_control, formulas, progress, story
from playground.lessons.shape.address import Address, current, open_address
from playground.lessons.shape.bets import Bet, Facts
from playground.lessons.shape.story import Story
from playground.settings import pages
from playground.settings.slots import Slot

HERE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Lesson:
    """One idea of the notes as a page.

    `number` is its place in the order of the notes, `name` the name of its file and address, and `notes` names the idea
    in the notes that it begins with, and its heading there. `story` is what it adds to the story of one digit. `idea`
    explains it in a few sentences; `formulas` are TeX with the names of dials and facts (see
    `components.shared.mathml`), and `terms` maps the TeX of each term of a sum to the fact that is its value. `exhibit`
    draws what the learner plays with, is rerun, by itself, whenever one of its widgets changes, and returns what it
    found, which settles the `bets` and gives the formulas their numbers. `experiment` is a set-up of the playground
    that shows the same effect, and `picture` is the inside of an SVG of 120 by 72 units for the contents page (see
    `playground.components.shared.svg`).
    """

    number: int
    name: str
    title: str
    idea: str
    formulas: tuple[str, ...]
    exhibit: Callable[[], Facts]
    bets: tuple[Bet, ...]
    experiment: Experiment
    notes: tuple[str, str]
    story: Story
    picture: str
    terms: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The script of this lesson's page."""
        return HERE / f"{self.name}.py"


AFTER = Slot[Lesson | None]("lesson-after", NoneType)
"""The lesson after the one on the page, None after the last, as `lessons.ways` says, which knows all of them."""


def show(lesson: Lesson) -> None:
    """Draw the page of a lesson: idea, formulas and bets, the exhibit beside them, and where to go next."""
    if arrives(lesson.name):
        if handed():
            progress.show_all(lesson.bets)
        open_address(lesson.name, st.query_params.to_dict(), lesson.story.first)
    address = current()
    news = st.container()
    with st.container(key="lesson"):
        with st.container(key="lesson-head"):
            st.markdown(f"# {lesson.number} · {lesson.title}")
            st.markdown(lesson.idea)
        st.fragment(show_exhibit)(lesson, partial(show_onward, lesson))
        with st.container(key="lesson-more"):
            if st.button("Open this in the playground", key="to-playground", icon=":material/play_circle:"):
                open_on_playground(lesson.experiment)
            show_share(address, lesson)
            idea, heading = lesson.notes
            st.page_link(pages.NOTES.script, label=f"In the notes: {heading}", query_params={"open": idea})
    with news:
        link_problems(address.told())


def show_exhibit(lesson: Lesson, ends: Callable[[Facts], None] = lambda found: None) -> None:
    """Draw the exhibit beside its bets, and keep the browser's address in step with it.

    `ends` draws what stands below; it is told what was found and set, nothing as long as all is as at first.
    """
    address = current()
    cards.take(lesson.name, lesson.bets)
    address.draw_anew()
    bets = st.container(key="lesson-bets")
    with st.container(key="lesson-exhibit"):
        invitation = st.container(key="lesson-invitation")
        facts = lesson.exhibit()
        first_control.show(lesson.story, invitation)
        ends({**address.values, **facts} if address.says else {})
    with bets:
        formulas.show(lesson.name, lesson.formulas, lesson.terms, facts)
        cards.show(lesson.name, lesson.bets, facts)
        address_bar(query=address.says, key="address-bar")


def show_onward(lesson: Lesson, found: Facts) -> None:
    """Draw what the lesson hands on, and the link to the next one, which takes over what it knows of what was found."""
    after, words = AFTER.get(), story.told(lesson.story.hands_on)
    with st.container(key="lesson-onward"):
        if after is None:
            st.markdown(words)
            st.page_link(pages.DIGITS.script, label="Draw a digit →")
        else:
            st.markdown(f"{words} **Lesson {after.number} asks: {story.told(after.story.asks)}**")
            st.page_link(
                after.file,
                label=f"On to lesson {after.number}: {after.title}",
                query_params=lesson.story.carried(found),
            )


def show_share(address: Address, lesson: Lesson) -> None:
    """Draw the button that gives a link to the exhibit in its current state, with the bets that are to be shown."""
    popover = st.popover("Share", key="lesson-share", icon=":material/ios_share:", on_change="rerun", type="tertiary")
    if popover.open:
        with popover, st.container(key="lesson-share-body"):
            progress.chooser(lesson.bets, [bet.asks for bet in lesson.bets])
            copy_link(
                query={name: text for name, text in address.says.items() if name != progress.WON},
                key="lesson-copy-link",
                note="It opens this lesson with every dial and choice set as they are now, and with these bets.",
            )
