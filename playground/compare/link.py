"""Links to a comparison or a sweep: the setup of the Compare page as the query of an address, and back.

A preset is just its name: `?preset=three-learning-rates`. Any other setup says what its variants differ in and gives
each of these settings one value per variant, `?differ=learning-rate&learning-rate=0.1;0.5;2`; what the variants share
is written as on the Playground page. A sweep says its two settings and their values:
`?compare-mode=sweep&x=learning-rate&x-values=0.1,0.3&y=seed&y-values=0,1,2`.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import NoneType
from typing import Any

from playground.compare import settings
from playground.compare.figures import RANGES
from playground.compare.measures import MEASURES
from playground.compare.settings import AXES, BY_FIELD, CONTROLS
from playground.compare.setup import FIELDS, PRESETS, Setup
from playground.runs import sweep_file
from playground.runs.grid import MOST_EPOCHS
from playground.runs.variants import FEWEST, MOST
from playground.settings import experiments, limits, link
from playground.settings.choices import Choice, Packed, Setting, Several, Switch, Whole
from playground.settings.experiments import HIDE, LOCK, setting_of
from playground.settings.limits import MOST_LAYERS
from playground.settings.link import Asked
from playground.settings.numbers import text_of
from playground.settings.slots import Slot

SIDE_BY_SIDE, SWEEP = "Side by side", "Sweep"
ALL_LAYERS = "All layers"


@dataclass(frozen=True)
class Each(Setting):
    """The value of a setting for each variant, one after another."""

    of: Setting

    def text(self, value: list[Any]) -> str:
        """Their texts, separated by semicolons."""
        return ";".join(map(self.of.text, value))

    def value(self, text: str) -> list[Any]:
        """The value of each variant."""
        return [self.of.value(part) for part in text.split(";")]


@dataclass(frozen=True)
class AxisText(Setting):
    """The values of an axis of a sweep over this `field`, as they are written on the page, in a link without spaces."""

    field: str

    def text(self, value: str) -> str:
        """Numbers with commas between them; networks, and what makes no sense, as they are, without spaces."""
        if self.field != "hidden":
            with suppress(ValueError):
                return ",".join(map(text_of, settings.axis_values(self.field, value)))
        return re.sub(r"[\s,]+", ",", re.sub(r"[\s,]*;[\s,]*", ";", value)).strip(",")

    def value(self, text: str) -> str:
        """The same with a space after each comma and semicolon."""
        spaced = text.replace(",", ", ")
        settings.axis_values(self.field, spaced)
        return self.text(spaced).replace(",", ", ").replace(";", "; ")


def _values_of(axis: str, name: str) -> Setting:
    begin = AXES[name]
    if isinstance(begin, str):
        return AxisText(f"{axis}-values", begin, name)
    return Several(f"{axis}-values", begin, tuple(BY_FIELD[name].options or ()), verbatim=True, empty="")


MODE = Slot("compare-mode", lambda: SIDE_BY_SIDE, kept=True)
LOG = Slot("compare-log", bool, kept=True)
LAYER = Slot("compare-layer", lambda: ALL_LAYERS, kept=True)
EPOCH = Slot[int | None]("look-at-epoch", NoneType)
RANGE = Slot("compare-range", lambda: RANGES[1], kept=True)
SWEEP_KIND = Slot("sweep-kind", lambda: "L2")
SWEEP_EPOCHS = Slot("sweep-epochs", lambda: 10)
SWEEP_MEASURE = Slot("sweep-measure", lambda: "test_accuracy")


def layers(depths: Iterable[int]) -> list[str]:
    """The weights to look at in networks with so many layers of them: all, or one layer if they have equally many."""
    known = set(depths)
    return [ALL_LAYERS, *(f"into layer {n}" for n in range(2, max(known) + 2) if len(known) == 1)]


WHICH_LAYER = Choice.in_slot(LAYER, tuple(layers([MOST_LAYERS + 1])))
WHICH_MODE = Choice.in_slot(MODE, (SIDE_BY_SIDE, SWEEP))
HOW_FAR = Choice.in_slot(RANGE, tuple(RANGES))
WHICH_KIND = Choice.in_slot(SWEEP_KIND, ("L1", "L2"))
CHOICES = (
    WHICH_MODE,
    Switch.in_slot(LOG),
    WHICH_LAYER,
    Whole.in_slot(EPOCH, 0, 10_000),
    HOW_FAR,
    WHICH_KIND,
    Whole.in_slot(SWEEP_EPOCHS, 1, MOST_EPOCHS),
    Choice.in_slot(SWEEP_MEASURE, tuple(MEASURES)),
)
PRESET = Choice("preset", None, tuple(PRESETS))
DIFFER = Several("differ", None, tuple(BY_FIELD[name].key for name in FIELDS), verbatim=True, empty="nothing")
OWN = {key: Each(key, None, setting_of(CONTROLS[key])) for key in DIFFER.options}
VARIANTS = Whole("variants", FEWEST, FEWEST, MOST)
EPOCHS = Whole("epochs", 30, 1, 10_000)
DATASET = replace(experiments.DATASET, options=tuple(settings.DATASETS))
SHARED = (DATASET, *(setting_of(CONTROLS[key]) for key in settings.SHARED if key != DATASET.key))
BY_KEY = {BY_FIELD[name].key: name for name in AXES}
AXIS = {
    axis: Choice(axis, BY_FIELD[first].key, tuple(BY_KEY), verbatim=True)
    for axis, first in {"x": "learning_rate", "y": "regularization_strength"}.items()
}
VALUES = {(axis, name): _values_of(axis, name) for axis in AXIS for name in AXES}
GRID = Packed("sweep", None, str, sweep_file.checked_name)
SETTINGS = (
    *(PRESET, DIFFER, VARIANTS, EPOCHS, *SHARED, *OWN.values()),
    *(*CHOICES, *AXIS.values(), *VALUES.values(), GRID, HIDE, LOCK),
)


@dataclass(frozen=True)
class Link:
    """What a link says: the setup and its preset, if it is one, the controls hidden and locked, what else is chosen on
    the page by key, and a sentence for each part that makes no sense.
    """

    setup: Setup
    preset: str | None = None
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    chosen: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def write(
    setup: Setup, state: Mapping[Any, Any], hidden: tuple[str, ...] = (), locked: tuple[str, ...] = ()
) -> dict[str, str]:
    """The query for the setup and for what else is chosen in the state of the page."""
    preset = next((name for name, known in PRESETS.items() if known == setup), None)
    query = _setup(setup) if preset is None else {PRESET.key: PRESET.text(preset)} if preset != settings.FIRST else {}
    query |= link.write(CHOICES, state)
    for axis, setting in AXIS.items():
        name = state.get(settings.AXIS.of(axis).name, BY_KEY[setting.usual])
        values = VALUES[axis, name]
        chosen = {axis: BY_FIELD[name].key, values.key: state.get(settings.AXIS_VALUES.of(axis, name).name)}
        query |= link.write([setting, values], chosen)
    return query | link.write([HIDE, LOCK], {HIDE.key: hidden, LOCK.key: locked})


def _setup(setup: Setup) -> dict[str, str]:
    own = {BY_FIELD[name].key: [variant[name] for variant in setup.variants] for name in setup.fields}
    shared = {key: text for key, text in experiments.write(setup.shared).items() if key not in own}
    counts = {DIFFER.key: list(own), VARIANTS.key: None if own else len(setup.variants), EPOCHS.key: setup.epochs}
    return shared | link.write([DIFFER, VARIANTS, *OWN.values(), EPOCHS], counts | own)


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Reading never fails: what makes no sense is named in a sentence, and the rest is used."""
    asked = Asked(query, SETTINGS)
    preset = asked.read(PRESET) or settings.FIRST
    setup = PRESETS[preset]
    own = (DIFFER, *SHARED)
    found = _read_setup(asked) if any(setting in asked for setting in own) else None
    if found and (found.fields or asked.uses(own)):
        preset, setup = None, found
    chosen = asked.chosen(CHOICES)
    with asked.about(WHICH_LAYER):
        depths = [len(setup.experiment(index).hidden) + 1 for index in range(len(setup.variants))]
        if chosen.get(WHICH_LAYER.key, ALL_LAYERS) not in layers(depths):
            del chosen[WHICH_LAYER.key]
            raise ValueError("not all variants have this layer.")
    asked.read(GRID)  # the page itself finds the sweep, if it has none yet
    hidden, locked = (tuple(asked.read(which)) for which in (HIDE, LOCK))
    return Link(setup, preset, hidden, locked, chosen | _read_axes(asked), asked.told())


