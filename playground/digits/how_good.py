"""How good is it: on digits that the network never met, and on those it learned from; and how sure it is."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from engine import Network
from playground.components import Picture
from playground.components.digits.digit_wall import Tile, digit_wall
from playground.components.page.choose import choose
from playground.digits import charts, exams, told
from playground.digits.exams import Exam, exam
from playground.digits.link import JUDGED, JUDGED_ON, PENS, THRESHOLD, TRAINED_ON
from playground.digits.results import Results, examine, fingerprint
from playground.settings.numerals import percent

PLAIN = {"displayModeBar": False}
MOST_TILES = 300


@st.cache_resource(show_spinner="Gathering the digits …", max_entries=20)
def exam_of(name: str, learned: int, whole: bool) -> Exam:
    """The exam of this name, for all learners; only ever read. It is another one once there is the `whole` of MNIST."""
    return exam(name, learned, whole)


@st.cache_data(show_spinner="Reading the digits …", max_entries=50)
def results_of(_network: Network, mark: str, name: str, learned: int, whole: bool) -> Results:
    """The results of a network with this fingerprint in the exam of this name, computed once."""
    asked = exam_of(name, learned, whole)
    return examine(_network, asked.x, asked.y)


def show(network: Network, name: str, learned: int) -> None:
    """The section for the network of this name, which learned from the first `learned` of MNIST’s digits, or more."""
    whole, mark = exams.is_whole(), fingerprint(network)
    names = exams.names(name, whole)
    of = {each: (each, learned if each == TRAINED_ON else 0, whole) for each in names}
    asked = {each: exam_of(*of[each]) for each in names}
    found = {each: results_of(network, mark, *of[each]) for each in names}
    st.markdown(_first_words(name, found[PENS], found[TRAINED_ON]))
    with st.container(key="exams"):
        st.markdown(_table(asked, found))
    if JUDGED.get() not in names:
        JUDGED.take()
    judged = choose(JUDGED_ON, "Look closer at", options=names, label_visibility="visible")
    _show_closer(asked[judged], found[judged], found[PENS if judged == TRAINED_ON else TRAINED_ON])


def _first_words(name: str, strangers: Results, known: Results) -> str:
    """What the section says first: how well it reads what it never met, and how much better what it learned from."""
    now = f"**{name}** reads **{percent(strangers.accuracy, 2)}** of strangers’ digits rightly."
    if known.accuracy <= strangers.accuracy:
        return f"{now} It reads those that it learned from no better: it has learned what digits look like."
    return (
        f"{now} Of those that it learned from it reads {percent(known.accuracy, 2)}, but that is no proof of anything: "
        "it has seen the answers. What it can do shows on digits that it has never met."
    )


def _table(asked: dict[str, Exam], found: dict[str, Results]) -> str:
    """The exams one below the other, those of digits that the network never met first."""
    lines = ["| digits | met in training? | read rightly | misread |", "| :-- | :-- | --: | --: |"]
    for name, results in found.items():
        met = "yes" if asked[name].met else "**never**"
        wrong = int((~results.right).sum())
        accuracy = percent(results.accuracy, 2)
        lines.append(f"| {asked[name].whose} | {met} | **{accuracy}** | {wrong:,} of {len(results.labels):,} |")
    return "\n".join(lines)


def _show_closer(asked: Exam, results: Results, beside: Results) -> None:
    """One exam, its digits one by one `beside` those of another."""
    dark = st.context.theme.type == "dark"
    left, middle = st.columns([1, 1.15], gap="large")
    with left:
        st.markdown("## What it mistakes for what")
        table = results.confusion()
        _draw("confusion", charts.confusion_matrix(table, dark), told.confusion_matrix(table))
        st.markdown("## Accuracy for each digit")
        st.caption(f"Blue: these digits. Grey: those that it {'never met' if asked.met else 'learned from'}.")
        each, others = results.per_digit(), beside.per_digit()
        _draw("per-digit", charts.per_digit(each, table, others, dark), told.per_digit(each, others))
    with middle:
        _show_calibration(results, dark)
        st.fragment(_show_threshold)(results, dark)
    _show_mistakes(asked, results)


def _show_calibration(results: Results, dark: bool) -> None:
    calibration = results.calibration()
    st.markdown("## When it is 90 % sure, is it right 90 % of the time?")
    _draw("reliability", charts.reliability(calibration, dark), told.reliability(calibration))
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
    _draw("answered", figure, told.answered(thresholds, shares, accuracies, at))


def _draw(key: str, figure: go.Figure, read: Picture) -> None:
    """A chart, and what is read of it."""
    st.plotly_chart(figure, key=key, config=PLAIN, alt=read.data["sentence"])
    read.show(f"{key}-read")


def _show_mistakes(asked: Exam, results: Results) -> None:
    wrong = results.mistakes()
    st.markdown("## Its mistakes, surest first")
    shown = wrong[:MOST_TILES]
    if len(shown) < len(wrong):
        st.caption(f"The first {len(shown)} of {len(wrong)}. True digit → what it was read as.")
    else:
        st.caption("True digit → what it was read as. Point at one to see how sure the network was.")
    images = asked.x[shown].reshape(-1, 28, 28)
    digit_wall(
        images=images,
        tiles=[_tile(results, int(i)) for i in shown],
        empty="It made no mistakes at all.",
    ).show("mistakes")


def _tile(results: Results, i: int) -> Tile:
    truth, answer, sure = results.labels[i], results.answers[i], results.sure[i]
    share = percent(results.outputs[i, truth])
    note = f"digit {i} of the set\na {truth}, read as {answer} ({percent(sure)})\nthe output for {truth} is {share}"
    return Tile(f"{truth} → {answer}", note)
