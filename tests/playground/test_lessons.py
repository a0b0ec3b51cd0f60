"""What all lessons have in common: their shape, little to read, a page that works, and the way to the playground."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from engine import Trainer
from playground.components.page import dials
from playground.components.page.dials import Dial
from playground.components.shared.svg import LOOKS, drawing
from playground.lessons.registry import LESSONS
from playground.lessons.shape import story
from playground.lessons.shape.lesson import Lesson
from playground.settings import pages
from tests.waiting import DEADLINE

APP = pages.APP
every_lesson: Callable[..., object] = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def test_lessons_are_numbered_in_order() -> None:
    assert [lesson.number for lesson in LESSONS] == sorted({lesson.number for lesson in LESSONS})


@every_lesson
def test_there_is_little_to_read_before_the_first_touch(lesson: Lesson) -> None:
    first = lesson.bets[0]
    strip = [story.told(lesson.story.says), lesson.story.invites]
    words = " ".join([lesson.title, lesson.idea, *strip, first.asks, *first.choices.get("options", ())]).split()
    assert len(words) <= 80
    assert all(len(bet.asks.split()) <= 30 for bet in lesson.bets)
    assert 1 <= len(re.findall(r"[.:?!](?:\s|$)", lesson.idea)) <= 4


def open_page(path: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=DEADLINE).run()
    app.switch_page(path).run()
    assert not app.exception
    return app


@every_lesson
def test_a_lesson_is_a_page_of_its_own(lesson: Lesson) -> None:
    app = open_page(f"lessons/{lesson.file.name}")
    assert lesson.title in app.markdown[0].value
    (formulas,) = [data for data in map(_sent, app.get("bidi_component")) if "worth" in data]
    assert len(formulas["lines"]) == len(lesson.formulas)


def _sent(view: Any) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(view.proto.json)
    return sent


@every_lesson
def test_its_set_up_trains(lesson: Lesson) -> None:
    trainer = Trainer(lesson.experiment, evaluate=()).train(steps=3)
    assert trainer.problem is None


@every_lesson
def test_its_picture_is_an_image_of_known_parts(lesson: Lesson) -> None:
    encoded = drawing(lesson.picture).partition("base64,")[2].rstrip('">')
    root = ElementTree.fromstring(base64.b64decode(encoded))
    parts = [part for part in root.iter() if not part.tag.endswith(("svg", "style"))]
    assert parts
    assert {look for part in parts for look in part.attrib["class"].split()} <= {"line", "area", *LOOKS}


def test_the_contents_page_shows_every_lesson() -> None:
    app = open_page("lessons/contents.py")
    links = [link.proto.label for link in app.get("page_link")]
    shown = [label for label in links if " · " in label]
    assert shown == [f"{lesson.number} · {lesson.title}" for lesson in LESSONS]


W = Dial("w", "w", -2, 2, 0.5)
ETA = Dial("eta", "η", 0.01, 10, 1, step=0.05, log=True)


@pytest.mark.parametrize(
    ("message", "values"),
    [
        (None, {"w": 0.5, "eta": 1}),
        ({"seq": 3, "version": 0, "values": {"w": 1.5, "eta": 2}}, {"w": 1.5, "eta": 2}),
        ({"seq": 3, "version": 0, "values": {"w": 99, "eta": 0}}, {"w": 2, "eta": 0.01}),
        ({"seq": 3, "version": 0, "values": {"w": float("nan"), "eta": "2", "other": 1}}, {"w": 0.5, "eta": 1}),
        ({"seq": 3, "version": 7, "values": {"w": 1.5}}, {"w": 0.5, "eta": 1}),
        ({"seq": 3, "version": 0, "values": [1.5]}, {"w": 0.5, "eta": 1}),
    ],
)
def test_dials_take_numbers_in_range_and_nothing_else(message: object, values: dict[str, float]) -> None:
    assert dials.turned(message, [W, ETA], 0) == values


@pytest.mark.parametrize("arguments", [(1, 0, 0.5, 0.1), (0, 1, 2, 0.1), (0, 0, 0, 0.1), (0, 1, 0.5, 0)])
def test_a_dial_needs_a_range(arguments: tuple[float, ...]) -> None:
    low, high, value, step = arguments
    with pytest.raises(ValueError, match="low <= value <= high"):
        Dial("w", "w", low, high, value, step)


def test_a_logarithmic_dial_begins_above_zero() -> None:
    with pytest.raises(ValueError, match="begin above zero"):
        Dial("eta", "η", 0, 1, 0.5, log=True)
