"""An Experiment: everything that determines a run, frozen and checked, to and from plain data."""

import json
import math
import re
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

import numpy as np

from engine.activations import ACTIVATIONS, MIXING, activation_named, in_layers, in_short
from engine.costs import COSTS, require_fit
from engine.data import SOURCES, Dataset, load
from engine.data.dataset import CLASSIFICATION, REGRESSION, TASKS
from engine.data.features import FEATURES
from engine.initializers import INITIALIZERS
from engine.names import did_you_mean, quoted, require_known
from engine.regularizers import REGULARIZERS

LIVE = ("learning_rate", "regularization", "regularization_strength", "batch_size", "augmentation")
"""The hyper-parameters that may change while a run goes on; any other change is a new run."""

PRECISIONS = {"float32": "Single, 32 bits", "float64": "Double, 64 bits"}
"""In what a network is trained: the types of NumPy, with their labels."""

_NUMBERS = (int, float, np.integer, np.floating)


@dataclass(frozen=True)
class Limit:
    """The range of one number of an experiment: low <= value <= high, whole if `whole`, without the ends if `open`.

    One that is `optional` may be None.
    """

    label: str
    low: float
    high: float = math.inf
    whole: bool = False
    open: bool = False
    optional: bool = False

    def check(self, value: Any) -> None:
        """Raise ValueError, with a sentence, unless `value` is a finite number within the range."""
        if value is None and self.optional:
            return
        within = _finite(value) and self.low <= value <= self.high and (not self.whole or value == int(value))
        if not within or (self.open and value in (self.low, self.high)):
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(f"{self.label} must be {kind} {self._range()}, not {in_words(value)}.")

    def _range(self) -> str:
        if self.high == math.inf:
            return f"{'above' if self.open else 'of at least'} {in_words(self.low)}"
        ends = ("between", "and") if self.open else ("from", "to")
        return f"{ends[0]} {in_words(self.low)} {ends[1]} {in_words(self.high)}"


def in_words(value: Any) -> str:
    """A value in a sentence; a number as people write it: -1, 0.5, 1e-6."""
    return re.sub(r"e([+-])0+", r"e\1", f"{value:.10g}") if isinstance(value, float) else quoted(value)


LIMITS: dict[str, Limit] = {
    "learning_rate": Limit("The learning rate η", 0, open=True),
    "regularization_strength": Limit("The regularization parameter λ", 0),
    "batch_size": Limit("The batch size m", 1, whole=True),
    "seed": Limit("The seed", 0, 2**32 - 1, whole=True),
    "data_seed": Limit("The seed of the data", 0, 2**32 - 1, whole=True),
    "samples": Limit("The number of samples", 2, whole=True, optional=True),
    "noise": Limit("The noise", 0),
    "test_fraction": Limit("The test fraction", 0, 1, open=True),
}
"""What makes sense; how much of it a page or a machine can bear is not said here."""


class _Settings:
    """Settings that are given by name, and refused where there is none of that name.

    A base of its own, so that type checkers see the settings of the experiment and not this way in.
    """

    def __new__(cls, *given: Any, **settings: Any) -> Self:
        cls.require_settings(settings)
        return super().__new__(cls)

    @classmethod
    def require_settings(cls, named: Iterable[Any]) -> None:
        """Raise ValueError, with a sentence, for a name that is not that of a setting."""
        known = {f.name for f in fields(cls)}  # type: ignore[arg-type]
        for name in named:
            if name not in known:
                raise ValueError(
                    f"An experiment has no setting named {quoted(name)}; it has {', '.join(sorted(known))}."
                    f"{did_you_mean(str(name), known)}"
                )


