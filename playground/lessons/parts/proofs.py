"""The proofs of the four equations, line by line, each line with the numbers of one neuron or of one weight."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.components.shared.numerals import EXACT, in_tex, numeral
from playground.lessons.parts.four_equations import EPSILON, Pass, costs_beside
from playground.lessons.parts.small_networks import Parameter, id_of

Terms = Sequence[Sequence[float]]
"""Products that are added up."""
LEAST = 3
"""Significant digits of a number at least; it has more where they are needed for the line to come out right."""


@dataclass(frozen=True)
class Line:
    """One line of a proof: what it says as LaTeX, its new part in «angle quotes», and `why`, as Markdown.

    `terms` are the numbers of its right side, which add up to what its left side is by back-propagation: `value`.
    `written` are these numbers as LaTeX where they are not just the terms. `marks` are the ids, in the drawing, of the
    wires and neurons that the line speaks of.
    """

    said: str
    why: str
    terms: Terms
    value: float
    marks: tuple[str, ...]
    written: str = ""

    @property
    def tex(self) -> str:
        """What it says as LaTeX, its new part in blue; the page's style sheet says in which."""
        return self.said.replace("«", r"\textcolor{blue}{").replace("»", "}")

    @property
    def plain(self) -> str:
        """What it says as LaTeX of one colour."""
        return self.said.replace("«", "").replace("»", "")

    @property
    def right(self) -> float:
        """What the numbers of its right side come to."""
        return sum(map(math.prod, self.terms))

    @property
    def numbers(self) -> str:
        """The numbers of the right side and what they come to, as LaTeX, to be checked with a calculator."""
        result = f"={in_tex(numeral(self.right))}"
        return result if sum(map(len, self.terms)) == 1 else f"={self.written or spelled(self.terms)}{result}"


def spelled(terms: Terms) -> str:
    """A sum of products as LaTeX, with as many digits as it takes for them to come to the rounded result."""
    result = numeral(sum(map(math.prod, terms)))

    def right(digits: int) -> bool:
        rounded = [[float(f"{one:.{digits}g}") for one in factors] for factors in terms]
        return numeral(sum(map(math.prod, rounded))) == result

    digits = next(filter(right, range(LEAST, EXACT)), EXACT)

    def word(number: float) -> str:
        text = in_tex(numeral(number, digits, digits - 1))
        return f"({text})" if text.startswith("-") else text

    told = ""
    for factors in terms:
        taken_off = len(factors) == 1 and math.copysign(1, factors[0]) < 0
        sign = "-" if taken_off else "+" if told else ""
        told += sign + r"\cdot ".join(word(abs(one) if taken_off else one) for one in factors)
    return told


def lines_of(equation: str, done: Pass, at: Parameter) -> list[Line]:
    """The proof of "BP1" to "BP4", or of "softmax", BP1 with a softmax output, for a neuron or weight of the network.

    A neuron is given by its bias, which it has for itself. The last line checks the result by two forward passes.
    """
    proof = {"BP1": _output_error, "softmax": _softmax_error, "BP2": _hidden_error, "BP3": _bias, "BP4": _weight}
    pushed = {"BP3": _b(*at[:2]), "BP4": _w(*at)}.get(equation, "")
    return [*proof[equation](done, at), _check(done, at, pushed)]


