"""A Dataset: training and test examples, and the desired outputs that a network is to give for them."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from engine.activations import activation_named
from engine.arrays import PIXEL, Array
from engine.streams import DIVISION, stream

CLASSIFICATION, REGRESSION = "classification", "regression"
TASKS = (CLASSIFICATION, REGRESSION)
MOST_NAMED = 10  # classes, where a data set is shown in a line
MOST_COUNTED = 1000
"""Classes that are counted from labels; more have to be declared, for years and postcodes are no classes."""


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Examples to train on and others to test on.

    `x_train` (n, n_1) and `x_test`: bytes are pixels, everything else becomes float32; pictures (n, h, w) are
    flattened. `y_train` and `y_test`: labels (n,) or desired outputs (n, n_L). `classes` is the number of classes, or 0
    where the answers are numbers; unless it is given, whole numbers (n,), nothing but 0 and 1 in a single column, and
    rows that are all one-hot are labels, and `for_task` has the last word. Labels may be words: the classes are then
    numbered as `class_names` has them, in the order of the alphabet unless they are given. `points` (n, 3) are those of
    the plane that all examples were made from, if they were: x1, x2 and label.

    Frames and series, of pandas or another library, are taken as arrays are; the names of their columns become
    `input_names`, one for each input, and of one-hot answers `class_names`. Both stay with the data wherever they go.

    >>> data = Dataset([[1.0], [2.0], [3.0], [4.0]], ["low", "low", "high", "high"], class_names=("low", "high"))
    >>> data
    <Dataset of 4 training and 0 test examples, 1 input, 2 classes: low, high>
    >>> data.y_train.tolist()
    [0, 0, 1, 1]
    >>> data.split(test=0.5, seed=1)
    <Dataset of 2 training and 2 test examples, 1 input, 2 classes: low, high>

    Raises ValueError where shapes or names do not agree, a number is not finite, or there is nothing to train on.
    """

    x_train: Array
    y_train: Array
    x_test: Array = ()  # type: ignore[assignment]
    y_test: Array = ()  # type: ignore[assignment]
    classes: int = -1
    name: str = "custom"
    points: Array | None = None
    class_names: tuple[str, ...] = ()
    input_names: tuple[str, ...] = ()
    declared: bool = field(init=False, repr=False)
    """Whether it was said that the answers are labels, or numbers."""
    _given: tuple[Array, Array] = field(init=False, repr=False)
    _flat: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        input_names = _input_names(self.input_names, self.x_train, self.x_test)
        class_names = _strings(self.class_names)
        x_train, x_test = _inputs(self.x_train), _inputs(self.x_test)
        if x_test.size == 0:
            x_test = np.empty((0, x_train.shape[1]), x_train.dtype)
        if not len(x_train):
            raise ValueError("There is no training example: a network needs at least one to learn from.")
        if x_train.shape[1] != x_test.shape[1]:
            raise ValueError(
                f"Training examples have {x_train.shape[1]} inputs and test examples {x_test.shape[1]}; "
                "both need the same number."
            )
        if x_train.dtype != x_test.dtype:
            bytes_, numbers = ("training", "test") if x_train.dtype == np.uint8 else ("test", "training")
            raise ValueError(
                f"The {bytes_} inputs are bytes, which are read as pixels from 0 to 255, and the {numbers} inputs are "
                "not: give both in one type."
            )
        if input_names and len(input_names) != x_train.shape[1]:
            raise ValueError(f"There are {len(input_names)} names for {x_train.shape[1]} inputs; each needs one.")
        given, names = _answers(self.y_train, self.y_test, class_names)
        for x, y, what in zip((x_train, x_test), given, ("training", "test"), strict=True):
            if len(x) != len(y):
                raise ValueError(f"There are {len(x)} {what} inputs but {len(y)} answers; each needs one.")
        if 0 < self.classes < len(names):
            raise ValueError(f"There are {len(names)} class names for {self.classes} classes.")
        declared = self.classes >= 0 or bool(names)
        known = max(2, self.classes, len(names)) if names else self.classes
        labels = bool(names) or (np.ndim(self.y_train) == 1 and (known > 0 or given[0].dtype.kind in "iu"))
        y_train, y_test, classes = _read(*given, known, labels)
        if classes and not names:
            names = _columns(self.y_train) if given[0].shape[1] == classes else ()
        for name, value in (
            ("x_train", x_train),
            ("y_train", y_train),
            ("x_test", x_test),
            ("y_test", y_test),
            ("class_names", names),
            ("input_names", input_names),
            ("_given", given),
            ("_flat", np.ndim(self.y_train) == 1),
            ("declared", declared),
            ("classes", classes),
        ):
            object.__setattr__(self, name, value)

    def split(self, test: float = 0.25, seed: int = 0, stratified: bool = True) -> "Dataset":
        """The training examples divided anew: this share of them becomes the test examples.

        Of every class it is the same share, where there are classes and it is `stratified`. Raises ValueError for a
        share that is not between 0 and 1, and where there are test examples already.
        """
        if not 0 < test < 1:
            raise ValueError(f"The share of test examples lies between 0 and 1; it is {test}.")
        if len(self.x_test):
            raise ValueError("These data have test examples already.")
        order = stream(seed, DIVISION).permutation(self.n)
        n = max(1, min(self.n - 1, round(self.n * (1 - test))))
        if self.classes and stratified:
            order = by_class(order, self.y_train, n)
        x, y, classes = self.x_train[order], self.y_train[order], self.classes if self.declared else -1
        names = self.class_names, self.input_names
        return Dataset(x[:n], y[:n], x[n:], y[n:], classes, self.name, None, *names)

    def __repr__(self) -> str:
        inputs = f"{self.inputs:,} input{'s' if self.inputs > 1 else ''}"
        answers = f"{self.classes} classes" if self.classes else "numbers as answers"
        if 0 < len(self.class_names) <= MOST_NAMED:
            answers += f": {', '.join(self.class_names)}"
        return f"<Dataset of {self.n:,} training and {len(self.x_test):,} test examples, {inputs}, {answers}>"

    @property
    def labelled(self) -> bool:
        """Whether the answers are labels as they stand: (n,) whole numbers, or (n, 1) of a whole type."""
        return self.classes > 0 or (self._whole and (self._flat or all(y.dtype.kind in "biu" for y in self._given)))

    @property
    def _whole(self) -> bool:
        return all(y.shape[1] == 1 and ((y >= 0) & (y % 1 == 0)).all() for y in self._given)

    def for_task(self, task: str) -> "Dataset":
        """These data, their answers read as "classification" or "regression" has them; "" leaves them as they are.

        For classification whole numbers in a single column are labels, whatever their type, and rows of several
        numbers desired outputs; for regression all are numbers. Raises ValueError, with a sentence, where the data
        were declared to be something else or have no labels.
        """
        if task == REGRESSION and self.classes:
            if self.declared:
                raise ValueError(
                    f"The task is regression, but these data have {self.classes} classes: give numbers as answers, "
                    "with classes=0, or make it classification."
                )
            return self._as_numbers
        if task == CLASSIFICATION and not self.classes and self.y_train.shape[1] == 1:
            if self.declared or not self._whole:
                why = "were declared to be numbers" if self.declared else "are not whole numbers from 0 up"
                raise ValueError(
                    f"The task is classification, but the answers {why}: give labels, or make it regression."
                )
            return self._as_labels
        return self

    @cached_property
    def _as_numbers(self) -> "Dataset":
        given = self.x_train, self._given[0], self.x_test, self._given[1]
        return Dataset(*given, 0, self.name, input_names=self.input_names)

    @cached_property
    def _as_labels(self) -> "Dataset":
        train, test = (y[:, 0] for y in self._given)
        classes = int(max(2, train.max() + 1, test.max(initial=0) + 1))
        return Dataset(self.x_train, train, self.x_test, test, classes, self.name, input_names=self.input_names)

    @property
    def inputs(self) -> int:
        """The number of inputs n_1 of an example."""
        return int(self.x_train.shape[1])

    @property
    def n(self) -> int:
        """The number of training examples."""
        return len(self.x_train)

    def outputs(self, output: str) -> int:
        """How many output neurons answer for this data: one for two classes, unless the output is softmax."""
        if not self.classes:
            return int(self.y_train.shape[1])
        return 1 if self.classes == 2 and not activation_named(output).mixes else self.classes

    def targets(self, y: Array, output: str) -> Array:
        """The desired outputs, float32 (m, n_L), for answers `y` of this data set and an output activation.

        A label is 1 at its neuron and 0 elsewhere, or one neuron's 0 or 1; for an output with other ends, such as
        tanh, these ends.
        """
        if not self.classes:
            return np.asarray(y, np.float32)
        if self.outputs(output) == 1:
            hot = np.asarray(y, np.float32)[:, np.newaxis]
        else:
            hot = np.zeros((len(y), self.classes), np.float32)
            hot[np.arange(len(y)), y] = 1
        no, yes = activation_named(output).targets
        return np.asarray(no + (yes - no) * hot, np.float32)

    @cached_property
    def fingerprint(self) -> str:
        """A short text that differs between data sets that differ in any number."""
        digest = hashlib.sha256(str(self.classes).encode())
        for array in (self.x_train, self.y_train, self.x_test, self.y_test):
            digest.update(f"{array.dtype} {array.shape}".encode())
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()[:16]

    @cached_property
    def rows(self) -> Array:
        """The training inputs with a last column of ones, (n, n_1 + 1), as the compiled step gathers them."""
        return with_ones(self.x_train)