@dataclass(frozen=True, repr=False)
class Experiment(_Settings):
    """What to train, on what, and how; on one machine two equal experiments give the same run, bit for bit.

    `hidden` are the neurons of each hidden layer, `activation` is the name of their activation, or a name for each
    hidden layer, `output` the output activation (the one that fits the cost and the data unless given),
    `regularization_strength` is λ, which is divided by n. `samples`, `noise`, `test_fraction`, `data_seed` and `inputs`
    make the points of the plane; for pictures `samples` is the number of training digits, and the others say nothing.
    With `augmentation` digits are distorted anew in every epoch; it says nothing for points. `task` is "classification"
    or "regression"; without it, it is what the data set says, and for data that say nothing regression where the output
    can be any number, else classification. `precision` is that of the parameters and of all that training computes,
    "float32" or "float64"; data stand in single precision.

    >>> moons = Experiment(dataset="moons", hidden=(8,), learning_rate=0.3)
    >>> moons
    Experiment(dataset='moons', hidden=(8,), learning_rate=0.3)
    >>> moons.changed(cost="log-likelihood").output
    'softmax'
    >>> moons.changed(learning_rate=-1)
    Traceback (most recent call last):
    ValueError: The learning rate η must be a number above 0, not -1.

    Raises ValueError with a sentence that a learner understands for what makes no sense.
    """

    dataset: str = "circle"
    hidden: tuple[int, ...] = (4, 2)
    activation: str | tuple[str, ...] = "tanh"
    cost: str = "cross-entropy"
    learning_rate: float = 0.1
    regularization: str = "none"
    regularization_strength: float = 0.0
    batch_size: int = 10
    initialization: str = "scaled"
    seed: int = 0
    output: str = ""
    samples: int | None = None
    noise: float = 0.0
    test_fraction: float = 0.5
    data_seed: int = 0
    inputs: tuple[str, ...] = field(default=("x1", "x2"))
    augmentation: bool = False
    task: str = ""
    precision: str = "float32"

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", _whole_numbers(self.hidden))
        object.__setattr__(self, "inputs", _strings(self.inputs))
        require_known("data set", self.dataset, SOURCES)
        require_known("cost", self.cost, COSTS)
        require_known("regularization", self.regularization, REGULARIZERS)
        require_known("initialization", self.initialization, INITIALIZERS)
        require_known("precision", self.precision, PRECISIONS)
        self._check_activation()
        self._check_task()
        self._check_output()
        if not isinstance(self.augmentation, (bool, np.bool_)):
            raise ValueError(f"The distortion of digits is on or off, not {reprlib.repr(self.augmentation)}.")
        object.__setattr__(self, "augmentation", bool(self.augmentation))
        for name, limit in LIMITS.items():
            value = getattr(self, name)
            limit.check(value)
            if value is not None:
                object.__setattr__(self, name, int(value) if limit.whole else float(value))
        self._check_layers()

    def __repr__(self) -> str:
        """The settings that are not the usual ones, as Python."""
        usual = {f.name: f.default for f in fields(self)} | {"output": replace(self, output="").output}
        told = [f"{name}={value!r}" for name, value in vars(self).items() if value != usual[name]]
        return f"Experiment({', '.join(told)})"

    def _check_activation(self) -> None:
        object.__setattr__(self, "activation", in_short(self.activation, len(self.hidden)))
        names = [self.activation] if isinstance(self.activation, str) else self.activation
        if not all(ACTIVATIONS[name].trainable for name in names):
            raise ValueError(
                "A step neuron cannot be trained: its output does not change with a small change of its weights, so "
                "there is no gradient to descend. Choose sigmoid, tanh or ReLU."
            )

    def _check_task(self) -> None:
        if not isinstance(self.task, str) or self.task:
            require_known("task", self.task, TASKS)
        source = SOURCES[self.dataset]
        if self.task and not source.own and self.task != source.task:
            raise ValueError(f"{source.label} is data for {source.task}, not for {self.task}.")

    def _check_output(self) -> None:
        cost, source = COSTS[self.cost], SOURCES[self.dataset]
        known = ACTIVATIONS | MIXING
        boundless = [name for name in cost.outputs if name in known and known[name].boundless]
        if isinstance(self.output, str) and not self.output:
            numbers = REGRESSION in (self.task, source.task)
            object.__setattr__(self, "output", (*(boundless if numbers else ()), *cost.outputs)[0])
        require_known("output layer", self.output, known)
        if source.task == REGRESSION and self.output not in boundless:
            raise ValueError(
                f"{source.label} asks for a number, not a class: it needs the quadratic cost and a linear output."
            )
        require_fit(cost, self.output)

    def _check_layers(self) -> None:
        for size in self.hidden:
            if size < 1:
                raise ValueError(f"A hidden layer has at least 1 neuron, not {quoted(size)}.")
        if not self.inputs and self.is_plane:
            raise ValueError("A network needs at least one input: choose x₁, x₂ or another feature.")
        for name in self.inputs:
            require_known("input", name, FEATURES)

    @property
    def hidden_activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer."""
        return in_layers(self.activation, len(self.hidden))

    @property
    def own_data(self) -> bool:
        """Whether the data come from the caller."""
        return SOURCES[self.dataset].own

    @property
    def is_plane(self) -> bool:
        """Whether the data are points of the plane, as far as the name tells (and not digits, or rows of a table)."""
        return SOURCES[self.dataset].is_plane

    @property
    def is_table(self) -> bool:
        """Whether the data are a table of the learner's own, whose columns the inputs are."""
        return SOURCES[self.dataset].is_table

    def task_of(self, data: Dataset) -> str:
        """The task that `data` are for in this experiment, one of `TASKS`; "" where no class has a label."""
        if self.task or SOURCES[self.dataset].task == REGRESSION:
            return self.task or REGRESSION
        if data.declared:
            return CLASSIFICATION if data.classes else REGRESSION
        if activation_named(self.output).boundless:
            return REGRESSION
        return CLASSIFICATION if data.labelled else ""

    def load_data(self) -> Dataset:
        """The data set that the experiment names, made from its settings (cached: do not change it in place).

        Raises ValueError for "custom": such data come from the caller; and for data that are not on this machine.
        """
        if not self.is_plane:
            return load(self.dataset, self.samples)
        return load(self.dataset, self.samples, self.noise, self.test_fraction, self.data_seed, self.inputs)

    def sizes(self, data: Dataset) -> tuple[int, ...]:
        """The layer sizes (n_1, ..., n_L) of this experiment's network for `data`."""
        return (data.inputs, *self.hidden, data.outputs(self.output))

    def steps_per_epoch(self, n: int) -> int:
        """How many mini-batches make an epoch of `n` training examples, the smaller last one included."""
        return -(-n // min(n, self.batch_size))

    def changed(self, **changes: Any) -> "Experiment":
        """A copy with these fields changed, checked like a new one; the output follows cost and data again."""
        if "output" not in changes and ({"cost", "dataset", "task"} & changes.keys()):
            changes["output"] = ""
        if "dataset" in changes:
            changes.setdefault("task", "")
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: strings, numbers, lists; without the usual precision, as when there was no other."""
        plain = asdict(self)
        if self.precision == Experiment.precision:
            del plain["precision"]
        return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Experiment":
        """The experiment of `to_dict`. Raises ValueError for an unknown name or a value that makes no sense."""
        if not isinstance(plain, Mapping):
            raise ValueError("This is not an experiment: it must be a JSON object of settings.")
        cls.require_settings(plain)
        return cls(**plain)

    def to_json(self) -> str:
        """The experiment as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str, most: float = math.inf) -> "Experiment":
        """The experiment of `to_json`, of at most so many characters. Raises ValueError for anything else."""
        if isinstance(text, str) and len(text) > most:
            raise ValueError(f"This is not an experiment: it has more than {most:,} characters.")
        try:
            plain = json.loads(text)
        except (TypeError, ValueError, RecursionError):
            raise ValueError("This is not an experiment: it is no valid JSON.") from None
        return cls.from_dict(plain)


def _whole_numbers(hidden: Any) -> tuple[int, ...]:
    if isinstance(hidden, np.ndarray):
        hidden = hidden.tolist()
    if isinstance(hidden, Sequence) and not isinstance(hidden, (str, bytes)):
        whole = [size == int(size) for size in hidden if _finite(size)]
        if len(whole) == len(hidden) and all(whole):
            return tuple(int(size) for size in hidden)
    raise ValueError("The hidden layers are a list of whole numbers, such as 4, 2.")


def _finite(value: Any) -> bool:
    if not isinstance(value, _NUMBERS) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float holds
        return False


def _strings(names: Any) -> tuple[str, ...]:
    if isinstance(names, str) or not isinstance(names, Sequence) or not all(isinstance(n, str) for n in names):
        raise ValueError("The inputs are a list of feature names, such as x1, x2.")
    return tuple(dict.fromkeys(names))
