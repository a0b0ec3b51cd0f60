"""A sheet to draw a digit on, with mouse, finger, pen or keyboard; its strokes come to Python while it is drawn."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.components import declare

BOX = 1000  # units of the sheet's side
MOST_STROKES = 100
MOST_POINTS = 20_000


def digit_canvas(
    *,
    key: str,
    ack: int = 0,
    size: int = 280,
    clear: int = 0,
    begin: Sequence[NDArray[np.float64]] = (),
    buttons: Literal["all", "undo", "none"] = "all",
    on_change: Callable[[], None] = lambda: None,
) -> dict[str, Any] | None:
    """Shows the sheet, up to `size` pixels wide, and returns what is drawn on it; None before anything was.

    A drawing is {"seq": int, "down": bool, "strokes": [(n, 2) float arrays]}: points (x, y) in 0...1000, y down, ready
    for `engine.data.drawing.render`, and whether the pen is on the sheet. `seq` grows with every change. The browser
    sends the next change when the last one has arrived; `ack` is the seq of a change that was received in another way.
    When `clear` grows, the sheet empties itself. `begin` are strokes that are on it at first. `buttons` are those below
    the sheet: Undo and Clear ("all"), "undo" on its left half, where the page has a Clear of its own for the right one,
    or "none". `on_change` is called when there is news, before the page is drawn again; `on_sheet` has it then.
    """
    drawing = on_sheet(key, clear)
    seen = drawing["seq"] if drawing else 0
    data = {
        "id": key,
        "ack": max(ack, seen),
        "size": size,
        "clear": clear,
        "begin": [stroke.tolist() for stroke in begin],
        "buttons": buttons,
        "mostStrokes": MOST_STROKES,
        "mostPoints": MOST_POINTS,
    }
    declare("digit_canvas")(key=key, data=data, on_drawing_change=on_change)
    return drawing


def on_sheet(key: str, clear: int = 0) -> dict[str, Any] | None:
    """What is drawn on the sheet of this key, as `digit_canvas` returns it."""
    state = st.session_state.get(key)
    return received(state.get("drawing") if isinstance(state, dict) else None, clear)


def received(message: Any, clear: int = 0) -> dict[str, Any] | None:
    """The drawing in a message of the browser; None if it is not one, or larger than the sheet allows.

    A message from before the sheet was last cleared, one whose `clear` is below the given, has no strokes left.
    """
    if not isinstance(message, dict):
        return None
    seq, cleared, strokes = (message.get(name) for name in ("seq", "clear", "strokes"))
    if type(seq) is not int or seq < 0 or type(cleared) is not int or not isinstance(strokes, list):
        return None
    if len(strokes) > MOST_STROKES or not all(isinstance(stroke, list) for stroke in strokes):
        return None
    if sum(map(len, strokes)) > MOST_POINTS or not all(map(_are_points, strokes)):
        return None
    kept = strokes if cleared >= clear else []
    return {"seq": seq, "down": message.get("down") is True, "strokes": [_array(stroke) for stroke in kept]}


def _are_points(stroke: list[Any]) -> bool:
    return all(
        type(p) is list
        and len(p) == 2
        and type(p[0]) in (int, float)
        and type(p[1]) in (int, float)
        and 0 <= p[0] <= BOX
        and 0 <= p[1] <= BOX
        for p in stroke
    )


def _array(stroke: list[list[float]]) -> NDArray[np.float64]:
    return np.array(stroke, dtype=float).reshape(-1, 2)
