"""Back-propagation one equation at a time: the numbers of a pass, and each step as matrices and in words."""

from dataclasses import dataclass

import numpy as np

from engine.activations import activation_named
from engine.arrays import Array
from engine.backpropagation import deltas, gradient
from engine.costs import COSTS, cost_named
from engine.network import Network
from playground.components.diagram.matrices import Item, Matrix
from playground.components.shared.made import Made
from playground.components.shared.numerals import factor, numeral, symbol
from playground.lessons.parts.small_networks import (
    Parameter,
    column,
    forward_line,
    forward_makings,
    set_value,
    squash,
    transposed,
    value_of,
)

EPSILON = 1e-5
"""How far a weight is moved in each direction to check its gradient."""


@dataclass(frozen=True)
class Pass:
    """One example sent forward and back; each list has one array per layer, (n_l,) or for weights (n_l, n_{l-1}).

    `zs`, `slopes` σ'(z^l), `deltas` and the gradients begin at layer 2, `activations` at 1. `pull` is ∇_a C, `value` C.
    The `slopes` of a softmax layer are its Jacobian, (n_L, n_L).
    """

    network: Network
    cost: str
    y: Array
    zs: list[Array]
    activations: list[Array]
    slopes: list[Array]
    pull: Array
    deltas: list[Array]
    value: float
    by_weight: list[Array]
    by_bias: list[Array]

    @property
    def last(self) -> int:
        """L, the number of the output layer."""
        return len(self.network.sizes)

    def back(self, layer: int) -> Array:
        """(w^{l+1})ᵀ δ^{l+1}, shape (n_l,)."""
        return np.asarray(self.deltas[layer - 1] @ self.network.weights[layer - 1])

    def gradient_of(self, parameter: Parameter) -> float:
        """∂C/∂w^l_jk or ∂C/∂b^l_j, by BP4 or BP3."""
        layer, j, k = parameter
        return float(self.by_bias[layer - 2][j] if k is None else self.by_weight[layer - 2][j, k])


@dataclass(frozen=True)
class Step:
    """One equation of the pass: "input", "forward", "BP1" ... "BP4", and the layer it applies to."""

    kind: str
    layer: int

    @property
    def label(self) -> str:
        """The label of the step's button."""
        if self.kind == "input":
            return f"{symbol('a', 1)} = x"
        if self.kind == "forward":
            return f"{symbol('z', self.layer)}, {symbol('a', self.layer)}"
        return f"{self.kind}  " + {"BP3": "∂C/∂b", "BP4": "∂C/∂w"}.get(self.kind, symbol("δ", self.layer))


def steps(layers: int) -> list[Step]:
    """All steps for a network of this many layers, in order."""
    forward = [Step("forward", layer) for layer in range(2, layers + 1)]
    back = [Step("BP2", layer) for layer in range(layers - 1, 1, -1)]
    return [Step("input", 1), *forward, Step("BP1", layers), *back, Step("BP3", 2), Step("BP4", 2)]


def work(network: Network, x: Array, y: Array, cost: str) -> Pass:
    """Everything that back-propagation computes for one example x (n_1,) with desired outputs y (n_L,)."""
    errors, zs, activations = deltas(network, x, y, cost)
    value, by_weight, by_bias = gradient(network, x, y, cost)
    pull = cost_named(cost).gradient(zs[-1], activations[-1], y[np.newaxis])
    slopes = [activation_named(name).derivative(z)[0] for name, z in zip(network.activations, zs, strict=True)]
    first = [[one[0] for one in rows] for rows in (zs, activations, errors)]
    return Pass(network, cost, y, first[0], first[1], slopes, pull[0], first[2], value, by_weight, by_bias)


def costs_beside(network: Network, x: Array, y: Array, cost: str, parameter: Parameter) -> tuple[float, float]:
    """C with one weight or bias ε larger, and with it ε smaller."""
    values = []
    for side in (EPSILON, -EPSILON):
        moved = network.copy()
        set_value(moved, parameter, value_of(network, parameter) + side)
        values.append(gradient(moved, x, y, cost)[0])
    return values[0], values[1]


def central_difference(network: Network, x: Array, y: Array, cost: str, parameter: Parameter) -> float:
    """(C(w + ε) - C(w - ε)) / 2ε for one weight or bias: its gradient computed without back-propagation."""
    above, below = costs_beside(network, x, y, cost, parameter)
    return (above - below) / (2 * EPSILON)


