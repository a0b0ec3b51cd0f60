"""Dial values that are set by something other than dragging: by a button, or by another choice."""

from collections.abc import Hashable
from typing import Any

from playground.lessons.shape.address import current
from playground.settings.slots import Slots

PRESET = Slots[tuple[int, int, dict[str, Any]]]("{}-preset", lambda: (0, 0, {}))
"""How often values were chosen, and in which edition of the exhibit which ones."""
OF = Slots[tuple[Hashable, int]]("{}-of", lambda: (None, -1))


def preset(key: str) -> tuple[int, dict[str, Any]]:
    """The version to pass to `dials`, and the values last chosen for `key`; none at first, or once it was played."""
    count, edition, values = PRESET.of(key).get()
    here = current().edition
    return count + here, values if edition == here else {}


def choose(key: str, values: dict[str, Any]) -> None:
    """Set the values of `key`: all its dials move there, wherever the learner had dragged them."""
    count, _, _ = PRESET.of(key).get()
    PRESET.of(key).put((count + 1, current().edition, values))


def version_of(key: str, what: Hashable) -> int:
    """The version to pass to `dials`, so that all return to their values when `what` changes or it is played."""
    before, version = OF.of(key).get()
    now = (what, current().edition)
    if before != now:
        version += 1
        OF.of(key).put((now, version))
    return version
