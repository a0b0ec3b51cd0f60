"""A cost of two variables as a map and as a relief to turn, with balls that roll along the paths they are given."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from playground.components import Picture
from playground.components.shared import mailbox, palette
from playground.components.shared.wire import pack

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


@dataclass(frozen=True)
class Fit:
    """The examples of a neuron whose weight and bias are the two variables: inputs `x` and desired outputs `y`, (n,).

    `outputs` (k,) are the neuron's for weighted inputs spread evenly over `z` (low, high), and go straight on beyond
    them. What is drawn of them lies in `reach` (low, high).
    """

    x: ArrayLike = field(repr=False)
    y: ArrayLike = field(repr=False)
    z: Place
    outputs: ArrayLike = field(repr=False)
    reach: Place

    def __post_init__(self) -> None:
        if np.ndim(self.x) != 1 or np.shape(self.x) != np.shape(self.y) or np.size(self.x) < 2:
            raise ValueError("A fit needs two or more examples, each with an x and a y.")
        if np.ndim(self.outputs) != 1 or np.size(self.outputs) < 2:
            raise ValueError("A fit needs the outputs for two or more weighted inputs.")


def grid(limits: Limits, side: int = 61) -> Any:
    """The places (side, side, 2) at which `valley` wants to know the heights: a row for each v₂, the lowest first."""
    across, up = (np.linspace(*ends, side) for ends in limits)
    return np.stack(np.meshgrid(across, up), axis=-1)


def valley(
    *,
    heights: ArrayLike,
    limits: Limits,
    trails: Sequence[Trail],
    start: Place,
    version: int = 0,
    sheet: Sheet | None = None,
    names: tuple[str, str, str] = ("v₁", "v₂", "C"),
    bent: bool = False,
    fit: Fit | None = None,
    height: int = 360,
) -> Picture:
    """A map with contour lines beside a relief that turns when dragged, or with arrow keys, and balls on both.

    `heights` (side, side) are the costs at the places of `grid`, `limits` the (low, high) of each variable. A trail
    that goes on from the points it had is rolled along, and so is one of a new `version`; any other is shown at its end
    at once. The start can be
    dragged, moved with arrow keys or put by a click on the map, and is then what `start_of` returns; a new `version`
    takes it back to `start`. `bent` draws heights as roots of the cost, for valleys with steep walls. `names` are
    those of the two variables and the cost. With a `fit`, its examples are drawn above the relief, with the output over
    x at each ball, as it rolls, and at the place pointed at. `height` is of the plots, in pixels; they stand below each
    other where the page is narrow.

    Raises ValueError for heights that are not finite or not a square, for limits that hold nothing, and for two trails
    of one name.
    """
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
    data = {
        "side": len(ground),
        "heights": pack(ground, "f4"),
        "limits": limits,
        "trails": [_packed(trail) for trail in trails],
        "start": start,
        "version": version,
        "sheet": sheet and asdict(sheet) | {"heights": pack(_ground(sheet.heights, sheet.name), "f4")},
        "names": names,
        "bent": bent,
        "fit": fit and asdict(fit) | {name: pack(getattr(fit, name), "f4") for name in ("x", "y", "outputs")},
        "height": height,
    }
    return Picture("valley", data)


def _ground(heights: ArrayLike, what: str) -> Any:
    ground = np.asarray(heights, float)
    if ground.ndim != 2 or ground.shape[0] != ground.shape[1] or len(ground) < 2 or not np.isfinite(ground).all():
        raise ValueError(f"The {what} needs a finite height at each place of a square grid, not {ground.shape}.")
    return ground


def _packed(trail: Trail) -> dict[str, Any]:
    return asdict(trail) | {
        "points": pack(trail.points, "f4"),
        "costs": pack(trail.costs, "f4"),
        "fan": pack(trail.fan, "f4"),
        "figures": [{"name": name, "values": pack(values, "f4")} for name, values in trail.figures.items()],
    }


def start_of(key: str, start: Place, limits: Limits, version: int = 0) -> Place:
    """Where the learner put the start of the valley mounted with `key`: ask before the paths are computed."""
    return put(mailbox.latest(key), start, limits, version)


def put(message: mailbox.Message | None, start: Place, limits: Limits, version: int) -> Place:
    """Where the learner put the start by a message of the browser.

    What is no place, or of an earlier version, is `start` itself; what is outside `limits` is at their edge.
    """
    place = message.get("start") if message and message.get("version") == version else None
    if not mailbox.is_place(place):
        return start
    x, y = map(mailbox.within, place, limits)
    return x, y