def lines_of(step: Step, done: Pass) -> list[list[Item]]:
    """The equation of a step as matrices with their numbers."""
    network, layer = done.network, step.layer
    if step.kind == "input":
        return [[column("a", 1, done.activations[0]), "= x"]]
    if step.kind == "forward":
        z, a, before = done.zs[layer - 2], done.activations[layer - 1], done.activations[layer - 2]
        return [forward_line(network, layer, z, a, before)]
    if step.kind == "BP1":
        slope, pull = _slope(done, layer), column("c", layer, done.pull, f"∂C/∂{symbol('a', layer)}")
        sides: list[Item] = [slope, pull] if activation_named(network.output).mixes else [pull, "⊙", slope]
        return [[_delta(done, layer), "=", *sides]]
    if step.kind == "BP2":
        back = column("back", layer, done.back(layer), f"({symbol('w', layer + 1)})ᵀ{symbol('δ', layer + 1)}")
        return [
            [back, "=", transposed(network, layer + 1), _delta(done, layer + 1)],
            [_delta(done, layer), "=", back, "⊙", _slope(done, layer)],
        ]
    return [_gradients(step.kind, done, layer) for layer in range(2, done.last + 1)]


def _gradients(kind: str, done: Pass, layer: int) -> list[Item]:
    if kind == "BP3":
        by_bias = column("gb", layer, done.by_bias[layer - 2], f"∂C/∂{symbol('b', layer)}", clickable=True)
        return [by_bias, "=", _delta(done, layer)]
    by_weight = Matrix(f"g/{layer}", f"∂C/∂{symbol('w', layer)}", done.by_weight[layer - 2], clickable=True)
    a, below = done.activations[layer - 2], layer - 1
    ids = [f"a/{below}/{k}" for k in range(len(a))]
    row = Matrix(f"at/{below}", f"({symbol('a', below)})ᵀ", a[np.newaxis], ids=ids)
    return [by_weight, "=", _delta(done, layer), row]


def _delta(done: Pass, layer: int) -> Matrix:
    return column("d", layer, done.deltas[layer - 2], symbol("δ", layer))


def _slope(done: Pass, layer: int) -> Matrix:
    slope = done.slopes[layer - 2]
    if slope.ndim == 2:
        return Matrix(f"s/{layer}", f"∂{symbol('a', layer)}/∂{symbol('z', layer)}", slope)
    return column("s", layer, slope, f"σ′({symbol('z', layer)})")


def equation_of(step: Step, network: Network) -> str:
    """The name of a step's equation in `FORMULAS` and `proofs`: its kind, but for the output error of softmax."""
    return "softmax" if step.kind == "BP1" and activation_named(network.output).mixes else step.kind


def products(step: Step, done: Pass) -> list[str]:
    """The Hadamard product of a step, spelled out neuron by neuron; empty for a step without one."""
    if step.kind == "BP2":
        left = done.back(step.layer)
    elif step.kind == "BP1" and not activation_named(done.network.output).mixes:
        left = done.pull
    else:
        return []
    triples = zip(left, done.slopes[step.layer - 2], done.deltas[step.layer - 2], strict=True)
    return [
        f"{symbol('δ', step.layer, j)} = {factor(one)} · {factor(slope)} = {numeral(delta)}"
        for j, (one, slope, delta) in enumerate(triples)
    ]


def makings_of(step: Step, done: Pass) -> dict[str, Made]:
    """How each number of a step is computed, spelled out."""
    if step.kind in ("input", "forward"):
        return forward_makings(done.network, done.zs, done.activations)
    if step.kind == "BP1":
        return _output_error(done)
    if step.kind == "BP2":
        return _slopes_in_words(done, step.layer) | _hidden_error(done, step.layer)
    made = {}
    for layer in range(2, done.last + 1):
        for j, delta in enumerate(done.deltas[layer - 2]):
            of = f"d/{layer}/{j}"
            said = f"{symbol('δ', layer, j)} = {numeral(delta)}"
            made[f"gb/{layer}/{j}"] = Made(f"∂C/∂{symbol('b', layer, j)} = {said}", (of,))
            if step.kind == "BP3":
                made[of] = made[f"gb/{layer}/{j}"]
            for k, a in enumerate(done.activations[layer - 2]):
                words = (
                    f"∂C/∂{symbol('w', layer, j, k)} = {symbol('a', layer - 1, k)} · {symbol('δ', layer, j)} "
                    f"= {factor(a)} · {factor(delta)} = {numeral(a * delta)}"
                )
                made[f"g/{layer}/{j}/{k}"] = Made(words, (f"a/{layer - 1}/{k}", of))
    return made


