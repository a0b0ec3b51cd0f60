"""Answers: what a page asks is answered, one question after the other, by whom the page has said, and nobody else's."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from playground.components import Picture
from playground.components.shared import answers
from playground.components.shared.answers import Answers
from playground.components.shared.lane import REFUSED, TAKEN, UNKNOWN
from playground.components.shared.mailbox import Message
from playground.settings.budget import MAIL_CHARACTERS
from tests.playground.websockets_served import ended, served
from tests.waiting import DEADLINE


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a server that has nothing but answers listens."""
    with served(answers.ROUTE, answers.serve) as address:
        yield address


def doubled(message: Message) -> Mapping[str, Picture] | None:
    number = message.get("number")
    return {"view": Picture("plain", {"twice": 2 * number})} if isinstance(number, int) else None


def echo(about: object = "doubled") -> Answers:
    way = Answers()
    way.by(doubled, about)
    return way


def ask(page: ClientConnection, **message: object) -> Any:
    page.send(json.dumps(message))
    return json.loads(page.recv(timeout=DEADLINE))


def test_a_question_is_answered_in_the_place_of_its_number(address: str) -> None:
    way = echo()
    with connect(address) as page:
        page.send(way.token)
        for number in (3, 4):
            told = ask(page, seq=number, number=number)
            assert told == {"at": number, "name": way.place(0).lane, "pictures": {"view": {"twice": 2 * number}}}


def test_another_subject_has_places_of_its_own_and_the_same_one_keeps_them() -> None:
    way = echo("one")
    first = way.place(7)
    way.by(doubled, "one")
    assert way.place(7) == first
    way.by(doubled, "another")
    assert way.place(7).lane != first.lane
    assert way.place(7).at == 7


def test_who_answers_may_change_while_the_connection_stands(address: str) -> None:
    way = echo()
    with connect(address) as page:
        page.send(way.token)
        before = ask(page, seq=1, number=1)
        way.by(lambda message: {"view": Picture("plain", {"text": "another"})}, "another")
        after = ask(page, seq=2, number=1)
    assert after["pictures"] == {"view": {"text": "another"}}
    assert after["name"] != before["name"]


@pytest.mark.parametrize("token", ["", "x" * 32])
def test_a_token_that_opens_nothing_is_told_so(address: str, token: str) -> None:
    with connect(address) as page:
        page.send(token)
        assert ended(page) == UNKNOWN


@pytest.mark.parametrize(
    "question",
    [
        b"{}",
        "",
        "next",
        "[" * 100_000,
        "{}",
        '{"seq": 1}',
        '{"seq": -1, "number": 1}',
        '{"seq": 1, "number": "1"}',
        '[{"seq": 1, "number": 1}]',
        '{"seq": 1, "number": 1, "rest": "' + "x" * MAIL_CHARACTERS + '"}',
    ],
)
def test_what_no_page_asks_ends_a_connection(address: str, question: str | bytes) -> None:
    way = echo()
    with connect(address) as page:
        page.send(way.token)
        page.send(question)
        assert ended(page) == REFUSED


def test_a_way_has_one_connection_the_newest(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LOOK_EVERY", 0.05)
    way = echo()
    with connect(address) as old, connect(address) as new:
        old.send(way.token)
        ask(old, seq=1, number=1)
        new.send(way.token)
        assert ended(old) == TAKEN
        assert ask(new, seq=2, number=2)["at"] == 2


def test_questions_wait_for_each_other(address: str) -> None:
    """However many come at once, one is thought about at a time, and not more of a page than the budget has it."""
    begun: list[float] = []

    def note(message: Message) -> Mapping[str, Picture]:
        begun.append(time.monotonic())
        return {}

    way = Answers()
    way.by(note, "noted")
    with connect(address) as page:
        page.send(way.token)
        for number in range(1, 6):
            page.send(json.dumps({"seq": number}))
        assert [json.loads(page.recv(timeout=DEADLINE))["at"] for _ in range(5)] == [1, 2, 3, 4, 5]
    assert begun[-1] - begun[0] >= 4 * answers.ASKED_EVERY - 0.001


def test_a_way_that_nobody_has_any_more_is_not_known() -> None:
    way = echo()
    token = way.token
    assert len(token) >= 32
    assert token in answers._all
    del way
    assert token not in answers._all
