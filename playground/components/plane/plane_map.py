"""What the network answers at every place of the plane, drawn live under the points it learns from."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.components import Picture
from playground.components.shared.wire import pack
from playground.settings.limits import MOST_CLASSES


def coded(values: ArrayLike) -> NDArray[np.uint8]:
    """Values in -1...1 as bytes: 1 is -1, 128 is 0, 255 is 1; 0 is not a number. Beyond ±1 counts as ±1.

    Only zero itself is 128, so that a value keeps its sign, and with it its class.
    """
    known = np.isfinite(values)
    bounded = np.clip(np.where(known, values, 0.0), -1, 1)
    steps = np.sign(bounded) * np.maximum(1, np.rint(127 * np.abs(bounded)))
    return np.where(known, 128 + steps, 0).astype(np.uint8)


def winners(probabilities: ArrayLike) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The class (...,) with the largest of the probabilities (..., k), and that probability as `coded` bytes."""
    shares = np.asarray(probabilities, float)
    best = np.where(np.isnan(shares), -np.inf, shares).argmax(axis=-1)
    confidence = np.take_along_axis(shares, best[..., None], axis=-1)[..., 0]
    return best.astype(np.uint8), coded(confidence)


def _points(points: ArrayLike, extent: float, names: Sequence[str], which: str) -> dict[str, Any]:
    """Points (n, 3) of x, y and class (or value) as packed 16-bit places and bytes, those outside at the edge."""
    rows = np.asarray(points, float)
    if rows.size == 0:
        rows = np.zeros((0, 3))
    if rows.ndim != 2 or rows.shape[1] != 3:
        raise ValueError(f"Each {which} point needs x, y and its class; these have the shape {rows.shape}.")
    target = rows[:, 2]
    if names and not np.isin(target, np.arange(len(names))).all():
        raise ValueError(f"The class of a {which} point is one of 0 to {len(names) - 1}.")
    places = np.rint(np.clip(rows[:, :2] / extent, -1, 1) * 32767)
    return {"xy": pack(places, "i2"), "target": pack(target if names else coded(target), "u1")}


def plane_map(
    *,
    outputs: ArrayLike,
    extent: float,
    train_points: ArrayLike,
    test_points: ArrayLike,
    show_test: bool,
    steps: bool,
    size: int = 300,
    classes: Sequence[str] | int = 2,
    kind: Literal["classes", "regression"] = "classes",
    output_range: tuple[float, float] = (-1.0, 1.0),
) -> Picture:
    """The network's answer over the plane [-extent, extent]², with training and test points on it.

    `outputs` is (side, side) in -1...1 for a network of one output, or (side, side, k) with the probabilities of
    k classes; row 0 is the top (the largest x₂), column 0 the left. `output_range` tells which outputs of the
    network -1 and 1 stand for, (0, 1) for a sigmoid, so that hovering tells the output itself. `steps` draws the
    decision instead of the confidence. Points are (n, 3): x, y, and the class 0, 1, ... or, for
    `kind="regression"`, a value in -1...1; points outside are drawn at the edge. `classes` names the classes, or
    tells how many there are. `size` is of the square in pixels; it shrinks where the page is narrower.

    Raises ValueError for a map that is not square, for an extent that is not positive, for more than four
    classes, for classes that do not fit the outputs, and for points that are not (n, 3) or of another class.
    """
    cells = np.asarray(outputs, float)
    several = cells.ndim == 3
    if cells.ndim not in (2, 3) or cells.shape[0] != cells.shape[1] or cells.shape[0] == 0:
        raise ValueError(f"The map needs one answer for each cell of a square, not the shape {cells.shape}.")
    if not extent > 0:
        raise ValueError(f"The plane has to reach further than zero, not to {extent}.")
    if kind == "regression":
        names: list[str] = []
    else:
        names = [f"class {i}" for i in range(classes)] if isinstance(classes, int) else list(classes)
        if not 2 <= len(names) <= MOST_CLASSES:
            raise ValueError(f"The map has colours for 2 to {MOST_CLASSES} classes, not for {len(names)}.")
    if several and cells.shape[2] != len(names):
        raise ValueError(f"{cells.shape[2]} outputs need as many names of classes, not {len(names)}.")
    if not several and len(names) > 2:
        raise ValueError(f"One output tells two classes apart, not {len(names)}.")
    answer, confidence = winners(cells) if several else (None, coded(cells))
    data = {
        "side": len(cells),
        "values": pack(confidence, "u1"),
        "answers": None if answer is None else pack(answer, "u1"),
        "extent": float(extent),
        "train": _points(train_points, extent, names, "training"),
        "test": _points(test_points, extent, names, "test") if show_test else None,
        "steps": bool(steps),
        "size": size,
        "classes": names,
        "range": [float(end) for end in output_range],
    }
    return Picture("plane_map", data)
