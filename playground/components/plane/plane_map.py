"""What the network answers at every place of the plane, drawn live under the points it learns from."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.bidi import isolated
from playground.components import Picture
from playground.components.shared.mailbox import LAST, fresh, is_index
from playground.components.shared.wire import pack

UNITS = 32_767
"""Of the plane from its middle to its edge: places are whole numbers of them."""
ALL = 255
"""Of a point that is not faded."""
FAR = 9
"""Times the half of the plane: no curve is told that is farther from its middle."""


class Axis(NamedTuple):
    """An axis of the map: what it is called, and its ends."""

    name: str
    low: float
    high: float


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


def packed_answers(outputs: ArrayLike) -> dict[str, Any]:
    """What a network answers over a square, row 0 the top: (side, side) in -1...1, or (side, side, k) probabilities."""
    cells = np.asarray(outputs, float)
    answer, confidence = winners(cells) if cells.ndim == 3 else (None, coded(cells))
    answers = None if answer is None else pack(answer, "u1")
    return {"side": len(cells), "values": pack(confidence, "u1"), "answers": answers}


def packed_points(points: ArrayLike, extent: float, values: bool = False) -> dict[str, Any]:
    """Points (n, 3) of x₁, x₂ and class, or value in -1...1, by units and bytes; those outside are at the edge.

    A fourth column, (n, 4), is how much of a point is to be seen, 0...1.
    """
    rows = np.asarray(points, float)
    rows = rows if rows.size else np.empty((0, 3))
    places = np.rint(np.clip(rows[:, :2] / extent, -1, 1) * UNITS)
    packed = {"xy": pack(places, "i2"), "target": pack(coded(rows[:, 2]) if values else rows[:, 2], "u1")}
    return packed if rows.shape[1] == 3 else packed | {"seen": pack(np.rint(ALL * rows[:, 3]), "u1")}


def names_of(classes: Sequence[str] | int) -> list[str]:
    """The names of the classes, numbers where there are only so many."""
    return [f"class {i}" for i in range(classes)] if isinstance(classes, int) else list(map(isolated, classes))


def chosen_point(key: str) -> int | None:
    """The index of the training point that the learner chose on the map of this key since the last call, if any."""
    messages = fresh(key)
    index = messages[-1].get("point") if messages else None
    return index if is_index(index, LAST) else None


def plane_map(
    *,
    outputs: ArrayLike,
    extent: float,
    train_points: ArrayLike,
    test_points: ArrayLike,
    show_test: bool,
    steps: bool,
    classes: Sequence[str] | int = 2,
    kind: Literal["classes", "regression"] = "classes",
    output_range: tuple[float, float] = (-1.0, 1.0),
    looked_at: Sequence[int] = (),
    choosable: bool = False,
    layer: int | None = None,
    several: bool = False,
    axes: tuple[Axis, Axis] | None = None,
    target: str = "",
    curves: NDArray[np.float64] | None = None,
) -> Picture:
    """The network's answer over the plane [-extent, extent]², with training and test points on it.

    `outputs` is (side, side) in -1...1 for a network of one output, or (side, side, k) with the probabilities of
    k classes; row 0 is the top (the largest x₂), column 0 the left. `output_range` tells which outputs of the
    network -1 and 1 stand for, (0, 1) for a sigmoid, so that hovering tells the output itself. `steps` draws the
    decision instead of the confidence. Points are (n, 3): x, y, and the class 0, 1, ... or, for
    `kind="regression"`, a value in -1...1; points outside are drawn at the edge. Those of (n, 4) are faded, the last
    number is how much of them is seen. `classes` names the classes, two to ten, or tells how many there are. `axes`
    name the two directions and what their ends stand for, where these are not x₁, x₂ and the extent. The training
    points that are `looked_at` are ringed; where they are `choosable`, a click on one asks for it (`chosen_point`).
    `target` is what numbers that are to be learned are called; the ends of the range stand for all beyond them then.
    With `curves` (k, side), heights in -1...1, the plane has one direction only, to the right, and how high a place is
    tells what an output is: the curves are those of the outputs.
    Beside a drawing of the network its outputs are in `layer`, the input being 0: `several`, one for each class, or a
    single one.
    """
    regression = kind == "regression"
    data = packed_answers(outputs) | {
        "axes": axes or (Axis("x₁", -extent, extent), Axis("x₂", -extent, extent)),
        "train": packed_points(train_points, extent, regression),
        "test": packed_points(test_points, extent, regression) if show_test else None,
        "steps": bool(steps),
        "classes": [] if regression else names_of(classes),
        "range": output_range,
        "ringed": [int(i) for i in looked_at],
        "choosable": choosable,
        "target": target,
        "each": "example" if axes else "point",
        "curves": None if curves is None else [pack(np.clip(curve, -FAR, FAR), "f4") for curve in curves],
        "layer": layer,
        "several": several,
    }
    return Picture("plane_map", data)
