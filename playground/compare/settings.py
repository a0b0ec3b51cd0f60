"""Settings of a comparison and of a sweep as widgets: what is shared, what differs, and the values of an axis."""

from dataclasses import replace
from typing import Any

import streamlit as st

from engine import Experiment
from engine.data import SOURCES
from playground.compare.setup import DIGITS, FIELDS, PRESETS, Setup
from playground.runs.variants import MOST
from playground.settings import controls
from playground.settings.controls import CONTROLS, START, Control, all_digits

BY_FIELD: dict[str, Control] = {control.field: control for control in CONTROLS.values() if control.key != "samples"}
FIRST = next(iter(PRESETS))
LONGEST_TEXT = 5_000
SHARED = ("dataset", "training-digits", *(BY_FIELD[name].key for name in FIELDS), "seed")
DATASETS = {name: source.label for name, source in SOURCES.items() if name != "custom"}
"""The data sets that variants learn from; while one is still to be fetched, the digits of the program stand in."""
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
"""The settings that an axis of a sweep may have, and the values that it begins with."""


def write(setup: Setup) -> None:
    """Set all widgets to `setup`: before they are shown, or in a callback."""
    everything = all_digits(setup.shared.dataset)
    shown = setup.shared.changed(samples=min(setup.shared.samples or everything, everything))
    for key in SHARED:
        st.session_state[f"compare-{key}"] = _as_widget(CONTROLS[key], getattr(shown, CONTROLS[key].field))
    st.session_state["compare-fields"] = list(setup.fields)
    st.session_state["compare-fields-before"] = list(setup.fields)
    st.session_state["compare-count"] = len(setup.variants)
    st.session_state["compare-epochs"] = setup.epochs
    for index in range(MOST):
        values = setup.variants[min(index, len(setup.variants) - 1)]
        for name in FIELDS:
            value = values.get(name, getattr(setup.shared, name))
            st.session_state[_key(index, name)] = _as_widget(BY_FIELD[name], value)


def read() -> Setup:
    """The setup that the widgets say. Raises ValueError, with a sentence, where they make no sense."""
    state = st.session_state
    shared = _shared()
    fields = tuple(name for name in FIELDS if name in state["compare-fields"])
    variants = tuple(
        {name: _from_widget(BY_FIELD[name], state[_key(index, name)]) for name in fields}
        for index in range(state["compare-count"])
    )
    return Setup(shared, fields, variants, state["compare-epochs"])


def _shared() -> Experiment:
    values = {CONTROLS[key].field: _from_widget(CONTROLS[key], st.session_state[f"compare-{key}"]) for key in SHARED}
    kind = SOURCES[values["dataset"]].kind
    if kind != "digits":
        values["samples"] = START[kind].samples
    elif values["samples"] >= all_digits(values["dataset"]):
        values["samples"] = None
    for name in st.session_state["compare-fields"]:
        values[name] = getattr(DIGITS, name)  # each variant has its own; this one is never used
    if values["cost"] == "cross-entropy" and kind == "regression":
        values["cost"] = "quadratic"
    return Experiment(**values)


def without_own(shared: Experiment, fields: tuple[str, ...]) -> Experiment:
    """What variants share that each have their own of `fields`: these are never used, and the same in all setups."""
    own = {name: getattr(DIGITS, name) for name in fields}
    if SOURCES[shared.dataset].kind == "regression":
        own.pop("cost", None)
    return shared.changed(**own)


def _key(index: int, field: str) -> str:
    return f"compare-{index}-{BY_FIELD[field].key}"


def _as_widget(control: Control, value: Any) -> Any:
    return ", ".join(map(str, value)) if control.widget == "text" else value


def _from_widget(control: Control, value: Any) -> Any:
    return controls.hidden_layers(value) if control.widget == "text" else value


def start_with_preset() -> None:
    """Bring what the chosen preset says."""
    if (name := st.session_state["compare-preset"]) in PRESETS:
        _adopt(PRESETS[name])


def _adopt(setup: Setup) -> None:
    """Set all widgets but those of locked controls to `setup`: what a link locks keeps its value."""
    state, locked = st.session_state, st.session_state.get("compare-locked", ())
    keys = [f"compare-{place}{key}" for key in locked for place in ("", *(f"{index}-" for index in range(MOST)))]
    kept = {key: state[key] for key in keys if key in state}
    write(setup)
    state.update(kept)


def start_with_dataset() -> None:
    """Bring settings that work for the chosen data; what the variants differ in stays."""
    name = st.session_state["compare-dataset"]
    if name not in SOURCES:  # no page of ours says so
        st.session_state["compare-dataset"] = st.session_state["compare-setup"].shared.dataset
        return
    start = (DIGITS if SOURCES[name].kind == "digits" else START[SOURCES[name].kind]).changed(dataset=name)
    before = st.session_state["compare-fields"], st.session_state["compare-count"], st.session_state["compare-epochs"]
    own = {
        key: st.session_state[key]
        for i in range(MOST)
        for key in [_key(i, name) for name in FIELDS if name in before[0]]
    }
    _adopt(Setup(start, tuple(before[0]), ({},) * before[1], before[2]))
    st.session_state.update(own)


