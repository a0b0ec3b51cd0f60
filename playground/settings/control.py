"""A control: one setting of an experiment as a widget, and how a value of the one is a value of the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any

import streamlit as st

from engine.data import SOURCES
from engine.data.catalogue import DEFAULT_SAMPLES
from playground.settings.choices import quoted
from playground.settings.limits import MOST_LAYERS
from playground.settings.slots import Slot

ALL_DIGITS = SOURCES["mnist"].examples
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Control:
    """One control: its `key` on the page and in links, what it says, and how `widget` shows it.

    `options` maps each choice to its label; `ends` are the ends of a slider. A number field takes whole numbers where
    its `step` is whole, and has no bounds of its own: a sentence says what is wrong. `digits` says whether it is for
    data of digits alone, or for all others alone: points and training digits set the same field. Of one that is
    `layered` each hidden layer may have a value of its own.
    """

    key: str
    label: str
    help: str
    widget: str
    options: Mapping[str, str] | None = None
    ends: tuple[float, float] = (0, 0)
    step: float = 1
    digits: bool | None = None
    of: str = ""
    layered: bool = False

    @property
    def field(self) -> str:
        """The field of the experiment: the one `of` this name, or the one that is called like the key."""
        return self.of or self.key.replace("-", "_")

    def when(self, dataset: str) -> bool:
        """Whether this data set has such a setting."""
        return self.digits in (None, SOURCES[dataset].kind == "digits")

    @property
    def slot(self) -> Slot[Any]:
        """The slot of its widget on the playground page."""
        return Slot(self.key, NoneType)

    def layers(self, count: int = MOST_LAYERS) -> list[Slot[str]]:
        """The slots of the first hidden layers: their own value, or "" where it is the common one."""
        return [Slot(f"{self.key}-{layer}", str) for layer in range(1, count + 1)] if self.layered else []

    def shown(self, value: Any, dataset: str) -> Any:
        """A value of the field as a value of the widget."""
        match self.widget:
            case "select" if self.layered and not isinstance(value, str):
                return max(value, key=value.count)
            case "text":
                return ", ".join(map(str, value))
            case "pills":
                return list(value)
            case "points":
                return value or DEFAULT_SAMPLES
            case "digits":
                return min(value or all_digits(dataset), all_digits(dataset))
        return value

    def meant(self, value: Any, dataset: str) -> Any:
        """A value of the widget as a value of the field. Raises ValueError, with a sentence, where it makes none."""
        match self.widget:
            case "text":
                return hidden_layers(value)
            case "pills":
                return tuple(value)
            case "digits":
                return None if value >= all_digits(dataset) else value
        return value

    def draw(self, slot: Slot[Any], dataset: str, **more: Any) -> None:
        """Show the widget, with the value in the slot."""
        common: dict[str, Any] = {"label": self.label, "key": slot.name, "help": self.help, "persist_state": "session"}
        common |= more
        options = self.options or {}
        match self.widget:
            case "select":
                st.selectbox(options=list(options), format_func=options.__getitem__, **common)
            case "pills":
                st.pills(options=list(options), format_func=options.__getitem__, selection_mode="multi", **common)
            case "slider" | "points" | "digits":
                now = slot.get()  # a link or a file may say more than one can drag to
                low, high = self.ends if self.widget != "digits" else (self.ends[0], all_digits(dataset))
                st.slider(min_value=min(low, now), max_value=max(high, now), step=self.step, **common)
            case "toggle":
                st.toggle(**common)
            case "text":
                st.text_input(**common)
            case "number":
                layout = "%d" if isinstance(self.step, int) else "%g"
                st.number_input(step=self.step, format=layout, min_value=None, **common)


def all_digits(dataset: str) -> int:
    """How many training digits a data set has; as many as the MNIST in the package where it has no digits."""
    return SOURCES[dataset].examples or ALL_DIGITS


def hidden_layers(text: str) -> tuple[int, ...]:
    """The layer sizes in a text such as "4, 2"; empty for none. Raises ValueError for anything else."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"Hidden layers take at most {LONGEST_TEXT} characters, such as 4, 2: not {len(text):,}.")
    parts = text.replace(";", ",").replace(" ", ",").split(",")
    try:
        return tuple(int(part) for part in parts if part)
    except ValueError:
        raise ValueError(
            f"Write hidden layers as whole numbers separated by commas, such as 4, 2: not {quoted(text)}."
        ) from None
