"""Slow motion: a mini-batch goes through the network in four phases, by itself or by hand, and forth and back."""

import time
from types import NoneType

from playground.components.diagram.diagram_data import Quantity
from playground.components.diagram.phases import LAST
from playground.learner.current import SPEED
from playground.runs.paces import PHASE, SLOW_MOTION
from playground.runs.run import Run
from playground.settings.slots import Slot

EDGES: tuple[Quantity, ...] = ("weight", "weight", "gradient", "step")
"""What the edges of the drawing show in each phase."""
AT = Slot[int | None]("phase", NoneType)
"""The phase, from 0 on, in which a run stands still; None between two mini-batches."""
TAKEN = 1.0
"""Seconds that a step by hand is waited for, so that the next press is about the next one."""
NEXT, BACK = "phase-next", "phase-back"
"""The keys of the buttons, and the names of their presses."""


def chosen() -> bool:
    """Whether the learner chose this speed."""
    return SPEED.get() == SLOW_MOTION


def told(run: Run) -> int:
    """The phase of a run that plays: its step is due at the end of the last one."""
    if run.in_flight:
        return LAST
    return LAST - min(LAST, max(0, int((run.due - time.monotonic()) / PHASE)))


def rest() -> float:
    """Seconds that pass, in slow motion, before a run that is started takes its step; it stands in no phase then."""
    return (LAST + 1 - (AT.take() or 0)) * PHASE if chosen() else 0.0


def pause(run: Run) -> None:
    """Pause a run, in slow motion in the phase that is told."""
    if chosen() and run.playing:
        AT.put(told(run))
    run.pause()


def walk(run: Run, by: int) -> None:
    """One phase on, or back: after the last one the step is taken, and before the first one there is none."""
    pause(run)
    at = AT.get()
    to = 0 if at is None else max(0, at + by)
    if to > LAST:
        run.step()
        run.wait(TAKEN)
    if at is not None or by > 0:
        AT.put(to % (LAST + 1))
