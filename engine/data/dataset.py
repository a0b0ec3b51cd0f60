"""A Dataset: training and test examples, and the desired outputs that a network is to give for them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.activations import activation_named
from engine.arrays import PIXEL, Array, numbers
from engine.data import reading
from engine.data.scaling import Scaling
from engine.names import quoted, require_known
from engine.streams import DIVISION, stream

if TYPE_CHECKING:
    from engine.data.table.origin import Origin

CLASSIFICATION, REGRESSION = "classification", "regression"
TASKS = (CLASSIFICATION, REGRESSION)
MOST_NAMED = 10  # classes, where a data set is shown in a line


def _none() -> Array:
    return np.empty(0)


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Examples to train on, others to test on, and if need be others to choose settings and the end of training by.

    `x_train` (n, n_1), `x_test`, `x_validation`: bytes are pixels, everything else becomes float32; pictures (n, h, w)
    are flattened. `y_train` and so on: labels (n,) or desired outputs (n, n_L). `classes` is how many there are, or 0
    where the answers are numbers; unless it is given, whole numbers (n,), nothing but 0 and 1 in a single column, and
    rows that are all one-hot are labels, and `for_task` has the last word. Labels may be words: the classes are then
    numbered as `class_names` has them, in the order of the alphabet unless they are given. `points` (n, 3) are those of
    the plane that all examples were made from, if they were: x1, x2 and label.

    Frames and series, of pandas or another library, are taken as arrays are; the names of their columns become
    `input_names`, one for each input, and of one-hot answers `class_names`. Both stay with the data wherever they go.
    So do the name of the target, with its unit if it has one, and the `scaling`, if the inputs, or answers that are
    numbers, were scaled. `origin` says of which rows of which table the examples were made, if they were.

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
    x_test: Array = field(default_factory=_none)
    y_test: Array = field(default_factory=_none)
    classes: int = -1
    name: str = "custom"
    points: Array | None = None
    class_names: tuple[str, ...] = ()
    input_names: tuple[str, ...] = ()
    x_validation: Array = field(default_factory=_none)
    y_validation: Array = field(default_factory=_none)
    target_name: str = ""
    scaling: Scaling | None = None
    origin: "Origin | None" = None
    declared: bool = field(init=False, repr=False)
    """Whether it was said that the answers are labels, or numbers."""
    _given: tuple[Array, ...] = field(init=False, repr=False)
    _flat: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if isinstance(self.classes, bool) or not isinstance(self.classes, (int, np.integer)):
            raise ValueError(
                "The classes are the number of them, 0 for numbers as answers, or -1 to be counted; not "
                f"{quoted(self.classes)}."
            )
        xs, ys = (self.x_train, self.x_test, self.x_validation), (self.y_train, self.y_test, self.y_validation)
        input_names, class_names = reading.input_names(self.input_names, *xs), reading.names_of(self.class_names)
        inputs = reading.alike(*map(reading.as_inputs, xs))
        if input_names and len(input_names) != inputs[0].shape[1]:
            raise ValueError(f"There are {len(input_names)} names for {inputs[0].shape[1]} inputs; each needs one.")
        if self.scaling and not len(self.scaling.offset) == len(self.scaling.scale) == inputs[0].shape[1]:
            raise ValueError(f"The scaling is of {len(self.scaling.offset)} inputs, not of {inputs[0].shape[1]}.")
        given, names = reading.as_answers(ys, class_names)
        if self.points is not None and np.shape(reading.as_rows(self.points, "points"))[1:] != (3,):
            raise ValueError("The points are rows of three numbers: x1, x2 and label.")
        for x, y, what in zip(inputs, given, reading.PARTS, strict=True):
            if len(x) != len(y):
                raise ValueError(f"There are {len(x)} {what} inputs but {len(y)} answers; each needs one.")
        if len(names) == 1:
            raise ValueError(f"All labels are {names[0]!r}: to tell classes apart takes at least two.")
        if names and self.classes > 0 and self.classes != len(names):
            raise ValueError(f"There are {len(names)} class names for {self.classes} classes; each needs one.")
        declared = self.classes >= 0 or bool(names)
        known = max(2, self.classes, len(names)) if names else self.classes
        labels = bool(names) or (np.ndim(self.y_train) == 1 and (known > 0 or given[0].dtype.kind in "iu"))
        answers, classes = reading.as_labels(given, known, labels)
        if classes and not names:
            names = reading.columns_of(self.y_train) if given[0].shape[1] == classes else ()
        for name, value in (
            *zip(("x_train", "x_test", "x_validation"), inputs, strict=True),
            *zip(("y_train", "y_test", "y_validation"), answers, strict=True),
            ("class_names", names),
            ("input_names", input_names),
            ("_given", given),
            ("_flat", np.ndim(self.y_train) == 1),
            ("declared", declared),
            ("classes", classes),
        ):
            object.__setattr__(self, name, value)

    def split(self, test: float = 0.25, validation: float = 0.0, seed: int = 0, stratified: bool = True) -> "Dataset":
        """The training examples divided anew: these shares of them become the test and the validation examples.

        Of every class it is the same share, where there are classes and it is `stratified`. A share of 0 leaves what
        there is as it is. Raises ValueError for shares that are none or leave nothing to train on, and where there are
        such examples already.
        """
        shares = test, validation
        if not (all(isinstance(share, Real) and 0 <= share < 1 for share in shares) and 0 < sum(shares) < 1):
            raise ValueError(
                "The shares of test and validation examples lie between 0 and 1, and so does their sum; they are "
                f"{quoted(test)} and {quoted(validation)}."
            )
        for share, there, what in ((test, self.x_test, "test"), (validation, self.x_validation, "validation")):
            if share and len(there):
                raise ValueError(f"These data have {what} examples already.")
        order = stream(seed, DIVISION).permutation(self.n)
        n = max(1, min(self.n - 1, round(self.n * (1 - test - validation))))
        train, rest = self._parted(order, n, stratified)
        chosen, tested = rest[:0], rest
        if validation:
            chosen, tested = self._parted(rest, len(rest) - round(self.n * test), stratified)
        # the answers as they were given: what they are is read from all that was given, their type and shape too
        y, y_test, y_validation = (given[:, 0] if self._flat else given for given in self._given)
        x, classes = self.x_train, self.classes if self.declared else -1
        for_test = (x[tested], y[tested]) if test else (self.x_test, y_test)
        for_validation = (x[chosen], y[chosen]) if validation else (self.x_validation, y_validation)
        names = self.class_names, self.input_names
        told = self.target_name, self.scaling
        return Dataset(x[train], y[train], *for_test, classes, self.name, None, *names, *for_validation, *told)

    def _parted(self, order: Array, n: int, stratified: bool) -> tuple[Array, Array]:
        """The first n of these examples and the others, as large a part of every class if it is `stratified`."""
        if self.classes and stratified and len(order):
            order = by_class(order, self.y_train, n)
        return order[:n], order[n:]

    def __repr__(self) -> str:
        inputs = f"{self.inputs:,} input{'s' if self.inputs > 1 else ''}"
        answers = f"{self.classes} classes" if self.classes else "numbers as answers"
        if 0 < len(self.class_names) <= MOST_NAMED:
            answers += f": {', '.join(self.class_names)}"
        validation = f", {len(self.x_validation):,} validation" if len(self.x_validation) else ""
        examples = f"{self.n:,} training{validation} and {len(self.x_test):,} test examples"
        return f"<Dataset of {examples}, {inputs}, {answers}>"

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
        if task:
            require_known("task", task, TASKS)
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
        return self._answered(self._given, 0)

    @cached_property
    def _as_labels(self) -> "Dataset":
        labels = [y[:, 0] for y in self._given]
        return self._answered(labels, max(2, *(int(y.max(initial=0)) + 1 for y in labels)))

    def _answered(self, answers: Sequence[Array], classes: int) -> "Dataset":
        train, test, validation = answers
        return Dataset(
            self.x_train,
            train,
            self.x_test,
            test,
            classes,
            self.name,
            input_names=self.input_names,
            x_validation=self.x_validation,
            y_validation=validation,
            target_name=self.target_name,
            scaling=self.scaling,
        )

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
        arrays = [self.x_train, self.y_train, self.x_test, self.y_test]
        arrays += [self.x_validation, self.y_validation] if len(self.x_validation) else []
        for array in arrays:
            digest.update(f"{array.dtype} {array.shape}".encode())
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()[:16]

    @cached_property
    def rows(self) -> Array:
        """The training inputs with a last column of ones, (n, n_1 + 1), as the compiled step gathers them."""
        return with_ones(self.x_train)


def inputs_like(data: Dataset, x: Any) -> Array:
    """More inputs (m, n_1) of the kind of `data`, as they are given; of a single input (m,) too.

    Raises ValueError, with a sentence, for what would be read as something else than the training inputs were.
    """
    columns, names = reading.columns_of(x), data.input_names
    if columns != names and set(columns) & set(names):
        raise ValueError(
            f"The columns of the inputs are {', '.join(columns)}, but those of the training inputs are "
            f"{', '.join(names)}, in this order."
        )
    rows = numbers(x, "inputs")
    reading.as_finite(rows, "inputs")
    learned_bytes = data.x_train.dtype == np.uint8
    if rows.dtype == np.uint8 and not learned_bytes:
        raise ValueError(
            "The inputs are bytes, which are read as pixels from 0 to 255, and the training inputs are not: give both "
            "in one type."
        )
    if rows.dtype != np.uint8 and learned_bytes and rows.size and not (rows.min() >= 0 and rows.max() <= 1):
        raise ValueError(
            f"The training inputs are bytes, which are read as pixels from 0 to 255, and these go from {rows.min():g} "
            f"to {rows.max():g}: give bytes, or numbers from 0 to 1."
        )
    return rows[:, np.newaxis] if rows.ndim == 1 and data.inputs == 1 else rows


def answers_like(data: Dataset, y: Any) -> Array:
    """More answers: labels (m,) as the numbers of the classes of `data`, be they words, numbers or one-hot rows.

    Where the answers of `data` are numbers they are rows, (m, k). Raises ValueError, with a sentence, for a label that
    is none of theirs and for numbers that are not finite.
    """
    if not data.classes:
        numbers_given = reading.as_rows(y, "answers")
        reading.as_finite(numbers_given, "answers")
        return numbers_given
    columns = reading.columns_of(y)
    if len(columns) > 1 and data.class_names and columns != data.class_names:
        raise ValueError(
            f"The columns of the answers are {', '.join(columns)}, but the classes are "
            f"{', '.join(data.class_names)}, in this order."
        )
    words = reading.as_words(y)
    if words is not None:
        if strange := set(words.tolist()) - set(data.class_names):
            known = f"the class names {', '.join(data.class_names)}" if data.class_names else "the numbered classes"
            raise ValueError(f"There is a label {min(strange)!r}, which is none of {known}.")
        return np.array([data.class_names.index(word) for word in words.tolist()], np.intp)
    given = reading.as_rows(y, "answers")
    if given.shape[1] == data.classes > 1 and reading.one_hot(given):
        return np.asarray(given.argmax(axis=1))
    given = given.ravel()
    wrong = given[~((given >= 0) & (given < data.classes) & (given % 1 == 0))]
    if len(wrong):
        raise ValueError(f"There is a label {wrong[0]}, but the classes are numbered from 0 to {data.classes - 1}.")
    return given.astype(np.intp)


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
