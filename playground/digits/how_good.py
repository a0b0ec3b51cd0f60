"""How good is it: its mistakes on 2,000 test digits, and whether it is right as often as it is sure."""

import numpy as np
import streamlit as st

from engine import Network
from engine.data import mnist
from playground.components.digits.digit_wall import Tile, digit_wall
from playground.digits import charts
from playground.digits.link import THRESHOLD
from playground.digits.results import Results, examine, fingerprint
from playground.settings.numerals import percent

PLAIN = {"displayModeBar": False}
MOST_TILES = 300


@st.cache_data(show_spinner="Reading 2,000 test digits …", max_entries=50)
def results_of(_network: Network, mark: str) -> Results:
    """The results of a network with this fingerprint, computed once."""
    return examine(_network)


def show(network: Network, name: str, seen_before: bool) -> None:
    """The section for the network of this name; `seen_before` says that it was trained on the test digits too."""
    results = results_of(network, fingerprint(network))
    dark = st.context.theme.type == "dark"
    wrong, right = results.mistakes(), int(results.right.sum())
    st.markdown(
        f"**{name}** reads **{percent(results.accuracy, 2)}** of {len(results.labels):,} test digits correctly: "
        f"{right:,} right, {len(wrong)} wrong."
    )
    st.caption(
        "To be fair: the network that comes with the playground was trained on distorted copies of these same digits. "
        "On digits that it has never seen it may do a little worse."
        if seen_before
        else "These digits were kept out of its training."
    )
    left, middle = st.columns([1, 1.15], gap="large")
    with left:
        st.markdown("## What it mistakes for what")
        st.plotly_chart(charts.confusion_matrix(results.confusion(), dark), key="confusion", config=PLAIN)
        st.markdown("## Accuracy for each digit")
        st.plotly_chart(charts.per_digit(results.per_digit(), results.confusion(), dark), key="per-digit", config=PLAIN)
    with middle:
        _show_calibration(results, dark)
        st.fragment(_show_threshold)(results, dark)
    _show_mistakes(results)


def _show_calibration(results: Results, dark: bool) -> None:
    calibration = results.calibration()
    st.markdown("## When it is 90 % sure, is it right 90 % of the time?")
    st.plotly_chart(charts.reliability(calibration, dark), key="reliability", config=PLAIN)
    more = "too sure of itself" if results.sure.mean() > results.accuracy else "too modest"
    st.caption(
        f"On the dashed line it is right as often as it is sure. On average it is {percent(results.sure.mean())} sure "
        f"and right {percent(results.accuracy)} of the time: a little {more}. The number in a bar counts its answers; "
        f"bars with few answers are grey. The average distance from the line, over all answers, is "
        f"{percent(calibration.error)}: the expected calibration error."
    )


def _show_threshold(results: Results, dark: bool) -> None:
    """What it costs and gains to say "I don't know" below a threshold."""
    st.markdown("## “I don't know”")
    at = st.slider("Answer only if at least this sure", 0, 99, 60, 1, format="%d %%", key=THRESHOLD.name)
    thresholds = np.arange(100) / 100
    shares, accuracies = np.array([results.answered(float(each)) for each in thresholds]).T
    share, accuracy = shares[at], accuracies[at]
    said = "" if np.isnan(accuracy) else f", **{percent(accuracy, 2)}** of them right,"
    rest = percent(1 - share)
    st.markdown(f"It answers **{percent(share)}** of the digits{said} and says “I don't know” to the other {rest}.")
    figure = charts.answered(thresholds, shares, accuracies, at, dark)
    st.plotly_chart(figure, key="answered", config=PLAIN)


def _show_mistakes(results: Results) -> None:
    wrong = results.mistakes()
    st.markdown("## Its mistakes, surest first")
    shown = wrong[:MOST_TILES]
    if len(shown) < len(wrong):
        st.caption(f"The first {len(shown)} of {len(wrong)}. True digit → what it was read as.")
    else:
        st.caption("True digit → what it was read as. Point at one to see how sure the network was.")
    images = mnist.embedded().x_test[shown].reshape(-1, 28, 28)
    digit_wall(
        images=images,
        tiles=[_tile(results, int(i)) for i in shown],
        empty="It made no mistakes at all.",
    ).show("mistakes")


def _tile(results: Results, i: int) -> Tile:
    truth, answer, sure = results.labels[i], results.answers[i], results.sure[i]
    share = percent(results.outputs[i, truth])
    note = f"test digit {i}\na {truth}, read as {answer} ({percent(sure)})\nthe output for {truth} is {share}"
    return Tile(f"{truth} → {answer}", note)
