"""Words: what a comparison shows and why, from the update rules with its own numbers in them."""

from collections.abc import Sequence

from engine import Experiment
from engine.regularizers import REGULARIZERS


def explain(experiments: Sequence[Experiment], fields: tuple[str, ...], n: int) -> str:
    """Markdown about what variants on `n` training examples differ in: the rule, their numbers, what to look for."""
    kinds = {e.regularization for e in experiments if e.regularization_strength}
    if {"regularization", "regularization_strength"} & set(fields) and kinds - {"none"}:
        return _regularization(experiments, n)
    for field, words in _WORDS.items():
        if field in fields:
            return words
    return "All variants are the same: so are their runs, to the last bit."


def _regularization(experiments: Sequence[Experiment], n: int) -> str:
    parts = []
    l1 = next((e for e in experiments if e.regularization == "L1" and e.regularization_strength), None)
    l2 = next((e for e in experiments if e.regularization == "L2" and e.regularization_strength), None)
    if l1:
        step = l1.learning_rate * l1.regularization_strength / n
        steps = 0.05 / step
        parts.append(
            f"**L1** pulls every weight to zero by the same step, however small the weight is:\n\n"
            f"$${REGULARIZERS['L1'].update}$$\n\n"
            f"Here $\\eta\\lambda/n = {_pull(l1, n)} = {_tex(step)}$. A weight of 0.05 that the data do not hold is at "
            f"zero after {steps:,.0f} mini-batches ({steps * l1.batch_size / n:.2g} epochs), and stays there: "
            "**the spike**."
        )
    if l2:
        factor = 1 - l2.learning_rate * l2.regularization_strength / n
        epoch = factor ** l2.steps_per_epoch(n)
        parts.append(
            f"**L2** takes a share of each weight: large ones give much, small ones hardly anything:\n\n"
            f"$${REGULARIZERS['L2'].update}$$\n\n"
            f"Here $1 - \\eta\\lambda/n = 1 - {_pull(l2, n)} = {factor:.7g}$, or ×{epoch:.3g} an epoch. A weight of "
            f"0.05 becomes {0.05 * epoch:.3g}, then {0.05 * epoch**2:.3g}, and never zero: **no spike**."
        )
    if len(parts) == 2:
        parts.append(
            "So L1 keeps few strong connections and lets the others go; L2 keeps all of them, smaller. Look at the "
            "middle bin, at the sorted |w|, and at the border of the receptive fields, where no ink ever falls."
        )
    elif not l1:
        parts.append(
            "Too small a λ and the network learns its examples by heart: the training cost falls, the test cost rises. "
            "Too large, and the weights stay too small to tell the digits apart."
        )
    return "\n\n".join(parts)


def _pull(e: Experiment, n: int) -> str:
    return f"{e.learning_rate:g} \\cdot {e.regularization_strength:g} / {n}"


def _tex(value: float) -> str:
    digits, power = f"{value:.2e}".split("e")
    return f"{float(digits):g} \\cdot 10^{{{int(power)}}}"


_WORDS = {
    "cost": (
        "With the **quadratic cost** the output error is $\\delta = (a - y)\\,\\sigma'(z)$: where a neuron is wrong "
        "and saturated, $\\sigma'(z)$ is nearly 0 and it hardly learns. With **cross-entropy** $\\sigma'(z)$ cancels: "
        "$\\delta = a - y$, the more wrong, the faster. Look at the first epochs: the slow start of one, the quick one "
        "of the other, from the same first weights."
    ),
    "initialization": (
        "**Scaled** first weights, $N(0, 1/n_{in})$, give every neuron a $z$ of about one: it learns from the start. "
        "**Large** ones, $N(0, 1)$, give a hidden neuron with 784 inputs a $|z|$ of about ten: it is saturated, and "
        "its gradients are tiny. Look at the first epochs, and at the histograms: large weights hardly move."
    ),
    "learning_rate": (
        "Each step is $\\Delta w = -\\eta\\,\\partial C/\\partial w$. Too **small** an η and the cost creeps; too "
        "**large** and each step overshoots the valley: the cost jumps about and stays high. In between it falls fast, "
        "and goes on falling."
    ),
    "activation": (
        "All neurons start from the same weights; what differs is $\\sigma$. Sigmoid and tanh saturate: where $|z|$ is "
        "large, $\\sigma'(z)$ is nearly 0. ReLU does not for $z > 0$, and learns nothing for $z \\le 0$."
    ),
    "hidden": (
        "More neurons are more weights: they fit the training examples better. Whether that helps on the test examples "
        "is what the second curve tells."
    ),
    "batch_size": (
        "A mini-batch of $m$ examples estimates the gradient; the spread of that estimate falls with $1/\\sqrt{m}$. "
        "Small batches take many rough steps an epoch, large ones few smooth steps."
    ),
    "regularization": "Give a variant a λ above 0: without one, all of them are the same.",
    "regularization_strength": "Choose L1 or L2: without one of them λ does nothing, and all variants are the same.",
}
