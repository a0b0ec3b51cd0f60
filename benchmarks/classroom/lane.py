"""The lane of a page without a browser: the pictures of what trains, the next one asked for when the last is drawn."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import websockets

DRAWING = 0.03  # seconds that a browser takes to draw a picture

Pictures = dict[str, dict[str, Any]]


class Lane:
    """Takes in pictures while it is open, and says when the server has no more."""

    def __init__(
        self, address: str, take: Callable[[int, Pictures], None], over: Callable[[], Awaitable[None]]
    ) -> None:
        self._address = address.replace("http", "ws") + "/nn-lane"
        self._take, self._over = take, over
        self.token = ""
        self._task: asyncio.Task[None] | None = None

    def follow(self, token: str) -> None:
        """Be open under this token, or closed if it is ""."""
        if token == self.token and (not token or (self._task and not self._task.done())):
            return
        self.close()
        self.token = token
        if token:
            self._task = asyncio.create_task(self._run(token))

    def close(self) -> None:
        """Take in no more."""
        if self._task is not None:
            self._task.cancel()
        self._task, self.token = None, ""

    async def _run(self, token: str) -> None:
        with contextlib.suppress(websockets.ConnectionClosed, OSError, TimeoutError):
            async with websockets.connect(self._address, max_size=None, compression=None) as socket:
                await socket.send(token)
                while True:
                    received = await socket.recv()
                    message = json.loads(received)
                    if not message:  # the server says that the connection stands
                        continue
                    self._take(len(received), message["pictures"])
                    await asyncio.sleep(DRAWING)
                    await socket.send("next")
        await self._over()
