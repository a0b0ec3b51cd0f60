"""Lesson: a perceptron weighs bits and outputs 0 or 1; one cannot compute XOR, a few NAND gates can compute it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from types import NoneType

import numpy as np
import streamlit as st

from engine import Experiment
from engine.arrays import Array
from engine.perceptron import NAND, Perceptron, binary_inputs, separable_tables, separating_perceptron
from playground.components.diagram.matrices import Entry
from playground.components.diagram.wiring import Neuron, Wave, Wire, wiring
from playground.components.page.dials import Dial
from playground.components.plane.plane_map import plane_map
from playground.components.shared import svg as pictures
from playground.components.shared.made import Made
from playground.components.shared.numerals import numeral, symbol
from playground.lessons.parts import decision
from playground.lessons.parts.gates import show_circuits
from playground.lessons.parts.sent_bits import facts_of, mark, number_of, sent, shade, show_truth_table, weighing
from playground.lessons.shape import linked
from playground.lessons.shape.bets import Facts, Pick, Task
from playground.lessons.shape.lesson import Lesson, show
from playground.lessons.shape.story import Story
from playground.lessons.shape.versions import choose, preset
from playground.settings.slots import Slot

ONE, MANY, REASONS = "One perceptron", "Wire NAND gates", "A decision"
GOALS: dict[str, Callable[[Sequence[int]], int]] = {
    "AND": lambda bits: int(all(bits)),
    "OR": lambda bits: int(any(bits)),
    "NAND": lambda bits: int(not all(bits)),
    "NOR": lambda bits: int(not any(bits)),
    "XOR": lambda bits: sum(bits) % 2,
}
LARGEST_WEIGHT, LARGEST_BIAS = 4.0, 8.0
STEP = 0.25
"""The step of the dials: quarters add up without rounding, so that w·x + b can be exactly 0."""
FIRST = {"w1": 1.0, "w2": 1.0, "w3": 1.0, "w4": 1.0, "b": -0.5}
NOW = Slot[tuple[bool, dict[str, float]] | None]("perceptron-now", NoneType)
"""Whether the last dial was the threshold when the dials were last drawn, and the weights and bias they gave."""
EXTENT, SIDE = 2.0, 161


@dataclass(frozen=True)
class Judgement:
    """A perceptron's truth table compared with the goal's, and whether any perceptron can reach the goal."""

    table: tuple[int, ...]
    wanted: tuple[int, ...]
    possible: bool

    @property
    def right(self) -> int:
        """How many rows are right."""
        return sum(a == y for a, y in zip(self.table, self.wanted, strict=True))


def wanted_table(goal: str, count: int) -> tuple[int, ...]:
    """The truth table of a goal with `count` inputs."""
    return tuple(GOALS[goal](bits) for bits in binary_inputs(count))


def judge(perceptron: Perceptron, goal: str) -> Judgement:
    """Compare a perceptron with the gate that it is meant to be."""
    wanted = wanted_table(goal, len(perceptron.weights))
    return Judgement(perceptron.truth_table(), wanted, separating_perceptron(wanted) is not None)


@cache
def most_right(goal: str, count: int) -> int:
    """How many rows of a goal with `count` inputs the best of all perceptrons gets right."""
    wanted = wanted_table(goal, count)
    return max(Judgement(table, wanted, True).right for table in separable_tables(count))


def plane(perceptron: Perceptron) -> Array:
    """The perceptron's output, as -1 or 1, over the plane [-EXTENT, EXTENT]²: (SIDE, SIDE), top row first."""
    axis = np.linspace(-EXTENT, EXTENT, SIDE)
    (w1, w2), b = perceptron.weights, perceptron.bias
    return np.where(w1 * axis + w2 * axis[::-1, np.newaxis] + b > 0, 1.0, -1.0)


def exhibit() -> Facts:
    """One perceptron to set by hand, NAND gates to wire up, or a decision with reasons that have names."""
    view = linked.segmented_control(
        "What to play with",
        [ONE, MANY, REASONS],
        key="perceptron-view",
        label_visibility="collapsed",
    )
    if view == MANY:
        return show_circuits()
    if view == REASONS:
        return decision.show()
    return _show_one()