def _read_axes(asked: Asked) -> dict[str, Any]:
    """The state of both axes: the setting of each, and its values."""
    names = {axis: BY_KEY[asked.read(setting)] for axis, setting in AXIS.items()}
    state: dict[str, Any] = {}
    for axis, name in names.items():
        values = asked.chosen([VALUES[axis, name]])
        state |= {settings.AXIS_VALUES.of(axis, name).name: value for value in values.values()}
    with asked.about(AXIS["y" if AXIS["y"] in asked else "x"]):
        if names["x"] == names["y"]:
            raise ValueError("a sweep needs two settings, and the other axis has the same one.")
        state |= {settings.AXIS.of(axis).name: name for axis, name in names.items()}
    return state


def _read_setup(asked: Asked) -> Setup | None:
    """The setup that a link asks for; None if that makes no sense."""
    differ = asked.read(DIFFER) or ()
    keys = [key for key in OWN if key in differ]
    common = {setting.key: CONTROLS[setting.key] for setting in SHARED if setting.key not in keys}
    shared = experiments.read(asked, DATASET, common)
    own: dict[str, list[Any]] = {}
    for key, values in asked.chosen(OWN[key] for key in keys).items():
        name = CONTROLS[key].field
        with asked.about(OWN[key]):
            own[name] = [getattr(limits.changed(shared, **{name: value}), name) for value in values]
    epochs = asked.read(EPOCHS)
    counts = {len(values) for values in own.values()} or {asked.read(VARIANTS)}
    with asked.about(DIFFER):
        given = all(OWN[key] in asked for key in keys)
        if not given or len(counts) > 1 or not FEWEST <= min(counts) <= MOST:
            raise ValueError(f"each of these needs {FEWEST} to {MOST} values, one per variant.")
    if min(counts) < FEWEST or (keys and not own):
        return None
    variants = tuple({name: values[i] for name, values in own.items()} for i in range(min(*counts, MOST)))
    setup = Setup(settings.without_own(shared, tuple(own)), tuple(own), variants, epochs)
    with asked.about(DIFFER):
        for index in range(len(variants)):
            setup.experiment(index)
        return setup
    return None
