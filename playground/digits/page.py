"""The Digits page: draw a digit, see the network read it while the pen still moves, and find out why."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import streamlit as st
from numpy.typing import NDArray
from streamlit.errors import StreamlitAPIException

import engine
from engine.handwriting import doubt
from engine.handwriting.drawing import render
from engine.network import Network
from playground.components import Picture
from playground.components.digits.digit_answer import digit_answer
from playground.components.digits.digit_canvas import digit_canvas, on_sheet, received
from playground.components.digits.digit_examples import digit_examples
from playground.components.page.choose import choose
from playground.components.page.copy_link import copy_link
from playground.components.page.link_problems import link_problems
from playground.components.page.live_answers import live_answers
from playground.components.page.share import share
from playground.components.shared.answers import Answers
from playground.components.shared.mailbox import Message, acknowledged
from playground.digits import elsewhere, exams, how_good, look_inside, reading, strangers, teach_it, teaching
from playground.digits import link as links
from playground.digits.link import COMPARE, GOOD, INSIDE, OWN, READER, SHIPPED, TAUGHT, TEACH
from playground.digits.reading import bars, in_words
from playground.learner.current import current_run
from playground.learner.session import handed
from playground.settings import address, slots
from playground.settings.link import whole
from playground.settings.slots import Slot

FOLLOW_THE_PEN = (INSIDE, TEACH)
NOTE = "The link opens this page with the same drawing, read by the same network, and the same section below the sheet."
STRANGERS = "Or try a stranger’s digit, new to the network:"
MOST_COMPARED = 4
WIDTH = 400
PROBLEMS = Slot[tuple[str, ...]]("digit-problems", tuple)
FIRST_STROKES = Slot[list[NDArray[Any]]]("digit-first-strokes", list)
CLEARED = Slot("digit-clear", int)
"""What the link brought, and how often the page has cleared the sheet since."""
ANSWERS = Slot("digit-answers", Answers)
"""The way on which the sheet asks what is read on it."""

Readers = list[tuple[str, Network]]


def main() -> None:
    """Compose the page."""
    doubt.prepare()
    there = networks(current_run().digit_network)
    read_link(list(there))
    with st.container(horizontal=True, vertical_alignment="center", key="digit-head"):
        st.markdown("# Draw a digit, large or small: the network reads it as you draw.")
        show_share()
    readers = choose_readers(there)
    with st.container(key="digit-desk"):
        draw_and_read(readers)
        examples = digit_examples(strangers.examples(), sheet="digit-canvas", title=STRANGERS)
        examples.show("digit-strangers")
    show_section(readers)
    live_answers(token=ANSWERS.begin().token, key="digit-lane")


def networks(own: Network | None) -> dict[str, Network]:
    """The networks that can read, by their names."""
    there = {OWN: own} if own is not None else {}
    there |= {SHIPPED: shipped()}
    return there | {name + TAUGHT: network for name, network in teaching.current().taught.items()}


def read_link(readers: list[str]) -> None:
    """Set the page up as its address says, when it is first opened, or handed, and these networks can read."""
    told = handed()
    if told or not PROBLEMS.filled:
        link = links.read(address.query(), readers)
        slots.put_all(whole(links.CHOICES, link.chosen) if told else link.chosen)
        FIRST_STROKES.put(list(link.strokes))
        PROBLEMS.put(link.problems)
    link_problems(PROBLEMS.get())


def keep_link() -> None:
    """The address of the page always leads back to what it shows."""
    address.keep(links.write(slots.state(), strokes_on_sheet()))


def learned_by(name: str) -> int:
    """From how many of MNIST's digits, at least, the network of this name has learned."""
    few = current_run().digits_learned if name.startswith(OWN) else None
    return few or exams.MOST_MET


def show_share() -> None:
    """The button for a link to this page as it is set up."""
    if body := share("digit-share"):
        with body:
            copy_link(query=links.write(slots.state(), strokes_on_sheet()), key="digit-copy-link", note=NOTE)


def choose_readers(there: dict[str, Network]) -> Readers:
    """The networks that read: one of them, or all of them side by side."""
    if len(there) == 1:
        st.caption("Read by a network that comes trained. Train one on the Playground page, and it will read here.")
        return list(there.items())
    names = [*there, COMPARE]
    if fresh := teaching.current().fresh:
        READER.put(fresh + TAUGHT)
        teaching.current().fresh = ""
    if READER.get() not in names:
        READER.take()
    choice = choose(links.WHO_READS, "Which network reads", options=names, default=names[0])
    if choice == COMPARE:
        return list(there.items())[:MOST_COMPARED]
    return [(choice, there[choice])]


