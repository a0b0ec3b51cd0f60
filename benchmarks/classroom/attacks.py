"""What a bored student's program does to a server: bytes without end, lanes by the hundred, files, monsters."""

import base64
import os
import socket
import struct
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

from benchmarks.classroom.page import Page

SOCKETS = ("/nn-lane", "/nn-answers", "/_stcore/stream", "/nn-class")
FRAME = 5 * 2**20
"""Bytes of a message that the server takes, if it were ever whole."""
MONSTER = "dataset=mnist&activation=relu&learning-rate=0.01&hidden-layers=700,500&batch-size=1000"


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


@contextmanager
def lanes(address: str, token: str, count: int) -> Iterator[list[ClientConnection]]:
    """So many connections for one page's pictures, one after the other."""
    with ExitStack() as held:
        place = address.replace("http", "ws") + SOCKETS[0]
        connections = [held.enter_context(connect(place, close_timeout=1)) for _ in range(count)]
        for connection in connections:
            connection.send(token)
        yield connections


def bring(address: str, session: str, megabytes: int, name: str) -> int:
    """Bring a file as a page does; the status of the answer."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=60) as answer:
        cookie = answer.headers["set-cookie"].partition(";")[0]
    line = "half-sent"
    head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.csv"\r\n\r\n'
    request = urllib.request.Request(
        f"{address}/_stcore/upload_file/{session}/{name}",
        data=head.encode() + bytes(megabytes * 2**20) + f"\r\n--{line}--\r\n".encode(),
        method="PUT",
        headers={
            "Content-Type": f"multipart/form-data; boundary={line}",
            "Cookie": cookie,
            "X-Xsrftoken": cookie.partition("=")[2],
            "Origin": address,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            status: int = answer.status
            return status
    except HTTPError as error:
        return error.code
    except URLError:  # it was refused while it was still on its way
        return 413


async def monster(address: str, seed: int) -> Page:
    """A page that trains about the largest network that is taken, in about the largest mini-batches."""
    page = Page(address)
    await page.open(query=f"{MONSTER}&seed={seed}")
    await page.click("play", lambda key, element: key == "play" and element.label == "Pause")
    return page
