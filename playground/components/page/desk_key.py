"""The key to the learner's desk, kept by the browser's tab while its page is loaded anew."""

from playground.components import Picture
from playground.components.shared.mailbox import fresh

MOST_CHARACTERS = 64


def brought_key(key: str) -> str:
    """The key that the tab has just brought from the page before, "" if none. To be asked before mounting."""
    told = [message.get("brought") for message in fresh(key)]
    return next((brought for brought in told if isinstance(brought, str) and len(brought) <= MOST_CHARACTERS), "")


def desk_key(*, own: str, key: str) -> None:
    """Have the tab keep the key `own`."""
    Picture("desk_key", {"own": own}).show(key, height=1)
