"""Settings of a comparison and of a sweep as widgets: what is shared, what differs, and the values of an axis."""

import re
from collections.abc import Sequence
from dataclasses import replace
from types import NoneType
from typing import Any

import streamlit as st

from engine import Experiment
from engine.costs import costs_of_numbers
from engine.data import SOURCES
from engine.regularizers import REGULARIZERS
from playground.compare.setup import DIGITS, FIELDS, PRESETS, Setup
from playground.components.page.control_widget import control_widget, take_typed
from playground.runs.variants import FEWEST, MOST
from playground.settings import controls, limits
from playground.settings.choices import quoted
from playground.settings.control import Control, hidden_layers
from playground.settings.controls import START
from playground.settings.late import Late
from playground.settings.limits import LIMITS
from playground.settings.numbers import number_in
from playground.settings.rights import Rights
from playground.settings.slots import Slot, Slots

CONTROLS = {key: replace(control, layered=False) for key, control in controls.CONTROLS.items()}
"""The controls, one value for all hidden layers."""
BY_FIELD = {control.field: control for control in CONTROLS.values() if control.when(DIGITS.dataset)}
FIRST = next(iter(PRESETS))
LONGEST_TEXT = 5_000
SHARED = ("dataset", *(BY_FIELD[name].key for name in ("samples", *FIELDS, "seed")))
DATASETS = {name: source.label for name, source in SOURCES.items() if not source.own}
"""The data sets that variants learn from; the digits in the package stand in for one that has not been fetched."""
AXES: dict[str, Any] = {
    "learning_rate": "0.03, 0.1, 0.3, 1, 3",
    "regularization_strength": "0, 0.1, 0.3, 1, 3, 10",
    "batch_size": "1, 5, 10, 30, 100",
    "hidden": "none; 10; 30; 60; 30, 30",
    "regularization": ["none", "L1", "L2"],
    "activation": ["sigmoid", "tanh", "relu"],
    "cost": ["quadratic", "cross-entropy", "log-likelihood"],
    "initialization": ["scaled", "large"],
    "seed": "0, 1, 2, 3, 4",
    "samples": "500, 1000, 2000, 4000, 8000",
}
"""The settings that an axis of a sweep can have, and the values that it begins with."""

SHARED_VALUE = Slots[Any]("compare-{}", NoneType)
OWN_VALUE = Slots[Any]("compare-{}-{}", NoneType)
"""The value in the widget of a control: for all variants by the control's key, for one by its index and that key."""
DIFFERING = Slot[list[str]]("compare-fields", list)
DIFFERED = Slot[list[str]]("compare-fields-before", list)
COUNT = Slot("compare-count", lambda: FEWEST)
EPOCHS = Slot("compare-epochs", lambda: PRESETS[FIRST].epochs)
SETUP = Slot("compare-setup", lambda: PRESETS[FIRST], kept=True)
"""The last setup of the widgets that made sense."""
PRESET = Slot[str | None]("compare-preset", lambda: FIRST, kept=True)
HIDDEN = Slot[tuple[str, ...]]("compare-hidden", tuple)
LOCKED = Slot[tuple[str, ...]]("compare-locked", tuple)
PRESET_BEFORE = Late(Slot[tuple[tuple[str | None, int], ...]]("compare-preset-before", tuple))
"""Which preset it was before the settings became another."""
RIGHTS = Rights("compare-share", SHARED, HIDDEN, LOCKED)
AXIS = Slots("sweep-{}", str)
AXIS_VALUES = Slots[Any]("sweep-{}-{}", NoneType)
"""The field of an axis of a sweep, x or y, and by both the values of that: a text, or what is chosen of options."""


def write(setup: Setup) -> None:
    """Set all widgets to `setup`: before they are shown, or in a callback."""
    for key in SHARED:
        control = CONTROLS[key]
        SHARED_VALUE.of(key).put(control.shown(getattr(setup.shared, control.field), setup.shared.dataset))
    DIFFERING.put(list(setup.fields))
    DIFFERED.put(list(setup.fields))
    COUNT.put(len(setup.variants))
    EPOCHS.put(setup.epochs)
    for index in range(MOST):
        values = setup.variants[min(index, len(setup.variants) - 1)]
        for name in FIELDS:
            value = values.get(name, getattr(setup.shared, name))
            _own(index, name).put(BY_FIELD[name].shown(value, setup.shared.dataset))


