"""Links to a comparison or a sweep: the setup of the compare page as the query of an address, and back.

A preset stands by its name alone: `?preset=three-learning-rates`. Any other setup says what its variants differ in and
gives each of these settings one value a variant, `?differ=learning-rate&learning-rate=0.1;0.5;2`; what the variants
share stands as on the playground page. A sweep says its two settings and their values:
`?compare-mode=sweep&x=learning-rate&x-values=0.1,0.3&y=seed&y-values=0,1,2`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import Experiment
from engine.data import SOURCES
from engine.experiment import MOST_LAYERS
from playground.compare import settings
from playground.compare.figures import RANGES
from playground.compare.measures import MEASURES
from playground.compare.settings import AXES, BY_FIELD
from playground.compare.setup import FIELDS, PRESETS, Setup
from playground.runs.grid import MOST_EPOCHS
from playground.runs.variants import FEWEST, MOST
from playground.settings import choices
from playground.settings import link as links
from playground.settings.choices import Choice, quoted, short_name
from playground.settings.controls import CONTROLS

SIDE_BY_SIDE, SWEEP = "Side by side", "Sweep"
FIRST_AXES = {"x": "learning_rate", "y": "regularization_strength"}
ALL_LAYERS = "All layers"
CHOICES = (
    Choice("compare-mode", SIDE_BY_SIDE, (SIDE_BY_SIDE, SWEEP)),
    Choice("compare-log", False),
    Choice("compare-layer", ALL_LAYERS, (ALL_LAYERS, *(f"into layer {n}" for n in range(2, MOST_LAYERS + 3)))),
    Choice("look-at-epoch", None, high=10_000),
    Choice("compare-range", RANGES[1], tuple(RANGES)),
    Choice("sweep-kind", "L2", ("L1", "L2")),
    Choice("sweep-epochs", 10, low=1, high=MOST_EPOCHS),
    Choice("sweep-measure", "test_accuracy", tuple(MEASURES)),
)
_OTHERS = {"preset", "differ", "variants", "epochs", "x", "x-values", "y", "y-values", "sweep", links.HIDE, links.LOCK}
_OTHERS |= {choice.key for choice in CHOICES}
_EPOCHS = Choice("epochs", 30, low=1, high=10_000)
_VARIANTS = Choice("variants", FEWEST, low=FEWEST, high=MOST)


@dataclass(frozen=True)
class Link:
    """What a link says: the setup and its preset, if it is one, the controls hidden and locked, what else is chosen on
    the page by key, and a sentence for each part that says nothing.
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
    """The query that stands for the setup and for what else is chosen in the state of the page."""
    preset = next((name for name, known in PRESETS.items() if known == setup), None)
    query = _setup(setup) if preset is None else {"preset": short_name(preset)} if preset != settings.FIRST else {}
    query |= choices.write(CHOICES, state)
    for axis, first in FIRST_AXES.items():
        query |= _axis(axis, first, state)
    for name, keys in ((links.HIDE, hidden), (links.LOCK, locked)):
        if keys:
            query[name] = ",".join(keys)
    return query


def _setup(setup: Setup) -> dict[str, str]:
    own = [BY_FIELD[name].key for name in setup.fields]
    query = {key: text for key, text in links.settings(setup.shared).items() if key not in own}
    query["differ"] = ",".join(own) or "nothing"
    if not own:
        query["variants"] = str(len(setup.variants))
    for name, key in zip(setup.fields, own, strict=True):
        query[key] = ";".join(links.text_of(variant[name]) for variant in setup.variants)
    if setup.epochs != _EPOCHS.usual:
        query["epochs"] = str(setup.epochs)
    return query


