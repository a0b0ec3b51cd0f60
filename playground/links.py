"""Links: an experiment as the query of an address, short and readable, and back.

Only what differs from the settings that a learner finds first stands in a link, each under the key of its control:
`?dataset=spiral&hidden-layers=8,8&learning-rate=0.15`. `hide` names the controls that the sender hides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import Experiment
from engine.data import SOURCES
from engine.experiment import LIMITS
from playground.controls import CONTROLS, START, Control, hidden_layers, require_shown

HIDE = "hide"
MOST_PARTS = 50  # of a link; a link to all settings there are has fewer
MOST_CHARACTERS = 20_000  # of one of its values
MOST_PROBLEMS = 6  # told one by one


@dataclass(frozen=True)
class Link:
    """What a link says: the experiment, the keys of hidden controls, and a sentence for each part that says nothing."""

    experiment: Experiment
    hidden: tuple[str, ...]
    problems: tuple[str, ...]


def write(experiment: Experiment, hidden: tuple[str, ...] = ()) -> dict[str, str]:
    """The query that stands for `experiment` with these controls hidden."""
    usual = START[SOURCES[experiment.dataset].kind]
    query = {
        control.key: _text(getattr(experiment, control.field))
        for control in CONTROLS.values()
        if getattr(experiment, control.field) != getattr(usual, control.field) and _belongs(control, experiment)
    }
    if experiment.dataset != START["plane"].dataset:
        query["dataset"] = experiment.dataset
    if hidden:
        query[HIDE] = ",".join(hidden)
    return query


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Nothing in it can fail: what makes no sense is named in a sentence, and the rest is used."""
    problems: list[str] = []
    query = _bounded(query, problems)
    name = query.get("dataset", START["plane"].dataset)
    if name not in SOURCES or name == "custom":
        problems.append(f"The link asks for the data set {_short(name)}, which there is not.")
        name = START["plane"].dataset
    experiment = START[SOURCES[name].kind].changed(dataset=name)
    for key, text in query.items():
        if key in ("dataset", HIDE):
            continue
        try:
            if key not in CONTROLS:
                raise ValueError("there is no setting of that name.")
            if not _belongs(CONTROLS[key], experiment):
                raise ValueError("these data have no such setting.")
            changed = experiment.changed(**{CONTROLS[key].field: _value(CONTROLS[key], text)})
            require_shown(changed)
            experiment = changed
        except ValueError as error:
            problems.append(f"In the link, {_short(key)}={_short(text)}: {error}")
    asked = dict.fromkeys(key for key in query.get(HIDE, "").split(",") if key)
    problems += [f"The link hides {_short(key)}, which is no control." for key in asked if key not in CONTROLS]
    return Link(experiment, tuple(key for key in asked if key in CONTROLS), _told(problems))


def _bounded(query: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """The parts of a link that are no more and no longer than any link needs; what else there is becomes a problem."""
    kept = {}
    for key, text in list(query.items())[:MOST_PARTS]:
        if len(text) > MOST_CHARACTERS:
            problems.append(f"In the link, {_short(key)} has {len(text):,} characters, more than {MOST_CHARACTERS:,}.")
        else:
            kept[key] = text
    if len(query) > MOST_PARTS:
        problems.append(f"The link has {len(query):,} parts; only the first {MOST_PARTS} are read.")
    return kept


def _told(problems: list[str]) -> tuple[str, ...]:
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return tuple(problems)
    return (*problems[:MOST_PROBLEMS], f"{more:,} more parts of the link make no sense.")


def _belongs(control: Control, experiment: Experiment) -> bool:
    """Whether a control is one of this kind of data: points and training digits are the same setting."""
    return control.key != ("samples" if not experiment.is_plane else "training-digits")


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return str(value)


def _value(control: Control, text: str) -> Any:
    if control.widget == "text":
        return hidden_layers(text)
    if control.widget == "pills":
        return tuple(part for part in text.split(",") if part)
    if control.options is not None:
        return text
    try:
        return int(text) if LIMITS[control.field].whole else float(text)
    except ValueError:
        raise ValueError(f"{control.label} must be a number.") from None


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
