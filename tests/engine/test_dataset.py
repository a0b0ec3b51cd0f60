"""A Dataset reads labels, one-hot rows and numbers as what they are, and says what is wrong with the rest."""

import copy
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine import Dataset, Experiment
from engine.activations import activation_named

X = np.zeros((4, 2))


def test_labels():
    data = Dataset(X, [0, 2, 1, 2], X, [1, 1, 0, 0])
    assert (data.classes, data.inputs, data.n) == (3, 2, 4)
    assert data.targets(data.y_train, "sigmoid").tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]]
    assert data.targets(data.y_train, "tanh")[0].tolist() == [1, -1, -1]
    assert data.outputs("sigmoid") == data.outputs("softmax") == 3


def test_two_classes_need_one_neuron_unless_the_output_is_softmax():
    data = Dataset(X, [0, 1, 1, 0], X, [0, 1, 1, 0])
    assert (data.outputs("sigmoid"), data.outputs("tanh"), data.outputs("softmax")) == (1, 1, 2)
    assert data.targets(data.y_train, "sigmoid").tolist() == [[0], [1], [1], [0]]
    assert data.targets(data.y_train, "tanh").tolist() == [[-1], [1], [1], [-1]]
    assert data.targets(data.y_train, "softmax").tolist() == [[1, 0], [0, 1], [0, 1], [1, 0]]


@pytest.mark.parametrize(
    "answers", [[0, 1, 1, 0], [0.0, 1.0, 1.0, 0.0], [False, True, True, False], [[0], [1], [1], [0]]], ids=str
)
def test_zeros_and_ones_in_any_form_are_labels(answers):
    data = Dataset(X, answers, X, answers)
    assert data.classes == 2
    assert data.y_train.tolist() == data.y_test.tolist() == [0, 1, 1, 0]


def test_one_hot_rows_are_labels():
    hot = np.eye(3)[[2, 0, 1, 1]]
    data = Dataset(X, hot, X[:0], [])
    assert data.classes == 3
    assert data.y_train.tolist() == [2, 0, 1, 1]


@pytest.mark.parametrize("answers", [[0.5, 1, 0, 0], [[0.5], [1], [0], [0]], [[1, 1], [0, 1], [1, 0], [0, 1]]], ids=str)
def test_other_answers_are_numbers(answers):
    data = Dataset(X, answers, X, answers)
    assert data.classes == 0
    assert data.y_train.dtype == np.float32
    assert data.targets(data.y_train, "linear").tolist() == np.reshape(answers, (4, -1)).tolist()
    assert data.outputs("linear") == np.size(answers) // 4


def test_numbers_stay_numbers_where_there_are_no_classes():
    assert Dataset(X, [0, 1, 1, 0], [], [], classes=0).classes == 0
    assert Dataset(X, [[0.0], [1.0], [1.0], [0.0]], [], [], classes=0).y_train.shape == (4, 1)


def test_whole_numbers_are_labels_where_the_classes_are_said():
    data = Dataset(X, [0.0, 3.0, 1.0, 2.0], X, [0.0, 0.0, 0.0, 9.0], classes=10)
    assert data.classes == 10
    assert data.y_train.tolist() == [0, 3, 1, 2]


def test_pictures_are_flattened_and_bytes_stay_bytes():
    data = Dataset(np.full((4, 3, 5), 255, np.uint8), [0, 1, 0, 1], np.zeros((1, 3, 5), np.uint8), [1])
    assert data.x_train.shape == (4, 15)
    assert data.x_train.dtype == np.uint8
    assert data.rows.shape == (4, 16)
    assert set(data.rows.ravel().tolist()) == {255}


def test_rows_have_a_last_column_of_ones():
    data = Dataset([[2.0, 3.0]], [0], [], [])
    assert data.rows.tolist() == [[2, 3, 1]]
    assert data.rows.dtype == np.float32


def test_a_list_of_numbers_is_one_input():
    assert Dataset([1, 2, 3], [0, 1, 0], [], []).inputs == 1


