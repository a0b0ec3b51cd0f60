"""The key to the learner's desk, kept by the browser's tab while its page is loaded anew, or it is handed another."""

from dataclasses import dataclass

from playground.components import Picture
from playground.components.shared.mailbox import fresh

MOST_CHARACTERS = 64


@dataclass(frozen=True)
class Brought:
    """The `key` that a tab brings from the page before, "" for none, and whether it was `handed` this page."""

    key: str = ""
    handed: bool = False


def brought_key(key: str) -> Brought:
    """What the tab has just brought from the page before. To be asked before mounting."""
    for message in fresh(key):
        brought = message.get("brought")
        if isinstance(brought, str) and len(brought) <= MOST_CHARACTERS:
            return Brought(brought, message.get("handed") is True)
    return Brought()


def desk_key(*, own: str, key: str) -> None:
    """Have the tab keep the key `own`."""
    Picture("desk_key", {"own": own}).show(key, height=1)
