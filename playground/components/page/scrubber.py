"""A scrubber: drag back to any epoch that is kept, or let it follow the newest one."""

from collections.abc import Sequence

from playground.components import Picture
from playground.components.shared.mailbox import LAST, is_index, latest
from playground.settings.slots import Slots

LET_GO = Slots("{}-let-go", int)
"""The number of the last message of a scrubber that no longer counts."""


def scrubber(*, epochs: Sequence[int], now: str, asked: int | None = None, let_go: int = 0) -> Picture:
    """A slider over growing `epochs` whose right end, which reads `now`, follows the newest.

    Until it is touched it goes to the epoch that is `asked` for, as soon as the epochs reach that. It follows the
    newest again when `let_go` is another number.
    """
    return Picture("scrubber", {"epochs": epochs, "now": now, "asked": asked, "let_go": let_go})


def chosen(key: str, epochs: Sequence[int]) -> int | None:
    """The epoch that the learner dragged the scrubber of this key to; None to follow the newest."""
    message = latest(key)
    if message is None or message["seq"] <= LET_GO.of(key).get():
        return None
    epoch = message.get("epoch")
    return kept_at(epoch, epochs) if is_index(epoch, LAST) else None


def kept_at(epoch: int, epochs: Sequence[int]) -> int:
    """The last of the `epochs`, of which 0 is always one, that is not after this one."""
    return max(kept for kept in epochs if kept <= epoch)


def let_go(key: str) -> bool:
    """Have the scrubber of this key follow the newest again; whether it did not."""
    message = latest(key) or {"seq": 0}
    before = LET_GO.of(key).get()
    LET_GO.of(key).put(max(before, message["seq"]))
    return message["seq"] > before and message.get("epoch") is not None
