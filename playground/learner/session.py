"""What belongs to one learner: the run, found again on every page and, within a minute, after a reload of the page."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import NoReturn

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from engine import Dataset, Experiment, run_file
from engine.data import SOURCES
from playground.components.page.desk_key import brought_key, desk_key
from playground.data import fetching, own_data
from playground.learner import keeping
from playground.learner.desks import Desk, desks
from playground.playing import link as links
from playground.playing.link import Link
from playground.playing.viewing import PACES
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.settings import controls, pages
from playground.settings.environment import OPEN

NOTED = (
    *("hidden-controls", "locked-controls", "speed", "until-kind", "until-epoch", "until-accuracy", "until-patience"),
    *("edges-show", "selected", "log-scale", "hide-before", "show-gradients", "show-test", "show-steps"),
    *(links.FROM_GALLERY, "one-example", "example", "own-points", "own-classes", "own-note", "reader", "digit-section"),
    *("compare-setup", "compare-preset", "compare-mode", "compare-layer", "compare-range", "compare-log"),
)
"""What is remembered of the session for a page that is loaded anew, beside what lies on the desk."""


def sit_down() -> None:
    """Find the desk that this tab had before the page was loaded anew, if there was one. First thing on every page."""
    brought = brought_key("desk-key")
    if brought and st.session_state.get("desk-asked") != brought:
        st.session_state["desk-asked"] = brought
        found = desks.move(brought, _here())
        if found is not None:
            desks.close(st.session_state.get("desk", ""))
            st.session_state["desk"] = found.key
            st.session_state.update(found.notes)
    desk_key(own=desk().key, answered=st.session_state.get("desk-asked", ""), key="desk-key")


def desk() -> Desk:
    """This learner's desk."""
    found = desks.find(st.session_state.get("desk", ""))
    if found is None:
        found = desks.open(_here())
        st.session_state["desk"] = found.key
    return found


def arrives(page: str) -> bool:
    """Whether the learner comes to this page, by a link or from another one, and is not on it already."""
    before, st.session_state["page"] = st.session_state.get("page"), page
    return bool(before != page)


def take_notes() -> None:
    """Remember the settings of the page, for when it is loaded anew."""
    desk().notes.update({name: st.session_state[name] for name in NOTED if name in st.session_state})


def current_run(query: Mapping[str, str] | None = None) -> Run:
    """This learner's run; the first call of a session sets up what the `query` of its address says, ready to play."""
    own = desk()
    if "run" not in own.things:
        own.things["run"] = _begin(links.read(query or {}))
        if not query and OPEN in os.environ:
            _open(own.things["run"], os.environ[OPEN])
    elif st.session_state.get("run") is not own.things["run"]:
        _find_again(own.things["run"], links.read(query or {}))
    run: Run = own.things["run"]
    st.session_state["run"] = run
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
        st.session_state["speed"] = next(name for name, pace in PACES.items() if pace is None)
        run.pace = None
    if play:
        run.play(Goal(epoch=epochs))
    st.switch_page(pages.PLAYGROUND.script)


def _begin(link: Link) -> Run:
    _follow(link, link.experiment)
    st.session_state.update(link.chosen)
    data = None
    if link.experiment.dataset == "custom":
        data = _own_data(link)
    return Run(fetching.stand_in(link.experiment), PACES["Normal"], data)


def _find_again(run: Run, link: Link) -> None:
    """Set the page up for a run that was there before this session; what its link hides stays hidden."""
    hidden, locked = (st.session_state.get(name) for name in ("hidden-controls", "locked-controls"))
    _follow(link, run.experiment)
    if hidden is not None and locked is not None:
        st.session_state["hidden-controls"], st.session_state["locked-controls"] = hidden, locked


def _follow(link: Link, experiment: Experiment) -> None:
    st.session_state["kind"] = SOURCES[experiment.dataset].kind
    st.session_state["hidden-controls"], st.session_state["locked-controls"] = link.hidden, link.locked
    st.session_state["share-hide"], st.session_state["share-lock"] = list(link.hidden), list(link.locked)
    st.session_state["link-problems"] = link.problems
    controls.write(experiment)


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


def _open(run: Run, path: str) -> None:
    try:
        keeping.take(run, run_file.read(path))
    except ValueError as error:
        st.session_state["link-problems"] = (str(error),)


def _here() -> Callable[[], bool]:
    context = get_script_run_ctx()
    return partial(_connected, context.session_id if context else "")


def _connected(session: str) -> bool:
    """Whether the page of this session is there; without a server, as in tests, it always is."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)
