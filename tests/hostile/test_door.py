"""The door of a real server: who may come in, how much at once, and that the server ends when it is told to."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError

import pytest
from starlette.responses import Response
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.protocol import State
from websockets.sync.client import connect

from playground import server
from playground.classes import line
from playground.components.shared import answers as answering
from playground.components.shared import lane
from playground.lessons.registry import LESSONS
from playground.settings.pages import PAGES
from tests.browser.conftest import ROOT, answers, free_port, served
from tests.loop import run
from tests.waiting import DEADLINE, wait_until

SOCKETS = [lane.ROUTE, answering.ROUTE, line.ROUTE, "/_stcore/stream"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a server."""
    with served(free_port()) as url:
        yield url


def asked(url: str) -> tuple[int, dict[str, str], bytes]:
    """The status, the headers and the body of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except HTTPError as error:
        return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize("path", ["", "lessons", "nn-assets/shared/lane.js", "_stcore/health", "nowhere"])
def test_every_answer_tells_the_browser_to_be_careful(url: str, path: str) -> None:
    _, headers, _ = asked(f"{url}/{path}")
    assert headers["content-security-policy"] == "frame-ancestors 'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_what_there_is_is_found_and_nothing_else(url: str) -> None:
    for name in ("", *(page.name for page in PAGES), *(lesson.name for lesson in LESSONS)):
        assert asked(f"{url}/{name}")[0] == 200, name
    for name in ("nowhere", "digits/nowhere", "_stcore/metrics", ".streamlit/config.toml", "nn-assets/made.py"):
        assert asked(f"{url}/{name}")[0] == 404, name


def test_nobody_else_may_send_the_page_messages(url: str) -> None:
    assert json.loads(asked(f"{url}/_stcore/host-config")[2])["allowedOrigins"] == []


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://[", "http://127.0.0.1.example"])
def test_a_page_of_another_site_opens_no_socket(url: str, path: str, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(url.replace("http", "ws") + path, additional_headers={"Origin": origin})
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", SOCKETS)
def test_a_page_of_this_server_opens_one(url: str, path: str) -> None:
    with connect(url.replace("http", "ws") + path, additional_headers={"Origin": url}) as page:
        assert page.state is State.OPEN


@pytest.mark.parametrize("path", SOCKETS)
def test_a_message_larger_than_any_of_ours_is_refused_when_it_is_announced(url: str, path: str) -> None:
    with connect(url.replace("http", "ws") + path) as page:
        page.socket.sendall(b"\x82\xff" + (190 * 2**20).to_bytes(8) + b"\0\0\0\0")  # the head of a frame, and no more
        with pytest.raises(ConnectionClosed) as end:
            page.recv(timeout=DEADLINE)
    assert end.value.rcvd is not None
    assert end.value.rcvd.code == 1009


def test_a_session_brings_no_more_than_a_bounded_sum_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    storage: dict[str, dict[str, Any]] = {"one": {}, "other": {}}
    manager = SimpleNamespace(uploaded_file_mgr=SimpleNamespace(file_storage=storage))
    monkeypatch.setattr(server.runtime, "get_instance", lambda: manager)
    monkeypatch.setattr(server, "UPLOADS", 100)

    async def store(scope: Any, receive: Any, send: Any) -> None:
        *_, session, file = scope["path"].split("/")
        storage[session][file] = SimpleNamespace(data=bytes(scope["size"]))
        await Response(status_code=204)(scope, receive, send)

    door = server.Door(store, [])

    def bring(session: str, name: str, size: int, told: bool = True) -> int:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"content-length", str(size).encode())] if told else []
        path = f"/_stcore/upload_file/{session}/{name}"
        scope = {"type": "http", "method": "PUT", "path": path, "headers": headers, "size": size}
        run(door(scope, send, send))
        status: int = sent[0]["status"]
        return status

    assert [bring("one", name, 40) for name in "abc"] == [204, 204, 413]
    assert bring("other", "a", 100) == 204
    assert bring("one", "d", 20) == 204
    del storage["one"]["a"]
    assert bring("one", "e", 40) == 204
    assert bring("one", "f", 1, told=False) == 413


HOLDING = """
import asyncio, sys, uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute, Route
from starlette.responses import Response
from playground import server
from playground.classes import line
server.ENDING = 0.5

async def hold(socket):
    await socket.accept()
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            pass

routes = [WebSocketRoute("/hold", hold), Route("/", lambda request: Response())]
uvicorn.run(Starlette(routes=routes, lifespan=server.lifespan), port=int(sys.argv[1]), log_level="error")
"""


def test_the_server_ends_whatever_a_connection_does() -> None:
    port = free_port()
    program = subprocess.Popen([sys.executable, "-c", HOLDING, str(port)], cwd=ROOT)
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), "the server did not answer")
        with connect(f"ws://127.0.0.1:{port}/hold"):
            program.send_signal(signal.SIGTERM)
            program.wait(DEADLINE)
    finally:
        program.kill()
        program.wait()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)
