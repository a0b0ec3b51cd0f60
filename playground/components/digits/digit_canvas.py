"""A sheet to draw a digit on, with mouse, finger, pen or keyboard; its strokes come to Python while it is drawn."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.components import Picture
from playground.components.shared.mailbox import is_place, latest

BOX = 1000  # units of the sheet's side
MOST_STROKES = 100
MOST_POINTS = 20_000


def digit_canvas(*, size: int = 280, clear: int = 0, begin: Sequence[NDArray[np.float64]] = ()) -> Picture:
    """The sheet, up to `size` pixels wide; `on_sheet` tells what is drawn on it.

    When `clear` grows, the sheet empties itself. `begin` are strokes that are on it at first. Below it are Undo, Redo
    and Clear, which wait for nobody: the next digit can be drawn at once.
    """
    data = {
        "size": size,
        "clear": clear,
        "begin": [stroke.tolist() for stroke in begin],
        "mostStrokes": MOST_STROKES,
        "mostPoints": MOST_POINTS,
    }
    return Picture("digit_canvas", data)


def on_sheet(key: str, clear: int = 0) -> dict[str, Any] | None:
    """What is drawn on the sheet of this key; None before anything was.

    A drawing is {"down": bool, "strokes": [(n, 2) float arrays]}: points (x, y) in 0...1000, y down, ready for
    `engine.handwriting.drawing.render`, and whether the pen is on the sheet.
    """
    return received(latest(key), clear)


def received(message: Any, clear: int = 0) -> dict[str, Any] | None:
    """The drawing in a message of the browser; None if it is not one, or larger than the sheet allows.

    A message from before the sheet was last cleared, one whose `clear` is below the given, has no strokes left.
    """
    if not isinstance(message, dict):
        return None
    cleared, strokes = message.get("clear"), message.get("strokes")
    if type(cleared) is not int or not isinstance(strokes, list):
        return None
    if len(strokes) > MOST_STROKES or not all(isinstance(stroke, list) for stroke in strokes):
        return None
    if sum(map(len, strokes)) > MOST_POINTS or not all(map(_are_points, strokes)):
        return None
    kept = strokes if cleared >= clear else []
    return {"down": message.get("down") is True, "strokes": [_array(stroke) for stroke in kept]}


def _are_points(stroke: list[Any]) -> bool:
    return all(is_place(point) and min(point) >= 0 and max(point) <= BOX for point in stroke)


def _array(stroke: list[list[float]]) -> NDArray[np.float64]:
    return np.array(stroke, dtype=float).reshape(-1, 2)
