"""Rooms: what a class does to the desks of its pages, what it sees there, and that none stops another."""

import asyncio
import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine import Experiment
from playground.classes import day, results, room, tiles
from playground.classes import rooms as rooms_module
from playground.classes.database import AWAY, AwayError
from playground.classes.orders import FAILED, NO_RUN, NOBODY, UNTRAINED
from playground.classes.rooms import Rooms
from playground.classes.server_figures import Figures
from playground.classes.store import Store
from playground.components.shared.lane import UnaskedError
from playground.learner.current import RUN
from playground.learner.desks import desks
from playground.learner.way_back import WAY_BACK
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.settings.budget import CLASS_LASTS, CLASS_PAGES, QUERY
from tests.playground.classes.seats import Page, a_class, rooms_in
from tests.waiting import wait_until

EXPERIMENT = Experiment(dataset="moons", hidden=(4,), samples=100)
LINK = {"dataset": "moons", "hidden-layers": "4", "samples": "100"}
FAR = Goal(step=10**9)


def trains(page: Page) -> Run:
    """Have a run play on the desk of this page."""
    run = Run(EXPERIMENT, shelf=Shelf())
    page.own.put(RUN, run)
    page.own.put(WAY_BACK, lambda: (LINK, int(run.state["step"])))
    run.play(FAR)
    return run


def number(teacher: Page, nickname: str) -> int:
    return next(one["id"] for one in teacher.state["members"] if one["nickname"] == nickname)


# what a class does to a desk


def test_a_pause_holds_all_runs_and_each_can_be_held_and_ended_alone(rooms: Rooms) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "Bo")
    ours, theirs = trains(ada), trains(bo)
    turn = ada.state["turn"]
    teacher.ask("pause")
    assert (ours.playing, theirs.playing) == (False, False)
    assert ada.state["turn"] == turn, "what pauses has its page drawn anew by itself"
    teacher.ask("hold", id=number(teacher, "Ada"), on=True)
    teacher.ask("go_on")
    assert (ours.playing, theirs.playing) == (False, True)
    assert ada.state["me"]["held"]
    teacher.ask("hold", id=number(teacher, "Ada"), on=False)
    wait_until(lambda: theirs.state["step"] > 0)
    assert ours.playing
    assert ada.state["turn"] > turn, "her page is to be drawn anew"
    teacher.ask("end_run", id=number(teacher, "Bo"))
    assert (ours.playing, theirs.playing, theirs.state["step"]) == (True, False, 0)
    theirs.play(FAR)
    rooms.look()
    assert theirs.playing, "it was ended once"


@pytest.mark.parametrize("how", ["leave", "remove", "delete", "page"])
def test_a_run_that_was_held_goes_on_once_its_learner_is_out(rooms: Rooms, how: str) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    run = trains(ada)
    teacher.ask("pause")
    assert not run.playing
    match how:
        case "leave":
            ada.ask("leave")
        case "remove":
            teacher.ask("remove", id=number(teacher, "Ada"))
        case "delete":
            teacher.ask("delete")
        case "page":
            rooms.leave(ada)
    assert run.playing


def test_a_class_that_ends_after_its_hours_lets_go_and_tells_all(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    run = trains(ada)
    teacher.ask("pause")
    then = day.now() + CLASS_LASTS + 1
    monkeypatch.setattr(day, "now", lambda: then)
    rooms._cleared = float("-inf")  # it is looked for such classes once a minute
    rooms.look()
    for page in (teacher, ada):
        assert (page.state, page.unknown) == (None, True)
        assert page.ask("leave" if page is ada else "pause")["problem"] == NOBODY
    assert run.playing
    assert rooms.store.classes_open() == 0


def test_the_wall_has_what_is_on_the_desks_and_learners_what_is_shown(rooms: Rooms) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "Bo")
    trains(ada).pause()
    rooms.look()
    seen = number(teacher, "Ada")
    assert set(teacher.tiles) == {seen}
    assert (teacher.tiles[seen]["dataset"], teacher.tiles[seen]["sizes"]) == ("moons", [2, 4, 1])
    assert bo.tiles == {}
    teacher.ask("show", what="tile", id=seen)
    assert bo.tiles == teacher.tiles
    teacher.ask("show", what="wall")
    assert bo.tiles == teacher.tiles
    teacher.ask("remove", id=number(teacher, "Bo"))
    assert bo.tiles == {}


