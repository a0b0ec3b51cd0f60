"""What belongs to one learner: the run, found again on every page, and paused when the learner leaves."""

from pathlib import Path
from typing import NoReturn

import streamlit as st

from engine import Experiment
from engine.data import SOURCES
from playground import controls, fetching, links
from playground.goals import Goal
from playground.runs import Run
from playground.slow_motion import STEPS_A_SECOND

SLOW_MOTION = "Slow motion"
PACES: dict[str, float | None] = {SLOW_MOTION: STEPS_A_SECOND, "Slow": 20, "Normal": 1000, "Fast": None}
"""Mini-batches per second: told in captions, slow enough to watch, fast enough to see it learn, or all there is."""


def current_run() -> Run:
    """This learner's run; the first call of a session sets up what its link says, ready to play."""
    if "run" not in st.session_state:
        link = links.read(st.query_params.to_dict())
        st.session_state["kind"] = SOURCES[link.experiment.dataset].kind
        st.session_state["hidden-controls"] = link.hidden
        st.session_state["link-problems"] = link.problems
        controls.write(link.experiment)
        st.session_state["run"] = Run(fetching.stand_in(link.experiment), PACES["Normal"])
    run: Run = st.session_state["run"]
    _lease(run)
    return run


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


@st.cache_resource(scope="session", on_release=lambda run: run.pause(), show_spinner=False)
def _lease(_run: Run) -> Run:
    """Held as long as the page is open: when the learner leaves, training pauses."""
    return _run
