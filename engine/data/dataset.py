"""A Dataset: training and test examples, and the desired outputs that a network is to give for them."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine.arrays import PIXEL, Array


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples to train on and others to test on.

    `x_train` (n, n_1) and `x_test`: bytes are pixels, everything else becomes float32; pictures (n, h, w) are
    flattened. `y_train` and `y_test`: integer labels (n,) from 0 up, or desired outputs (n, n_L); where all of them are
    one-hot, or a single column of nothing but 0 and 1, they are read as labels. `classes` is the number of classes, or
    0 where the desired outputs are just numbers. `points` (n, 3) are those of the plane that all examples were
    made from, if they were: x1, x2 and label.

    Raises ValueError where shapes do not agree, a number is not finite, or there is nothing to train on.
    """

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    classes: int = -1
    name: str = "custom"
    points: Array | None = None

    def __post_init__(self) -> None:
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
        y_train, y_test, classes = _answers(self.y_train, self.y_test, self.classes)
        for x, y, what in ((x_train, y_train, "training"), (x_test, y_test, "test")):
            if len(x) != len(y):
                raise ValueError(f"There are {len(x)} {what} inputs but {len(y)} answers; each needs one.")
        for field, value in (
            ("x_train", x_train),
            ("y_train", y_train),
            ("x_test", x_test),
            ("y_test", y_test),
            ("classes", classes),
        ):
            object.__setattr__(self, field, value)

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
        return 1 if self.classes == 2 and output != "softmax" else self.classes

    def targets(self, y: Array, output: str) -> Array:
        """The desired outputs, float32 (m, n_L), for answers `y` of this data set and an output activation.

        A label is 1 at its neuron and 0 elsewhere, or one neuron's 0 or 1; for tanh it is -1 where others have 0.
        """
        if not self.classes:
            return np.asarray(y, np.float32)
        if self.outputs(output) == 1:
            hot = np.asarray(y, np.float32)[:, np.newaxis]
        else:
            hot = np.zeros((len(y), self.classes), np.float32)
            hot[np.arange(len(y)), y] = 1
        return 2 * hot - 1 if output == "tanh" else hot

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
        rows = np.empty((self.n, self.inputs + 1), self.x_train.dtype)
        rows[:, :-1] = self.x_train
        rows[:, -1] = PIXEL if rows.dtype == np.uint8 else 1
        return rows


def decide(a: Array, output: str) -> Array:
    """The class that outputs a, (m, n_L), stand for: the largest, or for one neuron which side of the middle."""
    if a.shape[1] > 1:
        return np.asarray(a.argmax(axis=1))
    middle = 0.0 if output == "tanh" else 0.5
    return np.asarray((a[:, 0] > middle).astype(np.int64))


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


def _answers(train: Any, test: Any, classes: int) -> tuple[Array, Array, int]:
    given, train, test = train, _numbers(train, "answers"), _numbers(test, "answers")
    labels = np.ndim(given) == 1 and (classes > 0 or train.dtype.kind in "iu")
    if not len(test):
        test = np.empty((0, train.shape[1]), train.dtype)
    if train.shape[1] != test.shape[1]:
        raise ValueError(
            f"Training answers have {train.shape[1]} numbers and test answers {test.shape[1]}; both need as many."
        )
    floats = _finite(train, "answers"), _finite(test, "answers")
    if classes and train.shape[1] > 1 and _one_hot(train) and _one_hot(test):
        return train.argmax(axis=1), test.argmax(axis=1), train.shape[1]
    if classes and train.shape[1] == 1 and (labels or (_binary(train) and _binary(test))):
        return _labels(train[:, 0], test[:, 0], classes)
    return *floats, 0


def _labels(train: Array, test: Array, classes: int) -> tuple[Array, Array, int]:
    both = np.concatenate([train, test])
    if (both < 0).any() or (both % 1).any():
        raise ValueError("Labels are whole numbers from 0 up; one of them is negative or a fraction.")
    most = max(2, int(both.max(initial=0)) + 1)
    if classes > 0 and most > classes:
        raise ValueError(f"There is a label {most - 1}, but with {classes} classes the last one is {classes - 1}.")
    if most > 1000:
        raise ValueError(f"A label {most - 1} would need {most} output neurons; number the classes 0, 1, 2, ...")
    return train.astype(np.int64), test.astype(np.int64), max(classes, most)


def _one_hot(y: Array) -> bool:
    return _binary(y) and bool((y.sum(axis=1) == 1).all())


def _binary(y: Array) -> bool:
    return bool(((y == 0) | (y == 1)).all())
