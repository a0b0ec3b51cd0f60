"""Bets: what a learner commits to before an exhibit shows it, and the engine's own numbers that settle it.

A lesson declares its bets as data. A bet is never told its answer: it reads it from what the exhibit found, so that a
card says what the exhibit shows.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from playground.components.shared.mailbox import is_number
from playground.components.shared.numerals import numeral
from playground.components.shared.wire import pack

Facts = Mapping[str, Any]
"""What an exhibit found at its last drawing, by names that its bets know."""
Guess = float | str | None
SIGNS = ("−", "0", "+")
A_WORD = re.compile(r"[a-z]{2}|a ")


@dataclass(frozen=True)
class Answer:
    """What became of a card: the `guess` and the `truth`, whether it was `right`, and a sentence.

    A bet whose truth is still to come, and a task that is not reached, is neither right nor wrong. A card that was
    right in a link knows no more than that.
    """

    guess: Guess = None
    truth: Guess = None
    right: bool | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Bet(ABC):
    """One card: what it `asks`, and how an answer is settled.

    `name` is its name in links, one of its own among all lessons. Once the learner has committed, the exhibit begins
    as the lesson's own address would have it with the query `shows`, and does what `plays` does; before that, the view
    of the key `hides` is not seen. `truth` reads from the facts what settles it, None while it is still to come.
    `right` and `wrong` are sentences in which {guess}, {truth} and any fact in braces stand for their values.
    """

    kind: ClassVar[str]
    name: str
    asks: str
    truth: Callable[[Facts], Any]
    right: str
    wrong: str
    shows: Mapping[str, str] = field(default_factory=dict)
    plays: Callable[[], None] = lambda: None
    hides: str = ""

    @abstractmethod
    def takes(self, guess: object) -> bool:
        """Whether that is a guess; a browser may send anything."""

    @abstractmethod
    def is_right(self, guess: Any, truth: Any) -> bool:
        """Whether the guess is near enough to the truth."""

    @property
    def choices(self) -> dict[str, Any]:
        """What the card needs to let the learner commit."""
        return {}

    def read(self, facts: Facts) -> Guess:
        """The truth as guesses are written; None while it is still to come."""
        found: Guess = self.asked(facts)
        return found

    def asked(self, facts: Facts) -> Any:
        """What `truth` finds; None where the exhibit shows another part, whose facts are others."""
        try:
            return self.truth(facts)
        except KeyError:
            return None

    def settled(self, answer: Answer, facts: Facts) -> Answer:
        """The answer with its truth, where the facts tell it and it was not told before."""
        truth = self.read(facts) if answer.right is None else None
        if truth is None:
            return answer
        right = self.is_right(answer.guess, truth)
        return Answer(answer.guess, truth, right, self.says(self.right if right else self.wrong, answer, truth, facts))

    def says(self, words: str, answer: Answer, truth: Guess, facts: Facts) -> str:
        """A sentence with its numbers; the last one stays where the exhibit shows another part."""
        values = {**facts, "guess": answer.guess, "truth": truth}
        try:
            told = words.format(**{name: _told(value) for name, value in values.items()})
        except KeyError:
            return answer.words
        return told[0].upper() + told[1:] if A_WORD.match(told) else told


def _told(value: Any) -> Any:
    return numeral(value) if isinstance(value, float) else value


@dataclass(frozen=True, kw_only=True)
class Line(Bet):
    """A number to be dragged along a line from `low` to `high`; right if it is at most `off` away.

    On a logarithmic line `off` is a factor, and a `step` is a share of a power of ten, as on a dial.
    """

    kind = "line"
    low: float
    high: float
    off: float
    step: float
    unit: str = ""
    log: bool = False

    def takes(self, guess: object) -> bool:
        """A number on the line."""
        return is_number(guess) and self.low <= guess <= self.high

    def is_right(self, guess: float, truth: float) -> bool:
        """Whether it is close enough."""
        if self.log:
            return bool(truth > 0 and abs(np.log(guess / truth)) <= np.log(self.off))
        return abs(guess - truth) <= self.off + 1e-9

    def read(self, facts: Facts) -> Guess:
        """The number, as a float."""
        truth = self.asked(facts)
        return None if truth is None else float(truth)

    @property
    def choices(self) -> dict[str, Any]:
        """The line."""
        return {name: getattr(self, name) for name in ("low", "high", "step", "unit", "log")}


@dataclass(frozen=True, kw_only=True)
class Pick(Bet):
    """One of a few `options`; the truth is one of them."""

    kind = "pick"
    options: tuple[str, ...]

    def takes(self, guess: object) -> bool:
        """One of the options."""
        return isinstance(guess, str) and guess in self.options

    def is_right(self, guess: str, truth: str) -> bool:
        """Whether it is the same one."""
        return guess == truth

    @property
    def choices(self) -> dict[str, Any]:
        """The options."""
        return {"options": self.options}


@dataclass(frozen=True, kw_only=True)
class Sign(Pick):
    """The sign of a number, which is the truth."""

    options: tuple[str, ...] = SIGNS

    def read(self, facts: Facts) -> Guess:
        """The sign."""
        truth = self.asked(facts)
        return None if truth is None else SIGNS[int(np.sign(truth)) + 1]


@dataclass(frozen=True, kw_only=True)
class Shape(Pick):
    """One of a few small `curves` (n,) by their names; the truth is the name of one, or a curve that one is nearest to.

    Its options are the names.
    """

    kind = "shape"
    options: tuple[str, ...] = ()
    curves: Mapping[str, ArrayLike]

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(self.curves))

    def read(self, facts: Facts) -> Guess:
        """The name of the curve that is nearest to the true one."""
        true = self.asked(facts)
        if true is None:
            return None
        return min(self.curves, key=lambda name: float(np.abs(np.asarray(self.curves[name]) - true).max()))

    @property
    def choices(self) -> dict[str, Any]:
        """The curves by their names."""
        return {"options": self.options, "curves": [pack(self.curves[name], "f4") for name in self.options]}


@dataclass(frozen=True, kw_only=True)
class Task(Bet):
    """Something to be reached by hand: its truth is whether it is, and `wrong` says how far it has come."""

    kind = "task"

    def takes(self, guess: object) -> bool:
        """There is nothing to be guessed."""
        return guess is None

    def is_right(self, guess: None, truth: bool) -> bool:
        """Whether it is reached."""
        return truth

    def settled(self, answer: Answer, facts: Facts) -> Answer:
        """Right once it is reached, and until then not wrong either."""
        if answer.right is not None:
            return answer
        reached = bool(self.asked(facts))
        words = self.says(self.right if reached else self.wrong, answer, None, facts)
        return Answer(None, None, True if reached else None, words)
