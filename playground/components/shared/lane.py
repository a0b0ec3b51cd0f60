"""Lanes: while something trains, its pictures go to the page by a websocket of their own.

A page draws itself through Streamlit whenever the learner does something. To do that for every picture as well would
run the page, and put together all that is on it, ten times a second. By a lane goes only what the components are to
draw, of it only what has changed, and each picture not before the last one is on the screen. A `Scene` is what is
there to be seen; the page sets it anew whenever it is drawn.

A lane is opened by its token, a long random text that only its page is told: no other site can know it. It has one
connection, the newest. All that a page may say on it is the token and then, once for each picture, `next`. What a page
asks for by more words than that, it asks by the way of `answers`.
"""

import asyncio
import json
import secrets
import time
import weakref
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import Any, Protocol, TypeVar

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.components import Picture, Place
from playground.components.shared.wire import as_json
from playground.runs import turn
from playground.runs.refresh import refresh
from playground.settings.budget import LANE_MESSAGE, LANE_PATIENCE

Way = TypeVar("Way")

ROUTE = "/nn-lane"
NEXT = "next"
"""What a page says to have the next picture."""
LOOK_EVERY, LOOK_AGAIN = 0.01, 0.25
"""Seconds until it is looked again whether there is a picture to be sent: where one may be found at any moment, and
where a bell tells of it.
"""
WISH = 0.07
TURN = 0.5
"""Seconds that pictures wait for their turn at most, where a page takes long or many are to be drawn anew."""
ASKS = 1.0
"""Seconds in which a page that is looked at asks for the picture that is due."""
BEAT, EMPTY = 3.0, "{}"
"""Seconds without a picture until an empty one tells the page that the connection stands; it asks for nothing."""
DONE, REFUSED, UNKNOWN, TAKEN = 1000, 1008, 4404, 4409
"""How a connection is closed: at its end, for what no page says, for a token that opens nothing, for a newer one."""


class Trains(Protocol):
    """Something that trains: a run, or several."""

    @property
    def playing(self) -> bool:
        """Whether it trains."""

    @property
    def ended(self) -> bool:
        """Whether it stopped by itself, so that the page does not know of it."""

    @property
    def turn(self) -> object:
        """Another one whenever it is not as it was."""


class Bell:
    """Wakes who waits in the loop of the server, from any thread."""

    def __init__(self) -> None:
        self._wake: Callable[[], object] | None = None

    def hang(self) -> asyncio.Event:
        """What is set whenever it is rung from now on; to be called in the loop."""
        rung, loop = asyncio.Event(), asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(rung.set)
        return rung

    def ring(self) -> None:
        """Wake whoever waits, if anyone does."""
        with suppress(RuntimeError):  # the loop is over, with the server
            if self._wake:
                self._wake()


class Scene(ABC):
    """What is to be seen of what `trains`. Its `bell` tells the lane that there may be another picture."""

    def __init__(self, trains: Trains) -> None:
        self.trains = trains
        self.due: float | None = None
        self.every = WISH
        self.bell = Bell()

    @property
    def turn(self) -> object:
        """Another one whenever the pictures are others."""
        return self.trains.turn

    @property
    def outdated(self) -> bool:
        """Whether the page itself has to be drawn anew, with its buttons and controls."""
        return self.trains.ended

    @abstractmethod
    def pictures(self) -> Mapping[str, Picture]:
        """What each component is to draw, by its key; may be asked for from any thread."""

    def texts(self, whole: bool = True) -> Mapping[str, str]:
        """The pictures as JSON; where not the `whole` is asked for, without those that are as they were the last time,
        if the scene knows of such.
        """
        return {key: as_json(picture.data) for key, picture in self.pictures().items()}

    def expect(self, due: float | None, every: float = WISH) -> None:
        """The next pictures will be asked for when it is `due`, by `time.monotonic`, and then `every` so many seconds;
        with None, nobody looks.
        """
        self.due, self.every = due, every

    @property
    def coming(self) -> bool:
        """Whether the next pictures are being made elsewhere."""
        return False

    @property
    def spacing(self) -> float:
        """The seconds from one picture to the next where several have come at once, so that they are shown evenly."""
        return 0.0

    @property
    def rings(self) -> bool:
        """Whether its bell tells of other pictures; otherwise they are looked for."""
        return False


