"""A plot over signed axes: curves, points, tangents and marks, read at any x, and handles that the learner drags."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from playground.components import Picture
from playground.components.charts.line_chart import decimate
from playground.components.shared import mailbox
from playground.components.shared.rounding import round_above
from playground.components.shared.wire import LARGEST, pack

Colour = Literal["positive", "negative", "third", "test", "train", "text"]
Range = tuple[float | None, float | None]
COLOURS = ("positive", "negative", "third", "test", "train", "text")
MOST = 400
"""Points of a curve that are sent; of a longer one those that look the same."""


def _check(colour: str, *numbers: float) -> None:
    if colour not in COLOURS:
        raise ValueError(f"A plot has the colours {', '.join(COLOURS)}, not {colour!r}.")
    if not all(math.isfinite(number) and abs(number) < LARGEST for number in numbers):
        raise ValueError(f"What stands on a plot has a finite place, not {numbers}.")


@dataclass(frozen=True)
class Curve:
    """A line through `y` (n,) over `x` (n,); where one of them is not finite there is a gap.

    A named one is in the legend, with `value` in bold after its name, and is read out if its x never goes back.
    `dashed` and `faint` tell it apart by more than its colour. Raises ValueError for lengths that differ.
    """

    name: str
    x: ArrayLike = field(repr=False)
    y: ArrayLike = field(repr=False)
    colour: Colour = "positive"
    dashed: bool = False
    faint: bool = False
    value: str = ""

    def __post_init__(self) -> None:
        _check(self.colour)
        if np.ndim(self.x) != 1 or np.shape(self.x) != np.shape(self.y):
            raise ValueError(
                f"The curve {self.name!r} needs one y for each x: {np.shape(self.y)} against {np.shape(self.x)}."
            )


@dataclass(frozen=True)
class Point:
    """A dot at a finite (x, y), `name` written beside it; `note` is what it says when it is pointed at."""

    x: float
    y: float
    colour: Colour = "positive"
    name: str = ""
    note: str = ""
    hollow: bool = False

    def __post_init__(self) -> None:
        _check(self.colour, self.x, self.y)


@dataclass(frozen=True)
class Segment:
    """A straight piece from (x1, y1) to (x2, y2), an `arrow` with a head at its end; a named one is in the legend."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: Colour = "third"
    name: str = ""
    arrow: bool = False
    dashed: bool = False

    def __post_init__(self) -> None:
        _check(self.colour, self.x1, self.y1, self.x2, self.y2)


def tangent(x: float, y: float, slope: float, reach: float, colour: Colour = "third", name: str = "") -> Segment:
    """The straight line of this slope through (x, y), from x - reach to x + reach."""
    return Segment(x - reach, y - slope * reach, x + reach, y + slope * reach, colour, name)


@dataclass(frozen=True)
class Mark:
    """A line across the whole plot, upright at an x (`axis` "x") or level at a y, with its name beside it."""

    at: float
    axis: Literal["x", "y"] = "x"
    name: str = ""
    colour: Colour = "text"

    def __post_init__(self) -> None:
        _check(self.colour, self.at)
        if self.axis not in ("x", "y"):
            raise ValueError(f"A mark stands at an x or at a y, not at {self.axis!r}.")


@dataclass(frozen=True)
class Band:
    """A faintly tinted part of the plot from one x to another, which may be infinite, with its name on top."""

    low: float
    high: float
    name: str = ""
    colour: Colour = "train"

    def __post_init__(self) -> None:
        _check(self.colour)
        if not self.low < self.high:
            raise ValueError(f"A band goes from a lower to a higher x, not from {self.low} to {self.high}.")


@dataclass(frozen=True)
class Handle:
    """A point that the learner moves, with a pointer or with arrow keys, within x_range and y_range.

    With `along`, the name of a curve, it slides on that curve, and only its x counts. Raises ValueError for a place out
    of range.
    """

    name: str
    x: float
    y: float = 0.0
    x_range: tuple[float, float] = (-1.0, 1.0)
    y_range: tuple[float, float] = (-1.0, 1.0)
    along: str = ""
    colour: Colour = "positive"

    def __post_init__(self) -> None:
        _check(self.colour, *self.x_range, *self.y_range)
        inside = self.y_range[0] <= self.y <= self.y_range[1] or self.along
        if not (self.x_range[0] <= self.x <= self.x_range[1] and inside):
            raise ValueError(f"The handle {self.name!r} at ({self.x}, {self.y}) is out of its range.")


