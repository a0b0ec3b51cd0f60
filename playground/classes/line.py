"""The line of a page to its class: one WebSocket, by which it says who it is, gives orders, and is told the state.

What a page says is JSON of at most `MAIL_CHARACTERS`: first `{"hello": key, "desk": …, "base": …, "page": …}`, then
orders, each with a number of its own, `{"seq": 7, "do": "pause"}`. It hears `{"state": …}` whenever that is another,
`{"tiles": …}` those that are others, and `{"reply": 7, …}`.
"""

import asyncio
import json
import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.classes.rooms import Rooms
from playground.classes.seat import Seat
from playground.components.shared.lane import BEAT, REFUSED, Bell, UnaskedError, heard
from playground.settings.budget import CLASS_ORDERS_EVERY, LANE_PATIENCE, MAIL_CHARACTERS

ROUTE = "/nn-class"
EMPTY = "{}"
TOLD_EVERY = 0.05
"""Seconds from one message to a page to the next: what comes meanwhile goes together."""
RESTS, LONGEST_REST = 3.0, 10.0
"""How much longer than its order took a page waits until the next one is taken, and the seconds that it waits at most:
so however dear its orders, the others have most of the time.
"""


class Line(Seat):
    """One page's connection: what is still to be said on it, from whatever thread."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.bell = Bell()
        self._lock = threading.Lock()
        self._told_state = ""
        self._parts: dict[str, str] = {}
        self._tiles: dict[int, str] = {}
        self._told_tiles: dict[int, str] = {}
        self._replies: list[str] = []

    def tell(self, state: str, now: float, tiles: Mapping[int, str], unknown: bool = False) -> None:
        """Have the page told this state, as JSON, and these tiles, of which only what is another is said."""
        with self._lock:
            if state != self._told_state or unknown:
                self._parts = {"state": state, "now": json.dumps(now), "unknown": json.dumps(unknown)}
                self._told_state = state
            self._tiles = dict(tiles)
            news = bool(self._parts) or self._tiles != self._told_tiles
        if news:
            self.bell.ring()

    def away(self, sentence: str) -> None:
        """Have the page told that the database does not answer, once."""
        with self._lock:
            if self._told_state == sentence:
                return
            self._told_state, self._parts["away"] = sentence, json.dumps(sentence)
        self.bell.ring()

    def reply(self, number: int, answer: Mapping[str, Any]) -> None:
        """Have the page told the answer to its order of this number."""
        with self._lock:
            self._replies.append(json.dumps({**answer, "reply": number}))
        self.bell.ring()

    @property
    def owes(self) -> bool:
        """Whether so much is still to be answered that the page has to take some of it first."""
        with self._lock:
            return sum(map(len, self._replies)) > MAIL_CHARACTERS

    def message(self) -> str | None:
        """What is to be said now, as JSON; None where nothing is."""
        with self._lock:
            if self._replies:
                return self._replies.pop(0)
            parts, self._parts = self._parts, {}
            tiles: dict[int, str] = {}
            if self._tiles is not self._told_tiles:
                tiles = {key: text for key, text in self._tiles.items() if self._told_tiles.get(key) != text}
                tiles |= dict.fromkeys(self._told_tiles.keys() - self._tiles.keys(), "null")
                self._told_tiles = self._tiles
        if tiles:
            parts["tiles"] = _object(tiles)
        return _object(parts) if parts else None


def _object(parts: Mapping[Any, str]) -> str:
    """An object of JSON, of parts that are JSON already."""
    return "{" + ", ".join(f'"{name}": {text}' for name, text in parts.items()) + "}"


def route(rooms: Rooms) -> Any:
    """The end of the route of these rooms."""

    async def serve(socket: WebSocket) -> None:
        """One page's connection, until it is gone or says what no page says."""
        await socket.accept()
        line = Line(socket.client.host if socket.client else "")
        with suppress(WebSocketDisconnect):
            await _attend(socket, line, rooms)
            await socket.close(REFUSED)

    return serve


async def _attend(socket: WebSocket, line: Line, rooms: Rooms) -> None:
    rung = line.bell.hang()
    hearing = asyncio.create_task(_hear(socket, line, rooms))

    def end(task: "asyncio.Task[None]") -> None:
        rung.set()
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, (UnaskedError, WebSocketDisconnect, TimeoutError)):
            logging.getLogger(__name__).error("The line of a page broke.", exc_info=error)

    hearing.add_done_callback(end)
    try:
        while not hearing.done():
            text = line.message()
            if text is None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(BEAT):
                        await rung.wait()
                rung.clear()
                if hearing.done():
                    break
                text = line.message() or EMPTY
            try:
                await asyncio.wait_for(socket.send_text(text), LANE_PATIENCE)
            except TimeoutError:
                return
            await asyncio.sleep(TOLD_EVERY)
        error = hearing.exception()
        if isinstance(error, WebSocketDisconnect):
            raise error
    finally:
        hearing.cancel()
        rooms.gone(line)


async def _hear(socket: WebSocket, line: Line, rooms: Rooms) -> None:
    """Take what the page says, one thing after the other, until it is gone. Raises UnaskedError for what none says."""
    while True:
        text = await asyncio.wait_for(heard(socket, MAIL_CHARACTERS), None if line.known else LANE_PATIENCE)
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            raise UnaskedError from None
        if not isinstance(message, dict):
            raise UnaskedError
        took = await rooms.take(line, message)
        await asyncio.sleep(max(CLASS_ORDERS_EVERY, min(RESTS * took, LONGEST_REST)))
        while line.owes:
            await asyncio.sleep(CLASS_ORDERS_EVERY)
