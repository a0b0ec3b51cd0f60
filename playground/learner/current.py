"""This learner's run, which all pages share, and how any of them opens the playground with another one."""

import os
from types import NoneType
from typing import NoReturn

from engine import Dataset, Experiment, Trainer, run_file
from playground.data import fetching, own_data
from playground.learner import going, keeping
from playground.learner.desks import Drawer
from playground.learner.session import desk
from playground.runs.goals import Goal
from playground.runs.paces import FAST, NORMAL, PACES
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.settings import controls, pages
from playground.settings.environment import OPEN
from playground.settings.limits import MOST_FILE_BYTES
from playground.settings.slots import Slot

RUN = Drawer[Run]("run")
SHOWN = Slot[Run | None]("run", NoneType)
"""The run that the page was set to."""
PROBLEMS = Slot[tuple[str, ...]]("link-problems", tuple)
SPEED = Slot("speed", lambda: NORMAL, kept=True)
UNTIL_KIND = Slot("until-kind", lambda: "pause", kept=True)
UNTIL_EPOCH = Slot("until-epoch", lambda: 100, kept=True)


def current_run() -> Run:
    """This learner's run; where there is none yet, that of the file named by `open`, or what a learner finds first."""
    run = desk().find(RUN)
    if run is None:
        run = begin(controls.START["plane"])
        if OPEN in os.environ:
            _open(run, os.environ[OPEN])
    elif is_new_to_page():
        find_again(run)
    return run


def has_run() -> bool:
    """Whether this learner has a run."""
    return desk().find(RUN) is not None


def is_new_to_page() -> bool:
    """Whether the page was reloaded since it last showed the run on this learner's desk."""
    return SHOWN.get() is not desk().find(RUN)


def begin(
    experiment: Experiment,
    data: Dataset | None = None,
    hidden: tuple[str, ...] = (),
    locked: tuple[str, ...] = (),
    problems: tuple[str, ...] = (),
) -> Run:
    """Begin this learner's first run and set the page to it, with these controls hidden and locked.

    Other digits stand in for those that are not on this machine. `problems` are told on the page.
    """
    run = Run(fetching.stand_in(experiment), PACES[NORMAL], data, Shelf())
    desk().put(RUN, run)
    set_page(run, experiment, hidden, locked, problems)
    return run


def find_again(
    run: Run, hidden: tuple[str, ...] = (), locked: tuple[str, ...] = (), problems: tuple[str, ...] = ()
) -> None:
    """Set a page that was reloaded to the run that was there before; what was hidden and locked stays so."""
    rights = controls.RIGHTS
    if rights.hide.filled and rights.lock.filled:
        hidden, locked = rights.hide.get(), rights.lock.get()
    set_page(run, run.experiment, hidden, locked, problems)


def set_page(
    run: Run, experiment: Experiment, hidden: tuple[str, ...], locked: tuple[str, ...], problems: tuple[str, ...]
) -> None:
    """Set the page to this run of `experiment`, with these controls hidden and locked; the `problems` are told."""
    SHOWN.put(run)
    PROBLEMS.put(problems)
    controls.RIGHTS.begin(hidden, locked)
    controls.write(experiment)


def open_on_playground(
    experiment: Experiment, epochs: int | None = None, *, fast: bool = False, play: bool = False
) -> NoReturn:
    """Go to the playground page with a new run of `experiment` that waits for Play.

    With `epochs` it pauses at the end of that one; it may go `fast`, and `play` without waiting. While its data are not
    on this machine the digits that come with the program stand in for them. What a link locks keeps its value, and
    where the rest does not fit that, the previous run stays.
    """
    run = current_run()
    try:
        experiment = controls.adopt(experiment)
        begun = fetching.stand_in(experiment)
        data = own_data.data_for(begun)
    except ValueError as error:
        controls.LOCK_NEWS.put(str(error))
        going.to(pages.PLAYGROUND.name, pages.PLAYGROUND.script)
    run.go_on(Trainer(begun, data), data)
    UNTIL_KIND.put("pause" if epochs is None else "epoch")
    if epochs is not None:
        UNTIL_EPOCH.put(epochs)
    if fast:
        SPEED.put(FAST)
        run.pace = PACES[FAST]
    if play:
        run.play(Goal(epoch=epochs))
    going.to(pages.PLAYGROUND.name, pages.PLAYGROUND.script)


def _open(run: Run, path: str) -> None:
    try:
        keeping.take(run, run_file.read(path, MOST_FILE_BYTES))
    except ValueError as error:
        PROBLEMS.put((str(error),))
