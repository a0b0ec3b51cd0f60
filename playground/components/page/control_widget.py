"""The widget of a control, and below it what is wrong with its value."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import streamlit as st

from playground.components.page.note import note
from playground.components.page.number_field import number_field, take_number
from playground.settings.control import Control, all_digits
from playground.settings.slots import Slot

TYPED = ("number", "ladder")


def control_widget(
    control: Control,
    slot: Slot[Any],
    dataset: str,
    judge: Callable[[], str],
    *,
    locked: bool = False,
    disabled: bool = False,
    **more: Any,
) -> None:
    """Show the control with the value in the slot, on these data; a link may have it `locked`.

    `judge` says what is wrong with the value, if anything. `more` are options of Streamlit's widgets.
    """
    take_typed(control, slot)
    problem = judge()
    if control.widget in TYPED:
        look = {"about": control.help, "problem": problem, "locked": locked, "disabled": disabled}
        number_field(control.label, slot, control.steps, **look)
        return
    with st.container() if control.widget == "text" else nullcontext():  # its note stands below it, also in a row
        _draw(control, slot, dataset, more | {"disabled": locked or disabled})
        if problem:
            note(slot.name, problem)


def take_typed(control: Control, slot: Slot[Any]) -> None:
    """Have in the slot what was typed there, where it is a field for numbers, before the widget is drawn."""
    if control.widget in TYPED:
        take_number(slot, control.steps)


def _draw(control: Control, slot: Slot[Any], dataset: str, more: dict[str, Any]) -> None:
    common: dict[str, Any] = {
        "label": control.label,
        "key": slot.name,
        "help": control.help,
        "persist_state": "session",
        **more,
    }
    options = control.options or {}
    match control.widget:
        case "select":
            st.selectbox(options=list(options), format_func=options.__getitem__, **common)
        case "pills":
            st.pills(options=list(options), format_func=options.__getitem__, selection_mode="multi", **common)
        case "slider" | "points" | "digits":
            now = slot.get()  # a link or a file may say more than one can drag to
            low, high = control.ends if control.widget != "digits" else (control.ends[0], all_digits(dataset))
            ends = {"min_value": min(low, now), "max_value": max(high, now)}
            st.slider(**ends, step=control.step, format="%g", **common)  # 0.5, not 0.50
        case "toggle":
            st.toggle(**common)
        case "text":
            st.text_input(**common)
