"""The digits page: draw a digit, and see the network read it while the pen still moves."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import engine
from engine.data.drawing import render
from engine.network import Network
from playground.components.digit_bars import digit_bars
from playground.components.digit_canvas import digit_canvas
from playground.session import current_run

SHIPPED, OWN = "The trained network", "Yours, from the playground"
UNSURE = 0.6


def main() -> None:
    """Compose the page."""
    run = current_run()
    st.markdown("#### Draw a digit, large or small, anywhere on the sheet. The network reads along.")
    network = choose_network(run.digit_network)
    draw_and_read(network)


def choose_network(own: Network | None) -> Network:
    """The network that reads: the one last trained on MNIST in this session if there is one, or the shipped one."""
    if own is None:
        st.caption(
            "Read by a network that was trained beforehand. Train one on MNIST on the Playground page, and yours reads."
        )
        return shipped()
    choice = st.segmented_control(
        "Which network reads",
        [OWN, SHIPPED],
        key="reader",
        default=OWN,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return own if choice == OWN else shipped()


@st.cache_resource(show_spinner=False)
def shipped() -> Network:
    """The network that comes with the playground; only ever read."""
    return engine.load_digit_network()


@st.fragment
def draw_and_read(network: Network) -> None:
    """The sheet and the answer; drawn again with every move of the pen, and nothing else is."""
    clear = st.session_state.setdefault("digit-clear", 0)
    sheet, reading = st.columns([1, 1.6], gap="medium")
    with sheet:
        answer = st.container(key="digit-answer")
        drawing = digit_canvas(key="digit-canvas", size=400, clear=clear)
        st.button("Clear", key="clear-canvas", on_click=_clear, args=(clear + 1,), width=400)
    pixels = render(drawing["strokes"] if drawing else [])
    drawn = bool(pixels.any())
    outputs = network.feedforward(pixels.reshape(1, -1))[0] if drawn else np.zeros(network.sizes[-1])
    with answer:
        st.markdown(in_words(outputs) if drawn else "Draw a digit, and the answer stands here.")
    with reading:
        digit_bars(outputs=outputs, pixels=pixels, probabilities=network.output == "softmax", key="digit-bars")


def _clear(count: int) -> None:
    st.session_state["digit-clear"] = count


def in_words(outputs: NDArray[np.floating[Any]]) -> str:
    """The answer, the digit first, and how sure the network is of it."""
    first, second = np.argsort(outputs)[:-3:-1]
    sure = outputs[first]
    if sure < UNSURE:
        return f"**{first}** ? Not sure: {first} with {sure:.0%}, or {second} with {outputs[second]:.0%}."
    return f"**{first}** with {sure:.0%}."


main()
