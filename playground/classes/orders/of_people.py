"""Orders of the teacher about people: the door, and who is in."""

from playground.classes import (
    codes,
)
from playground.classes.facts import IN, REMOVED
from playground.classes.orders.order import TEACHER, Call, order


@order(TEACHER)
def door(call: Call) -> None:
    """Open or close the door."""
    call.change(door=call.flag("open"))


@order(TEACHER)
def approve(call: Call) -> None:
    """Let everyone in at once, or only whom the teacher admits."""
    call.change(approve=call.flag("on"))


@order(TEACHER)
def names(call: Call) -> None:
    """Show or hide the nicknames."""
    call.change(names=call.flag("shown"))


@order(TEACHER)
def admit(call: Call) -> None:
    """Let a learner in who waits, or who was removed."""
    call.store.set_member(call.number, call.member().id, state=IN)


@order(TEACHER)
def remove(call: Call) -> None:
    """Remove a learner from the class."""
    call.store.set_member(call.number, call.member().id, state=REMOVED)


@order(TEACHER)
def rename(call: Call) -> None:
    """Give a learner another nickname."""
    call.store.set_member(call.number, call.member().id, nickname=codes.nickname(call.text("nickname", 200)))
