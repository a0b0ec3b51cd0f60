"""Linked: the dials and choices of an exhibit, each of which stands in the address of the lesson.

An exhibit makes them here as it would with Streamlit or a component, and has links without more ado: each stands in the
address under the name of its dial, or of its key without the lesson's, once it differs from the usual, and begins as an
opened address says. No two that are shown at once may have one name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from playground.components.charts import plot
from playground.components.charts.plot import Handle
from playground.components.page import dials as component
from playground.components.page.dials import Dial
from playground.components.valley import valley
from playground.components.valley.valley import Limits, Place
from playground.lessons.shape.address import Setting, current
from playground.settings import link as links
from playground.settings.choices import Choice, short_name

PLACE_DIGITS = 4  # behind the point, of a place that is put by hand: finer than the hand


@dataclass(frozen=True)
class Amount:
    """A number from `low` to `high`, called `label` on the page, with so many `digits` behind the point at most."""

    key: str
    usual: float
    low: float
    high: float
    label: str
    digits: int = 10

    def text(self, value: float) -> str:
        """As few digits as say it exactly."""
        return links.text_of(float(value))

    def value(self, text: str) -> float:
        """The number. Raises ValueError, with a sentence, for none and for one that is out of range."""
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.label} must be a number from {self.low:g} to {self.high:g}.")
        return self.near(value)

    def near(self, value: float) -> float:
        """The number as it is told and worked with."""
        return round(value, self.digits) + 0.0  # no -0


@dataclass(frozen=True)
class Spot:
    """A place (v₁, v₂) within `limits`."""

    key: str
    usual: Place
    limits: Limits

    def text(self, value: Place) -> str:
        """Both numbers, with a comma between."""
        return ",".join(map(links.text_of, map(float, value)))

    def value(self, text: str) -> Place:
        """The place. Raises ValueError, with a sentence, for none and for one that is not on the map."""
        try:
            first, second = map(float, text.split(","))
        except ValueError:
            first = second = float("nan")
        if not all(low <= v <= high for v, (low, high) in zip((first, second), self.limits, strict=True)):
            raise ValueError("two numbers that lie on the map are needed.")
        return self.near((first, second))

    def near(self, value: Place) -> Place:
        """The place as it is told and worked with."""
        return round(value[0], PLACE_DIGITS) + 0.0, round(value[1], PLACE_DIGITS) + 0.0


@dataclass(frozen=True)
class Several:
    """Any of the `options`, in their order."""

    key: str
    usual: list[str]
    options: tuple[str, ...]

    def text(self, value: Sequence[str]) -> str:
        """Their short names, with commas between."""
        return ",".join(short_name(option) for option in self.options if option in value) or "none"

    def value(self, text: str) -> list[str]:
        """Those named. Raises ValueError, with a sentence, for any that there is not."""
        named = {short_name(option): option for option in self.options}
        asked = [] if text == "none" else text.split(",")
        if not named.keys() >= set(asked):
            raise ValueError(f"choose among {', '.join(named)}, or none.")
        return [option for name, option in named.items() if name in asked]


def dials(
    dials: Sequence[Dial], *, key: str, version: int = 0, usual: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The dials of `components.dials`, and where each stands, by its name.

    `usual` is what the address need not say, where that is not the dial's value. An opened address sets them until
    `version` changes.
    """
    address = current()
    amounts = {
        dial.name: Amount(dial.name, (usual or {}).get(dial.name, dial.value), dial.low, dial.high, dial.label)
        for dial in dials
    }
    asked = {name: address.wanted(amount) for name, amount in amounts.items() if address.opens(name)}
    since, begun = address.begun.get(key, (version, {}))
    begun = (begun if since == version else {}) | asked
    address.begun[key] = version, begun
    turned = [replace(dial, value=min(max(begun.get(dial.name, dial.value), dial.low), dial.high)) for dial in dials]
    said = component.dials(turned, key=key, version=version)
    values = {name: amount.near(said[name]) for name, amount in amounts.items()}
    for name, amount in amounts.items():
        say(amount, values[name])
    return values


def kept(setting: Setting, key: str) -> Any:
    """What the session's state keeps under `key`, changed by buttons and clicks: the setting's usual value at first."""
    value = st.session_state[key] = begin(setting, key)
    say(setting, value)
    return value


def begin(setting: Setting, key: str) -> Any:
    """The same before clicks change it in this very drawing of the exhibit; `say` then has to tell what it came to."""
    if current().opens(setting.key):
        st.session_state[key] = current().wanted(setting)
    return st.session_state.get(key, setting.usual)


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
    begin(choice, key)
    chosen = st.segmented_control(label, options, key=key, default=default, format_func=format_func, **look)
    chosen = default if chosen is None else chosen
    say(choice, chosen)
    return chosen


def pills(label: str, options: Sequence[str], *, key: str, default: list[str], **look: Any) -> list[str]:
    """Any of the options, in their order."""
    several = Several(current().short(key), default, tuple(options))
    begin(several, key)
    chosen = st.pills(label, options, key=key, default=default, selection_mode="multi", **look)
    chosen = [option for option in options if option in chosen]
    say(several, chosen)
    return chosen


def toggle(label: str, *, key: str) -> bool:
    """Off at first."""
    choice = Choice(current().short(key), False)
    begin(choice, key)
    on: bool = st.toggle(label, key=key)
    say(choice, on)
    return on


def number_input(label: str, low: int, high: int, usual: int, *, key: str, **look: Any) -> int:
    """A whole number from low to high."""
    choice = Choice(current().short(key), usual, low=low, high=high)
    st.session_state.setdefault(key, begin(choice, key))
    number = int(st.number_input(label, low, high, key=key, **look))
    say(choice, number)
    return number


def presets(choices: Mapping[str, Mapping[str, float]], *, key: str) -> tuple[Mapping[str, float], int]:
    """A row of buttons, one for each name in `choices`: the values of the one pressed last, and how often any was.

    Before any is pressed they are the first one's values. Pass the count to the dials as their `version`.
    """
    state, usual = st.session_state, next(iter(choices))
    choice = Choice(current().short(key), usual, tuple(choices))
    name, version = state.get(key, (usual, 0))
    if current().opens(choice.key):
        name = current().wanted(choice)
    state[key] = name, version

    def press(pressed: str) -> None:
        state[key] = pressed, version + 1

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
    if address.opens(spot.key):
        address.begun[key] = version, address.wanted(spot)
    since, begun = address.begun.get(key, (version - 1, usual))
    begin = begun if since == version else first or usual
    start = spot.near(valley.start_of(key, begin, limits, version))
    address.say(spot, start)
    return begin, start


def slid(handle: Handle, *, key: str) -> tuple[Handle, float]:
    """A handle that slides along a curve of the plot of that key, as it begins, and the x where the learner left it."""
    amount = Amount(short_name(handle.name), handle.x, *handle.x_range, handle.name, PLACE_DIGITS)
    address = current()
    if address.opens(amount.key):
        address.begun[key] = address.wanted(amount)
    begun = replace(handle, x=address.begun.get(key, handle.x))
    x = amount.near(plot.places([begun], key=key)[handle.name][0])
    address.say(amount, x)
    return begun, x
