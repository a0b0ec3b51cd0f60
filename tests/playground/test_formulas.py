"""Formulas of lessons: each name is a dial's or a fact's, and what is shown is what the exhibit found."""

import json
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.components.page.formula import Worth, formula
from playground.components.shared.mathml import mathml, names_of, spoken
from playground.lessons.registry import BY_NAME, LESSONS
from playground.lessons.shape.formulas import worths
from playground.lessons.shape.lesson import Lesson
from playground.settings import pages
from tests.waiting import DEADLINE

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
LATER = {"cross_entropy": {"byWeight", "x"}, "gradient_descent": {"n"}}
"""Names that only a later part of an exhibit knows."""


def views(lesson: Lesson, **state: Any) -> list[dict[str, Any]]:
    """What all views of a lesson's page were sent."""
    app = AppTest.from_file(str(pages.APP), default_timeout=DEADLINE).run()
    for key, value in state.items():
        app.session_state[key] = value
    app.switch_page(f"lessons/{lesson.file.name}").run()
    assert not app.exception
    return [json.loads(element.proto.json) for element in app.get("bidi_component")]


def living(lesson: Lesson, **state: Any) -> dict[str, Any]:
    (found,) = [view for view in views(lesson, **state) if "worth" in view]
    return found


@every_lesson
def test_every_name_is_worth_something_and_a_dial_is_among_them(lesson: Lesson) -> None:
    shown = views(lesson)
    (found,) = [view for view in shown if "worth" in view]
    names = {name for tex in lesson.formulas for name in names_of(tex)}
    assert names - found["worth"].keys() == LATER.get(lesson.name, set())
    dials = {dial["name"]: dial for view in shown for dial in view.get("dials", [])}
    named = {name for tex in (*lesson.formulas, *lesson.terms) for name in names_of(tex)}
    assert named & dials.keys(), "a number to drag"
    for name in found["worth"].keys() & dials.keys():
        if found["worth"][name]["dial"]:
            assert number(found, name) == pytest.approx(dials[name]["value"], rel=0.01)


@every_lesson
def test_formulas_are_mathml_and_can_be_read_out(lesson: Lesson) -> None:
    for tex in (*lesson.formulas, *lesson.terms):
        ElementTree.fromstring(f"<math>{mathml(tex)}</math>")
        assert "@" not in mathml(tex)
        sums = [mo for mo in ElementTree.fromstring(f"<math>{mathml(tex)}</math>").iter("mo") if mo.text == "∑"]
        assert all(mo.get("largeop") == "false" for mo in sums), "WebKit would draw none"
        assert not set(spoken(tex)) & set("∂∇Σ∑≈=−@\\{}")


@pytest.mark.parametrize(
    ("name", "whole"),
    [("perceptron", ["sum"]), ("sigmoid_neuron", ["sum", "weights"]), ("matrices", ["sum"]), ("softmax", ["sum"])],
)
def test_the_terms_of_a_sum_add_up_to_it(name: str, whole: list[str]) -> None:
    found = living(BY_NAME[name])
    terms = [number(found, term["name"]) for term in found["terms"]]
    assert terms
    assert sum(terms) == pytest.approx(sum(number(found, one) for one in whole), rel=0.01, abs=0.002)


def number(found: dict[str, Any], name: str) -> float:
    return float(found["worth"][name]["text"].replace("−", "-"))


def test_the_numbers_of_a_neuron_follow_its_dials() -> None:
    """σ(2·1 − 1·0.5 − 0.5) = σ(1) = 0.731."""
    dials = {"mail": [{"seq": 1, "version": 0, "values": {"w1": 2, "w2": -1, "b": -0.5}}]}
    found = living(BY_NAME["sigmoid_neuron"], **{"sigmoid-neuron-dials": dials})
    assert [found["worth"][name]["text"] for name in ("w1", "w2", "b", "sum", "z", "out")] == [
        *("2", "−1", "−0.5", "1.5", "1", "0.731")
    ]
    assert found["worth"]["w1"]["dial"]
    assert not found["worth"]["z"]["dial"]


