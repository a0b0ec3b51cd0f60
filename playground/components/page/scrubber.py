"""A scrubber: drag back to any epoch that is kept, or let it follow the newest one."""

from collections.abc import Sequence

from playground.components import Picture
from playground.components.shared.mailbox import latest


def scrubber(*, epochs: Sequence[int], now: str, asked: int | None = None) -> Picture:
    """A slider over growing `epochs` whose right end, which reads `now`, follows the newest.

    Until it is touched it goes to the epoch that is `asked` for, as soon as the epochs reach that.
    """
    return Picture("scrubber", {"epochs": epochs, "now": now, "asked": asked})


def chosen(key: str, epochs: Sequence[int]) -> int | None:
    """The epoch that the learner dragged the scrubber of this key to; None to follow the newest."""
    epoch = (latest(key) or {}).get("epoch")
    return epoch if type(epoch) is int and epoch in epochs else None
