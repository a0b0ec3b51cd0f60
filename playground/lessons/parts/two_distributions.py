"""Cross-entropy of two distributions over several outcomes; and ln Σeᶻ, by which z and ln a differ."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.activations import softmax
from engine.arrays import Array
from engine.costs import COSTS
from playground.components import Picture
from playground.components.charts.bars import Bar, bars
from playground.components.diagram.matrices import Matrix, matrices
from playground.components.page.dials import Dial
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.made import Made
from playground.components.shared.numerals import factor, numeral, symbol
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts

OUTCOMES = ("sun", "clouds", "rain")
HOW_OFTEN = tuple(
    Dial(f"p{j}", f"true: {name}", 0, 10, n, step=1)
    for j, (name, n) in enumerate(zip(OUTCOMES, (5.0, 3.0, 2.0), strict=True))
)
EXPECTED = tuple(
    Dial(f"q{j}", f"forecast: {name}", 0.5, 10, n, step=0.5)
    for j, (name, n) in enumerate(zip(OUTCOMES, (2.0, 3.0, 5.0), strict=True))
)
WEIGHTED = tuple(Dial(f"z{j}", symbol("z", None, j), -10, 10, z) for j, z in enumerate((2.0, 1.0, 0.0)))


@dataclass(frozen=True)
class Compared:
    """What each outcome adds to the cross-entropy, -p_j ln q_j (n,), their sum, and the least it could be, at q = p."""

    parts: Array
    cost: float
    least: float


def shares(numbers: Array) -> Array:
    """The numbers (n,), none below 0, as shares of their sum; equal ones if all are 0."""
    total = numbers.sum()
    return np.asarray(numbers / total) if total else np.full(numbers.shape, 1 / numbers.size)


def compare(p: Array, q: Array) -> Compared:
    """The cross-entropy -Σ p_j ln q_j of p (n,) and q (n,), no q_j being 0: the log-likelihood cost of softmax."""
    terms, happens = COSTS["log-likelihood"].terms, p[p > 0]
    parts, least = terms(np.log(q), q, p), terms(np.log(happens), happens, happens)
    return Compared(parts, float(parts.sum()), float(least.sum()))


def show() -> Facts:
    """Dials for what is true and for what was forecast, each outcome's share, and the least possible surprise."""
    left, right = st.columns(2, gap="medium")
    with left:
        p = shares(np.array(list(linked.dials(HOW_OFTEN, key="entropy-p").values())))
    with right:
        q = shares(np.array(list(linked.dials(EXPECTED, key="entropy-q").values())))
    found = compare(p, q)
    readouts(
        [
            Readout("cross-entropy", numeral(found.cost), "−Σ p ln q: the mean surprise", "positive"),
            Readout("least possible", numeral(found.least), "−Σ p ln p, at q = p: the entropy of p", "negative"),
            Readout(
                "above the least", numeral(max(0.0, found.cost - found.least)), "for a forecast that is not the truth"
            ),
        ]
    ).show("entropy-figures")
    with left:
        _bars("How often it happens: p", p, q, "forecast q").show("entropy-true")
    with right:
        _bars("What was forecast: q", q, p, "true p").show("entropy-forecast")
    rows = [
        Bar(
            name,
            part,
            "third",
            note=f"{numeral(often)} · (−ln {numeral(said)}) = {numeral(often)} · {numeral(-np.log(said))}",
        )
        for name, part, often, said in zip(OUTCOMES, found.parts, p, q, strict=True)
    ]
    bars(
        title="What each outcome adds: how often, times how surprising",
        bars=[*rows, Bar("their sum", found.cost, "positive", mark=found.least)],
        low=0,
        mark="least possible",
    ).show("entropy-parts")
    return {}


def _bars(title: str, values: Array, others: Array, mark: str) -> Picture:
    rows = [Bar(name, float(v), "positive", mark=float(o)) for name, v, o in zip(OUTCOMES, values, others, strict=True)]
    return bars(title=title, bars=rows, low=0, high=1, mark=mark)


def log_sum(z: Array) -> float:
    """ln Σ e^{z_k} of z (n,)."""
    return float(np.logaddexp.reduce(z))


def show_log_sum() -> None:
    """Three z, their outputs, and z - ln a, which is the same for each: ln Σeᶻ."""
    z = np.array(list(linked.dials(WEIGHTED, key="logsum-dials").values()))
    a, constant = softmax(z), log_sum(z)
    log_a = z - constant
    readouts(
        [
            Readout(
                "ln Σ eᶻ", numeral(constant), f"ln({' + '.join(numeral(float(np.exp(one))) for one in z)})", "positive"
            ),
            Readout("the largest z", numeral(float(z.max())), "ln Σ eᶻ is never less, and at most ln 3 ≈ 1.1 more"),
        ]
    ).show("logsum-figures")
    table = Matrix(
        "log",
        "",
        [[float(v) for v in row] for row in zip(z, a, log_a, z - log_a, strict=True)],
        columns=("z", "a", "ln a", "z − ln a"),
        rows=[f"output {j + 1}" for j in range(len(z))],
        largest=0,
        table=True,
    )
    made = {
        f"log/{j}/3": Made(f"{numeral(z[j])} − {factor(log_a[j])} = {numeral(constant)}", (f"log/{j}/0", f"log/{j}/2"))
        for j in range(len(z))
    }
    matrices(
        [[table]],
        title="z and ln a differ by one constant",
        hint="Turn one z: every a changes, and so does the constant, but it stays the same in every row.",
        made=made,
    ).show("logsum-table")
