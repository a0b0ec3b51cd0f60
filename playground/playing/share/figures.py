"""Figures: the charts of the run as they stand, drawn by Plotly, whose own button makes a PNG or an SVG of them.

They open in a window of their own, and the popover closes: a download from inside it would take the figure away.
"""

import plotly.graph_objects as go
import streamlit as st

from playground.digits import charts
from playground.playing.share.run_as_file import name_of
from playground.runs.run import Run

ALL = COST, ACCURACY, WEIGHTS = "Cost", "Accuracy", "Weights"


def ask_for(which: str) -> None:
    """Have this figure shown when the page is next run, in place of the popover."""
    st.session_state["share"], st.session_state["figure-asked"] = False, which


def show_asked(run: Run) -> None:
    """Show the figure that was asked for, if one was."""
    if which := st.session_state.pop("figure-asked", None):
        show(run, which)


@st.dialog("A figure of the run", width="large")
def show(run: Run, which: str) -> None:
    """The figure, and the form in which its button saves it."""
    form = st.segmented_control("Save it as", ["PNG", "SVG"], key="figure-form", default="PNG", required=True)
    dark = st.context.theme.type == "dark"
    ground = st.get_option(f"theme.{'dark' if dark else 'light'}.backgroundColor")
    image = {"format": form.lower(), "filename": f"{name_of(run)}-{which.lower()}", "width": 900, "height": 500}
    st.plotly_chart(
        figure(run, which, dark).update_layout(paper_bgcolor=ground, plot_bgcolor=ground),
        key="figure-chart",
        config={
            "displayModeBar": True,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {**image, "scale": 2 if form == "PNG" else 1},
        },
        alt=f"{which} of the run",
    )
    st.caption(f"The camera in the corner saves it as {form}.")


def can_show(run: Run, which: str) -> bool:
    """Whether there is anything to draw yet."""
    return which == WEIGHTS or len(run.state["history"].epoch) > 0


def figure(run: Run, which: str, dark: bool) -> go.Figure:
    """One of the figures, of the run as it stands."""
    history = run.state["history"]
    if which == COST:
        return charts.curve(history.epoch, history.train_cost, history.test_cost, "cost C₀", False, dark)
    if which == ACCURACY:
        return charts.curve(history.epoch, history.train_accuracy, history.test_accuracy, "accuracy", True, dark)
    return charts.weights(run.snapshot.weights, dark)
