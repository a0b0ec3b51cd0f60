"""What is kept of a class is there again, whoever asks, however many do at once, and there is only so much of it."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, func, select

from playground.classes import schema
from playground.classes.database import AwayError
from playground.classes.store import MemberRow, Store
from playground.settings import budget
from playground.settings.environment import DATABASE
from tests.playground.classes.postgresql import PostgreSQL
from tests.waiting import DEADLINE

ROOT = Path(__file__).parents[3]
DAY = 86_400.0


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    engine: Engine = store._engine
    with engine.connect() as connection:
        tables = schema.TABLES.tables.items()
        return {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables}


def joined(store: Store, class_id: int, nickname: str = "Ada") -> MemberRow:
    return store.join(class_id, nickname, "in", 5.0)[0]


def test_a_class_is_found_by_its_code_and_its_teacher_by_a_key(store: Store) -> None:
    opened, key = store.open_class(1000.5)
    assert (opened.opened, opened.ends) == (1000.5, 1000.5 + DAY)
    assert (opened.board, opened.version) == ({}, 0)
    spoken = f" {opened.code[:3].lower()}-{opened.code[3:]}"
    assert store.class_by_code(spoken) == store.read(opened.id) == opened
    assert store.class_by_code("444444" if opened.code != "444444" else "777777") is None
    assert store.class_by_code("'; DROP TABLE class; --") is None
    who = store.who(key)
    assert who is not None
    assert (who.role, who.class_id, who.member_id) == ("teacher", opened.id, None)
    assert store.who(key[:-1]) is store.who("") is store.who("\x00\ud800") is None
    assert store.read(opened.id + 1) is None


def test_the_database_knows_no_key(store: Store) -> None:
    opened, key = store.open_class(0)
    _, of_learner = store.join(opened.id, "Ada", "in", 0)
    with store._engine.connect() as connection:
        for table in (schema.TEACHER_KEY, schema.MEMBER):
            kept = str(connection.execute(select(table)).all())
            assert key not in kept
            assert of_learner not in kept


def test_a_teacher_has_eight_keys_and_no_more(store: Store) -> None:
    opened, first = store.open_class(0)
    keys = [first, *(store.another_key(opened.id, 1) for _ in range(7))]
    assert {store.who(key) for key in keys} == {store.who(first)}
    assert len(set(keys)) == 8
    with pytest.raises(ValueError, match="8 devices"):
        store.another_key(opened.id, 1)
    with pytest.raises(ValueError, match="This class is over"):
        store.another_key(opened.id + 1, 1)


def test_only_so_many_classes_are_open_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_CLASSES", 3)
    opened = [store.open_class(now)[0] for now in (0, 10, 20)]
    assert len({one.code for one in opened}) == store.classes_open() == 3
    with pytest.raises(ValueError, match="3 classes are open here already"):
        store.open_class(DAY - 1)
    store.open_class(DAY)  # the first has just ended
    assert store.read(opened[0].id) is None
    assert store.classes_open() == 3


def test_classes_are_opened_by_several_servers_at_once(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_CLASSES", 4)
    other = Store(url)

    def open_one(number: int) -> bool:
        try:
            (store, other)[number % 2].open_class(0)
        except AwayError:
            raise
        except ValueError:
            return False
        return True

    with ThreadPoolExecutor(6) as hands:
        assert sorted(hands.map(open_one, range(12))) == [False] * 8 + [True] * 4
    other.close()


def test_a_board_is_changed_by_one_hand_at_a_time(store: Store, url: str) -> None:
    opened, _ = store.open_class(0)
    other = Store(url)

    def count(number: int) -> None:
        (store, other)[number % 2].change(opened.id, lambda board: {"n": board.get("n", 0) + 1})

    with ThreadPoolExecutor(6) as hands:
        list(hands.map(count, range(60)))
    other.close()
    after = store.read(opened.id)
    assert after is not None
    assert (after.board, after.version) == ({"n": 60}, 60)
    store.change(opened.id, dict)
    changed = store.change(opened.id, lambda board: board | {"words": "Größer als η?\x00\ud800"})
    assert changed == store.read(opened.id)
    assert (changed.board, changed.version) == ({"n": 60, "words": "Größer als η?\x00\ud800"}, 62)


def test_a_change_that_fails_changes_nothing(store: Store) -> None:
    opened, _ = store.open_class(0)

    def fail(board: dict[str, Any]) -> dict[str, Any]:
        board["n"] = 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.change(opened.id, fail)
    for board, sentence in (({"n": float("nan")}, "a finite one"), ({"n": "x" * 500_000}, "500,000 characters")):
        with pytest.raises(ValueError, match=sentence):
            store.change(opened.id, lambda _, board=board: board)
    assert store.read(opened.id) == opened
    with pytest.raises(ValueError, match="This class is over"):
        store.change(opened.id + 1, lambda board: board)


def test_learners_join_under_names_of_their_own(store: Store) -> None:
    opened, _ = store.open_class(0)
    ada, key = store.join(opened.id, " Ada ", "waiting", 7.25)
    assert (ada.nickname, ada.state, ada.joined, ada.class_id) == ("Ada", "waiting", 7.25, opened.id)
    assert (ada.query, ada.step, ada.playing, ada.tile, ada.tile_at, ada.held, ada.ended) == (
        "",
        0,
        False,
        None,
        0,
        False,
        0,
    )
    assert [joined(store, opened.id, name).nickname for name in ("ada", "ADA", "Ben")] == ["ada 2", "ADA 3", "Ben"]
    who = store.who(key)
    assert who is not None
    assert (who.role, who.class_id, who.member_id) == ("learner", opened.id, ada.id)
    assert [member.nickname for member in store.members(opened.id)] == ["Ada", "ada 2", "ADA 3", "Ben"]
    elsewhere, _ = store.open_class(0)
    assert joined(store, elsewhere.id).nickname == "Ada"
    with pytest.raises(ValueError, match="Type a nickname"):
        store.join(opened.id, "", "in", 0)
    with pytest.raises(ValueError, match="This class is over"):
        store.join(elsewhere.id + 1, "Ada", "in", 0)


def test_a_class_is_full_however_many_join_at_once(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_MEMBERS", 5)
    opened, _ = store.open_class(0)
    other = Store(url)

    def join(number: int) -> str:
        try:
            return joined((store, other)[number % 2], opened.id).nickname
        except AwayError:
            raise
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(6) as hands:
        told = sorted(hands.map(join, range(9)))
    other.close()
    assert told == ["Ada", "Ada 2", "Ada 3", "Ada 4", "Ada 5"] + 4 * [
        "This class has 5 learners, and there is room for no more."
    ]


def test_who_was_removed_leaves_room_and_name_and_may_come_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_MEMBERS", 2)
    opened, _ = store.open_class(0)
    ada, ben = joined(store, opened.id), joined(store, opened.id, "Ben")
    assert store.set_member(opened.id, ada.id, state="removed").state == "removed"
    second = joined(store, opened.id)
    assert second.nickname == "Ada"
    with pytest.raises(ValueError, match="room for no more"):
        store.set_member(opened.id, ada.id, state="in")
    store.set_member(opened.id, ben.id, state="removed")
    assert store.set_member(opened.id, ada.id, state="in").nickname == "Ada 2"
    assert store.set_member(opened.id, ada.id, state="waiting").nickname == "Ada 2"


def test_who_comes_and_goes_fills_no_database(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_MEMBERS", 3)
    opened, _ = store.open_class(0)
    came = []
    for _ in range(10):
        came.append(joined(store, opened.id).id)
        store.set_member(opened.id, came[-1], state="removed")
    assert [member.id for member in store.members(opened.id)] == came[-4:]


def test_a_learner_is_changed_in_what_is_said_and_in_nothing_else(store: Store) -> None:
    opened, _ = store.open_class(0)
    ada, ben = joined(store, opened.id), joined(store, opened.id, "Ben")
    assert store.set_member(opened.id, ada.id) == ada
    changed = store.set_member(opened.id, ada.id, held=True, ended=2, query="a=1&b=η", step=2**40, playing=True)
    assert (changed.held, changed.ended, changed.query, changed.step, changed.playing) == (
        True,
        2,
        "a=1&b=η",
        2**40,
        True,
    )
    assert (changed.nickname, changed.state, changed.joined) == (ada.nickname, ada.state, ada.joined)
    assert store.set_member(opened.id, ada.id, nickname="ada").nickname == "ada"  # nobody else's
    assert store.set_member(opened.id, ada.id, nickname="BEN").nickname == "BEN 2"
    assert store.set_member(opened.id, ada.id, held=False, playing=False, step=0, query="").held is False
    assert store.members(opened.id)[1] == ben
    elsewhere, _ = store.open_class(0)
    for class_id, member_id in ((elsewhere.id, ada.id), (opened.id, ben.id + 1)):
        with pytest.raises(ValueError, match="no such learner"):
            store.set_member(class_id, member_id, held=True)


def test_the_tiles_of_many_learners_are_put_at_once(store: Store) -> None:
    opened, _ = store.open_class(0)
    elsewhere, _ = store.open_class(0)
    ada, ben, other = joined(store, opened.id), joined(store, opened.id, "Ben"), joined(store, elsewhere.id)
    tiles = {ben.id: (None, "b=2", 8, False), ada.id: ('{"epoch":3}', "a=1", 7, True), other.id: ("{}", "", 1, True)}
    store.put_tiles(opened.id, tiles, 99.5)
    seen = [(m.tile, m.query, m.step, m.playing, m.tile_at) for m in store.members(opened.id)]
    assert seen == [('{"epoch":3}', "a=1", 7, True, 99.5), (None, "b=2", 8, False, 99.5)]
    assert store.members(elsewhere.id) == [other]  # one class puts no tile in another
    store.put_tiles(opened.id, {}, 100)
    for tile, query in (("x" * 20_001, ""), ("{}", "x" * 64_001), ("{}", "\x00"), ("\ud800", "")):
        with pytest.raises(ValueError, match=r"characters|plain text"):
            store.put_tiles(opened.id, {ada.id: ("{}", "new", 1, True), ben.id: (tile, query, 1, True)}, 101)
    assert store.members(opened.id)[0].query == "a=1"


def test_the_latest_answer_counts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "ANSWERS", 2)
    opened, _ = store.open_class(0)
    ada, ben = joined(store, opened.id), joined(store, opened.id, "Ben")
    store.put_answer(opened.id, 1, ada.id, 0.25, 10)
    store.put_answer(opened.id, 1, ben.id, [0, 0.5, 1], 11)
    store.put_answer(opened.id, 2, ada.id, "up", 12)
    store.put_answer(opened.id, 1, ada.id, 0.75, 13)
    assert store.answers(opened.id, 1) == {ada.id: 0.75, ben.id: [0, 0.5, 1]}
    assert store.answers(opened.id, 2) == {ada.id: "up"}
    assert store.answers(opened.id, 3) == {}
    with pytest.raises(ValueError, match="at most 2 answers"):
        store.put_answer(opened.id, 3, ada.id, 1, 14)
    for value, sentence in ((float("inf"), "finite"), ("x" * 4000, "4,000 characters")):
        with pytest.raises(ValueError, match=sentence):
            store.put_answer(opened.id, 1, ada.id, value, 15)
    with pytest.raises(ValueError, match="no such learner"):
        store.put_answer(opened.id, 1, ben.id + 1, 1, 16)
    with pytest.raises(ValueError, match="larger than any"):
        store.put_answer(opened.id, 10**30, ben.id, 1, 16)


def test_entries_are_kept_as_they_come_and_judged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "ENTRIES", 2)
    opened, _ = store.open_class(0)
    ada, ben = joined(store, opened.id), joined(store, opened.id, "Ben")
    first = store.put_entry(opened.id, 4, ben.id, "b=2", 500, 20.5)
    second = store.put_entry(opened.id, 4, ada.id, "a=1", 10, 21)
    assert (first.query, first.epoch, first.at, first.score, first.problem) == ("b=2", 500, 20.5, None, None)
    assert store.entries(opened.id, 4) == [first, second]
    store.judged(first.id, [0.97, 12], None)
    store.judged(second.id, None, "It cannot be replayed.")
    found = store.entries(opened.id, 4)
    assert [(one.score, one.problem) for one in found] == [([0.97, 12], None), (None, "It cannot be replayed.")]
    store.put_entry(opened.id, 4, ada.id, "a=3", 10, 22)
    with pytest.raises(ValueError, match="handed in 2 runs"):
        store.put_entry(opened.id, 4, ada.id, "a=3", 10, 23)
    store.put_entry(opened.id, 5, ada.id, "a=3", 10, 23)
    store.judged(second.id + 100, 1, None)  # of a class that is over
    with pytest.raises(ValueError, match="64,000 characters"):
        store.put_entry(opened.id, 5, ben.id, "x" * 64_001, 10, 23)


def test_drawings_are_kept_read_and_taken_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "DRAWINGS", 3)
    opened, _ = store.open_class(0)
    ada, ben = joined(store, opened.id), joined(store, opened.id, "Ben")
    drawn = [store.put_drawing(opened.id, ada.id, digit, "[[1,2]]", 30) for digit in (0, 9, 3)]
    of_ben = store.put_drawing(opened.id, ben.id, 7, "[[3,4]]", 31)
    assert (of_ben.digit, of_ben.strokes, of_ben.read, of_ben.at) == (7, "[[3,4]]", None, 31)
    with pytest.raises(ValueError, match="drawn 3 digits"):
        store.put_drawing(opened.id, ada.id, 1, "[]", 32)
    for digit, strokes in ((10, "[]"), (-1, "[]"), (1, "x" * 20_001)):
        with pytest.raises(ValueError, match=r"0 to 9|20,000 characters"):
            store.put_drawing(opened.id, ben.id, digit, strokes, 32)
    store.read_drawing(of_ben.id, 1)
    assert [(one.id, one.read) for one in store.drawings(opened.id)] == [
        *((one.id, None) for one in drawn),
        (of_ben.id, 1),
    ]
    assert store.undraw(opened.id, ada.id) == 1
    assert [one.digit for one in store.drawings(opened.id)] == [0, 9, 7]
    assert store.undraw(opened.id, ada.id, everything=True) == 2
    assert store.undraw(opened.id, ada.id) == 0
    assert [one.digit for one in store.drawings(opened.id)] == [7]
    store.forget_drawings(opened.id)
    assert store.drawings(opened.id) == []


def test_a_class_hands_in_only_so_much(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "HANDED_IN", 10)
    opened, _ = store.open_class(0)
    ada = joined(store, opened.id)
    store.put_entry(opened.id, 1, ada.id, "123456", 1, 0)
    store.put_drawing(opened.id, ada.id, 1, "1234", 0)
    with pytest.raises(ValueError, match="all that it has room for"):
        store.put_drawing(opened.id, ada.id, 1, "1", 0)
    with pytest.raises(ValueError, match="all that it has room for"):
        store.put_entry(opened.id, 2, ada.id, "1", 1, 0)
    elsewhere, _ = store.open_class(0)
    store.put_drawing(elsewhere.id, joined(store, elsewhere.id).id, 1, "1234", 0)


def fill(store: Store, now: float) -> int:
    """A class with one of everything, opened at this time; its id."""
    opened, _ = store.open_class(now)
    ada = joined(store, opened.id, "Zebulon Quux")
    store.put_answer(opened.id, 1, ada.id, 1, now)
    store.put_entry(opened.id, 1, ada.id, "a=1", 1, now)
    store.put_drawing(opened.id, ada.id, 1, "[]", now)
    return opened.id


ONE_OF_EACH = {"version": 1, "class": 1, "teacher_key": 1, "member": 1, "answer": 1, "entry": 1, "drawing": 1}
NOTHING = {name: int(name == "version") for name in ONE_OF_EACH}


def test_a_class_that_is_deleted_leaves_nothing(store: Store) -> None:
    first, second = fill(store, 0), fill(store, 0)
    assert rows(store) == {name: 2 - (name == "version") for name in ONE_OF_EACH}
    store.delete_class(first)
    assert rows(store) == ONE_OF_EACH
    assert store.read(first) is None
    store.delete_class(first)
    store.delete_class(second)
    assert rows(store) == NOTHING
    assert store.open_class(0)[0].id > second  # a server that remembers the second one takes no other for it


def test_classes_end_after_a_day(store: Store) -> None:
    first, second = fill(store, 0), fill(store, 1)
    assert store.delete_old(DAY - 1) == 0
    assert store.delete_old(DAY) == 1
    assert (store.read(first), rows(store)) == (None, ONE_OF_EACH)
    assert store.read(second) is not None


def test_no_name_stays_in_the_file(sqlite_url: str, tmp_path: Path) -> None:
    store = Store(sqlite_url)

    def written() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    class_id = fill(store, 0)
    assert b"Zebulon" in written()
    store.delete_class(class_id)
    assert b"Zebulon" not in written()
    fill(store, 0)
    store.delete_old(DAY)
    assert b"Zebulon" not in written()
    store.close()


WRITER = """
import sys
from playground.classes.store import Store
store = Store(sys.argv[1])
class_id, member_id = map(int, sys.argv[2:])
for value in range(10**9):
    store.put_answer(class_id, 1, member_id, value, value)
    print(value, flush=True)
