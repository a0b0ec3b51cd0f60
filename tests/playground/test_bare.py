"""The state of components: what the browser sent, and no class of its own each time that somebody reads the session."""

import pytest
from streamlit.components.v2.bidi_component import main

from playground.components.shared import bare
from tests.playground.apps import app_at


def test_state_of_components_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def dressed() -> list[str]:
        state = dict(app_at().run().session_state.items())
        assert "network-diagram" in state
        return [name for name, value in state.items() if "WriteThrough" in type(value).__name__]

    assert "network-diagram" in dressed()
    monkeypatch.setattr(main, bare.NAME, getattr(main, bare.NAME))  # as it was, afterwards
    bare.undress()
    assert dressed() == []
