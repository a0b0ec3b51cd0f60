"""The settings of an experiment as written in links, each under the key of its control:
`?dataset=spiral&hidden-layers=8,8&learning-rate=0.15`.

`hide` and `lock` name the controls that the sender hides, or shows without letting them change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import Experiment
from engine.data import SOURCES
from playground.settings import limits, link
from playground.settings.choices import Choice, Number, Setting, Several, Switch, Whole
from playground.settings.control import Control, hidden_layers
from playground.settings.controls import CONTROLS, START
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


@dataclass(frozen=True)
class Layered(Choice):
    """One of `options` for all hidden layers, or one for each, such as tanh,relu."""

    def text(self, value: str | tuple[str, ...]) -> str:
        """The name, or the names with commas between them."""
        return ",".join(map(self._name, [value] if isinstance(value, str) else value))

    def value(self, text: str) -> str | tuple[str, ...]:
        """The option of this name, or the options of these names."""
        names = tuple(Choice.value(self, name) for name in text.split(","))
        return names if len(names) > 1 else names[0]


def setting_of(control: Control, usual: Any = None) -> Setting:
    """The setting of a control, as written in a link."""
    if control.widget == "text":
        return Layers(control.key, usual)
    if control.options is not None:
        kind = Several if control.widget == "pills" else Layered if control.layered else Choice
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


def read(asked: Asked, dataset: Choice = DATASET, controls: Mapping[str, Control] = CONTROLS) -> Experiment:
    """The experiment that a link asks for, as far as it sets the `dataset` and these `controls`, by key."""
    name = asked.read(dataset)
    experiment = START[SOURCES[name].kind].changed(dataset=name)
    settings = _settings(name, controls)
    for key, value in asked.chosen(settings.values()).items():
        with asked.about(settings[key]):
            experiment = limits.changed(experiment, **{CONTROLS[key].field: value})
    return experiment


def _settings(dataset: str, controls: Mapping[str, Control] = CONTROLS) -> dict[str, Setting]:
    """The settings that these data have, apart from the data set itself, by key."""
    usual = START[SOURCES[dataset].kind]
    shown = [control for control in controls.values() if control.key != DATASET.key and control.when(dataset)]
    return {control.key: setting_of(control, getattr(usual, control.field)) for control in shown}