def test_a_copy_of_a_run_is_brought_to_where_it_stood(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    run = trains(ada)
    wait_until(lambda: run.state["step"] > 0)
    run.pause()
    rooms.look()
    address = teacher.ask("open_run", id=number(teacher, "Ada"))["address"]
    assert address.startswith("/?dataset=moons")
    copy = Run(EXPERIMENT, shelf=Shelf())
    teacher.own.put(RUN, copy)
    rooms.look()
    wait_until(lambda: copy.state["step"] == run.state["step"] and not copy.playing)


def test_who_has_no_run_is_told_so(rooms: Rooms) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "Bo")
    ids = {"a": number(teacher, "Ada"), "b": number(teacher, "Bo")}
    assert teacher.ask("compare", **ids)["problem"] == NO_RUN
    teacher.ask("contest", goal="lowest-cost", epochs=5, address="/?dataset=moons")
    assert ada.ask("enter")["problem"] == UNTRAINED
    for page in (ada, bo):
        trains(page).pause()
    rooms.look()
    assert teacher.ask("compare", **ids)["address"].startswith("/compare?")
    assert teacher.state["contest"]["waiting"] == 0


def test_what_is_too_long_for_the_database_is_left_out(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    trains(ada).pause()
    ada.own.put(WAY_BACK, lambda: ({"points": "x" * QUERY}, 3))
    rooms.look()
    assert number(teacher, "Ada") in teacher.tiles
    (kept,) = rooms.store.members(ada.who.class_id)
    assert (kept.query, kept.step) == ("", 0)


def test_what_is_remembered_of_a_learner_goes_with_the_learner(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    trains(ada).pause()
    rooms.look()
    (found,) = rooms._rooms.values()
    assert found._written.keys() == found._ended.keys() == {number(teacher, "Ada")}
    ada.ask("leave")
    assert {*found._written, *found._ended, *found._targets} == set()


def test_the_newest_pages_of_one_learner_are_told(rooms: Rooms) -> None:
    teacher, _ = a_class(rooms)
    key = Page(rooms).ask("join", code=teacher.state["code"], nickname="Ada")["key"]
    pages = [Page(rooms, key) for _ in range(CLASS_PAGES + 2)]
    rooms.look()
    told = [page.state is not None for page in pages]
    assert told == [False] * 2 + [True] * CLASS_PAGES
    assert not pages[0].unknown, "its key still opens the class"


def test_a_run_is_brought_to_where_it_stood_before_the_server_started_again(rooms: Rooms, tmp_path: Path) -> None:
    teacher, _ = a_class(rooms)
    ada = Page(rooms)
    key = ada.ask("join", code=teacher.state["code"], nickname="Ada")["key"]
    run = trains(ada)
    wait_until(lambda: run.state["step"] >= 40)
    run.pause()
    rooms.look()
    stood = run.state["step"]
    again = rooms_in(tmp_path)
    page = Page(again, key)
    new = Run(EXPERIMENT, shelf=Shelf())
    page.own.put(RUN, new)
    page.own.put(WAY_BACK, lambda: (LINK, int(new.state["step"])))
    again.look()
    (kept,) = again.store.members(page.who.class_id)
    assert kept.step == stood, "should it be lost on its way, it is to get there all the same"
    wait_until(lambda: new.state["step"] == stood and not new.playing)
    again.look()
    assert page.state["turn"] == 1, "the page is drawn anew for what plays there"
    again.store.close()


def test_a_run_that_is_ended_while_its_page_is_away_is_ended_when_it_is_back(rooms: Rooms) -> None:
    teacher, _ = a_class(rooms)
    ada, bo = Page(rooms), Page(rooms)
    key = ada.ask("join", code=teacher.state["code"], nickname="Ada")["key"]
    bo.ask("join", code=teacher.state["code"], nickname="Bo")
    run = trains(ada)
    rooms.look()
    rooms.leave(ada)
    teacher.ask("end_run", id=number(teacher, "Ada"))
    assert run.playing
    rooms.hear(ada, {"do": "come", "key": key})
    rooms.look()
    assert (run.playing, run.state["step"]) == (False, 0)


def test_every_run_is_a_point_of_the_experiment_of_the_class(rooms: Rooms) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "Bo")
    teacher.ask("trial", key="learning-rate", low=0.001, high=10, address="/?dataset=moons&hidden-layers=4")
    assert "learning-rate=0.5" in ada.ask("choose", value=0.5)["address"]
    bo.ask("choose", value=EXPERIMENT.learning_rate)
    for page in (ada, bo):
        run = trains(page)
        wait_until(lambda run=run: run.snapshot.epoch > 0)
        run.pause()
    rooms.look()
    assert (ada.state["me"]["chosen"], bo.state["me"]["chosen"]) == (0.5, EXPERIMENT.learning_rate)
    (point,) = teacher.state["trial"]["points"]
    assert (point["x"], point["who"], point["best"]) == (EXPERIMENT.learning_rate, "Bo", True), "Ada's has another η"
    assert point["y"] == teacher.tiles[point["member"]]["accuracy"]


# two servers


def test_two_servers_share_a_class(url: str) -> None:
    here, there = (Rooms(orders_readers(), lambda: Store(url)) for _ in range(2))
    teacher, _ = a_class(here)
    ada = Page(there)
    ada.ask("join", code=teacher.state["code"], nickname="Ada")
    run = trains(ada)
    there.look()
    here.look()
    seen = number(teacher, "Ada")
    assert teacher.tiles[seen]["dataset"] == "moons"
    assert teacher.state["here"] == 1
    for do, playing in (("pause", False), ("go_on", True), ("end_run", False)):
        teacher.ask(do, id=seen)
        there.look()
        assert run.playing is playing, do
    teacher.ask("ask", kind="choice", words="Which?", choices=["a", "b"])
    ada.ask("answer", value=1)
    here.look()
    assert teacher.state["question"]["distribution"]["counts"] == [0, 1]
    ada.ask("leave")
    here.look()
    assert teacher.state["members"] == []
    for server in (here, there):
        server.store.close()


def orders_readers() -> Any:
    from playground.teachers.handed import READERS

    return READERS


# what goes wrong


def test_what_goes_wrong_in_one_class_stops_no_other_and_is_logged_once(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, _ = a_class(rooms)
    teacher, _ = a_class(rooms)
    bad, real = broken.who.class_id, Store.members

    def members(store: Store, number: int) -> Any:
        if number == bad:
            raise ZeroDivisionError
        return real(store, number)

    monkeypatch.setattr(Store, "members", members)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            rooms.look()
        assert teacher.ask("pause") == {}
    assert teacher.state["paused"]
    assert len(caplog.records) == 1


def test_what_goes_wrong_at_one_desk_stops_no_other(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    teacher, (ada, bo) = a_class(rooms, "Ada", "Bo")
    real = tiles.tile
    for page in (ada, bo):
        trains(page).pause()
    monkeypatch.setattr(tiles, "tile", lambda desk: 1 / 0 if desk is ada.own else real(desk))
    with caplog.at_level(logging.CRITICAL):
        rooms.look()
    assert set(teacher.tiles) == {number(teacher, "Bo")}


def test_an_order_that_fails_gets_a_sentence(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher, _ = a_class(rooms)
    monkeypatch.setattr(Store, "change", lambda *_: {}["no"])
    assert teacher.ask("pause") == {"problem": FAILED}
    assert teacher.ask("propose")["nickname"]


def test_the_watch_goes_on_whatever_happens(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def look() -> None:
        looked.append(1)
        if len(looked) < 3:
            next(iter(()))  # StopIteration, of all things

    monkeypatch.setattr(rooms, "look", look)
    monkeypatch.setattr(rooms_module, "LOOK_EVERY", 0.01)

    async def watch() -> None:
        watching = asyncio.create_task(rooms.watch())
        while len(looked) < 5 and not watching.done():
            await asyncio.sleep(0.01)
        watching.cancel()

    asyncio.run(asyncio.wait_for(watch(), 60))
    assert len(looked) >= 5


def test_while_the_database_is_away_a_sentence_says_so_and_no_key_is_forgotten(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    key = Page(rooms).ask("join", code=teacher.state["code"], nickname="Bo")["key"]

    def away(*_: Any, **__: Any) -> Any:
        raise AwayError(AWAY)

    with monkeypatch.context() as patch:
        for name in ("read", "who", "change", "members", "put_answer"):
            patch.setattr(Store, name, away)
        rooms.look()
        assert (teacher.problem, ada.problem) == (AWAY, AWAY)
        assert teacher.ask("pause") == {"problem": AWAY}
        with pytest.raises(UnaskedError):  # the page keeps its key, and comes again
            Page(rooms, key)
    rooms.look()
    assert teacher.state["role"] == "teacher"
    assert Page(rooms, key).who is not None


def test_a_database_that_cannot_be_opened_forgets_no_key(tmp_path: Path) -> None:
    (tmp_path / "classes.db").mkdir()
    rooms = rooms_in(tmp_path)
    with pytest.raises(UnaskedError):
        Page(rooms, "x" * 32)
    assert "cannot be opened" in Page(rooms).ask("open")["problem"]


@pytest.mark.parametrize("base", ["\ud800", "javascript:alert(1)", "http://a b", "http://" + "x" * 200, "http://ä"])
def test_an_address_that_is_none_is_refused(rooms: Rooms, base: str) -> None:
    page = Page(rooms)
    page.known = False
    with pytest.raises(UnaskedError):
        rooms.hear(page, {"hello": "", "desk": "", "base": base})


def test_the_answer_to_an_order_is_given_to_its_page_alone(rooms: Rooms) -> None:
    ada, eve = Page(rooms), Page(rooms)
    eve.desk = ada.desk
    for _ in range(2):
        rooms.hear(ada, {"do": "open", "seq": 7})
    key = ada.answer["key"]
    rooms.hear(eve, {"do": "propose", "seq": 7})
    assert eve.answer.keys() == {"nickname"}
    rooms.hear(ada, {"do": "open", "seq": 7})
    assert ada.answer["key"] == key
    assert rooms.store.classes_open() == 1


def test_a_file_is_made_anew_and_not_remembered(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    trains(ada).pause()
    rooms.look()
    known = len(rooms._answered)
    for do, name in (("results", "class.csv"), ("runs", "runs.zip")):
        assert teacher.ask(do)["name"] == name
    assert len(rooms._answered) == known


def test_who_was_removed_takes_no_other_nickname_and_who_waits_may(rooms: Rooms) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    teacher.ask("approve", on=True)
    eve = Page(rooms)
    eve.ask("join", code=teacher.state["code"], nickname="Eve")
    assert eve.ask("rename_me", nickname="Eva") == {}
    teacher.ask("remove", id=number(teacher, "Ada"))
    assert ada.ask("rename_me", nickname="Bo")["problem"] == NOBODY
    assert [one["nickname"] for one in teacher.state["members"]] == ["Ada", "Eva"]


def test_the_run_of_who_has_a_nickname_now_is_in_the_file(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher, (ada,) = a_class(rooms, "Ada")
    trains(ada).pause()
    rooms.look()
    teacher.ask("remove", id=number(teacher, "Ada"))
    other = Page(rooms)
    other.ask("join", code=teacher.state["code"], nickname="Ada")
    trains(other).pause()
    other.own.put(WAY_BACK, lambda: ({"dataset": "circle"}, 0))
    rooms.look()
    found: dict[str, str] = {}
    monkeypatch.setattr(results, "zip_of", lambda runs: found.update(runs) or b"")
    teacher.ask("runs")
    assert found == {"Ada": "http://here/?dataset=circle"}


# the server


def test_the_figures_count_runs_and_those_in_line(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    _, (ada, bo) = a_class(rooms, "Ada", "Bo")
    before = Figures().now()["training"]
    run, _ = trains(ada), trains(bo).pause()
    now, figures = [100.0], Figures()
    monkeypatch.setattr("playground.classes.server_figures.time", SimpleNamespace(monotonic=lambda: now[0]))
    first = figures.now()
    assert (first["training"] - before, first["learners"], first["steps"]) == (1, len(desks), 0)
    steps = run.state["step"]
    wait_until(lambda: run.state["step"] >= steps + 4)
    run.pause()
    now[0] += 4.0
    assert figures.now()["steps"] >= 1
    json.dumps(first, allow_nan=False)
    assert room.FIGURES.now().keys() == first.keys()
