"""Controls: every setting of an experiment, declared once, and how their widgets make an Experiment.

For the data set, the playground page shows thumbnails instead of its widget.
"""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from engine import Experiment
from engine.activations import ACTIVATIONS, in_short
from engine.costs import COSTS
from engine.data import SOURCES
from engine.data.features import FEATURES
from engine.experiment import PRECISIONS
from engine.initializers import INITIALIZERS
from engine.regularizers import REGULARIZERS
from playground.settings import limits
from playground.settings.control import ALL_DIGITS, Control
from playground.settings.limits import LIMITS
from playground.settings.numbers import text_of
from playground.settings.rights import Rights
from playground.settings.slots import Slot

LOCK_NEWS = Slot("lock-news", str)
"""A sentence about locked controls, to be told once; "" where there is none."""


def _labels(registry: Mapping[str, Any]) -> dict[str, str]:
    return {name: entry.label for name, entry in registry.items()}


_ALL = (
    Control("dataset", "Data", "What the network learns from.", "select", _labels(SOURCES)),
    Control(
        "inputs",
        "Inputs",
        "The features of a point that the network reads; each is an input neuron.",
        "pills",
        _labels(FEATURES),
    ),
    Control(
        "noise",
        "Noise",
        "How far off each point is measured: the more noise, the more the classes overlap.",
        "slider",
        ends=(0.0, 0.5),
        step=0.05,
    ),
    Control("samples", "Points", "How many points there are.", "points", ends=(50, 2000), step=50, digits=False),
    Control(
        "training-digits",
        "Training digits",
        "How many of the training digits are used. With only a few, the network overfits.",
        "digits",
        ends=(100, ALL_DIGITS),
        step=100,
        digits=True,
        of="samples",
    ),
    Control(
        "augmentation",
        "Distort the digits",
        "Training digits are shifted, rotated and stretched a little, differently in every epoch; test digits are not.",
        "toggle",
    ),
    Control(
        "test-fraction",
        "Test fraction",
        "The fraction of the points that is kept for testing and never trained on.",
        "slider",
        ends=(0.1, 0.9),
        step=0.1,
    ),
    Control(
        "hidden-layers",
        "Hidden layers",
        "How many neurons each hidden layer has, such as 4, 2. Empty for none. Or press + and − on the drawing.",
        "text",
        of="hidden",
    ),
    Control(
        "activation",
        "Activation",
        "The function σ of the hidden neurons: sigmoid 1/(1+e⁻ᶻ), tanh, ReLU max(0, z), or linear.",
        "select",
        {name: entry.label for name, entry in ACTIVATIONS.items() if entry.trainable},
        layered=True,
    ),
    Control(
        "cost",
        "Cost",
        "What training minimizes. Quadratic and cross-entropy go with a sigmoid output, log-likelihood with softmax.",
        "select",
        _labels(COSTS),
    ),
    Control(
        "learning-rate",
        "Learning rate η",
        "How far each step goes: Δw = −η ∂C/∂w. You can change it while the network trains.",
        "ladder",
    ),
    Control(
        "regularization",
        "Regularization",
        "L1 shrinks every weight by a constant amount, L2 in proportion to its size. Biases are not regularized.",
        "select",
        _labels(REGULARIZERS),
    ),
    Control(
        "regularization-strength",
        "Strength λ",
        "How strongly large weights are penalized. It is divided by n, the number of training examples.",
        "ladder",
    ),
    Control(
        "batch-size", "Batch size m", "How many training examples the gradient of each step is averaged over.", "ladder"
    ),
    Control(
        "initialization",
        "Initial weights",
        "Scaled: N(0, 1/nᵢₙ). Large: N(0, 1), so wide layers start saturated. Zero: all neurons stay alike.",
        "select",
        _labels(INITIALIZERS),
    ),
    Control(
        "seed",
        "Seed",
        "The same seed gives the same initial weights; with the same settings, the same run.",
        "number",
    ),
    Control("data-seed", "Data seed", "The same seed gives the same points.", "number"),
    Control(
        "precision",
        "Precision",
        "How many digits each number of the training has: about 7 (single) or 16 (double).",
        "select",
        PRECISIONS,
    ),
)
CONTROLS: dict[str, Control] = {control.key: control for control in _ALL}
HIDDEN = Slot[tuple[str, ...]]("hidden-controls", tuple, kept=True)
LOCKED = Slot[tuple[str, ...]]("locked-controls", tuple, kept=True)
"""The keys of the controls that the opened link hides, and of those that it locks."""
RIGHTS = Rights("share", tuple(CONTROLS), HIDDEN, LOCKED)

