"""Controls: every setting of an experiment as a widget, declared once, and the way from widgets to an Experiment."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from engine import Experiment
from engine.activations import ACTIVATIONS
from engine.costs import COSTS
from engine.data import SOURCES
from engine.data.catalogue import DEFAULT_SAMPLES
from engine.data.features import FEATURES
from engine.experiment import LIMITS
from engine.initializers import INITIALIZERS
from engine.regularizers import REGULARIZERS
from playground.settings.plain import plain

ALL_DIGITS = SOURCES["mnist"].examples
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Control:
    """One control: `key` on the page, `field` of the experiment, and how `widget` shows it.

    A "picture" is chosen from thumbnails (see `playground.components.data_picker`), all others are Streamlit's.
    `options` maps what a choice means to how it reads; `low`, `high`, `step` bound a slider (a number field has no
    bounds of its own: the engine says what is wrong).
    """

    key: str
    field: str
    label: str
    help: str
    widget: str
    options: dict[str, str] | None = None
    low: float = 0
    high: float = 0
    step: float = 0


def _labels(registry: dict[str, Any]) -> dict[str, str]:
    return {name: entry.label for name, entry in registry.items()}


_ALL = (
    Control("dataset", "dataset", "Data", "What the network learns from.", "picture", _labels(SOURCES)),
    Control(
        "inputs",
        "inputs",
        "Inputs",
        "The features of a point that the network reads; each is an input neuron.",
        "pills",
        _labels(FEATURES),
    ),
    Control(
        "noise",
        "noise",
        "Noise",
        "How far measurements are off: more noise, more overlap.",
        "slider",
        None,
        0.0,
        0.5,
        0.05,
    ),
    Control("samples", "samples", "Points", "How many points there are.", "slider", None, 50, 2000, 50),
    Control(
        "training-digits",
        "samples",
        "Training digits",
        "How many of the training digits are used: with few of them the network overfits.",
        "slider",
        None,
        100,
        ALL_DIGITS,
        100,
    ),
    Control(
        "augmentation",
        "augmentation",
        "Distort the digits",
        "Training digits are shifted, turned and stretched a little, anew in every epoch; test digits are not.",
        "toggle",
    ),
    Control(
        "test-fraction",
        "test_fraction",
        "Test share",
        "The share of the points that is kept for testing and never trained on.",
        "slider",
        None,
        0.1,
        0.9,
        0.1,
    ),
    Control(
        "hidden-layers",
        "hidden",
        "Hidden layers",
        "Neurons of each hidden layer, such as 4, 2. Empty for none. Or press + and − on the drawing.",
        "text",
    ),
    Control(
        "activation",
        "activation",
        "Activation",
        "σ of the hidden neurons: sigmoid 1/(1+e⁻ᶻ), tanh, ReLU max(0, z), or linear.",
        "select",
        {name: entry.label for name, entry in ACTIVATIONS.items() if entry.trainable},
    ),
    Control(
        "cost",
        "cost",
        "Cost",
        "What training makes small. Quadratic and cross-entropy go with a sigmoid output, log-likelihood with softmax.",
        "select",
        _labels(COSTS),
    ),
    Control(
        "learning-rate",
        "learning_rate",
        "Learning rate η",
        "How far each step goes: Δw = −η ∂C/∂w. It may change while the network trains.",
        "number",
        step=0.05,
    ),
    Control(
        "regularization",
        "regularization",
        "Regularization",
        "L1 pulls every weight to zero by a constant step, L2 by a share of its size. Biases are left alone.",
        "select",
        _labels(REGULARIZERS),
    ),
    Control(
        "regularization-strength",
        "regularization_strength",
        "Strength λ",
        "How much large weights cost; divided by the number n of training examples.",
        "number",
        step=0.1,
    ),
    Control(
        "batch-size",
        "batch_size",
        "Batch size m",
        "How many examples the gradient of one step is averaged over.",
        "whole",
        step=1,
    ),
    Control(
        "initialization",
        "initialization",
        "First weights",
        "Scaled: N(0, 1/n_in). Large: N(0, 1), wide layers start saturated. Zero: all neurons stay alike.",
        "select",
        _labels(INITIALIZERS),
    ),
    Control("seed", "seed", "Seed", "Same seed: same first weights, same run.", "whole", step=1),
    Control("data-seed", "data_seed", "Data seed", "Same seed: same points.", "whole", step=1),
)
CONTROLS: dict[str, Control] = {control.key: control for control in _ALL}

START: dict[str, Experiment] = {
    "plane": Experiment(
        dataset="circle", hidden=(6, 4), activation="tanh", cost="cross-entropy", learning_rate=0.1, samples=500
    ),
    "regression": Experiment(
        dataset="plane", hidden=(6, 4), activation="tanh", cost="quadratic", learning_rate=0.05, samples=500
    ),
    "digits": Experiment(
        dataset="mnist",
        hidden=(30,),
        activation="sigmoid",
        cost="cross-entropy",
        learning_rate=0.5,
        regularization="L2",
        regularization_strength=0.5,
    ),
}
"""What a learner finds at first, for each kind of data: settings that work."""

SPIRAL = Experiment(
    dataset="spiral",
    hidden=(8, 8),
    activation="tanh",
    cost="cross-entropy",
    learning_rate=0.15,
    samples=1000,
    inputs=("x1", "x2", "sin(x1)", "sin(x2)"),
)
"""A network that solves the spiral."""


def next_seed(key: str, now: int) -> None:
    """A callback: the seed after `now` for the control of this key."""
    st.session_state[key] = (now + 1) % (int(LIMITS[CONTROLS[key].field].high) + 1)


def write(experiment: Experiment) -> None:
    """Set all controls to `experiment`. Only before they are shown: in a callback, or first thing in a run."""
    for control in _ALL:
        value = getattr(experiment, control.field)
        if control.key == "samples":
            value = value or DEFAULT_SAMPLES
        elif control.key == "training-digits":
            value = min(value or all_digits(experiment.dataset), all_digits(experiment.dataset))
        elif control.widget == "text":
            value = ", ".join(map(str, value))
        elif control.widget == "pills":
            value = list(value)
        st.session_state[control.key] = value


def adopt(experiment: Experiment) -> Experiment:
    """Set all controls but locked ones to `experiment`, as `write` does, and return what they say then.

    What a link locks keeps its value whatever is chosen or opened: other data, a run of the gallery, a lesson. The
    learner is told so on the next run of the page (see `lock_news`). Raises ValueError, with a sentence, and leaves all
    as it is, where the locked values and the others do not go together.
    """
    own = _locked_values(experiment)
    try:
        adopted = (
            experiment.changed(**{CONTROLS[key].field: value for key, value in own.items()}) if own else experiment
        )
    except ValueError as error:
        raise ValueError(f"What the link locks does not go with it: {error}") from None
    kept = {key: st.session_state[key] for key in CONTROLS if locked(key)}
    if labels := locked_otherwise(experiment):
        st.session_state["lock-news"] = f"{', '.join(labels)}: locked by the link."
    write(adopted)
    st.session_state.update(kept)
    st.session_state["kind"] = SOURCES[adopted.dataset].kind
    return adopted


def locked_otherwise(experiment: Experiment) -> list[str]:
    """The labels of the controls that a link locks at another value than `experiment` has."""
    own = _locked_values(experiment).items()
    return [CONTROLS[key].label for key, value in own if value != getattr(experiment, CONTROLS[key].field)]


def lock_news() -> str:
    """What is to be told of locked controls since this was asked last, as a sentence; "" for nothing."""
    news: str = st.session_state.pop("lock-news", "")
    return news


def _locked_values(experiment: Experiment) -> dict[str, Any]:
    """The value of each locked control, as a field of an experiment, that data such as these have."""
    dataset = st.session_state["dataset"] if locked("dataset") else experiment.dataset
    digits = SOURCES[dataset].kind == "digits"
    others = {"samples" if digits else "training-digits"}
    values = {control.key: _value(control) for control in _ALL if locked(control.key) and control.key not in others}
    if values.get("training-digits", 0) >= all_digits(dataset):
        values["training-digits"] = None
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def as_shown(experiment: Experiment) -> Experiment:
    """The same experiment with every setting as its control has it.

    Raises ValueError where it has a setting that no control shows: the page could not keep it.
    """
    usual = Experiment(dataset=experiment.dataset, cost=experiment.cost)
    if experiment.output != usual.output:
        raise ValueError(
            f"This run has a {experiment.output} output with the {experiment.cost} cost, which the page has no control "
            "for: open it with engine.run_file."
        )
    if experiment.is_plane:
        return experiment.changed(samples=experiment.samples or DEFAULT_SAMPLES, output=experiment.output)
    everything = experiment.samples is None or experiment.samples >= all_digits(experiment.dataset)
    digits = None if everything else experiment.samples
    return experiment.changed(samples=digits, output=experiment.output)


def read() -> Experiment:
    """The experiment that the controls say. Raises ValueError, with a sentence, where they make no sense."""
    values = {c.field: _value(c) for c in _ALL if c.key not in ("samples", "training-digits")}
    if SOURCES[values["dataset"]].kind == "digits":
        digits = st.session_state["training-digits"]
        values["samples"] = None if digits >= all_digits(values["dataset"]) else digits
    else:
        values["samples"] = st.session_state["samples"]
    return Experiment(**values)


def all_digits(dataset: str) -> int:
    """How many training digits a data set has; as many as MNIST's own where it has none, as long as none is shown."""
    return SOURCES[dataset].examples or ALL_DIGITS


