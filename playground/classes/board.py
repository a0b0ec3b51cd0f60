"""The board: all that the teacher has put before the class, as it is kept in the database."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from playground.classes.contests import Contest
from playground.classes.questions import Question
from playground.classes.trials import Trial

WALL, TILE = "wall", "tile"
MOST_PAST = 60
"""Questions, trials and contests that the results of a class tell of: the last ones."""


@dataclass(frozen=True)
class Handed:
    """A page that was handed out: the number of the hand-out, its address from "/" on, and the title of the page."""

    number: int
    address: str
    title: str


@dataclass(frozen=True)
class Shown:
    """What every learner sees beside the own page: the `wall`, or the `tile` of one member."""

    what: str
    member: int | None = None


@dataclass(frozen=True)
class Sweep:
    """What the machine finds out by itself for the trial of this number: its points so far, whether there are more to
    come, the values that `failed`, and why the last of them did, as a sentence.
    """

    number: int
    computing: bool = True
    points: tuple[tuple[float, float], ...] = ()
    problem: str = ""
    failed: tuple[float, ...] = ()


@dataclass(frozen=True)
class Past:
    """Something that was put before the class, for its results: a "question", a "trial" or a "contest"."""

    what: str
    number: int
    words: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Board:
    """The door, the pace, and what is handed out, asked, tried, contested, collected and shown.

    `until` is when the time is up, by the clock of the server; `last` the number of the last thing that was put here;
    `unanswered` why the engine has no right answer to the question, as a sentence.
    """

    door: bool = True
    approve: bool = False
    names: bool = True
    paused: bool = False
    message: str = ""
    until: float | None = None
    last: int = 0
    handed: Handed | None = None
    question: Question | None = None
    unanswered: str = ""
    trial: Trial | None = None
    sweep: Sweep | None = None
    contest: Contest | None = None
    collecting: bool = False
    shown: Shown | None = None
    past: tuple[Past, ...] = ()

    def numbered(self) -> "Board":
        """The board with one more number given."""
        return replace(self, last=self.last + 1)

    def noted(self, what: str, words: str, choices: tuple[str, ...] = ()) -> "Board":
        """The board with the thing of the last number noted for the results."""
        return replace(self, past=(*self.past, Past(what, self.last, words, choices))[-MOST_PAST:])

    def to_dict(self) -> dict[str, Any]:
        """The board as plain data."""
        parts = {"question": self.question, "trial": self.trial, "contest": self.contest}
        plain = {name: part and part.to_dict() for name, part in parts.items()}
        return asdict(replace(self, question=None, trial=None, contest=None)) | plain


def from_dict(plain: Mapping[str, Any]) -> Board:
    """The board of plain data. Raises ValueError for what no board is."""
    try:
        made = dict(plain)
        for name, read in READERS.items():
            if made.get(name) is not None:
                made[name] = read(made[name])
        return Board(**made)
    except (TypeError, KeyError) as error:
        raise ValueError(f"This is no board of a class: {error}") from None


def _past(plain: Any) -> tuple[Past, ...]:
    return tuple(Past(**{**one, "choices": tuple(one["choices"])}) for one in plain)


def _sweep(plain: Any) -> Sweep:
    points = tuple((x, y) for x, y in plain["points"])
    return Sweep(**{**plain, "points": points, "failed": tuple(plain.get("failed", ()))})


READERS: dict[str, Callable[[Any], Any]] = {
    "handed": lambda plain: Handed(**plain),
    "question": Question.from_dict,
    "trial": Trial.from_dict,
    "contest": Contest.from_dict,
    "shown": lambda plain: Shown(**plain),
    "past": _past,
    "sweep": _sweep,
}
"""How each part that is more than a value is read from plain data."""
