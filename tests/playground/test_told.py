"""What is told of the charts of "How good is it?": sentences and tables of the very numbers that are drawn."""

from typing import Any

import numpy as np

from playground.digits import told
from playground.digits.results import Results

LABELS = np.array([0, 0, 1, 1, 4, 9])
ANSWERS = np.array([0, 0, 1, 7, 9, 9])
SURE = np.array([0.95, 0.85, 0.95, 0.55, 0.65, 0.95])


def results() -> Results:
    """Six answers, as sure as `SURE` says; what is left goes to the other digits alike."""
    outputs = np.repeat((1 - SURE)[:, np.newaxis] / 9, 10, axis=1)
    outputs[np.arange(6), ANSWERS] = SURE
    return Results(outputs, LABELS)


def sentence(picture: Any) -> str:
    return str(picture.data["sentence"])


def rows(picture: Any) -> list[list[str]]:
    return [list(row) for row in picture.data["table"]["rows"]]


def test_confusions() -> None:
    picture = told.confusion_matrix(results().confusion())
    assert sentence(picture) == "4 of 6 digits are read rightly; the most frequent mistake: a 1 read as 7, once."
    assert rows(picture)[1] == ["1", "0", "1", "0", "0", "0", "0", "0", "1", "0", "0"]
    assert sentence(told.confusion_matrix(np.eye(10, dtype=int))) == "10 of 10 digits are read rightly."


def test_each_digit_beside_others() -> None:
    picture = told.per_digit(results().per_digit(), np.full(10, 0.5))
    assert sentence(picture) == "Read best: 0, 100.0 % of them; read worst: 4, 0.0 % of them."
    assert rows(picture)[:3] == [["0", "100.0 %", "50.0 %"], ["1", "50.0 %", "50.0 %"], ["2", "–", "50.0 %"]]
    assert sentence(told.per_digit(np.full(10, np.nan), np.full(10, 0.5))) == "No digits."


def test_how_sure_and_how_right() -> None:
    picture = told.reliability(results().calibration())
    assert sentence(picture) == "Most answers, 3, are 90 % to 100 % sure: 100.0 % of them are right."
    assert rows(picture)[-1] == ["90 % to 100 %", "3", "95.0 %", "100.0 %"]
    assert rows(picture)[5] == ["50 % to 60 %", "1", "55.0 %", "0.0 %"]
    assert rows(picture)[0] == ["0 % to 10 %", "0", "–", "–"]


def test_a_threshold() -> None:
    thresholds = np.array([0.0, 0.6, 0.9])
    shares, accuracies = np.array([results().answered(float(each)) for each in thresholds]).T
    picture = told.answered(thresholds, shares, accuracies, 1)
    assert sentence(picture) == (
        "If it is to be at least 60 % sure, it answers 83.3 % of the digits, 80.00 % of those rightly. "
        "If it is to be at least 90 % sure, it answers 50.0 % of the digits, 100.00 % of those rightly."
    )
    assert rows(picture)[0] == ["0 %", "100.0 %", "66.67 %"]
    assert sentence(told.answered(thresholds, shares, accuracies, 2)).count("If") == 1
