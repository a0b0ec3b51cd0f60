"""The settings of an experiment in a few words, as variants, cells and runs are told apart by them."""

from collections.abc import Callable

from engine import Experiment
from engine.costs import COSTS
from engine.initializers import INITIALIZERS
from engine.regularizers import REGULARIZERS
from playground.settings.numerals import exactly


def _regularization(e: Experiment) -> str:
    return e.regularization if REGULARIZERS[e.regularization].acts else "no regularization"


def _strength(e: Experiment) -> str:
    return f"λ = {exactly(e.regularization_strength)}" if REGULARIZERS[e.regularization].acts else ""


def value_in_words(value: object) -> str:
    """A value of a setting as the page shows it."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return exactly(value) if isinstance(value, float) else str(value)


WORDS: dict[str, Callable[[Experiment], str]] = {
    "regularization": _regularization,
    "regularization_strength": _strength,
    "learning_rate": lambda e: f"η = {exactly(e.learning_rate)}",
    "cost": lambda e: COSTS[e.cost].label.lower(),
    "activation": lambda e: value_in_words(e.activation),
    "initialization": lambda e: f"{INITIALIZERS[e.initialization].label.split(':')[0].lower()} initial weights",
    "hidden": lambda e: f"hidden {value_in_words(e.hidden)}",
    "batch_size": lambda e: f"m = {e.batch_size}",
    "seed": lambda e: f"seed {e.seed}",
    "samples": lambda e: "" if e.samples is None else f"{e.samples:,} training examples",
}
"""The settings of an experiment in a few words, nothing where one does not matter."""