def _output_error(done: Pass) -> dict[str, Made]:
    layer, softmax = done.last, activation_named(done.network.output).mixes
    made = {} if softmax else _slopes_in_words(done, layer)
    outputs = range(len(done.y))
    for j, (a, y, pull, delta) in enumerate(zip(done.activations[-1], done.y, done.pull, done.deltas[-1], strict=True)):
        aj, zj, dj = symbol("a", layer, j), symbol("z", layer, j), symbol("δ", layer, j)
        yj = symbol("y", None, j)
        reason = {
            "quadratic": f"{aj} − {yj} = {numeral(a)} − {numeral(y)}",
            "cross-entropy": f"({aj} − {yj}) / ({aj} (1 − {aj}))",
            "log-likelihood": f"−{yj} / {aj} = −{numeral(y)} / {numeral(a)}",
        }.get(done.cost, COSTS[done.cost].label)
        made[f"c/{layer}/{j}"] = Made(f"∂C/∂{aj} = {reason} = {numeral(pull)}", (f"a/{layer}/{j}",))
        if softmax:
            slope = done.slopes[-1]
            terms = " + ".join(f"{factor(done.pull[i])} · {factor(slope[i, j])}" for i in outputs)
            a_k = f"∂{symbol('a', layer)}ₖ"
            words = f"{dj} = Σₖ ∂C/{a_k} {a_k}/∂{zj}\n= {terms} = {numeral(delta)} = {aj} − {yj}"
            of = [id_ for i in outputs for id_ in (f"c/{layer}/{i}", f"s/{layer}/{j}/{i}")]
            for i in outputs:
                ai = symbol("a", layer, i)
                rate = f"∂{ai}/∂{zj} = {ai} ({int(i == j)} − {aj}) = {numeral(slope[j, i])}"
                made[f"s/{layer}/{j}/{i}"] = Made(rate, (f"a/{layer}/{i}",))
        else:
            words = f"{dj} = ∂C/∂{aj} · σ′({zj}) = {factor(pull)} · {factor(done.slopes[-1][j])} = {numeral(delta)}"
            words += f"  (= {aj} − {yj})" if COSTS[done.cost].cancels else ""
            of = [f"c/{layer}/{j}", f"s/{layer}/{j}"]
        made[f"d/{layer}/{j}"] = Made(words, tuple(of))
    return made


def _slopes_in_words(done: Pass, layer: int) -> dict[str, Made]:
    made = {}
    name = done.network.activations[layer - 2]
    rows = zip(done.zs[layer - 2], done.activations[layer - 1], done.slopes[layer - 2], strict=True)
    for j, (z, a, slope) in enumerate(rows):
        zj, aj = symbol("z", layer, j), symbol("a", layer, j)
        how = {
            "sigmoid": f"{aj} (1 − {aj}) = {numeral(a)} · {numeral(1 - a)}",
            "tanh": f"1 − ({aj})² = 1 − {numeral(a * a)}",
            "relu": f"{numeral(z)} {'> 0, so 1' if z > 0 else '≤ 0, so 0'}",
        }[name]
        words = f"{squash(done.network, layer)}′({zj}): {how} = {numeral(slope)}"
        made[f"s/{layer}/{j}"] = Made(words, (f"a/{layer}/{j}",))
    return made


def _hidden_error(done: Pass, layer: int) -> dict[str, Made]:
    made = {}
    w, above = done.network.weights[layer - 1], done.deltas[layer - 1]
    for j, (back, delta) in enumerate(zip(done.back(layer), done.deltas[layer - 2], strict=True)):
        letters = " + ".join(f"{symbol('w', layer + 1, i, j)}·{symbol('δ', layer + 1, i)}" for i in range(len(above)))
        terms = " + ".join(f"{factor(w[i, j])}·{factor(above[i])}" for i in range(len(above)))
        of = [id_ for i in range(len(above)) for id_ in (f"w/{layer + 1}/{i}/{j}", f"d/{layer + 1}/{i}")]
        made[f"back/{layer}/{j}"] = Made(f"{letters}\n= {terms} = {numeral(back)}", tuple(of))
        slope = done.slopes[layer - 2][j]
        words = (
            f"{symbol('δ', layer, j)} = ({letters}) · σ′({symbol('z', layer, j)})\n"
            f"= {factor(back)} · {numeral(slope)} = {numeral(delta)}"
        )
        made[f"d/{layer}/{j}"] = Made(words, (f"back/{layer}/{j}", f"s/{layer}/{j}"))
    return made


FORMULAS = {
    "input": r"a^1=x",
    "forward": r"z^l=w^la^{l-1}+b^l,\qquad a^l=\sigma(z^l)",
    "BP1": r"\delta^L=\nabla_aC\odot\sigma'(z^L)",
    "BP2": r"\delta^l=\left((w^{l+1})^T\delta^{l+1}\right)\odot\sigma'(z^l)",
    "BP3": r"\frac{\partial C}{\partial b^l_j}=\delta^l_j",
    "BP4": r"\frac{\partial C}{\partial w^l_{jk}}=a^{l-1}_k\,\delta^l_j",
    "softmax": r"\delta^L_j=\sum_k\frac{\partial C}{\partial a^L_k}\frac{\partial a^L_k}{\partial z^L_j}=a^L_j-y_j",
}
SAYS = {
    "input": "The input is the activation of layer 1.",
    "forward": "Weigh the inputs, add the bias, apply the activation function: layer by layer to the output.",
    "BP1": "How fast the cost changes with each output, times how fast that output changes with its z.",
    "BP2": "The errors of the next layer go back through the weights, then times the slope of each neuron.",
    "BP3": "The error of a neuron is the slope of the cost along its bias. Click a cell to check it.",
    "BP4": "The activation coming in, times the error of the neuron it goes to. Click a cell or a wire to check it.",
}
