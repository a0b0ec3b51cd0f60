"""Photos on the digits page without a browser: what is read, where, what the learner asks of it, what is refused."""

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.handwriting.pieces import Box
from playground.components.digits.photo_sheet import Asked, asked_of
from playground.settings import pages
from tests.engine.test_picture import FOUR, SEVEN, file, photo
from tests.waiting import DEADLINE

ROW = [*SEVEN, [(90, 0), (90, 100)]]  # 71


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(pages.DIGITS.script), default_timeout=DEADLINE).run()
    at.segmented_control(key="digit-section").set_value("A picture from elsewhere").run()
    assert not at.exception
    return at


def give(at: AppTest, content: bytes) -> AppTest:
    at.file_uploader(key="picture-file").set_value(("photo.png", content, "image/png")).run()
    assert not at.exception
    return at


def sheet(at: AppTest) -> dict[str, Any]:
    """What the photo's component is told."""
    told = [view.proto for view in at.get("bidi_component") if view.proto.component_name.endswith("photo_sheet")]
    (found,) = told
    return dict(json.loads(found.json))


def ask(at: AppTest, seq: int = 1, **asked: Any) -> AppTest:
    message = {"seq": seq, "photo": sheet(at)["photo"], "dark": None, "box": None, "digit": 0}
    at.session_state["picture-sheet"] = {"mail": [message | asked]}
    at.run()
    assert not at.exception
    return at


def words(at: AppTest) -> list[str]:
    return [text.value for text in at.markdown]


def test_a_photo_shows_what_was_taken_for_ink_and_where_the_digit_is(app: AppTest) -> None:
    told = sheet(give(app, file(photo(FOUR))))
    assert told["answers"][0][0] == "4"
    assert (told["dark"], told["pieces"]) == (True, 1)
    ((left, top, right, bottom),) = told["boxes"]
    assert (left, right) == (pytest.approx(170 / 600, abs=0.03), pytest.approx(450 / 600, abs=0.03))
    assert (top, bottom) == (pytest.approx(180 / 800, abs=0.03), pytest.approx(580 / 800, abs=0.03))
    assert any(text.startswith("**4**") for text in words(app))


def test_a_row_has_a_card_a_digit_and_each_can_be_looked_at(app: AppTest) -> None:
    give(app, file(photo(ROW, pen=16)))
    assert [answer for answer, _ in sheet(app)["answers"]] == ["7", "1"]
    assert "**7 1**" in words(app)
    assert any(text.startswith("Digit 1 of 2: **7**") for text in words(app))
    ask(app, digit=1)
    assert any(text.startswith("Digit 2 of 2: **1**") for text in words(app))
    ask(app, seq=2, digit=7)  # there are two
    assert any(text.startswith("Digit 2 of 2") for text in words(app))


def test_a_box_is_read_alone_and_given_back(app: AppTest) -> None:
    give(app, file(photo(ROW, pen=16)))
    both = sheet(app)["boxes"]
    between = (both[0][2] + both[1][0]) / 2
    ask(app, box=[between, 0, 1, 1])
    assert [answer for answer, _ in sheet(app)["answers"]] == ["1"]
    assert sheet(app)["asked"]["box"] == [between, 0, 1, 1]
    ask(app, seq=2, box=[0, 0, 0.1, 0.1])
    assert any("no ink in the box" in warning.value for warning in app.warning)
    ask(app, seq=3)
    assert len(sheet(app)["boxes"]) == 2


def test_light_and_dark_are_changed_by_the_learner(app: AppTest) -> None:
    give(app, file(photo(FOUR)))
    ask(app, dark=False)
    assert sheet(app)["dark"] is False
    ask(app, seq=2, dark=True)
    assert sheet(app)["answers"][0][0] == "4"


def test_what_is_asked_of_one_photo_is_not_asked_of_the_next(app: AppTest) -> None:
    ask(give(app, file(photo(ROW, pen=16))), box=[0, 0, 0.2, 0.2])
    give(app, file(photo(FOUR)))
    assert sheet(app)["asked"] == {"dark": None, "box": None, "digit": 0}
    assert sheet(app)["answers"][0][0] == "4"


def test_an_empty_photo_is_said_to_be_empty_and_a_file_that_is_none_says_so(app: AppTest) -> None:
    give(app, file(photo([], noise=4)))
    assert "nothing on it stands out from the paper" in app.warning[0].value
    assert sheet(app)["boxes"] == []
    give(app, b"nothing")
    assert "no PNG, JPEG or WebP" in app.warning[0].value


MESSAGES: dict[str, tuple[dict[str, Any], Asked]] = {
    "all of it": ({"dark": False, "box": [0.1, 0.2, 0.5, 0.6], "digit": 2}, Asked(False, Box(0.1, 0.2, 0.5, 0.6), 2)),
    "a box beyond the photo": ({"box": [-3, 0, 7, 1e9]}, Asked(box=Box(0, 0, 1, 1))),
    "a box inside out": ({"box": [0.5, 0, 0.1, 1]}, Asked()),
    "no numbers": ({"box": [None, "a", [], {}]}, Asked()),
    "three sides": ({"box": [0, 0, 1]}, Asked()),
    "neither light nor dark": ({"dark": 1, "digit": -1}, Asked()),
    "of another photo": ({"photo": "other", "dark": True}, Asked()),
}


@pytest.mark.parametrize(("message", "asked"), MESSAGES.values(), ids=MESSAGES)
def test_what_a_browser_asks_is_checked(send: Any, message: dict[str, Any], asked: Asked) -> None:
    send("picture-sheet", {"photo": "this"} | message)
    assert asked_of("picture-sheet", "this") == asked


def test_nothing_is_asked_at_first(state: dict[str, Any]) -> None:
    assert asked_of("picture-sheet", "this") == Asked()


def test_pictures_of_the_digits_stand_side_by_side(app: AppTest) -> None:
    told = sheet(give(app, file(photo(ROW, pen=16))))
    assert told["strip"].startswith("data:image/png;base64,")
    assert told["ratio"] == pytest.approx(600 / 800, abs=0.01)
    assert np.array(told["boxes"]).shape == (2, 4)
