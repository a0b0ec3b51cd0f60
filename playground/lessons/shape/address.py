"""The address of a lesson: what it asked for when it was opened, and what it says of the exhibit as it stands."""

from collections.abc import Mapping
from typing import Any

from playground.settings.choices import Setting
from playground.settings.link import Asked, is_unusual
from playground.settings.slots import Slot

ADDRESS = Slot("lesson-address", lambda: Address())


class Address(Asked):
    """The address of the lesson `name`: what it asked for when it was opened, and the `settings` shown since.

    `says` is the query that leads back to the exhibit as it was drawn last.
    """

    def __init__(self, name: str = "", query: Mapping[str, str] | None = None) -> None:
        super().__init__(query or {})
        self.name = name
        self.settings: dict[str, Setting] = {}
        self.says: dict[str, str] = {}
        self.begun: dict[str, Any] = {}

    def short(self, key: str) -> str:
        """The name of a widget's key in the address: without that of the lesson."""
        return key.replace("_", "-").removeprefix(self.name.replace("_", "-") + "-")

    def draw_anew(self) -> None:
        """The exhibit is about to be drawn: what it shows from here on is what the address says."""
        self.settings, self.says = {}, {}

    def opens(self, setting: Setting) -> bool:
        """Whether the setting is shown for the first time since an address that says anything was opened.

        It then begins as `read` has it, whatever it was before.
        """
        fresh = bool(self.parts) and setting.key not in self.met
        self.met.add(setting.key)
        return fresh

    def say(self, setting: Setting, value: Any) -> None:
        """Have the address say how the setting stands.

        Raises ValueError for two settings of one name: each needs one of its own in the exhibit.
        """
        if setting.key in self.settings:
            raise ValueError(f"Two settings of this exhibit are called {setting.key!r}: rename a dial or a key.")
        self.settings[setting.key] = setting
        if is_unusual(setting, value):
            self.says[setting.key] = setting.text(value)


def open_address(name: str, query: Mapping[str, str]) -> Address:
    """The address of the lesson `name`, which the learner comes to with this query."""
    address = Address(name, query)
    ADDRESS.put(address)
    return address


def current() -> Address:
    """The address of the lesson that is open; one that says nothing where an exhibit is drawn without its page."""
    return ADDRESS.get()