def show_shared() -> None:
    """What all variants share."""
    dataset = replace(CONTROLS["dataset"], widget="select", options=DATASETS)
    show(dataset, "compare-dataset", on_change=start_with_dataset)
    digits = SOURCES[st.session_state["compare-dataset"]].kind == "digits"
    for key in SHARED[1:]:
        if CONTROLS[key].field in st.session_state["compare-fields"] or (key == "training-digits" and not digits):
            continue
        show(CONTROLS[key], f"compare-{key}")


def show_fields() -> None:
    """What the variants differ in."""
    st.pills(
        "The variants differ in",
        FIELDS,
        format_func=lambda name: BY_FIELD[name].label,
        selection_mode="multi",
        key="compare-fields",
        persist_state="session",
        on_change=_split,
    )


def _split() -> None:
    """A setting that becomes the variants' own begins with what was shared."""
    for name in set(st.session_state["compare-fields"]) - set(st.session_state["compare-fields-before"]):
        for index in range(MOST):
            st.session_state[_key(index, name)] = st.session_state[f"compare-{BY_FIELD[name].key}"]
    st.session_state["compare-fields-before"] = list(st.session_state["compare-fields"])


def show_variant(index: int, fields: tuple[str, ...]) -> None:
    """The settings of one variant."""
    for name in fields:
        control = BY_FIELD[name]
        strength = name == "regularization_strength" and "regularization" in fields
        show(
            control, _key(index, name), disabled=strength and st.session_state[_key(index, "regularization")] == "none"
        )


def show(control: Control, key: str, **options: Any) -> None:
    """A control under another key, if the link that was opened does not hide it."""
    if control.key in st.session_state.get("compare-hidden", ()):
        return
    if control.key in st.session_state.get("compare-locked", ()):
        options["disabled"] = True
    common: dict[str, Any] = {"label": control.label, "key": key, "help": control.help, "persist_state": "session"}
    common |= options
    if control.widget == "select":
        choices = control.options or {}
        st.selectbox(options=list(choices), format_func=choices.__getitem__, **common)
    elif control.widget == "text":
        st.text_input(**common)
    elif control.widget == "slider":
        value = st.session_state[key]  # one that a link locks may be beyond what other data have
        low, high = min(control.low, value), max(controls.high_of(control, st.session_state["compare-dataset"]), value)
        st.slider(min_value=low, max_value=high, step=control.step, **common)
    elif control.widget == "whole":
        st.number_input(step=1, format="%d", min_value=None, **common)
    else:
        st.number_input(step=control.step, format="%g", min_value=None, **common)


def show_axis(which: str, default: str, other: str | None) -> tuple[str, tuple[Any, ...]]:
    """The field of an axis of a sweep and its values. Raises ValueError where what is written are no values."""
    names = [name for name in AXES if name != other]
    key = f"sweep-{which}"
    if st.session_state.get(key) not in names:
        st.session_state[key] = default if default in names else names[0]
    field: str = st.selectbox(
        f"Setting along {which}",
        names,
        format_func=lambda name: BY_FIELD[name].label,
        key=key,
        persist_state="session",
    )
    begin, values_key = AXES[field], f"sweep-{which}-{field}"
    st.session_state.setdefault(values_key, begin)
    if isinstance(begin, list):
        choices = BY_FIELD[field].options or {}
        chosen = st.multiselect(
            "Values", list(choices), format_func=choices.__getitem__, key=values_key, persist_state="session"
        )
        return field, tuple(chosen)
    help_text = "Layers with commas, networks with semicolons." if field == "hidden" else "Numbers with commas between."
    text = st.text_input("Values", key=values_key, help=help_text, persist_state="session")
    return field, axis_values(field, text)


def axis_values(field: str, text: str) -> tuple[Any, ...]:
    """The values in a text such as "0.1, 0.3, 1", or "none; 10; 30, 30" for hidden layers. ValueError for others."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"The values of an axis are up to {LONGEST_TEXT:,} characters, not {len(text):,} of them.")
    if field == "hidden":
        parts = [part.strip() for part in text.split(";") if part.strip()]
        return tuple(() if part == "none" else controls.hidden_layers(part) for part in parts)
    parts = text.replace(";", ",").replace(" ", ",").split(",")
    whole = BY_FIELD[field].widget in ("whole", "slider")
    try:
        return tuple(int(part) if whole else float(part) for part in parts if part)
    except ValueError:
        written = text if len(text) <= 40 else text[:37] + "..."
        kind = "whole numbers" if whole else "numbers"
        raise ValueError(f"The values of an axis are {kind} with commas between: not {written!r}.") from None
