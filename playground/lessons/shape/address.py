"""The address of a lesson: what it asked for when it was opened, and what it says of the exhibit as it stands."""

from dataclasses import dataclass, field
from typing import Any, Protocol

import streamlit as st

from playground.settings import link as links
from playground.settings.choices import quoted

_KEY = "lesson-address"


class Setting(Protocol):
    """Something of an exhibit that stands in its address: what is usual, and the way of a value to a text and back."""

    @property
    def key(self) -> str:
        """Its name in the address."""

    @property
    def usual(self) -> Any:
        """What the address need not say."""

    def text(self, value: Any) -> str:
        """A value as it stands in the address."""

    def value(self, text: str) -> Any:
        """The value of a text. Raises ValueError, with a sentence, where there is none."""


@dataclass
class Address:
    """The address of the lesson `name`: what was `asked` when it was opened, and the `settings` shown since.

    `says` is the query that leads back to the exhibit as it was drawn last, and `problems` has a sentence for each part
    of `asked` that makes no sense.
    """

    name: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    settings: dict[str, Setting] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    begun: dict[str, Any] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    def short(self, key: str) -> str:
        """The name of a widget's key in the address: without that of the lesson."""
        return key.replace("_", "-").removeprefix(self.name.replace("_", "-") + "-")

    def draw_anew(self) -> None:
        """The exhibit is about to be drawn: what it shows from here on is what the address says."""
        self.settings, self.says = {}, {}

    def opens(self, name: str) -> bool:
        """Whether the setting is shown for the first time since an address that says anything was opened.

        It then begins as `wanted` has it, or as usual, whatever it was before.
        """
        fresh = bool(self.asked) and name not in self._met
        self._met.add(name)
        return fresh

    def wanted(self, setting: Setting) -> Any:
        """What was asked for; the usual, and a sentence in `problems`, where that makes no sense or is missing."""
        text = self.asked.get(setting.key)
        if text is None:
            return setting.usual
        try:
            return setting.value(text)
        except ValueError as error:
            self.problems.append(f"In the link, {quoted(setting.key)}={quoted(text)}: {error}")
            return setting.usual

    def say(self, setting: Setting, value: Any) -> None:
        """Have the address say how the setting stands.

        Raises ValueError for two settings of one name: each needs one of its own in the exhibit.
        """
        if setting.key in self.settings:
            raise ValueError(f"Two settings of this exhibit are called {setting.key!r}: rename a dial or a key.")
        self.settings[setting.key] = setting
        if value != setting.usual:
            self.says[setting.key] = setting.text(value)

    def complain(self) -> tuple[str, ...]:
        """A sentence for each part of the address that makes no sense, once the exhibit was drawn."""
        unknown = [key for key in self.asked if key not in self._met]
        strangers = [f"In the link, {quoted(key)}: there is no setting of that name." for key in unknown]
        return links.told([*self.problems, *strangers])


def open_address(name: str, query: dict[str, str]) -> Address:
    """The address of the lesson `name`, which the learner comes to with this query."""
    problems: list[str] = []
    asked = links.bounded(query, problems)
    address = st.session_state[_KEY] = Address(name, asked, problems)
    return address


def current() -> Address:
    """The address of the lesson that is open; one that says nothing where an exhibit is drawn without its page."""
    address: Address = st.session_state.get(_KEY) or Address()
    return address
