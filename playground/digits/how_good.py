"""How good is it: right and wrong on 2,000 test digits, and what its being sure is worth."""

import numpy as np
import streamlit as st

from engine import Network
from engine.data import mnist
from playground.components.digits.digit_wall import Tile, digit_wall
from playground.digits import charts
from playground.digits.link import THRESHOLD
from playground.digits.results import Results, examine, fingerprint

PLAIN = {"displayModeBar": False}
MOST_TILES = 300


@st.cache_data(show_spinner="Reading 2,000 test digits …", max_entries=50)
def results_of(_network: Network, mark: str) -> Results:
    """The results of a network with this fingerprint, worked out once."""
    return examine(_network)


def show(network: Network, name: str, seen_before: bool) -> None:
    """The section for the network of this name; `seen_before` says that its training had met the test digits."""
    results = results_of(network, fingerprint(network))
    dark = st.context.theme.type == "dark"
    wrong, right = results.mistakes(), int(results.right.sum())
    st.markdown(
        f"**{name}** reads **{results.accuracy:.2%}** of {len(results.labels):,} test digits: {len(wrong)} wrong."
    )
    st.caption(
        "Honestly: the network that comes with the playground has met other distortions of these very digits in its "
        "training. On digits that it never met it may do a little worse."
        if seen_before
        else f"These digits were kept out of its training. {right:,} right of {len(results.labels):,}."
    )
    left, middle = st.columns([1, 1.15], gap="large")
    with left:
        st.markdown("##### What it takes for what")
        st.plotly_chart(charts.confusion_matrix(results.confusion(), dark), key="confusion", config=PLAIN)
        st.markdown("##### Each digit's share of right answers")
        st.plotly_chart(charts.per_digit(results.per_digit(), results.confusion(), dark), key="per-digit", config=PLAIN)
    with middle:
        _show_calibration(results, dark)
        st.fragment(_show_threshold)(results, dark)
    _show_mistakes(results)


def _show_calibration(results: Results, dark: bool) -> None:
    calibration = results.calibration()
    st.markdown("##### It says 90 %: is it right 90 % of the time?")
    st.plotly_chart(charts.reliability(calibration, dark), key="reliability", config=PLAIN)
    more = "sure" if results.sure.mean() > results.accuracy else "modest"
    st.caption(
        f"On the dashed line it is as good as it says. It says {results.sure.mean():.1%} on average and is right in "
        f"{results.accuracy:.1%}: a little too {more}. The number in a bar is that of its answers; "
        f"bars of few are grey. Averaged over all answers they are {calibration.error:.1%} off the line."
    )


def _show_threshold(results: Results, dark: bool) -> None:
    """What it costs and gains to say "I don't know" below a threshold."""
    st.markdown("##### “I don't know”")
    percent = st.slider("Answer only if at least so sure", 0, 99, 60, 1, format="%d %%", key=THRESHOLD.name)
    thresholds = np.arange(100) / 100
    shares, accuracies = np.array([results.answered(float(at)) for at in thresholds]).T
    share, accuracy = shares[percent], accuracies[percent]
    said = "none of them" if np.isnan(accuracy) else f"**{accuracy:.2%}** of them right"
    st.markdown(f"It answers **{share:.1%}** of the digits, {said}, and says “I don't know” to {1 - share:.1%}.")
    figure = charts.answered(thresholds, shares, accuracies, percent, dark)
    st.plotly_chart(figure, key="answered", config=PLAIN)


def _show_mistakes(results: Results) -> None:
    wrong = results.mistakes()
    st.markdown("##### Its mistakes, the surest first")
    shown = wrong[:MOST_TILES]
    if len(shown) < len(wrong):
        st.caption(f"The {len(shown)} surest of {len(wrong)}. It is → it was read as.")
    else:
        st.caption("It is → it was read as. Point at one for how sure the network was.")
    images = mnist.embedded().x_test[shown].reshape(-1, 28, 28)
    digit_wall(
        images=images,
        tiles=[_tile(results, int(i)) for i in shown],
        empty="It made no mistake at all.",
    ).show("mistakes")


def _tile(results: Results, i: int) -> Tile:
    truth, answer, sure = results.labels[i], results.answers[i], results.sure[i]
    note = (
        f"test digit {i}\na {truth}, read as {answer} with {sure:.1%}\nthe {truth} has {results.outputs[i, truth]:.1%}"
    )
    return Tile(f"{truth} → {answer}", note)
