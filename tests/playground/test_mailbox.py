"""The mailbox: messages of the browser are processed once, in order; invalid or oversized ones are dropped."""

from typing import Any

import pytest

from playground.components.shared import mailbox
from playground.settings.budget import MAIL, MAIL_CHARACTERS


def test_each_message_is_given_out_once_however_often_it_comes(state: dict[str, Any]) -> None:
    assert (mailbox.fresh("view"), mailbox.acknowledged("view")) == ([], 0)
    state["view"] = {"mail": [{"seq": 5, "id": "a"}]}
    assert mailbox.fresh("view") == [{"seq": 5, "id": "a"}]
    assert mailbox.fresh("view") == []
    state["view"] = {"mail": [{"seq": 5, "id": "a"}, {"seq": 8, "id": "b"}]}
    assert mailbox.fresh("view") == [{"seq": 8, "id": "b"}]
    assert (mailbox.acknowledged("view"), mailbox.acknowledged("another")) == (8, 0)
    state["view"] = {"mail": [{"seq": 8, "id": "b"}]}  # a browser whose message was on its way twice
    assert (mailbox.fresh("view"), mailbox.acknowledged("view")) == ([], 8)


def test_the_latest_message_stays_and_is_acknowledged(state: dict[str, Any]) -> None:
    assert (mailbox.latest("view"), mailbox.acknowledged("view")) == (None, 0)
    state["view"] = {"mail": [{"seq": 3, "epoch": 1}, {"seq": 4, "epoch": 2}]}
    assert [mailbox.latest("view"), mailbox.latest("view")] == [{"seq": 4, "epoch": 2}] * 2
    assert mailbox.acknowledged("view") == 4


def test_what_was_gathered_comes_once_and_in_order(state: dict[str, Any]) -> None:
    state["view"] = {"mail": [{"seq": 3, "gathered": ["a"]}, {"seq": 4, "gathered": ["b", "a"]}]}
    assert mailbox.gathered("view") == ["a", "b", "a"]
    state["view"] = {"mail": [{"seq": 4, "gathered": ["b", "a"]}, {"seq": 6, "gathered": ["c"] * 1000}]}
    assert mailbox.gathered("view") == ["c"] * MAIL
    state["view"] = {"mail": [{"seq": 7, "gathered": "abc"}, {"seq": 8}]}
    assert mailbox.gathered("view") == []


GOOD = {"seq": 7, "id": "a"}


@pytest.mark.parametrize(
    "odd",
    [
        *(None, 7, "message", [], {}, {"id": "a"}),
        *({"seq": seq} for seq in (None, "5", 5.0, True, 0, -1, 2**53, 10**400, float("nan"))),
        {"seq": 5, "text": "x" * MAIL_CHARACTERS},
        {"seq": 5, "points": [[0, 0]] * (MAIL_CHARACTERS // 4)},
        {"seq": 5, "value": 10**5000},
    ],
)
def test_what_is_no_message_is_dropped_and_the_others_are_read(odd: Any) -> None:
    assert mailbox.opened([odd, GOOD]) == [GOOD]


def test_a_message_without_end_is_dropped() -> None:
    deep: Any = 0
    for _ in range(100_000):
        deep = [deep]
    assert mailbox.opened([{"seq": 5, "deep": deep}, GOOD]) == [GOOD]


@pytest.mark.parametrize("mail", [None, "mail", 7, {}, GOOD, float("inf")])
def test_what_is_no_list_holds_no_message(mail: Any, state: dict[str, Any]) -> None:
    assert mailbox.opened(mail) == []
    for forged in (mail, {"mail": mail}):
        state["view"] = forged
        assert (mailbox.fresh("view"), mailbox.latest("view")) == ([], None)


def test_numbers_grow_and_there_is_an_end_of_messages() -> None:
    assert mailbox.opened([{"seq": 2}, {"seq": 2, "again": 1}, {"seq": 1}, {"seq": 3}]) == [{"seq": 2}, {"seq": 3}]
    assert len(mailbox.opened([{"seq": i + 1} for i in range(2 * MAIL)])) == MAIL


def test_what_a_message_says_is_told_from_what_only_looks_like_it() -> None:
    assert [value for value in (0, 3, 4, -1, True, 1.0, "1", None, 10**400) if mailbox.is_index(value, 4)] == [0, 3]
    odd = (True, "1", None, float("nan"), float("inf"), -float("inf"), 10**400, [1])
    assert [value for value in (0, -2.5, 1e6, *odd) if mailbox.is_number(value)] == [0, -2.5, 1e6]
    assert mailbox.is_place([0, 1.5])
    assert not any(map(mailbox.is_place, ([0], [0, 1, 2], (0, 1), [0, float("nan")], {"x": 0}, "01", None)))
    assert [mailbox.within(value, (-1, 2)) for value in (-9, 0.5, 9)] == [-1, 0.5, 2]


def test_what_was_said_to_another_session_is_not_done_again(state: dict[str, Any]) -> None:
    """A server was stopped and started: the browser says once more what it said last."""
    here = mailbox.SESSION.begin()
    state["buttons"] = {"mail": [{"seq": 1, "to": "before", "gathered": ["play"]}]}
    assert mailbox.gathered("buttons") == []
    state["buttons"] = {
        "mail": [{"seq": 1, "to": "before", "gathered": ["play"]}, {"seq": 2, "to": here, "gathered": ["step"]}]
    }
    assert mailbox.gathered("buttons") == ["step"]
    assert mailbox.acknowledged("buttons") == 2
