"""Changes in a link: what was done to a run while it trained, each thing at its step: `?changes=120E1_60S0x2x1x-0.5`.

Each change is the number of mini-batches since the one before it, the letter of what was done, and its arguments, with
x between them. Where there are more than a link holds, it says only how many.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.experiment import LIVE, Experiment
from engine.journal import ADD, FREEZE, REMOVE, SET, SWITCH, Event, Journal
from playground.settings import limits
from playground.settings.choices import Number, Setting, Switch, Whole, quoted
from playground.settings.controls import CONTROLS
from playground.settings.experiments import setting_of

MOST_CHANGES = 60
MOST_CHARACTERS = 2_000
MOST_STEPS = 10**12 - 1
MOST_REBUILT = 10_000_000
"""Weights of all networks that are made anew because a neuron is added or removed: about a second of a processor."""
LARGEST = 3.4e38
"""Of a weight: what single precision holds."""


@dataclass(frozen=True)
class Source(Setting):
    """The neuron that a weight comes from; for a bias None, in a link b."""

    def text(self, value: int | None) -> str:
        """Its index, or b."""
        return "b" if value is None else super().text(value)

    def value(self, text: str) -> int | None:
        """The index of a text."""
        return None if text == "b" else _INDEX.value(text)


_STEPS = Whole("steps", None, 0, MOST_STEPS)
_INDEX = Whole("neuron", None, 0, 9_999)
_PLACE = (_INDEX, _INDEX, Source("source", None))
ARGUMENTS: dict[str, tuple[Setting, ...]] = {
    control.field: (setting_of(control),) for control in CONTROLS.values() if control.field in LIVE
} | {
    SET: (*_PLACE, Number("weight", None, -LARGEST, LARGEST, "A weight")),
    FREEZE: (*_PLACE, Switch("frozen")),
    SWITCH: (_INDEX, _INDEX, Switch("on")),
    ADD: (_INDEX,),
    REMOVE: (_INDEX, _INDEX),
}
"""What can happen to a run, and what is said of it in a link."""

_LETTERS = {
    "learning_rate": "E",
    "regularization": "R",
    "regularization_strength": "L",
    "batch_size": "M",
    "augmentation": "D",
    SET: "S",
    FREEZE: "F",
    SWITCH: "T",
    ADD: "A",
    REMOVE: "X",
}
_KINDS = {letter: what for what, letter in _LETTERS.items()}


@dataclass(frozen=True)
class Changes(Setting):
    """What was done to a run since it began, as events in their order."""

    def text(self, value: Sequence[Event]) -> str:
        """The changes, or only how many there are where they do not fit."""
        parts, before = [], 0
        if len(value) > MOST_CHANGES:
            return str(len(value))
        for event in value:
            settings = ARGUMENTS[event.what]
            arguments = (
                setting.text(given).replace("e+", "e") for setting, given in zip(settings, event.arguments, strict=True)
            )
            parts.append(f"{event.step - before}{_LETTERS[event.what]}{'x'.join(arguments)}")
            before = event.step
        text = "_".join(parts)
        return text if len(text) <= MOST_CHARACTERS else str(len(value))

    def fits(self, value: Sequence[Event]) -> bool:
        """Whether a link can hold them."""
        return not self.text(value).isdigit()

    def value(self, text: str) -> tuple[Event, ...]:
        """The changes of a text."""
        if text.isdigit():
            raise ValueError(f"there were too many for it, {quoted(text)}. Ask the sender for the file of the run.")
        parts = re.split(r"_(?=\d+[A-Z])", text, maxsplit=MOST_CHANGES) if text else []
        if len(text) > MOST_CHARACTERS or len(parts) > MOST_CHANGES:
            raise ValueError(f"at most {MOST_CHANGES} of them are read, of {MOST_CHARACTERS:,} characters in all.")
        events: list[Event] = []
        for part in parts:
            events.append(_event(part, events[-1].step if events else 0))
        return tuple(events)

    def problem(self, text: str, why: object) -> str:
        """As for any setting, without quoting it all."""
        return f"The {self.key} in the link cannot be used: {why}"


def _event(text: str, before: int) -> Event:
    found = re.fullmatch(r"(\d+)([A-Z])(.*)", text, re.ASCII)
    what = _KINDS.get(found[2]) if found else None
    if found is None or what is None:
        raise ValueError(f"{quoted(text)} is none. A change is steps, a letter and a value, such as 120E0.5.")
    settings = ARGUMENTS[what]
    parts = found[3].split("x") if len(settings) > 1 else [found[3]]
    if len(parts) != len(settings):
        raise ValueError(f"{quoted(text)} has {len(parts)} values, and {len(settings)} are needed.")
    try:
        step = before + _STEPS.value(found[1])
        return Event(step, what, tuple(setting.value(part) for setting, part in zip(settings, parts, strict=True)))
    except ValueError as error:
        raise ValueError(f"in {quoted(text)}: {error}") from None


CHANGES = Changes("changes", ())


def followed(begun: Experiment, events: Iterable[Event]) -> Journal:
    """The journal of a run that begins as `begun` and is changed like this.

    Raises ValueError, with a sentence, where that makes no sense or is more than the page takes.
    """
    journal, experiment, rebuilt = Journal.of(begun, events), begun, 0
    for event in journal.events:
        experiment = limits.taken(event.after(experiment))
        rebuilt += limits.weights_of(experiment) if event.what in (ADD, REMOVE) else 0
        if rebuilt > MOST_REBUILT:
            raise ValueError("they add or remove neurons of this network more often than a link can: it is too large.")
    return journal.settled()
