"""Exports: the network for other programs, the run as Python, its numbers for a spreadsheet, and its figures."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine.data import SOURCES, table
from engine.data.catalogue import points_of
from engine.export import onnx_model, python, pytorch, script, tables
from playground.components.page.give import give
from playground.data import own_data, own_table
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
    trainer = run.trainer()
    st.code(pytorch.architecture(trainer.network, trainer.data.scaling), language="python", wrap_lines=True)
    journal = run.story
    st.markdown("**The run**, as Python that trains it again")
    give("Script", as_script, run, f"{name_of(run)}-run.py", key="export-run", disabled=not journal.whole)
    st.caption(promise.of_script(journal))
    st.markdown("**The numbers**, as CSV")
    with st.container(horizontal=True, key="export-numbers"):
        give("Epochs", epochs, run, "epochs.csv", key="export-epochs")
        give("Mini-batches", mini_batches, run, "mini-batches.csv", key="export-mini-batches")
        if run.experiment.is_plane or run.experiment.is_table:
            kept = keeping.can_keep(run)
            give(
                "Table" if run.experiment.is_table else "Points",
                points,
                run,
                own_table.file_name(run.learns_from) if run.experiment.is_table else "points.csv",
                key="export-points",
                disabled=not kept,
            )
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
    data, features = trainer.data, trainer.experiment.inputs if trainer.experiment.is_plane else ()
    inputs = data.input_names if trainer.experiment.is_table else ()
    return python.to_python(
        trainer.network, features, input_names=inputs, class_names=data.class_names, scaling=data.scaling
    )


def as_script(run: Run) -> str:
    """The run as Python that makes it again."""
    return script.to_script(run.trainer())


def as_pytorch(run: Run) -> bytes:
    """The network as PyTorch's arrays."""
    trainer = run.trainer()
    return pytorch.to_npz(trainer.network, trainer.data.scaling)


def as_onnx(run: Run) -> bytes:
    """The network as an ONNX model."""
    trainer = run.trainer()
    data, inputs = trainer.data, trainer.data.input_names if trainer.experiment.is_table else ()
    return onnx_model.to_onnx(trainer.network, input_names=inputs, class_names=data.class_names, scaling=data.scaling)


def epochs(run: Run) -> str:
    """The figures after each epoch as CSV."""
    return tables.epochs(run.trainer().history)


def mini_batches(run: Run) -> str:
    """The mini-batches as CSV."""
    return tables.mini_batches(run.trainer().history)


def points(run: Run) -> str:
    """The points or rows that the run learns from as CSV, and those that it is tested on below them."""
    trainer = run.trainer()
    if trainer.data.origin is not None:
        return own_table.rows(trainer.data)
    e, own = trainer.experiment, trainer.data.points
    if own is not None:
        parts = table.split(own[:, 2].astype(int), e.test_fraction, e.data_seed)
        return own_data.as_csv(own[np.concatenate(parts)], trainer.data.class_names)
    rows = np.column_stack(points_of(e.dataset, e.samples, e.noise, e.test_fraction, e.data_seed))
    return _numbers(rows) if SOURCES[e.dataset].kind == "regression" else own_data.as_csv(rows)


def _numbers(rows: NDArray[np.float64]) -> str:
    return "\n".join(["x1,x2,answer", *(",".join(map(repr, row)) for row in rows.tolist()), ""])
