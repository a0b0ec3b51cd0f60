"""Why a network reads a drawing as it does, gathered from `engine.explain` as plain numbers for the page."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import Network, explain
from engine.activations import activation_named
from engine.explain import Flip, SoftmaxSteps, Voices
from playground.components.digits.neuron_voices import Voice

LOUDEST = 6

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Insight:
    """What happened inside for one picture: `activations` of every layer, the input first, and `z` (10,) of the last.

    `first` is the answer, `second` comes next. `slope` is ∂a_first/∂x, `spoke` x ⊙ ∂a_first/∂x. `heard` has what each
    hidden layer contributes to z_first, `loudest` the numbers of the neurons that contribute most, and `fields` what
    those look for. `flip` is a change that makes it read `second`; `softmax` the steps from z to shares, if it is one.
    """

    first: int
    second: int
    pixels: Floats
    activations: list[Floats]
    z: Floats
    outputs: Floats
    output: str
    slope: Floats
    spoke: Floats
    heard: list[Voices]
    loudest: list[list[int]]
    fields: list[Floats]
    flip: Flip
    softmax: SoftmaxSteps | None


def look(network: Network, pixels: Floats) -> Insight:
    """Look inside `network` while it reads `pixels` (28, 28)."""
    x = pixels.reshape(-1)
    zs, activations = network.copy(np.float64).forward(x)
    z, outputs = zs[-1][0], activations[-1][0]
    second, first = (int(digit) for digit in np.argsort(z)[-2:])
    slope = explain.output_gradient(network, x, first)
    heard = explain.voices(network, x, first)
    loudest = [np.argsort(-np.abs(layer.says), kind="stable")[:LOUDEST].tolist() for layer in heard]
    fields = [explain.fields(network, x, number, chosen) for number, chosen in enumerate(loudest, start=1)]
    return Insight(
        first=first,
        second=second,
        pixels=x,
        activations=[a[0] for a in activations],
        z=z,
        outputs=outputs,
        output=network.output,
        slope=slope,
        spoke=x * slope,
        heard=heard,
        loudest=loudest,
        fields=fields,
        flip=explain.flip(network, x, second),
        softmax=explain.softmax_steps(z) if activation_named(network.output).mixes else None,
    )


def voices(insight: Insight, layer: int) -> list[Voice]:
    """The rows for what hidden layer `layer` (1 is the first) contributes: the most, the others, the rest, the sum."""
    heard, chosen = insight.heard[layer - 1], insight.loudest[layer - 1]
    last = layer == len(insight.heard)
    factor = "w" if last else "∂z/∂a"
    rows = []
    for k, field in zip(chosen, insight.fields[layer - 1], strict=True):
        a, slope, says = heard.activations[k], heard.slopes[k], heard.says[k]
        note = (
            f"activation a = {a:.3g}\n{factor} = {slope:+.3g} towards the {insight.first}\na · {factor} = {says:+.3g}"
        )
        rows.append(Voice(f"h{layer}.{k + 1}", float(says), note, field))
    others = float(heard.says.sum() - heard.says[chosen].sum())
    if len(heard.says) > len(chosen):
        count = len(heard.says) - len(chosen)
        rows.append(Voice(f"{count} others", others, f"the sum over the other {count} neurons of this layer"))
    if last:
        rows.append(Voice("bias", heard.rest, f"the bias b of the output for {insight.first}"))
    else:
        rest = "what the biases of later layers add, and what their activation functions change by not being linear"
        rows.append(Voice("the rest", heard.rest, rest))
    rows.append(Voice(f"z of the {insight.first}", heard.total, "the sum of all rows above", is_sum=True))
    return rows