def with_ones(x: Array) -> Array:
    """Inputs (n, n_1) with a last column of ones, or of what the ones of pixels are."""
    rows = np.empty((len(x), x.shape[1] + 1), x.dtype)
    rows[:, :-1] = x
    rows[:, -1] = PIXEL if rows.dtype == np.uint8 else 1
    return rows


def by_class(order: Array, labels: Array, n: int) -> Array:
    """The same order of examples, but its first n have as large a part of every class.

    The first one of each class is among them if there is room, and the last one of none if there need not be.
    """
    place = np.empty(len(order))
    for label in np.unique(labels):
        members = np.flatnonzero(labels[order] == label)
        place[members] = np.linspace(0, 1, len(members))
    ranked = np.argsort(place, kind="stable")
    return np.asarray(order[np.concatenate([np.sort(ranked[:n]), np.sort(ranked[n:])])])


def _numbers(values: Any, what: str) -> Array:
    """Values as rows of numbers, (n, k)."""
    try:
        array = np.asarray(values)
        if array.dtype.kind in "OUS":
            array = array.astype(np.float64)
    except (TypeError, ValueError):
        array = np.empty((), complex)
    if not array.ndim or array.dtype.kind not in "biuf":
        raise ValueError(f"The {what} must be numbers, one row an example.")
    return array.reshape(len(array), -1) if array.size else np.empty((0, 1), array.dtype)


