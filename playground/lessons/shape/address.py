"""The address of a lesson: what it asked for when it was opened, and the query that leads back to the exhibit."""

from collections.abc import Mapping
from typing import Any, TypeVar

from playground.settings.choices import Setting
from playground.settings.link import Asked, is_unusual
from playground.settings.slots import Slot

T = TypeVar("T")
ADDRESS = Slot("lesson-address", lambda: Address())
EDITION = Slot("lesson-edition", int)
"""How often an exhibit was played so far."""


class Address(Asked):
    """The address of the lesson `name`: what it asked for when it was opened, and the `settings` shown since.

    `values` are those of the settings, by their keys. `says` is the query that leads back to the exhibit as last drawn.
    `control` is the one that is there before anything is used, "" if all are. `edition` is another one each time it is
    played: whatever was set by hand before has no say any more.
    """

    def __init__(self, name: str = "", query: Mapping[str, str] | None = None, control: str = "") -> None:
        super().__init__(query or {})
        self.name = name
        self.control = control
        self.edition = 0
        self.settings: dict[str, Setting] = {}
        self.values: dict[str, Any] = {}
        self.says: dict[str, str] = {}
        self._first: dict[tuple[str, str], tuple[int, Any]] = {}

    def short(self, key: str) -> str:
        """The name of a widget in the address: its key without the lesson's name."""
        return key.replace("_", "-").removeprefix(self.name.replace("_", "-") + "-")

    def draw_anew(self) -> None:
        """Forget what the exhibit showed when it was last drawn; called before each drawing."""
        self.settings, self.values, self.says = {}, {}, {}

    def play(self, query: Mapping[str, str]) -> None:
        """Have the whole exhibit begin as if an address with this query had been opened."""
        super().__init__(query)
        self._first = {}
        EDITION.put(EDITION.get() + 1)
        self.edition = EDITION.get()

    def opens(self, setting: Setting) -> bool:
        """Whether this is the first time the setting is shown since it was played or opened with a query.

        If so, it starts at the value that `read` returns, whatever it was before.
        """
        fresh = bool(self.parts or self.edition) and setting.key not in self.met
        self.met.add(setting.key)
        return fresh

    def first(self, key: str, setting: Setting, usual: T, version: int = 0) -> T:
        """Where a setting of the component `key` begins: as the address asks until `version` changes, or `usual`."""
        if self.opens(setting):
            self._first[key, setting.key] = version, self.read(setting)
        since, asked = self._first.get((key, setting.key), (None, usual))
        return asked if since == version else usual

    def say(self, setting: Setting, value: Any) -> None:
        """Write the value of the setting into the address.

        Raises ValueError if another setting of the exhibit has the same name.
        """
        if setting.key in self.settings:
            raise ValueError(f"Two settings of this exhibit are called {setting.key!r}: rename a dial or a key.")
        self.settings[setting.key], self.values[setting.key] = setting, value
        if is_unusual(setting, value):
            self.says[setting.key] = setting.text(value)


def open_address(name: str, query: Mapping[str, str], control: str = "") -> Address:
    """A new address for the lesson `name`, opened with this query; it is the current one from now on."""
    address = Address(name, query, control)
    ADDRESS.put(address)
    return address


def current() -> Address:
    """The address of the open lesson; an empty one if an exhibit is drawn without its page."""
    return ADDRESS.get()
