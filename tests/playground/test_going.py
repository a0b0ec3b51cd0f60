"""From page to page: a page that another request broke off leaves no wrong value on a control, and is gone to again."""

from typing import Any

import pytest
from streamlit import runtime
from streamlit.testing.v1 import AppTest

from playground.learner import going
from playground.settings import pages
from tests.playground.apps import app_at


def begun(app: AppTest) -> str:
    """The page that was begun last."""
    return str(app.session_state[going.BEGUN.name])


def told(app: AppTest) -> dict[str, Any]:
    """Of the controls, those whose widgets are told their values, and these."""
    layers, choices = app.text_input(key="hidden-layers").proto, ("activation", "cost")
    found = {key: app.selectbox(key=key).proto for key in choices}
    values = {key: proto.raw_value for key, proto in found.items() if proto.set_value}
    return values | ({"hidden-layers": layers.value} if layers.set_value else {})


def test_controls_of_a_page_that_was_to_be_left_are_told_what_they_said() -> None:
    app = app_at().run()
    app.run()
    assert not told(app), "the browser knows"
    app.session_state[going.BEGUN.name] = pages.GALLERY.name  # which was broken off at once
    app.run()
    assert told(app) == {"hidden-layers": "6, 4", "activation": "Tanh", "cost": "Cross-entropy"}
    app.run()
    assert not told(app)


@pytest.mark.parametrize("by", [pages.GALLERY, pages.DIGITS])
def test_who_is_sent_to_a_page_comes_to_it_though_the_browser_asks_for_the_one_before(
    monkeypatch: pytest.MonkeyPatch, by: pages.Page
) -> None:
    app = app_at(by.name).run()
    way = going.Way(by.name, pages.PLAYGROUND.name, pages.PLAYGROUND.script)
    app.session_state[going.WAY.name] = way  # the page that it leads to was broken off at once
    with monkeypatch.context() as patch:
        patch.setattr(runtime, "exists", lambda: True)
        patch.setattr(going, "MOST", 1)
        app.run()
    assert begun(app) == pages.PLAYGROUND.name
    assert app.session_state[going.WAY.name] is None


def test_a_page_that_cannot_be_reached_is_given_up() -> None:
    app = app_at("gallery").run()
    app.session_state[going.WAY.name] = going.Way("gallery", "playground", pages.PLAYGROUND.script, going.MOST)
    app.run()
    assert begun(app) == "gallery"
    assert app.session_state[going.WAY.name] is None


def test_who_goes_elsewhere_meanwhile_is_let_go() -> None:
    app = app_at("digits").run()
    app.session_state[going.WAY.name] = going.Way("gallery", "playground", pages.PLAYGROUND.script)
    app.run()
    assert begun(app) == "digits"
    assert app.session_state[going.WAY.name] is None
