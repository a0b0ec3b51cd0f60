"""The mailbox of a component: what its JavaScript tells Python, numbered, bounded, and heard once.

A letter is a small JSON object with its number, `seq`. The browser keeps each (`outbox.js`) until the page is drawn
with an `ack` that is not below that number, so none is lost; numbers grow, so none counts twice, however often the
browser repeats itself. A browser may send anything: what is no letter is dropped, and each component makes sense of
what is in its letters with the tests below.
"""

import json
from collections.abc import Mapping
from typing import Any, TypeGuard

from playground.settings import slots
from playground.settings.slots import Slots

MOST_LETTERS = 100
MOST_CHARACTERS = 2**19
LAST = 2**53
"""Numbers of letters are below it: the browser counts no further."""

HEARD = Slots("{}-heard", int)
Letter = dict[str, Any]


def fresh(key: str) -> list[Letter]:
    """The letters of the component `key` that were not given out before, oldest first; now they count as heard.

    To be asked for before the component is drawn, so that what they change is drawn in the same round trip.
    """
    return _heard_of(key, [letter for letter in _box(key) if letter["seq"] > heard(key)])


def latest(key: str) -> Letter | None:
    """The newest letter of the component `key`, for one whose letters stand for all before them; None before any."""
    letters = _heard_of(key, _box(key))
    return letters[-1] if letters else None


def heard(key: str) -> int:
    """The number up to which the letters of the component `key` were heard: what it is answered."""
    return HEARD.of(key).get()


def _heard_of(key: str, letters: list[Letter]) -> list[Letter]:
    if letters and letters[-1]["seq"] > heard(key):
        HEARD.of(key).put(letters[-1]["seq"])
    return letters


def _box(key: str) -> list[Letter]:
    state = slots.state().get(key)
    return opened(state.get("mail") if isinstance(state, Mapping) else None)


def opened(mail: Any) -> list[Letter]:
    """The letters in what a browser sent, in the order of their numbers; without what is none, too long or too much."""
    letters: list[Letter] = []
    for letter in mail[:MOST_LETTERS] if isinstance(mail, list) else []:
        if _is_letter(letter) and (not letters or letter["seq"] > letters[-1]["seq"]):
            letters.append(letter)
    return letters


def _is_letter(letter: Any) -> bool:
    if not isinstance(letter, dict) or not is_index(letter.get("seq"), LAST) or letter["seq"] == 0:
        return False
    try:
        return len(json.dumps(letter)) <= MOST_CHARACTERS
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
