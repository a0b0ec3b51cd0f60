"""The gradient of a sigmoid neuron with two inputs, summed over four examples, with the cross-entropy and without."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.arrays import Array
from engine.neuron_cost import NeuronCost
from playground.components.charts.bars import Bar, bars
from playground.components.diagram.matrices import Matrix, matrices
from playground.components.page.dials import Dial
from playground.components.shared.made import Made, Makings
from playground.components.shared.numerals import PRECISE, factor, numeral, short_of_one
from playground.lessons.parts.one_example import COLOURS, SIGMOID
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts

X = np.array([[1.0, 0.5], [2.0, -1.0], [-1.0, 1.0], [-0.5, -2.0]])
Y = np.array([1.0, 1.0, 0.0, 0.0])
N = len(Y)
NEURON = {cost: NeuronCost(X, Y, "sigmoid", cost) for cost in COLOURS}
"""The neuron on its examples, with each cost."""
REACH = 5.0
DIALS = (Dial("w1", "w₁", -REACH, REACH, -4.0), Dial("w2", "w₂", -REACH, REACH, -1.0), Dial("b", "b", -REACH, REACH, 0))
PRESETS = {
    "Confident and wrong": {},
    "Undecided": {"w1": 0.0, "w2": 0.0},
    "Confident and right": {"w1": 4.0, "w2": 1.0},
}
PARAMETERS = ("b", "w₁", "w₂")


@dataclass(frozen=True)
class Summed:
    """Of n examples z, a, σ'(z) and the error a - y, (n,); and by the name of each cost, ∇C_x (n, 3) and ∇C (3,).

    The slope along the bias comes first.
    """

    z: Array
    a: Array
    slope: Array
    error: Array
    each: dict[str, Array]
    mean: dict[str, Array]


def add_up(w1: float, w2: float, b: float) -> Summed:
    """The sums at these weights and this bias."""
    at, neuron = np.array([w1, w2, b]), NEURON["cross-entropy"]
    z = neuron.weighted_inputs(at)
    each = {cost: np.roll(one.gradients(at), 1, axis=-1) for cost, one in NEURON.items()}
    mean = {cost: np.roll(one.gradient(at), 1) for cost, one in NEURON.items()}
    return Summed(z, neuron.outputs(at), SIGMOID.derivative(z), neuron.errors(at), each, mean)


def show() -> Facts:
    """The dials, the table of the examples with both sums, and the gradients of both costs side by side."""
    values, version = linked.presets(PRESETS, key="examples-preset")
    at = linked.dials(linked.placed(DIALS, values), key="examples-dials", version=version)
    found = add_up(**at)
    _tables(found, at)
    left, right = st.columns(2, gap="medium")
    for column, cost in zip((left, right), ("cross-entropy", "quadratic"), strict=True):
        with column:
            _gradient(found, cost)
    mean, value = found.mean["cross-entropy"], NEURON["cross-entropy"].value(np.array(list(at.values())))
    return {"C": float(value), "n": N, "byWeight": mean[1:], "byBias": float(mean[0])}


def _tables(found: Summed, at: dict[str, float]) -> None:
    rows = [*map(str, range(1, N + 1)), "1/n Σ"]
    known = [[*map(numeral, (*x, y, z)), short_of_one(a)] for x, y, z, a in zip(X, Y, found.z, found.a, strict=True)]
    crossed, squared = (_with_mean(found.each[cost], found.mean[cost]) for cost in ("cross-entropy", "quadratic"))
    squared = [[slope, *row] for slope, row in zip([*map(numeral, found.slope), ""], squared, strict=True)]
    headings = ("a − y", "x₁(a − y)", "x₂(a − y)"), ("σ′(z)", "(a − y) σ′", "x₁(a − y) σ′", "x₂(a − y) σ′")
    matrices(
        [
            [
                Matrix("known", "examples", known, ("x₁", "x₂", "y", "z", "a"), rows[:N], table=True),
                Matrix("crossed", "cross-entropy", crossed, headings[0], rows, strong=(N,), table=True),
                Matrix("squared", "quadratic", squared, headings[1], rows, strong=(N,), table=True),
            ]
        ],
        title="Every example adds its error, times what came in",
        hint="The last row has ∂C/∂b, ∂C/∂w₁ and ∂C/∂w₂. The quadratic cost has σ′(z) in each of its numbers; in the "
        "cross-entropy it has cancelled.",
        made={**_of_examples(found, at), **_of_means(found)},
    ).show("examples-table")


def _with_mean(each: Array, mean: Array) -> list[list[str]]:
    """The numbers (n, 3) and their means (3,) as text, a row each."""
    return [list(map(_told, row)) for row in (*each, mean)]


def _told(value: float) -> str:
    """An error, or a product with one: four digits, or as many as it takes to differ from 1."""
    return short_of_one(value) if 0.99 < abs(value) < 1 else numeral(value, PRECISE)


def _factor(value: float) -> str:
    """The same in brackets if it is negative."""
    return f"({_told(value)})" if value < 0 else _told(value)


def _of_examples(found: Summed, at: dict[str, float]) -> Makings:
    """How the numbers of each example come about."""
    made = {}
    for i, (x, y) in enumerate(zip(X, Y, strict=True)):
        z, a, error = numeral(found.z[i]), short_of_one(found.a[i]), found.error[i]
        slope, rest = numeral(found.slope[i]), numeral(float(SIGMOID.function(-found.z[i])))
        terms = f"{factor(at['w1'])} · {factor(x[0])} + {factor(at['w2'])} · {factor(x[1])} + {factor(at['b'])}"
        made[f"known/{i}/3"] = Made(f"w₁x₁ + w₂x₂ + b = {terms} = {z}", (f"known/{i}/0", f"known/{i}/1"))
        made[f"known/{i}/4"] = Made(f"σ({z}) = {a}", (f"known/{i}/3",))
        made[f"crossed/{i}/0"] = Made(f"∂Cₓ/∂b = {a} − {numeral(y)} = {_told(error)}", (f"known/{i}/4", f"known/{i}/2"))
        made[f"squared/{i}/0"] = Made(f"a (1 − a) = {a} · {rest} = {slope}", (f"known/{i}/4",))
        for k, name in enumerate(PARAMETERS):
            came, inputs = (f"{factor(x[k - 1])} · ", (f"known/{i}/{k - 1}",)) if k else ("", ())
            crossed, squared = (_told(found.each[cost][i, k]) for cost in ("cross-entropy", "quadratic"))
            product, of = f"∂Cₓ/∂{name} = {came}{_factor(error)}", (*inputs, f"crossed/{i}/0")
            if k:
                made[f"crossed/{i}/{k}"] = Made(f"{product} = {crossed}", of)
            made[f"squared/{i}/{k + 1}"] = Made(f"{product} · {slope} = {squared}", (*of, f"squared/{i}/0"))
    return made


def _of_means(found: Summed) -> Makings:
    """How the last row comes about."""
    made = {}
    for cost, table, first in (("cross-entropy", "crossed", 0), ("quadratic", "squared", 1)):
        for column, (name, each) in enumerate(zip(PARAMETERS, found.each[cost].T, strict=True), start=first):
            total = " + ".join(map(_factor, each))
            words = f"∂C/∂{name} = ({total}) / {N} = {_told(each.mean())}"
            made[f"{table}/{N}/{column}"] = Made(words, tuple(f"{table}/{i}/{column}" for i in range(N)))
    return made


def _gradient(found: Summed, cost: str) -> None:
    ids = ("byBias", "", "") if cost == "cross-entropy" else ("", "", "")
    reach = float(np.abs(X).max())
    bars(
        title=f"∇C with the {cost} cost",
        bars=[
            Bar(f"∂C/∂{name}", value, id=id_)
            for name, value, id_ in zip(PARAMETERS, found.mean[cost], ids, strict=True)
        ],
        low=-reach,
        high=reach,
    ).show(f"examples-{cost}")
