"""Curves over time, drawn live: train, test and the ghost of an earlier run, with marks and a crosshair to read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.components import Picture
from playground.components.shared.wire import LARGEST, pack

MOST = 300
ROLES = ("train", "test", "batch", "ghost")


@dataclass(frozen=True)
class Look:
    """A colour for light and one for dark pages, and the `dash`: pixels of strokes and gaps in turn, none if solid."""

    light: str
    dark: str
    dash: tuple[int, ...] = ()


@dataclass(frozen=True)
class Series:
    """One curve: `y` (n,) over `x` (n,), where x never goes back.

    A "train" curve is solid, a "test" curve dashed, a "batch" curve (of mini-batches) thin and faint, and so is a
    "ghost" (an earlier run), which is cut off where the axes of the others end; a `look` replaces the colour and the
    dash of its role. The legend has the last value, or the one that is `told` (1,), or none where that is empty. Where
    it is not of now, `as_of` says of when it is: it is shown pale.
    Raises ValueError for another role, for lengths that differ and for an x that goes back.
    """

    name: str
    x: ArrayLike = field(repr=False)
    y: ArrayLike = field(repr=False)
    role: Literal["train", "test", "batch", "ghost"] = "train"
    look: Look | None = None
    told: ArrayLike | None = field(default=None, repr=False)
    as_of: str = ""

    def __post_init__(self) -> None:
        x, y = np.asarray(self.x, float), np.asarray(self.y, float)
        if self.role not in ROLES:
            raise ValueError(f"A curve is a train, a test, a batch or a ghost curve, not {self.role!r}.")
        if x.ndim != 1 or x.shape != y.shape:
            raise ValueError(f"The curve {self.name!r} needs one y for each x: {y.shape} against {x.shape}.")
        if not np.all(np.diff(x) >= 0):
            raise ValueError(f"The x of the curve {self.name!r} goes back; it has to grow from left to right.")


@dataclass(frozen=True)
class Mark:
    """A place `x` on the curves where something happened, and what, in one or more lines of `text`."""

    x: float
    text: str


def decimate(x: ArrayLike, y: ArrayLike, most: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """At most `most` of the points (n,), (n,) that are finite, chosen so that the curve looks the same.

    Kept are the first, the last, and the lowest and highest of each bucket of points. A bucket holds a power
    of two, so that the points of a growing curve stay until their number has doubled: nothing shimmers.
    Raises ValueError for `most` below 4.
    """
    if most < 4:
        raise ValueError(f"A curve needs room for at least 4 points, not {most}.")
    xs, ys = np.asarray(x, float), np.asarray(y, float)
    drawable = np.isfinite(xs) & (np.abs(ys) < LARGEST)
    xs, ys = xs[drawable], ys[drawable]
    if xs.size <= most:
        return xs, ys
    size = 2
    while 2 * -(-xs.size // size) + 2 > most:
        size *= 2
    rows = np.pad(ys, (0, -xs.size % size), mode="edge").reshape(-1, size)
    start = np.arange(len(rows)) * size
    ends = [0, xs.size - 1]
    kept = np.unique(np.concatenate([ends, start + rows.argmin(axis=1), start + rows.argmax(axis=1)]))
    return xs[kept], ys[kept]


def line_chart(
    *,
    title: str,
    series: Sequence[Series],
    x_label: str,
    y_label: str,
    log: bool = False,
    percent: bool = False,
    close: bool = False,
    height: int = 170,
    x_from: float | None = None,
    marks: Sequence[Mark] = (),
    at: float | None = None,
    moment: str = "",
) -> Picture:
    """Curves with their last values in the legend; hover, touch or arrow keys read all of them at one x.

    The x axis begins at `x_from`, or with the first curve, and is at least one wide. The y axis starts at zero and
    glides to a round upper bound; with `log` it has powers of ten and leaves out what is not positive; with `percent`
    values 0...1 read as 0...100 %, always on the whole range. Where curves are to be told apart the axis is `close`
    about them, but for the first quarter of their way, which may begin beyond it. `height` is of the plot, in pixels.
    Without points the axes wait for Play.

    Pointing at one of the `marks`, or going to it by Page Up and Page Down, tells what happened there. A line stands
    `at` an x. `moment` says in the plot of when the legend is, where that is not now.
    """
    curves = []
    for one in series:
        x, y = np.asarray(one.x, float), np.asarray(one.y, float)
        drawn = y > 0 if log else np.ones(y.shape, bool)
        x_drawn, y_drawn = decimate(x[drawn], y[drawn], MOST)
        told = y[-1:] if one.told is None else one.told
        look = None if one.look is None else asdict(one.look)
        points = {"x": pack(x_drawn, "f4"), "y": pack(y_drawn, "f4"), "last": pack(told, "f4")}
        curves.append({"name": one.name, "role": one.role, "look": look, "as_of": one.as_of} | points)
    data = {
        "title": title,
        "series": curves,
        "x_label": x_label,
        "y_label": y_label,
        "log": log,
        "percent": percent,
        "close": close,
        "height": height,
        "x_from": x_from,
        "marks": [asdict(mark) for mark in marks],
        "at": at,
        "moment": moment,
    }
    return Picture("line_chart", data)
