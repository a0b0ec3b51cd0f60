"""Questions: what a teacher asks the class, what a learner may answer, and the right answer by the engine."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from engine import Dataset, Experiment
from playground.classes.question_sources import POINTS, SOURCES, Right, Source
from playground.classes.question_training import SECONDS, Over, never, trained
from playground.classes.question_values import (
    MOST_EPOCHS,
    address_of,
    line_of,
    number_of,
    rounded,
    whole_of,
)
from playground.settings.choices import quoted
from playground.settings.numerals import exactly

NUMBER, CHOICE, SIGN, CURVE = KINDS = ("number", "choice", "sign", "curve")
SIGNS = ("down", "flat", "up")
LESSON = "lesson"
MOST_WORDS, MOST_CHOICE, MOST_UNIT = 300, 80, 20
FEWEST_CHOICES, MOST_CHOICES = 2, 6
USUAL_EPOCHS, USUAL_ACCURACY = 50, 95.0

Answer = float | int | list[float]


@dataclass(frozen=True)
class Question:
    """A question to the class.

    Of the kind "number" the answer is a number on a line from `low` to `high`, in a `unit`; of a "choice" or a "sign"
    the index of one of the `choices`; of a "curve" so many `points` as numbers from `low` to `high`. It is `about` one
    of `SOURCES`, over so many `epochs` of the set-up at the `address` (until an `accuracy` in percent, if that is
    asked); or about a "lesson"; or "", the teacher's own. `right` is None where the right answer is not known (yet).

    Raises ValueError, with a sentence, for what makes no question.
    """

    number: int
    kind: str
    words: str
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    points: int = 0
    about: str = ""
    epochs: int = 0
    accuracy: float = 0.0
    address: str = ""
    right: Right | None = None
    open: bool = True
    revealed: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"A question asks for one of {', '.join(KINDS)}, not {quoted(str(self.kind)[:60])}.")
        if self.about not in ("", LESSON, *SOURCES):
            raise ValueError(f"Nothing is known of what this question is about: {quoted(str(self.about)[:60])}.")
        if not self._put("words", line_of(self.words, MOST_WORDS, "A question")):
            raise ValueError("Write the question.")
        self._put("number", whole_of(self.number, "The number of a question", 0, 10**9))
        self._put("unit", line_of(self.unit, MOST_UNIT, "The unit"))
        if type(self.open) is not bool or type(self.revealed) is not bool:
            raise ValueError("A question is open or not, and revealed or not.")
        self._check_choices()
        self._check_line()
        if self.source:
            self._check_source(self.source)
        if self.right is not None:
            self._put("right", self._sound(self.right))

    def _put(self, name: str, value: Any) -> Any:
        object.__setattr__(self, name, value)
        return value

    def _check_choices(self) -> None:
        if self.kind != CHOICE:
            self._put("choices", SIGNS if self.kind == SIGN else ())
            return
        if not isinstance(self.choices, (list, tuple)) or not FEWEST_CHOICES <= len(self.choices) <= MOST_CHOICES:
            raise ValueError(f"Give {FEWEST_CHOICES} to {MOST_CHOICES} choices.")
        choices = tuple(line_of(choice, MOST_CHOICE, "A choice") for choice in self.choices)
        if not all(choices) or len(set(choices)) < len(choices):
            raise ValueError("Each choice needs words of its own.")
        self._put("choices", choices)

    def _check_line(self) -> None:
        low, high = number_of(self.low, "The low end of the line"), number_of(self.high, "The high end of the line")
        if not low < high:
            raise ValueError(f"The line must go up: {exactly(low)} is not below {exactly(high)}.")
        self._put("low", low)
        self._put("high", high)
        self._put("points", POINTS if self.kind == CURVE else 0)

    def _check_source(self, source: Source) -> None:
        if self.kind != source.kind:
            raise ValueError(f"“{source.label}” is asked as a {source.kind}, not as a {self.kind}.")
        if not source.ends[0] <= self.low < self.high <= source.ends[1]:
            raise ValueError(
                f"{source.label} lies {_range(*source.ends)}: the line cannot go from {exactly(self.low)} to "
                f"{exactly(self.high)}."
            )
        if source.whole and (self.low % 1 or self.high % 1):
            raise ValueError(f"{source.label} is counted in whole {source.unit}: so are the ends of the line.")
        if not self.address:
            raise ValueError("Hand out a set-up of the Playground first: that is what the question is about.")
        self._put("address", address_of(self.address))
        self._put("epochs", whole_of(self.epochs, "The number of epochs", source.fewest, MOST_EPOCHS))
        accuracy = number_of(self.accuracy, "The accuracy to be reached")
        if not 0 <= accuracy <= 100:
            raise ValueError("The accuracy to be reached must be a number from 0 to 100 percent.")
        self._put("accuracy", accuracy)

    def _sound(self, right: Any) -> Right:
        if self.kind == CURVE:
            if not isinstance(right, (list, tuple)) or len(right) != self.points:
                raise ValueError(f"The right curve must have {self.points} points.")
            return tuple(number_of(point, "A point of the right curve") for point in right)
        if self.kind == NUMBER:
            value = number_of(right, "The right answer")
            return int(value) if self.whole else value
        return whole_of(right, "The right choice", 0, len(self.choices) - 1)

    @property
    def source(self) -> Source | None:
        """What the engine answers it by, if it can."""
        return SOURCES.get(self.about)

    @property
    def whole(self) -> bool:
        """Whether its numbers are whole ones."""
        return self.source is not None and self.source.whole

    def shown(self) -> dict[str, Any]:
        """What the whole class may know, as plain data: nothing of the right answer until it is revealed."""
        names = ["number", "kind", "words", "choices", "low", "high", "unit", "points", "open", "revealed"]
        plain = self.to_dict()
        return {name: plain[name] for name in (*names, *(["right"] if self.revealed else []))}

    def to_dict(self) -> dict[str, Any]:
        """The question as plain data, with the right answer: for the database alone."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """The question of `to_dict`. Raises ValueError, with a sentence, for anything else."""
        if not isinstance(plain, Mapping) or not {"number", "kind", "words"} <= plain.keys():
            raise ValueError("This is no question.")
        if strange := plain.keys() - {field.name for field in fields(cls)}:
            raise ValueError(f"A question has no {quoted(str(min(strange, key=str))[:60])}.")
        try:
            return cls(**plain)
        except TypeError as error:
            raise ValueError("This is no question.") from error


def _range(low: float, high: float) -> str:
    return f"from {exactly(low)} to {exactly(high)}" if high < float("inf") else f"from {exactly(low)} on"


def made(order: Mapping[str, Any], number: int, address: str = "") -> Question:
    """The question that a teacher's order asks for: the one of this `number`, about the set-up at this `address`.

    The order has what it is `about`; `words`, `low`, `high` and `unit`, which follow from that where they are left out;
    `epochs` and `accuracy`; of the teacher's own the `kind`, the `choices` and, if the teacher knows it, what is
    `right`. Raises ValueError, with a sentence, for what makes no question.
    """
    about = order.get("about") or ""
    source = SOURCES.get(about) if isinstance(about, str) else None
    given = {name: order.get(name) for name in ("kind", "words", "choices", "low", "high", "unit", "right")}
    usual: dict[str, Any] = {}
    if source:
        usual = _usual(source, order)
        given["right"] = None  # the engine alone knows
    chosen = {name: value for name, value in given.items() if value not in (None, "", [])}
    merged = {"kind": "", "words": "", "about": about, "address": address if source else ""} | usual | chosen
    return Question.from_dict(merged | {"number": number})


def _usual(source: Source, order: Mapping[str, Any]) -> dict[str, Any]:
    """What a question about this is like where the teacher does not say."""
    given = {name: value for name, value in order.items() if value not in (None, "")}
    epochs = whole_of(given.get("epochs", USUAL_EPOCHS), "The number of epochs", source.fewest, MOST_EPOCHS)
    accuracy = number_of(given.get("accuracy", USUAL_ACCURACY), "The accuracy to be reached")
    return {
        "kind": source.kind,
        "words": source.asks(epochs, accuracy),
        "low": source.low,
        "high": epochs if source.high is None else source.high,
        "unit": source.unit,
        "epochs": epochs,
        "accuracy": accuracy,
    }


def offered() -> list[dict[str, Any]]:
    """What the engine can answer, as plain data for the page that asks: each an order to begin with, and its label."""
    asked = {"epochs": USUAL_EPOCHS, "accuracy": USUAL_ACCURACY}
    return [{"about": about, "label": source.label, **_usual(source, asked)} for about, source in SOURCES.items()]


def taken(question: Question, value: Any) -> Answer:
    """A learner's answer as it is kept: what lies beyond the line is moved to its end.

    Raises ValueError, with a sentence, where the question is closed or this is no answer to it.
    """
    if not question.open:
        raise ValueError("This question is closed: answers are no longer taken.")
    if question.kind == CURVE:
        if not isinstance(value, (list, tuple)) or len(value) != question.points:
            raise ValueError(f"A curve of {question.points} points is asked for.")
        return [_on_line(question, point, "Each point of the curve") for point in value]
    if question.kind == NUMBER:
        number = _on_line(question, value, "The answer")
        return round(number) if question.whole else number
    try:
        return whole_of(value, "The answer", 0, len(question.choices) - 1)
    except ValueError:
        raise ValueError("Choose one of the answers.") from None


def _on_line(question: Question, value: Any, what: str) -> float:
    number = rounded(number_of(value, what), 6)
    return min(max(number, question.low), question.high)


def right_answer(
    question: Question,
    experiment: Experiment,
    data: Dataset | None = None,
    *,
    over: Over = never,
    seconds: float = SECONDS,
) -> Right:
    """The right answer, found by training the experiment (on `data`, where those are the teacher's own).

    It takes a processor for `seconds` at most; between two slices `over` may say stop. Made for another thread. Raises
    ValueError, with a sentence, where it takes longer, where it is stopped, and where there is no right answer.
    """
    source = question.source
    if source is None:
        raise ValueError("Only the teacher knows the right answer to this question.")
    until = source.until(question.accuracy)
    trainer = trained(experiment, question.epochs, data, seconds=seconds, over=over, until=until)
    if trainer.problem:
        raise ValueError(
            f"There is no right answer: at step {trainer.step + 1:,} the weights grow beyond all bounds, and the run "
            "stops."
        )
    return source.right(trainer, question.epochs, question.accuracy)
