"""An order: something that a page may ask of its class, declared once, with who may ask for it.

What an order is given is checked where it is carried out; whatever makes no sense is refused with a sentence.
"""

import base64
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from playground.classes import (
    day,
)
from playground.classes.board import Board, from_dict
from playground.classes.facts import REMOVED, WAITING
from playground.classes.seat import Seat
from playground.classes.store import MemberRow, Store, Who
from playground.classes.thoughts import change

if TYPE_CHECKING:
    from playground.classes.rooms import Rooms

TEACHER, LEARNER = "teacher", "learner"
MOST_MESSAGE = 300
"""Characters."""
MOST_MINUTES = 180
NOBODY = "You are in no class any more."
NOT_IN = "Your teacher has not let you in yet."
UNTRAINED = "Open the Playground and train a network first."
NO_RUN = "This learner has no run on the Playground yet."
FAILED = "That could not be done: there is a mistake in this program, which its log tells of."


@dataclass(frozen=True)
class Call:
    """One order under way: who gives it, by which seat, with which arguments, and when."""

    rooms: "Rooms"
    seat: Seat
    arguments: Mapping[str, Any]
    now: float
    who: Who | None

    @property
    def store(self) -> Store:
        """The database."""
        return self.rooms.store

    @property
    def number(self) -> int:
        """The class. Only in an order of a teacher or a learner."""
        assert self.who is not None
        return self.who.class_id

    @property
    def me(self) -> int:
        """The member who gives it. Only in an order of a learner."""
        assert self.who is not None
        assert self.who.member_id is not None
        return self.who.member_id

    def board(self) -> Board:
        """The board as it is now. Raises ValueError, with a sentence, where the class is over."""
        row = self.store.read(self.number)
        if row is None:
            raise ValueError(NOBODY)
        return from_dict(row.board)

    def change(self, **values: Any) -> None:
        """Put these on the board."""
        change(self.store, self.number, lambda board: replace(board, **values))

    def text(self, name: str, most: int) -> str:
        """An argument that is a text without what is not printed. Raises ValueError, with a sentence, for none."""
        value = self.arguments.get(name)
        if not isinstance(value, str) or len(value) > most:
            raise ValueError(f"At most {most:,} characters, please.")
        return "".join(sign if sign.isprintable() else " " for sign in value).strip()

    def flag(self, name: str) -> bool:
        """An argument that is true or false. Raises ValueError for anything else."""
        value = self.arguments.get(name)
        if not isinstance(value, bool):
            raise ValueError("This is either on or off.")
        return value

    def member(self, name: str = "id") -> MemberRow:
        """The member that an argument names. Raises ValueError, with a sentence, where there is none."""
        wanted = self.arguments.get(name)
        for one in self.store.members(self.number):
            if one.id == wanted and not isinstance(wanted, bool):
                return one
        raise ValueError("That learner is not in the class any more.")


Do = Callable[[Call], dict[str, Any] | None]


@dataclass(frozen=True)
class Order:
    """What can be asked for, by `who`: "teacher", "learner", or "" for anyone. One that makes a `file` changes nothing,
    and may take long.
    """

    who: str
    do: Do
    file: bool = False


ORDERS: dict[str, Order] = {}


def order(who: str, file: bool = False) -> Callable[[Do], Do]:
    """Declare an order, by the name of its function."""

    def declare(do: Do) -> Do:
        ORDERS[do.__name__.strip("_")] = Order(who, do, file)
        return do

    return declare


def carry_out(rooms: "Rooms", seat: Seat, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Do what is asked for; the answer, with the `problem`, a sentence, where that cannot be."""
    wanted = ORDERS[name]
    who = seat.who
    call = Call(rooms, seat, arguments, day.now(), who)
    try:
        if wanted.who and (who is None or who.role != wanted.who):
            raise ValueError(NOBODY if who is None else "Only the teacher may do that.")
        if wanted.who == LEARNER and name != "leave":
            _require_in(call, name)
        return wanted.do(call) or {}
    except ValueError as error:
        return {"problem": str(error)}
    except Exception:
        logging.getLogger(__name__).exception("The order %r of a class failed.", name)
        return {"problem": FAILED}


def _require_in(call: Call, name: str) -> None:
    """Who waits may take another nickname, and no more; who was removed nothing."""
    state = next((one.state for one in call.store.members(call.number) if one.id == call.me), REMOVED)
    if state == REMOVED:
        raise ValueError(NOBODY)
    if state == WAITING and name != "rename_me":
        raise ValueError(NOT_IN)


def as_file(content: bytes, name: str) -> dict[str, Any]:
    """The answer that gives a file of this name."""
    return {"file": base64.b64encode(content).decode("ascii"), "name": re.sub(r"[^\w.-]", "-", name)}
