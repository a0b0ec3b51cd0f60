"""The Journal: what was done to a run since it began, each thing at its step; experiment and journal make the run.

    trainer = Trainer(experiment).train(epochs=5)
    trainer.change(learning_rate=1.0)
    trainer.train(epochs=5)
    again = Trainer.replay(trainer.journal, trainer.step)  # the same numbers, bit for bit

That holds for the same machine and version: another processor may round matrix products otherwise.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import zip_longest
from numbers import Integral, Real
from types import NoneType
from typing import Any

from engine.edits import LARGEST
from engine.experiment import LIVE, Experiment
from engine.names import quoted, require_known

SET, FREEZE, SWITCH, ADD, REMOVE = EDITS = ("set", "freeze", "switch", "add", "remove")
"""The edits of a network, by name: a value set, a parameter frozen, a neuron switched off, added, removed."""

KINDS = (*LIVE, *EDITS)
"""What can happen to a run: a change of a hyper-parameter, by its name, or an edit."""

MOST_EVENTS = 10_000

_SHAPES = {SET: 4, FREEZE: 4, SWITCH: 3, ADD: 1, REMOVE: 2} | dict.fromkeys(LIVE, 1)
_REPEATED = {SET: 3, FREEZE: 3, SWITCH: 2} | dict.fromkeys(set(LIVE) - {"batch_size"}, 0)


@dataclass(frozen=True)
class Event:
    """One thing that was done, after `step` mini-batches.

    `what` is one of `KINDS`. The `arguments` of an edit are those of `Trainer.edit`; a hyper-parameter has its new
    value alone.
    """

    step: int
    what: str
    arguments: tuple[Any, ...]

    def __post_init__(self) -> None:
        require_known("event", self.what, KINDS)
        plain = all(value is None or isinstance(value, (str, bool, int, float)) for value in self.arguments)
        if type(self.step) is not int or self.step < 0 or len(self.arguments) != _SHAPES[self.what] or not plain:
            raise ValueError(f"This is no event of a run: {quoted([self.step, self.what, *self.arguments])}.")

    @property
    def live(self) -> bool:
        """Whether it is the change of a hyper-parameter."""
        return self.what in LIVE

    def outdates(self, other: "Event") -> bool:
        """Whether nothing is left of `other`, the event right before this one."""
        if self.step != other.step or self.what != other.what or self.what not in _REPEATED:
            return False
        named = _REPEATED[self.what]
        return self.arguments[:named] == other.arguments[:named]

    def after(self, experiment: Experiment) -> Experiment:
        """What is trained once it has happened. Raises ValueError where it makes no sense."""
        if self.live:
            return experiment.changed(**{self.what: self.arguments[0]})
        if self.what in (ADD, REMOVE):
            layer = self.arguments[0]
            if type(layer) is not int or not 1 <= layer <= len(experiment.hidden):
                raise ValueError(f"There is no hidden layer {quoted(layer)} that could have more or fewer neurons.")
            hidden = list(experiment.hidden)
            hidden[layer - 1] += 1 if self.what == ADD else -1
            return experiment.changed(hidden=tuple(hidden))
        return experiment

    def require_fit(self, sizes: Sequence[int]) -> None:
        """Raise ValueError unless a network with layers of these sizes, (n_1, ..., n_L), can be edited like this."""
        match self.what, self.arguments:
            case (("set" | "freeze"), (layer, j, k, _)):
                below, above = _size(sizes[:-1], layer), _size(sizes[1:], layer)
                there = _is_index(j, above) and (below > 0 if k is None else _is_index(k, below))
            case ("switch", (layer, neuron, _)) | ("remove", (layer, neuron)):
                there = _is_index(neuron, _size(sizes[:-1], layer))
            case _:
                return
        if not there:
            raise ValueError("This network has no such weight, bias or neuron.")
        given = self.arguments[-1]
        if self.what == SET and (isinstance(given, (str, NoneType)) or not abs(given) <= LARGEST):
            raise ValueError(f"A weight cannot be {quoted(given)}: it is a finite number in single precision.")
        if self.what in (FREEZE, SWITCH) and given not in (False, True):
            raise ValueError(f"On or off is True or False, not {quoted(given)}.")


@dataclass(frozen=True)
class Journal:
    """The `events` of a run that began as the experiment `begun`, in their order.

    `whole` says whether that is all: the journal of a run that came from elsewhere, such as from a file of version 1,
    knows only what was done since.
    """

    begun: Experiment
    events: tuple[Event, ...] = ()
    whole: bool = True

    def noting(self, event: Event) -> "Journal":
        """This journal with one more event. Raises ValueError where it is full."""
        events = self.events
        if events and event.outdates(events[-1]):
            events = events[:-1]
            before = replace(self, events=events)
            if event.live and event.after(before.experiment) == before.experiment:
                return before
        replace(self, events=events).require_room(1)
        return replace(self, events=(*events, event))

    def require_room(self, count: int = 2 * len(LIVE)) -> None:
        """Raise ValueError unless so many more events fit: usually all settings, changed twice at once."""
        if len(self.events) + count > MOST_EVENTS:
            raise ValueError(
                f"This run was changed {len(self.events):,} times, and no more is kept of it: go on with a new run."
            )

    def noting_changes(self, step: int, before: Experiment, after: Experiment) -> "Journal":
        """This journal with an event for each hyper-parameter that `before` and `after` this step differ in."""
        journal = self
        for name in LIVE:
            if getattr(before, name) != getattr(after, name):
                journal = journal.noting(Event(step, name, plain([getattr(after, name)])))
        return journal

    def settled(self) -> "Journal":
        """The same run, told so that it begins with the hyper-parameters of its first mini-batch."""
        first = [event for event in self.events if event.live and not event.step]
        begun = reduce(lambda experiment, event: event.after(experiment), first, self.begun)
        edits = [event for event in self.events if not event.live and not event.step]
        settled = reduce(Journal.noting, edits, replace(self, begun=begun, events=()))  # edits are neighbours now
        return replace(settled, events=(*settled.events, *(event for event in self.events if event.step)))

    def before(self, step: int) -> "Journal":
        """The journal as it was when the mini-batch before this step had just been trained on."""
        return replace(self, events=tuple(event for event in self.events if event.step < step))

    def parts_from(self, other: "Journal") -> float:
        """The step up to which runs of both journals are one: where one was changed otherwise; infinite if never."""
        if (self.begun, self.whole) != (other.begun, other.whole):
            return 0
        pairs = zip_longest(self.events, other.events)
        differing = next((pair for pair in pairs if pair[0] != pair[1]), ())
        return min((event.step for event in differing if event), default=math.inf)

    @property
    def experiment(self) -> Experiment:
        """What is trained after all of it. Raises ValueError where an event makes no sense."""
        experiment = self.begun
        for event in self.events:
            experiment = event.after(experiment)
        return experiment

    def require_fit(self, sizes: Sequence[int]) -> None:
        """Raise ValueError unless the network of the run, with layers of these sizes at first, has what is edited."""
        experiment = self.begun
        for event in self.events:
            event.require_fit((sizes[0], *experiment.hidden, sizes[-1]))
            experiment = event.after(experiment)

    def to_list(self) -> list[list[Any]]:
        """The events as plain data: step, what, arguments."""
        return [[event.step, event.what, *event.arguments] for event in self.events]

    @classmethod
    def of(cls, begun: Experiment, events: Iterable[Event]) -> "Journal":
        """What the run that begins as `begun` would note while all this is done to it, in this order.

        What changes nothing is left out. Raises ValueError where an event makes no sense, as far as the experiment
        tells, or there are too many.
        """
        journal, experiment = cls(begun), begun
        for event in events:
            after = event.after(experiment)
            if not event.live or after != experiment:
                journal = journal.noting(event)
            experiment = after
        return journal

    @classmethod
    def from_list(cls, begun: Experiment, events: Any, whole: bool = True) -> "Journal":
        """The journal of `to_list`. Raises ValueError, with a sentence, for anything else."""
        if not isinstance(events, list) or len(events) > MOST_EVENTS or not all(map(_is_event, events)):
            raise ValueError("This is no journal of a run: it must be a list of events, each a step and what was done.")
        journal = cls(begun, tuple(Event(step, what, tuple(arguments)) for step, what, *arguments in events), whole)
        steps = [event.step for event in journal.events]
        if steps != sorted(steps):
            raise ValueError("This is no journal of a run: its steps do not count up.")
        return journal


def _is_index(value: Any, size: int) -> bool:
    return type(value) is int and 0 <= value < size


def _size(sizes: Sequence[int], layer: Any) -> int:
    """The neurons of a layer, 0 where there is none."""
    return sizes[layer] if _is_index(layer, len(sizes)) else 0


def _is_event(plain: Any) -> bool:
    return isinstance(plain, list) and len(plain) >= 2


def plain(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Arguments as plain Python: NumPy's numbers as the numbers that they are, exactly."""
    return tuple(_plain(value) for value in arguments)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    return bool(value)
