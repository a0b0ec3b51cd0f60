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
from playground.controls import CONTROLS, START, Control, hidden_layers

HIDE = "hide"


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
            experiment = experiment.changed(**{CONTROLS[key].field: _value(CONTROLS[key], text)})
        except ValueError as error:
            problems.append(f"In the link, {_short(key)}={_short(text)}: {error}")
    asked = [key for key in query.get(HIDE, "").split(",") if key]
    problems += [f"The link hides {_short(key)}, which is no control." for key in asked if key not in CONTROLS]
    return Link(experiment, tuple(key for key in asked if key in CONTROLS), tuple(problems))


def _belongs(control: Control, experiment: Experiment) -> bool:
    """Whether a control is one of this kind of data: points and training digits are the same setting."""
    digits = SOURCES[experiment.dataset].kind == "digits"
    return control.key != ("samples" if digits else "training-digits")


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
