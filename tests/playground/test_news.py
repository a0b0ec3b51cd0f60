"""News reaches the learner, however often the page is drawn anew meanwhile."""

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


def test_news_is_told_by_every_drawing_until_one_that_was_whole_could_be_seen(
    toasts: tuple[list[str], Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, interrupt = toasts
    now = [100.0]
    monkeypatch.setattr(news, "TELLING", 2.0)
    monkeypatch.setattr(news.time, "monotonic", lambda: now[0])
    for sentence in ("One", "Two", "One"):
        news.add(sentence, news.LOCK)
    interrupt()
    with pytest.raises(DrawnAnewError):
        news.tell()
    assert told == []
    now[0] += 10
    news.tell()
    assert told == ["One", "Two"], "however long it took until it was first told"
    now[0] += 10
    news.tell()
    assert told == ["One", "Two"] * 2, "the drawing before was not whole"
    news.drawn()
    now[0] += 1
    news.tell()
    assert told == ["One", "Two"] * 3, "it was hardly to be seen"
    news.drawn()
    now[0] += 2
    news.tell()
    assert told == ["One", "Two"] * 3