def _show_one() -> Facts:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = linked.segmented_control("Inputs", [2, 3, 4], key="perceptron-inputs")
        goal = linked.segmented_control("Goal", list(GOALS), key="perceptron-goal")
        says = linked.segmented_control("Use a", ["bias", "threshold"], key="perceptron-says")
        solution = separating_perceptron(wanted_table(goal, count))
        st.button(
            "Set the weights for me",
            key="perceptron-solve",
            disabled=solution is None,
            on_click=_set,
            args=(solution or NAND,),
        )
    perceptron = _perceptron(count, says == "threshold")
    verdict = judge(perceptron, goal)
    names = [*(symbol("x", None, i) for i in range(count)), "w·x + b", "output", goal]
    bits = sent(count, "perceptron", len(names))
    drawing, *middle, table = st.columns([5, 4, 4] if count == 2 else [3, 2])
    with drawing:
        _draw_perceptron(perceptron, bits)
    if middle:
        with middle[0]:
            corners = [(*x, y) for x, y in zip(binary_inputs(2), verdict.wanted, strict=True)]
            st.markdown("**w·x + b = 0 is a line.** A dot whose colour differs from its background is wrong.")
            plane_map(
                outputs=plane(perceptron),
                extent=EXTENT,
                train_points=corners,
                test_points=[],
                show_test=False,
                steps=True,
                classes=["0", "1"],
            ).show("perceptron-plane")
    with table:
        _show_table(perceptron, verdict, names, bits)
    _say(verdict, goal, count)
    return {
        "goal": goal,
        "right": verdict.right,
        "rows": len(verdict.wanted),
        "reached": verdict.right == len(verdict.wanted),
        "best": most_right(goal, count),
        **facts_of(perceptron, bits),
    }


def _perceptron(count: int, threshold: bool) -> Perceptron:
    """The perceptron set by the dials; the last dial is the bias or, with the opposite sign, the threshold."""
    version, chosen = preset("perceptron")
    names = [f"w{i + 1}" for i in range(count)]
    sign = -1 if threshold else 1
    before, values_before = NOW.get() or (threshold, {})
    if before != threshold:
        choose("perceptron", values_before)
        version, chosen = preset("perceptron")
    start = FIRST | chosen
    weights = (
        Dial(name, symbol("w", None, i), -LARGEST_WEIGHT, LARGEST_WEIGHT, start[name], STEP)
        for i, name in enumerate(names)
    )
    last = Dial("b", "threshold" if threshold else "b", -LARGEST_BIAS, LARGEST_BIAS, sign * start["b"], STEP)
    usual = FIRST | {"b": sign * FIRST["b"]}
    values = linked.dials([*weights, last], key="perceptron-dials", version=version, usual=usual)
    perceptron = Perceptron(tuple(values[name] for name in names), sign * values["b"] or 0.0)
    NOW.put((threshold, values | {"b": perceptron.bias}))
    return perceptron


def _set(perceptron: Perceptron) -> None:
    weights = {f"w{i + 1}": w for i, w in enumerate(perceptron.weights)}
    choose("perceptron", {**weights, "b": perceptron.bias})


def _draw_perceptron(perceptron: Perceptron, bits: tuple[int, ...]) -> None:
    z, out = perceptron.weighted_input(bits), perceptron.output(bits)
    inputs, wires = [], []
    for i, (w, bit) in enumerate(zip(perceptron.weights, bits, strict=True)):
        x, text = symbol("x", None, i), f"{symbol('w', None, i)} = {numeral(w)}"
        inputs.append(Neuron(f"x{i + 1}", x, str(bit), fill=shade(bit), look="input", clickable=True))
        wires.append(Wire(f"w{i + 1}", f"x{i + 1}", "neuron", text, w / LARGEST_WEIGHT, on=bool(bit)))
    notes = (
        f"w·x = {numeral(perceptron.weighted_sum(bits))}",
        f"threshold −b = {numeral(perceptron.threshold)}",
        f"w·x + b = {numeral(z)}",
    )
    neuron = Neuron("neuron", "perceptron", str(out), notes, shade(out), ids=("z",))
    wires.append(Wire("out", "neuron", "output", on=bool(out)))
    wiring(
        [inputs, [neuron], [Neuron("output", "output", str(out), fill=shade(out), look="end")]],
        wires,
        title="Click an input to flip its bit",
        height=380,
        wave=Wave(number_of(bits)),
        made={"z": Made(weighing(perceptron, bits), tuple(wire.id for wire in wires[:-1]))},
    ).show("perceptron-drawing")


