"""Answers seen together: how a class's answers are distributed, and how many were right."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.classes.question_values import rounded
from playground.classes.questions import CURVE, LESSON, NUMBER, SIGN, Question
from playground.settings.numerals import exactly

BINS = 20
NEAR, NEAR_CURVE = 0.02, 0.1
"""How far from right is near, as a share of the line: of a number, and of a curve's points on average."""
SIGN_WORDS = ("falls", "stays", "rises")


def distribution(question: Question, answers: Mapping[int, Any]) -> dict[str, Any]:
    """How these answers, by member, are distributed, as plain data.

    Of numbers: `counts` in bins of equal width from `low` to `high`, each with its lower end, the last with both. They
    are twenty, and go from end to end of the line; of whole numbers at most twenty, each around equally many, so that
    none is higher for having more of them. Of choices and signs: `counts`, one a choice. Of curves: `quartiles`, three
    curves (the lower quartile, the median and the upper quartile at each point; empty without answers), and their
    number `n`.
    """
    if question.kind == CURVE:
        return {"quartiles": _quartiles(list(answers.values())), "n": len(answers)}
    if question.kind == NUMBER:
        low, high, count = _bins(question)
        places = [min(int((value - low) * count / (high - low)), count - 1) for value in answers.values()]
        return {"low": low, "high": high, "counts": _counts(places, count)}
    return {"counts": _counts(list(answers.values()), len(question.choices))}


def _counts(places: list[int], most: int) -> list[int]:
    return [places.count(place) for place in range(most)]


def _bins(question: Question) -> tuple[float, float, int]:
    """From where to where the bins go, and how many there are."""
    if not question.whole:
        return question.low, question.high, BINS
    first, last = int(question.low), int(question.high)
    width = -(-(last - first + 1) // BINS)
    count = -(-(last - first + 1) // width)
    return first - 0.5, first - 0.5 + count * width, count


def _quartiles(curves: list[list[float]]) -> list[list[float]]:
    if not curves:
        return [[], [], []]
    found = np.percentile(np.array(curves, np.float64), [25, 50, 75], axis=0)
    return [[rounded(float(value), 4) for value in curve] for curve in found]


def right_words(question: Question, answers: Mapping[int, Any]) -> str:
    """What is told at the reveal: "The right answer is 93.5 %; 11 of 24 were within 2 percentage points of it."."""
    told = _right(question)
    if not answers:
        return f"{told}; nobody answered." if told else "Nobody answered."
    if not told:
        return f"{len(answers):,} {'answer' if len(answers) == 1 else 'answers'}; the right one is not known."
    near = sum(is_right(question, value) for value in answers.values())
    return f"{told}; {near:,} of {len(answers):,} {_of_those(question)}."


def is_right(question: Question, value: Any) -> bool:
    """Whether an answer is right, or near enough; never where the right one is not known.

    A right answer beyond the line counts as its end: no answer can be nearer.
    """
    right = question.right
    if right is None:
        return False
    if isinstance(right, tuple):
        off = np.abs(np.clip(right, question.low, question.high) - np.array(value, np.float64)).mean()
        return bool(off <= _near(question) * (1 + 1e-9))
    if question.kind == NUMBER:
        return bool(abs(value - min(max(right, question.low), question.high)) <= _near(question) * (1 + 1e-9))
    return bool(value == right)


def _near(question: Question) -> float:
    share = NEAR_CURVE if question.kind == CURVE else NEAR
    near = rounded(share * (question.high - question.low), 2)
    return max(1, round(near)) if question.whole else near


def _right(question: Question) -> str:
    """The right answer in words; "" where it is not known."""
    right = question.right
    if right is None:
        return ""
    if isinstance(right, tuple):
        return f"The right curve goes from {exactly(right[0])} to {exactly(right[-1])}"
    if question.kind == NUMBER:
        shown = rounded(right, 3) if question.about == LESSON else right  # an exhibit measures, a teacher says
        return f"The right answer is {_measured(shown, question.unit)}"
    if question.kind == SIGN:
        return f"It {SIGN_WORDS[int(right)]}"
    return f"The right answer is “{question.choices[int(right)]}”"


def _of_those(question: Question) -> str:
    """What is said of those that were right."""
    if question.kind == CURVE:
        return f"were within {exactly(_near(question))} of it on average"
    if question.kind == NUMBER:
        near = _near(question)
        points = f"percentage point{'' if near == 1 else 's'}"
        return f"were within {_measured(near, points if question.unit == '%' else question.unit)} of it"
    return "said so" if question.kind == SIGN else "chose it"


def _measured(value: float, unit: str) -> str:
    one = unit.removesuffix("s") if value == 1 and unit == "epochs" else unit
    return f"{exactly(value)} {one}".strip()
