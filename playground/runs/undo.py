"""Undo and redo: two stacks of how a run stood before each thing that was done on the drawing, in bounded memory."""

from playground.runs.shelf import Stand
from playground.settings.budget import UNDO

MOST_STANDS = 50


class Undo:
    """What can be undone and done again, the latest last."""

    def __init__(self) -> None:
        self.undone: list[Stand] = []
        self.redone: list[Stand] = []

    def remember(self, stand: Stand) -> None:
        """Keep how the run stands, before something is done to it; what was undone before is gone."""
        _push(self.undone, stand)
        self.redone.clear()

    def forget(self) -> None:
        """Nothing can be undone any more."""
        self.undone.clear()
        self.redone.clear()

    def back(self, now: Stand) -> Stand | None:
        """Where the run stood before the last thing that was done, in exchange for how it stands now."""
        return _exchange(self.undone, self.redone, now)

    def forth(self, now: Stand) -> Stand | None:
        """Where the run stood before it last went back, in exchange for how it stands now."""
        return _exchange(self.redone, self.undone, now)


def _exchange(one: list[Stand], other: list[Stand], now: Stand) -> Stand | None:
    if not one:
        return None
    _push(other, now)
    return one.pop()


def _push(stands: list[Stand], stand: Stand) -> None:
    stands.append(Stand(stand.state, stand.data))
    while len(stands) > MOST_STANDS or (len(stands) > 1 and sum(kept.nbytes for kept in stands) > UNDO):
        del stands[0]
