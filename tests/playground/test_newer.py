"""What a learner says while the page tells its controls something else is heard."""

from typing import Any

import pytest
import streamlit as st

from playground.playing import run_bar
from playground.settings.newer import Newer
from playground.settings.slots import Slot
from tests.playground.apps import app_at

WORD = Slot("word", str)
NEWER = Newer(Slot("told-words", dict))


def tell(word: str) -> str:
    with NEWER.kept([WORD]):
        WORD.put(word)
    return WORD.get()


def test_what_is_neither_old_nor_told_is_newer_until_the_page_was_drawn_or_tells_something_else(
    state: dict[str, Any],
) -> None:
    WORD.put("old")
    assert tell("told") == "told", "at first, whatever stood there"
    WORD.put("old")
    assert tell("told") == "told", "the browser has not heard of it yet"
    assert tell("told") == "told"
    WORD.put("newer")
    assert tell("told") == "newer"
    assert tell("told") == "newer", "the next time too"
    NEWER.forget()
    assert tell("told") == "told"


def test_a_number_of_layers_typed_while_the_page_follows_the_drawing_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_at("playground", **{"hidden-layers": "6,4"}).run()
    app.session_state["changes"] = {"hidden-layers": "6, 4, 4"}
    with monkeypatch.context() as patch:
        patch.setattr(run_bar, "listen", lambda *told: st.stop())
        app.run()
    assert app.text_input("hidden-layers").value == "6, 4, 4"
    app.text_input("hidden-layers").input("3").run()
    assert not app.exception
    assert app.text_input("hidden-layers").value == "3"
    assert app.session_state["agreed"].hidden == (3,)
