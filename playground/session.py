"""What belongs to one learner: the run, found again on every page, and paused when the learner leaves."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import streamlit as st

from engine import Dataset, Experiment, run_file
from engine.data import SOURCES
from playground import controls, fetching, keeping, links, own_data
from playground.goals import Goal
from playground.links import Link
from playground.opening import OPEN
from playground.runs import Run
from playground.viewing import PACES


def current_run(query: Mapping[str, str] | None = None) -> Run:
    """This learner's run; the first call of a session sets up what the `query` of its address says, ready to play."""
    if "run" not in st.session_state:
        _begin(links.read(query or {}))
        if not query and OPEN in os.environ:
            _open(os.environ[OPEN])
    run: Run = st.session_state["run"]
    _lease(run)
    return run


def set_up(run: Run) -> Experiment:
    """What the learner set up: the experiment that runs, or the one for whose data others stand in meanwhile."""
    try:
        asked = controls.read()
    except ValueError:
        return run.experiment
    return asked if fetching.stand_in(asked) == run.experiment else run.experiment


def open_on_playground(
    experiment: Experiment, epochs: int | None = None, *, fast: bool = False, play: bool = False
) -> NoReturn:
    """Go to the playground page with a new run of `experiment` that waits for Play.

    With `epochs` it pauses at the end of that one; it may go `fast`, and `play` without waiting. While its data are not
    on this machine the digits that come with the program stand in for them.
    """
    run = current_run()
    run.pause()
    run.begin(fetching.stand_in(experiment))
    controls.write(experiment)
    st.session_state["kind"] = SOURCES[experiment.dataset].kind
    st.session_state["until-kind"] = "pause" if epochs is None else "epoch"
    if epochs is not None:
        st.session_state["until-epoch"] = epochs
    if fast:
        st.session_state["speed"] = next(name for name, pace in PACES.items() if pace is None)
        run.pace = None
    if play:
        run.play(Goal(epoch=epochs))
    st.switch_page(Path(__file__).parent / "views" / "playground.py")


def _begin(link: Link) -> None:
    st.session_state["kind"] = SOURCES[link.experiment.dataset].kind
    st.session_state["hidden-controls"], st.session_state["locked-controls"] = link.hidden, link.locked
    st.session_state["share-hide"], st.session_state["share-lock"] = list(link.hidden), list(link.locked)
    st.session_state["link-problems"] = link.problems
    st.session_state.update(link.chosen)
    controls.write(link.experiment)
    data = None
    if link.experiment.dataset == "custom":
        data = _own_data(link)
    st.session_state["run"] = Run(fetching.stand_in(link.experiment), PACES["Normal"], data)


def _own_data(link: Link) -> Dataset:
    """The data of the points that a link brings, or of those to begin with where they are none to learn from."""
    if link.points is not None:
        st.session_state["own-points"] = link.points
    try:
        return own_data.dataset(link.experiment)
    except ValueError as error:
        st.session_state["link-problems"] = (*link.problems, f"The link does not bring the points: {error}")
        del st.session_state["own-points"]
        return own_data.dataset(link.experiment)


def _open(path: str) -> None:
    try:
        keeping.take(st.session_state["run"], run_file.read(path))
    except ValueError as error:
        st.session_state["link-problems"] = (str(error),)


@st.cache_resource(scope="session", on_release=lambda run: run.pause(), show_spinner=False)
def _lease(_run: Run) -> Run:
    """Held as long as the page is open: when the learner leaves, training pauses."""
    return _run
