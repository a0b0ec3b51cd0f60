"""The rooms of this server: every class that has a page here, looked at several times a second and after each order.

All that asks the database, or a run, is done by one hand, a thread; files are made by a clerk, another one; and what
takes long, the right answer to a question or the judging of a challenge, is left to one head. What is still to be
thought about stands in the database, so whichever server has a head for it does it, also after another was killed.
"""

import asyncio
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from playground.classes import day, orders, thoughts
from playground.classes.apart import apart
from playground.classes.codes import Attempts
from playground.classes.database import AwayError, is_there
from playground.classes.readers import Readers
from playground.classes.room import Room
from playground.classes.seat import Seat
from playground.classes.store import Store
from playground.components.shared.lane import Bell, UnaskedError
from playground.settings.budget import CLASS_PAGES

LOOK_EVERY = 0.4
"""Seconds from the beginning of one look at all rooms to that of the next, where nothing rings."""
REST = 0.05
"""Seconds between two looks, however much is asked for."""
CLEAR_EVERY = 60.0
"""Seconds from one look for classes that are over to the next."""
REMEMBERED = 2_000
"""Answers to orders that are kept, for a page that did not hear its own and asks again."""
FAILED = 1_000
"""Thoughts that are remembered not to be tried again."""
_BASE = re.compile(r"(https?://[!-~]{1,190})?")
MOST_DESK = 64
"""Characters of the key of a desk."""
_PAGE = re.compile(r"[\w-]{32,64}", re.ASCII)

T = TypeVar("T")


