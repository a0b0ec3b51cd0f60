"""Contests: what a class competes for, each goal declared once, with its rules, its score and its table of results."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from engine.data import SOURCES
from engine.data.dataset import REGRESSION
from playground.classes import linked_run
from playground.classes.linked_run import LinkedRun
from playground.settings.controls import CONTROLS
from playground.settings.numerals import exactly, percent

MOST_EPOCHS = 1_000
MOST_ADDRESS = linked_run.MOST_CHARACTERS
MOST_ENTRIES = 10_000
"""Of all members together, in one table."""
NEARLY = 1e-9
"""Shares that differ by less are the same: 0.97 is typed, and 97 of 100 counted."""

Score = dict[str, Any]
"""What was judged, as plain data: the `value` that counts, `words`, and `weights`, `accuracy`, `cost` and `epoch`."""


@dataclass(frozen=True)
class Facts:
    """What a replayed run came to at the end of `epoch`: the weights that are not zero, its accuracy (a share; NaN
    where there is none) and cost on the test data, and the `lowest` test cost at the end of any epoch so far, and of
    which.
    """

    epoch: int
    weights: int
    accuracy: float
    cost: float
    lowest: float
    lowest_epoch: int


@dataclass(frozen=True)
class Contest:
    """One contest of a class, its `number` counting from 1, about the hand-out at this `address`.

    `accuracy` is the share of the test data that has to be right, None where the goal asks for none. No more than the
    first `epochs` of a run count. While it is `open`, runs are handed in.
    """

    number: int
    goal: str
    accuracy: float | None
    epochs: int
    address: str
    open: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The contest as plain data."""
        return dict(vars(self))

    @classmethod
    def from_dict(cls, plain: Any) -> "Contest":
        """The contest of `to_dict`. Raises ValueError for anything else."""
        if not isinstance(plain, Mapping) or plain.keys() != set(cls.__dataclass_fields__):
            raise ValueError("This is no contest: it is damaged.")
        contest = cls(**plain)
        if not contest._is_whole():
            raise ValueError("This is no contest: it is damaged.")
        return contest

    def _is_whole(self) -> bool:
        goal = GOALS.get(self.goal) if isinstance(self.goal, str) else None
        if goal is None or not (type(self.number) is int and self.number >= 1 and type(self.open) is bool):
            return False
        accuracy = _is_share(self.accuracy) if goal.needs_accuracy else self.accuracy is None
        address = isinstance(self.address, str) and len(self.address) <= MOST_ADDRESS
        return accuracy and address and _is_epochs(self.epochs)


@dataclass(frozen=True)
class Goal:
    """What a contest can be about: a name, a `label` for the teacher, what it says to the class, and how runs are told
    apart.

    `value` is what counts of a run, less being better, with its words; it raises ValueError, with a sentence, for a run
    that does not count. Of equal values the one with the smaller `second` is ahead. With `at_the_end` it is the last
    epoch of a run that counts, and else the best one. `keeps` are the settings, by field, that a run must share with
    the hand-out, apart from its data.
    """

    name: str
    label: str
    words: Callable[[Contest], str]
    value: Callable[[Contest, Facts], tuple[float, str]]
    second: Callable[[Score], float] = field(default=lambda score: 0.0)
    needs_accuracy: bool = False
    at_the_end: bool = False
    keeps: tuple[str, ...] = ()


def _fewest_in_words(contest: Contest) -> str:
    return (
        f"Reach a test accuracy of {_needed(contest)} or more with as few weights as you can. Weights that are 0 do "
        "not count, and biases never do. Of equally few, the higher accuracy wins. What counts is your run at the end "
        f"of its last whole epoch, epoch {contest.epochs:,} at the latest, with all that you did to it until then: "
        "weights set by hand and neurons removed too."
    )


def _fewest(contest: Contest, facts: Facts) -> tuple[float, str]:
    assert contest.accuracy is not None
    if not facts.accuracy >= contest.accuracy - NEARLY:
        near = round(100 * facts.accuracy, 1) >= 100 * contest.accuracy - NEARLY  # more digits tell them apart
        reached = percent(facts.accuracy, 3 if near else 1)
        raise ValueError(f"Your run reached {reached} on the test data; {_needed(contest)} are needed.")
    weights = "1 weight" if facts.weights == 1 else f"{facts.weights:,} weights"
    return facts.weights, f"{weights}, {percent(facts.accuracy)} on the test data"


def _needed(contest: Contest) -> str:
    assert contest.accuracy is not None
    return f"{exactly(round(100 * contest.accuracy, 6))} %"


def _lowest_in_words(contest: Contest) -> str:
    return (
        f"Reach the lowest cost on the test data within {contest.epochs:,} epochs. The cost function stays as it was "
        "handed out. What counts is the best epoch of your run, up to the last whole one, with all that you did to it "
        "until then: weights set by hand too."
    )


