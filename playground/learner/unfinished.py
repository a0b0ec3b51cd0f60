"""Messages that have begun to come in by WebSockets and are not whole yet: all of them together have a bound.

Each connection may announce a message of some megabytes, send nearly all of it, and stay. The server's own settings
bound one message; here, where they are all together too much, the connection that holds the most is ended.
"""

from collections.abc import Hashable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol as Connection

from playground.settings.budget import UNFINISHED


class Unfinished:
    """How many bytes of unfinished messages each connection holds, up to `most` in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Hashable, int] = {}
        self._sum = 0

    def note(self, connection: Hashable, held: int) -> list[Any]:
        """This connection holds so many bytes now; which ones are to be ended for it."""
        self._sum += held - self._held.pop(connection, 0)
        if held:
            self._held[connection] = held
        too_much = []
        while self._sum > self._most:
            largest = max(self._held, key=self._held.__getitem__)
            self._sum -= self._held.pop(largest)
            too_much.append(largest)
        return too_much


def bound() -> None:
    """From now on, end the largest connections where unfinished messages take more than the budget has for them."""
    unfinished = Unfinished(UNFINISHED)
    receive, lose = Connection.data_received, Connection.connection_lost

    def data_received(self: Connection, data: bytes) -> None:
        receive(self, data)
        held = 0 if self.transport.is_closing() else len(self.conn.reader.buffer) + sum(map(len, self.frames))
        for largest in unfinished.note(self, held):
            largest.transport.abort()

    def connection_lost(self: Connection, exc: Exception | None) -> None:
        lose(self, exc)
        unfinished.note(self, 0)
        self.conn.reader.discard()  # it is part of a cycle, which may be there for long
        self.frames = []

    setattr(Connection, "data_received", data_received)  # noqa: B010
    setattr(Connection, "connection_lost", connection_lost)  # noqa: B010
