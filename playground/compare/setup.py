"""A Setup: what variants share and what they differ in, and the presets that a learner can begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine import Experiment
from playground.settings import limits
from playground.settings.words import WORDS

FIELDS = (
    "regularization",
    "regularization_strength",
    "learning_rate",
    "cost",
    "activation",
    "initialization",
    "hidden",
    "batch_size",
)
"""The settings that variants may differ in. The data and the seed are always shared."""


@dataclass(frozen=True)
class Setup:
    """All variants are `shared`, but for `fields`, of which each of `variants` has its own values.

    `epochs` is how far one press of Play goes.
    """

    shared: Experiment
    fields: tuple[str, ...]
    variants: tuple[Mapping[str, Any], ...]
    epochs: int = 30

    def experiment(self, index: int) -> Experiment:
        """The experiment of one variant. Raises ValueError if it makes no sense."""
        return limits.changed(self.shared, **{name: self.variants[index][name] for name in self.fields})


def name_of(experiment: Experiment, fields: tuple[str, ...]) -> str:
    """An experiment in a few words: its values of `fields`, but no λ without regularization."""
    words = [word(experiment) for name, word in WORDS.items() if name in fields]
    return " · ".join(word for word in words if word) or "as shared"


DIGITS = Experiment(
    dataset="mnist", hidden=(30,), activation="sigmoid", cost="cross-entropy", learning_rate=0.5, batch_size=10
)


def _each(field: str, *values: Any) -> tuple[dict[str, Any], ...]:
    return tuple({field: value} for value in values)


PRESETS: dict[str, Setup] = {
    "L1 against L2": Setup(
        DIGITS,
        ("regularization", "regularization_strength"),
        (
            {"regularization": "none", "regularization_strength": 0.0},
            {"regularization": "L1", "regularization_strength": 0.3},
            {"regularization": "L2", "regularization_strength": 0.5},
        ),
    ),
    "Quadratic or cross-entropy": Setup(
        replace(DIGITS, initialization="large"), ("cost",), _each("cost", "quadratic", "cross-entropy")
    ),
    "Scaled or large first weights": Setup(
        replace(DIGITS, learning_rate=0.1), ("initialization",), _each("initialization", "scaled", "large")
    ),
    "Three learning rates": Setup(DIGITS, ("learning_rate",), _each("learning_rate", 0.025, 0.25, 2.5)),
    "λ too small, right, too large": Setup(
        replace(DIGITS, samples=1000, regularization="L2"),
        ("regularization_strength",),
        _each("regularization_strength", 0.0, 0.3, 10.0),
        epochs=200,
    ),
}
"""Each shows one thing; the page opens with the first."""
