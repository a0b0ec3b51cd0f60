"""Reading what is given as data: arrays, lists, frames, series; numbers or words; parts that have to agree.

Whatever cannot be read is refused with a ValueError whose sentence names the part, the shape, the column or the label.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.arrays import Array, numbers

PARTS = "training", "test", "validation"
MOST_COUNTED = 1000
"""Classes that are counted from labels; more have to be declared, for years and postcodes are no classes."""


def as_rows(values: Any, what: str) -> Array:
    """Values as rows of numbers, (n, k)."""
    array = numbers(values, what)
    return array.reshape(len(array), -1) if array.size else np.empty((0, 1), array.dtype)


def as_finite(array: Array, what: str) -> Array:
    """An array in single precision, in which every number is finite."""
    with np.errstate(over="ignore"):
        floats = array.astype(np.float32, copy=False)
    finite = np.isfinite(floats)
    if not finite.all():
        at = np.argwhere(~finite)[0]
        raise ValueError(
            f"The {what} hold a value that is no finite number of single precision, {array[*at]!s} at index {at[0]}; "
            "remove or replace it."
        )
    return floats


def as_inputs(x: Any) -> Array:
    """Inputs as rows (n, n_1): bytes stay bytes, everything else becomes float32."""
    x = as_rows(x, "inputs")
    return x if x.dtype == np.uint8 else as_finite(x, "inputs")


def columns_of(values: Any) -> tuple[str, ...]:
    """The names of the columns of a frame; () for what is none."""
    columns = getattr(values, "columns", None)
    return () if columns is None else tuple(map(str, columns))


def _require_columns(what: str, train: Any, *others: Any) -> tuple[str, ...]:
    """The names of the columns of the first part, which those of the others have to be too."""
    columns = columns_of(train)
    for other, part in zip(map(columns_of, others), PARTS[1:], strict=True):
        if columns and other and columns != other:
            raise ValueError(
                f"The columns of the {part} {what} are not those of the training {what}, in the same order."
            )
    return columns


def names_of(names: Any) -> tuple[str, ...]:
    """Names of inputs or of classes as texts, no two of them the same."""
    listed: list[Any] = list(names) if np.iterable(names) and not isinstance(names, str) else [None]
    texts = tuple(name for name in listed if isinstance(name, str))
    if len(texts) < len(listed) or len(set(texts)) < len(texts):
        twice = next((f": {name!r} is there twice" for i, name in enumerate(texts) if name in texts[:i]), "")
        raise ValueError(f"The names of inputs and of classes are texts, each another one{twice}.")
    return texts


def input_names(given: Any, train: Any, *others: Any) -> tuple[str, ...]:
    """The names of the inputs: as they are given, or as the columns of frames are called."""
    columns = _require_columns("inputs", train, *others)
    return names_of(given) or names_of(columns)


def alike(train: Array, *others: Array) -> tuple[Array, ...]:
    """Inputs of every part, those of an empty one in the form of the others."""
    if not len(train):
        raise ValueError("There is no training example: a network needs at least one to learn from.")
    parts = [train]
    for part, what in zip(others, PARTS[1:], strict=True):
        x = part if part.size else np.empty((0, train.shape[1]), train.dtype)
        if train.shape[1] != x.shape[1]:
            raise ValueError(
                f"Training examples have {train.shape[1]} inputs and {what} examples {x.shape[1]}; "
                "both need the same number."
            )
        if train.dtype != x.dtype:
            bytes_, numbers = ("training", what) if train.dtype == np.uint8 else (what, "training")
            raise ValueError(
                f"The {bytes_} inputs are bytes, which are read as pixels from 0 to 255, and the {numbers} inputs are "
                "not: give both in one type."
            )
        parts.append(x)
    return tuple(parts)


def as_answers(parts: Sequence[Any], names: tuple[str, ...]) -> tuple[tuple[Array, ...], tuple[str, ...]]:
    """The answers of every part as rows of numbers, and the names of the classes, found where they are words."""
    words = [as_words(part) for part in parts]
    if len(columns_of(parts[0])) > 1:
        _require_columns("answers", *parts)
    if words[0] is not None and not any(np.size(p) for p, column in zip(parts, words, strict=True) if column is None):
        columns = [np.empty(0, str) if column is None else column for column in words]
        found, numbers = np.unique(np.concatenate(columns), return_inverse=True)
        if strange := set(found.tolist()) - set(names or found.tolist()):
            raise ValueError(f"There is a label {min(strange)!r}, which is none of the class names.")
        names = names or tuple(found.tolist())
        place = {name: i for i, name in enumerate(names)}
        numbers = np.array([place[name] for name in found.tolist()])[numbers]
        parts = np.split(numbers, np.cumsum([len(column) for column in columns])[:-1])
    train, *others = (as_rows(part, "answers") for part in parts)
    answers = [train]
    for part, what in zip(others, PARTS[1:], strict=True):
        y = part if len(part) else np.empty((0, train.shape[1]), train.dtype)
        if train.shape[1] != y.shape[1]:
            raise ValueError(
                f"Training answers have {train.shape[1]} numbers and {what} answers {y.shape[1]}; both need as many."
            )
        answers.append(y)
    for values in answers:
        as_finite(values, "answers")
    return tuple(answers), names


def as_words(values: Any) -> Array | None:
    """A column of words that are no numbers, or None for anything else."""
    try:
        array = np.asarray(values)
    except ValueError:
        return None
    if array.dtype.kind not in "OU" or not array.ndim or not array.size == len(array) > 0:
        return None
    # as they were given: NumPy writes what stands among words as one, and no number would be a class "nan"
    column = np.asarray(values, object).reshape(-1)
    others = [value for value in column if not isinstance(value, str)]
    if others and len(others) < len(column):
        raise ValueError(f"The answers must be numbers or words, all of one kind; one of them is {others[0]!r}.")
    if others:
        return None
    try:
        column.astype(np.float64)
    except ValueError:
        return column.astype(str)
    return None


def as_labels(parts: Sequence[Array], classes: int, labels: bool) -> tuple[list[Array], int]:
    """The answers (n, k) as labels (n,) with their number of classes, or as numbers, float32 (n, k), with 0."""
    columns = parts[0].shape[1]
    if classes and columns > 1 and all(map(one_hot, parts)):
        return [part.argmax(axis=1) for part in parts], columns
    if classes and columns == 1 and (labels or all(map(_binary, parts))):
        return _labels([part[:, 0] for part in parts], classes)
    return [as_finite(part, "answers") for part in parts], 0


def _labels(parts: Sequence[Array], classes: int) -> tuple[list[Array], int]:
    every = np.concatenate(parts)
    if (every < 0).any() or (every % 1).any():
        raise ValueError(
            "Labels are whole numbers from 0 up; one of them is negative or a fraction. If they are numbers to be "
            "learned, say classes=0."
        )
    most = max(2, int(every.max(initial=0)) + 1)
    if classes > 0 and most > classes:
        raise ValueError(f"There is a label {most - 1}, but with {classes} classes the last one is {classes - 1}.")
    if classes < 0 and most > MOST_COUNTED:
        raise ValueError(
            f"A label {most - 1} would need {most} output neurons; number the classes 0, 1, 2, ... or say how "
            "many there are. If they are numbers to be learned, say classes=0."
        )
    return [part.astype(np.int64) for part in parts], max(classes, most)


def one_hot(y: Array) -> bool:
    """Whether every row is 0 but for one 1."""
    return _binary(y) and bool((y.sum(axis=1) == 1).all())


def _binary(y: Array) -> bool:
    return bool(((y == 0) | (y == 1)).all())
