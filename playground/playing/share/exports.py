"""Exports: the network for other programs, the run as Python, its numbers for a spreadsheet, and its figures."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine.data import SOURCES, table
from engine.data.catalogue import points_of
from engine.export import onnx_model, python, pytorch, script, tables
from playground.components.page.give import give
from playground.data import own_data
from playground.learner import keeping
from playground.playing.share import figures, promise
from playground.playing.share.run_as_file import name_of
from playground.runs.run import Run


def show(run: Run) -> None:
    """A button for each format."""
    onnx = onnx_model.available()
    st.markdown("**The network**")
    with st.container(horizontal=True, key="export-network"):
        give("Python", as_python, run, f"{name_of(run)}.py", key="export-python")
        give("PyTorch", as_pytorch, run, f"{name_of(run)}-pytorch.npz", key="export-pytorch")
        give("ONNX", as_onnx, run, f"{name_of(run)}.onnx", key="export-onnx", disabled=not onnx)
    needs = "" if onnx else " ONNX needs the extra `onnx` on the machine that serves this page."
    st.caption(f"The Python file needs only NumPy.{needs} The PyTorch file holds the `state_dict` of this model:")
    st.code(pytorch.architecture(run.trainer().network), language="python", wrap_lines=True)
    journal = run.story
    st.markdown("**The run**, as Python that trains it again")
    give("Script", as_script, run, f"{name_of(run)}-run.py", key="export-run", disabled=not journal.whole)
    st.caption(promise.of_script(journal))
    st.markdown("**The numbers**, as CSV")
    with st.container(horizontal=True, key="export-numbers"):
        give("Epochs", epochs, run, "epochs.csv", key="export-epochs")
        give("Mini-batches", mini_batches, run, "mini-batches.csv", key="export-mini-batches")
        if run.experiment.is_plane:
            kept = keeping.can_keep(run)
            give("Points", points, run, "points.csv", key="export-points", disabled=not kept)
    st.markdown("**The figures**, as PNG or SVG")
    with st.container(horizontal=True, key="export-figures"):
        for which in figures.ALL:
            st.button(
                which,
                key=f"figure-{which.lower()}",
                icon=":material/show_chart:",
                on_click=figures.ask_for,
                args=(which,),
                disabled=not figures.can_show(run, which),
            )


def as_python(run: Run) -> str:
    """The network as a Python module."""
    trainer = run.trainer()
    return python.to_python(trainer.network, trainer.experiment.inputs if trainer.experiment.is_plane else ())


def as_script(run: Run) -> str:
    """The run as Python that makes it again."""
    return script.to_script(run.trainer())


def as_pytorch(run: Run) -> bytes:
    """The network as PyTorch's arrays."""
    return pytorch.to_npz(run.trainer().network)


def as_onnx(run: Run) -> bytes:
    """The network as an ONNX model."""
    return onnx_model.to_onnx(run.trainer().network)


def epochs(run: Run) -> str:
    """The figures after each epoch as CSV."""
    return tables.epochs(run.trainer().history)


def mini_batches(run: Run) -> str:
    """The mini-batches as CSV."""
    return tables.mini_batches(run.trainer().history)


def points(run: Run) -> str:
    """The points that the run learns from as CSV, and those that it is tested on below them."""
    trainer = run.trainer()
    e, own = trainer.experiment, trainer.data.points
    if own is not None:
        parts = table.split(own[:, 2].astype(int), e.test_fraction, e.data_seed)
        return own_data.as_csv(own[np.concatenate(parts)])
    rows = np.column_stack(points_of(e.dataset, e.samples, e.noise, e.test_fraction, e.data_seed))
    return _numbers(rows) if SOURCES[e.dataset].kind == "regression" else own_data.as_csv(rows)


def _numbers(rows: NDArray[np.float64]) -> str:
    return "\n".join(["x1,x2,answer", *(",".join(map(repr, row)) for row in rows.tolist()), ""])