def _output_error(done: Pass, at: Parameter) -> Iterator[Line]:
    last, j, _ = at
    a, y, pull, slope, delta = (
        float(one[j]) for one in (done.activations[-1], done.y, done.pull, done.slopes[-1], done.deltas[-1])
    )
    d, aj, zj, outputs, own = _d(last, j), _a(last, j), _z(last, j), range(len(done.y)), (f"c/{last}/{j}",)
    by_a, by_z = _by("C", aj), _by(aj, zj)
    yield _definition(at, delta)
    yield Line(
        rf"{d}=«\sum_k{_by('C', f'a^{last}_k')}{_by(f'a^{last}_k', zj)}»",
        f"**Chain rule**: ${zj}$ can act on the cost only through the outputs $a^{last}_k$, so their parts add up.",
        [[float(done.pull[k]), slope if k == j else 0.0] for k in outputs],
        delta,
        tuple(f"c/{last}/{k}" for k in outputs),
    )
    yield Line(
        f"{d}=«{by_a}{by_z}»",
        rf"**One term is left**: $a^{last}_k$ depends on ${zj}$ only for $k={j + 1}$; for the others "
        rf"$\partial a^{last}_k/\partial {zj}=0$.",
        [[pull, slope]],
        delta,
        own,
    )
    sigmoid = done.network.output == "sigmoid"
    yield Line(
        rf"{by_z}=«\sigma'({zj})»" + (f"={aj}(1-{aj})" if sigmoid else ""),
        rf"**Differentiate** ${aj}=\sigma({zj})$: how steep $\sigma$ is there.",
        [[a, 1 - a]] if sigmoid else [[slope]],
        slope,
        own,
    )
    error = f"{aj}-y_{j + 1}"
    how, terms = {
        "quadratic": (error, [[a], [-y]]),
        "cross-entropy": (rf"\frac{{{error}}}{{{aj}(1-{aj})}}", [[pull]]),
    }.get(done.cost, (f"C'({aj})", [[pull]]))
    yield Line(f"{by_a}=«{how}»", f"**Differentiate** $C$: of its sum only one term contains ${aj}$.", terms, pull, own)
    yield Line(
        rf"{d}={by_a}\,\sigma'({zj})\qquad\text{{(BP1)}}",
        rf"**Put together.** For all outputs at once: $\delta^{last}=\nabla_aC\odot\sigma'(z^{last})$.",
        [[pull, slope]],
        delta,
        own,
    )


def _softmax_error(done: Pass, at: Parameter) -> Iterator[Line]:
    last, j, _ = at
    k, outputs = int(done.y.argmax()), range(len(done.y))
    a, pull, slopes, delta = done.activations[-1], done.pull, done.slopes[-1], float(done.deltas[-1][j])
    d, aj, ak, zj, own = _d(last, j), _a(last, j), _a(last, k), _z(last, j), (f"c/{last}/{k}",)
    same = int(k == j)
    yield _definition(at, delta)
    yield Line(
        rf"{d}=«\sum_k{_by('C', f'a^{last}_k')}{_by(f'a^{last}_k', zj)}»",
        f"**Chain rule**: ${zj}$ acts on all outputs $a^{last}_k$ of a softmax, so their parts add up.",
        [[float(pull[i]), float(slopes[j, i])] for i in outputs],
        delta,
        tuple(f"c/{last}/{i}" for i in outputs),
    )
    yield Line(
        rf"{_by('C', ak)}=«-\frac{{1}}{{{ak}}}»",
        rf"**Differentiate** $C=-\ln {ak}$, as $y_{k + 1}=1$. The other outputs are not in it, so one term is left.",
        [[float(pull[k])]],
        float(pull[k]),
        own,
    )
    yield Line(
        rf"{_by(ak, zj)}=«{ak}\,({same}-{aj})»",
        f"**Differentiate the softmax**: it has a {same} there, as output {k + 1} is {'' if same else 'not '}"
        "this neuron's own.",
        [[float(a[k]), same - float(a[j])]],
        float(slopes[j, k]),
        own,
    )
    yield Line(
        rf"{d}=-\frac{{1}}{{{ak}}}\,{ak}\,({same}-{aj})=«{aj}-{same}»",
        rf"**Put together**: ${ak}$ cancels. And $y_{j + 1}={same}$, so $\delta^{last}=a^{last}-y$.",
        [[float(a[j])], [-float(same)]],
        delta,
        own,
    )


