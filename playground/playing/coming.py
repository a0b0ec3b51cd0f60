"""Changes that are still to come: what a link brings happens by itself at its step, unless the learner takes over."""

from collections.abc import Sequence

from engine import Experiment
from engine.journal import Event
from playground.playing import news
from playground.runs.run import Run
from playground.settings.controls import CONTROLS
from playground.settings.numerals import exactly

MOST_TOLD = 2
SYMBOLS = {"learning_rate": "η", "regularization_strength": "λ"}
LABELS = {control.field: control.label for control in CONTROLS.values()}


def tell_dropped(run: Run, known: Experiment) -> None:
    """Have it told, if the learner has just taken over, what no longer happens; the run trained `known` until now."""
    if dropped := run.dropped:
        run.dropped = 0
        rest = "1 change still to come from the link no longer happens"
        if dropped > 1:
            rest = f"{dropped} changes still to come from the link no longer happen"
        news.add(f"You changed {_difference(known, run.experiment)}: the {rest}.", news.LINK)


def _difference(one: Experiment, other: Experiment) -> str:
    """What the learner changed to come from one experiment to the other, in a few words."""
    fields = [name for name, value in vars(one).items() if value != getattr(other, name)]
    if len(fields) != 1:
        return "the settings" if fields else "the run"
    return SYMBOLS.get(fields[0]) or f"the {LABELS[fields[0]].lower()}"


def brought(pending: Sequence[Event]) -> str:
    """What a link brings, in the words of one who has just opened it."""
    many = len(pending) > 1
    told = "; ".join(map(at_step, pending[:MOST_TOLD]))
    more = f"; and {len(pending) - MOST_TOLD} more" if len(pending) > MOST_TOLD else ""
    happens = f"{len(pending)} changes. They happen by themselves" if many else "1 change. It happens by itself"
    return f"This link brings {happens} as it trains: {told}{more}."


def soon(pending: Sequence[Event]) -> str:
    """What happens next of what is still to come; "" where nothing is."""
    return f"Next, {at_step(pending[0])}." if pending else ""


def at_step(event: Event) -> str:
    """What happens, and when: at step 120, η becomes 1."""
    return f"at step {event.step:,}, {in_words(event)}"


def in_words(event: Event) -> str:
    """What happens: η becomes 1."""
    match event.what, event.arguments:
        case "learning_rate", (value,):
            return f"η becomes {exactly(value)}"
        case "regularization_strength", (value,):
            return f"λ becomes {exactly(value)}"
        case "regularization", (name,):
            return f"the regularization becomes {name}"
        case "batch_size", (size,):
            return f"the batch size becomes {size:,}"
        case "augmentation", (on,):
            return "the digits are distorted from then on" if on else "the digits are no longer distorted"
        case "set", (*_, source, value):
            return f"a {_kind(source)} is set to {exactly(value)}"
        case "freeze", (*_, source, on):
            return f"a {_kind(source)} {'is frozen' if on else 'learns again'}"
        case "switch", (*_, on):
            return f"a neuron is switched {'on' if on else 'off'}"
        case "add", (layer,):
            return f"hidden layer {layer} gets a neuron"
        case "remove", (layer, _):
            return f"hidden layer {layer} loses a neuron"
    raise ValueError(f"No words for {event.what}.")


def _kind(source: int | None) -> str:
    return "bias" if source is None else "weight"