"""


def test_what_a_server_had_kept_is_there_after_it_was_killed(url: str) -> None:
    store = Store(url)
    opened, key = store.open_class(0)
    ada = joined(store, opened.id)
    for _ in range(3):
        words = [sys.executable, "-c", WRITER, url, str(opened.id), str(ada.id)]
        server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        for line in server.stdout:
            if int(line) >= 20:
                break
        server.send_signal(signal.SIGKILL)
        last = [20, *map(int, server.stdout.read().split())][-1]
        server.stdout.close()
        server.wait(timeout=DEADLINE)
        again = Store(url)
        assert again.answers(opened.id, 1)[ada.id] in (last, last + 1)  # the next may be kept, and not told yet
        assert again.who(key) is not None
        again.put_answer(opened.id, 1, ada.id, -1, 0)
        again.close()
    store.close()


def everything(store: Store, class_id: int, member_id: int) -> dict[str, Callable[[], object]]:
    """Every method of the store, called as it may be."""
    return {
        "open_class": lambda: store.open_class(0),
        "another_key": lambda: store.another_key(class_id, 0),
        "who": lambda: store.who("key"),
        "class_by_code": lambda: store.class_by_code("7KXM4D"),
        "read": lambda: store.read(class_id),
        "change": lambda: store.change(class_id, lambda board: board),
        "classes_open": lambda: store.classes_open(),
        "join": lambda: store.join(class_id, "Ben", "in", 0),
        "members": lambda: store.members(class_id),
        "set_member": lambda: store.set_member(class_id, member_id, held=True),
        "put_tiles": lambda: store.put_tiles(class_id, {member_id: ("{}", "", 0, True)}, 0),
        "put_answer": lambda: store.put_answer(class_id, 1, member_id, 1, 0),
        "answers": lambda: store.answers(class_id, 1),
        "put_entry": lambda: store.put_entry(class_id, 1, member_id, "", 1, 0),
        "entries": lambda: store.entries(class_id, 1),
        "entry": lambda: store.entry(1),
        "judged": lambda: store.judged(1, 1, None),
        "put_drawing": lambda: store.put_drawing(class_id, member_id, 1, "[]", 0),
        "drawings": lambda: store.drawings(class_id),
        "read_drawing": lambda: store.read_drawing(1, 1),
        "undraw": lambda: store.undraw(class_id, member_id),
        "forget_drawings": lambda: store.forget_drawings(class_id),
        "delete_member": lambda: store.delete_member(class_id, 0),
        "delete_old": lambda: store.delete_old(0),
        "delete_class": lambda: store.delete_class(class_id),
    }


def test_a_database_that_was_restarted_is_used_again(postgresql: PostgreSQL, postgresql_url: str) -> None:
    store = Store(postgresql_url)
    opened, key = store.open_class(0)
    ada = joined(store, opened.id)
    calls = everything(store, opened.id, ada.id)
    assert set(calls) == {name for name in vars(Store) if not name.startswith("_")} - {"close"}
    postgresql.stop()
    try:
        for name, call in calls.items():
            with pytest.raises(AwayError, match="does not answer"):
                print(name, call())
        with pytest.raises(AwayError, match="does not answer"):
            Store(postgresql_url)
    finally:
        postgresql.start()
    for _ in range(2):
        assert store.members(opened.id) == [ada]
        postgresql.stop()
        postgresql.start()  # while connections wait to be used again
    for call in calls.values():
        call()
    assert store.who(key) is None
    store.close()


def test_a_connection_that_breaks_in_the_middle_gets_a_sentence(postgresql: PostgreSQL, postgresql_url: str) -> None:
    store = Store(postgresql_url)
    opened, _ = store.open_class(0)

    def restart(board: dict[str, Any]) -> dict[str, Any]:
        postgresql.stop()
        postgresql.start()
        return {"changed": True}

    with pytest.raises(AwayError):
        store.change(opened.id, restart)
    assert store.read(opened.id) == opened
    store.close()


def test_a_file_that_another_program_holds_gets_a_sentence(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "DATABASE_PATIENCE", 0.05)
    store = Store(sqlite_url)
    opened, _ = store.open_class(0)
    holder = sqlite3.connect(tmp_path / "classes.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(AwayError, match="try again in a moment"):
        store.change(opened.id, dict)
    assert store.read(opened.id) == opened  # it can be read all the same
    holder.execute("ROLLBACK")
    holder.close()
    store.change(opened.id, dict)
    store.close()


def test_a_row_that_another_program_holds_gets_a_sentence(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "DATABASE_PATIENCE", 1)
    store = Store(postgresql_url)
    opened, _ = store.open_class(0)
    engine = create_engine(postgresql_url)
    with engine.begin() as holder:
        holder.execute(select(schema.CLASS).with_for_update())
        with pytest.raises(AwayError, match="try again in a moment"):
            store.change(opened.id, dict)
        assert store.read(opened.id) == opened
    engine.dispose()
    store.change(opened.id, dict)
    store.close()


@pytest.mark.parametrize(
    "named",
    [
        "classes.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file.db?mode=ro",
        "mysql://ann:secret@host/name",
        "://",
        "postgresql+asyncpg://ann:secret@host/name",
        "postgresql://ann:secret@host:port/name",
    ],
)
def test_what_names_no_database_gets_a_sentence_without_the_password(named: str) -> None:
    with pytest.raises(ValueError, match="A database is named like sqlite:") as told:
        Store(named)
    assert "secret" not in str(told.value)


def test_what_is_no_database_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("Nothing but text. " * 100)
    for name in ("notes.db", "nowhere/classes.db"):
        with pytest.raises(ValueError, match="cannot be opened as a database of classes") as told:
            Store(f"sqlite:///{tmp_path / name}")
        assert not isinstance(told.value, AwayError)
        assert str(tmp_path) not in str(told.value)


def test_postgresql_wants_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ValueError, match=r"neural-playground\[postgres\]"):
        Store("postgresql+psycopg://localhost/name")


def test_classes_are_kept_where_it_is_said_or_in_the_folder_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv(DATABASE, raising=False)
    store = Store()
    store.open_class(0)
    store.close()
    folder = tmp_path / "data" / "neural-playground"
    assert (folder / "classes.db").is_file()
    assert folder.stat().st_mode & 0o777 == 0o700
    monkeypatch.setenv(DATABASE, f"sqlite:///{tmp_path / 'said.db'}")
    said = Store()
    assert said.classes_open() == 0
    said.close()
    assert (tmp_path / "said.db").is_file()
    (tmp_path / "file").write_text("")
    monkeypatch.delenv(DATABASE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    with pytest.raises(ValueError, match="cannot be made"):
        Store()
