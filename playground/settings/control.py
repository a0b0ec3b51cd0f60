"""A control: one setting of an experiment, its kind of widget, and how a value of the one is a value of the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any

from engine.data import SOURCES
from engine.data.catalogue import DEFAULT_SAMPLES
from playground.settings.choices import quoted
from playground.settings.limits import LIMITS, MOST_LAYERS
from playground.settings.numbers import Steps, number_in
from playground.settings.slots import Slot

ALL_DIGITS = SOURCES["mnist"].examples
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Control:
    """One control: its `key` on the page and in links, what it says, and how `widget` shows it.

    `options` maps each choice to its label; `ends` and `step` are those of a slider. A "number" is typed, and stepped
    by one, a "ladder" along 1, 3, 10: in the slot may be a text that means none, and a sentence says what is wrong.
    `digits` says whether it is for data of digits alone, or for all others alone: points and training digits set the
    same field. Of one that is `layered` each hidden layer may have a value of its own.
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
            case "number" | "ladder" if isinstance(value, str):
                return number_in(value, self.steps.whole)
        return value

    @property
    def steps(self) -> Steps:
        """How its number is stepped."""
        limit = LIMITS[self.field]
        return Steps(limit.low, limit.high, limit.whole, ladder=self.widget == "ladder")


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
