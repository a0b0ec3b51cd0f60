"""Share as a file: the whole run, saved as it stands and opened again to go on."""

from functools import partial

import streamlit as st

from engine.data.cut import NamedCut
from engine.snapshot import Snapshot
from playground.components.page.give import give
from playground.components.page.take_in import show_refusal, take_in
from playground.data import cut
from playground.learner import keeping
from playground.playing.share import promise
from playground.runs.run import Run
from playground.settings import controls
from playground.settings.limits import MOST_FILE_BYTES


def show(run: Run) -> None:
    """Save the run, and open one."""
    st.caption(promise.of_file(run.story, run.pending))
    give(
        "Save this run",
        content,
        (run, cut.told(run.learns_from) if run.experiment.is_table else None),
        f"{name_of(run)}.npz",
        key="save-run",
        disabled=not keeping.can_keep(run),
        width="stretch",
    )
    about = "A file saved here, by `neural-playground train` or by `engine.run_file`. It replaces this run."
    if labels := [controls.CONTROLS[key].label for key in controls.RIGHTS.locked]:
        st.caption(f":material/lock: Only a run with what the link locks can be opened: {', '.join(labels)}.")
    take_in("Open a run", "npz", MOST_FILE_BYTES, partial(keeping.take, run), name="open-run", about=about)
    show_refusal("open-run")


def content(of: tuple[Run, NamedCut | None]) -> bytes:
    """The run, and the cut that the map of its table is drawn over, as the content of a file."""
    return keeping.content(*of)


def name_of(run: Run) -> str:
    """What a file about the run is called, without its ending. While it plays nobody knows its epoch beforehand."""
    return run.experiment.dataset if run.playing else at_epoch(run.snapshot)


def at_epoch(snapshot: Snapshot) -> str:
    """What a file about a run at this moment is called, without its ending."""
    return f"{snapshot.experiment.dataset}-epoch-{snapshot.epoch}"