def _finite(array: Array, what: str) -> Array:
    with np.errstate(over="ignore"):
        floats = array.astype(np.float32, copy=False)
    if not np.isfinite(floats).all():
        raise ValueError(f"The {what} hold a value that is no finite number; remove or replace it.")
    return floats


def _inputs(x: Any) -> Array:
    x = _numbers(x, "inputs")
    return x if x.dtype == np.uint8 else _finite(x, "inputs")


def _columns(values: Any) -> tuple[str, ...]:
    """The names of the columns of a frame; () for what is none."""
    columns = getattr(values, "columns", None)
    return () if columns is None else tuple(map(str, columns))


def _strings(names: Any) -> tuple[str, ...]:
    texts = () if isinstance(names, str) else tuple(name for name in names if isinstance(name, str))
    if len(texts) < len(names) or len(set(texts)) < len(texts):
        raise ValueError("The names of inputs and of classes are texts, each another one.")
    return texts


def _input_names(given: Any, train: Any, test: Any) -> tuple[str, ...]:
    """The names of the inputs: as they are given, or as the columns of frames are called."""
    columns, others = _columns(train), _columns(test)
    if columns and others and columns != others:
        raise ValueError("The columns of the test inputs are not those of the training inputs, in the same order.")
    return _strings(given) or _strings(columns)


