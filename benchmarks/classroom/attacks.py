"""What a bored student's program does to a server: bytes without end, surplus messages, lanes by the hundred."""

import base64
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

SOCKETS = ("/nn-lane", "/_stcore/stream")
FRAME = 5 * 2**20
"""Bytes of a message that the server takes, if it were ever whole."""


def opened(address: str, path: str) -> socket.socket:
    """A WebSocket, opened by hand: what is sent by it need not make sense."""
    host = urlsplit(address).netloc
    name, _, port = host.partition(":")
    connection = socket.create_connection((name, int(port)), 60)
    key = base64.b64encode(os.urandom(16)).decode()
    head = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    ]
    connection.sendall("\r\n".join([*head, "", ""]).encode())
    answer = connection.recv(4096)
    if b" 101 " not in answer:
        raise ConnectionError(answer[:80])
    return connection


@contextmanager
def half_sent(address: str, path: str, megabytes: int) -> Iterator[int]:
    """Throw so many megabytes at a kind of socket: each announces a message, sends nearly all of it and stays.

    Gives how many bytes were thrown: less where connections were ended meanwhile.
    """
    thrown = 0
    with ExitStack() as held:
        while thrown < megabytes * 2**20:
            connection = held.enter_context(opened(address, path))
            thrown += FRAME - 1
            with suppress(ConnectionError):
                connection.sendall(b"\x82\xff" + struct.pack("!Q", FRAME) + b"\0\0\0\0" + bytes(FRAME - 1))
        yield thrown
