"""Exports: the network for other programs, the numbers of the run for a spreadsheet, and its figures."""

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine import Network
from engine.data import SOURCES, table
from engine.data.catalogue import points_of
from engine.export import onnx_model, python, pytorch, tables
from engine.history import History
from playground.data import own_data
from playground.playing.share import figures
from playground.playing.share.run_as_file import name_of
from playground.runs.run import Run


def show(run: Run) -> None:
    """A button for each form."""
    onnx = onnx_model.available()
    st.markdown("**The network**")
    with st.container(horizontal=True, key="export-network"):
        _button("Python", partial(_python, run), f"{name_of(run)}.py")
        _button("PyTorch", lambda: pytorch.to_npz(_network(run)), f"{name_of(run)}-pytorch.npz")
        _button("ONNX", lambda: onnx_model.to_onnx(_network(run)), f"{name_of(run)}.onnx", disabled=not onnx)
    needs = "" if onnx else " ONNX needs the extra `onnx` where this page is served."
    st.caption(f"Python needs nothing but NumPy. PyTorch's arrays are a `state_dict` of this model:{needs}")
    st.code(pytorch.architecture(_network(run)), language="python", wrap_lines=True)
    st.markdown("**The numbers**, as CSV")
    with st.container(horizontal=True, key="export-numbers"):
        _button("Epochs", lambda: tables.epochs(_history(run)), "epochs.csv")
        _button("Mini-batches", lambda: tables.mini_batches(_history(run)), "mini-batches.csv")
        if run.experiment.is_plane:
            _button("Points", partial(_points, run), "points.csv")
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


def _button(label: str, content: Callable[[], str | bytes], name: str, disabled: bool = False) -> None:
    st.download_button(
        label,
        content,
        name,
        key=f"export-{label.lower()}",
        icon=":material/download:",
        on_click="ignore",
        disabled=disabled,
    )


def _network(run: Run) -> Network:
    return run.trainer().network


def _history(run: Run) -> History:
    history: History = run.state["history"]
    return history


def _python(run: Run) -> str:
    return python.to_python(_network(run), run.experiment.inputs if run.experiment.is_plane else ())


def _points(run: Run) -> str:
    e = run.experiment
    if e.dataset == "custom":
        own = own_data.training_first(e)
        places, answers = own[:, :2], own[:, 2]
    else:
        places, answers = points_of(e.dataset, e.samples, e.noise, e.test_fraction, e.data_seed)
    if SOURCES[e.dataset].kind == "regression":
        return _numbers(places, answers)
    labels = answers.astype(int)
    return table.to_csv(places, labels, [str(i) for i in range(int(labels.max(initial=0)) + 1)])


def _numbers(places: NDArray[np.float64], answers: NDArray[np.float64]) -> str:
    rows = (",".join(map(repr, row)) for row in np.column_stack([places, answers]).tolist())
    return "\n".join(["x1,x2,answer", *rows, ""])
