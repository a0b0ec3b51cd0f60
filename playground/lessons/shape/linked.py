"""Linked: the dials and choices of an exhibit, each of which stands in the address of the lesson.

An exhibit makes them here as it would with Streamlit or a component, and has links without more ado: each stands in the
address under the name of its dial, or of its key without the lesson's, once it differs from the usual, and begins as an
opened address says. No two that are shown at once may have one name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any, TypeVar

import streamlit as st

from playground.components.charts import plot
from playground.components.charts.plot import Handle
from playground.components.page import dials as component
from playground.components.page.dials import Dial
from playground.components.valley import valley
from playground.components.valley.valley import Limits, Place
from playground.lessons.shape.address import current
from playground.settings.choices import Choice, Number, Setting, Several, Switch, Whole, number_of, short_name
from playground.settings.slots import Slot, Slots

T = TypeVar("T")
WIDGET = Slots[Any]("{}", NoneType)
"""What the widget of a key has."""
PRESSED = Slots[tuple[str, int] | None]("{}-pressed", NoneType)
"""Which of the buttons of a key was pressed last, and how often any was."""
DIGITS = 10  # behind the point, of a dial
PLACE_DIGITS = 4  # of a place that is put by hand: finer than the hand


@dataclass(frozen=True)
class Spot(Setting):
    """A place (v₁, v₂) within `limits`."""

    limits: Limits

    def value(self, text: str) -> Place:
        """The place."""
        numbers = [number_of(part) for part in text.split(",")]
        if len(numbers) != 2 or not all(low <= v <= high for v, (low, high) in zip(numbers, self.limits, strict=True)):
            raise ValueError("two numbers that lie on the map are needed.")
        return self.near((numbers[0], numbers[1]))

    def near(self, value: Place) -> Place:
        """The place as it is told and worked with."""
        return round(value[0], PLACE_DIGITS) + 0.0, round(value[1], PLACE_DIGITS) + 0.0


def dials(
    dials: Sequence[Dial], *, key: str, version: int = 0, usual: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The dials of `components.dials`, and where each stands, by its name.

    `usual` is what the address need not say, where that is not the dial's value. An opened address sets them until
    `version` changes.
    """
    address = current()
    amounts = {
        dial.name: Number(dial.name, (usual or {}).get(dial.name, dial.value), dial.low, dial.high, dial.label, DIGITS)
        for dial in dials
    }
    asked = {name: address.read(amount) for name, amount in amounts.items() if address.opens(amount)}
    since, begun = address.begun.get(key, (version, {}))
    begun = (begun if since == version else {}) | asked
    address.begun[key] = version, begun
    turned = [replace(dial, value=min(max(begun.get(dial.name, dial.value), dial.low), dial.high)) for dial in dials]
    said = component.dials(turned, key=key, version=version)
    values = {name: amount.near(said[name]) for name, amount in amounts.items()}
    for name, amount in amounts.items():
        say(amount, values[name])
    return values


def kept(setting: Setting, slot: Slot[T]) -> T:
    """What the slot has, changed by buttons and clicks: the setting's usual value at first."""
    value = begin(setting, slot)
    slot.put(value)
    say(setting, value)
    return value


def begin(setting: Setting, slot: Slot[T]) -> T:
    """The same before clicks change it in this very drawing of the exhibit; `say` then has to tell what it came to."""
    if current().opens(setting):
        slot.put(current().read(setting))
    usual: T = setting.usual
    return slot.get() if slot.filled else usual


def say(setting: Setting, value: Any) -> None:
    """Have the address say how the setting stands."""
    current().say(setting, value)


def segmented_control(
    label: str,
    options: Sequence[Any],
    *,
    key: str,
    default: Any,
    format_func: Callable[[Any], str] = str,
    **look: Any,
) -> Any:
    """One of the options, by name; always one, whether it can be let go or not."""
    choice = Choice(current().short(key), default, tuple(options))
    begin(choice, WIDGET.of(key))
    chosen = st.segmented_control(label, options, key=key, default=default, format_func=format_func, **look)
    chosen = default if chosen is None else chosen
    say(choice, chosen)
    return chosen


def pills(label: str, options: Sequence[str], *, key: str, default: list[str], **look: Any) -> list[str]:
    """Any of the options, in their order."""
    several = Several(current().short(key), default, tuple(options))
    begin(several, WIDGET.of(key))
    chosen = st.pills(label, options, key=key, default=default, selection_mode="multi", **look)
    chosen = [option for option in options if option in chosen]
    say(several, chosen)
    return chosen


def toggle(label: str, *, key: str) -> bool:
    """Off at first."""
    choice = Switch(current().short(key))
    begin(choice, WIDGET.of(key))
    on: bool = st.toggle(label, key=key)
    say(choice, on)
    return on


def number_input(label: str, low: int, high: int, usual: int, *, key: str, **look: Any) -> int:
    """A whole number from low to high."""
    choice, slot = Whole(current().short(key), usual, low, high), WIDGET.of(key)
    slot.put(begin(choice, slot))
    number = int(st.number_input(label, low, high, key=key, **look))
    say(choice, number)
    return number


def presets(choices: Mapping[str, Mapping[str, float]], *, key: str) -> tuple[Mapping[str, float], int]:
    """A row of buttons, one for each name in `choices`: the values of the one pressed last, and how often any was.

    Before any is pressed they are the first one's values. Pass the count to the dials as their `version`.
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
    """Where the valley of that key is to begin, and where the learner put the start, as exactly as a hand can.

    It begins where the address says, else at `first`, else as usual; a new `version` takes it back there.
    """
    spot = Spot("start", usual, limits)
    address = current()
    if address.opens(spot):
        address.begun[key] = version, address.read(spot)
    since, begun = address.begun.get(key, (version - 1, usual))
    begin = begun if since == version else first or usual
    start = spot.near(valley.start_of(key, begin, limits, version))
    address.say(spot, start)
    return begin, start


def slid(handle: Handle, *, key: str) -> tuple[Handle, float]:
    """A handle that slides along a curve of the plot of that key, as it begins, and the x where the learner left it."""
    amount = Number(short_name(handle.name), handle.x, *handle.x_range, handle.name, PLACE_DIGITS)
    address = current()
    if address.opens(amount):
        address.begun[key] = address.read(amount)
    begun = replace(handle, x=address.begun.get(key, handle.x))
    x = amount.near(plot.places([begun], key=key)[handle.name][0])
    address.say(amount, x)
    return begun, x
