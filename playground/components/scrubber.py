"""A scrubber: drag back to any epoch that is kept, or let it follow the newest one."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from playground.components import declare


def payload(*, epochs: Sequence[int], now: str, asked: int | None = None) -> dict[str, Any]:
    """What `scrubber` sends to the browser; raises its ValueErrors."""
    if not epochs or any(later <= earlier for earlier, later in pairwise(epochs)):
        raise ValueError("A scrubber needs epochs that grow, at least one.")
    return {"epochs": list(epochs), "now": now, "asked": asked}


def received(message: Any, epochs: Sequence[int]) -> int | None:
    """The epoch in a message of the browser; None if it is none of these."""
    return message if type(message) is int and message in epochs else None


def scrubber(*, epochs: Sequence[int], now: str, key: str, asked: int | None = None) -> int | None:
    """The one of `epochs` that the learner dragged it to, or None while it follows the newest: its right end, `now`.

    Until it is touched it goes to the epoch that is `asked` for, as soon as the epochs reach that.
    Raises ValueError for no epochs and for epochs that do not grow.
    """
    data = payload(epochs=epochs, now=now, asked=asked)
    result = declare("scrubber")(key=key, data=data, height="content", on_epoch_change=lambda: None)
    return received(result.epoch, epochs)
