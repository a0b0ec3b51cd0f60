"""The error δ as what a push Δz of one neuron does to the cost; and the Hadamard product on its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from engine.arrays import Array
from playground.components.charts.plot import Curve, Mark, Point, plot
from playground.components.diagram.matrices import Matrix, matrices
from playground.components.diagram.wiring import Neuron, Wire, wiring
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.made import Made
from playground.components.shared.numerals import factor, numeral, symbol
from playground.lessons.parts import four_equations, small_networks
from playground.lessons.parts.four_equations import Pass
from playground.lessons.parts.pushed_weight import Scene, moved
from playground.lessons.shape import linked

SIZES = (2, 3, 2)
X, Y = np.array([1.0, 0.5]), np.array([0.0, 1.0])
LARGEST = 3.0
PUSHES = np.linspace(-LARGEST, LARGEST, 121)
NEURONS = {symbol("z", layer, j): (layer, j) for layer, size in enumerate(SIZES[1:], start=2) for j in range(size)}
VECTORS = (
    Dial("s1", "s₁", -5, 5, 1.0, step=0.5),
    Dial("s2", "s₂", -5, 5, 2.0, step=0.5),
    Dial("t1", "t₁", -5, 5, 3.0, step=0.5),
    Dial("t2", "t₂", -5, 5, 4.0, step=0.5),
)


@dataclass(frozen=True)
class Pushed:
    """A neuron's error δ, and ΔC for a push Δz of it: predicted as δ Δz, and true."""

    delta: float
    predicted: float
    true: float


def passed() -> Pass:
    """The example, sent forward and back."""
    return four_equations.work(small_networks.handy(SIZES, "sigmoid", "sigmoid", 0), X, Y, "quadratic")


def costs_at(done: Pass, layer: int, j: int, pushes: Sequence[float] | Array) -> Array:
    """The cost (n,) for each push (n,) of neuron j of this layer, which has z + push in place of z by its bias."""
    scene = Scene(done.network, X[np.newaxis], Y[np.newaxis], done.cost)
    return np.array([cost for _, cost in moved(scene, (layer, j, None), pushes)])


def push(done: Pass, layer: int, j: int, by: float) -> Pushed:
    """What a push of this neuron does."""
    delta = float(done.deltas[layer - 2][j])
    return Pushed(delta, delta * by, float(costs_at(done, layer, j, [by])[0]) - done.value)


def show() -> None:
    """A neuron to choose, a push to turn, and the true ΔC beside δ Δz."""
    done = passed()
    layer, j = NEURONS[linked.segmented_control("Push", list(NEURONS), default=symbol("z", 3, 1), key="pushed-neuron")]
    by = linked.dial(Dial("dz", f"Δ{symbol('z', layer, j)}", -LARGEST, LARGEST, 0.5), key="pushed-dial")
    found = push(done, layer, j, by)
    name = symbol("δ", layer, j)
    readouts(
        [
            Readout(f"error {name}", numeral(found.delta), f"∂C/∂{symbol('z', layer, j)}", "third"),
            Readout(f"{name} · Δz", numeral(found.predicted), "predicted ΔC", "third"),
            Readout(
                "true ΔC",
                numeral(found.true),
                f"a small push {'down' if found.delta > 0 else 'up'} lowers the cost",
                "positive",
            ),
        ]
    ).show("pushed-figures")
    left, right = st.columns(2, gap="medium")
    with left:
        _draw(done, layer, j, by, found)
    with right:
        _plot(done, layer, j, by, found)


def _draw(done: Pass, layer: int, j: int, by: float, found: Pushed) -> None:
    network = done.network.copy()
    small_networks.set_value(network, (layer, j, None), float(network.biases[layer - 2][j]) + by)
    zs, after = ([one[0] for one in layers] for layers in network.forward(X))

    def notes(at: int, i: int) -> tuple[str, ...]:
        if at == 1:
            return ()
        z = numeral(zs[at - 2][i])
        if (at, i) == (layer, j):
            z = f"{numeral(done.zs[at - 2][i])} {'+' if by >= 0 else '−'} {numeral(abs(by))}"
        return f"z {z}", f"δ {numeral(done.deltas[at - 2][i])}"

    columns = small_networks.neurons(after, notes, len(SIZES))
    columns[layer - 1][j] = replace(columns[layer - 1][j], picked=True)
    columns.append([Neuron("cost", "C", numeral(done.value + found.true), ("y = (0, 1)",), look="end")])
    wires = small_networks.wires(done.network, on=[layer + 1])
    wires += [Wire(f"c/{i}", f"a/{len(SIZES)}/{i}", "cost", on=True) for i in range(SIZES[-1])]
    wiring(columns, wires, title="The push travels on to the cost", height=330).show("pushed-drawing")
    st.caption("δ is that before the push.")


def _plot(done: Pass, layer: int, j: int, by: float, found: Pushed) -> None:
    true = costs_at(done, layer, j, PUSHES) - done.value
    plot(
        title="True ΔC, and the straight line δ Δz",
        curves=[
            Curve("true ΔC", PUSHES, true, "positive"),
            Curve("δ Δz", PUSHES, found.delta * PUSHES, "third", dashed=True),
        ],
        points=[Point(by, found.true), Point(by, found.predicted, "third", hollow=True)],
        marks=[Mark(0, "y")],
        x_label="Δz",
        y_label="ΔC",
        height=330,
    ).show("pushed-plot")


def show_hadamard() -> None:
    """Two vectors set by dials, and their Hadamard product."""
    at = linked.dials(VECTORS, key="hadamard-dials")
    s, t = np.array([at["s1"], at["s2"]]), np.array([at["t1"], at["t2"]])
    product = s * t
    made = {
        f"st/{i}": Made(f"{factor(a)} · {factor(b)} = {numeral(c)}", (f"s/{i}", f"t/{i}"))
        for i, (a, b, c) in enumerate(zip(s, t, product, strict=True))
    }
    columns = {
        name: Matrix(name.replace(" ⊙ ", ""), name, v[:, np.newaxis])
        for name, v in (("s", s), ("t", t), ("s ⊙ t", product))
    }
    total = " + ".join(map(factor, product))
    matrices(
        [[columns["s"], "⊙", columns["t"], "=", columns["s ⊙ t"]]],
        title="Row by row",
        hint=f"The dot product adds them up: s · t = {total} = {numeral(float(s @ t))}, one number.",
        made=made,
    ).show("hadamard-numbers")
