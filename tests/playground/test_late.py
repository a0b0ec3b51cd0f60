"""What comes late is known by when the page was drawn with something else."""

from types import NoneType, SimpleNamespace
from typing import Any

import pytest

from playground.settings import late
from playground.settings.late import LATE, Late
from playground.settings.slots import Slot


def test_what_was_said_before_may_come_until_a_moment_after_the_page_was_drawn(
    state: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(monotonic=lambda: 100.0)
    monkeypatch.setattr(late, "time", clock)
    before = Late(Slot[tuple[str, float] | None]("said-before", NoneType))
    before.drawn()
    assert before.get() is None, "nothing was said before"
    before.put("tanh")
    clock.monotonic = lambda: 1000.0
    assert before.get() == "tanh", "the page may take long to be drawn"
    before.drawn()
    clock.monotonic = lambda: 1000.0 + LATE
    assert before.get() == "tanh"
    before.drawn()  # once more: that is no new beginning
    clock.monotonic = lambda: 1000.1 + LATE
    assert before.get() is None
    before.put("relu")
    before.forget()
    assert before.get() is None
