"""Marks: what was done to a run while it trained, in words, each at its place on the curves."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from engine.experiment import LIVE, Experiment
from engine.journal import ADD, FREEZE, REMOVE, SET, SWITCH, Event, Journal
from engine.regularizers import REGULARIZERS
from engine.snapshot import Snapshot
from playground.components.charts.line_chart import Mark
from playground.components.diagram.rate_factors import source_name
from playground.components.instruments import good, neuron_names, when_left
from playground.components.shared.numerals import numeral
from playground.runs.run import Run
from playground.runs.shelf import Shelved
from playground.settings.numerals import exactly

MOST = 50
"""Marks on a chart: the newest ones."""
MOST_LINES = 4
"""Lines of one mark."""
SETTINGS = {
    "learning_rate": "η",
    "regularization": "regularization",
    "regularization_strength": "λ",
    "batch_size": "batch size m",
    "augmentation": "distortion",
}
Names = Sequence[Sequence[str]]


def marks(run: Run) -> list[Mark]:
    """A mark for each step at which something was done to the run; what is set before the first is no change."""
    now, journal = run.snapshot, run.journal
    events = [event for event in journal.events if event.step or not event.live]
    steps = list(dict.fromkeys(event.step for event in events))[-MOST:]
    if not steps:
        return []
    places = np.interp(steps, [0, *now.history.batch_step, now.step], [0, *now.history.batch_epoch, now.epochs_done])
    told = groupby(in_words(journal, now, since=steps[0]), key=itemgetter(0))
    lines = [bounded([text for _, text in same]) for _, same in told]
    if earlier := sum(event.step < steps[0] for event in events):
        lines[0].append(f"and {earlier:,} earlier changes")
    return [Mark(float(x), "\n".join(texts)) for x, texts in zip(places, lines, strict=True)]


def bounded(texts: list[str]) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(texts) - MOST_LINES
    return texts if more <= 0 else [*texts[:MOST_LINES], f"and {more:,} more"]


def in_words(journal: Journal, now: Snapshot, since: int = 0) -> Iterator[tuple[int, str]]:
    """The events of a journal from a step on, each with its step and as a learner reads it."""
    names, values, hidden = neuron_names(now), settings(journal.begun), list(journal.begun.hidden)
    for event in journal.events:
        told = event.step >= since
        if event.live:
            before, values[event.what] = values[event.what], event.arguments[0]
            if told and event.step:
                old, new = (value_in_words(event.what, value) for value in (before, values[event.what]))
                yield event.step, f"{SETTINGS[event.what]} {old} → {new}"
            continue
        if told:
            yield event.step, edit_in_words(event, now, names, hidden)
        if event.what in (ADD, REMOVE):
            hidden[event.arguments[0] - 1] += 1 if event.what == ADD else -1


def settings(experiment: Experiment) -> dict[str, Any]:
    """What may change while a run goes on."""
    return {name: getattr(experiment, name) for name in LIVE}


def value_in_words(name: str, value: Any) -> str:
    """A value of a setting as a learner reads it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return REGULARIZERS[value].label if name == "regularization" else exactly(value)


def edit_in_words(event: Event, now: Snapshot, names: Names, hidden: Sequence[int]) -> str:
    """An edit of a network that has so many neurons in each hidden layer at that time."""

    def neuron(layer: int, index: int) -> str:
        if layer == 0:
            return source_name(names[0], now.sizes[0], index)
        return f"h{layer}.{index + 1}" if layer <= len(hidden) else names[-1][index]

    def parameter(layer: int, j: int, k: int | None) -> str:
        to = neuron(layer + 1, j)
        return f"bias of {to}" if k is None else f"weight from {neuron(layer, k)} to {to}"

    what, arguments = event.what, event.arguments
    if what == SET:
        return f"{parameter(*arguments[:3])} set to {numeral(arguments[3])}"
    if what == FREEZE:
        return f"{parameter(*arguments[:3])} {'frozen' if arguments[3] else 'no longer frozen'}"
    if what == SWITCH:
        return f"{neuron(*arguments[:2])} switched {'on again' if arguments[2] else 'off'}"
    layer = arguments[0]
    if what == ADD:
        return f"neuron {neuron(layer, hidden[layer - 1])} added to hidden layer {layer}"
    return f"neuron {neuron(*arguments)} removed from hidden layer {layer}"


def in_short(rival: Shelved, beside: Experiment) -> str:
    """What an earlier run was: how long it went and how well, and which of its settings are others than `beside`."""
    then, now = rival.stand.experiment, settings(beside)
    told = [rival.name, good(rival), when_left(rival)]
    if then.hidden != beside.hidden:
        told.append("-".join(map(str, then.hidden)) or "no hidden layer")
    others = [name for name, value in settings(then).items() if value != now[name]]
    told += [f"{SETTINGS[name]} {value_in_words(name, getattr(then, name))}" for name in others]
    return " · ".join(told)
