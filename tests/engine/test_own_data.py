"""Data of one's own: what would be read as something else than it is gets a sentence, and no number."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine import Dataset, Trainer

X = np.random.default_rng(0).normal(size=(40, 3))
NUMBERS = (X[:, 0] > 0).astype(int)
WORDS = np.where(NUMBERS, "yes", "no")
FRAME = pd.DataFrame(X, columns=["a", "b", "c"])
BYTES = np.clip(40 * X + 128, 0, 255).astype(np.uint8)


def fitted(x: Any, y: Any) -> Trainer:
    return Trainer.fit(x, y, hidden=(), epochs=2)


NAMED, NUMBERED, REGRESSED = (fitted(FRAME, y) for y in (WORDS, NUMBERS, X[:, 0] - 0.3))
PIXELS = fitted(BYTES, WORDS)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (FRAME[["c", "b", "a"]], "columns of the inputs are c, b, a, but those of the training inputs are a, b, c"),
        (FRAME.assign(d=0), "columns of the inputs are a, b, c, d, but those of the training inputs are a, b, c"),
        (BYTES, "The inputs are bytes, .* the training inputs are not"),
        (np.where(X > 9, 0, math.nan), "inputs hold a value that is no finite number of single precision, nan at ind"),
        (1e300 * X, "no finite number of single precision, .* at index 0"),
        (None, "The inputs must be numbers, one row an example, not None"),
        ({"a": 1}, "The inputs must be numbers, one row an example, not {'a': 1}"),
        ([["x", 1, 2]], "The inputs must be numbers, one row an example, not 'x'"),
        ([[1, 2, 3], [1]], "The inputs must be numbers, one row an example, all of one length"),
        ([[10**400, 1, 1]], "The inputs must be numbers"),
        (X * 1j, "not complex128"),
        (X[:, :2], "this network has 3 inputs"),
    ],
)
def test_inputs_that_are_not_like_those_of_the_training_are_refused(x: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        NAMED.predict(x)
    with pytest.raises(ValueError, match=message):
        NAMED.score(x, WORDS[: np.shape(x)[0] if np.ndim(x) else 1] if not isinstance(x, list) else WORDS[:1])


def test_what_was_learned_from_bytes_reads_bytes_and_shares() -> None:
    assert (PIXELS.predict(BYTES) == PIXELS.predict(BYTES / 255)).all()
    with pytest.raises(
        ValueError, match=r"bytes, which are read as pixels from 0 to 255, and these go from .*: give b"
    ):
        PIXELS.predict(BYTES.astype(float))


def test_a_list_of_numbers_is_one_input_where_it_was_in_training() -> None:
    trainer = fitted([0.0, 0.1, 0.9, 1.0] * 10, ["low", "low", "high", "high"] * 10)
    assert trainer.predict([0.0, 1.0]).tolist() == trainer.predict([[0.0], [1.0]]).tolist()


@pytest.mark.parametrize(
    "answers",
    [
        WORDS,
        WORDS[:, np.newaxis],
        pd.Series(WORDS, dtype="category"),
        NUMBERS,
        NUMBERS.astype(bool),
        NUMBERS.astype(float),
        np.eye(2)[NUMBERS],
        pd.get_dummies(pd.Series(WORDS)),
    ],
)
def test_a_score_reads_labels_as_the_training_does(answers: Any) -> None:
    assert NAMED.score(FRAME, answers) == float((NAMED.predict(FRAME) == WORDS).mean())


@pytest.mark.parametrize(
    ("trainer", "answers", "message"),
    [
        (NAMED, ["maybe"] * 40, "a label 'maybe', which is none of the class names no, yes"),
        (NAMED, [-1] * 40, "a label -1, but the classes are numbered from 0 to 1"),
        (NAMED, [2] * 40, "a label 2, but the classes are numbered from 0 to 1"),
        (NAMED, [0.7] * 40, "a label 0.7, but"),
        (NAMED, [math.nan] * 40, "a label nan, but"),
        (NAMED, ["yes", None] * 20, "numbers or words, all of one kind; one of them is None"),
        (NAMED, pd.get_dummies(pd.Series(WORDS))[["yes", "no"]], "columns of the answers are yes, no, but .* no, yes"),
        (NAMED, WORDS[:3], "40 predictions, but y has the shape"),
        (NUMBERED, WORDS, "a label 'no', which is none of the numbered classes"),
        (NUMBERED, [-1] * 40, "a label -1, but the classes are numbered from 0 to 1"),
        (REGRESSED, WORDS, "The answers must be numbers, one row an example, not '(yes|no)'"),
        (REGRESSED, [math.nan] * 40, "The answers hold a value that is no finite number"),
    ],
)
def test_labels_that_are_none_of_the_training_are_refused(trainer: Trainer, answers: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        trainer.score(X, answers)


@pytest.mark.parametrize(
    "answers",
    [NUMBERS, 2.0 * NUMBERS, 2 * NUMBERS[:, np.newaxis], WORDS, np.eye(4)[NUMBERS], X[:, :2], X[:, 0]],
    ids=["labels", "floats", "column", "words", "one-hot with empty classes", "numbers", "number"],
)
def test_divided_data_are_what_they_were(answers: Any) -> None:
    data = Dataset(X, answers)
    for divided in (data.split(0.2, 0.2), data.split(0.2).split(0, 0.2), data.split(0, 0.2).split(0.2)):
        assert (divided.classes, divided.labelled, divided.declared) == (data.classes, data.labelled, data.declared)
        for task in ("classification", "regression"):
            kinds = []
            for one in (data, divided):
                try:
                    kinds.append((one.for_task(task).classes, one.for_task(task).outputs("softmax")))
                except ValueError as error:
                    kinds.append((str(error), 0))
            assert kinds[0] == kinds[1]


@pytest.mark.parametrize("value", [1.0, 0.7])
def test_what_does_not_vary_has_no_share_of_variance(value: float) -> None:
    assert math.isnan(REGRESSED.score(X, [value] * 40))
    assert math.isnan(REGRESSED.network.score(X, [value] * 40))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dataset(X, ["a"] * 40), "All labels are 'a': to tell classes apart takes at least two"),
        (lambda: Dataset(X, WORDS, classes=3), "There are 2 class names for 3 classes"),
        (lambda: Dataset(X, ["yes", None] * 20), "numbers or words, all of one kind; one of them is None"),
        (lambda: Dataset(X, ["yes", math.nan] * 20), "numbers or words, all of one kind; one of them is nan"),
        (lambda: Dataset(FRAME.set_axis(["a", "b", "a"], axis=1), WORDS), "each another one: 'a' is there twice"),
        (lambda: Dataset(FRAME.assign(a="x"), WORDS), "The inputs must be numbers, one row an example, not 'x'"),
        (
            lambda: Dataset(X, pd.get_dummies(pd.Series(WORDS)), X, pd.get_dummies(pd.Series(WORDS))[["yes", "no"]]),
            "columns of the test answers are not those of the training answers",
        ),
        (lambda: Dataset(X, NUMBERS, class_names=None), "names of inputs and of classes are texts"),
        (lambda: Dataset(X, NUMBERS, classes="2"), "number of them, 0 for numbers .* not '2'"),
        (lambda: Dataset(X, NUMBERS).for_task("regresion"), "no task 'regresion'; .* Did you mean regression?"),
        (lambda: Dataset(X, NUMBERS).split("0.3"), "are '0.3' and 0.0"),
        (lambda: Dataset(X, NUMBERS).split(seed=-1), "A seed is a whole number of at least 0, not -1"),
    ],
)
def test_data_that_would_be_misread_are_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
