"""The settings of the playground page as widgets: hidden or locked as its link says, a note below what is wrong."""

import streamlit as st

from engine import Experiment
from playground.components.page.control_widget import control_widget, take_typed
from playground.settings import controls
from playground.settings.controls import CONTROLS
from playground.settings.limits import MOST_LAYERS


def show(key: str, running: Experiment) -> None:
    """Show one control, if there is such a one and the link does not hide it; the run has the settings `running`."""
    control, name = CONTROLS[key], controls.dataset()
    if not controls.hidden(key) and control.when(name):
        control_widget(control, control.slot, name, lambda: problem(key, running), locked=controls.locked(key))


def problem(key: str, running: Experiment) -> str:
    """What is wrong with a control and what the run keeps meanwhile, in sentences; "" where nothing is."""
    found = controls.problem_of(key)
    return f"{found} {controls.held(running)}" if found else ""


def show_layers(key: str) -> None:
    """Show what each hidden layer has of a control that is layered, hidden or locked as the control is."""
    control = CONTROLS[key]
    if controls.hidden(key):
        return
    try:
        layers = min(controls.depth(), MOST_LAYERS)
    except ValueError:  # which is told at the hidden layers
        return
    options = dict(control.options or {})
    options = {"": f"As above: {options[control.slot.get()]}", **options}
    for layer, slot in enumerate(control.layers(layers), 1):
        st.selectbox(
            f"{control.label} of hidden layer {layer}",
            list(options),
            format_func=options.__getitem__,
            key=slot.name,
            disabled=controls.locked(key),
            persist_state="session",
        )


def take_all_typed() -> None:
    """Have in the slots what was typed into fields for numbers, before they are read."""
    for control in CONTROLS.values():
        take_typed(control, control.slot)