def test_without_test_examples():
    for x_test, y_test in (([], []), (X[:0], []), (np.empty((0, 2)), np.empty((0, 1)))):
        data = Dataset(X, [0, 1, 1, 0], x_test, y_test)
        assert data.x_test.shape == (0, 2)
        assert len(data.y_test) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([], [], [], []), "There is no training example"),
        ((X, [0, 1, 1], [], []), "There are 4 training inputs but 3 answers"),
        ((X, [0, 1, 1, 0], X, [0]), "There are 4 test inputs but 1 answers"),
        ((X, [0, 1, 1, 0], np.zeros((3, 5)), [0, 0, 0]), "have 2 inputs and test examples 5"),
        ((X, [0, 1, 1, -1], [], []), "whole numbers from 0 up"),
        ((X, [0, 1, 1, 0], X, [0, 1, 0.5, 1]), "whole numbers from 0 up"),
        ((X, [0, 1, 1, 5000], [], []), "label 5000 would need 5001 output neurons"),
        ((X, [0, 1, 2, 3], [], [], 3), "There is a label 3, but with 3 classes the last one is 2"),
        ((X, [[0.1, 0.2]] * 4, X, [[0.1]] * 4), "Training answers have 2 numbers and test answers 1"),
        ((X * np.nan, [0, 1, 1, 0], [], []), "The inputs hold a value that is no finite number"),
        ((X + 1e300, [0, 1, 1, 0], [], []), "The inputs hold a value that is no finite number"),
        ((X, [0.5, np.inf, 1, 0], [], []), "The answers hold a value that is no finite number"),
        (([["a", "b"]], [0], [], []), "The inputs must be numbers"),
        (([[1], [1, 2]], [0, 1], [], []), "The inputs must be numbers"),
        ((None, [0], [], []), "The inputs must be numbers"),
        ((5.0, [0], [], []), "The inputs must be numbers"),
        (({}, [0], [], []), "The inputs must be numbers"),
        ((X + 1j, [0, 1, 1, 0], [], []), "The inputs must be numbers"),
        ((X, None, [], []), "The answers must be numbers"),
        ((X, 3, [], []), "The answers must be numbers"),
        ((X, np.array(["a", "b", 3, None]), [], []), "The answers must be numbers"),
        ((X, ["a", "b", "c", "d"], X, [0, 1, 2, 3]), "The answers must be numbers"),
        ((X.astype(np.uint8), [0, 1, 1, 0], X, [0, 1, 1, 0]), "training inputs are bytes, .* the test inputs are not"),
        ((X, [0, 1, 1, 0], X.astype(np.uint8), [0, 1, 1, 0]), "test inputs are bytes, .* the training inputs are not"),
        ((X, [[1], [1, 2], [1], [1]], [], []), "The answers must be numbers"),
        ((X, [0, 1, 1, 0], X, ["a"] * 4), "The answers must be numbers"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_data_get_a_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        Dataset(*arguments)


@pytest.mark.parametrize(
    ("output", "z", "expected"),
    [
        ("softmax", [[0.1, 0.7, 0.2], [0.5, 0.1, 0.4]], [1, 0]),
        ("sigmoid", [[-0.1], [0.0], [1e-30]], [0, 0, 1]),
        ("tanh", [[-0.1], [0.1]], [0, 1]),
        ("linear", [[0.5], [0.6]], [0, 1]),
        ("step", [[0.0], [0.1]], [0, 1]),
        ("tanh", [[20.0, 21.0, 19.0]], [1]),  # all three outputs are 1 in single precision
    ],
)
def test_what_decides_is_the_weighted_input(output, z, expected):
    assert activation_named(output).decide(np.array(z, np.float32)).tolist() == expected


def test_words_are_labels_in_the_order_of_the_alphabet():
    data = Dataset(X, ["pear", "apple", "fig", "fig"], X[:2], np.array([["fig"], ["pear"]], object))
    assert data.class_names == ("apple", "fig", "pear")
    assert (data.classes, data.y_train.tolist(), data.y_test.tolist()) == (3, [2, 0, 1, 1], [1, 2])


def test_numbers_in_words_are_numbers():
    assert Dataset(X, ["0", "1", "1", "0"]).y_train.tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("answers", [[[0], [2], [1], [2]], [0.0, 2.0, 1.0, 2.0], [[0.0], [2.0], [1.0], [2.0]]], ids=str)
def test_for_classification_whole_numbers_are_labels_in_any_form(answers):
    data = Dataset(X, answers, X, answers).for_task("classification")
    assert (data.classes, data.y_train.tolist()) == (3, [0, 2, 1, 2])


@pytest.mark.parametrize("answers", [[0, 302, 1, 2], [[0], [302], [1], [2]], [0.0, 302.0, 1.0, 2.0]], ids=str)
def test_for_regression_whole_numbers_are_numbers(answers):
    data = Dataset(X, answers, X, answers).for_task("regression")
    assert (data.classes, data.outputs("linear")) == (0, 1)
    assert data.targets(data.y_train, "linear").tolist() == [[0], [302], [1], [2]]


@pytest.mark.parametrize(
    ("data", "task", "sentence"),
    [
        (Dataset(X, [0, 1, 2, 0], classes=3), "regression", "these data have 3 classes"),
        (Dataset(X, ["a", "b", "b", "a"]), "regression", "these data have 2 classes"),
        (Dataset(X, [0, 1, 2, 0], classes=0), "classification", "were declared to be numbers"),
        (Dataset(X, [0.5, 1, 2, 0]), "classification", "are not whole numbers from 0 up"),
        (Dataset(X, [0.0, -1.0, 2.0, 0.0]), "classification", "are not whole numbers from 0 up"),
    ],
)
def test_data_that_do_not_fit_the_task_are_refused(data, task, sentence):
    with pytest.raises(ValueError, match=sentence):
        data.for_task(task)


FLOWERS = pd.DataFrame({"width": [0.2, 1.3, 2.1, 0.3], "length": [1.4, 4.0, 5.5, 1.3]})
KINDS = ["setosa", "versicolor", "virginica", "setosa"]


@pytest.mark.parametrize(
    "kinds",
    [
        pd.Series(KINDS),
        pd.Series(KINDS, dtype="category"),
        pd.DataFrame({"kind": KINDS}),
        pd.get_dummies(pd.Series(KINDS)),
        np.array(KINDS),
    ],
    ids=["series", "category", "column", "one-hot", "array"],
)
def test_frames_are_data_and_their_names_are_kept(kinds: Any) -> None:
    data = Dataset(FLOWERS, kinds)
    assert data.x_train.tolist() == FLOWERS.to_numpy(np.float32).tolist()
    assert data.y_train.tolist() == [0, 1, 2, 0]
    assert data.input_names == ("width", "length")
    assert data.class_names == ("setosa", "versicolor", "virginica")
    assert repr(data).endswith("2 inputs, 3 classes: setosa, versicolor, virginica>")
    for other in (data.split(seed=1), copy.deepcopy(data), pickle.loads(pickle.dumps(data)), data.for_task("")):
        assert (other.input_names, other.class_names) == (data.input_names, data.class_names)


def test_names_of_columns_stay_when_answers_are_read_anew() -> None:
    data = Dataset(FLOWERS, [0, 1, 1, 0])
    assert data.for_task("regression").input_names == ("width", "length")
    assert (
        Dataset(FLOWERS, pd.DataFrame({"y": [0.0, 2, 1, 0]})).for_task("classification").input_names == data.input_names
    )


def test_class_names_that_are_given_say_the_numbers_of_the_classes() -> None:
    assert Dataset(FLOWERS, ["low", "high", "low", "low"], class_names=["low", "high"]).y_train.tolist() == [0, 1, 0, 0]
    data = Dataset(FLOWERS, [0.0, 1, 1, 0], class_names=["no", "yes", "perhaps"])
    assert (data.classes, data.declared, data.y_train.tolist()) == (3, True, [0, 1, 1, 0])


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"x_test": FLOWERS[["length", "width"]], "y_test": KINDS},
            "not those of the training inputs, in the same order",
        ),
        ({"input_names": ["width"]}, "There are 1 names for 2 inputs"),
        ({"input_names": ["width", "width"]}, "each another one"),
        ({"input_names": [1, 2]}, "are texts"),
        ({"class_names": ["setosa", "virginica"]}, "a label 'versicolor', which is none of the class names"),
        ({"class_names": sorted(set(KINDS)), "classes": 2}, "There are 3 class names for 2 classes"),
    ],
)
def test_names_that_do_not_fit_are_refused(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Dataset(FLOWERS, KINDS, **settings)


def test_more_classes_than_are_counted_are_taken_where_they_are_declared() -> None:
    assert Dataset(np.zeros((2, 1)), [0, 1999], classes=2000).classes == 2000


def test_data_made_from_features_say_which() -> None:
    assert Experiment(inputs=("x1", "sin(x2)")).load_data().input_names == ("x1", "sin(x2)")


@pytest.mark.parametrize("kinds", ["words", "labels", "numbers"])
def test_data_are_split_into_three(kinds: str) -> None:
    x = np.arange(60.0)[:, np.newaxis]
    y = {"words": np.array(["a", "b", "c"])[np.arange(60) % 3], "labels": np.arange(60) % 3, "numbers": x[:, 0] / 7}
    data = Dataset(x, y[kinds], input_names=["x"])
    parts = data.split(test=0.2, validation=0.3, seed=4)
    assert (parts.n, len(parts.x_validation), len(parts.x_test)) == (30, 18, 12)
    assert sorted(np.concatenate([parts.x_train, parts.x_validation, parts.x_test])[:, 0]) == list(range(60))
    if kinds != "numbers":
        for part, size in ((parts.y_train, 10), (parts.y_validation, 6), (parts.y_test, 4)):
            assert np.bincount(part).tolist() == [size] * 3
        assert (parts.x_validation[:, 0] % 3 == parts.y_validation).all()
    assert repr(parts).startswith("<Dataset of 30 training, 18 validation and 12 test examples, 1 input")
    assert parts.input_names == ("x",)
    first = data.split(test=0.2, seed=4)
    later = first.split(test=0, validation=0.25, seed=1)
    assert (later.n, len(later.x_validation)) == (36, 12)
    assert (later.x_test == first.x_test).all()
    for task in ("", "regression") if kinds == "labels" else ("",):
        assert (later.for_task(task).x_validation == later.x_validation).all()
        assert len(later.for_task(task).y_validation) == 12


def test_a_validation_set_may_be_given() -> None:
    data = Dataset(FLOWERS, KINDS, x_validation=FLOWERS[:1], y_validation=["versicolor"])
    assert data.y_validation.tolist() == [1]
    assert data.fingerprint != Dataset(FLOWERS, KINDS).fingerprint
    one_hot = Dataset([[0.0], [1]], [[0, 1], [1, 0]], x_validation=[[1.0]], y_validation=[[1, 0]])
    assert one_hot.y_validation.tolist() == [0]


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda: Dataset(FLOWERS, KINDS, x_validation=[[1.0]], y_validation=["setosa"]), "validation examples 1;"),
        (lambda: Dataset(FLOWERS, KINDS, x_validation=FLOWERS), "4 validation inputs but 0 answers"),
        (lambda: Dataset(FLOWERS, KINDS).split(0.5, 0.5), "so does their sum; they are 0.5 and 0.5"),
        (lambda: Dataset(FLOWERS, KINDS).split(0, 0), "lie between 0 and 1"),
        (lambda: Dataset(FLOWERS, KINDS).split(0, 0.5).split(0, 0.5), "have validation examples already"),
    ],
)
def test_validation_sets_that_do_not_fit_are_refused(attempt: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        attempt()
