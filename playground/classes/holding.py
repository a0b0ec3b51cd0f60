"""Holding a desk from outside of its page: what plays there stands still, goes on, ends, or catches up after a restart.

Everything here may be called from any thread, returns at once, and may be called again and again. A page is drawn anew
by itself only where something on it stops: for what begins to play here that has to be asked for.
"""

from typing import Protocol, runtime_checkable

from engine import Dataset
from playground.classes import linked_run
from playground.learner.current import RUN
from playground.learner.desks import Desk
from playground.runs.run import Run


@runtime_checkable
class Holdable(Protocol):
    """A thing on a desk that somebody else than its learner can have stand still."""

    def interrupt(self) -> None:
        """Stand still until `carry_on`."""

    def carry_on(self) -> None:
        """Go on, if it stands as `interrupt` left it."""


@runtime_checkable
class Playing(Protocol):
    """A thing on a desk that can be paused for good."""

    playing: bool

    def pause(self) -> None:
        """Pause."""


def hold(desk: Desk) -> None:
    """Have all that plays on this desk stand still; a run that catches up does so first."""
    for thing in list(desk.things.values()):
        if isinstance(thing, Holdable):
            thing.interrupt()


def let_go(desk: Desk) -> None:
    """Have what `hold` paused on this desk go on, but for what anybody has played, paused or changed since."""
    for thing in list(desk.things.values()):
        if isinstance(thing, Holdable):
            thing.carry_on()


def end(desk: Desk) -> None:
    """End the run on this desk: it is back at its beginning, paused, and the learner can take it back as after Reset.

    Whatever else trains there pauses.
    """
    for thing in list(desk.things.values()):
        if isinstance(thing, Run):
            thing.rewind()
        elif isinstance(thing, Playing) and thing.playing:
            thing.pause()


def catch_up(desk: Desk, query: str, step: int) -> bool:
    """Bring the run on this desk to this `step` of the run in a link, at once and as fast as it goes; it pauses there.

    Only where it stands at its beginning, which is that of the link, on the same data. What was done to the run on its
    way is done again: as the link says, or, where the page knows of something later than `step`, as the page does. Says
    whether it begins to.
    """
    run = desk.find(RUN)
    if run is None or step <= 0 or run.playing or run.state["step"] or (run.journal.events and not run.coming):
        return False
    try:
        linked = linked_run.read(query)
        own = run.coming or run.story
        if linked.journal.begun != own.begun or not _same(linked.data, run.data):
            return False
        knows_more = bool(own.events) and own.events[-1].step > step
        run.bring_to(step, own if knows_more else linked.journal)
    except ValueError:
        return False
    return run.playing


def _same(one: Dataset | None, other: Dataset | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.fingerprint == other.fingerprint
