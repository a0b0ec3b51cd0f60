"""Curves over time, drawn live: train, test and the ghost of an earlier run, with a crosshair to read them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.components import Picture
from playground.components.shared.wire import LARGEST, pack

MOST = 300
ROLES = ("train", "test", "ghost")


@dataclass(frozen=True)
class Look:
    """A colour for light and one for dark pages, and the `dash`: pixels of strokes and gaps in turn, none if solid."""

    light: str
    dark: str
    dash: tuple[int, ...] = ()


@dataclass(frozen=True)
class Series:
    """One curve: `y` (n,) over `x` (n,), where x never goes back.

    A "train" curve is solid, a "test" curve dashed, a "ghost" (an earlier run) thin and faint; a `look` replaces the
    colour and the dash of its role. Where its last value is not of now, `as_of` says of when it is: it is shown pale.
    Raises ValueError for another role, for lengths that differ and for an x that goes back.
    """

    name: str
    x: ArrayLike = field(repr=False)
    y: ArrayLike = field(repr=False)
    role: Literal["train", "test", "ghost"] = "train"
    look: Look | None = None
    as_of: str = ""

    def __post_init__(self) -> None:
        x, y = np.asarray(self.x, float), np.asarray(self.y, float)
        if self.role not in ROLES:
            raise ValueError(f"A curve is a train, a test or a ghost curve, not {self.role!r}.")
        if x.ndim != 1 or x.shape != y.shape:
            raise ValueError(f"The curve {self.name!r} needs one y for each x: {y.shape} against {x.shape}.")
        if not np.all(np.diff(x) >= 0):
            raise ValueError(f"The x of the curve {self.name!r} goes back; it has to grow from left to right.")


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
    height: int = 170,
) -> Picture:
    """Curves with their last values in the legend; hover, touch or arrow keys read all of them at one x.

    The x axis is at least one wide. The y axis starts at zero and glides to a round upper bound; with `log` it
    has powers of ten and leaves out what is not positive; with `percent` values 0...1 read as 0...100 %, always
    on the whole range. `height` is of the plot, in pixels. Without points the axes wait for Play.
    """
    curves = []
    for one in series:
        x, y = np.asarray(one.x, float), np.asarray(one.y, float)
        drawn = y > 0 if log else np.ones(y.shape, bool)
        x_drawn, y_drawn = decimate(x[drawn], y[drawn], MOST)
        curves.append(asdict(one) | {"x": pack(x_drawn, "f4"), "y": pack(y_drawn, "f4"), "last": pack(y[-1:], "f4")})
    data = {
        "title": title,
        "series": curves,
        "x_label": x_label,
        "y_label": y_label,
        "log": log,
        "percent": percent,
        "height": height,
    }
    return Picture("line_chart", data)
