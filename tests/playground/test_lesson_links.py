"""Lessons in links: every dial and choice of every lesson is restored from its address, and bad values are named."""

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from playground.lessons.registry import LESSONS
from playground.lessons.shape.address import Address
from playground.lessons.shape.lesson import Lesson
from playground.settings import pages
from playground.settings.choices import Choice, Number, Setting, Several
from tests.playground.apps import app_at
from tests.playground.link_values import values_of
from tests.waiting import DEADLINE

APP = pages.APP
every_lesson: Callable[..., object] = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


ALONE = """
import streamlit as st
from playground.lessons.{0} import LESSON
from playground.lessons.shape.address import open_address
from playground.lessons.shape.lesson import show_exhibit
from playground.learner.session import arrives
if arrives("{0}"):
    open_address("{0}", st.query_params.to_dict())
show_exhibit(LESSON)
"""


def opened(lesson: str, query: dict[str, str], page: bool = True) -> AppTest:
    """The page of a lesson, opened by an address; or only its exhibit, which is quicker."""
    app = app_at(lesson) if page else AppTest.from_string(ALONE.format(lesson), default_timeout=DEADLINE)
    for key, text in parse_qsl(urlencode(query), keep_blank_values=True):
        app.query_params[key] = text
    app.run()
    assert not app.exception, app.exception
    return app


def address(app: AppTest) -> Address:
    found: Address = app.session_state["lesson-address"]
    return found


def says(app: AppTest) -> dict[str, str]:
    """The query that the browser is told to write into the address."""
    (bar,) = [e.proto.json for e in app.get("bidi_component") if e.proto.component_name.endswith("_address_bar")]
    query = dict(parse_qsl(json.loads(bar)["query"]))
    assert query == {key: text for key, text in address(app).says.items() if text}
    return query


def drawn(data: st.DataObject, shown: dict[str, Setting], which: Callable[[Setting], bool]) -> dict[str, str]:
    """A query with random values of these settings, written as the page writes it."""
    query = {}
    for name, setting in shown.items():
        value = data.draw(values_of(setting), name) if which(setting) else setting.usual
        if setting.text(value) != setting.text(setting.usual):
            query[name] = setting.text(value)
    return query


def fits(setting: Setting | None, text: str) -> bool:
    """Whether this setting is shown and can be set to this text; other settings may change that."""
    try:
        return setting is not None and setting.value(text) is not None
    except ValueError:
        return False


def is_choice(setting: Setting) -> bool:
    """Whether other settings may depend on this one, as dials depend on the part that is shown."""
    return setting.key == "step" or (isinstance(setting, Choice) and not isinstance(setting, Several))


@every_lesson
@given(data=st.data())
@settings(
    max_examples=1, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
def test_a_lesson_comes_back_from_its_address(lesson: Lesson, data: st.DataObject) -> None:
    chosen = drawn(data, address(opened(lesson.name, {}, page=False)).settings, is_choice)
    shown = address(opened(lesson.name, chosen, page=False)).settings
    there = {name: setting for name, setting in shown.items() if name not in chosen}
    query = {name: text for name, text in chosen.items() if fits(shown.get(name), text)}
    query |= drawn(data, there, lambda setting: not is_choice(setting) or setting.key == "step")
    app = opened(lesson.name, query, page=False)
    together = {name: text for name, text in query.items() if fits(address(app).settings.get(name), text)}
    if together != query:  # how far one dial goes may depend on another one
        query, app = together, opened(lesson.name, together, page=False)
    assert address(app).told() == ()
    assert says(app) == query
    assert says(app.run()) == query


@every_lesson
def test_a_lesson_as_it_is_found_says_nothing(lesson: Lesson) -> None:
    app = opened(lesson.name, {})
    assert says(app) == {}
    assert address(app).settings


@pytest.mark.parametrize(
    ("lesson", "query", "words"),
    [
        ("sigmoid_neuron", {"w2": "many"}, "w₂ must be a number from -5 to 5"),
        ("sigmoid_neuron", {"w2": "nan"}, "w₂ must be a number from -5 to 5"),
        ("sigmoid_neuron", {"times": "0"}, "all × must be a number from 0.1 to 1000"),
        ("sigmoid_neuron", {"preset": "magic"}, "choose one of a-neuron, saturated"),
        ("activations", {"chosen": "sine"}, "there is no 'sine'. Choose from sigmoid, tanh, relu."),
        ("gradient_descent", {"start": "1"}, "two numbers that lie on the map"),
        ("gradient_descent", {"start": "1,99"}, "two numbers that lie on the map"),
        ("gradient_descent", {"steps": "1e9"}, "a whole number from 0 to 300"),
        ("matrices", {"turned": "w-9-0-0:1"}, "this network has no 'w-9-0-0'"),
        ("matrices", {"turned": "w-2-0-0:big"}, "w-2-0-0 must be a number from -3 to 3"),
        ("perceptron", {"bits": "102"}, "2 bits are needed, each 0 or 1"),
        ("perceptron", {"view": "wire-nand-gates", "wires": "g9:x1"}, "names no gate with one or two wires"),
        ("perceptron", {"view": "wire-nand-gates", "wires": "g1:g4"}, "a wire must lead to a gate further right"),
    ],
)
def test_a_damaged_part_is_named_and_the_rest_is_used(lesson: str, query: dict[str, str], words: str) -> None:
    rest = {"sigmoid_neuron": {"w1": "2"}, "perceptron": {}}.get(lesson, {})
    app = opened(lesson, {**query, **rest})
    warnings = " ".join(one.value.replace("\\", "") for one in app.warning)
    assert words in warnings
    assert says(app) == rest | ({"view": query["view"]} if "view" in query else {})


def test_a_hand_on_the_dial_goes_into_the_address_and_a_preset_takes_it_out() -> None:
    app = opened("sigmoid_neuron", {"preset": "saturated", "w1": "-1.5", "dw1": "1"})
    app.session_state["sigmoid-neuron-dials"] = {"mail": [{"seq": 1, "version": 0, "values": {"w1": 2.5, "b": 3}}]}
    app.run()
    assert says(app) == {"preset": "saturated", "w1": "2.5", "dw1": "1"}
    app.button(key="sigmoid-neuron-preset-A tiny change").click().run()
    assert says(app) == {"preset": "a-tiny-change"}


def test_a_lesson_that_is_come_back_to_says_what_it_shows() -> None:
    app = opened("sgd", {"seed": "5", "neuron": "sigmoid"})
    app.switch_page("lessons/contents.py").run()
    app.query_params.clear()
    app.switch_page("lessons/sgd.py").run()
    assert says(app) == {"seed": "5"}


def test_two_settings_of_one_name_are_a_mistake_of_the_lesson() -> None:
    lesson = Address()
    lesson.say(Number("w", 0, -1, 1, "w"), 0.5)
    with pytest.raises(ValueError, match="Two settings of this exhibit are called 'w'"):
        lesson.say(Number("w", 0, -1, 1, "w"), 0.5)
