"""Thoughts: what takes long is found out once, whichever server does it, and why not is told where it cannot be."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.classes import thoughts, trials
from playground.classes.database import AwayError
from playground.classes.rooms import Rooms
from playground.classes.store import Store
from playground.runs import pool
from tests.playground.classes.seats import Page, a_class, rooms_in
from tests.waiting import DEADLINE, wait_until

MOONS = "/?dataset=moons&hidden-layers=4&samples=100"


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """Rooms whose thoughts are thought at once, without workers, when a test says so."""
    monkeypatch.setattr(thoughts, "_by_worker", lambda call, *arguments: call(*arguments))
    found = rooms_in(tmp_path)
    yield found
    found._over.set()
    found._head.shutdown(wait=True, cancel_futures=True)
    found.store.close()


def settled(rooms: Rooms, page: Page, true: Callable[[], Any]) -> None:
    """Look at all rooms until what is thought about was found."""

    def looked() -> Any:
        rooms.look()
        return true()

    wait_until(looked, "it was not found out")


def entry(store: Store, page: Page, query: str, epoch: int) -> int:
    """An entry of this learner in the first challenge; its number."""
    who = page.who
    assert who is not None
    assert who.member_id is not None
    return store.put_entry(who.class_id, 1, who.member_id, query, epoch, 0.0).id


def test_the_right_answer_is_found_and_kept_from_learners_until_it_is_revealed(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("ask", about="accuracy", epochs=2, address=MOONS)
    settled(rooms, teacher, lambda: not teacher.state["question"]["computing"])
    assert teacher.state["question"]["problem"] == ""
    assert "right" not in ada.state["question"]
    teacher.ask("reveal")
    assert 0 <= ada.state["question"]["right"] <= 100


def test_why_there_is_no_right_answer_is_told_to_learners_only_at_the_reveal(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("ask", about="epochs", epochs=2, accuracy=100, address=MOONS)
    settled(rooms, teacher, lambda: teacher.state["question"]["problem"])
    assert "does not reach 100 %" in teacher.state["question"]["problem"]
    assert ada.state["question"]["problem"] == "", "that it is not reached is the answer"
    teacher.ask("reveal")
    assert "does not reach" in ada.state["question"]["problem"]


def test_what_was_handed_in_is_judged_by_its_replay(rooms: Rooms) -> None:
    teacher, (ada, bo, cy) = a_class(rooms, "Ada", "Bo", "Cy")
    teacher.ask("contest", goal="lowest-cost", epochs=5, address=MOONS)
    entry(rooms.store, ada, MOONS[2:] + "&learning-rate=1", 5)
    entry(rooms.store, bo, MOONS[2:], 0)
    entry(rooms.store, cy, "changes=nonsense", 5)
    settled(rooms, teacher, lambda: teacher.state["contest"]["waiting"] == 0)
    assert teacher.state["contest"]["judged"] == 3
    assert [row["who"] for row in teacher.state["contest"]["table"]] == ["Ada"]
    assert ada.state["me"]["entry"]["epoch"] == 5
    assert "for an epoch at least" in bo.state["me"]["entry"]["problem"]
    assert "cannot be played again" in cy.state["me"]["entry"]["problem"]


def test_an_entry_that_another_server_has_judged_is_left_as_it_is(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("contest", goal="lowest-cost", epochs=5, address=MOONS)
    entry(rooms.store, ada, MOONS[2:], 5)
    known: list[Any] = []
    rooms.think = lambda about, thought: bool(known.append(thought)) or True
    rooms.look()
    (number,) = [one.id for one in rooms.store.entries(ada.who.class_id, 1)]
    rooms.store.judged(number, None, "The other server says no.")
    known[0](lambda: False)
    found = rooms.store.entry(number)
    assert found is not None
    assert (found.score, found.problem) == (None, "The other server says no.")
    rooms.store.delete_member(found.class_id, found.member_id)
    known[0](lambda: False)  # its learner has left


def test_a_sweep_has_each_value_once_though_two_servers_try_them(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "sweep_values", lambda trial: (0.1, 1.0, 3.0))
    tried: list[float] = []

    def point(trial: trials.Trial, value: float, *_: Any) -> tuple[float, float]:
        tried.append(value)
        if value == 1.0:
            raise ValueError("That takes too long.")
        return value, 0.5

    monkeypatch.setattr(trials, "sweep_point", point)
    teacher, _ = a_class(rooms)
    teacher.ask("trial", key="learning-rate", low=0.1, high=3, address=MOONS)
    known: list[Any] = []
    think, rooms.think = rooms.think, lambda about, thought: bool(known.append(thought)) or True
    teacher.ask("sweep")
    rooms.think = think
    with monkeypatch.context() as patch:  # both have looked at the board before the other one was done
        board = thoughts._board(rooms.store, teacher.who.class_id)
        patch.setattr(thoughts, "_board", lambda *_: board)
        for _ in range(2):
            known[0](lambda: False)
    assert tried == [0.1, 0.1]
    rooms.look()
    teacher.ask("sweep")
    settled(rooms, teacher, lambda: teacher.state["trial"]["sweep"]["state"] == "done")
    assert teacher.state["trial"]["sweep"] == {
        "state": "done",
        "points": [{"x": 0.1, "y": 0.5}, {"x": 3.0, "y": 0.5}],
        "problem": "That takes too long.",
    }
    assert tried == [0.1, 0.1, 1.0, 3.0]
    teacher.ask("sweep")
    settled(rooms, teacher, lambda: teacher.state["trial"]["sweep"]["state"] == "done")
    assert tried[4:] == [0.1, 1.0, 3.0], "one that had a problem can be tried again"


def test_one_of_a_kind_is_thought_about_at_a_time(rooms: Rooms) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "Bo")
    teacher.ask("contest", goal="lowest-cost", epochs=5, address=MOONS)
    first, _ = entry(rooms.store, ada, MOONS[2:], 5), entry(rooms.store, bo, MOONS[2:], 5)
    about: list[Any] = []
    rooms.think = lambda what, thought: bool(about.append(what)) or True
    rooms.look()
    number = ada.who.class_id
    assert about == [(number, "entry", first)]


def test_what_failed_is_not_tried_again_and_what_was_away_is(rooms: Rooms) -> None:
    tried: list[str] = []
    going = threading.Event()

    def thought(name: str, error: Exception | None) -> thoughts.Thought:
        def think(over: Callable[[], bool]) -> None:
            tried.append(name)
            going.wait(DEADLINE)
            if error is not None:
                raise error

        return think

    kinds = {"fails": ZeroDivisionError(), "is away": AwayError("away"), "is found": None}
    for turn in range(2):
        for name, error in kinds.items():
            said = rooms.think((1, name, 1), thought(name, error))
            assert said is (turn == 0 or name != "fails")
            assert rooms.think((1, name, 1), thought(name, error)) is said, "it is under way"
        going.set()
        wait_until(lambda: all(future.done() for future in rooms._thoughts.values()))
    assert tried == ["fails", "is away", "is found", "is away", "is found"]


def test_a_thought_about_a_class_that_is_over_is_none(rooms: Rooms) -> None:
    teacher, _ = a_class(rooms)
    known: list[Any] = []
    rooms.think = lambda about, thought: bool(known.append(thought)) or True
    teacher.ask("ask", about="accuracy", epochs=1, address=MOONS)
    teacher.ask("delete")
    known[0](lambda: False)
    assert rooms.store.classes_open() == 0


def test_a_worker_that_is_lost_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any, **__: Any) -> Any:
        raise pool.LostError

    monkeypatch.setattr(pool, "submit", lost)
    with pytest.raises(ValueError, match="No worker of this server"):
        thoughts._by_worker(len, "abc")
