"""A field for one number that is typed as people write numbers, or stepped; what was understood then stands in it.

Streamlit's own field takes 0,3 for 3, steps by equal amounts only, and loses steps that come fast.
"""

from functools import partial
from typing import Any

import streamlit as st

from playground.components import Picture
from playground.components.page.note import note
from playground.components.shared.mailbox import Message, fresh
from playground.settings.choices import Whole
from playground.settings.numbers import LONGEST, Steps, number_in, text_of
from playground.settings.slots import Slot, Slots

WRONG = Slots("{}-wrong", str)
"""What was last typed for the slot of this name, if that was none of the numbers it takes."""


def number_field(label: str, slot: Slot[Any], steps: Steps, **look: Any) -> None:
    """Show the number in `slot`, or the text there that means none.

    Whatever is typed replaces it, out of range or not: the caller takes it with `take_number` before, and tells its
    `problem`. `locked` by a link the field has a padlock in place of buttons; while `disabled` it has no effect.
    """
    _show(label, slot.name, slot.get(), steps, partial(take_number, slot, steps), **look)


def take_number(slot: Slot[Any], steps: Steps) -> None:
    """Put into the slot what was typed or stepped since the last call: a number, or a text that means none."""
    for message in fresh(_key(slot.name)):
        slot.put(answer(slot.get(), message, steps))


def whole_number(label: str, setting: Whole, slot: Slot[Any], **look: Any) -> int:
    """Show a whole number and return it: the last one typed that the setting takes. What it does not is told below."""
    now, wrong = take_whole(setting, slot), WRONG.of(slot.name)
    problem = ""
    if wrong.filled:
        problem = f"It must be a whole number from {setting.low:,} to {setting.high:,}. Until then it is {now:,}."
    shown, steps = wrong.get() if wrong.filled else now, Steps(setting.low, setting.high, whole=True)
    _show(label, slot.name, shown, steps, partial(take_whole, setting, slot), problem=problem, **look)
    return now


def take_whole(setting: Whole, slot: Slot[Any]) -> int:
    """The whole number in the slot, after what was typed or stepped since the last call."""
    slot.put(min(max(slot.get(), setting.low), setting.high))  # the ends may have moved
    for message in fresh(_key(slot.name)):
        value = answer(slot.get(), message, Steps(setting.low, setting.high, whole=True))
        wrong = WRONG.of(slot.name)
        if isinstance(value, int) and setting.low <= value <= setting.high:
            slot.put(value)
            wrong.take()
        else:
            wrong.put(_text(value))
    now: int = slot.get()
    return now


def answer(now: float | str, message: Message, steps: Steps) -> float | str:
    """What follows on `now` by a message of the browser: a number, or a text that means none."""
    match message:
        case {"text": str(sent)}:
            text = sent.encode(errors="replace").decode()
            try:
                value = number_in(text, steps.whole)
            except ValueError:
                return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
            return int(value) if steps.whole and value.is_integer() else value
        case {"step": 1 | -1 as way} if not isinstance(now, str):
            return steps.after(now, way)
    return now


def _show(
    label: str,
    key: str,
    now: float | str,
    steps: Steps,
    on_mail: Any,
    *,
    about: str = "",
    problem: str = "",
    locked: bool = False,
    disabled: bool = False,
    width: Any = "stretch",
) -> None:
    near = [] if isinstance(now, str) else [(now, steps.after(now, way)) for way in (-1, 1)]
    data = {
        "label": label,
        "about": about,
        "text": _text(now),
        "problem": problem,
        "whole": steps.whole,
        "longest": LONGEST,
        "steps": ["" if then == here else text_of(then) for here, then in near],
        "locked": locked,
        "idle": disabled,
    }
    with st.container(key=key, width=width):
        Picture("number_field", data).show(_key(key), on_mail=on_mail)
        if problem:
            note(key, problem)


def _text(value: float | str) -> str:
    return value if isinstance(value, str) else text_of(value)


def _key(name: str) -> str:
    return f"{name}-typed"
