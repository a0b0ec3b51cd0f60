"""A cost of two variables as a map and as a relief to turn, with balls that roll along the paths they are given."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike

from playground.components import declare, pack
from playground.components.shared import palette

Place = tuple[float, float]
Limits = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Trail:
    """The way of one ball: the `points` (n, 2) it was at, the first one first, and the cost (n,) at each.

    `colour` is one of the palette's. `figures` are numbers told beside the ball, (n,) each, by their names. `fan` are
    places (k, 2) where the first step might have led as well: a thin line from the start to each, on the map.
    Raises ValueError for a path without a point, for points or figures of another shape, and for points that are not
    finite.
    """

    name: str
    points: ArrayLike = field(repr=False)
    costs: ArrayLike = field(repr=False)
    colour: str = "negative"
    figures: Mapping[str, ArrayLike] = field(default_factory=dict, repr=False)
    fan: ArrayLike = field(default=(), repr=False)

    def __post_init__(self) -> None:
        points = np.asarray(self.points, float)
        if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0 or not np.isfinite(points).all():
            raise ValueError(f"The path {self.name!r} needs one or more finite points (v₁, v₂).")
        fan = np.asarray(self.fan, float)
        if fan.size and (fan.ndim != 2 or fan.shape[1] != 2 or not np.isfinite(fan).all()):
            raise ValueError(f"The fan of the path {self.name!r} needs finite points (v₁, v₂).")
        if any(np.shape(values) != (len(points),) for values in (self.costs, *self.figures.values())):
            raise ValueError(f"The path {self.name!r} needs one cost, and one of each figure, for each of its points.")
        if self.colour not in palette.LIGHT:
            raise ValueError(f"The palette has no colour {self.colour!r}; it has {', '.join(palette.LIGHT)}.")


@dataclass(frozen=True)
class Sheet:
    """A second surface over the same grid, `heights` (side, side); `centre` (v₁, v₂) is its flat point, if it has one.

    It is shown when the balls lie still.
    """

    name: str
    heights: ArrayLike = field(repr=False)
    centre: Place | None = None


def grid(limits: Limits, side: int = 61) -> Any:
    """The places (side, side, 2) at which `valley` wants to know the heights: a row for each v₂, the lowest first."""
    across, up = (np.linspace(*ends, side) for ends in limits)
    return np.stack(np.meshgrid(across, up), axis=-1)


def payload(
    *,
    heights: ArrayLike,
    limits: Limits,
    trails: Sequence[Trail],
    start: Place,
    version: int = 0,
    ack: int = 0,
    sheet: Sheet | None = None,
    names: tuple[str, str, str] = ("v₁", "v₂", "C"),
    bent: bool = False,
    height: int = 360,
) -> dict[str, Any]:
    """What `valley` sends to the browser; raises its ValueErrors."""
    ground = _ground(heights, "cost")
    if sheet is not None and np.shape(sheet.heights) != ground.shape:
        raise ValueError(f"The two surfaces need the same grid: {np.shape(sheet.heights)} against {ground.shape}.")
    for low, high in limits:
        if not low < high:
            raise ValueError(f"Each variable goes from a low to a high value, not from {low} to {high}.")
    if len({trail.name for trail in trails}) < len(trails):
        raise ValueError("Each path needs a name of its own.")
    if len({tuple(trail.figures) for trail in trails}) > 1:
        raise ValueError("All paths need the same figures: they are the columns of one table.")
    return {
        "side": len(ground),
        "heights": pack(ground, "f4"),
        "limits": [list(ends) for ends in limits],
        "trails": [_packed(trail) for trail in trails],
        "start": [float(v) for v in start],
        "version": version,
        "ack": ack,
        "sheet": None
        if sheet is None
        else {
            "name": sheet.name,
            "heights": pack(_ground(sheet.heights, sheet.name), "f4"),
            "centre": None if sheet.centre is None else [float(v) for v in sheet.centre],
        },
        "names": list(names),
        "bent": bent,
        "height": height,
    }


def _ground(heights: ArrayLike, what: str) -> Any:
    ground = np.asarray(heights, float)
    if ground.ndim != 2 or ground.shape[0] != ground.shape[1] or len(ground) < 2 or not np.isfinite(ground).all():
        raise ValueError(f"The {what} needs a finite height at each place of a square grid, not {ground.shape}.")
    return ground


def _packed(trail: Trail) -> dict[str, Any]:
    with np.errstate(over="ignore"):
        return {
            "name": trail.name,
            "colour": trail.colour,
            "points": pack(trail.points, "f4"),
            "costs": pack(trail.costs, "f4"),
            "fan": pack(trail.fan, "f4"),
            "figures": [{"name": name, "values": pack(values, "f4")} for name, values in trail.figures.items()],
        }


def received(message: Any, start: Place, limits: Limits, version: int) -> tuple[int, Place]:
    """The number of a message of the browser, 0 if it is none, and where the learner put the start.

    What is no place, or of an earlier version, is `start` itself; what is outside `limits` is at their edge.
    """
    if not isinstance(message, dict) or type(message.get("seq")) is not int:
        return 0, start
    place = message.get("start")
    if message.get("version") != version or not isinstance(place, list) or len(place) != 2:
        return message["seq"], start
    if not all(type(v) in (int, float) and math.isfinite(v) for v in place):
        return message["seq"], start
    x, y = (min(max(float(v), low), high) for v, (low, high) in zip(place, limits, strict=True))
    return message["seq"], (x, y)


def start_of(key: str, start: Place, limits: Limits, version: int = 0) -> Place:
    """Where the learner put the start of the valley mounted with `key`: ask before the paths are computed."""
    return _heard(key, start, limits, version)[1]


def _heard(key: str, start: Place, limits: Limits, version: int) -> tuple[int, Place]:
    state = st.session_state.get(key)
    return received(state.get("start") if isinstance(state, dict) else None, start, limits, version)


def valley(
    *,
    heights: ArrayLike,
    limits: Limits,
    trails: Sequence[Trail],
    start: Place,
    key: str,
    version: int = 0,
    sheet: Sheet | None = None,
    names: tuple[str, str, str] = ("v₁", "v₂", "C"),
    bent: bool = False,
    height: int = 360,
) -> None:
    """A map with contour lines beside a relief that turns when dragged, or with arrow keys, and balls on both.

    `heights` (side, side) are the costs at the places of `grid`, `limits` the (low, high) of each variable. A trail
    that goes on from the points it had is rolled along, and so is one of a new `version`; any other is shown at its end
    at once. The start can be
    dragged, moved with arrow keys or put by a click on the map, and is then what `start_of` returns; a new `version`
    takes it back to `start`. `bent` draws heights as roots of the cost, for valleys with steep walls. `names` are
    those of the two variables and the cost. `height` is of the plots, in pixels; they stand below each other where
    the page is narrow.

    Raises ValueError for heights that are not finite or not a square, for limits that hold nothing, and for two trails
    of one name.
    """
    data = payload(
        heights=heights,
        limits=limits,
        trails=trails,
        start=start,
        version=version,
        ack=_heard(key, start, limits, version)[0],
        sheet=sheet,
        names=names,
        bent=bent,
        height=height,
    )
    declare("valley")(key=key, data=data, height="content", on_start_change=lambda: None)
