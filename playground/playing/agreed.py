"""What the controls and the run agreed on: where a run becomes another by itself, the controls follow it."""

from types import NoneType

from engine import Experiment
from engine.experiment import LIVE
from playground.runs.run import Run
from playground.settings import controls
from playground.settings.control import Control
from playground.settings.controls import CONTROLS
from playground.settings.late import Late
from playground.settings.slots import Slot

BY_ITSELF = tuple(control for control in CONTROLS.values() if control.field in (*LIVE, "hidden"))
"""The controls whose values may change while nobody touches them."""

AGREED = Slot[Experiment | None]("agreed", NoneType)
"""What the controls said when they and the run last agreed."""
BEFORE = Late(Slot[tuple[Experiment, float] | None]("agreed-before", NoneType))
"""What they said before the run last became another by itself."""


def follow_run(run: Run) -> Experiment:
    """Set the controls to what the run has become by itself, but for those that the learner has just changed.

    First thing in a run of the page. Returns what the run trains now.
    """
    now, agreed = run.experiment, AGREED.get() or run.experiment
    if now != agreed:
        BEFORE.put(agreed)
    elif _comes_late(now):
        controls.write(now)
    for control in BY_ITSELF:
        value = getattr(now, control.field)
        if value != getattr(agreed, control.field) and _says(control, agreed):
            control.slot.put(control.shown(value, now.dataset))
    AGREED.put(now)
    return now


def _comes_late(now: Experiment) -> bool:
    """Whether the browser sends what a control said before."""
    before = BEFORE.get()
    if before is None:
        return False
    values = CONTROLS.values()
    changed = [control for control in values if getattr(now, control.field) != getattr(before, control.field)]
    return any(control.when(now.dataset) and _says(control, before) for control in changed)


def _says(control: Control, experiment: Experiment) -> bool:
    """Whether a control has the value of this experiment."""
    try:
        return bool(control.meant(control.slot.get(), experiment.dataset) == getattr(experiment, control.field))
    except ValueError:
        return False