def _answers(train: Any, test: Any, names: tuple[str, ...]) -> tuple[tuple[Array, Array], tuple[str, ...]]:
    """Training and test answers as rows of numbers, and the names of the classes, found where they are words."""
    words = [_words(train), _words(test)]
    if words[0] is not None and (words[1] is not None or not np.size(test)):
        known = [column for column in words if column is not None]
        found, numbers = np.unique(np.concatenate(known), return_inverse=True)
        if strange := set(found.tolist()) - set(names or found.tolist()):
            raise ValueError(f"There is a label {min(strange)!r}, which is none of the class names.")
        names = names or tuple(found.tolist())
        place = {name: i for i, name in enumerate(names)}
        numbers = np.array([place[name] for name in found.tolist()])[numbers]
        train, test = numbers[: len(known[0])], numbers[len(known[0]) :]
    train, test = _numbers(train, "answers"), _numbers(test, "answers")
    if not len(test):
        test = np.empty((0, train.shape[1]), train.dtype)
    if train.shape[1] != test.shape[1]:
        raise ValueError(
            f"Training answers have {train.shape[1]} numbers and test answers {test.shape[1]}; both need as many."
        )
    for values in (train, test):
        _finite(values, "answers")
    return (train, test), names


def _words(values: Any) -> Array | None:
    """A column of words that are no numbers, or None for anything else."""
    try:
        array = np.asarray(values)
    except ValueError:
        return None
    if array.dtype.kind not in "OU" or not array.ndim or not array.size == len(array) > 0:
        return None
    column = array.reshape(-1)
    if not all(isinstance(value, str) for value in column):
        return None
    try:
        column.astype(np.float64)
    except ValueError:
        return column.astype(str)
    return None


def _read(train: Array, test: Array, classes: int, labels: bool) -> tuple[Array, Array, int]:
    """The answers (n, k) as labels (n,) with their number of classes, or as numbers, float32 (n, k), with 0."""
    if classes and train.shape[1] > 1 and _one_hot(train) and _one_hot(test):
        return train.argmax(axis=1), test.argmax(axis=1), train.shape[1]
    if classes and train.shape[1] == 1 and (labels or (_binary(train) and _binary(test))):
        return _labels(train[:, 0], test[:, 0], classes)
    return _finite(train, "answers"), _finite(test, "answers"), 0


def _labels(train: Array, test: Array, classes: int) -> tuple[Array, Array, int]:
    both = np.concatenate([train, test])
    if (both < 0).any() or (both % 1).any():
        raise ValueError(
            "Labels are whole numbers from 0 up; one of them is negative or a fraction. If they are numbers to be "
            "learned, say classes=0."
        )
    most = max(2, int(both.max(initial=0)) + 1)
    if classes > 0 and most > classes:
        raise ValueError(f"There is a label {most - 1}, but with {classes} classes the last one is {classes - 1}.")
    if classes < 0 and most > MOST_COUNTED:
        raise ValueError(
            f"A label {most - 1} would need {most} output neurons; number the classes 0, 1, 2, ... or say how "
            "many there are. If they are numbers to be learned, say classes=0."
        )
    return train.astype(np.int64), test.astype(np.int64), max(classes, most)


def _one_hot(y: Array) -> bool:
    return _binary(y) and bool((y.sum(axis=1) == 1).all())


def _binary(y: Array) -> bool:
    return bool(((y == 0) | (y == 1)).all())
