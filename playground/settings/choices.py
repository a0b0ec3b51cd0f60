"""Settings: what can be chosen on a page or in a lesson, each declared once, and how its values are written in a link.

`value` reads them back. Where it cannot, it raises a ValueError that tells the learner what is needed.
"""

import math
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from engine.experiment import in_words
from engine.names import did_you_mean
from playground.settings.numbers import number_in, text_of
from playground.settings.slots import Slot

MOST_LISTED = 12


@dataclass(frozen=True)
class Setting(ABC):
    """One setting: its `key`, the same in links and on the page, and its `usual` value, which links leave out."""

    key: str
    usual: Any

    @classmethod
    def in_slot(cls, slot: Slot[Any], *more: Any) -> Self:
        """The setting whose value is in a slot of the session; the slot's first value is the usual one."""
        return cls(slot.name, slot.first(), *more)

    def text(self, value: Any) -> str:
        """A value as written in a link: 1 for yes, 0 for no, a number with as few digits as give it exactly."""
        if isinstance(value, (list, tuple)):
            return ",".join(map(self.text, value))
        if isinstance(value, bool):
            return str(int(value))
        return text_of(value) if isinstance(value, float) else str(value)

    @abstractmethod
    def value(self, text: str) -> Any:
        """The value that a text stands for. Raises ValueError, with a sentence, where it stands for none."""

    def problem(self, text: str, why: object) -> str:
        """What a learner is told about a text that stands for no value."""
        return f"The link sets {self.key} to {quoted(text)}: {why}"


class PartlyError(ValueError):
    """Part of a text was understood, as `found`; the sentence is about the rest."""

    def __init__(self, why: str, found: Any) -> None:
        super().__init__(why)
        self.found = found


@dataclass(frozen=True)
class Choice(Setting):
    """One of `options`, which have short names in the link, or are written there `verbatim`."""

    options: tuple[Any, ...]
    verbatim: bool = False

    @property
    def named(self) -> dict[str, Any]:
        """The options by their names in a link."""
        return {self._name(option): option for option in self.options}

    def _name(self, option: Any) -> str:
        return str(option) if self.verbatim else short_name(str(option))

    def text(self, value: Any) -> str:
        """The name of the option."""
        return self._name(value)

    def value(self, text: str) -> Any:
        """The option of this name."""
        named = self.named
        if text not in named:
            near = did_you_mean(text, named)
            raise ValueError(f"there is no such choice.{near}" if near else f"choose one of {_listed(named)}.")
        return named[text]


@dataclass(frozen=True)
class Several(Choice):
    """Any of `options`, as a list; `empty` is the word for none of them."""

    empty: str = "none"

    def text(self, value: Sequence[Any]) -> str:
        """Their names, separated by commas."""
        return ",".join(map(self._name, value)) or self.empty

    def value(self, text: str) -> list[Any]:
        """The options that are named. Where a name is unknown, raises `PartlyError` with the known ones."""
        named = self.named
        asked = [] if text == self.empty else list(dict.fromkeys(filter(None, text.split(","))))
        found = [named[name] for name in asked if name in named]
        for strange in asked:
            if strange not in named:
                near = did_you_mean(strange, named) or f" Choose from {_listed(named)}."
                why = f"there is no {quoted(strange)}.{near}"
                raise PartlyError(why, found) if found else ValueError(why)
        return found


@dataclass(frozen=True)
class Switch(Setting):
    """Yes or no."""

    usual: bool = False

    def value(self, text: str) -> bool:
        """Whether it is yes."""
        if text not in ("0", "1"):
            raise ValueError("choose 1 for yes or 0 for no.")
        return text == "1"


@dataclass(frozen=True)
class Whole(Setting):
    """A whole number from `low` to `high`, neither of them below 0."""

    low: int
    high: int

    def value(self, text: str) -> int:
        """The number."""
        if not (text.isascii() and text.isdigit() and len(text) <= 12 and self.low <= int(text) <= self.high):
            raise ValueError(f"it must be a whole number from {self.low:,} to {self.high:,}.")
        return int(text)


@dataclass(frozen=True)
class Number(Setting):
    """A number from `low` to `high`, called `label` in messages, with at most `digits` decimal places if given."""

    low: float
    high: float
    label: str
    digits: int | None = None

    def value(self, text: str) -> float:
        """The number."""
        value = number_of(text)
        if not self.low <= value <= self.high:
            raise ValueError(
                f"{self.label} must be a number from {in_words(float(self.low))} to {in_words(float(self.high))}."
            )
        return self.near(value)

    def near(self, value: float) -> float:
        """The number as it is shown and used."""
        return (value if self.digits is None else round(value, self.digits)) + 0.0  # no -0


@dataclass(frozen=True)
class Packed(Setting):
    """Something large, which `pack` encodes as text and `unpack` decodes."""

    pack: Callable[[Any], str]
    unpack: Callable[[str], Any]

    def text(self, value: Any) -> str:
        """The encoded text."""
        return self.pack(value)

    def value(self, text: str) -> Any:
        """The decoded value."""
        return self.unpack(text)

    def problem(self, text: str, why: object) -> str:
        """As for any setting, without quoting the encoded text, which nobody can read."""
        return f"The {self.key} in the link cannot be used: {why}"


def number_of(text: str) -> float:
    """The number of a text; NaN where there is none."""
    try:
        return number_in(text)
    except ValueError:
        return math.nan


def short_name(option: str) -> str:
    """An option as written in an address: "How good is it?" is how-good-is-it."""
    plain = unicodedata.normalize("NFKD", option).lower().replace("λ", "lambda")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def quoted(text: str) -> str:
    """A text from a link in quotes, cut short where it is long."""
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    more = len(shown) - MOST_LISTED
    return ", ".join(shown[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
