"""Lines to a class of a server that is really there, for tests that say on them what no page says."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from playground.classes.line import ROUTE
from tests.waiting import DEADLINE, wait_until

_numbers = count(1)


@contextmanager
def opened(url: str, source: str = "127.0.0.1") -> Iterator[ClientConnection]:
    """A connection from this address, on which nothing was said yet."""
    place = url.replace("http", "ws") + ROUTE
    with connect(place, source_address=(source, 0), max_size=None, close_timeout=1) as connection:
        yield connection


def closed_with(connection: ClientConnection) -> int | None:
    """The code with which the server closes a connection, after whatever else it says."""
    try:
        while True:
            connection.recv(timeout=DEADLINE)
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else None


class Line:
    """The line of a page; `key` opens its class, `heard` is all it was told; `state` and `tiles` follow from it."""

    def __init__(self, url: str, connection: ClientConnection, key: str, desk: str) -> None:
        self.connection, self.key = connection, key
        self.heard: list[str] = []
        self.state: Any = None
        self.states = 0
        self.tiles: dict[str, Any] = {}
        self.replies: dict[int, dict[str, Any]] = {}
        self.say({"hello": key, "desk": desk, "base": url})

    def say(self, message: Any) -> None:
        """Say this, as JSON."""
        self.connection.send(json.dumps(message))

    def order(self, do: str, **arguments: Any) -> int:
        """Give an order, and wait for nothing; its number."""
        number = next(_numbers)
        self.say({"seq": number, "do": do, **arguments})
        return number

    def answer(self, number: int) -> dict[str, Any]:
        """The answer to the order of this number."""
        self.until(lambda: number in self.replies, f"order {number} is not answered")
        return self.replies[number]

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Give an order; the answer."""
        return self.answer(self.order(do, **arguments))

    def problem(self, do: str, **arguments: Any) -> str:
        """Why an order is refused; "" where it is not."""
        return str(self.ask(do, **arguments).get("problem", ""))

    def enter(self, do: str, **arguments: Any) -> str:
        """Open or join a class, and belong to it from now on; its key."""
        self.key = str(self.ask(do, **arguments)["key"])
        self.come(self.key)
        return self.key

    def come(self, key: str) -> None:
        """Belong to the class of this key, if it opens one; its state, or that there is none, was told then."""
        told = self.states
        self.say({"do": "come", "key": key})
        self.until(lambda: self.states > told, "no state is told")

    def until(self, seen: Callable[[], object], told: str) -> None:
        """Hear what is said until `seen()`; fail with what is `told` if it never is."""

        def heard() -> bool:
            if not seen():
                self._hear(str(self.connection.recv(timeout=DEADLINE)))
            return bool(seen())

        wait_until(heard, told)

    def _hear(self, text: str) -> None:
        self.heard.append(text)
        said = json.loads(text)
        if "reply" in said:
            self.replies[said["reply"]] = said
        if "state" in said:
            self.state = said["state"]
            self.states += 1
        self.tiles |= said.get("tiles", {})


@contextmanager
def line(url: str, key: str = "", desk: str = "", source: str = "127.0.0.1") -> Iterator[Line]:
    """The line of a page that comes from this address, with this key and this desk."""
    with opened(url, source) as connection:
        yield Line(url, connection, key, desk)