def nice_range(low: float, high: float) -> tuple[float, float]:
    """The round numbers about low and high that an axis begins and ends with: multiples of 1, 2 or 5 powers of ten."""
    if low == high:
        low, high = low - (abs(low) or 1), high + (abs(high) or 1)
    step = round_above((high - low) / 10 * (1 - 1e-9))
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def _span(values: Sequence[ArrayLike], wanted: Range, log: bool) -> list[float]:
    """Where an axis begins and ends, as powers of ten if it is logarithmic: as wanted, and round about the values."""
    for end in wanted:
        if end is not None and (not math.isfinite(end) or (log and end <= 0)):
            raise ValueError(f"An axis ends at a finite number{', above zero' if log else ''}, not at {end}.")
    numbers = np.concatenate([np.ravel(np.asarray(value, float)) for value in values] or [np.zeros(0)])
    numbers = numbers[np.isfinite(numbers) & (np.abs(numbers) < LARGEST) & ((numbers > 0) | (not log))]
    if log:
        numbers = np.log10(numbers)
    given = [None if end is None else math.log10(end) if log else float(end) for end in wanted]
    known = np.append(numbers, [end for end in given if end is not None])
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if log:
        nice = math.floor(low + 1e-9), math.ceil(high - 1e-9)
        low, high = nice if nice[0] < nice[1] else (nice[0] - 1, nice[1])
    else:
        low, high = nice_range(low, high)
    ends = [low if given[0] is None else given[0], high if given[1] is None else given[1]]
    if not ends[0] < ends[1]:
        raise ValueError(f"An axis goes from a lower to a higher number, not from {wanted[0]} to {wanted[1]}.")
    return ends


def _line(curve: Curve, x_log: bool, y_log: bool) -> dict[str, Any]:
    x, y = np.asarray(curve.x, float), np.asarray(curve.y, float)
    gap = ~(np.isfinite(x) & np.isfinite(y) & (np.abs(x) < LARGEST) & (np.abs(y) < LARGEST))
    gap |= (x <= 0) & x_log | (y <= 0) & y_log
    grows = bool(np.all(np.diff(x) >= 0))
    if grows and not gap.any() and x.size > MOST:
        x, y = decimate(x, y, MOST)
        gap = np.zeros(x.size, bool)
    return asdict(curve) | {
        "read": bool(curve.name) and grows,
        "x": pack(np.where(np.isfinite(x), x, 0), "f4"),
        "y": pack(np.where(gap, np.nan, y), "f4"),
    }


def plot(
    *,
    title: str,
    curves: Sequence[Curve] = (),
    points: Sequence[Point] = (),
    segments: Sequence[Segment] = (),
    marks: Sequence[Mark] = (),
    bands: Sequence[Band] = (),
    handles: Sequence[Handle] = (),
    x_label: str = "x",
    y_label: str = "y",
    x_range: Range = (None, None),
    y_range: Range = (None, None),
    x_log: bool = False,
    y_log: bool = False,
    height: int = 220,
    version: int = 0,
) -> Picture:
    """Everything given, over one pair of axes; hover, touch or arrow keys read the named curves at one x.

    An end of a range that is None lies at a round number beyond all there is, and axes glide there; what is out of
    range is cut off. Logarithmic axes leave out what is not positive. `height` is of the plot, in pixels. `version`
    and `handles` are as in `places`. Raises ValueError for a range that holds nothing.
    """
    names = [curve.name for curve in curves]
    for handle in handles:
        if handle.along and handle.along not in names:
            raise ValueError(f"The handle {handle.name!r} slides along {handle.along!r}, and no curve has that name.")
    xs = [curve.x for curve in curves] + [p.x for p in points] + [h.x for h in handles]
    ys = [curve.y for curve in curves] + [p.y for p in points] + [h.y for h in handles if not h.along]
    xs += [mark.at for mark in marks if mark.axis == "x"] + [[s.x1, s.x2] for s in segments]
    ys += [mark.at for mark in marks if mark.axis == "y"] + [[s.y1, s.y2] for s in segments]
    data = {
        "title": title,
        "curves": [_line(curve, x_log, y_log) for curve in curves],
        "points": [asdict(point) for point in points],
        "segments": [asdict(segment) for segment in segments],
        "marks": [asdict(mark) for mark in marks],
        "bands": [asdict(band) for band in bands],
        "handles": [asdict(handle) for handle in handles],
        "x_label": x_label,
        "y_label": y_label,
        "x_range": _span(xs, x_range, x_log),
        "y_range": _span(ys, y_range, y_log),
        "x_log": x_log,
        "y_log": y_log,
        "height": height,
        "version": version,
    }
    return Picture("plot", data)


def places(handles: Sequence[Handle], *, key: str, version: int = 0) -> dict[str, tuple[float, float]]:
    """Where the learner left each handle of the plot of that key; call it before drawing the plot with those handles.

    What is missing, no place, or of an earlier version is the handle's own place; what is out of range, its end. When
    `version` changes they all go to their own place: raise it, for both, to set them from a button.
    """
    return moved(mailbox.latest(key), handles, version)


def moved(message: mailbox.Message | None, handles: Sequence[Handle], version: int) -> dict[str, tuple[float, float]]:
    """Where each handle is by a message of the browser, as `places` has it."""
    places = {handle.name: (float(handle.x), float(handle.y)) for handle in handles}
    sent = message.get("places") if message and message.get("version") == version else None
    for handle in handles:
        place = sent.get(handle.name) if isinstance(sent, dict) else None
        if mailbox.is_place(place):
            x, y = map(mailbox.within, place, (handle.x_range, handle.y_range))
            places[handle.name] = (x, float(handle.y) if handle.along else y)
    return places