def read() -> Setup:
    """The setup in the widgets. Raises ValueError, with a sentence, if they make no sense."""
    shared = _shared()
    fields = tuple(name for name in FIELDS if name in DIFFERING.get())
    variants = tuple(
        {name: BY_FIELD[name].meant(_own(index, name).get(), shared.dataset) for name in fields}
        for index in range(COUNT.get())
    )
    return Setup(shared, fields, variants, EPOCHS.get())


def _shared() -> Experiment:
    dataset = dataset_of_all()
    values = {CONTROLS[key].field: CONTROLS[key].meant(SHARED_VALUE.of(key).get(), dataset) for key in SHARED}
    kind = SOURCES[dataset].kind
    if kind != "digits":
        values["samples"] = START[kind].samples
    for name in DIFFERING.get():
        values[name] = getattr(DIGITS, name)  # each variant has its own; this one is never used
    if kind == "regression" and (fitting := costs_of_numbers()) and values["cost"] not in fitting:
        values["cost"] = fitting[0]
    return limits.made(**values)


def without_own(shared: Experiment, fields: tuple[str, ...]) -> Experiment:
    """What variants share that have their own `fields`, whose values here are never used: the same in all setups."""
    own = {name: getattr(DIGITS, name) for name in fields}
    if SOURCES[shared.dataset].kind == "regression":
        own.pop("cost", None)
    return shared.changed(**own)


def dataset_of_all() -> str:
    """The name of the data set that all variants learn from."""
    name: str = SHARED_VALUE.of("dataset").get()
    return name


def _own(index: int, field: str) -> Slot[Any]:
    return OWN_VALUE.of(index, BY_FIELD[field].key)


def show_as(preset: str | None, shown: str | None) -> None:
    """Have the field of the presets say this one; a browser that has not drawn it yet still sends what was `shown`."""
    if preset != shown:
        PRESET_BEFORE.put(shown)
    PRESET.put(preset)


def start_with_preset() -> None:
    """Set all widgets to the chosen preset, but for one that comes late: that nobody chose."""
    if (name := PRESET.get()) in PRESETS and name not in PRESET_BEFORE.get():
        _adopt(PRESETS[name])


def _adopt(setup: Setup, own: Sequence[Slot[Any]] = ()) -> None:
    """Set all widgets to `setup` except `own` and those of locked controls: what a link locks keeps its value."""
    locked = [
        slot for key in RIGHTS.locked for slot in (SHARED_VALUE.of(key), *(OWN_VALUE.of(i, key) for i in range(MOST)))
    ]
    kept = [(slot, slot.get()) for slot in (*locked, *own) if slot.filled]
    write(setup)
    for slot, value in kept:
        slot.put(value)


def start_with_dataset() -> None:
    """Set what works for the chosen data; what the variants differ in stays."""
    name = dataset_of_all()
    if name not in SOURCES:  # not sent by our page
        SHARED_VALUE.of("dataset").put(SETUP.get().shared.dataset)
        return
    start = (DIGITS if SOURCES[name].kind == "digits" else START[SOURCES[name].kind]).changed(dataset=name)
    fields = tuple(DIFFERING.get())
    own = [_own(index, name) for index in range(MOST) for name in fields]
    _adopt(Setup(start, fields, ({},) * COUNT.get(), EPOCHS.get()), own)


def show_shared() -> None:
    """What all variants share."""
    dataset = replace(CONTROLS["dataset"], options=DATASETS)
    show(dataset, SHARED_VALUE.of("dataset"), on_change=start_with_dataset)
    for key in SHARED[1:]:
        if CONTROLS[key].field not in DIFFERING.get():
            show(CONTROLS[key], SHARED_VALUE.of(key))


def show_fields() -> None:
    """What the variants differ in."""
    st.pills(
        "The variants differ in",
        FIELDS,
        format_func=lambda name: BY_FIELD[name].label,
        selection_mode="multi",
        key=DIFFERING.name,
        persist_state="session",
        on_change=_split,
    )


def _split() -> None:
    """A setting that the variants begin to differ in starts from the shared value."""
    for name in set(DIFFERING.get()) - set(DIFFERED.get()):
        for index in range(MOST):
            _own(index, name).put(SHARED_VALUE.of(BY_FIELD[name].key).get())
    DIFFERED.put(list(DIFFERING.get()))


