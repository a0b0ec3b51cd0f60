"""Lesson: softmax turns weighted inputs into probabilities; the log-likelihood cost looks at that of the right one."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine import Experiment
from engine.activations import softmax, softmax_jacobian
from engine.arrays import Array
from engine.costs import COSTS, output_delta
from engine.explain import SoftmaxSteps, softmax_steps
from playground.components.charts.bars import Bar, bars
from playground.components.charts.plot import Colour, Curve, Mark, Point, plot
from playground.components.diagram.matrices import Matrix, matrices
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared import svg as pictures
from playground.components.shared.made import Made
from playground.components.shared.numerals import numeral
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Line, Pick
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story

OUTPUTS = 4
COST = COSTS["log-likelihood"]
COLOURS: tuple[Colour, ...] = ("positive", "negative", "third", "test")
LOWERED = "₁₂₃₄"
REACH = 10
LARGEST_POWER = 700
"""e to a larger power is more than a number can hold."""


DIALS = (
    *(Dial(f"z{j}", f"z{LOWERED[j]}", -REACH, REACH, z) for j, z in enumerate((2, 1, 0, -1))),
    Dial("temperature", "temperature", 0.01, 100, 1, step=0.05, log=True),
)
PRESETS: dict[str, dict[str, float]] = {
    "Four numbers": {},
    "All equal": {"z0": 0, "z1": 0, "z2": 0, "z3": 0},
    "Hot": {"temperature": 10},
    "Cold": {"temperature": 0.1},
    "Sure and wrong": {"z0": -8, "z1": 8, "z2": 0, "z3": 0},
}


@dataclass(frozen=True)
class Answer:
    """The outputs of a softmax layer for z (n,) at a temperature T, and the cost for desired outputs `y`.

    `a` are the outputs that `steps` leads to, `log_a` their logarithms, finite for any z. `by_bias` is ∂C/∂b (n,), and
    `by_z` (n, n) has ∂a_j/∂z_k in row j and column k.
    """

    z: Array
    y: Array
    steps: SoftmaxSteps
    a: Array
    log_a: Array
    cost: float
    by_bias: Array
    by_z: Array


def answer(z: Array, temperature: float, right: int) -> Answer:
    """Softmax of z/T for z (n,), a temperature T above zero, and the index `right` of the right answer."""
    cooled = z / temperature
    each = np.eye(z.size)
    a, y = softmax(cooled), each[right]
    costs = COST.value(np.tile(cooled, (z.size, 1)), np.tile(a, (z.size, 1)), each)
    return Answer(
        z=z,
        y=y,
        steps=softmax_steps(cooled),
        a=a,
        log_a=-costs,
        cost=float(costs[right]),
        by_bias=output_delta(COST, "softmax", cooled, a, y) / temperature,
        by_z=softmax_jacobian(a[np.newaxis])[0] / temperature,
    )


def exhibit() -> Facts:
    """Dials for z, bars for a, the effect of raising one z on all outputs, and the cost."""
    start, version = linked.presets(PRESETS, key="softmax-preset")
    figures = st.container(key="softmax-figures")
    left, right_side = st.columns(2, gap="medium")
    with left:
        at = linked.dials(linked.placed(DIALS, start), key="softmax-dials", version=version)
        with st.container(horizontal=True, key="softmax-choices"):
            right = linked.segmented_control("The right answer", range(OUTPUTS), key="softmax-right", format_func=_a)
            raised = linked.segmented_control(
                "Raise", range(OUTPUTS), default=1, key="softmax-raised", format_func=lambda j: f"z{LOWERED[j]}"
            )
    z = np.array([at[f"z{j}"] for j in range(OUTPUTS)])
    temperature = at["temperature"]
    found = answer(z, temperature, right)
    with figures:
        _figures(found, right)
    with left:
        _curves(z, temperature, raised)
        _errors(found, temperature)
    with right_side:
        _shares(found)
        _steps(found)
        _rates(found, raised, temperature)
    facts = {"a": found.a, "C": found.cost, "all": float(found.a.sum()), "right": float(found.a[right]), "y": 1}
    error = {"byBias": float(found.by_bias[right])} if temperature == 1 else {}  # at other T it is (a - y) / T
    return {**facts, **error, **powers(z / temperature, right)}


def powers(z: Array, right: int) -> Facts:
    """e^z of each output (n,), of the right one, and their sum; nothing where they overflow."""
    if z.max() > LARGEST_POWER:
        return {}
    each = np.exp(z)
    return {"e": each, "power": float(each[right]), "sum": float(each.sum())}


def _moved(change: float) -> str:
    return "it stays" if abs(change) < 1e-9 else "it falls" if change < 0 else "it rises"


def _a(j: int) -> str:
    return f"a{LOWERED[j]}"


def _figures(found: Answer, right: int) -> None:
    total = " + ".join(f"{a:.3f}" for a in found.a)
    readouts(
        [
            Readout("the outputs add up to", f"{found.a.sum():.3f}", total, id="all"),
            Readout(f"right answer: a{LOWERED[right]}", f"{found.a[right]:.3f}", "", COLOURS[right], "right"),
            Readout("log-likelihood cost", numeral(found.cost), f"C = −ln a{LOWERED[right]}", "train", "C"),
        ],
    ).show("softmax-readouts")


def _shares(found: Answer) -> None:
    rows = [
        Bar(_a(j), float(a), COLOURS[j], f"{a:.3f}", note=_made(found, j), mark=float(found.y[j]))
        for j, a in enumerate(found.a)
    ]
    bars(title="Softmax: shares of a whole", bars=rows, low=0, high=1, whole=True, mark="desired y").show("softmax-a")


def _made(found: Answer, j: int) -> str:
    return f"{numeral(found.steps.exponentials[j])} / {numeral(found.steps.total)} = {numeral(found.a[j])}"


def _steps(found: Answer) -> None:
    steps = found.steps
    rows = zip(found.z, steps.z, steps.exponentials, found.a, found.log_a, steps.z - found.log_a, strict=True)
    table = Matrix(
        "step",
        "",
        [[float(value) for value in row] for row in rows],
        columns=("z", "z / T", "e^(z/T − c)", "a", "ln a", "z/T − ln a"),
        rows=[f"output {j + 1}" for j in range(OUTPUTS)],
        largest=0,
        table=True,
    )
    made = {f"step/{j}/3": Made(f"a{LOWERED[j]} = {_made(found, j)}", (f"step/{j}/2",)) for j in range(OUTPUTS)}
    matrices(
        [[table]],
        title="Step by step",
        hint="c is the largest z/T: any c gives the same a, and with this one no e^ overflows. "
        "The last column is the same in every row: z/T and ln a differ by the constant ln Σe^(z/T).",
        made=made,
    ).show("softmax-steps")


def _curves(z: Array, temperature: float, raised: int) -> None:
    sweep = np.linspace(-REACH, REACH, 161)
    rows = np.tile(z, (sweep.size, 1))
    rows[:, raised] = sweep
    a = softmax(rows / temperature)
    now = softmax(z / temperature)
    plot(
        title=f"Raise z{LOWERED[raised]}: a{LOWERED[raised]} takes from all the others",
        curves=[
            Curve(_a(j), sweep, a[:, j], COLOURS[j], dashed=j != raised, value=f"{now[j]:.3f}") for j in range(OUTPUTS)
        ],
        points=[Point(z[raised], float(now[j]), COLOURS[j], hollow=j != raised) for j in range(OUTPUTS)],
        marks=[Mark(z[raised])],
        x_label=f"z{LOWERED[raised]}",
        y_label="a",
        x_range=(-REACH, REACH),
        y_range=(0, 1),
        height=270,
    ).show("softmax-curves")


def _rates(found: Answer, raised: int, temperature: float) -> None:
    reach = 0.25 / temperature
    bars(
        title=f"What z{LOWERED[raised]} does to each: ∂a/∂z{LOWERED[raised]}",
        bars=[Bar(_a(j), float(rate), COLOURS[j]) for j, rate in enumerate(found.by_z[:, raised])],
        low=-reach,
        high=reach,
        caption="They add up to 0: what one gains, the others lose.",
    ).show("softmax-rates")


def _errors(found: Answer, temperature: float) -> None:
    rows = []
    for j, error in enumerate(found.by_bias):
        note = f"({numeral(found.a[j])} − {numeral(found.y[j])}) / {numeral(temperature)}"
        rows.append(Bar(f"b{LOWERED[j]}", error, note=note))
    bars(
        title="∂C/∂b = a − y" if temperature == 1 else f"∂C/∂b = (a − y) / T, here T = {numeral(temperature)}",
        bars=rows,
        low=-1 / temperature,
        high=1 / temperature,
    ).show("softmax-errors")


FIRST = softmax(np.array([dial.value for dial in DIALS[:OUTPUTS]]))
_PICTURE = softmax(np.array([1.4, 0.6, 0.1, -1.0]))
LESSON = Lesson(
    number=11,
    name="softmax",
    title="Softmax and log-likelihood",
    idea="Softmax turns the weighted inputs of the output layer into probabilities: positive, and adding up to 1. With "
    "the cost −ln a of the right answer, the error is simply a − y, and nothing slows learning down.",
    formulas=(
        r"@right{a^L_j}=\frac{@power{e^{z^L_j}}}{@sum{\sum_ke^{z^L_k}}}",
        r"@all{\sum_ja^L_j}=1",
        r"@C=-\ln @right{a^L_y}",
        r"@byBias{\frac{\partial C}{\partial b^L_j}}=@right{a^L_j}-@y{y_j}",
        r"\frac{\partial C}{\partial w^L_{jk}}=a^{L-1}_k\,(@right{a^L_j}-@y{y_j})",
    ),
    terms={rf"e^{{@z{j}{{z_{j + 1}}}/@temperature{{T}}}}": f"e{j + 1}" for j in range(OUTPUTS)},
    exhibit=exhibit,
    bets=(
        Pick(
            name="others",
            asks="z₂ rises from 1 to 3, and the other outputs fall. What happens to a₁ : a₃?",
            options=("it falls", "it stays", "it rises"),
            shows={"z1": "3"},
            truth=lambda f: _moved(f["a"][0] / f["a"][2] - FIRST[0] / FIRST[2]),
            right="{truth}: a₁ : a₃ = e^(z₁ − z₃), whatever z₂ is. The others shrink by one and the same factor.",
            wrong="{truth}: a₁ : a₃ = e^(z₁ − z₃), and z₂ is not in it. The others shrink by one and the same factor.",
        ),
        Pick(
            name="shift",
            asks="3 is added to every z. What happens to the outputs?",
            options=("all rise", "they stay", "the largest rises"),
            shows={f"z{j}": str(z + 3) for j, z in enumerate((2, 1, 0, -1))},
            truth=lambda f: "they stay" if np.abs(f["a"] - FIRST).max() < 1e-9 else "the largest rises",
            right="{truth}: every e^z becomes e³ times as large, and so does their sum.",
            wrong="{truth}: every e^z becomes e³ times as large, and so does their sum. Only differences of z count.",
        ),
        Line(
            name="cold",
            asks="z = 2, 1, 0, −1, so a₁ = 0.64. The temperature falls to 0.5. How large is a₁ then?",
            low=0,
            high=1,
            off=0.05,
            step=0.01,
            shows={"temperature": "0.5"},
            truth=lambda f: f["a"][0],
            right="{truth}: the z lie twice as far apart. Near T = 0, softmax simply picks the largest.",
            wrong="{truth}: divided by 0.5, the z lie twice as far apart. Near T = 0, softmax just picks the largest.",
        ),
    ),
    experiment=Experiment(dataset="three-arms", hidden=(8,), activation="tanh", cost="log-likelihood"),
    notes=("softmax", "Softmax"),
    story=Story(
        part="o1 o2",
        says="Softmax makes our 3 an 8 with {share8} %.",
        asks="how do outputs become probabilities?",
        hands_on="Now our 3 is learned fast.",
        first="z1",
        invites="Move z₂: who gains, who loses?",
    ),
    picture=pictures.bars([float(a) / 0.6 for a in _PICTURE], "third"),
)

if __name__ == "__main__":
    show(LESSON)
