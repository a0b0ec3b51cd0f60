"""Linked dials and choices: widgets of an exhibit whose values appear in the address of the lesson.

An exhibit creates them here as it would with Streamlit or a component, and gets links for free. A value appears in the
address once it differs from the usual one, under the name of its dial or its key without the lesson's name. When an
address is opened, each widget starts at the value given there. No two widgets shown at once may share a name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any, TypeVar

import streamlit as st

from playground.components.charts import plot
from playground.components.charts.plot import Handle
from playground.components.page import dials as component
from playground.components.page import number_field
from playground.components.page.dials import Dial
from playground.components.valley import valley
from playground.components.valley.valley import Limits, Place
from playground.lessons.shape.address import current
from playground.settings.choices import Choice, Number, Setting, Several, Switch, Whole, number_of, short_name
from playground.settings.slots import Slot, Slots

T = TypeVar("T")
WIDGET = Slots[Any]("{}", NoneType)
"""The value of the widget with this key."""
PRESSED = Slots[tuple[str, int] | None]("{}-pressed", NoneType)
"""The button of this key that was pressed last, and how often any of them was pressed."""
DIGITS = 10  # decimal places of a dial
PLACE_DIGITS = 4  # decimal places of a point set by hand: finer than a hand can place it


@dataclass(frozen=True)
class Spot(Setting):
    """A place (v₁, v₂) within `limits`."""

    limits: Limits

    def value(self, text: str) -> Place:
        """The place."""
        numbers = [number_of(part) for part in text.split(",")]
        if len(numbers) != 2 or not all(low <= v <= high for v, (low, high) in zip(numbers, self.limits, strict=True)):
            raise ValueError("it needs two numbers that lie on the map.")
        return self.near((numbers[0], numbers[1]))

    def near(self, value: Place) -> Place:
        """The place, rounded as it appears in links and in calculations."""
        return round(value[0], PLACE_DIGITS) + 0.0, round(value[1], PLACE_DIGITS) + 0.0


def dials(
    dials: Sequence[Dial], *, key: str, version: int = 0, usual: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Show the dials of `components.dials` and return the value of each by its name.

    `usual` holds the values that the address need not mention, where they differ from the dials' own. An opened
    address sets the dials until `version` changes.
    """
    begun, amounts = [], []
    for dial in dials:
        amount = Number(dial.name, (usual or {}).get(dial.name, dial.value), dial.low, dial.high, dial.label, DIGITS)
        first = current().first(key, amount, dial.value, version)
        begun.append(replace(dial, value=min(max(first, dial.low), dial.high)))
        amounts.append(amount)
    said = component.dials(begun, key=key, version=version + current().edition, first=current().control)
    values = {amount.key: amount.near(said[amount.key]) for amount in amounts}
    for amount in amounts:
        say(amount, values[amount.key])
    return values


def dial(dial: Dial, **options: Any) -> float:
    """Show one dial alone and return its value; the options are those of `dials`."""
    return dials([dial], **options)[dial.name]


def placed(dials: Sequence[Dial], values: Mapping[str, float]) -> list[Dial]:
    """The dials at these values, by their names, as a preset has them; the others stay where they are."""
    return [replace(dial, value=values.get(dial.name, dial.value)) for dial in dials]


def kept(setting: Setting, slot: Slot[T]) -> T:
    """The value of a slot that buttons and clicks change; at first it is the setting's usual value."""
    value = begin(setting, slot)
    slot.put(value)
    say(setting, value)
    return value


def begin(setting: Setting, slot: Slot[T]) -> T:
    """Like `kept`, for a value that clicks may still change during this drawing: call `say` with the final value."""
    if current().opens(setting):
        slot.put(current().read(setting))
    usual: T = setting.usual
    return slot.get() if slot.filled else usual


def say(setting: Setting, value: Any) -> None:
    """Write the value of the setting into the address."""
    current().say(setting, value)


