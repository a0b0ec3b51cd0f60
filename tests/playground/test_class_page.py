"""The page of a class without a browser: what of its address reaches the room, and that wrong ones get a sentence."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.classes import link
from playground.components.classes.class_room import class_room
from playground.settings import pages
from tests.playground.apps import app_at
from tests.playground.test_pages import component


def told(app: AppTest) -> Any:
    return json.loads(component(app, "class-room").proto.json)


@pytest.mark.parametrize("written", ["7KXM4P", "7kxm4p", "7kx m4p", " 7KX-M4P "])
def test_a_code_in_the_address_stands_in_the_room_however_it_is_written(written: str) -> None:
    app = app_at(pages.CLASS.name, code=written).run()
    assert not app.exception
    assert not app.warning
    assert told(app)["code"] == "7KXM4P"
    assert app.query_params["code"] == "7KXM4P"


@pytest.mark.parametrize("written", ["7KXM4", "7KXM4PP", "7KXM4é", "", "<b>abc"])
def test_what_is_no_code_gets_a_sentence_and_leaves_the_field_empty(written: str) -> None:
    app = app_at(pages.CLASS.name, code=written).run()
    assert not app.exception
    (warning,) = app.warning
    assert "the code of a class is six letters and digits" in warning.value
    assert told(app)["code"] == ""
    assert "code" not in app.query_params


def test_a_page_without_a_code_says_none() -> None:
    app = app_at(pages.CLASS.name).run()
    assert not app.exception
    assert not app.warning
    assert told(app)["code"] == ""
    assert told(app)["settings"]["learning-rate"] == "Learning rate η"


def test_the_page_comes_last_in_the_bar() -> None:
    assert pages.BAR[-1] is pages.CLASS


def test_the_sheet_for_digits_brings_the_style_of_the_digits_page() -> None:
    assert ".sheet .paper" in class_room(code="", settings={}).data["sheet"]


def test_a_link_to_a_class_says_its_code_alone() -> None:
    assert link.write("7KXM4P") == {"code": "7KXM4P"}
    assert link.write(None) == {}
    assert link.read({"code": "7kxm4p"}) == link.Link("7KXM4P", ())
