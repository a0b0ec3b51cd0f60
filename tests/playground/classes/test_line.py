"""Lines: a page says who it is, gives orders, and hears what is another, on a WebSocket that is really there."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from playground.classes import line as lines
from playground.classes import orders
from playground.classes.database import AWAY, AwayError
from playground.classes.line import Line
from playground.classes.rooms import Rooms
from playground.classes.store import Store
from playground.components.shared.lane import REFUSED
from playground.settings.budget import MAIL_CHARACTERS
from tests.playground.classes.seats import rooms_in
from tests.playground.websockets_served import ended, served
from tests.waiting import DEADLINE, wait_until

PAGE = "a" * 48


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return rooms_in(tmp_path)


@pytest.fixture
def address(rooms: Rooms) -> Iterator[str]:
    """Where a server that has nothing but these rooms listens."""
    watching = threading.Thread(target=lambda: asyncio.run(watch(rooms)), daemon=True)
    watching.start()
    with served(lines.ROUTE, lines.route(rooms)) as address:
        yield address
    rooms._over.set()
    watching.join(DEADLINE)


async def watch(rooms: Rooms) -> None:
    watching = asyncio.create_task(rooms.watch())
    while not rooms._over.is_set():
        await asyncio.sleep(0.02)
    watching.cancel()


def say(page: ClientConnection, **said: Any) -> None:
    page.send(json.dumps(said))


def hello(line: ClientConnection, key: str = "", **more: Any) -> None:
    line.send(json.dumps({"hello": key, "desk": "", "base": "http://here", **more}))


def hear(page: ClientConnection, part: str) -> dict[str, Any]:
    """The next message that has this part."""
    while part not in (told := json.loads(page.recv(timeout=DEADLINE))):
        pass
    return dict(told)


def ask(page: ClientConnection, seq: int, do: str, **arguments: Any) -> dict[str, Any]:
    say(page, seq=seq, do=do, **arguments)
    while (told := hear(page, "reply"))["reply"] != seq:
        pass
    return told


def state(page: ClientConnection, **wanted: Any) -> dict[str, Any]:
    """The next state in which these stand so."""
    while True:
        told = hear(page, "state")["state"]
        if told and all(told[name] == value for name, value in wanted.items()):
            return dict(told)


def test_a_teacher_and_a_learner_hear_of_each_other(address: str) -> None:
    with connect(address) as teacher, connect(address) as ada:
        hello(teacher)
        assert hear(teacher, "state")["state"] is None
        key = ask(teacher, 1, "open")["key"]
        say(teacher, do="come", key=key)
        code = state(teacher, role="teacher")["code"]
        hello(ada)
        own = ask(ada, 1, "join", code=code, nickname="Ada")["key"]
        say(ada, do="come", key=own)
        assert state(ada, role="learner")["me"]["nickname"] == "Ada"
        assert ask(teacher, 2, "pause").keys() == {"reply"}
        assert state(ada, paused=True)["code"] == code
        say(ada, do="sit", desk="x" * 10_000)
        assert ask(ada, 3, "propose")["nickname"]
    with connect(address) as back:
        hello(back, own)
        assert state(back, paused=True)["me"]["nickname"] == "Ada"


def test_a_key_that_opens_nothing_is_told(address: str) -> None:
    with connect(address) as page:
        hello(page, "x" * 32)
        told = hear(page, "state")
        assert (told["state"], told["unknown"]) == (None, True)


def test_an_order_asked_again_on_another_connection_has_the_same_answer(address: str, rooms: Rooms) -> None:
    with connect(address) as page:
        hello(page, page=PAGE)
        key = ask(page, 5, "open")["key"]
    with connect(address) as again, connect(address) as other, connect(address) as strange:
        hello(again, page=PAGE)
        assert ask(again, 5, "open")["key"] == key
        for page, secret in ((other, "b" * 48), (strange, "short")):
            hello(page, page=secret)
            assert "key" not in ask(page, 5, "propose")
    assert rooms.store.classes_open() == 1


@pytest.mark.parametrize(
    "said",
    [
        "", "{", "[]", "[" * 100_000, b"\x00", '{"hello": 1}', '{"do": "open", "seq": 1}',
        '{"hello": "", "desk": "", "base": "\\ud800"}', "x" * (MAIL_CHARACTERS + 1),
    ],
    ids=lambda said: repr(said)[:20],
)  # fmt: skip
def test_what_no_page_says_ends_a_line(address: str, said: str | bytes) -> None:
    with connect(address) as page:
        page.send(said)
        assert ended(page) == REFUSED


def test_a_line_that_says_nothing_is_ended(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LANE_PATIENCE", 0.05)
    with connect(address) as page:
        assert ended(page) == REFUSED


def test_a_line_is_heard_though_nothing_changes(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BEAT", 0.05)
    with connect(address) as page:
        hello(page)
        hear(page, "state")
        for _ in range(3):
            assert page.recv(timeout=DEADLINE) == lines.EMPTY


def test_a_page_that_is_gone_has_no_seat(address: str, rooms: Rooms) -> None:
    with connect(address) as page:
        hello(page)
        key = ask(page, 1, "open")["key"]
        say(page, do="come", key=key)
        state(page, role="teacher")
        assert len(rooms._rooms) == 1
    wait_until(lambda: not rooms._rooms and not rooms._nowhere, "its seat is kept")


def test_while_the_database_is_away_the_line_says_so_and_goes_on(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise AwayError(AWAY)

    with connect(address) as teacher:
        hello(teacher)
        say(teacher, do="come", key=ask(teacher, 1, "open")["key"])
        state(teacher, role="teacher")
        with monkeypatch.context() as patch:
            patch.setattr(Store, "read", away)
            assert hear(teacher, "away")["away"] == AWAY
            assert ask(teacher, 2, "open_run", id=1)["problem"]
        assert state(teacher, role="teacher")["away"] == ""


def test_a_break_of_ours_is_logged(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Store, "who", lambda *_: {}["no"])
    with caplog.at_level(logging.ERROR), connect(address) as page:
        hello(page, "x" * 32)
        assert ended(page) == REFUSED
    assert "The line of a page broke." in caplog.text


def test_what_is_told_is_what_is_another() -> None:
    line = Line("here")
    line.tell('{"a": 1}', 5.0, {1: '"one"', 2: '"two"'})
    assert json.loads(line.message() or "") == {
        "state": {"a": 1}, "now": 5.0, "unknown": False, "tiles": {"1": "one", "2": "two"},
    }  # fmt: skip
    assert line.message() is None
    line.tell('{"a": 1}', 6.0, {1: '"one"', 2: '"other"'})
    assert json.loads(line.message() or "") == {"tiles": {"2": "other"}}
    line.tell('{"a": 1}', 7.0, {2: '"other"'})
    assert json.loads(line.message() or "") == {"tiles": {"1": None}}
    line.away("It does not answer.")
    line.away("It does not answer.")
    assert json.loads(line.message() or "") == {"away": "It does not answer."}
    assert line.message() is None
    line.tell('{"a": 1}', 8.0, {2: '"other"'})
    assert json.loads(line.message() or "")["state"] == {"a": 1}, "it answers again"


def test_a_page_that_takes_no_answer_gives_no_more_orders(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many orders for files a page gives, no more of them wait for it than one."""
    monkeypatch.setattr(lines, "CLASS_ORDERS_EVERY", 0.001)
    monkeypatch.setattr(lines, "RESTS", 0.0)
    made: list[int] = []
    large = "x" * (MAIL_CHARACTERS + 1)
    monkeypatch.setitem(orders.ORDERS, "propose", orders.Order("", lambda call: made.append(1) or {"file": large}))

    class Socket:
        async def receive_text(self) -> str:
            await asyncio.sleep(0)
            return json.dumps({"seq": len(made), "do": "propose"})

    async def hear_for_long() -> None:
        line = Line("here")
        line.known = True
        hearing = asyncio.create_task(lines._hear(Socket(), line, rooms))
        while not line.owes:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.1)
        assert len(made) == 1
        assert len(line.message() or "") > MAIL_CHARACTERS
        while len(made) < 2:
            await asyncio.sleep(0.001)
        hearing.cancel()

    asyncio.run(asyncio.wait_for(hear_for_long(), DEADLINE))


def test_files_are_made_while_the_hand_is_busy(rooms: Rooms) -> None:
    busy = threading.Event()
    rooms._hand.submit(busy.wait, DEADLINE)
    line = Line("here")
    line.known = True
    asyncio.run(rooms.take(line, {"seq": 1, "do": "results"}))
    assert json.loads(line.message() or "")["problem"] == orders.NOBODY
    busy.set()
