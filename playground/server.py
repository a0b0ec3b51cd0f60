"""The server around the page: workers and desks live as long as it does, and components fetch their JavaScript here."""

import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from playground.components import HERE, ROUTE
from playground.components.shared import lane
from playground.learner.desks import desks
from playground.runs import pool
from playground.runs.worker import warm_up
from playground.settings import pages


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
    pool.start(warm_up, 0.2)
    over = threading.Event()
    threading.Thread(target=desks.watch, args=(over,), name="desks", daemon=True).start()
    try:
        yield {}
    finally:
        over.set()
        pool.stop()


def first_page(request: Request) -> Response:
    """The way to the first page by its name, with its query: Streamlit itself shows that page at the root alone."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


def routes() -> list[BaseRoute]:
    """The routes beside Streamlit's own."""
    return [
        Mount(ROUTE, Modules(directory=HERE)),
        WebSocketRoute(lane.ROUTE, lane.serve),
        Route(f"/{pages.PAGES[0].name}", first_page),
    ]