START: dict[str, Experiment] = {
    "plane": Experiment(
        dataset="circle", hidden=(6, 4), activation="tanh", cost="cross-entropy", learning_rate=0.1, samples=500
    ),
    "regression": Experiment(
        dataset="plane", hidden=(6, 4), activation="tanh", cost="quadratic", learning_rate=0.05, samples=500
    ),
    "table": Experiment(
        dataset="table", hidden=(6, 4), activation="tanh", cost="cross-entropy", samples=500, test_fraction=0.3
    ),
    "table-regression": Experiment(
        dataset="table-number",
        hidden=(6, 4),
        activation="tanh",
        cost="quadratic",
        learning_rate=0.05,
        samples=500,
        test_fraction=0.3,
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
"""What a learner starts with, for each kind of data: settings that work."""

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
    control = CONTROLS[key]
    control.slot.put((now + 1) % (int(LIMITS[control.field].high) + 1))


def write(experiment: Experiment) -> None:
    """Set all controls to `experiment`. Only before they are shown: in a callback, or first thing in a run."""
    for control in _ALL:
        write_one(control, experiment)


def write_one(control: Control, experiment: Experiment) -> None:
    """Set this control to what `experiment` has, as `write` does with all."""
    value = getattr(experiment, control.field)
    common = control.shown(value, experiment.dataset)
    control.slot.put(common)
    each = value if control.layered and not isinstance(value, str) else ()
    for slot, own in zip_longest(control.layers(), each):
        slot.put("" if own in (None, common) else own)


def all_slots() -> list[Slot[Any]]:
    """The slots of all controls, and of what each layer has of them."""
    return [slot for control in _ALL for slot in (control.slot, *control.layers())]


def adopt(experiment: Experiment) -> Experiment:
    """Set all controls except locked ones to `experiment`, as `write` does, and return what they then describe.

    What a link locks keeps its value whatever is chosen or opened: other data, a run of the gallery, a lesson. The
    learner is told so on the next run of the page (see `LOCK_NEWS`). Raises ValueError, with a sentence, and leaves all
    as it is, where the locked values do not fit the others.
    """
    adopted = with_locked(experiment)
    slots = [slot for control in _ALL if locked(control.key) for slot in (control.slot, *control.layers())]
    kept = [(slot, slot.get()) for slot in slots]
    if labels := locked_otherwise(experiment):
        LOCK_NEWS.put(f"Locked by the link: {', '.join(labels)}.")
    write(adopted)
    for slot, value in kept:
        slot.put(value)
    return adopted


def with_locked(experiment: Experiment) -> Experiment:
    """`experiment` with what a link locks at the values that it has there.

    Raises ValueError, with a sentence, where those do not fit the others.
    """
    own = _locked_values(experiment)
    try:
        return limits.changed(experiment, **{CONTROLS[key].field: value for key, value in own.items()})
    except ValueError as error:
        raise ValueError(f"This does not fit with what the link locks: {error}") from None


def refusal(experiment: Experiment) -> str:
    """Why `adopt` would refuse this experiment, as a sentence; "" where it would not."""
    try:
        with_locked(experiment)
    except ValueError as error:
        return str(error)
    return ""


def locked_otherwise(experiment: Experiment) -> list[str]:
    """The labels of the controls that a link locks at another value than `experiment` has."""
    own = _locked_values(experiment).items()
    return [CONTROLS[key].label for key, value in own if value != getattr(experiment, CONTROLS[key].field)]


def _locked_values(experiment: Experiment) -> dict[str, Any]:
    """The value of each locked control that applies to the data of `experiment`, as a value of its field."""
    name = dataset() if locked("dataset") else experiment.dataset
    layers = depth() if locked("hidden-layers") else len(experiment.hidden)
    return {c.key: _value(c, name, layers) for c in _ALL if locked(c.key) and c.when(name)}


def as_shown(experiment: Experiment) -> Experiment:
    """The same experiment with every setting as its control has it.

    Raises ValueError where it has a setting that no control shows: the page could not keep it.
    """
    name = experiment.dataset
    usual = Experiment(dataset=name, cost=experiment.cost)
    if experiment.output != usual.output:
        raise ValueError(
            f"This run has a {experiment.output} output with the {experiment.cost} cost, which cannot be set on the "
            "page. Open it in Python with engine.run_file."
        )
    values = {
        control.field: control.meant(control.shown(getattr(experiment, control.field), name), name)
        for control in _ALL
        if control.when(name) and not control.layered
    }
    return limits.changed(experiment, **values, output=experiment.output)


def read(hidden: tuple[int, ...] | None = None) -> Experiment:
    """The experiment that the controls describe, or would with these hidden layers.

    Raises ValueError, with a sentence, where they make no sense.
    """
    name, layers = dataset(), depth() if hidden is None else len(hidden)
    values = {control.field: _value(control, name, layers) for control in _ALL if control.when(name)}
    return limits.made(**(values if hidden is None else values | {"hidden": hidden}))


def dataset() -> str:
    """The name of the data set that is chosen."""
    name: str = CONTROLS["dataset"].slot.get()
    return name


def depth() -> int:
    """How many hidden layers there are. Raises ValueError, with a sentence, where that makes no sense."""
    return len(_value(CONTROLS["hidden-layers"], dataset()))


def _value(control: Control, dataset: str, layers: int = 0) -> Any:
    """The value of a control; of one that is layered for so many hidden layers."""
    value = control.meant(control.slot.get(), dataset)
    each = [slot.get() or value for slot in control.layers(layers)]
    return in_short(each, layers) if each else value


def hidden(key: str) -> bool:
    """Whether the link that was opened hides this control."""
    return key in RIGHTS.hidden


def locked(key: str) -> bool:
    """Whether the link that was opened locks this control."""
    return key in RIGHTS.locked


def problem_of(key: str) -> str:
    """What is wrong with this control's value alone, as a sentence; "" where nothing is."""
    control = CONTROLS[key]
    return problem_with(control, control.slot.get(), dataset())


def problem_with(control: Control, value: Any, dataset: str) -> str:
    """What is wrong with this value of a control's widget alone, as a sentence; "" where nothing is."""
    try:
        meant = control.meant(value, dataset)
        if control.field in LIMITS:
            LIMITS[control.field].check(meant)
        elif control.field in ("hidden", "inputs"):
            limits.made(dataset=dataset, cost="quadratic", **{control.field: meant})
    except ValueError as error:
        return str(error)
    return ""


def held(experiment: Experiment) -> str:
    """What a run of `experiment` keeps although its control says something else or makes no sense, as a sentence."""
    told = [f"{c.label} {_in_words(c, experiment)}" for c in _ALL if c.when(dataset()) and not _says(c, experiment)]
    return f"Until then the run keeps: {'; '.join(told)}." if told else ""


def _says(control: Control, experiment: Experiment) -> bool:
    """Whether a control has the value that the experiment has."""
    try:
        return bool(_value(control, dataset(), len(experiment.hidden)) == getattr(experiment, control.field))
    except ValueError:
        return False


def _in_words(control: Control, experiment: Experiment) -> str:
    value = control.shown(getattr(experiment, control.field), experiment.dataset)
    if isinstance(value, list):
        value = ", ".join(value)
    return text_of(value) if isinstance(value, float) else (control.options or {}).get(value, str(value)) or "none"


def choose_dataset(name: str) -> None:
    """Learn from another data set from now on; where it is of another kind, with settings that work for that kind.

    Raises ValueError, as `adopt` does, where those do not fit what a link locks.
    """
    before = dataset()
    if SOURCES[name].kind != SOURCES[before].kind:
        adopt(first_of(name))
        before = dataset()
    digits = CONTROLS["training-digits"]
    digits.slot.put(digits.shown(_value(digits, before), name))
    CONTROLS["dataset"].slot.put(name)


def first_of(name: str) -> Experiment:
    """What a learner starts with on these data."""
    return START[SOURCES[name].kind].changed(dataset=name, output="")


def division(name: str) -> tuple[float, int]:
    """Which part of these data is tested on once they are chosen, and the seed with which they are divided.

    Raises ValueError, with a sentence, where that makes no sense.
    """
    if SOURCES[name].kind == SOURCES[dataset()].kind:
        return _value(CONTROLS["test-fraction"], name), _value(CONTROLS["data-seed"], name)
    first = with_locked(first_of(name))
    return first.test_fraction, first.data_seed


def refused_data() -> dict[str, str]:
    """The data sets that cannot be chosen because of what a link locks, and why, as a sentence."""
    kind = SOURCES[dataset()].kind
    offered = {name: source.kind for name, source in SOURCES.items() if not source.is_table}
    others = [name for name, its in offered.items() if its != kind] if RIGHTS.locked else []
    return {name: why for name in others if (why := refusal(first_of(name)))}
