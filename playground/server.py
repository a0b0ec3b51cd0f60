"""The server around the page: workers and desks live as long as it does, components fetch their JavaScript here, and
every request and every answer passes its door.
"""

import asyncio
import logging
import os
import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import runtime

from playground.classes import line
from playground.classes.rooms import Rooms
from playground.components import HERE, ROUTE
from playground.components.shared import answers, bare, gathered, in_order, lane
from playground.document import Styled
from playground.learner import unfinished
from playground.learner.desks import desks
from playground.lessons.registry import LESSONS
from playground.playing import sight
from playground.runs import memory, pool
from playground.settings import pages
from playground.settings.budget import ENDING, UPLOADS
from playground.settings.environment import FRAMED_BY
from playground.teachers import handed

rooms = Rooms(handed.READERS)
"""The classes of this server."""
METRICS = "/_stcore/metrics"
_UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+$")


class Modules(StaticFiles):
    """The ES modules of the components, and nothing else of their folder; the browser asks each time for news."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The module, or 404 for a file that is none."""
        if not path.endswith(".js"):
            raise HTTPException(status_code=404)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Workers run, and desks are looked after, from the start of the server to its end."""
    if st.get_option("runner.postScriptGC"):
        logging.getLogger(__name__).warning(
            "runner.postScriptGC is on: every redraw will collect all garbage, and many learners at once will wait. "
            "Start with `neural-playground`, whose settings turn it off."
        )
    # a click waits for no more than a millisecond until whatever else is drawn makes way for it
    sys.setswitchinterval(0.001)
    memory.settle()
    unfinished.bound()
    bare.undress()
    in_order.keep()
    gathered.gather()
    pool.start(sight.warm_up, 0.2)
    over = threading.Event()
    watching = asyncio.create_task(rooms.watch())
    _end_in_time()
    threading.Thread(target=desks.watch, args=(over,), name="desks", daemon=True).start()
    try:
        yield {}
    finally:
        over.set()
        watching.cancel()
        pool.stop()


def _end_in_time() -> None:
    """Once told to end, end within `ENDING` seconds: Uvicorn alone would wait for every connection, however long."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def end(number: int, frame: Any, before: Any = before) -> None:
            last = threading.Timer(ENDING, os._exit, (0,))  # workers end with their parent
            last.daemon = True
            last.start()
            before(number, frame)

        if callable(before):
            signal.signal(number, end)


def first_page(request: Request) -> Response:
    """The way to the first page by its name, with its query: Streamlit itself shows that page at the root alone."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


def routes() -> list[BaseRoute]:
    """The routes beside Streamlit's own."""
    return [
        Mount(ROUTE, Modules(directory=HERE)),
        WebSocketRoute(lane.ROUTE, lane.serve),
        WebSocketRoute(answers.ROUTE, answers.serve),
        WebSocketRoute(line.ROUTE, line.route(rooms)),
        Route(f"/{pages.PAGES[0].name}", first_page),
    ]


def middleware() -> list[Middleware]:
    """What stands before Streamlit's own."""
    names = [*(page.name for page in pages.PAGES), *(lesson.name for lesson in LESSONS)]
    return [Middleware(Door, names=names), Middleware(Styled)]


class Door:
    """Around the server: headers that tell browsers to be careful, only known pages, WebSockets from our pages only.

    `names` are the addresses of pages; any other at which Streamlit would show its page is answered with 404.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app, self._names = app, {"", *names}
        self._coming: Counter[str] = Counter()  # bytes that are being uploaded, by session
        self._headers = {
            "Content-Security-Policy": f"frame-ancestors 'self' {os.environ.get(FRAMED_BY, '')}".strip(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        path = scope.get("path", "")

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                page = headers.get("content-type", "").startswith("text/html")
                if page and message["status"] == 200 and self._place(path) not in self._names:
                    message["status"] = 404
            await send(message)

        if scope["type"] == "websocket" and not _is_ours(Headers(scope=scope)):
            await WebSocketClose(1008)(scope, receive, send)
        elif scope["type"] == "http" and path.endswith(METRICS):
            await PlainTextResponse("Not Found", 404)(scope, receive, answer)
        elif scope["type"] == "http" and scope["method"] == "PUT" and (upload := _UPLOAD.search(path)):
            await self._upload(upload["session"], scope, receive, answer)
        else:
            await self._app(scope, receive, answer)

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        length = Headers(scope=scope).get("content-length", "")
        size = int(length) if length.isdigit() else UPLOADS
        manager: Any = runtime.get_instance().uploaded_file_mgr
        stored = manager.file_storage.get(session, {})
        if sum(len(file.data) for file in list(stored.values())) + self._coming[session] + size > UPLOADS:
            told = f"This page has brought files of {UPLOADS // 2**20} MB: reload it to bring more."
            await PlainTextResponse(told, 413)(scope, receive, send)
            return
        self._coming[session] += size
        try:
            await self._app(scope, receive, send)
        finally:
            self._coming[session] -= size
            self._coming += Counter()  # without those that bring nothing now

    def _place(self, path: str) -> str:
        return path.strip("/").removeprefix(st.get_option("server.baseUrlPath").strip("/")).strip("/")


def _is_ours(headers: Headers) -> bool:
    """Whether a WebSocket is opened by a page of ours, or by no page at all: a program may say what it likes.

    Streamlit asks this too, but looks for its own address elsewhere on the internet before it says no.
    """
    if "origin" not in headers:
        return True
    try:
        origin = urlsplit(headers["origin"])
    except ValueError:  # no address
        return False
    places = {headers.get("host"), *map(_place, st.get_option("server.corsAllowedOrigins"))}
    names = {"localhost", "127.0.0.1", "::1", st.get_option("browser.serverAddress")}
    return origin.netloc in places or origin.hostname in names or not st.get_option("server.enableCORS")


def _place(origin: str) -> str:
    return urlsplit(origin).netloc or origin
