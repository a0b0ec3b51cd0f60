"""News that waits: what was not told yet, because the page was drawn anew meanwhile, is told by the next drawing."""

from collections.abc import Callable

import pytest
import streamlit as st

from playground.playing import news


class DrawnAnewError(Exception):
    """What Streamlit raises within a call, before it does what it is called for."""


@pytest.fixture
def toasts(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], Callable[[], None]]:
    """What is told, and a function that has the next call end before it tells."""
    told: list[str] = []
    ends: list[bool] = []

    def toast(text: str, *, icon: str) -> None:
        if ends:
            ends.clear()
            raise DrawnAnewError
        told.append(text)

    session: dict[str, object] = {}
    monkeypatch.setattr(st, "toast", toast)
    monkeypatch.setattr("playground.settings.slots.session", lambda: session)
    return told, lambda: ends.append(True)


def test_what_a_drawing_was_about_to_tell_is_told_by_the_next(
    toasts: tuple[list[str], Callable[[], None]],
) -> None:
    told, interrupt = toasts
    for sentence in ("One", "Two", "One"):
        news.add(sentence, news.LOCK)
    interrupt()
    with pytest.raises(DrawnAnewError):
        news.tell()
    assert told == []
    news.tell()
    assert told == ["One", "Two"], "each once"
    news.tell()
    assert told == ["One", "Two"]