class Rooms:
    """The rooms of this server. `readers` are what only the pages know."""

    def __init__(self, readers: Readers, open_store: Callable[[], Store] = Store) -> None:
        self.readers = readers
        self.attempts = Attempts()
        self.bell = Bell()
        self._open_store = open_store
        self._store: Store | None = None
        self._hand = ThreadPoolExecutor(1, "classes")
        self._clerk = ThreadPoolExecutor(1, "class-files")
        self._head = ThreadPoolExecutor(1, "class-thoughts")
        self._thoughts: dict[thoughts.About, Future[None]] = {}
        self._over = threading.Event()
        self._rooms: dict[int, Room] = {}
        self._nowhere: set[Seat] = set()
        self._answered: OrderedDict[tuple[str, int], dict[str, Any]] = OrderedDict()
        self._cleared = float("-inf")

    @property
    def store(self) -> Store:
        """The database, opened when it is first asked for. Raises ValueError, with a sentence, where it cannot be."""
        if self._store is None:
            self._store = self._open_store()
        return self._store

    async def by_hand(self, do: Callable[..., T], *arguments: Any) -> T:
        """What comes of doing this by the one hand that all is done by."""
        return await asyncio.get_running_loop().run_in_executor(self._hand, do, *arguments)

    async def take(self, seat: Seat, said: Mapping[str, Any]) -> float:
        """Do what a page says, as `hear` does; for how many seconds others had to wait meanwhile."""
        name = said.get("do")
        makes = isinstance(name, str) and name in orders.ORDERS and orders.ORDERS[name].file
        return await asyncio.get_running_loop().run_in_executor(
            self._clerk if makes else self._hand, partial(_timed, self.hear, seat, said)
        )

    def gone(self, seat: Seat) -> None:
        """The page is gone; may be called in the loop, where nothing waits for the hand."""
        with suppress(RuntimeError):  # the server ends
            self._hand.submit(self.leave, seat)

    async def watch(self) -> None:
        """Look at all rooms, until the server ends; nothing that goes wrong ends it."""
        rung = self.bell.hang()
        await self.by_hand(self._find_classes)
        try:
            while True:
                began = time.monotonic()
                rung.clear()
                await self.by_hand(self._look_apart)
                await asyncio.sleep(REST)
                with suppress(TimeoutError):
                    async with asyncio.timeout(max(0.0, began + LOOK_EVERY - time.monotonic())):
                        await rung.wait()
        finally:
            self._over.set()
            self._hand.submit(self._close)
            self._hand.shutdown(wait=False)
            self._clerk.shutdown(wait=False, cancel_futures=True)
            self._head.shutdown(wait=False, cancel_futures=True)

    def _look_apart(self) -> None:
        with apart("watch"):
            self.look()

    def _find_classes(self) -> None:
        """Open the database where there may be classes in it, so that those which are over are deleted in time."""
        with apart("database"):
            if is_there():
                try:
                    self._store = self._open_store()
                except ValueError as error:
                    logging.getLogger(__name__).warning("Classes cannot be found: %s", error)

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()

    def hear(self, seat: Seat, said: Mapping[str, Any]) -> None:
        """Do what a page says. Raises UnaskedError for what none of ours does."""
        match said:
            case {"hello": str(key), "desk": str(desk), "base": str(base), **more} if not seat.known:
                if not _BASE.fullmatch(base):
                    raise UnaskedError
                page = more.get("page")
                seat.page = page if isinstance(page, str) and _PAGE.fullmatch(page) else ""
                seat.known, seat.desk, seat.base = True, _desk(desk), base
                self.come(seat, key)
            case _ if not seat.known:
                raise UnaskedError
            case {"do": "come", "key": str(key)}:
                self.come(seat, key)
            case {"do": "sit", "desk": str(desk)}:
                seat.desk = _desk(desk)
            case {"do": str(name), "seq": int(number), **arguments} if name in orders.ORDERS:
                seat.reply(number, self._once(seat, number, name, arguments))
            case _:
                raise UnaskedError
        self.bell.ring()

    def come(self, seat: Seat, key: str) -> None:
        """Have the page belong to the class that this key opens, if any."""
        self.leave(seat)
        try:
            seat.who = self.store.who(key) if key else None
        except ValueError:  # what its key opens is not known now: the page keeps it, and asks by a new connection
            seat.who = None
            raise UnaskedError from None
        if seat.who is None:
            self._nowhere.add(seat)
            seat.tell("null", day.now(), {}, unknown=bool(key))
            return
        room = self._rooms.setdefault(seat.who.class_id, Room(seat.who.class_id))
        same = [other for other in room.seats if other.who == seat.who]
        for other in same[: max(0, len(same) - CLASS_PAGES + 1)]:
            self._put_out(other, room)
        room.seats.append(seat)

    def _put_out(self, seat: Seat, room: Room) -> None:
        """Have a page belong to no class any more, though its key opens one."""
        room.seats.remove(seat)
        room.left(seat)
        seat.who = None
        self._nowhere.add(seat)
        seat.tell("null", day.now(), {})

    def bring(self, seat: Seat, query: str, step: int) -> None:
        """Have this teacher's next page with this link brought to the step."""
        if seat.who and (room := self._rooms.get(seat.who.class_id)):
            room.bring = [*room.bring[-7:], (query, step, time.monotonic())]

    def leave(self, seat: Seat) -> None:
        """The page is gone, or belongs to another class."""
        self._nowhere.discard(seat)
        for number, room in list(self._rooms.items()):
            if seat in room.seats:
                room.seats.remove(seat)
                room.left(seat)
            if not room.seats:
                self._rooms.pop(number, None)

    def look(self) -> None:
        """Look at every room: what is seen of its learners, and what each page is to be told."""
        now = day.now()
        for number, room in list(self._rooms.items()):
            try:
                with apart(f"class {number}"):
                    self._look_at(number, room, now)
            except AwayError as error:
                room.tell_away(str(error))
        if self._store is not None and time.monotonic() - self._cleared > CLEAR_EVERY:
            self._cleared = time.monotonic()
            with suppress(AwayError), apart("classes that are over"):  # it is looked again in a minute
                self._store.delete_old(now)

    def _look_at(self, number: int, room: Room, now: float) -> None:
        facts = room.look(self.store, now)
        out = [seat for seat in room.seats if seat.who is None]
        room.seats = [seat for seat in room.seats if seat.who is not None]
        self._nowhere.update(out)
        if facts is None or not room.seats:
            self._rooms.pop(number, None)
        if facts is None:
            return
        begun = set[str]()
        for about, thought in thoughts.due(facts, self.store):
            if about[1] not in begun and self.think(about, thought):
                begun.add(about[1])  # one of a kind at a time, so that no class keeps the others waiting

    def think(self, about: thoughts.About, thought: thoughts.Thought) -> bool:
        """Have this thought about, unless it is under way; it is given a function that says to stop.

        Says whether it is thought about now: what failed once for a reason of ours is not tried again.
        """
        if about in self._thoughts and not _may_be_tried(self._thoughts[about]):
            return not self._thoughts[about].done()
        kept = [(known, future) for known, future in self._thoughts.items() if not _may_be_tried(future)]
        self._thoughts = dict(kept[-FAILED:])

        def run() -> None:
            try:
                thought(self._over.is_set)
            except (AwayError, CancelledError):
                return  # it is still to be thought about, and will be
            except Exception:
                logging.getLogger(__name__).exception("What a class asked for could not be found out.")
                raise ThoughtlessError from None  # what it was made with is let go of

        self._thoughts[about] = future = self._head.submit(run)
        future.add_done_callback(lambda _: self.bell.ring())
        return True

    def _once(self, seat: Seat, number: int, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to an order, which is carried out once, however often it is asked for."""
        if not seat.page or orders.ORDERS[name].file:  # what nobody can ask for again, and what only reads
            return orders.carry_out(self, seat, name, arguments)
        mark = (seat.page, number)
        if mark not in self._answered:
            self._answered[mark] = orders.carry_out(self, seat, name, arguments)
            while len(self._answered) > REMEMBERED:
                self._answered.popitem(last=False)
        return self._answered[mark]


class ThoughtlessError(Exception):
    """A thought failed for a reason of ours, which was logged."""


def _timed(hear: Callable[[Seat, Mapping[str, Any]], None], seat: Seat, said: Mapping[str, Any]) -> float:
    began = time.monotonic()
    hear(seat, said)
    return time.monotonic() - began


def _desk(key: str) -> str:
    """The key of a desk; none is so long that it could not be one."""
    return key if len(key) <= MOST_DESK else ""


def _may_be_tried(future: "Future[None]") -> bool:
    """Whether a thought is over, and did not fail in a way that it would fail in again."""
    return future.done() and (future.cancelled() or future.exception() is None)