def _hidden_error(done: Pass, at: Parameter) -> Iterator[Line]:
    layer, j, _ = at
    above = layer + 1
    w, deltas, before = done.network.weights[layer - 1], done.deltas[layer - 1], done.activations[layer - 1]
    delta, slope = float(done.deltas[layer - 2][j]), float(done.slopes[layer - 2][j])
    d, zj, z1, ks = _d(layer, j), _z(layer, j), _z(above, 0), range(len(deltas))
    sloped, wires = rf"\sigma'({zj})", tuple(f"w/{above}/{k}/{j}" for k in ks)
    rates = [[float(deltas[k]), float(w[k, j]) * slope] for k in ks]
    yield _definition(at, delta)
    yield Line(
        rf"{d}=«\sum_k{_by('C', f'z^{above}_k')}{_by(f'z^{above}_k', zj)}»",
        f"**Chain rule**: ${zj}$ acts on the cost through $z^{above}_k$ of every neuron of layer {above}.",
        rates,
        delta,
        wires,
    )
    yield Line(
        f"{d}=" + "+".join(f"«{_d(above, k)}»{_by(_z(above, k), zj)}" for k in ks),
        rf"**Written out.** And $\partial C/\partial z^{above}_k$ has a name already: the error $\delta^{above}_k$.",
        rates,
        delta,
        wires,
    )
    yield Line(
        rf"{z1}=\sum_iw^{above}_{{1i}}\,«\sigma(z^{layer}_i)»+{_b(above, 0)}",
        rf"**How ${zj}$ gets into it**, for $k=1$: ${z1}$ weighs the outputs $\sigma(z^{layer}_i)$ of layer {layer}.",
        [*([float(w[0, i]), float(a)] for i, a in enumerate(before)), [float(done.network.biases[layer - 1][0])]],
        float(done.zs[layer - 1][0]),
        tuple(f"w/{above}/0/{i}" for i in range(len(before))),
    )
    yield Line(
        rf"{_by(z1, zj)}=«{_w(above, 0, j)}\,{sloped}»",
        rf"**Differentiate**: only the term with ${zj}$ changes: its weight times the slope of $\sigma$.",
        [[float(w[0, j]), slope]],
        float(w[0, j]) * slope,
        wires[:1],
    )
    yield Line(
        f"{d}=" + "+".join(rf"{_d(above, k)}\,«{_w(above, k, j)}\,{sloped}»" for k in ks),
        "**Put in**, for every $k$ alike.",
        [[float(deltas[k]), float(w[k, j]), slope] for k in ks],
        delta,
        wires,
    )
    yield Line(
        rf"{d}=«({'+'.join(_w(above, k, j) + _d(above, k) for k in ks)})»\,{sloped}\qquad\text{{(BP2)}}",
        rf"**Factor out** ${sloped}$. The bracket is entry {j + 1} of $(w^{above})^T\delta^{above}$; for the layer: "
        rf"$\delta^{layer}=((w^{above})^T\delta^{above})\odot\sigma'(z^{layer})$.",
        [[float(done.back(layer)[j]), slope]],
        delta,
        wires,
    )


def _bias(done: Pass, at: Parameter) -> Iterator[Line]:
    layer, j, _ = at
    delta, name, own = float(done.deltas[layer - 2][j]), _b(layer, j), (f"a/{layer}/{j}",)
    yield _through(at, name, delta, 1.0)
    yield _weighted_input(done, at)
    yield Line(
        f"{_by(_z(layer, j), name)}=«1»",
        f"**Differentiate**: ${name}$ is added as it is, and stands nowhere else.",
        [[1.0]],
        1.0,
        own,
    )
    yield Line(
        rf"{_by('C', name)}={_d(layer, j)}\qquad\text{{(BP3)}}",
        "**Put in**: the slope along a bias is the error of its neuron.",
        [[delta]],
        done.gradient_of(at),
        own,
    )


def _weight(done: Pass, at: Parameter) -> Iterator[Line]:
    layer, j, k = at
    assert k is not None
    delta, a = float(done.deltas[layer - 2][j]), float(done.activations[layer - 2][k])
    name, into, own = _w(*at), _a(layer - 1, k), (id_of(at), f"a/{layer - 1}/{k}")
    yield _through(at, name, delta, a)
    yield _weighted_input(done, at)
    yield Line(
        f"{_by(_z(layer, j), name)}=«{into}»",
        f"**Differentiate**: ${name}$ stands in one term of the sum, with the factor ${into}$.",
        [[a]],
        a,
        own,
    )
    yield Line(
        rf"{_by('C', name)}={into}\,{_d(layer, j)}\qquad\text{{(BP4)}}",
        "**Put in**: the activation that comes in, times the error of the neuron that it goes to.",
        [[a, delta]],
        done.gradient_of(at),
        own,
    )


