"""Pages come back from their addresses: what is looked at on Compare, and what is drawn and read on Digits."""

import json
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from playground.digits import packed_strokes
from tests.playground.apps import app_at

SEVEN = [np.array([[250, 200], [750, 200], [450, 800]], float)]


def opened(page: str, query: dict[str, str]) -> AppTest:
    """A page, come to by an address."""
    app = app_at(page, **query).run()
    assert not app.exception, app.exception
    return app


def address(app: AppTest) -> dict[str, str]:
    return {key: text if isinstance(text, str) else text[0] for key, text in app.query_params.items()}


def sent(app: AppTest, component: str) -> dict[str, Any]:
    """What the only live view made by this component was sent."""
    (found,) = [e.proto.json for e in app.get("bidi_component") if e.proto.component_name.endswith(f"_{component}")]
    data: dict[str, Any] = json.loads(found)
    return data


def test_compare_comes_back_to_its_layer_and_waits_for_the_epoch() -> None:
    query = {"compare-layer": "into-layer-2", "look-at-epoch": "3"}
    app = opened("compare", query)
    assert app.segmented_control(key="compare-layer").value == "into layer 2"
    assert sent(app, "scrubber")["asked"] == 3
    assert address(app) == query
    app.session_state["compare-epoch"] = {"mail": [{"seq": 1, "epoch": 0}]}
    app.run()
    assert address(app) == query | {"look-at-epoch": "0"}


def test_digits_come_back_with_the_drawing() -> None:
    query = {"drawing": packed_strokes.pack(SEVEN), "digit-section": "teach-it"}
    app = opened("digits", query)
    assert sent(app, "digit_canvas")["begin"] == [SEVEN[0].tolist()]
    words = [e.proto.json for e in app.get("bidi_component") if e.proto.component_name.endswith("_digit_answer")]
    assert json.loads(words[0])["text"].startswith("**7** (")
    assert address(app) == query
    app.session_state["digit-canvas"] = {"mail": [{"seq": 1, "clear": 0, "down": False, "strokes": []}]}
    app.run()
    assert address(app) == {"digit-section": "teach-it"}


def test_the_gallery_and_the_contents_tell_what_is_wrong_once_and_leave_it_out_of_the_address() -> None:
    for page, query, right in (
        ("gallery", {"preset": "spiral", "colour": "red"}, {"preset": "spiral"}),
        ("gallery", {"preset": "magic"}, {}),
        ("lessons", {"colour": "red"}, {}),
    ):
        app = opened(page, query)
        assert address(app) == right
        assert len(app.warning) == 1
        assert len(app.run().warning) == 1, "the sentence stays as long as the learner is there"


def test_a_network_that_is_not_here_is_named() -> None:
    app = opened("digits", {"reader": "yours-from-the-playground"})
    assert "that network exists only where it was trained" in app.warning[0].value
    assert address(app) == {}
