"""Tables are made once, older ones are brought up to date, and newer ones are left alone."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Timer

import pytest
from sqlalchemy import create_engine, inspect, text

from playground.classes import schema
from playground.classes.store import Store


def asked(url: str, *statements: str) -> list[tuple[object, ...]]:
    """What the last of these statements finds."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            found = connection.execute(text(statement))
        rows = [tuple(row) for row in found] if found.returns_rows else []
    engine.dispose()
    return rows


def columns(url: str, table: str) -> set[str]:
    engine = create_engine(url)
    found = {column["name"] for column in inspect(engine).get_columns(table)}
    engine.dispose()
    return found


def test_an_older_database_is_brought_up_to_date_and_keeps_what_it_has(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(url)
    opened, _ = store.open_class(1)
    store.close()
    assert asked(url, "SELECT number FROM version") == [(1,)]
    second = ("ALTER TABLE member ADD COLUMN colour TEXT", "ALTER TABLE member ADD COLUMN shape TEXT")
    monkeypatch.setattr(schema, "MIGRATIONS", (second, ("UPDATE class SET opened = opened + 1",)))
    for _ in range(2):  # what was done is not done again
        store = Store(url)
        found = store.read(opened.id)
        store.close()
        assert found is not None
        assert (found.code, found.opened) == (opened.code, 2)
        assert asked(url, "SELECT number FROM version") == [(3,)]
    assert {"colour", "shape"} <= columns(url, "member")


def test_a_migration_that_fails_leaves_all_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(url).close()
    second = ("ALTER TABLE member ADD COLUMN colour TEXT", "UPDATE class SET nothing = 1")
    monkeypatch.setattr(schema, "MIGRATIONS", (second,))
    with pytest.raises(Exception, match=r"nothing|cannot be opened"):
        Store(url)
    assert asked(url, "SELECT number FROM version") == [(1,)]
    assert "colour" not in columns(url, "member")


def test_a_database_of_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    store = Store(url)
    store.open_class(1)
    store.close()
    asked(url, "UPDATE version SET number = 7")
    with pytest.raises(ValueError, match="newer Neural Playground: its tables are of version 7, and this one knows 1"):
        Store(url)
    assert asked(url, "SELECT number FROM version") == [(7,)]
    assert len(asked(url, "SELECT id FROM class")) == 1


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE version (name TEXT)"],
        ["CREATE TABLE version (number INTEGER)"],
        ["CREATE TABLE version (number INTEGER)", "INSERT INTO version VALUES (1), (1)"],
        ["CREATE TABLE member (name TEXT)"],
    ],
)
def test_tables_of_another_program_are_left_alone(url: str, statements: list[str]) -> None:
    asked(url, *statements)
    with pytest.raises(ValueError, match="tables of another program"):
        Store(url)
    assert columns(url, statements[0].split()[2]) <= {"name", "number"}


def test_a_server_that_starts_while_another_one_makes_the_database_waits_for_it(tmp_path: Path) -> None:
    file = tmp_path / "classes.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE other (number INTEGER)")
    other.execute("BEGIN IMMEDIATE")
    later = Timer(0.3, other.execute, ("COMMIT",))
    later.start()
    Store(f"sqlite:///{file}").close()
    later.join()
    other.close()
    assert asked(f"sqlite:///{file}", "PRAGMA journal_mode") == [("wal",)]


def test_servers_that_start_at_once_all_find_the_tables(url: str) -> None:
    ready = Barrier(6, timeout=60)

    def start(number: int) -> int:
        ready.wait()
        store = Store(url)
        opened, _ = store.open_class(number)
        store.close()
        return opened.id

    with ThreadPoolExecutor(6) as servers:
        assert len(set(servers.map(start, range(6)))) == 6
    assert asked(url, "SELECT number FROM version") == [(1,)]
    assert len(asked(url, "SELECT id FROM class")) == 6