class Lane:
    """The way of pictures to one page: `token`, a secret, opens it, and `name` tells it from others."""

    def __init__(self) -> None:
        self.token, self.name = secrets.token_urlsafe(24), secrets.token_hex(8)
        self.scene: Scene | None = None
        self.connection: object = None
        self.bell = Bell()
        self._numbers = count(1)
        _lanes[self.token] = self

    def draw(self, scene: Scene) -> tuple[Place, Mapping[str, Picture]]:
        """Have `scene` shown from now on; its pictures now, and their place among all that come by this lane."""
        scene.bell = self.bell
        self.scene = scene
        self.bell.ring()
        return Place(self.name, next(self._numbers)), scene.pictures()

    def message(self, sent: dict[str, str]) -> str:
        """The pictures that are to be seen now, other than those `sent` before, as JSON.

        The number is drawn first: that of a page which is drawn meanwhile is later, and so are its pictures. They take
        their turn with the pages, but do not wait long for it.
        """
        with turn.taken(TURN), refresh.drawing(self):
            number, scene = next(self._numbers), self.scene
            assert scene is not None
            new = {key: text for key, text in scene.texts(whole=not sent).items() if sent.get(key) != text}
            sent.update(new)
            pictures = ", ".join(f"{json.dumps(key)}: {text}" for key, text in new.items())
            return f'{{"at": {number}, "pictures": {{{pictures}}}}}'


_painter = ThreadPoolExecutor(1, thread_name_prefix="lanes")  # one picture after the other: clicks come between
_lanes: "weakref.WeakValueDictionary[str, Lane]" = weakref.WeakValueDictionary()


class UnaskedError(Exception):
    """A page said what none says."""


async def serve(socket: WebSocket) -> None:
    """One page's connection: its token, then a picture each time it asks, until the page itself has to be drawn anew.

    The last picture comes with the page, drawn anew, so that what it shows and what its buttons say go together. Where
    the learner pauses, the page is drawn anew for that, and closes the connection: to ask for it once more from here
    could cost the learner's next click, which Streamlit forgets when another request comes at the wrong moment.
    """
    await attend(socket, _lanes, _send_pictures)


async def attend(socket: WebSocket, ways: Mapping[str, Way], go: Callable[[WebSocket, Way], Awaitable[int]]) -> None:
    """A connection of which the page first says the token of one of the `ways`; then `go` is what happens on it, until
    it gives the code to close it with.
    """
    await socket.accept()
    with suppress(WebSocketDisconnect):
        try:
            way = ways.get(await asyncio.wait_for(heard(socket), LANE_PATIENCE))
            code = UNKNOWN if way is None else await go(socket, way)
        except (TimeoutError, UnaskedError):
            code = REFUSED
        await socket.close(code)


async def heard(socket: WebSocket, most: int = LANE_MESSAGE) -> str:
    """What the page says next, of at most so many characters.

    Raises UnaskedError for what is no such text, WebSocketDisconnect when the page is gone.
    """
    try:
        text = await socket.receive_text()
    except KeyError:  # bytes
        raise UnaskedError from None
    if len(text) > most:
        raise UnaskedError
    return text


async def _hear(socket: WebSocket, asked: asyncio.Event, rung: asyncio.Event) -> None:
    """Note each time that the page asks for the next picture, until it is gone or says anything else."""
    try:
        while await heard(socket) == NEXT and not asked.is_set():
            asked.set()
            rung.set()
        raise UnaskedError
    finally:
        rung.set()


async def _wait(rung: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until the bell was rung."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await rung.wait()
    rung.clear()


async def _send_pictures(socket: WebSocket, lane: Lane) -> int:
    """Send the pictures of a lane; how the connection is to be closed."""
    asked = asyncio.Event()
    asked.set()
    lane.bell.ring()  # of the connection before this one
    rung = lane.bell.hang()
    hearing = asyncio.create_task(_hear(socket, asked, rung))
    hearing.add_done_callback(lambda task: task.cancelled() or task.exception())  # one that nobody asks for is no news
    lane.connection = hearing
    sent: dict[str, str] = {}
    seen: Any = None
    loop = asyncio.get_running_loop()
    told, began = time.monotonic(), float("-inf")
    scene: Scene | None = None
    try:
        while not hearing.done():
            if lane.connection is not hearing:
                return TAKEN
            scene, now = lane.scene, time.monotonic()
            if scene is not None and scene.outdated:
                return DONE
            every = refresh.every(WISH)
            due = began + every
            if scene is not None:
                due = max(due, began + scene.spacing)
                scene.expect(due if asked.is_set() or now < due + ASKS else None, every)
            may = scene is not None and scene.trains.playing and asked.is_set() and now >= due
            if scene is not None and may and not scene.coming and (scene, scene.turn) != seen:
                asked.clear()
                seen, began = (scene, scene.turn), now
                text = await loop.run_in_executor(_painter, lane.message, sent)
                if scene.outdated:  # by now: it ended while it was drawn, and its last picture comes with the page
                    return DONE
            elif now >= told + BEAT:
                text = EMPTY
            else:
                told_of = scene is None or scene.rings or not asked.is_set()
                await _wait(rung, min(due - now if now < due else LOOK_AGAIN if told_of else LOOK_EVERY, LOOK_AGAIN))
                continue
            await asyncio.wait_for(socket.send_text(text), LANE_PATIENCE)
            told = time.monotonic()
        hearing.result()
    finally:
        hearing.cancel()
        if scene is not None and lane.connection is hearing:
            scene.expect(None)
    return REFUSED
