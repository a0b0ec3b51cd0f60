"""Figures: the charts of the run as they stand, drawn by Plotly, whose own button makes a PNG or an SVG of them.

They open in a window of their own, and the popover closes: a download from inside it would take the figure away.
"""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from engine.snapshot import Snapshot
from playground.components.shared.plotly_look import colours_of, laid_out
from playground.playing.share import promise
from playground.playing.share.run_as_file import at_epoch
from playground.runs.run import Run
from playground.settings.slots import Slot

ALL = COST, ACCURACY, WEIGHTS = "Cost", "Accuracy", "Weights"
OPEN = Slot("share", bool)
"""Whether the popover is."""
ASKED = Slot("figure-asked", str)


def ask_for(which: str) -> None:
    """Have this figure shown when the page is next run, in place of the popover."""
    OPEN.put(False)
    ASKED.put(which)


def show_asked(run: Run) -> None:
    """Show the figure that was asked for, if one was."""
    if which := ASKED.take():
        show(run, which)


@st.dialog("A figure of the run", width="large")
def show(run: Run, which: str) -> None:
    """The figure, and the form in which its button saves it."""
    form = st.segmented_control("Save as", ["PNG", "SVG"], key="figure-form", default="PNG", required=True)
    dark = st.context.theme.type == "dark"
    ground = st.get_option(f"theme.{'dark' if dark else 'light'}.backgroundColor")
    snapshot = run.snapshot  # one for the figure and its name: the run may play on meanwhile
    image = {"format": form.lower(), "filename": f"{at_epoch(snapshot)}-{which.lower()}", "width": 900, "height": 500}
    st.plotly_chart(
        figure(snapshot, which, dark).update_layout(paper_bgcolor=ground, plot_bgcolor=ground),
        key="figure-chart",
        config={
            "displayModeBar": True,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {**image, "scale": 2 if form == "PNG" else 1},
        },
        alt=f"{which} of the run",
    )
    st.caption(f"Click the camera in the corner to save the figure as {form}. {promise.of_figure(run.story)}")


def can_show(run: Run, which: str) -> bool:
    """Whether there is anything to draw yet."""
    return which == WEIGHTS or len(run.state["history"].epoch) > 0


def figure(snapshot: Snapshot, which: str, dark: bool) -> go.Figure:
    """One of the figures, of a run at this moment."""
    history = snapshot.history
    if which == COST:
        return curve(history.epoch, history.train_cost, history.test_cost, "cost C₀", False, dark)
    if which == ACCURACY:
        return curve(history.epoch, history.train_accuracy, history.test_accuracy, "accuracy", True, dark)
    return weights(snapshot.weights, dark)


BINS = 40


def curve(
    epochs: NDArray[np.float64],
    train: NDArray[np.float64],
    test: NDArray[np.float64],
    title: str,
    percent: bool,
    dark: bool,
) -> go.Figure:
    """A quantity over the epochs of a run, for the training and for the test examples, each (k,)."""
    colours = colours_of(dark)
    figure = go.Figure()
    for name, values, dash in (("train", train, "solid"), ("test", test, "dash")):
        mode = "lines" if len(epochs) > 1 else "markers"
        line = {"color": colours[name], "width": 2.5, "dash": dash}
        figure.add_scatter(x=epochs, y=values, name=name, mode=mode, line=line)
    figure.update_xaxes(title="epoch", showgrid=False)
    figure.update_yaxes(title=title, tickformat=".0%" if percent else None)
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    return laid_out(figure, 320).update_layout(showlegend=True, legend=legend, margin_t=40)


def weights(layers: list[NDArray[np.float32]], dark: bool) -> go.Figure:
    """How the weights of each layer are distributed, one histogram a layer; `layers` hold (n_l, n_{l-1}) each."""
    colours = colours_of(dark)
    most = max(float(np.abs(w).max()) for w in layers) or 1.0
    edges = np.linspace(-most, most, BINS + 1)
    figure = make_subplots(cols=1, rows=len(layers), shared_xaxes=True, vertical_spacing=0.3 / len(layers))
    for row, w in enumerate(layers, start=1):
        counts = np.histogram(w, edges)[0]
        middles = (edges[:-1] + edges[1:]) / 2
        signs = np.where(middles >= 0, colours["positive"], colours["negative"])
        figure.add_bar(x=middles, y=counts, marker_color=signs, row=row, col=1)
        title = "output layer" if row == len(layers) else f"hidden layer {row}"
        figure.update_yaxes(title=title, row=row, col=1)
    figure.update_xaxes(title="weight", row=len(layers), col=1)
    return laid_out(figure, 120 + 100 * len(layers)).update_layout(bargap=0.05, margin_t=32)
