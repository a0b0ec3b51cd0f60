"""The database of the classes: where it is, how it is connected to, and what it complains of."""

import importlib.util
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from playground.settings import budget
from playground.settings.environment import DATABASE

NEEDED = "PostgreSQL needs the extra `postgres`: pip install 'neural-playground[postgres]'."
FILE = "classes.db"
SHAPE = "A database is named like sqlite:////folder/classes.db or postgresql+psycopg://user:password@host/name."
AWAY = "The database of the class does not answer. What was kept is safe: try again in a moment."


class AwayError(ValueError):
    """The database does not answer for now; what it said it had kept, it has kept."""


def url_of(named: str) -> URL:
    """The URL of the database that is named, or else by `NEURAL_PLAYGROUND_DATABASE`, or else of the user's own file.

    Raises ValueError, with a sentence that never shows a password, for what names no database that can be used.
    """
    given = named or os.environ.get(DATABASE, "")
    if not given:
        return URL.create("sqlite", database=str(_own_folder() / FILE))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise ValueError(SHAPE) from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "postgresql+psycopg":
        if importlib.util.find_spec("psycopg") is None:
            raise ValueError(NEEDED)
        return url
    if url.drivername != "sqlite" or not url.database or url.database == ":memory:" or url.query:
        raise ValueError(SHAPE)
    return url


def is_there() -> bool:
    """Whether a database is named, or there is that of this machine: one that is not holds no class."""
    return DATABASE in os.environ or (_data_folder() / FILE).exists()


def _data_folder() -> Path:
    return platformdirs.user_data_path("neural-playground", appauthor=False)


def _own_folder() -> Path:
    folder = _data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it has children's nicknames
    except OSError as error:
        raise ValueError(f"The folder {folder} cannot be made ({error.strerror}): name a --database.") from None
    return folder


def engine_of(url: URL) -> Engine:
    """What connects to the database at this URL, and waits for it no longer than `DATABASE_PATIENCE`."""
    if url.drivername == "sqlite":
        engine = create_engine(url, connect_args={"timeout": budget.DATABASE_PATIENCE, "check_same_thread": False})
        event.listen(engine, "connect", _settle_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    patience = {"connect_timeout": budget.DATABASE_PATIENCE, "tcp_user_timeout": 1000 * budget.DATABASE_PATIENCE}
    engine = create_engine(url, pool_pre_ping=True, pool_timeout=budget.DATABASE_PATIENCE, connect_args=patience)
    event.listen(engine, "connect", _settle_postgresql)
    return engine


def _settle_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, and nowhere else
    _write_ahead(connection)
    for setting in (
        # What a transaction has written is the system's by then, so it survives that the server is killed, and only the
        # last ones are lost when the machine loses its power.
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted is overwritten
    ):
        connection.execute(f"PRAGMA {setting}").close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    # SQLite waits for what else is locked, but not for this, so servers that start at once have to ask again
    end = time.monotonic() + budget.DATABASE_PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    # a transaction that begins by reading could not write once another one has written
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _settle_postgresql(connection: Any, _: object) -> None:
    connection.autocommit = True
    for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(f"SET {setting} = '{budget.DATABASE_PATIENCE}s'")
    connection.autocommit = False


@contextmanager
def told() -> Iterator[None]:
    """What the database complains of, as a sentence. Raises AwayError where it does not answer."""
    try:
        yield
    except NoConnectionError:
        raise AwayError(AWAY) from None
    except (DataError, OverflowError):
        raise ValueError("That number is larger than any of a class.") from None
    except (IntegrityError, ProgrammingError) as error:
        if error.connection_invalidated:
            raise AwayError(AWAY) from error
        raise
    except (DBAPIError, sqlite3.Error) as error:  # the latter where a connection is made
        raise AwayError(AWAY) from error
