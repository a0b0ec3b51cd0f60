"""Lanes: a page gets the pictures of what trains, of them what is new, each when it has drawn the last."""

import json
import threading
import time
from collections.abc import Iterator, Mapping

import pytest
from websockets.sync.client import ClientConnection, connect

from playground.components import Picture
from playground.components.shared import lane
from playground.components.shared.lane import Lane, Scene
from playground.runs import turn
from tests.playground.websockets_served import ended, served
from tests.waiting import DEADLINE


class Film(Scene):
    """A scene of two pictures: one stands still, one shows the turn."""

    def __init__(self, text: str = "the same") -> None:
        super().__init__(self)
        self.playing, self.ended, self.text = True, False, text
        self.number: float = 1

    @property
    def turn(self) -> float:
        return self.number

    def pictures(self) -> Mapping[str, Picture]:
        return {"still": Picture("plain", {"text": self.text}), "moving": Picture("plain", {"turn": self.number})}


class Ringing(Film):
    """One whose bell tells of each turn."""

    rings = True


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a server that has nothing but lanes listens."""
    with served(lane.ROUTE, lane.serve) as address:
        yield address


def shown(page: ClientConnection) -> tuple[int, dict[str, object]]:
    told = json.loads(page.recv(timeout=DEADLINE))
    return told["at"], told["pictures"]


def test_first_all_pictures_come_then_what_is_new_until_nothing_trains(address: str) -> None:
    road, film = Lane(), Film()
    at_the_page, _ = road.draw(film)
    with connect(address) as page:
        page.send(road.token)
        first, pictures = shown(page)
        assert first > at_the_page.at
        assert pictures == {"still": {"text": "the same"}, "moving": {"turn": 1}}
        film.number = 2
        page.send("next")
        second, pictures = shown(page)
        assert second > first
        assert pictures == {"moving": {"turn": 2}}
        page.send("next")
        film.playing, film.ended = False, True
        assert ended(page) == lane.DONE


def test_a_pause_of_the_learner_is_no_end(address: str) -> None:
    road, film = Lane(), Film()
    road.draw(film)
    with connect(address) as page:
        page.send(road.token)
        shown(page)
        film.playing = False
        page.send("next")
        with pytest.raises(TimeoutError):
            page.recv(timeout=0.2)
        film.playing, film.number = True, 2
        assert shown(page)[1] == {"moving": {"turn": 2}}


def test_another_scene_is_shown_even_in_the_same_turn(address: str) -> None:
    road = Lane()
    road.draw(Film())
    with connect(address) as page:
        page.send(road.token)
        shown(page)
        road.draw(Film("another"))
        page.send("next")
        assert shown(page)[1] == {"still": {"text": "another"}}


def test_a_scene_that_rings_is_looked_at_when_it_does(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "LOOK_AGAIN", 10 * DEADLINE)
    road, film = Lane(), Ringing()
    road.draw(film)
    with connect(address) as page:
        page.send(road.token)
        shown(page)
        page.send("next")
        with pytest.raises(TimeoutError):
            page.recv(timeout=0.5)  # by then a picture is due, and there is none
        film.number = 2
        film.bell.ring()
        assert shown(page)[1] == {"moving": {"turn": 2}}


def test_a_picture_is_made_when_no_page_is_being_drawn_or_it_has_waited_long_enough(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "TURN", DEADLINE)
    road, film = Lane(), Film()
    road.draw(film)
    with connect(address) as page:
        with turn.taken():
            page.send(road.token)
            with pytest.raises(TimeoutError):
                page.recv(timeout=0.3)
        assert shown(page)[1]["moving"] == {"turn": 1}
        monkeypatch.setattr(lane, "TURN", 0.01)
        with turn.taken():
            film.number = 2
            page.send("next")
            assert shown(page)[1] == {"moving": {"turn": 2}}


def test_a_scene_that_the_page_has_left_is_not_drawn_after_the_page(address: str) -> None:
    road, busy = Lane(), threading.Event()
    road.draw(Film("before"))
    lane._painter.submit(busy.wait, DEADLINE)  # another lane is being drawn
    with connect(address) as page:
        page.send(road.token)
        while lane._painter._work_queue.empty():
            time.sleep(0.001)
        at_the_page, _ = road.draw(Film("since"))
        busy.set()
        at, pictures = shown(page)
        assert pictures["still"] == {"text": "since"}
        assert at > at_the_page.at


@pytest.mark.parametrize("token", ["", "x" * 32, "next"])
def test_a_token_that_opens_no_lane_is_told_so(address: str, token: str) -> None:
    with connect(address) as page:
        page.send(token)
        assert ended(page) == lane.UNKNOWN


@pytest.mark.parametrize("surplus", ["next", "again", "x" * 1000, b"next"])
def test_what_was_not_asked_for_ends_a_connection(address: str, surplus: str | bytes) -> None:
    road, film = Lane(), Film()
    road.draw(film)
    with connect(address) as page:
        page.send(road.token)
        shown(page)
        page.send("next")  # there is no other picture yet: one may be asked for, not two
        page.send(surplus)
        assert ended(page) == lane.REFUSED


def test_a_lane_has_one_connection_the_newest(address: str) -> None:
    road, film = Lane(), Film()
    road.draw(film)
    with connect(address) as old, connect(address) as new:
        old.send(road.token)
        shown(old)
        new.send(road.token)
        assert ended(old) == lane.TAKEN
        assert shown(new)[1]["moving"] == {"turn": 1}


def test_a_connection_that_stands_is_heard_though_nothing_changes(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "BEAT", 0.05)
    road, film = Lane(), Film()
    road.draw(film)
    with connect(address) as page:
        page.send(road.token)
        shown(page)
        for _ in range(3):
            assert page.recv(timeout=DEADLINE) == lane.EMPTY
        film.number = 2
        page.send("next")
        while (told := page.recv(timeout=DEADLINE)) == lane.EMPTY:
            pass
        assert json.loads(told)["pictures"] == {"moving": {"turn": 2}}


def test_nonsense_ends_a_connection_and_a_silent_one_is_ended(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(address) as page:
        page.send(b"\x00\xff")
        assert ended(page) == lane.REFUSED
    monkeypatch.setattr(lane, "LANE_PATIENCE", 0.05)
    with connect(address) as page:
        assert ended(page) == lane.REFUSED


def test_a_lane_that_nobody_has_any_more_is_not_known() -> None:
    road = Lane()
    token = road.token
    assert len(token) >= 32
    assert token in lane._lanes
    del road
    assert token not in lane._lanes


def test_what_cannot_be_told_a_browser_is_a_mistake_of_ours_and_is_not_sent() -> None:
    film = Film()
    film.number = object()
    road = Lane()
    road.scene = film
    with pytest.raises(TypeError, match="not object"):
        road.message({})
