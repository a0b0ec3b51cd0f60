"""This learner's run, which all pages speak of, and the way from any of them to the playground with another one."""

import os
from typing import NoReturn

import streamlit as st

from engine import Dataset, Experiment, run_file
from engine.data import SOURCES
from playground.data import fetching, own_data
from playground.learner import keeping
from playground.learner.session import desk
from playground.runs.goals import Goal
from playground.runs.paces import FAST, NORMAL, PACES
from playground.runs.run import Run
from playground.settings import controls, pages
from playground.settings.environment import OPEN


def current_run() -> Run:
    """This learner's run; where there is none yet, that of the file named by `open`, or what a learner finds first."""
    things = desk().things
    if not has_run():
        begin(controls.START["plane"])
        if OPEN in os.environ:
            _open(things["run"], os.environ[OPEN])
    elif is_new_to_page():
        find_again()
    run: Run = things["run"]
    return run


def has_run() -> bool:
    """Whether this learner has a run."""
    return "run" in desk().things


def is_new_to_page() -> bool:
    """Whether the page was loaded anew since it last showed the run of this learner's desk."""
    return st.session_state.get("run") is not desk().things["run"]


def begin(
    experiment: Experiment,
    data: Dataset | None = None,
    hidden: tuple[str, ...] = (),
    locked: tuple[str, ...] = (),
    problems: tuple[str, ...] = (),
) -> None:
    """Begin this learner's first run and set the page to it, with these controls hidden and locked.

    Other digits stand in for those that are not on this machine. `problems` are told on the page.
    """
    st.session_state["run"] = desk().things["run"] = Run(fetching.stand_in(experiment), PACES[NORMAL], data)
    _set_page(experiment, hidden, locked, problems)


def find_again(hidden: tuple[str, ...] = (), locked: tuple[str, ...] = (), problems: tuple[str, ...] = ()) -> None:
    """Set a page that was loaded anew to the run that was there before; what was hidden and locked stays so."""
    state = st.session_state
    run = state["run"] = desk().things["run"]
    if "hidden-controls" in state and "locked-controls" in state:
        hidden, locked = state["hidden-controls"], state["locked-controls"]
    _set_page(run.experiment, hidden, locked, problems)


def _set_page(
    experiment: Experiment, hidden: tuple[str, ...], locked: tuple[str, ...], problems: tuple[str, ...]
) -> None:
    state = st.session_state
    state["kind"] = SOURCES[experiment.dataset].kind
    state["hidden-controls"], state["locked-controls"] = hidden, locked
    state["share-hide"], state["share-lock"] = list(hidden), list(locked)
    state["link-problems"] = problems
    controls.write(experiment)


def open_on_playground(
    experiment: Experiment, epochs: int | None = None, *, fast: bool = False, play: bool = False
) -> NoReturn:
    """Go to the playground page with a new run of `experiment` that waits for Play.

    With `epochs` it pauses at the end of that one; it may go `fast`, and `play` without waiting. While its data are not
    on this machine the digits that come with the program stand in for them. What a link locks keeps its value, and
    where the rest does not go with that, the run before stays.
    """
    run = current_run()
    try:
        experiment = controls.adopt(experiment)
        begun = fetching.stand_in(experiment)
        data = own_data.dataset(begun) if begun.dataset == "custom" else None
    except ValueError as error:
        st.session_state["lock-news"] = str(error)
        st.switch_page(pages.PLAYGROUND.script)
    run.pause()
    run.begin(begun, data)
    st.session_state["until-kind"] = "pause" if epochs is None else "epoch"
    if epochs is not None:
        st.session_state["until-epoch"] = epochs
    if fast:
        st.session_state["speed"], run.pace = FAST, PACES[FAST]
    if play:
        run.play(Goal(epoch=epochs))
    st.switch_page(pages.PLAYGROUND.script)


def _open(run: Run, path: str) -> None:
    try:
        keeping.take(run, run_file.read(path))
    except ValueError as error:
        st.session_state["link-problems"] = (str(error),)
