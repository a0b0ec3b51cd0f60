"""Dial values that are set by something other than dragging: by a button, or by another choice."""

from collections.abc import Hashable
from typing import Any

from playground.settings.slots import Slots

PRESET = Slots[tuple[int, dict[str, Any]]]("{}-preset", lambda: (0, {}))
OF = Slots[tuple[Hashable, int]]("{}-of", lambda: (None, -1))


def preset(key: str) -> tuple[int, dict[str, Any]]:
    """The version to pass to `dials`, and the values last chosen for `key`; none at first."""
    return PRESET.of(key).get()


def choose(key: str, values: dict[str, Any]) -> None:
    """Set the values of `key`: all its dials move there, wherever the learner had dragged them."""
    version, _ = preset(key)
    PRESET.of(key).put((version + 1, values))


def version_of(key: str, what: Hashable) -> int:
    """The version to pass to `dials`, so that they all return to their values whenever `what` changes."""
    before, version = OF.of(key).get()
    if before != what:
        version += 1
        OF.of(key).put((what, version))
    return version
