"""The settings that are needed less often, behind a button: how the data are made, and how training goes about it."""

import streamlit as st

from engine import Experiment
from engine.data import SOURCES
from playground.components.page.note import note
from playground.playing import widgets
from playground.settings import controls

OF_TRAINING = ("batch-size", "initialization", "seed", "precision")


def of_data() -> tuple[str, ...]:
    """What there is to set of the data that are chosen."""
    source = SOURCES[controls.dataset()]
    if source.kind == "digits":
        return "training-digits", "augmentation"
    return ("test-fraction",) if source.own else ("noise", "samples", "test-fraction")


def show(running: Experiment) -> None:
    """The button, and below it what is wrong behind it; nothing where a link hides all of it."""
    keys = [key for key in (*of_data(), *OF_TRAINING) if not controls.hidden(key)]
    if not keys and controls.hidden("activation"):
        return
    with st.popover("More", key="more-settings", width="stretch"):
        with st.container(key="more"):
            for key in keys:
                widgets.show(key, running)
                if key == "test-fraction" and not SOURCES[controls.dataset()].own:
                    _new_points()
        widgets.show_layers("activation")
    if problems := [problem for key in keys if (problem := widgets.problem(key, running))]:
        note("more", problems[0])


def _new_points() -> None:
    locked = controls.locked("data-seed")
    st.button(
        "New points",
        key="new-points",
        icon=":material/lock:" if locked else ":material/casino:",
        on_click=controls.next_seed,
        args=("data-seed", controls.CONTROLS["data-seed"].slot.get()),
        width="stretch",
        disabled=locked,
    )
