"""Each database that classes can be kept in, a file and a real PostgreSQL; and the rooms of a server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.classes.rooms import Rooms
from playground.classes.store import Store
from playground.learner.desks import desks
from tests.playground.classes.postgresql import FOLDERS, PostgreSQL
from tests.playground.classes.seats import rooms_in


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The server of the session; skipped where it is not installed, unless that is forbidden."""
    if not FOLDERS:
        if os.environ.get("REQUIRE_DATABASE"):
            pytest.fail("no PostgreSQL found, and REQUIRE_DATABASE forbids to skip its tests")
        pytest.skip("no PostgreSQL found: its tests need Debian's package postgresql")
    server = PostgreSQL()
    yield server
    server.remove()


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> str:
    """The URL of a PostgreSQL database that is empty."""
    return postgresql.database()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a file that is not there yet."""
    return f"sqlite:///{tmp_path / 'classes.db'}"


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of each database, one after the other."""
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """What is kept of classes, nothing yet, in each database."""
    store = Store(url)
    yield store
    store.close()


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    """The rooms of a server with a database of its own; no desk is left of it."""
    found = rooms_in(tmp_path)
    yield found
    found.store.close()
    for desk in desks.all():
        desks.close(desk.key)
