"""Charts that do not move, drawn by Plotly: pure functions of plain numbers, in the colours of the palette."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from playground.components.shared.plotly_look import colours_of, laid_out
from playground.digits.results import Calibration
from playground.settings.numerals import percent

FEW = 20
"""Answers in a bar: a share of fewer than these says little."""
DIGITS = [str(digit) for digit in range(10)]


def confusion_matrix(table: NDArray[np.intp], dark: bool) -> go.Figure:
    """How often digit i (a row) was read as digit j (a column), for `table` (10, 10): right answers blue, wrong orange.

    The depth of a colour is the share of the row; mistakes are scaled so that the most frequent one is in full colour.
    """
    colours = colours_of(dark)
    share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    wrong = share * (1 - np.eye(10))
    depth = share * np.eye(10) - np.sqrt(wrong / max(float(wrong.max()), 1e-12))
    said = [[_said(i, j, int(table[i, j]), float(share[i, j])) for j in range(10)] for i in range(10)]
    figure = go.Figure(
        go.Heatmap(
            z=depth,
            x=DIGITS,
            y=DIGITS,
            zmin=-1,
            zmax=1,
            colorscale=[[0, colours["negative"]], [0.5, colours["neutral"]], [1, colours["positive"]]],
            showscale=False,
            text=np.where(table > 0, table.astype(str), ""),
            texttemplate="%{text}",
            customdata=said,
            hovertemplate="%{customdata}<extra></extra>",
            xgap=1,
            ygap=1,
        )
    )
    square = {"dtick": 1, "showgrid": False, "zeroline": False, "constrain": "domain"}
    figure.update_yaxes(title="true digit", range=[9.5, -0.5], scaleanchor="x", **square)
    figure.update_xaxes(title="read as", range=[-0.5, 9.5], **square)
    return laid_out(figure, 420)


def _said(truth: int, answer: int, count: int, share: float) -> str:
    times = "once" if count == 1 else f"{count} times"
    return f"a {truth} read as {answer}: {times},<br>{percent(share)} of all {truth}s"


def per_digit(
    accuracy: NDArray[np.float64], table: NDArray[np.intp], beside: NDArray[np.float64], dark: bool
) -> go.Figure:
    """The share of right answers for each digit, `accuracy` (10,), whose counts are in `table` (10, 10).

    Each stands `beside` the share (10,) of another set, in grey.
    """
    colours = colours_of(dark)
    totals, right = table.sum(axis=1), table.diagonal()
    figure = go.Figure(
        go.Bar(
            x=DIGITS,
            y=accuracy,
            marker_color=colours["positive"],
            text=[f"{100 * share:.1f}" for share in accuracy],
            textangle=0,
            customdata=[f"{r} of {n} {d}s" for d, r, n in zip(DIGITS, right, totals, strict=True)],
            hovertemplate="%{customdata} read correctly<extra></extra>",
        )
    )
    figure.add_bar(
        x=DIGITS, y=beside, marker_color=colours["train"], hovertemplate="%{y:.1%} of the others<extra></extra>"
    )
    both = np.concatenate([accuracy, beside])
    lowest = float(np.nanmin(both)) if np.isfinite(both).any() else 0.0
    figure.update_yaxes(range=[max(0.0, np.floor(20 * lowest - 1) / 20), 1.0], tickformat=".0%")
    figure.update_xaxes(dtick=1)
    return laid_out(figure, 260)


def reliability(calibration: Calibration, dark: bool) -> go.Figure:
    """A reliability diagram: the share of right answers at each level of confidence; on the dashed line they are equal.

    Bars of few answers are grey.
    """
    colours = colours_of(dark)
    edges, count = calibration.edges, calibration.count
    middles, width = (edges[:-1] + edges[1:]) / 2, float(edges[1] - edges[0])
    said = [
        f"{n} answers were {percent(low, 0)} to {percent(high, 0)} sure,<br>"
        f"{percent(sure)} on average: {percent(right)} of them are right"
        for n, low, high, sure, right in zip(
            count, edges[:-1], edges[1:], calibration.sure, calibration.right, strict=True
        )
    ]
    figure = go.Figure(
        go.Bar(
            x=middles,
            y=calibration.right,
            width=0.9 * width,
            marker_color=np.where(count >= FEW, colours["positive"], colours["train"]),
            customdata=said,
            text=[str(n) if n else "" for n in count],
            textposition="inside",
            insidetextanchor="start",
            textangle=0,
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    line = {"dash": "dash", "color": colours["test"]}
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line=line, hoverinfo="skip")
    figure.update_xaxes(title="how sure the network is", range=[0, 1.01], tickformat=".0%", dtick=0.2)
    figure.update_yaxes(title="how often it is right", range=[0, 1.03], tickformat=".0%", dtick=0.2)
    return laid_out(figure, 300)


def answered(
    thresholds: NDArray[np.float64], shares: NDArray[np.float64], accuracies: NDArray[np.float64], at: int, dark: bool
) -> go.Figure:
    """What each threshold costs and gains: the share of digits that are answered, and how many of those are right.

    All three have shape (k,); the threshold of index `at` is marked.
    """
    colours = colours_of(dark)
    said = [
        f"if at least {percent(threshold, 0)} sure:<br>{percent(share)} answered, {percent(right, 2)} of them right"
        for threshold, share, right in zip(thresholds, shares, accuracies, strict=True)
    ]
    figure = go.Figure()
    figure.add_scatter(
        x=shares,
        y=accuracies,
        mode="lines",
        line={"color": colours["positive"], "width": 2.5},
        customdata=said,
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=shares[at : at + 1],
        y=accuracies[at : at + 1],
        mode="markers",
        marker={"color": colours["test"], "size": 12},
        customdata=said[at : at + 1],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_xaxes(title="share of digits answered", tickformat=".0%")
    figure.update_yaxes(title="right, of those answered", tickformat=".1%")
    return laid_out(figure, 300)
