"""Surfaces for the lessons on going downhill: the engine's, where to start on them, and how they are chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.newton import SURFACES, Surface
from playground.components.valley.valley import Place, grid
from playground.lessons.shape import linked
from playground.settings.slots import Slot, Slots


@dataclass(frozen=True)
class Slope:
    """A good `start` on a surface, an η that reaches a minimum, one that is `too_large`, and whether it is `bent`."""

    start: Place
    learning_rate: float
    too_large: float
    bent: bool = False


SLOPES = {
    "bowl": Slope((-2.6, 2.2), 0.08, 0.47),
    "valley": Slope((-1.5, 2.6), 0.004, 0.012, bent=True),
    "two-minima": Slope((1.8, 1.7), 0.15, 2.2),
    "saddle": Slope((-2.7, 0.04), 0.2, 2.2),
}
VERSION = Slots("{}-version", int)
SURFACE = Slots("{}-surface", lambda: next(iter(SLOPES)))


@lru_cache
def heights(name: str) -> Any:
    """The costs of a surface on the grid of its map, (side, side)."""
    surface = SURFACES[name]
    return surface.value(grid(surface.limits))


def begin(lesson: str, values: Mapping[Slot[Any], Any] | None = None) -> None:
    """A callback: set these slots of the lesson, and return its dials and start to their initial values."""
    VERSION.of(lesson).put(version(lesson) + 1)
    for slot, value in (values or {}).items():
        slot.put(value)


def version(lesson: str) -> int:
    """How often the lesson's dials and start were reset."""
    return VERSION.of(lesson).get()


def choose(lesson: str, values: Mapping[Slot[Any], Any]) -> tuple[Surface, Slope]:
    """The surface that the learner chooses; a new choice starts over with these values of the lesson's slots."""
    name = linked.segmented_control(
        "Surface",
        list(SLOPES),
        format_func=lambda name: SURFACES[name].label,
        key=SURFACE.of(lesson).name,
        default=next(iter(SLOPES)),
        required=True,
        label_visibility="collapsed",
        on_change=begin,
        args=(lesson, values),
    )
    return SURFACES[name], SLOPES[name]


def signed(value: float) -> str:
    """A number to three digits, with a real minus sign."""
    return f"{value:.3g}".replace("-", "−")
