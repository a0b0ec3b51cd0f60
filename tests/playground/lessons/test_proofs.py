"""The proofs of the four equations, line by line: every line comes out right, by hand and with the digits written."""

import re

import numpy as np
import pytest

from engine.costs import COSTS
from playground.components.shared.mathml import spoken
from playground.components.shared.numerals import in_tex, numeral
from playground.lessons.parts import line_by_line
from playground.lessons.parts.four_equations import Pass, work
from playground.lessons.parts.proofs import Line, lines_of, spelled
from playground.lessons.parts.small_networks import KINDS, Parameter, handy, parameters
from playground.notes import link
from playground.settings import pages
from tests.playground.apps import app_at
from tests.playground.lessons.exhibits import click, run, sent, turn
from tests.playground.lessons.test_backpropagation import by_hand

every_cost = pytest.mark.parametrize("cost", COSTS)
every_kind = pytest.mark.parametrize("kind", KINDS)


def proofs(done: Pass) -> list[tuple[str, Parameter, list[Line]]]:
    """Every proof about every neuron and weight of a network."""
    first = "softmax" if done.network.output == "softmax" else "BP1"
    found = []
    for at in parameters(done.network):
        equations = ["BP4"] if at[2] is not None else [first if at[0] == done.last else "BP2", "BP3"]
        found += [(equation, at, lines_of(equation, done, at)) for equation in equations]
    return found


def passed(kind: str, cost: str, seed: int = 3) -> Pass:
    network = handy((3, 3, 2, 2), kind, COSTS[cost].outputs[0], seed)
    return work(network, np.array([1.0, 0.5, -1.0]), np.array([0.0, 1.0]), cost)


def worked(tex: str) -> float:
    """A sum of products, or a quotient, in LaTeX, worked with the digits that are written."""
    plain = re.sub(r"\\frac\{([^}]*)\}\{([^}]*)\}", r"((\1)/(\2))", tex).replace(r"\cdot 10^{", "*10.0**(")
    return float(eval(plain.replace(r"\cdot ", "*").replace("}", ")"), {"__builtins__": {}}))  # nothing but digits


@every_cost
@every_kind
def test_both_sides_of_every_line_agree(kind: str, cost: str) -> None:
    for equation, at, lines in proofs(passed(kind, cost)):
        for line in lines[:-1]:
            assert line.right == pytest.approx(line.value, rel=1e-9, abs=1e-15), (equation, at, line.tex)
        assert lines[-1].right == pytest.approx(lines[-1].value, rel=1e-5, abs=1e-9), (equation, at)


@every_cost
@every_kind
def test_a_line_comes_out_right_with_the_digits_that_are_written(kind: str, cost: str) -> None:
    for equation, at, lines in proofs(passed(kind, cost)):
        for line in lines:
            _, *sides = line.numbers.split("=")
            assert in_tex(numeral(worked(sides[0]))) == sides[-1], (equation, at, line.numbers)


@every_cost
@every_kind
def test_what_is_proved_is_what_back_propagation_found(kind: str, cost: str) -> None:
    done = passed(kind, cost)
    for equation, at, lines in proofs(done):
        named = [line for line in lines if f"({'BP1' if equation == 'softmax' else equation})" in line.tex]
        result = lines[-2] if equation == "softmax" else named[0]
        assert result is lines[-2], "the last line but one is the equation; the check follows"
        assert result.value == done.gradient_of(at)


def test_the_proof_of_bp2_by_hand() -> None:
    # δ³ = −⅛, w = 4, σ′(z²) = ¼: δ² = −⅛ · 4 · ¼ = −⅛, and z³ = 4 · ½ − 2 = 0
    done = work(*by_hand(), "quadratic")
    lines = lines_of("BP2", done, (2, 0, None))
    assert [line.numbers for line in lines[:-1]] == [
        "=-0.125",
        r"=(-0.125)\cdot 1=-0.125",
        r"=(-0.125)\cdot 1=-0.125",
        r"=4\cdot 0.5-2=0",
        r"=4\cdot 0.25=1",
        r"=(-0.125)\cdot 4\cdot 0.25=-0.125",
        r"=(-0.5)\cdot 0.25=-0.125",
    ]
    assert lines[1].plain == r"\delta^2_1=\sum_k\frac{\partial C}{\partial z^3_k}\frac{\partial z^3_k}{\partial z^2_1}"
    assert lines[6].marks == ("w/3/0/0",)


def test_a_sum_has_the_digits_that_it_needs() -> None:
    assert spelled([[0.5, -0.25], [-0.125]]) == r"0.5\cdot (-0.25)-0.125"
    assert spelled([[0.1234, 0.5678]]) == r"0.1234\cdot 0.5678", "0.123 · 0.568 would be 0.0699, and it is 0.0701"
    assert spelled([[3e-5, 2.0]]) == r"3\cdot 10^{-5}\cdot 2"


@every_cost
def test_every_line_can_be_read_out(cost: str) -> None:
    for _, _, lines in proofs(passed("sigmoid", cost)):
        assert all(spoken(line.plain) for line in lines)


def test_the_notes_walk_through_a_proof_line_by_line() -> None:
    app = app_at(pages.NOTES.name, **link.write("proof")).run()
    assert not app.exception
    count = len([one for one in app.markdown if one.value[:4] in {f"{i} · " for i in range(1, 10)}])
    assert count == 8, "those that are to come have their room"
    assert app.button(key="proof-back").disabled
    for number in range(1, count):
        app.button(key="proof-next").click()
        run(app)
        assert app.session_state["lesson-address"].says["line"] == str(number)
    assert app.button(key="proof-next").disabled


def test_a_proof_is_about_what_is_clicked() -> None:
    app = app_at(pages.NOTES.name, **link.write("proof")).run()
    click(app, "proof-drawing", "a/3/1", "a/4/0")  # a neuron of the output is no hidden one
    assert any(r"\delta^3_2=" in one.value for one in app.markdown)
    app.segmented_control(key="proof-equation").set_value("BP4")
    run(app)
    click(app, "proof-drawing", "w/3/1/2")
    assert any(r"\partial w^3_{23}" in one.value for one in app.markdown)
    (drawn,) = [data for data in sent(app) if "wires" in data]
    assert [wire["id"] for wire in drawn["wires"] if wire["picked"]] == ["w/3/1/2"]


def test_a_proof_follows_the_input() -> None:
    app = app_at(pages.NOTES.name, **link.write("proof")).run()
    turn(app, "proof-inputs", app.session_state["lesson-address"].edition, x1=-2, x2=3)
    network = handy(line_by_line.SIZES, "sigmoid", "sigmoid", line_by_line.SEED)
    done = work(network, np.array([-2.0, 3.0]), np.array([0.0, 1.0]), "quadratic")
    numbers = lines_of("BP2", done, (2, 0, None))[-1].numbers
    assert any(numbers in one.value for one in app.markdown)
