"""Choices: what a learner chooses on a page beside the settings of the run, in the page's state and in its link.

A page declares each once; in a link stands only what differs from the usual.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One choice: its `key` on the page and in the link, and what is `usual`.

    It is one of `options`, which have short names in the link; or a whole number from `low` to `high`; or, where
    neither is given, yes or no.
    """

    key: str
    usual: Any
    options: tuple[Any, ...] = ()
    low: int = 0
    high: int = 0

    def text(self, value: Any) -> str:
        """A value as it stands in a link."""
        return short_name(str(value)) if self.options else str(int(value))

    def value(self, text: str) -> Any:
        """The value of a text. Raises ValueError, with a sentence, where there is none."""
        if self.options:
            named = {short_name(str(option)): option for option in self.options}
            if text not in named:
                raise ValueError(f"choose one of {', '.join(named)}.")
            return named[text]
        if not self.high:
            if text not in ("0", "1"):
                raise ValueError("choose 1 for yes or 0 for no.")
            return text == "1"
        if not (text.isascii() and text.isdigit() and self.low <= int(text[:12]) <= self.high):
            raise ValueError(f"a whole number from {self.low} to {self.high:,} is needed.")
        return int(text)


def short_name(option: str) -> str:
    """An option in the letters of an address: "How good is it?" is how-good-is-it."""
    plain = unicodedata.normalize("NFKD", option).lower().replace("λ", "lambda")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def write(choices: Sequence[Choice], state: Mapping[Any, Any]) -> dict[str, str]:
    """The part of a query that says what differs from the usual in the state of a page."""
    chosen = {choice: state[choice.key] for choice in choices if choice.key in state}
    return {c.key: c.text(value) for c, value in chosen.items() if value is not None and value != c.usual}


def read(choices: Sequence[Choice], query: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What a query chooses, by key, and a sentence for each part of it that makes no sense."""
    chosen: dict[str, Any] = {}
    problems: list[str] = []
    for choice in choices:
        if choice.key in query:
            try:
                chosen[choice.key] = choice.value(query[choice.key])
            except ValueError as error:
                problems.append(f"In the link, {quoted(choice.key)}={quoted(query[choice.key])}: {error}")
    return chosen, problems


def quoted(text: str) -> str:
    """A text from a link, no longer than a message bears."""
    return repr(text if len(text) <= 40 else text[:37] + "...")
