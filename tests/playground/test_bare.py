"""Streamlit without what it does for others: the page is the same, and nothing reads all of the session."""

import json
from typing import Any

import pytest
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from playground.components.shared import bare
from tests.playground.apps import app_at


@pytest.fixture
def as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit is as it was, afterwards."""
    for owner, name, _ in bare.LEFT_OUT:
        monkeypatch.setattr(owner, name, getattr(owner, name))


def told(app: AppTest) -> dict[str, dict[str, Any]]:
    """What each component of a page is told, but for what is another at each opening."""
    views = {view.proto.id: json.loads(view.proto.json) for view in app.get("bidi_component")}
    return {
        name: {key: value for key, value in data.items() if key not in ("to", "lane", "told")}
        for name, data in views.items()
        if not name.endswith(("desk-key", "class-strip"))
    }


@pytest.mark.usefixtures("as_before")
def test_state_of_components_is_left_as_it_is() -> None:
    def dressed() -> list[str]:
        state = dict(app_at().run().session_state.items())
        assert "network-diagram" in state
        return [name for name, value in state.items() if "WriteThrough" in type(value).__name__]

    assert "network-diagram" in dressed()
    bare.undress()
    assert dressed() == []


@pytest.mark.usefixtures("as_before")
def test_no_control_reads_all_of_the_session_and_components_are_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    whole: Any = SessionState.filtered_state

    def counted(state: SessionState) -> Any:
        read.append(1)
        return whole.fget(state)

    monkeypatch.setattr(SessionState, "filtered_state", property(counted))
    before = told(app_at("playground", dataset="xor").run())
    assert len(before) > 15
    assert read
    bare.undress()
    read.clear()
    assert told(app_at("playground", dataset="xor").run()) == before
    assert read == []