def _show_table(perceptron: Perceptron, verdict: Judgement, names: list[str], bits: tuple[int, ...]) -> None:
    rows = binary_inputs(len(bits))
    values: list[list[Entry]] = [
        [*map(str, x), perceptron.weighted_input(x), str(a), mark(a, y)]
        for x, a, y in zip(rows, verdict.table, verdict.wanted, strict=True)
    ]
    made = {
        f"row/{i}/{j}": Made(weighing(perceptron, x), tuple(f"row/{i}/{k}" for k in range(len(x))))
        for i, x in enumerate(rows)
        for j in (len(x), len(x) + 1)
    }
    show_truth_table("perceptron", names, values, bits, made, weighing(perceptron, bits))


def _say(verdict: Judgement, goal: str, count: int) -> None:
    rows = len(verdict.wanted)
    score = f"**{verdict.right} of {rows} rows right.** "
    if verdict.right == rows:
        st.success(f"{score}This perceptron computes {goal}.")
    elif verdict.possible:
        st.info(f"{score}Change the weights and the bias until it computes {goal}.")
    else:
        border = {2: "straight line", 3: "plane", 4: "hyperplane"}[count]
        st.warning(
            f"{score}No perceptron computes {goal}: w·x + b = 0 is a {border}, and no {border} separates its 1s from "
            f"its 0s. Of the {2**rows:,} truth tables of {count} inputs, a perceptron can compute "
            f"{len(separable_tables(count)):,}."
        )


LESSON = Lesson(
    number=1,
    name="perceptron",
    title="Perceptrons",
    idea="A perceptron weighs its binary inputs. It outputs 1 if the weighted sum exceeds a threshold, and 0 if not. "
    "The bias, b = −threshold, tells how easily it outputs 1.",
    formulas=(
        r"@output{\text{output}}=\begin{cases}0&\text{if }@z{w\cdot x+b}\le 0\\1&\text{if }@z{w\cdot x+b}>0\end{cases}",
        r"@z{w\cdot x+b}=@sum{\sum_jw_jx_j}+@b",
    ),
    terms={f"@w{j}@x{j}": f"part{j}" for j in range(1, 5)},
    exhibit=exhibit,
    bets=(
        Pick(
            name="xor",
            asks="XOR is 1 if exactly one input is 1. How many of its 4 rows can one perceptron get right?",
            options=("2", "3", "4"),
            shows={"goal": "xor"},
            truth=lambda f: str(f["best"]) if f["goal"] == "XOR" else None,
            right="{truth} at most: no straight line separates XOR's 1s, on one diagonal, from its 0s on the other.",
            wrong="At most {truth}: XOR's 1s lie on one diagonal, its 0s on the other, and no line separates them.",
        ),
        Task(
            name="and",
            asks="This perceptron is an OR. Move only its bias until it is an AND.",
            shows={"goal": "and", "b": "-0.5"},
            truth=lambda f: f["goal"] == "AND" and f["reached"],
            right="An AND, with b = {b}: one 1 alone does not exceed the threshold −b, two together do.",
            wrong="{right} of {rows} rows are right with b = {b}.",
        ),
        Task(
            name="half-adder",
            asks="All wires of the half adder are gone. Wire it again: click where a wire starts, then where it ends.",
            shows={"view": "wire-nand-gates", "rewire": "1", "wires": "none"},
            truth=lambda f: f["circuit"] == "half-adder" and f["wired"],
            right="Every row is right: one perceptron cannot compute XOR, and five NAND gates can.",
            wrong="{rows_right} of 4 rows are right. The drawing says what can be clicked.",
        ),
    ),
    experiment=Experiment(dataset="xor", hidden=(2,), activation="sigmoid"),
    notes=("weighing", "Perceptrons (a type of artificial neuron)"),
    story=Story(
        part="x1 x2 h1",
        says="An 8 has ink in both boxes: x₁ AND x₂. So has our 3.",
        asks="can a neuron decide by weighing what it sees?",
        hands_on="A perceptron says 0 or 1, and a small change of b may turn its answer to our 3 over.",
        first="b",
        invites="Move b, and see the line move.",
    ),
    picture=pictures.path([(24, 20), (66, 36), (24, 52)], "quiet")
    + pictures.path([(66, 36), (100, 36)], "quiet")
    + pictures.dot(24, 20, "positive", 7)
    + pictures.dot(24, 52, "quiet", 7)
    + pictures.dot(66, 36, "positive", 12)
    + pictures.text(108, 41, "1", 15, "positive"),
)

if __name__ == "__main__":
    show(LESSON)
