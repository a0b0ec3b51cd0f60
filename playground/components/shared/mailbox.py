"""The mailbox of a component: the messages of its JavaScript to Python, numbered, bounded, and processed once.

A message is a small JSON object with its number, `seq`. The browser keeps each (`outbox.js`) until the page is drawn
with an acknowledgement, `ack`, that is not below that number, so none is lost; numbers grow, so none is processed
twice, however often it is sent. A browser may send anything: what is not a message is dropped, and each component
checks the contents of its messages with the functions below.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any, TypeGuard

from playground.settings import slots
from playground.settings.budget import MAIL, MAIL_CHARACTERS
from playground.settings.slots import Slot, Slots

LAST = 2**53
"""Numbers of messages are below it: the browser counts no further."""

ACKNOWLEDGED = Slots("{}-acknowledged", int)
SESSION = Slot("mail-session", lambda: secrets.token_hex(4))
"""What messages to this session have as `to`. After a server was stopped and started, a browser says once more what it
said last, which was done by another session.
"""
Message = dict[str, Any]


def fresh(key: str) -> list[Message]:
    """The messages of the component `key` that were not returned before, oldest first; this acknowledges them.

    Call it before the component is drawn, so that what they change is drawn in the same round trip.
    """
    here = SESSION.begin()
    messages = _acknowledge(key, [message for message in _box(key) if message["seq"] > acknowledged(key)])
    return [message for message in messages if message.get("to", here) == here]


def gathered(key: str) -> list[Any]:
    """What the component `key` gathered in its messages since the last call, oldest first; as any client may send."""
    things = [message.get("gathered") for message in fresh(key)]
    return [thing for some in things if isinstance(some, list) for thing in some[:MAIL]]


def latest(key: str) -> Message | None:
    """The newest message of the component `key`, where each replaces all earlier ones; None before any."""
    messages = _acknowledge(key, _box(key))
    return messages[-1] if messages else None


def acknowledged(key: str) -> int:
    """The number of the last message of the component `key` that was processed, 0 before any."""
    return ACKNOWLEDGED.of(key).get()


def _acknowledge(key: str, messages: list[Message]) -> list[Message]:
    if messages and messages[-1]["seq"] > acknowledged(key):
        ACKNOWLEDGED.of(key).put(messages[-1]["seq"])
    return messages


def _box(key: str) -> list[Message]:
    state = slots.state().get(key)
    return opened(state.get("mail") if isinstance(state, Mapping) else None)


def opened(mail: Any) -> list[Message]:
    """The valid messages in what a browser sent, in the order of their numbers; too long or too many are dropped."""
    messages: list[Message] = []
    for message in mail[:MAIL] if isinstance(mail, list) else []:
        if _is_message(message) and (not messages or message["seq"] > messages[-1]["seq"]):
            messages.append(message)
    return messages


def _is_message(message: Any) -> bool:
    if not isinstance(message, dict) or not is_index(message.get("seq"), LAST) or message["seq"] == 0:
        return False
    try:
        return len(json.dumps(message)) <= MAIL_CHARACTERS
    except (ValueError, RecursionError):  # a number or a list without end
        return False


def is_index(value: Any, count: int) -> TypeGuard[int]:
    """Whether `value` is a whole number from 0 to count - 1."""
    return type(value) is int and 0 <= value < count


def is_number(value: Any) -> TypeGuard[float]:
    """Whether `value` is a finite number, and none of those truth values that Python takes for numbers."""
    return type(value) in (int, float) and -1e300 < value < 1e300


def is_place(value: Any) -> TypeGuard[list[float]]:
    """Whether `value` is a list of two finite numbers."""
    return isinstance(value, list) and len(value) == 2 and all(map(is_number, value))


def within(value: float, ends: tuple[float, float]) -> float:
    """The number nearest to `value` from the first of the `ends` to the second."""
    return float(min(max(value, ends[0]), ends[1]))
