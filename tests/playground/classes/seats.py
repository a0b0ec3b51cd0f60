"""Pages of a class without a browser: what they ask for, and what they are told."""

import json
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from playground.classes.rooms import Rooms
from playground.classes.seat import Seat
from playground.classes.store import Store
from playground.learner.desks import Desk, desks
from playground.teachers.handed import READERS

_numbers = count(1)


class Page(Seat):
    """A page that remembers what it was told last, and has a desk of its own."""

    def __init__(self, rooms: Rooms, key: str = "", host: str = "10.0.0.1") -> None:
        super().__init__(host)
        self.rooms = rooms
        self.state: Any = None
        self.tiles: dict[int, Any] = {}
        self.unknown = False
        self.problem = ""
        self.own: Desk = desks.open(lambda: True)
        rooms.hear(self, {"hello": key, "desk": self.own.key, "base": "http://here", "page": self.own.key})

    def tell(self, state: str, now: float, tiles: Mapping[int, str], unknown: bool = False) -> None:
        self.state, self.unknown = json.loads(state), unknown
        self.tiles = {number: json.loads(tile) for number, tile in tiles.items()}

    def away(self, sentence: str) -> None:
        self.problem = sentence

    def reply(self, number: int, answer: Mapping[str, Any]) -> None:
        self.answer = dict(answer)

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """The answer to an order, after which all rooms were looked at."""
        self.rooms.hear(self, {"do": do, "seq": next(_numbers), **arguments})
        if "key" in self.answer:
            self.rooms.hear(self, {"do": "come", "key": self.answer["key"]})
        self.rooms.look()
        return self.answer


def rooms_in(folder: Path) -> Rooms:
    """Rooms with a database in this folder."""
    return Rooms(READERS, lambda: Store(f"sqlite:///{folder / 'classes.db'}"))


def a_class(rooms: Rooms, *nicknames: str) -> tuple[Page, list[Page]]:
    """A class that was just opened: the page of its teacher, and those of its learners."""
    teacher = Page(rooms)
    code = teacher.ask("open")["code"]
    learners = [Page(rooms) for _ in nicknames]
    for page, nickname in zip(learners, nicknames, strict=True):
        page.ask("join", code=code, nickname=nickname)
    return teacher, learners