def _widget(setting: Setting, show: Callable[..., T], *arguments: Any, key: str, **look: Any) -> T:
    """Show a widget of Streamlit that has the value of the setting."""
    begin(setting, WIDGET.of(key))
    value = show(*arguments, key=key, **look)
    say(setting, value)
    return value


def segmented_control(label: str, options: Sequence[Any], *, key: str, default: Any = None, **look: Any) -> Any:
    """Exactly one of the options; at first `default`, or the first of them."""
    usual = options[0] if default is None else default
    choice = Choice(current().short(key), usual, tuple(options))
    return _widget(choice, st.segmented_control, label, options, key=key, default=usual, required=True, **look)


def pills(label: str, options: Sequence[str], *, key: str, default: list[str], **look: Any) -> list[str]:
    """Any number of the options, in the order given."""
    several = Several(current().short(key), default, tuple(options))
    begin(several, WIDGET.of(key))
    chosen = st.pills(label, options, key=key, default=default, selection_mode="multi", **look)
    chosen = [option for option in options if option in chosen]
    say(several, chosen)
    return chosen


def toggle(label: str, *, key: str) -> bool:
    """A switch that is off at first."""
    return _widget(Switch(current().short(key)), st.toggle, label, key=key)


def whole_number(label: str, low: int, high: int, usual: int, *, key: str, **look: Any) -> int:
    """A whole number from low to high."""
    choice, slot = Whole(current().short(key), usual, low, high), WIDGET.of(key)
    slot.put(begin(choice, slot))
    number = number_field.whole_number(label, choice, slot, **look)
    say(choice, number)
    return number


def stepped(step: Whole, slot: Slot[int], *, key: str, on: str = "Next") -> int:
    """The value of a slot that two buttons, "Back" and `on`, change by one; at first it is the usual value."""
    at = kept(step, slot)
    for name, label, to in (("back", "Back", at - 1), ("next", on, at + 1)):
        st.button(
            label,
            icon=":material/arrow_back:" if to < at else ":material/arrow_forward:",
            type="secondary" if to < at else "primary",
            key=f"{key}-{name}",
            disabled=not step.low <= to <= step.high,
            on_click=slot.put,
            args=(to,),
        )
    return at


def presets(choices: Mapping[str, Mapping[str, float]], *, key: str) -> tuple[Mapping[str, float], int]:
    """Show a button for each name in `choices`; return the values of the last one pressed, and the number of presses.

    Before the first press, the values are those of the first button. Pass the number to the dials as their `version`.
    """
    slot, usual = PRESSED.of(key), next(iter(choices))
    choice = Choice(current().short(key), usual, tuple(choices))
    name, version = slot.get() or (usual, 0)
    if current().opens(choice):
        name = current().read(choice)
    slot.put((name, version))

    def press(pressed: str) -> None:
        slot.put((pressed, version + 1))

    with st.container(horizontal=True, key=f"{key}-buttons"):
        for other in choices:
            st.button(other, key=f"{key}-{other}", on_click=press, args=(other,))
    say(choice, name)
    return choices[name], version


def start_of(
    key: str, usual: Place, limits: Limits, version: int = 0, first: Place | None = None
) -> tuple[Place, Place]:
    """The initial start in the valley of this key, and the start that the learner chose, rounded.

    The initial start comes from the address, else it is `first`, else `usual`; a new `version` returns to it.
    """
    spot = Spot("start", usual, limits)
    begin = current().first(key, spot, first or usual, version)
    start = spot.near(valley.start_of(key, begin, limits, version))
    say(spot, start)
    return begin, start


def slid(handle: Handle, *, key: str) -> tuple[Handle, float]:
    """A handle on a curve of the plot of this key at its initial place, and the x to which the learner dragged it.

    The `version` of that plot is the edition of the address.
    """
    amount = Number(short_name(handle.name), handle.x, *handle.x_range, handle.name, PLACE_DIGITS)
    begun = replace(handle, x=current().first(key, amount, handle.x))
    x = amount.near(plot.places([begun], key=key, version=current().edition)[handle.name][0])
    say(amount, x)
    return begun, x
