"""What the links of all pages have in common: the settings of an experiment as the query of an address, and back.

Only what differs from what a learner finds first stands in a link, each under the key of its control:
`?dataset=spiral&hidden-layers=8,8&learning-rate=0.15`. `hide` and `lock` name the controls that the sender hides, or
shows without letting them change.
"""

from collections.abc import Mapping
from typing import Any

from engine import Experiment
from engine.data import SOURCES
from engine.experiment import LIMITS
from playground.settings.choices import Choice, quoted
from playground.settings.controls import CONTROLS, START, Control, hidden_layers

HIDE, LOCK = "hide", "lock"
MOST_PARTS = 50  # of a link; a link to all settings there are has fewer
MOST_CHARACTERS = 20_000  # of one of its values
MOST_PROBLEMS = 6  # told one by one


def settings(experiment: Experiment) -> dict[str, str]:
    """The part of a query that says what to train, by the keys of the controls."""
    usual = START[SOURCES[experiment.dataset].kind]
    query = {
        control.key: text_of(getattr(experiment, control.field))
        for control in CONTROLS.values()
        if getattr(experiment, control.field) != getattr(usual, control.field) and belongs(control, experiment)
    }
    if experiment.dataset != START["plane"].dataset:
        query["dataset"] = experiment.dataset
    return query


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
            if not belongs(CONTROLS[key], experiment):
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


def belongs(control: Control, experiment: Experiment) -> bool:
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
