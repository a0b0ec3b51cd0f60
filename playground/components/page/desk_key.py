"""The key to the learner's desk, kept by the browser's tab while its page is loaded anew, or it is handed another."""

import re
from dataclasses import dataclass

from playground.components import Picture

_BROUGHT = re.compile(r"(desk|handed)\.([\w-]{1,64})", re.ASCII)


@dataclass(frozen=True)
class Brought:
    """The `key` that a tab brings from the page before, "" for none, and whether it was `handed` this page."""

    key: str = ""
    handed: bool = False


def brought(protocols: str) -> Brought:
    """What a tab has brought with its request for a session, from the protocols that it asks for (`arriving.js`)."""
    for protocol in protocols.split(","):
        if found := _BROUGHT.fullmatch(protocol.strip()):
            return Brought(found[2], found[1] == "handed")
    return Brought()


def desk_key(*, own: str, key: str) -> None:
    """Have the tab keep the key `own`."""
    Picture("desk_key", {"own": own}).show(key, height=1)
