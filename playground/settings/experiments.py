"""The settings of an experiment as written in links, each under the key of its control:
`?dataset=spiral&hidden-layers=8,8&learning-rate=0.15`.

`hide` and `lock` name the controls that the sender hides, or shows without letting them change.
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from engine import Experiment
from engine.data import SOURCES
from playground.settings import limits, link
from playground.settings.choices import Choice, Number, Setting, Several, Switch, Whole
from playground.settings.controls import CONTROLS, START, Control, hidden_layers
from playground.settings.limits import LIMITS
from playground.settings.link import Asked

DATASET = Choice("dataset", START["plane"].dataset, tuple(SOURCES), verbatim=True)
HIDE, LOCK = (Several(key, (), tuple(CONTROLS), verbatim=True) for key in ("hide", "lock"))


@dataclass(frozen=True)
class Layers(Setting):
    """The neurons of each hidden layer, such as 8,8."""

    def value(self, text: str) -> tuple[int, ...]:
        """The neurons of each layer."""
        return hidden_layers(text)


def setting_of(control: Control, usual: Any = None) -> Setting:
    """The setting of a control, as written in a link."""
    if control.widget == "text":
        return Layers(control.key, usual)
    if control.options is not None:
        kind = Several if control.widget == "pills" else Choice
        return kind(control.key, usual, tuple(control.options), verbatim=True)
    if control.widget == "toggle":
        return Switch(control.key, usual)
    limit = LIMITS[control.field]
    if limit.whole:
        return Whole(control.key, usual, int(limit.low), int(limit.high))
    return Number(control.key, usual, limit.low, limit.high, limit.label)


SETTINGS = tuple(setting_of(control) for control in CONTROLS.values())
"""Everything about an experiment that a link can set."""


def write(experiment: Experiment) -> dict[str, str]:
    """The part of a query that says what to train."""
    values = {control.key: getattr(experiment, control.field) for control in CONTROLS.values()}
    return link.write([DATASET, *_settings(experiment.dataset).values()], values)


def read(asked: Asked, dataset: Choice = DATASET, keys: Container[str] = CONTROLS) -> Experiment:
    """The experiment that a link asks for, as far as it sets the `dataset` and these `keys`."""
    name = asked.read(dataset)
    experiment = START[SOURCES[name].kind].changed(dataset=name)
    settings = {key: setting for key, setting in _settings(name).items() if key in keys}
    for key, value in asked.chosen(settings.values()).items():
        with asked.about(settings[key]):
            experiment = limits.changed(experiment, **{CONTROLS[key].field: value})
    return experiment


def _settings(dataset: str) -> dict[str, Setting]:
    """The settings that these data have, apart from the data set itself, by key."""
    usual = START[SOURCES[dataset].kind]
    controls = [control for control in CONTROLS.values() if control.key != DATASET.key and control.when(dataset)]
    return {control.key: setting_of(control, getattr(usual, control.field)) for control in controls}