@pytest.mark.parametrize("steps", [0, 1])
def test_the_numbers_of_a_step_are_those_of_the_last_one(steps: int) -> None:
    """∇C of the bowl at (-2.6, 2.2) is (-3, 6.2), C there 10.72, and at (-2.36, 1.704) 7.355."""
    found = living(BY_NAME["gradient_descent"], **{"gradient-descent-steps": steps})["worth"]
    assert [found[name]["text"] for name in ("v", "gradient", "next")] == ["(−2.6, 2.2)", "(−3, 6.2)", "(−2.4, 1.7)"]
    assert [found[name]["text"] for name in ("square", "predicted", "change")] == ["47.4", "−3.8", "−3.36"]


def test_newtons_numbers_are_those_of_the_jump_that_was_made() -> None:
    found = living(BY_NAME["hessian"])["worth"]
    assert [found[name]["text"] for name in ("gradient", "step")] == ["(−3, 6.2)", "(2.6, −2.2)"]


def test_an_output_near_1_is_not_rounded_to_it() -> None:
    found = worths({"out", "error", "one"}, {"out": 0.9999546, "error": -0.997, "one": 1.0}, {})
    assert [found[name].text for name in ("out", "error", "one")] == ["0.999955", "−0.997", "1"]


def test_a_weight_that_is_multiplied_is_not_its_dial() -> None:
    """All weights times ten: the formula has 10, and the dial 1."""
    dials = {"mail": [{"seq": 1, "version": 0, "values": {"times": 10}}]}
    found = living(BY_NAME["sigmoid_neuron"], **{"sigmoid-neuron-dials": dials})
    assert found["worth"]["w1"] == {"text": "10", "dial": False, "things": []}


def test_facts_go_before_dials_and_arrays_have_parts() -> None:
    facts = {"w": np.array([1.0, -2.0]), "out": 0.25, "things": {"out": ["a/3/0"]}}
    found = worths({"w", "w1", "w2", "w3", "out", "eta", "kind"}, facts, {"eta": 0.5, "w1": 1.0, "kind": "relu"})
    assert found == {
        "w": Worth("(1, −2)"),
        "w1": Worth("1", dial=True),
        "w2": Worth("−2"),
        "out": Worth("0.25", things=("a/3/0",)),
        "eta": Worth("0.5", dial=True),
    }


def test_a_term_that_is_worth_nothing_is_not_shown() -> None:
    worth = {"w1": Worth("2"), "x1": Worth("3"), "part1": Worth("6")}
    found = formula(["@w1"], {"@w1@x1": "part1", "@w2@x2": "part2"}, worth).data
    assert [term["name"] for term in found["terms"]] == ["part1"]


def test_names_are_symbols_with_places_for_numbers() -> None:
    tex = r"@z=-@eta@gradient{\nabla C}"
    made = ElementTree.fromstring(f"<math>{mathml(tex)}</math>")
    named = {node.get("data-name"): node for node in made.iter() if node.get("class") == "name"}
    assert [node.get("data-says") for node in named.values()] == ["z", "eta", "gradient C"]
    assert ["data-factor" in node.attrib for node in named.values()] == [False, True, True], "brackets round −2"
    times = ["·" in "".join(node.itertext()) for node in named.values()]
    assert times == [False, False, True], "η ∇C is a product, −η is none"


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\frac{@eta}{@m}", "eta over m"),
        (r"@w1\to w_1'", "w 1 becomes w 1 prime"),
        (r"\sigma(@z)=\frac{1}{1+e^{-@z}}", "sigma ( z ) equals 1 over 1 + e to the minus z"),
        (r"@sum{\sum_jw_jx_j}+@b", "the sum over j of w j x j + b"),
        (r"\sum_{j=1}^mx^2", "the sum from j equals 1 to m of x squared"),
        (r"(w^{l+1})^T\delta^L", "( w of layer l + 1 ) transposed delta of layer L"),
        (r"w^3_{12}a^{l-1}_k", "w 12 of layer 3 a k of layer l minus 1"),
        (r"-(H+@mu I)^{-1}H^{-1}e^{-1}", "minus ( H + mu I ) inverse H inverse e to the minus 1"),
        (r"\|w\|^2", "norm bars w norm bars squared"),
    ],
)
def test_a_formula_is_said_in_words(tex: str, words: str) -> None:
    assert spoken(tex) == words