def show_variant(index: int, fields: tuple[str, ...]) -> None:
    """The settings of one variant."""
    for name in fields:
        control = BY_FIELD[name]
        strength = name == "regularization_strength" and "regularization" in fields
        idle = strength and not REGULARIZERS[_own(index, "regularization").get()].acts
        show(control, _own(index, name), disabled=idle)


def show(control: Control, slot: Slot[Any], **options: Any) -> None:
    """A control with this slot, if the data have such a setting and the link does not hide it."""
    dataset = dataset_of_all()
    if control.key in RIGHTS.hidden or not control.when(dataset):
        return
    locked = control.key in RIGHTS.locked
    control_widget(control, slot, dataset, lambda: _problem(control, slot), locked=locked, **options)


def _problem(control: Control, slot: Slot[Any]) -> str:
    found = controls.problem_with(control, slot.get(), dataset_of_all())
    return f"{found} Until it is mended, the variants stay as they are." if found else ""


def shows_problem(fields: tuple[str, ...]) -> bool:
    """Whether a variant has a problem with one of these fields, which is told there."""
    return any(_problem(BY_FIELD[name], _own(index, name)) for name in fields for index in range(COUNT.get()))


def take_all_typed() -> None:
    """Have in the slots what was typed into fields for numbers, before they are read."""
    for key in SHARED:
        take_typed(CONTROLS[key], SHARED_VALUE.of(key))
    for index in range(COUNT.get()):
        for name in FIELDS:
            take_typed(BY_FIELD[name], _own(index, name))


def show_axis(which: str, default: str, other: str | None) -> tuple[str, str | tuple[Any, ...]]:
    """The field of an axis of a sweep, and its values: those that were chosen, or as they are written."""
    names = [name for name in AXES if name != other]
    slot = AXIS.of(which)
    if slot.get() not in names:
        slot.put(default if default in names else names[0])
    field: str = st.selectbox(
        f"Setting along {which}",
        names,
        format_func=lambda name: BY_FIELD[name].label,
        key=slot.name,
        persist_state="session",
    )
    begin, values = AXES[field], AXIS_VALUES.of(which, field)
    if not values.filled:
        values.put(begin)
    if isinstance(begin, list):
        choices = BY_FIELD[field].options or {}
        chosen = st.multiselect(
            "Values", list(choices), format_func=choices.__getitem__, key=values.name, persist_state="session"
        )
        return field, tuple(chosen)
    about = "Commas between layers, semicolons between networks." if field == "hidden" else "Separated by commas."
    return field, st.text_input("Values", key=values.name, help=about, persist_state="session")


def axis_values(field: str, text: str | tuple[Any, ...]) -> tuple[Any, ...]:
    """The values in a text such as "0.1, 0.3, 1", or "none; 10; 30, 30" for hidden layers. ValueError for others.

    Those that were chosen are values already.
    """
    if isinstance(text, tuple):
        return text
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"The values of an axis have {LONGEST_TEXT:,} characters at most, not {len(text):,}.")
    if field == "hidden":
        parts = [part.strip() for part in text.split(";") if part.strip()]
        return tuple(() if part == "none" else hidden_layers(part) for part in parts)
    whole = LIMITS[field].whole
    parts = _parts(text, whole)
    try:
        numbers = [number_in(part, whole) for part in parts if part.strip()]
        if whole and not all(number.is_integer() for number in numbers):
            raise ValueError
    except ValueError:
        kind = "whole numbers" if whole else "numbers"
        raise ValueError(f"The values of an axis are {kind}, separated by commas: not {quoted(text)}.") from None
    return tuple(map(int, numbers) if whole else numbers)


def _parts(text: str, whole: bool) -> list[str]:
    """The numbers of a list, as texts: where spaces or semicolons separate them, a comma may be a decimal one."""
    parts = text.replace(";", " ").split()
    if len(parts) > 1:
        return [number for part in parts for number in _one_or_more(part.strip(","), whole)]
    if not whole and re.fullmatch(r"\s*\d*,\d+\s*", text, re.ASCII):
        raise ValueError(f"Are these two values or one? Write {text.replace(',', ', ')} or {text.replace(',', '.')}.")
    return text.split(",")


def _one_or_more(part: str, whole: bool) -> list[str]:
    one = re.fullmatch(r"\d{1,3},\d{3}" if whole else r"[^.,]*,[^.,]*", part)
    return [part] if one else part.split(",")
