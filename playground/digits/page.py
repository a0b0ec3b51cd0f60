"""The Digits page: draw a digit, see the network read it while the pen still moves, and find out why."""

from contextlib import suppress
from typing import Any

import streamlit as st
from numpy.typing import NDArray
from streamlit.errors import StreamlitAPIException

import engine
from engine.handwriting import doubt
from engine.handwriting.drawing import render
from engine.network import Network
from playground.components.digits.digit_canvas import digit_canvas, on_sheet
from playground.components.page.choose import choose
from playground.components.page.copy_link import copy_link
from playground.components.page.link_problems import link_problems
from playground.components.page.share import share
from playground.digits import elsewhere, how_good, look_inside, reading, teach_it, teaching
from playground.digits import link as links
from playground.digits.link import COMPARE, GOOD, INSIDE, OWN, READER, SHIPPED, TAUGHT, TEACH
from playground.digits.reading import bars, in_words
from playground.learner.current import current_run
from playground.settings import address, slots
from playground.settings.slots import Slot

FOLLOW_THE_PEN = (INSIDE, TEACH)
NOTE = "The link opens this page with the same drawing, read by the same network, and the same section below the sheet."
MOST_COMPARED = 4
WIDTH = 400
PROBLEMS = Slot[tuple[str, ...]]("digit-problems", tuple)
FIRST_STROKES = Slot[list[NDArray[Any]]]("digit-first-strokes", list)
CLEARED = Slot("digit-clear", int)
"""What the link brought, and how often the sheet was cleared since."""

Readers = list[tuple[str, Network]]


def main() -> None:
    """Compose the page."""
    doubt.prepare()
    there = networks(current_run().digit_network)
    read_link(list(there))
    with st.container(horizontal=True, vertical_alignment="center", key="digit-head"):
        st.markdown("# Draw a digit, large or small, anywhere on the sheet. The network reads it as you draw.")
        show_share()
    readers = choose_readers(there)
    draw_and_read(readers)
    show_section(readers)


def networks(own: Network | None) -> dict[str, Network]:
    """The networks that can read, by their names."""
    there = {OWN: own} if own is not None else {}
    there |= {SHIPPED: shipped()}
    return there | {name + TAUGHT: network for name, network in teaching.current().taught.items()}


def read_link(readers: list[str]) -> None:
    """Set the page up as its address says, when it is first opened and these networks can read."""
    if not PROBLEMS.filled:
        link = links.read(address.query(), readers)
        slots.put_all(link.chosen)
        FIRST_STROKES.put(list(link.strokes))
        PROBLEMS.put(link.problems)
    link_problems(PROBLEMS.get())


def keep_link() -> None:
    """The address of the page always leads back to what it shows."""
    address.keep(links.write(slots.state(), strokes_on_sheet()))


def show_share() -> None:
    """The button for a link to this page as it is set up."""
    if body := share("digit-share"):
        with body:
            copy_link(query=links.write(slots.state(), strokes_on_sheet()), key="digit-copy-link", note=NOTE)


def choose_readers(there: dict[str, Network]) -> Readers:
    """The networks that read: one of them, or all of them side by side."""
    if len(there) == 1:
        st.caption(
            "Read by a network that was trained beforehand. Train your own on the Playground page, and it will read "
            "here."
        )
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
    """The sheet and the answer: all that is drawn again with every move of the pen."""
    clear = CLEARED.begin()
    sheet, beside = st.columns([1, 1.6], gap="medium")
    with sheet:
        answer = st.container(key="digit-answer")
        canvas = digit_canvas(size=WIDTH, clear=clear, begin=FIRST_STROKES.get())
        canvas.show("digit-canvas", on_mail=_pen_moved)
        st.button("Clear", key="clear-canvas", on_click=_clear, args=(clear + 1,), width="stretch")
    strokes, drawing = strokes_on_sheet(), on_sheet("digit-canvas", clear)
    pixels = render(strokes)
    found = [(name, network, reading.read(network, pixels)) for name, network in readers]
    with answer:
        st.markdown(in_words(found[0][2]))
    with beside:
        columns = st.columns(len(found), gap="large")
        for number, (name, network, read) in enumerate(found):
            with columns[number]:
                if len(found) > 1:
                    with st.container(key=f"compared-{number}"):
                        st.markdown(f"{name}:  \n{in_words(read) if read else '–'}")
                bars(network, read, pixels).show(f"digit-bars-{number}" if number else "digit-bars")
    if drawing and not drawing["down"]:
        keep_link()


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


def _clear(count: int) -> None:
    CLEARED.put(count)
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
            teach_it.show(network, name, strokes_on_sheet(), after_label=lambda: _clear(CLEARED.get() + 1))
        elif section == GOOD:
            how_good.show(network, name, seen_before=name.startswith(SHIPPED))
        else:
            elsewhere.show(readers)
    keep_link()


if __name__ == "__main__":
    main()
