"""Sources: what can be asked of a class that the engine itself can answer, each declared once."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from engine import Trainer
from playground.classes.question_training import Until
from playground.classes.question_values import is_number, rounded
from playground.settings.numerals import exactly, percent

POINTS = 12
"""Of a curve, evenly from the start to the last epoch."""
FLAT = 0.05
"""A cost that changes by at most this share of what it was stays as it is."""
DOWN, STAYS, UP = range(3)

Right = float | int | tuple[float, ...]


@dataclass(frozen=True)
class Source:
    """Something that can be asked of a run of so many `epochs`, at least `fewest`.

    `label` is what a teacher chooses, `kind` that of the answer, and `words` ask it, with {span} such as "50 epochs",
    {half} and {epochs}, and {accuracy} in percent. Answers lie on a line from `low` to `high`, where no other line is
    asked for, and never beyond `ends`; without `high` the line ends with the last epoch. `right` is the answer of a
    trained run, which may end as soon as `until`, made from the accuracy, is true. It raises ValueError, with a
    sentence, for a run that has no such answer.
    """

    label: str
    kind: str
    words: str
    right: Callable[[Trainer, int, float], Right]
    low: float = 0
    high: float | None = 1
    ends: tuple[float, float] = (0, math.inf)
    unit: str = ""
    fewest: int = 1
    whole: bool = False
    until: Callable[[float], Until | None] = lambda accuracy: None

    def asks(self, epochs: int, accuracy: float) -> str:
        """The question in words."""
        span = f"{epochs:,} epoch{'' if epochs == 1 else 's'}"
        return self.words.format(span=span, epochs=f"{epochs:,}", half=f"{epochs // 2:,}", accuracy=exactly(accuracy))


def epochs_of_curve(epochs: int) -> tuple[int, ...]:
    """After which epochs the points of a curve are taken; 0 is before the training."""
    return tuple(round(epochs * point / (POINTS - 1)) for point in range(POINTS))


def _accuracy(trainer: Trainer, epochs: int, accuracy: float) -> float:
    return float(percent(_share(trainer)).removesuffix(" %"))  # rounded as every page shows it


def _share(trainer: Trainer) -> float:
    share = trainer.history.last("test_accuracy")
    if math.isnan(share):
        raise ValueError("There is no test accuracy here: these data have no classes, or no test examples.")
    return share


def _cost(trainer: Trainer, epochs: int, accuracy: float) -> float:
    return rounded(_cost_after(trainer, epochs), 3)


def _cost_after(trainer: Trainer, epoch: int) -> float:
    """The test cost after an epoch: at most 1,000 were trained, and the history has each of them."""
    history = trainer.history
    return _known(float(history.test_cost[history.epoch == epoch][0]))


def _known(cost: float) -> float:
    if not is_number(cost):
        raise ValueError("There is no test cost here: these data have no test examples, or it is too large.")
    return cost


def _epochs(trainer: Trainer, epochs: int, accuracy: float) -> int:
    if _share(trainer) < _share_of(accuracy):
        raise ValueError(f"The test accuracy does not reach {exactly(accuracy)} % within {epochs:,} epochs.")
    return trainer.epoch


def _reaches(accuracy: float) -> Until:
    return lambda trainer: bool(trainer.history.last("test_accuracy") >= _share_of(accuracy))


def _share_of(accuracy: float) -> float:
    return accuracy / 100 - 1e-6  # 57 of 100 are 57 %, in single precision too


def _trend(trainer: Trainer, epochs: int, accuracy: float) -> int:
    before, after = _cost_after(trainer, epochs // 2), _cost_after(trainer, epochs)
    if abs(after - before) <= FLAT * before:
        return STAYS
    return UP if after > before else DOWN


def _curve(trainer: Trainer, epochs: int, accuracy: float) -> tuple[float, ...]:
    untrained = _known(float(Trainer(trainer.experiment, trainer.data).evaluation("test").cost))
    costs = [_cost_after(trainer, epoch) if epoch else untrained for epoch in epochs_of_curve(epochs)]
    return tuple(rounded(cost, 3) for cost in costs)


SOURCES: dict[str, Source] = {
    "accuracy": Source(
        "The test accuracy",
        "number",
        "What will the test accuracy be after {span}?",
        _accuracy,
        high=100,
        ends=(0, 100),
        unit="%",
    ),
    "cost": Source("The test cost", "number", "What will the test cost be after {span}?", _cost),
    "epochs": Source(
        "How long it takes",
        "number",
        "After how many epochs, of {epochs} at most, will the test accuracy reach {accuracy} %?",
        _epochs,
        low=1,
        high=None,
        unit="epochs",
        fewest=2,
        whole=True,
        until=_reaches,
    ),
    "trend": Source(
        "Whether the test cost falls or rises",
        "sign",
        f"From epoch {{half}} to epoch {{epochs}}: will the test cost fall, stay (within {percent(FLAT, 0)}) or rise?",
        _trend,
        fewest=2,
    ),
    "curve": Source(
        "The curve of the test cost",
        "curve",
        "Sketch how the test cost will go, from the start to the end of {span}.",
        _curve,
        fewest=POINTS - 1,
    ),
}
"""All of them, by what a question is `about`."""
