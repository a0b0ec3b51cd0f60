"""A server of the test's own that has one websocket and nothing else, and how it ends a connection."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.waiting import DEADLINE


@contextmanager
def served(route: str, serve: Any) -> Iterator[str]:
    """The address at which a websocket of this route is served."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = Starlette(routes=[WebSocketRoute(route, serve)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="websockets-sansio"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"ws://127.0.0.1:{listener.getsockname()[1]}{route}"
    server.should_exit = True
    thread.join(DEADLINE)
    listener.close()


def ended(page: ClientConnection) -> int:
    """The code with which the server ends the connection, without another word."""
    with pytest.raises(ConnectionClosed) as end:
        page.recv(timeout=DEADLINE)
    assert end.value.rcvd is not None
    return end.value.rcvd.code
