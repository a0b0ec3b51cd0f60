"""A page's line to its class without a browser: it says who it is, gives orders, is told the state, and comes back."""

import asyncio
import contextlib
import json
import secrets
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import websockets

from benchmarks.classroom.page import PATIENCE

AGAIN = (0.3, 0.6, 1.2, 2.4)
"""Seconds until a lost connection is tried again, and again, as pages do."""

State = dict[str, Any]


class Attending:
    """The line of one page, which shows the desk of this key, or none.

    `state` and `tiles`, by the ids of members, are what the page was told last; None and {} where it belongs to no
    class. `key` opens the class. `first` is when the first tile of each came, by `time.perf_counter`; `updates` counts
    messages with tiles, `changed` the tiles in them, `lost` the connections that were lost. `told`, where it is given,
    takes in every message as it came. `listeners` are called after each.
    """

    def __init__(self, address: str, desk: str = "", told: Callable[[str], object] | None = None) -> None:
        self._address, self._told = address, told
        self.desk, self.key = desk, ""
        self.state: State | None = None
        self.tiles: dict[str, State] = {}
        self.first: dict[str, float] = {}
        self.changed: Counter[str] = Counter()
        self.updates = self.lost = 0
        self.listeners: list[Callable[[], object]] = []
        self._asked: dict[int, tuple[State, asyncio.Future[State]]] = {}
        self._number, self._page = 0, secrets.token_urlsafe(24)
        self._socket: Any = None
        self._task: asyncio.Task[None] | None = None

    def open(self, key: str = "") -> None:
        """Be connected from now on, as whoever this key belongs to, or as nobody yet."""
        self.key = key or self.key
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Leave, as a page that is closed; what it was told stays."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def sit(self, desk: str) -> None:
        """Show the desk of this key from now on."""
        if desk != self.desk:
            self.desk = desk
            await self._send({"do": "sit", "desk": desk})

    async def ask(self, do: str, **arguments: Any) -> State:
        """Give an order; the answer. One that was on its way when the connection was lost is given again by the next.

        Raises TimeoutError where there is no answer.
        """
        self._number = max(self._number + 1, time.time_ns() // 1_000_000)
        number = self._number
        answer: asyncio.Future[State] = asyncio.get_running_loop().create_future()
        order = {"seq": number, "do": do, **arguments}
        self._asked[number] = order, answer
        await self._send(order)
        try:
            reply = await asyncio.wait_for(answer, PATIENCE)
        finally:
            del self._asked[number]
        if "key" in reply:
            self.key = reply["key"]
            await self._send({"do": "come", "key": self.key})
        if reply.get("left"):
            self.key = ""
        return reply

    async def until(self, seen: Callable[[], object], told: str = "it was not told") -> float:
        """Wait until `seen()` is true after something was told; when that was, by `time.perf_counter`.

        Raises TimeoutError with what is `told` where it never is.
        """
        came: asyncio.Future[float] = asyncio.get_running_loop().create_future()

        def look() -> None:
            if not came.done() and seen():
                came.set_result(time.perf_counter())

        self.listeners.append(look)
        look()
        try:
            return await asyncio.wait_for(came, PATIENCE)
        except TimeoutError:
            raise TimeoutError(told) from None
        finally:
            self.listeners.remove(look)

    async def _send(self, message: State) -> None:
        if self._socket is not None:
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._socket.send(json.dumps(message))

    async def _run(self) -> None:
        tries = 0
        while True:
            try:
                async with websockets.connect(
                    self._address.replace("http", "ws") + "/nn-class", max_size=None, compression=None, close_timeout=1
                ) as socket:
                    hello = {"hello": self.key, "desk": self.desk, "base": self._address, "page": self._page}
                    await socket.send(json.dumps(hello))
                    self._socket, tries = socket, 0
                    for order, _ in list(self._asked.values()):
                        await socket.send(json.dumps(order))
                    while True:
                        self._hear(str(await socket.recv()))
            except (websockets.WebSocketException, OSError, TimeoutError):
                self.lost += self._socket is not None
            finally:
                self._socket = None
            await asyncio.sleep(AGAIN[min(tries, len(AGAIN) - 1)])
            tries += 1

    def _hear(self, text: str) -> None:
        if self._told:
            self._told(text)
        said = json.loads(text)
        _, answer = self._asked.get(said.get("reply"), (None, None))
        if answer is not None and not answer.done():
            answer.set_result(said)
        if tiles := said.get("tiles"):
            self.updates += 1
            self.changed.update(tiles.keys())
            for member in tiles:
                self.first.setdefault(member, time.perf_counter())
            self.tiles = {member: tile for member, tile in (self.tiles | tiles).items() if tile is not None}
        if "state" in said:
            self.state = said["state"]
            if self.state is None:
                self.tiles = {}
        for listener in list(self.listeners):
            listener()
