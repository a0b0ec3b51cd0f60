"""A page without a browser: its websocket with Streamlit, its widgets, its timers, and its lane."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Callable
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.typing import Origin, Subprotocol

from benchmarks.classroom.lane import Lane, Pictures
from benchmarks.classroom.widgets import state_of

AGAIN = (1.0, 2.0, 4.0, 8.0)
"""Seconds until a message that nobody has acknowledged is sent again, as in `outbox.js`."""
PATIENCE = 60.0  # even on a busy machine; how long each took is what is measured

Seen = Callable[[str, Any], bool]
"""Whether this element, with its key on the page ("" if it has none), is what one waits to see."""


class Page:
    """One page of the app: `errors` is what went wrong, `updates` the redraws of the stage; `step`, `button` (Play or
    Pause) and `news` are what it shows, `session` is the name that the server has for it, `desk` the key of its desk.
    `query` is that of its address, which the page itself changes, and `moved` is when a picture of its lane last showed
    another step, by `time.perf_counter`.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._socket: Any = None
        self._reader: asyncio.Task[None] | None = None
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._lane = Lane(address, self._draw, self._lane_over)
        self._ids: dict[str, tuple[str, str]] = {}
        self._states: dict[str, WidgetState] = {}
        self._present: set[str] = set()
        self._hash = self._shown = ""
        self._pages: dict[str, str] = {}
        self._acknowledged: dict[str, int] = {}
        self._waiting: tuple[Seen | None, asyncio.Future[float]] | None = None
        self.errors: list[str] = []
        self._being_drawn = False
        self.updates = 0
        self.step = 0
        self.moved = 0.0
        self.button = self.news = self.session = self.desk = self.query = ""
        self.bytes = 0
        self._number = time.time_ns() // 1_000_000  # of the last message, as in `outbox.js`

    @property
    def token(self) -> str:
        """What opens its lane while something trains."""
        return self._lane.token

    async def open(self, path: str = "", query: str = "", brings: str = "") -> float:
        """Connect and draw the page for the first time, by a link with this query; returns the seconds it took.

        It `brings` the key to its desk, as `arriving.js` does.
        """
        began = time.perf_counter()
        self._socket = await websockets.connect(
            self._address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=[Subprotocol(told) for told in ("streamlit", *(("none", "none", brings) if brings else ()))],
            origin=Origin(self._address),
            max_size=None,
            compression=None,
        )
        self._reader = asyncio.create_task(self._read())
        self.query = query
        await self._ask(None, page_name=path)
        return time.perf_counter() - began

    async def close(self) -> None:
        """Leave, as a browser whose tab is closed."""
        self._lane.close()
        for timer in self._timers.values():
            timer.cancel()
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
        if self._socket is not None:
            await self._socket.close()

    async def click(self, key: str, seen: Seen | None = None) -> float:
        """Press a button; returns the seconds until `seen`, or until the page is drawn."""
        return await self._ask(seen, key, WidgetState(trigger_value=True), keep=False)

    async def tell(self, key: str, message: dict[str, Any], seen: Seen | None = None) -> float:
        """Have a component of the page send this message."""
        return await self._ask(seen, key, WidgetState(json_value=self._mail(message)))

    async def post(self, key: str, message: dict[str, Any]) -> None:
        """Have a component of the page send this message, if it is there, again and again until it is acknowledged."""
        if key not in self._ids:
            return
        state = WidgetState(id=self._ids[key][0], json_value=self._mail(message))
        number = self._number
        for wait in AGAIN:
            if self._acknowledged.get(key, 0) >= number:
                return
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._send(extra=[state])
            await asyncio.sleep(wait)
            while self._being_drawn and self._acknowledged.get(key, 0) < number:
                await asyncio.sleep(AGAIN[0])
        self.errors.append(f"a message of {key} is not acknowledged")

    async def go_to(self, path: str) -> float:
        """Choose another page from the navigation."""
        self._hash, self.query = self._pages[path], ""
        return await self._ask(None)

    async def _ask(
        self,
        seen: Seen | None,
        key: str = "",
        state: WidgetState | None = None,
        *,
        keep: bool = True,
        page_name: str = "",
    ) -> float:
        answer = asyncio.get_running_loop().create_future()
        self._waiting = seen, answer
        began = time.perf_counter()
        fragment, extra = "", []
        if state is not None:
            if key not in self._ids:
                self.errors.append(f"there is no {key} on the page")
                return PATIENCE
            state.id, fragment = self._ids[key]
            if keep:
                self._states[state.id] = state
            else:
                extra = [state]
        await self._send(fragment, extra, page_name=page_name)
        try:
            return await asyncio.wait_for(answer, PATIENCE) - began
        except TimeoutError:
            shown = f"the button says {self.button!r}, the page {self.news!r}"
            self.errors.append(f"{key or 'the page'}: nothing to see after {PATIENCE:g} s; {shown}")
            return PATIENCE
        finally:
            self._waiting = None

    async def _send(
        self, fragment: str = "", extra: list[WidgetState] | None = None, *, timer: bool = False, page_name: str = ""
    ) -> None:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.page_script_hash, rerun.page_name, rerun.fragment_id = self._hash, page_name, fragment
        rerun.is_auto_rerun, rerun.query_string = timer, self.query
        rerun.widget_states.widgets.extend([*self._states.values(), *(extra or [])])
        self._being_drawn = True
        await self._socket.send(message.SerializeToString())

    async def _read(self) -> None:
        try:
            async for received in self._socket:
                self.bytes += len(received)
                message = ForwardMsg()
                message.ParseFromString(received)
                self._take(message)
        except (websockets.ConnectionClosed, OSError) as error:
            self.errors.append(f"the connection was lost: {error}")

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            if message.delta.WhichOneof("type") == "new_element":
                self._see(message.delta.new_element, message.delta.fragment_id)
        elif kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._shown = message.new_session.page_script_hash
            self._hash = self._hash or self._shown
            if not message.metadata.run.fragment_ids:
                self._stop_timers(list(self._timers))
                self._present.clear()
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "auto_rerun":
            self._start_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            self._stop_timers(list(message.stop_auto_rerun.fragment_ids))
        elif kind == "script_finished":
            status, self._being_drawn = message.script_finished, False
            if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                self.errors.append("the page did not compile")
            if status == ForwardMsg.FINISHED_SUCCESSFULLY and not message.metadata.run.fragment_ids:
                self._states = {name: state for name, state in self._states.items() if name in self._present}
                if self._ids.get("lane", ("",))[0] not in self._present:
                    self._lane.close()
                if self._waiting and self._waiting[0] is None and self._shown == self._hash:
                    self._answer()

    def _see(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        inner = getattr(element, kind)
        identity = getattr(inner, "id", "")
        key = identity.split("-", 2)[-1] if identity else ""
        if key:
            self._ids[key] = identity, fragment
            self._present.add(identity)
            if (identity not in self._states or getattr(inner, "set_value", False)) and (
                state := state_of(kind, inner)
            ):
                self._states[identity] = state
        if kind == "exception":
            self.errors.append(f"{inner.type}: {inner.message}")
        elif key == "lane":
            self._lane.follow(json.loads(inner.json)["token"])
        elif key == "desk-key":
            self.desk = json.loads(inner.json)["own"]
        elif key == "class-strip":
            self._acknowledged[key] = json.loads(inner.json)["ack"]
        elif key in ("step-count", "status"):
            self._draw(0, {key: json.loads(inner.json)})
        elif key == "play":
            self.button = inner.label
        if self._waiting and self._waiting[0] is not None and self._waiting[0](key, inner):
            self._answer()

    def _draw(self, size: int, pictures: Pictures) -> None:
        self.bytes += size
        if "status" in pictures:
            self.news = pictures["status"]["text"]
        if "step-count" in pictures:
            step = int(pictures["step-count"]["text"][7:-2].replace(",", ""))
            if step != self.step and size:
                self.moved = time.perf_counter()
            self.step = step
            self.updates += 1

    def _mail(self, message: dict[str, Any]) -> str:
        self._number += 1
        return json.dumps({"mail": [{"seq": self._number, **message}]})

    async def _lane_over(self) -> None:
        if "lane" in self._ids:
            state = WidgetState(id=self._ids["lane"][0], json_value=self._mail({}))
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._send(extra=[state])

    def _answer(self) -> None:
        if self._waiting and not self._waiting[1].done():
            self._waiting[1].set_result(time.perf_counter())

    def _start_timer(self, fragment: str, interval: float) -> None:
        self._stop_timers([fragment])
        self._timers[fragment] = asyncio.create_task(self._tick(fragment, interval))

    async def _tick(self, fragment: str, interval: float) -> None:
        await asyncio.sleep(random.random() * interval)
        while True:
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._send(fragment, timer=True)
            await asyncio.sleep(interval)

    def _stop_timers(self, fragments: list[str]) -> None:
        for fragment in fragments:
            if timer := self._timers.pop(fragment, None):
                timer.cancel()
