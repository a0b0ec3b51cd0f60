"""What the controls and the run agreed on: where a run becomes another by itself, the controls follow it."""

from collections.abc import Iterable
from types import NoneType

from engine import Experiment
from playground.runs.run import Run
from playground.settings import controls
from playground.settings.control import Control
from playground.settings.controls import CONTROLS
from playground.settings.late import Late
from playground.settings.slots import Slot

AGREED = Slot[Experiment | None]("agreed", NoneType)
"""What the controls said when they and the run last agreed."""
BEFORE = Late(Slot[tuple[tuple[Experiment, int], ...]]("agreed-before", tuple))
"""What they said before the run became another by itself."""


def follow_run(run: Run) -> Experiment:
    """Set the controls to what the run has become by itself, but for those that the learner has just changed.

    First thing in a run of the page. Returns what the run trains now.
    """
    now, agreed = run.experiment, AGREED.get() or run.experiment
    if now != agreed:
        BEFORE.put(agreed)
    if before := BEFORE.get():
        for control in CONTROLS.values():
            if control.when(now.dataset) and _comes_late(control, now, before):
                controls.write_one(control, now)
    AGREED.put(now)
    return now


def _comes_late(control: Control, now: Experiment, before: Iterable[Experiment]) -> bool:
    """Whether the browser sends what a control said before the run became another."""
    others = (one for one in before if getattr(one, control.field) != getattr(now, control.field))
    return any(_says(control, one) for one in others)


def _says(control: Control, experiment: Experiment) -> bool:
    """Whether a control has the value of this experiment."""
    try:
        return bool(control.meant(control.slot.get(), experiment.dataset) == getattr(experiment, control.field))
    except ValueError:
        return False