@st.cache_resource(show_spinner=False)
def shipped() -> Network:
    """The network that comes with the playground; only ever read."""
    return engine.load_digit_network()


@st.fragment(key="sheet")
def draw_and_read(readers: Readers) -> None:
    """The sheet and the answer. While the pen moves, the sheet asks by a way of its own, and this is not run."""
    clear = CLEARED.begin()
    strokes, drawing = strokes_on_sheet(), on_sheet("digit-canvas", clear)
    pictures = read_on_sheet(readers, strokes, drawing is not None and drawing["down"])
    answers = ANSWERS.begin()
    answers.by(partial(answer, readers, clear), tuple((name, id(network)) for name, network in readers))
    place = answers.place(acknowledged("digit-canvas"))
    with st.container(key="digit-sheet"):
        pictures["digit-answer"].show("digit-answer", place)
        canvas = digit_canvas(size=WIDTH, clear=clear, begin=FIRST_STROKES.get())
        canvas.show("digit-canvas", on_mail=_pen_moved)
    with st.container(key="digit-beside"):
        columns = st.columns(len(readers), gap="large")
        for number, (name, _) in enumerate(readers):
            with columns[number]:
                if len(readers) > 1:
                    st.caption(name)
                    pictures[f"compared-{number}"].show(f"compared-{number}", place)
                pictures[bars_of(number)].show(bars_of(number), place)
    if drawing and not drawing["down"]:
        keep_link()


def answer(readers: Readers, clear: int, message: Message) -> Mapping[str, Picture] | None:
    """What the sheet is answered: the pictures of `read_on_sheet` for the drawing in a message, None if it is none."""
    drawing = received(message, clear)
    return None if drawing is None else read_on_sheet(readers, drawing["strokes"], drawing["down"])


def read_on_sheet(readers: Readers, strokes: Sequence[NDArray[Any]], down: bool) -> dict[str, Picture]:
    """What the networks read in strokes, by the keys of the views: in words, and as bars."""
    pixels = render(strokes)
    found = [reading.read(network, pixels, strokes) for _, network in readers]
    pictures = {"digit-answer": digit_answer(in_words(found[0]), spoken=not down)}
    for number, (read, (_, network)) in enumerate(zip(found, readers, strict=True)):
        if len(readers) > 1:
            pictures[f"compared-{number}"] = digit_answer(in_words(read) if read else "–", spoken=False)
        pictures[bars_of(number)] = bars(network, read, pixels)
    return pictures


def bars_of(number: int) -> str:
    """The key of the bars of a reader."""
    return f"digit-bars-{number}" if number else "digit-bars"


def strokes_on_sheet() -> list[NDArray[Any]]:
    """What is drawn now; what the link brought, until the sheet says otherwise."""
    clear = CLEARED.get()
    drawing = on_sheet("digit-canvas", clear)
    first = [] if clear else FIRST_STROKES.get()
    return drawing["strokes"] if drawing else first


def _pen_moved() -> None:
    """When the pen is lifted, a section about the drawing is drawn again too."""
    drawing = on_sheet("digit-canvas")
    if drawing and not drawing["down"]:
        _draw_again()


def _clear() -> None:
    CLEARED.put(CLEARED.get() + 1)
    _draw_again()


def _draw_again() -> None:
    follows = links.SECTION.get() in FOLLOW_THE_PEN
    with suppress(StreamlitAPIException):  # the page was not drawn yet: all of it is about to be
        st.rerun(["sheet", "section"] if follows else "sheet")


@st.fragment(key="section")
def show_section(readers: Readers) -> None:
    """What is below the sheet: one section at a time, and only that one is computed."""
    section = choose(links.BELOW, "Below the sheet")
    name, network = readers[0]
    if links.LAYER.get() > len(network.sizes) - 2:
        links.LAYER.take()
    with st.container(key="digit-section-body"):
        if section == INSIDE:
            look_inside.show(network, name, render(strokes_on_sheet()))
        elif section == TEACH:
            teach_it.show(network, name, strokes_on_sheet, after_label=_clear)
        elif section == GOOD:
            how_good.show(network, name, learned_by(name))
        else:
            elsewhere.show(readers)
    keep_link()


if __name__ == "__main__":
    main()
