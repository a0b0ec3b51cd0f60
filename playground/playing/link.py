"""Links: all that is set on the playground page as the query of an address, short and readable, and back.

Only what differs from what a learner finds first stands in a link, each under the key of its control:
`?dataset=spiral&hidden-layers=8,8&learning-rate=0.15`. `hide` and `lock` name the controls that the sender hides, or
shows without letting them change; `points` are the points of a data set of one's own; `gallery` is the run of the
gallery whose promise or published figures stand beside the run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment
from engine.data import SOURCES
from engine.experiment import LIMITS
from playground.components.diagram.diagram_ops import place
from playground.components.plane.plane_map import MOST_CLASSES
from playground.playing.viewing import CHOICES, SELECTED
from playground.presets import names
from playground.settings import choices, packed_points
from playground.settings.choices import Choice, quoted
from playground.settings.controls import CONTROLS, START, Control, hidden_layers

HIDE, LOCK, POINTS, GALLERY = "hide", "lock", "points", "gallery"
FROM_GALLERY = "from-gallery"
"""Where the page keeps the name of the run of the gallery that it shows."""
PIXELS = 784  # of a digit
MOST_PARTS = 50  # of a link; a link to all settings there are has fewer
MOST_CHARACTERS = 20_000  # of one of its values
MOST_PROBLEMS = 6  # told one by one
_OTHERS = ("dataset", HIDE, LOCK, POINTS, GALLERY, *(choice.key for choice in CHOICES))


@dataclass(frozen=True)
class Link:
    """What a link says: the experiment, the keys of hidden and of locked controls, what else is chosen on the page by
    key, points of the sender's own, and a sentence for each part that says nothing.
    """

    experiment: Experiment
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    chosen: Mapping[str, Any] = field(default_factory=dict)
    points: NDArray[np.float64] | None = None
    problems: tuple[str, ...] = ()


def write(
    experiment: Experiment,
    hidden: tuple[str, ...] = (),
    locked: tuple[str, ...] = (),
    chosen: Mapping[Any, Any] | None = None,
    points: NDArray[np.float64] | None = None,
) -> dict[str, str]:
    """The query that stands for `experiment`, with these controls hidden and locked, and what else is chosen."""
    query = settings(experiment)
    if points is not None:
        query[POINTS] = packed_points.pack(points)
    name = (chosen or {}).get(FROM_GALLERY, "")
    if names.still(name, experiment):
        query[GALLERY] = name
    query |= choices.write(CHOICES, chosen or {})
    for name, keys in ((HIDE, hidden), (LOCK, locked)):
        if keys:
            query[name] = ",".join(keys)
    return query


def settings(experiment: Experiment) -> dict[str, str]:
    """The part of a query that says what to train, by the keys of the controls."""
    usual = START[SOURCES[experiment.dataset].kind]
    query = {
        control.key: text_of(getattr(experiment, control.field))
        for control in CONTROLS.values()
        if getattr(experiment, control.field) != getattr(usual, control.field) and _belongs(control, experiment)
    }
    if experiment.dataset != START["plane"].dataset:
        query["dataset"] = experiment.dataset
    return query


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Nothing in it can fail: what makes no sense is named in a sentence, and the rest is used."""
    problems: list[str] = []
    query = bounded(query, problems)
    experiment = read_settings({key: text for key, text in query.items() if key not in _OTHERS[1:]}, problems)
    chosen, trouble = choices.read(CHOICES, query)
    problems += trouble
    if GALLERY in query:
        if names.still(query[GALLERY], experiment):
            chosen[FROM_GALLERY] = query[GALLERY]
        else:
            problems.append(f"The link names {quoted(query[GALLERY])} of the gallery, which this run is not.")
    if not _has(experiment, chosen.get(SELECTED.key)):
        problems.append(f"The network of the link has no {quoted(query[SELECTED.key])} to look at.")
        del chosen[SELECTED.key]
    points = None
    if POINTS in query:
        try:
            if experiment.dataset != "custom":
                raise ValueError("its data set is another one.")
            points = packed_points.unpack(query[POINTS])
        except ValueError as error:
            problems.append(f"The link does not bring the points: {error}")
    hidden, locked = (keys_of(query, name, problems) for name in (HIDE, LOCK))
    return Link(experiment, hidden, locked, chosen, points, told(problems))


def _has(experiment: Experiment, part: Any) -> bool:
    """Whether the network of the experiment has this part, as far as that can be said without its data."""
    source = SOURCES[experiment.dataset]
    inputs = PIXELS if source.kind == "digits" else len(experiment.inputs)
    return part is None or place(part, (inputs, *experiment.hidden, source.classes or MOST_CLASSES)) is not None


def read_settings(query: Mapping[str, str], problems: list[str]) -> Experiment:
    """The experiment that a query says; a sentence for each part that makes no sense joins `problems`."""
    name = query.get("dataset", START["plane"].dataset)
    if name not in SOURCES:
        problems.append(f"The link asks for the data set {quoted(name)}, which there is not.")
        name = START["plane"].dataset
    experiment = START[SOURCES[name].kind].changed(dataset=name)
    for key, text in query.items():
        if key == "dataset":
            continue
        try:
            if key not in CONTROLS:
                raise ValueError("there is no setting of that name.")
            if not _belongs(CONTROLS[key], experiment):
                raise ValueError("these data have no such setting.")
            experiment = experiment.changed(**{CONTROLS[key].field: value_of(CONTROLS[key], text)})
        except ValueError as error:
            problems.append(f"In the link, {quoted(key)}={quoted(text)}: {error}")
    return experiment


def keys_of(query: Mapping[str, str], name: str, problems: list[str]) -> tuple[str, ...]:
    """The controls that the parameter `hide` or `lock` names; a sentence for each that is none joins `problems`."""
    asked = list(dict.fromkeys(key for key in query.get(name, "").split(",") if key))
    problems += [f"The link {name}s {quoted(key)}, which is no control." for key in asked if key not in CONTROLS]
    return tuple(key for key in asked if key in CONTROLS)


def bounded(query: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """The parts of a link that are no more and no longer than any link needs; what else there is becomes a problem."""
    kept = {}
    for key, text in list(query.items())[:MOST_PARTS]:
        if len(text) > MOST_CHARACTERS:
            problems.append(f"In the link, {quoted(key)} has {len(text):,} characters, more than {MOST_CHARACTERS:,}.")
        else:
            kept[key] = text
    if len(query) > MOST_PARTS:
        problems.append(f"The link has {len(query):,} parts; only the first {MOST_PARTS} are read.")
    return kept


def told(problems: list[str]) -> tuple[str, ...]:
    """The sentences that a page shows: no more than can be read."""
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return tuple(problems)
    return (*problems[:MOST_PROBLEMS], f"{more:,} more parts of the link make no sense.")


def _belongs(control: Control, experiment: Experiment) -> bool:
    """Whether a control is one of this kind of data: points and training digits are the same setting."""
    return control.key != ("samples" if not experiment.is_plane else "training-digits")


def text_of(value: Any) -> str:
    """A value of a setting as it stands in a link."""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return str(value)


def value_of(control: Control, text: str) -> Any:
    """The value of a text, for the field of a control. Raises ValueError, with a sentence, where there is none."""
    if control.widget == "text":
        return hidden_layers(text)
    if control.widget == "pills":
        return tuple(part for part in text.split(",") if part)
    if control.options is not None:
        return text
    if control.widget == "toggle":
        return Choice(control.key, False).value(text)
    try:
        return int(text) if LIMITS[control.field].whole else float(text)
    except ValueError:
        raise ValueError(f"{control.label} must be a number.") from None