def _axis(axis: str, first: str, state: Mapping[Any, Any]) -> dict[str, str]:
    name = state.get(f"sweep-{axis}", first)
    values = state.get(f"sweep-{axis}-{name}", AXES[name])
    query = {} if name == first else {axis: BY_FIELD[name].key}
    if values != AXES[name]:
        query[f"{axis}-values"] = values.replace(" ", "") if isinstance(values, str) else ",".join(values)
    return query


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Nothing in it can fail: what makes no sense is named in a sentence, and the rest is used."""
    problems: list[str] = []
    hidden, locked = (links.keys_of(query, name, problems) for name in (links.HIDE, links.LOCK))
    chosen, trouble = choices.read(CHOICES, query)
    problems += trouble
    for axis, first in FIRST_AXES.items():
        chosen |= _read_axis(query, axis, first, problems)
    if chosen.get("sweep-x", FIRST_AXES["x"]) == chosen.get("sweep-y", FIRST_AXES["y"]):
        chosen = {key: value for key, value in chosen.items() if key not in ("sweep-x", "sweep-y")}
        problems.append("The link sweeps over the same setting twice; it needs two.")
    preset, setup = _read_preset(query, problems), None
    if "differ" in query or any(key not in _OTHERS for key in query):
        preset, setup = None, _read_setup(query, problems)
    if setup is None:
        preset = preset or settings.FIRST
        setup = PRESETS[preset]
    if chosen.get("compare-layer", ALL_LAYERS) not in layers(setup):
        problems.append(f"In the link, 'compare-layer'={quoted(query['compare-layer'])}: not all variants have it.")
        del chosen["compare-layer"]
    return Link(setup, preset, hidden, locked, chosen, tuple(problems))


def layers(setup: Setup) -> list[str]:
    """What the weights can be looked at of: all layers, and each where the variants have equally many."""
    counts = {len(setup.experiment(index).hidden) for index in range(len(setup.variants))}
    return [ALL_LAYERS, *(f"into layer {n}" for n in range(2, max(counts) + 3) if len(counts) == 1)]


def _read_preset(query: Mapping[str, str], problems: list[str]) -> str | None:
    asked = query.get("preset")
    found = next((name for name in PRESETS if short_name(name) == asked), None)
    if asked is not None and found is None:
        problems.append(f"The link begins with {quoted(asked)}, which there is not.")
    return found


def _read_axis(query: Mapping[str, str], axis: str, first: str, problems: list[str]) -> dict[str, Any]:
    """The state of an axis: its setting, and the values of that."""
    fields = {BY_FIELD[name].key: name for name in AXES}
    key, text = query.get(axis, BY_FIELD[first].key), query.get(f"{axis}-values")
    if key not in fields:
        problems.append(f"In the link, {axis}={quoted(key)}: choose one of {', '.join(fields)}.")
        return {}
    state: dict[str, Any] = {f"sweep-{axis}": fields[key]}
    if text is None:
        return state
    begin = AXES[fields[key]]
    try:
        if isinstance(begin, list):
            values: Any = [part for part in text.split(",") if part]
            if unknown := set(values) - set(BY_FIELD[fields[key]].options or {}):
                raise ValueError(f"there is no {quoted(min(unknown))}.")
        else:
            settings.axis_values(fields[key], text)
            values = text.replace(",", ", ").replace(";", "; ")
    except ValueError as error:
        problems.append(f"In the link, {axis}-values={quoted(text)}: {error}")
        return state
    return {**state, f"sweep-{axis}-{fields[key]}": values}


def _read_setup(query: Mapping[str, str], problems: list[str]) -> Setup | None:
    asked = [key for key in query.get("differ", "").split(",") if key and key != "nothing"]
    keys = [BY_FIELD[name].key for name in FIELDS if BY_FIELD[name].key in asked]
    problems += [
        f"The variants of the link differ in {quoted(key)}, in which they cannot." for key in asked if key not in keys
    ]
    shared = _read_shared(query, keys, problems)
    own: dict[str, list[Any]] = {}
    for key in keys:
        control = CONTROLS[key]
        try:
            values = [links.value_of(control, text) for text in query.get(key, "").split(";")]
            own[control.field] = [getattr(shared.changed(**{control.field: value}), control.field) for value in values]
        except ValueError as error:
            problems.append(f"In the link, {quoted(key)}={quoted(query.get(key, ''))}: {error}")
    count = min(map(len, own.values()), default=_whole(_VARIANTS, query, problems))
    if any(len(values) != count for values in own.values()) or not FEWEST <= count <= MOST:
        problems.append(f"The link has to give {FEWEST} to {MOST} values to each setting in which the variants differ.")
    if count < FEWEST:
        return None
    variants = tuple({name: values[i] for name, values in own.items()} for i in range(min(count, MOST)))
    setup = Setup(settings.without_own(shared, tuple(own)), tuple(own), variants, _whole(_EPOCHS, query, problems))
    try:
        for index in range(len(variants)):
            setup.experiment(index)
    except ValueError as error:
        problems.append(f"The variants of the link do not go together: {error}")
        return None
    return setup


def _read_shared(query: Mapping[str, str], own: list[str], problems: list[str]) -> Experiment:
    plain = {key: text for key, text in query.items() if key not in _OTHERS and key not in own}
    if plain.get("dataset") in set(SOURCES) - set(settings.DATASETS):
        problems.append(f"In the link, 'dataset'={quoted(plain.pop('dataset'))}: that is for the playground page.")
    digits = SOURCES.get(plain.get("dataset", ""), SOURCES["circle"]).kind == "digits"
    shown = [key for key in settings.SHARED if digits or key != "training-digits"]
    strange = [key for key in plain if key in CONTROLS and key not in shown]
    problems += [f"In the link, {quoted(key)}: the variants have no such setting." for key in strange]
    return links.read_settings({key: text for key, text in plain.items() if key not in strange}, problems)


def _whole(choice: Choice, query: Mapping[str, str], problems: list[str]) -> int:
    found, trouble = choices.read([choice], query)
    problems += trouble
    return int(found.get(choice.key, choice.usual))
