"""Share as a file: the whole run, saved as it stands and opened again to go on."""

from types import NoneType

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from engine.snapshot import Snapshot
from playground.components.page.give import give
from playground.learner import keeping
from playground.runs.run import Run
from playground.settings.limits import MOST_FILE_BYTES
from playground.settings.plain import plain
from playground.settings.slots import Slot

FILE = Slot[UploadedFile | None]("open-run-file", NoneType)
PROBLEM = Slot("open-run-problem", str)


def show(run: Run) -> None:
    """Save the run, and open one."""
    st.caption(
        "The run as it stands: settings, network, history, edits and your own points. Open it to go on from there."
    )
    give(
        "Save this run",
        keeping.content,
        run,
        f"{name_of(run)}.npz",
        key="save-run",
        disabled=not keeping.can_keep(run),
        width="stretch",
    )
    st.file_uploader(
        "Open a run",
        type="npz",
        max_upload_size=MOST_FILE_BYTES // 2**20,
        key=FILE.name,
        help="A file saved here, by `neural-playground train` or by `engine.run_file`. It replaces this run.",
        on_change=_open,
        args=(run,),
    )
    if problem := PROBLEM.get():
        st.error(plain(problem), icon=":material/error:")


def name_of(run: Run) -> str:
    """What a file about the run is called, without its ending. While it plays nobody knows its epoch beforehand."""
    return run.experiment.dataset if run.playing else at_epoch(run.snapshot)


def at_epoch(snapshot: Snapshot) -> str:
    """What a file about a run at this moment is called, without its ending."""
    return f"{snapshot.experiment.dataset}-epoch-{snapshot.epoch}"


def _open(run: Run) -> None:
    PROBLEM.put("")
    file = FILE.get()
    if file is None:
        return
    try:
        keeping.take(run, file.getvalue())
    except ValueError as error:
        PROBLEM.put(str(error))
