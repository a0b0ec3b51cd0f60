"""What a page is drawn with comes to the loop of the server in handfuls, in its order, and nothing of it is lost."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession, AppSessionState

from playground.components.shared import gathered
from playground.components.shared.gathered import Handful
from tests.waiting import DEADLINE


class Loop(asyncio.SelectorEventLoop):
    """A loop that counts how often it is called from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.called = 0

    def call_soon_threadsafe(self, *arguments: Any, **more: Any) -> asyncio.Handle:
        self.called += 1
        return super().call_soon_threadsafe(*arguments, **more)


def in_a_thread(call: Callable[[], None]) -> None:
    thread = threading.Thread(target=call)
    thread.start()
    thread.join(DEADLINE)
    assert not thread.is_alive()


@pytest.fixture
def loop() -> Any:
    """A loop that runs while a test waits for it."""
    loop = Loop()
    yield loop
    loop.close()


def test_a_hundred_things_call_the_loop_once_and_come_in_their_order(loop: Loop) -> None:
    handful, came = Handful(loop), list[int]()
    for again in range(2):
        over = asyncio.Event()

        def page(first: int = 100 * again, over: asyncio.Event = over) -> None:
            for number in range(first, first + 100):
                handful.add(lambda number=number: came.append(number))  # type: ignore[misc]
            handful.add(over.set)

        in_a_thread(page)
        loop.run_until_complete(asyncio.wait_for(over.wait(), DEADLINE))
        assert loop.called == again + 1
    assert came == list(range(200))


def test_what_is_added_meanwhile_and_after_a_failure_comes_too(loop: Loop) -> None:
    handful, over, told = Handful(loop), asyncio.Event(), list[dict[str, Any]]()
    loop.set_exception_handler(lambda _, context: told.append(context))
    came: list[str] = []

    def first() -> None:
        handful.add(lambda: (came.append("second"), over.set())[0])
        raise ValueError("the first fails")

    handful.add(first)
    loop.run_until_complete(asyncio.wait_for(over.wait(), DEADLINE))
    assert came == ["second"]
    assert [str(context["exception"]) for context in told] == ["the first fails"]


def test_nothing_is_called_when_the_loop_is_over(loop: Loop) -> None:
    loop.close()
    Handful(loop).add(lambda: pytest.fail("called"))


def test_what_is_on_its_way_comes_before_the_page_is_asked_for_anew(
    monkeypatch: pytest.MonkeyPatch, loop: Loop
) -> None:
    for owner, name, _ in gathered.INSTEAD:
        monkeypatch.setattr(owner, name, getattr(owner, name))
    came: list[str] = []
    monkeypatch.setattr(gathered, "_rerun", lambda *_: came.append("asked for anew"))
    gathered.gather()
    session: Any = AppSession.__new__(AppSession)
    session._state, session._event_loop = AppSessionState.SHUTDOWN_REQUESTED, loop

    async def ask() -> None:
        session._call_soon_on_event_loop(lambda: came.append("the end of the page before"))
        session.request_rerun(None)
        await asyncio.sleep(2 * gathered.WAIT)

    loop.run_until_complete(asyncio.wait_for(ask(), DEADLINE))
    assert came == ["the end of the page before", "asked for anew"]
    session._call_soon_on_event_loop(lambda: pytest.fail("called by another thread than the loop's"))
    session.request_rerun(None)
    assert came[2:] == ["asked for anew"]


def test_streamlit_has_what_is_replaced() -> None:
    assert [name for owner, name, _ in gathered.INSTEAD if not hasattr(owner, name)] == []


def test_each_session_has_its_own_handful_and_the_server_wakes_once(
    monkeypatch: pytest.MonkeyPatch, loop: Loop
) -> None:
    for owner, name, _ in gathered.INSTEAD:
        monkeypatch.setattr(owner, name, getattr(owner, name))
    gathered.gather()
    sessions: list[Any] = [AppSession.__new__(AppSession) for _ in range(2)]
    came: list[int] = []
    server: Any = Runtime.__new__(Runtime)
    objects = type("Objects", (), {"eventloop": loop, "need_send_data": asyncio.Event()})
    monkeypatch.setattr(server, "_get_async_objs", lambda: objects, raising=False)
    for number, session in enumerate(sessions):
        session._state = AppSessionState.SHUTDOWN_REQUESTED  # it never was one
        session._event_loop = loop
        session._call_soon_on_event_loop(lambda number=number: came.append(number))
        session._call_soon_on_event_loop(server._enqueued_some_message)

    async def sent() -> None:
        await asyncio.wait_for(objects.need_send_data.wait(), DEADLINE)
        while len(came) < 2:
            await asyncio.sleep(0.001)

    loop.run_until_complete(asyncio.wait_for(sent(), DEADLINE))
    assert sorted(came) == [0, 1]
    called = loop.called
    server._enqueued_some_message()
    assert loop.called == called, "it knows already that there is something to be sent"