def _definition(at: Parameter, delta: float) -> Line:
    layer, j, _ = at
    z = _z(layer, j)
    why = f"**Definition**: the error of a neuron is how fast the cost changes with its weighted input, here ${z}$."
    return Line(rf"{_d(layer, j)}\equiv«{_by('C', z)}»", why, [[delta]], delta, (f"a/{layer}/{j}",))


def _through(at: Parameter, name: str, delta: float, rate: float) -> Line:
    layer, j, _ = at
    d, z = _d(layer, j), _z(layer, j)
    return Line(
        rf"{_by('C', name)}={_by('C', z)}{_by(z, name)}=«{d}»\,{_by(z, name)}",
        rf"**Chain rule**: ${name}$ acts on the cost through ${z}$ alone, and $\partial C/\partial {z}$ is by its "
        f"definition the error ${d}$.",
        [[delta, rate]],
        delta * rate,
        (f"a/{layer}/{j}", id_of(at)),
    )


def _weighted_input(done: Pass, at: Parameter) -> Line:
    layer, j, k = at
    before, w, bias = done.activations[layer - 2], done.network.weights[layer - 2][j], _b(layer, j)
    parts = [f"{_w(layer, j, i)}{_a(layer - 1, i)}" for i in range(len(before))] + [bias]
    new = len(before) if k is None else k
    return Line(
        f"{_z(layer, j)}=" + "+".join(f"«{part}»" if i == new else part for i, part in enumerate(parts)),
        f"**How it gets into** ${_z(layer, j)}$: the weighted sum of what comes in, written out, plus the bias.",
        [*map(list, zip(w.tolist(), before.tolist(), strict=True)), [float(done.network.biases[layer - 2][j])]],
        float(done.zs[layer - 2][j]),
        tuple(f"w/{layer}/{j}/{i}" for i in range(len(before))),
    )


def _check(done: Pass, at: Parameter, pushed: str) -> Line:
    """The result once more, from two forward passes; what is `pushed` is the neuron's z where it has no name."""
    layer, j, _ = at
    above, below = costs_beside(done.network, done.activations[0], done.y, done.cost, at)
    left, name = (_by("C", pushed), pushed) if pushed else (_d(layer, j), _z(layer, j))
    difference = numeral((above - below) / (2 * EPSILON))

    def right(decimals: int) -> bool:
        return numeral((round(above, decimals) - round(below, decimals)) / (2 * EPSILON)) == difference

    decimals = next(filter(right, range(6, EXACT)), EXACT)
    return Line(
        rf"{left}\approx«\frac{{C({name}+\varepsilon)-C({name}-\varepsilon)}}{{2\,\varepsilon}}»",
        f"**Measured**, without any of this: two forward passes, with ${name}$ a little larger and a little smaller.",
        [[above, 0.5 / EPSILON], [-below, 0.5 / EPSILON]],
        done.gradient_of(at),
        (id_of(at), f"a/{layer}/{j}"),
        rf"\frac{{{above:.{decimals}f}-{below:.{decimals}f}}}{{{2 * EPSILON:.5f}}}",
    )


def _by(what: str, by: str) -> str:
    return rf"\frac{{\partial {what}}}{{\partial {by}}}"


def _d(layer: int, j: int) -> str:
    return rf"\delta^{layer}_{j + 1}"


def _z(layer: int, j: int) -> str:
    return f"z^{layer}_{j + 1}"


def _a(layer: int, j: int) -> str:
    return f"a^{layer}_{j + 1}"


def _b(layer: int, j: int) -> str:
    return f"b^{layer}_{j + 1}"


def _w(layer: int, j: int, k: int | None) -> str:
    return f"w^{layer}_{{{j + 1}{'' if k is None else k + 1}}}"
