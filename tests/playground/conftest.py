"""Pages without a browser run with the settings that the app is served with."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from streamlit import config
from streamlit.runtime.state import session_state_proxy

from playground.commands import server_settings as settings
from playground.settings import slots


@pytest.fixture(scope="session", autouse=True)
def shipped_settings() -> None:
    for name, value in settings.load().items():
        config.set_option(name, value)


class _NoSession:
    """What Streamlit has for all who have no session; whoever asks it is told so, where Streamlit says nothing."""

    def __getattr__(self, *asked: object) -> NoReturn:
        raise RuntimeError("st.session_state was asked where there is no session")

    __getitem__ = __setitem__ = __delitem__ = __contains__ = __iter__ = __len__ = __getattr__


@pytest.fixture(scope="session", autouse=True)
def no_state_without_a_session() -> None:
    """Runs, lanes and downloads, on threads of their own, find nothing in st.session_state and invent nothing."""
    session_state_proxy._mock_session_state = _NoSession()  # type: ignore[assignment]


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The session state that mailboxes are kept in, empty."""
    state: dict[str, Any] = {}
    monkeypatch.setattr(slots, "st", SimpleNamespace(session_state=state))
    return state


@pytest.fixture
def send(state: dict[str, Any]) -> Callable[..., None]:
    """`send(key, {"id": "a"}, ...)`: the browser sends these messages in the name of the component of that key."""

    def send(key: str, *messages: dict[str, Any]) -> None:
        state[key] = {"mail": [{"seq": number, **message} for number, message in enumerate(messages, start=1)]}

    return send
