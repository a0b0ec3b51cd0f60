"""A scrubber: drag back to any epoch that is kept, or let it follow the newest one."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any


def payload(*, epochs: Sequence[int], now: str, asked: int | None = None) -> dict[str, Any]:
    """A slider over `epochs` whose right end, which reads `now`, follows the newest.

    Until it is touched it goes to the epoch that is `asked` for, as soon as the epochs reach that.
    Raises ValueError for no epochs and for epochs that do not grow.
    """
    if not epochs or any(later <= earlier for earlier, later in pairwise(epochs)):
        raise ValueError("A scrubber needs epochs that grow, at least one.")
    return {"epochs": list(epochs), "now": now, "asked": asked}


def received(message: Any, epochs: Sequence[int]) -> int | None:
    """The epoch that the learner dragged it to, from a message of the browser; None to follow the newest."""
    return message if type(message) is int and message in epochs else None
