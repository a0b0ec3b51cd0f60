"""Orders of anyone: open a class, join one."""

from typing import Any

from playground.classes import (
    codes,
)
from playground.classes.board import from_dict
from playground.classes.facts import IN, WAITING
from playground.classes.orders.order import LEARNER, TEACHER, Call, order
from playground.classes.store import ClassRow


@order("")
def _open(call: Call) -> dict[str, Any]:
    """Open a class, as its teacher."""
    row, key = call.store.open_class(call.now)
    return {"role": TEACHER, "code": row.code, "key": key}


@order("")
def join(call: Call) -> dict[str, Any]:
    """Join the class of a code under a nickname."""
    code, nickname = call.text("code", 40), codes.nickname(call.text("nickname", 200))
    row = _found(call, code)
    if row is None:
        raise ValueError("No class has this code. Look at it once more: it has six characters.")
    board = from_dict(row.board)
    if not board.door:
        raise ValueError("This class takes nobody in at the moment. Ask your teacher to open the door.")
    member, key = call.store.join(row.id, nickname, WAITING if board.approve else IN, call.now)
    return {"role": LEARNER, "code": row.code, "nickname": member.nickname, "key": key}


@order("")
def propose(call: Call) -> dict[str, Any]:
    """A nickname for who has no idea."""
    return {"nickname": codes.proposed(())}


@order("")
def _class(call: Call) -> dict[str, Any]:
    """Whether there is a class of this code."""
    row = _found(call, call.text("code", 40))
    return {"exists": row is not None, "closed": row is not None and not from_dict(row.board).door}


def _found(call: Call, code: str) -> ClassRow | None:
    row = call.rooms.attempts.find(call.seat.host, lambda: call.store.class_by_code(code))
    return row if row and call.now < row.ends else None
