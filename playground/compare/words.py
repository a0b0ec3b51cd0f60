"""Words: what a comparison shows and why, from the update rules with its own numbers filled in."""

import math
from collections.abc import Sequence

from engine import Experiment
from engine.data import SOURCES
from engine.regularizers import REGULARIZERS
from playground.compare.setup import Setup
from playground.components.shared.numerals import numeral
from playground.settings.words import WORDS


def shared_in_words(setup: Setup, n: int) -> str:
    """The data and the network that all variants share, in one line: what they differ in is on their cards."""
    e = setup.shared
    told = [f"{SOURCES[e.dataset].label}, {n:,} training examples"]
    if "hidden" not in setup.fields:
        told.append(f"hidden layers {', '.join(map(str, e.hidden))}" if e.hidden else "no hidden layer")
    told += [
        WORDS[name](e)
        for name in ("activation", "cost", "learning_rate", "regularization", "batch_size", "initialization", "seed")
        if name not in setup.fields
    ]
    return f"Shared: {' · '.join(filter(None, told))}"


def explain(experiments: Sequence[Experiment], fields: tuple[str, ...], n: int) -> str:
    """Markdown about what variants on `n` training examples differ in: the rule, their numbers, what to look for."""
    kinds = {e.regularization for e in experiments if e.regularization_strength}
    if {"regularization", "regularization_strength"} & set(fields) and kinds - {"none"}:
        return _regularization(experiments, n)
    for field, words in _WORDS.items():
        if field in fields:
            return words
    return "All variants are the same, and so are their runs: bit for bit, where one machine trains them all."


def _regularization(experiments: Sequence[Experiment], n: int) -> str:
    parts = []
    l1 = next((e for e in experiments if e.regularization == "L1" and e.regularization_strength), None)
    l2 = next((e for e in experiments if e.regularization == "L2" and e.regularization_strength), None)
    if l1:
        step = l1.learning_rate * l1.regularization_strength / n
        steps = 0.05 / step
        parts.append(
            f"**L1** moves every weight towards zero by the same step, however small the weight is:\n\n"
            f"$${REGULARIZERS['L1'].update}$$\n\n"
            f"Here $\\eta\\lambda/n = {_pull(l1, n)}$ = {numeral(step)}. A weight of 0.05 that the data do not need "
            f"reaches zero after {steps:,.0f} mini-batches ({numeral(steps * l1.batch_size / n)} epochs). From then on "
            "it jumps to and fro across zero, never farther away than that step: **the spike** in the histogram."
        )
    if l2:
        parts.append(_shrinking(l2, n))
    if len(parts) == 2:
        parts.append(
            "So L1 keeps a few strong connections and drops the others; L2 keeps all of them, but smaller. Look at the "
            "middle bin, at the weights by size, and at the border of the receptive fields, where there is never ink."
        )
    elif not l1:
        parts.append(
            "If λ is too small, the network memorizes its examples: the training cost falls, but the test cost rises. "
            "If it is too large, the weights stay too small to tell the classes apart."
        )
    return "\n\n".join(parts)


def _shrinking(l2: Experiment, n: int) -> str:
    pull = l2.learning_rate * l2.regularization_strength / n
    epoch = (1 - pull) ** l2.steps_per_epoch(n)
    after = f"after {math.log(0.2) / math.log(epoch):,.0f} epochs" if 0 < epoch < 1 else "in time"
    unneeded, later = "has no gradient", f"{numeral(0.05 * epoch)}, then {numeral(0.05 * epoch**2)}"
    if SOURCES[l2.dataset].kind == "digits":
        unneeded += ", as from a pixel at the border, where there is never ink,"
    return (
        f"**L2** shrinks each weight in proportion: large ones lose much, small ones hardly anything:\n\n"
        f"$${REGULARIZERS['L2'].update}$$\n\n"
        f"Here $1 - \\eta\\lambda/n = 1 - {_pull(l2, n)}$ = 1 − {numeral(pull)}, or ×{numeral(epoch)} per epoch. A "
        f"weight that {unneeded} goes from 0.05 to {later}, and so on: it is "
        f"**nearly zero** (below 0.01) {after}, and **exactly zero** never. Such weights make a peak in the middle "
        "too, but a wider and later one. All others keep their size against the pull: no spike of those."
    )


def _pull(e: Experiment, n: int) -> str:
    return f"{e.learning_rate:g} \\cdot {e.regularization_strength:g} / {n}"


_WORDS = {
    "cost": (
        "With the **quadratic cost** the output error is $\\delta = (a - y)\\,\\sigma'(z)$: where a neuron is wrong "
        "and saturated, $\\sigma'(z)$ is nearly 0 and it hardly learns. With **cross-entropy** $\\sigma'(z)$ cancels: "
        "$\\delta = a - y$, and the more wrong a neuron is, the faster it learns. Look at the first epochs: a slow "
        "start with one cost and a quick start with the other, from the same initial weights."
    ),
    "initialization": (
        "**Scaled** initial weights, $N(0, 1/n_{in})$, give every neuron a $z$ of about one: it learns from the start. "
        "**Large** ones, $N(0, 1)$, give a hidden neuron with 784 inputs a $|z|$ of about ten: it is saturated, and "
        "its gradients are tiny. Look at the first epochs, and at the histograms: large weights hardly move."
    ),
    "learning_rate": (
        "Each step is $\\Delta w = -\\eta\\,\\partial C/\\partial w$. If η is too **small**, the cost creeps "
        "down; if it is too **large**, each step overshoots the valley, and the cost jumps about and stays high. In "
        "between it falls fast and keeps falling."
    ),
    "activation": (
        "All variants start from the same weights; what differs is $\\sigma$. Sigmoid and tanh saturate: where $|z|$ "
        "is large, $\\sigma'(z)$ is nearly 0. ReLU does not saturate for $z > 0$, and learns nothing for $z \\le 0$."
    ),
    "hidden": (
        "More neurons have more weights and fit the training examples better. Whether that also helps on the test "
        "examples, the curve of the test accuracy shows."
    ),
    "batch_size": (
        "A mini-batch of $m$ examples estimates the gradient; the spread of that estimate falls with $1/\\sqrt{m}$. "
        "Small batches take many noisy steps per epoch, large ones few smooth steps."
    ),
    "regularization": "Give a variant a λ above 0: with λ = 0 all of them are the same.",
    "regularization_strength": "Choose L1 or L2: without either, λ does nothing, and all variants are the same.",
}