def high_of(control: Control, dataset: str) -> float:
    """The upper end of a slider."""
    return all_digits(dataset) if control.key == "training-digits" else control.high


def _value(control: Control) -> Any:
    value = st.session_state[control.key]
    return hidden_layers(value) if control.widget == "text" else value


def hidden_layers(text: str) -> tuple[int, ...]:
    """The layer sizes in a text such as "4, 2"; empty for none. Raises ValueError for anything else."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"Hidden layers are up to {LONGEST_TEXT} characters, such as 4, 2: not {len(text):,} of them.")
    parts = text.replace(";", ",").replace(" ", ",").split(",")
    try:
        return tuple(int(part) for part in parts if part)
    except ValueError:
        written = text if len(text) <= 40 else text[:37] + "..."
        raise ValueError(
            f"Hidden layers are whole numbers with commas between, such as 4, 2: not {written!r}."
        ) from None


def show(key: str) -> None:
    """Show one control, and under it what is wrong with its value, if anything.

    Where a link hides it there is nothing, and where a link locks it, it cannot be changed.
    """
    if hidden(key):
        return
    control = CONTROLS[key]
    common: dict[str, Any] = {
        "label": control.label,
        "key": key,
        "help": control.help,
        "disabled": locked(key),
        "persist_state": "session",
    }
    options = control.options or {}
    if control.widget == "select":
        st.selectbox(options=list(options), format_func=options.__getitem__, **common)
    elif control.widget == "pills":
        st.pills(options=list(options), format_func=options.__getitem__, selection_mode="multi", **common)
    elif control.widget == "slider":
        value = st.session_state[key]  # a link or a file may say more than one can drag to
        low, high = min(control.low, value), max(high_of(control, st.session_state["dataset"]), value)
        st.slider(min_value=low, max_value=high, step=control.step, **common)
    elif control.widget == "toggle":
        st.toggle(**common)
    elif control.widget == "text":
        st.text_input(**common)
    elif control.widget == "whole":
        st.number_input(step=1, format="%d", min_value=None, **common)
    else:
        st.number_input(step=control.step, format="%g", min_value=None, **common)
    if problem := problem_of(key):
        st.caption(f":red[{plain(problem)}]")


def hidden(key: str) -> bool:
    """Whether the link that was opened hides this control."""
    return key in st.session_state.get("hidden-controls", ())


def locked(key: str) -> bool:
    """Whether the link that was opened locks this control."""
    return key in st.session_state.get("locked-controls", ())


def problem_of(key: str) -> str | None:
    """What is wrong with this control's value alone, as a sentence."""
    control = CONTROLS[key]
    try:
        value = _value(control)
        if control.field in LIMITS:
            LIMITS[control.field].check(value)
        elif control.field in ("hidden", "inputs"):
            Experiment(dataset=st.session_state["dataset"], cost="quadratic", **{control.field: value})
    except ValueError as error:
        return str(error)
    return None


def choose_dataset(name: str) -> None:
    """Learn from another data set from now on; where it is of another kind, with settings that work for that kind.

    Raises ValueError, as `adopt` does, where those do not go with what a link locks.
    """
    kind = SOURCES[name].kind
    if kind != st.session_state["kind"]:
        adopt(START[kind].changed(dataset=name, output=""))
    elif st.session_state["training-digits"] >= all_digits(st.session_state["dataset"]):
        st.session_state["training-digits"] = all_digits(name)
    st.session_state["training-digits"] = min(st.session_state["training-digits"], all_digits(name))
    st.session_state["dataset"] = name