def _lowest(contest: Contest, facts: Facts) -> tuple[float, str]:
    if not math.isfinite(facts.lowest):
        raise ValueError("The cost of your run on the test data is not a finite number.")
    return facts.lowest, f"a test cost of {facts.lowest:.4g} at epoch {facts.lowest_epoch:,}"


GOALS: dict[str, Goal] = {
    goal.name: goal
    for goal in (
        Goal(
            "fewest-weights",
            "A test accuracy with the fewest weights",
            _fewest_in_words,
            _fewest,
            second=lambda score: -score["accuracy"],
            needs_accuracy=True,
            at_the_end=True,
        ),
        Goal("lowest-cost", "The lowest test cost within some epochs", _lowest_in_words, _lowest, keeps=("cost",)),
    )
}
"""What a contest can be about, by name."""


def made(order: Mapping[str, Any], number: int, address: str) -> Contest:
    """The contest that a teacher orders, about what is handed out at `address`: goal, epochs and accuracy (a share).

    Raises ValueError, with a sentence, where that makes no sense.
    """
    name = order.get("goal")
    goal = GOALS.get(name) if isinstance(name, str) else None
    if goal is None:
        raise ValueError(f"There is no such goal; choose from {', '.join(GOALS)}.")
    epochs = order.get("epochs")
    epochs = MOST_EPOCHS if epochs is None and goal.needs_accuracy else epochs
    if not _is_epochs(epochs):
        raise ValueError(f"A challenge goes over 1 to {MOST_EPOCHS:,} epochs, in whole numbers.")
    accuracy = order.get("accuracy") if goal.needs_accuracy else None
    if goal.needs_accuracy and not _is_share(accuracy):
        raise ValueError("The test accuracy to be reached is above 0 % and at most 100 %.")
    if len(address) > MOST_ADDRESS:
        raise ValueError("What is handed out is too large for a challenge: its address is too long.")
    _require_possible(goal, _handed_out(address))
    return Contest(number, goal.name, None if accuracy is None else float(accuracy), epochs, address)


def _handed_out(address: str) -> LinkedRun:
    try:
        return linked_run.read_address(address)
    except ValueError as error:
        raise ValueError(f"A challenge is about a run: hand out a set-up of the Playground first. {error}") from None


def _require_possible(goal: Goal, handed: LinkedRun) -> None:
    source = SOURCES[handed.journal.begun.dataset]
    if goal.needs_accuracy and source.task == REGRESSION:
        raise ValueError("These data ask for a number, and so there is no accuracy: take the lowest test cost.")


def words(contest: Contest) -> str:
    """What the class is told of a contest."""
    return GOALS[contest.goal].words(contest)


def require_rules(contest: Contest, run: LinkedRun) -> None:
    """Raise ValueError, with a sentence, unless a run keeps to the rules.

    It learns from the very data of the hand-out, has what the goal keeps as it is there, and what is locked there too.
    """
    handed = linked_run.read_address(contest.address)
    if not run.learns_from_the_same(handed):
        raise ValueError("Your run learns from other data than were handed out: choose those, with the same settings.")
    labels = {control.field: control.label for control in CONTROLS.values()}
    for name in dict.fromkeys((*GOALS[contest.goal].keeps, *handed.locked)):
        given = {getattr(e, name) for e in handed.as_it_went()}
        if not {getattr(e, name) for e in run.as_it_went()} <= given:
            raise ValueError(f"In this challenge one setting stays as it was handed out: {labels[name]}.")


def score(contest: Contest, facts: Facts) -> Score:
    """What a run that came to this is worth. Raises ValueError, with a sentence, for one that does not count."""
    value, said = GOALS[contest.goal].value(contest, facts)
    accuracy, cost = (figure if math.isfinite(figure) else None for figure in (facts.accuracy, facts.cost))
    figures = {"weights": facts.weights, "accuracy": accuracy, "cost": cost, "epoch": facts.epoch}
    return {"value": value, "words": said, **figures}


def table(contest: Contest, entries: Iterable[tuple[Any, Score, float]]) -> list[dict[str, Any]]:
    """The results, the best first: of each member, whose `score` was handed in at a time, the best one.

    A row is {place, member, score, words}, its score the value that counts. Equal ones share a place; the one that was
    handed in first stands first.
    """
    second = GOALS[contest.goal].second
    best: dict[Any, tuple[tuple[float, float], float, Score]] = {}
    for member, given, at in list(entries)[:MOST_ENTRIES]:
        new = (given["value"], second(given)), at, given
        if member not in best or new[:2] < best[member][:2]:
            best[member] = new
    ranked = sorted(best.items(), key=lambda item: item[1][:2])
    keys = [key for _, (key, _, _) in ranked]
    return [
        {"place": keys.index(key) + 1, "member": member, "score": given["value"], "words": given["words"]}
        for member, (key, _, given) in ranked
    ]


def _is_epochs(value: Any) -> TypeGuard[int]:
    return type(value) is int and 1 <= value <= MOST_EPOCHS


def _is_share(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float) and 0 < value <= 1
