"""Pages without a browser run with the settings that the app is served with."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.state import session_state_proxy
from streamlit.testing.v1 import AppTest

from playground.commands import server_settings as settings
from playground.playing import news
from playground.runs import pool
from playground.settings import pages, slots
from tests.waiting import DEADLINE


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
    session_state_proxy._mock_session_state = _NoSession()


@pytest.fixture(autouse=True)
def news_is_told_by_one_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No drawing of these pages is cut short by the next, and what a click is told is not what the one before was."""
    monkeypatch.setattr(news, "TELLING", 0.0)


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    """Workers that a module has started end with it."""
    yield
    pool.stop()


@pytest.fixture
def app() -> AppTest:
    """The app on its first page, as a learner finds it."""
    at = AppTest.from_file(str(pages.APP), default_timeout=DEADLINE).run()
    assert not at.exception
    return at


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], str | bytes]]:
    """What each give-away button of the pages that are run from now on would call, by its key."""
    files: dict[str, Callable[[], str | bytes]] = {}

    def note(label: str, data: Callable[[], str | bytes], name: str, mime: str | None, *, key: str, **_: Any) -> None:
        files[key] = data

    monkeypatch.setattr(st, "download_button", note)
    return files


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The session state that mailboxes are kept in, empty."""
    state: dict[str, Any] = {}
    monkeypatch.setattr(slots, "session", lambda: state)
    return state


@pytest.fixture
def send(state: dict[str, Any]) -> Callable[..., None]:
    """`send(key, {"id": "a"}, ...)`: the browser sends these messages in the name of the component of that key."""

    def send(key: str, *messages: dict[str, Any]) -> None:
        state[key] = {"mail": [{"seq": number, **message} for number, message in enumerate(messages, start=1)]}

    return send
