"""What the charts of "How good is it?" show, in words and tables: pure functions of the numbers that `charts` draws."""

import numpy as np
from numpy.typing import NDArray

from playground.components import Picture
from playground.components.charts.reading import Table, reading
from playground.digits.charts import DIGITS
from playground.digits.results import Calibration
from playground.settings.numerals import percent

Floats = NDArray[np.float64]


def confusion_matrix(table: NDArray[np.intp]) -> Picture:
    """How often digit i (a row) was read as digit j (a column), for `table` (10, 10)."""
    wrong = table * (1 - np.eye(10, dtype=int))
    truth, answer = divmod(int(wrong.argmax()), 10)
    sentence = f"{int(table.trace()):,} of {int(table.sum()):,} digits are read rightly"
    if most := int(wrong.max()):
        sentence += f"; the most frequent mistake: a {truth} read as {answer}, {_times(most)}"
    rows = [[digit, *(f"{count:,}" for count in counts)] for digit, counts in zip(DIGITS, table, strict=True)]
    return reading(f"{sentence}.", Table("What it mistakes for what", ["true ↓ · read as →", *DIGITS], rows))


def per_digit(accuracy: Floats, beside: Floats) -> Picture:
    """The share of right answers for each digit, `accuracy` (10,), and the same of another set, `beside` (10,)."""
    known = np.flatnonzero(np.isfinite(accuracy))
    sentence = "No digits."
    if len(known):
        ends = [known[accuracy[known].argmax()], known[accuracy[known].argmin()]]
        best, worst = (f"{i}, {percent(accuracy[i])} of them" for i in ends)
        sentence = f"Read best: {best}; read worst: {worst}."
    rows = [[digit, *map(percent, shares)] for digit, *shares in zip(DIGITS, accuracy, beside, strict=True)]
    return reading(sentence, Table("Accuracy for each digit", ["digit", "of these digits", "of the others"], rows))


def reliability(calibration: Calibration) -> Picture:
    """How often answers are right at each level of confidence."""
    edges, of = calibration.edges, (calibration.count, calibration.sure, calibration.right)
    rows = [
        [f"{percent(low, 0)} to {percent(high, 0)}", f"{count:,}", percent(sure), percent(right)]
        for low, high, count, sure, right in zip(edges[:-1], edges[1:], *of, strict=True)
    ]
    name, count, _, right = rows[int(calibration.count.argmax())]
    sentence = f"Most answers, {count}, are {name} sure: {right} of them are right."
    head = ["how sure", "answers", "sure on average", "right"]
    return reading(sentence, Table("How sure it is, and how often it is right", head, rows))


def answered(thresholds: Floats, shares: Floats, accuracies: Floats, at: int) -> Picture:
    """What each threshold costs and gains, all (k,): the share of digits that are answered, and how many are right.

    The threshold of index `at` is chosen.
    """
    rows = [
        [percent(threshold, 0), percent(share), percent(right, 2)]
        for threshold, share, right in zip(thresholds, shares, accuracies, strict=True)
    ]
    sentence = " ".join(
        f"If it is to be at least {sure} sure, it answers {share} of the digits, {right} of those rightly."
        for sure, share, right in dict.fromkeys((tuple(rows[at]), tuple(rows[-1])))
    )
    head = ["at least this sure", "digits answered", "right, of those answered"]
    return reading(sentence, Table("What a threshold costs and gains", head, rows))


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
