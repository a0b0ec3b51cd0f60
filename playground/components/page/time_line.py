"""The way of one run as a slider: back to any past epoch, to the best one, to now; and to go on from what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.components import Picture
from playground.components.shared.mailbox import LAST, fresh, is_index


def time_line(*, epochs: Sequence[int], now: str, at: int | None, best: int | None) -> Picture:
    """A slider over growing `epochs` that stands `at` one of them, or None for `now`; `best` is where Best leads.

    Where there are no epochs yet it cannot be moved; what Best does not do, it says.
    """
    data = {"stretches": stretches(epochs), "now": now, "at": at, "best": best, "not_best": not_best(epochs, best)}
    return Picture("time_line", data)


def not_best(epochs: Sequence[int], best: int | None) -> str:
    """Why there is no way to the `best` epoch from now, as a sentence; "" where there is."""
    if best is None:
        return "No epoch is over yet: there is no best one."
    if best in epochs:
        return ""
    if epochs and best < epochs[-1]:
        return f"Epoch {best:,} had the lowest test cost, but it would take too long to make it again."
    return "The test cost is lowest now: this is the best epoch."


@dataclass(frozen=True)
class Wish:
    """Where a learner wants to be: at an `epoch`, None for now; and whether the run is to `go_on` from there."""

    epoch: int | None
    go_on: bool


def wish(key: str) -> Wish | None:
    """What the learner asked of the time line of this key since the last call, if anything."""
    messages = fresh(key)
    if not messages:
        return None
    epoch = messages[-1].get("epoch")
    return Wish(epoch if is_index(epoch, LAST) else None, messages[-1].get("go_on") is True)


def stretches(epochs: Sequence[int]) -> list[list[int]]:
    """Growing epochs in short: from which one on, how far apart, how many of them; one stretch after the other."""
    found: list[list[int]] = []
    for epoch in epochs:
        first, step, count = found[-1] if found else (epoch, 0, 0)
        if count == 1:
            found[-1] = [first, epoch - first, 2]
        elif count and epoch == first + step * count:
            found[-1][2] += 1
        else:
            found.append([epoch, 1, 1])
    return found
