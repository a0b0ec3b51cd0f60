"""Points of the plane in a link: a few of them, packed as text and unpacked exactly."""

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.table import SQUARE
from playground.settings.choices import Packed
from playground.settings.limits import MOST_CLASSES

MOST = 200
TOO_MANY = "too-many"
_EDGE = 32_767
_GRID, _EXACT = "g", "e"
_PLACES: dict[str, np.dtype[Any]] = {_GRID: np.dtype("<i2"), _EXACT: np.dtype("<f8")}


def pack(points: NDArray[np.float64]) -> str:
    """Points (n, 3), as x₁, x₂ and class, as text for an address; more than 200 are left out.

    Points that were drawn lie on a grid and take 5 bytes each, others 17.
    """
    if len(points) > MOST:
        return TOO_MANY
    places, labels = np.ascontiguousarray(points[:, :2], "<f8"), points[:, 2].astype("u1").tobytes()
    units = np.rint(places / SQUARE * _EDGE).astype("<i2")
    drawn = np.array_equal(_from_grid(units), places)
    kind, content = (_GRID, units.tobytes()) if drawn else (_EXACT, places.tobytes())
    return kind + base64.urlsafe_b64encode(content + labels).decode().rstrip("=")


def unpack(text: str) -> NDArray[np.float64]:
    """The points of `pack`. Raises ValueError, with a sentence, for anything else."""
    if text == TOO_MANY:
        raise ValueError(f"there are more than {MOST}. Ask the sender for the file of the run, which holds them all.")
    kind, packed = text[:1], text[1:]
    dtype = _PLACES.get(kind)
    try:
        content = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
    except ValueError:
        content = b""
    size = 2 * dtype.itemsize + 1 if dtype else 1
    n = len(content) // size
    if dtype is None or len(content) % size or not 1 <= n <= MOST:
        raise ValueError("they are damaged. Copy the whole link and open it again.")
    places = np.frombuffer(content, dtype, 2 * n).reshape(n, 2)
    labels = np.frombuffer(content, np.uint8, n, 2 * n * dtype.itemsize)
    places = _from_grid(places) if kind == _GRID else places.astype(float)
    if not (np.abs(places) <= SQUARE).all() or (labels >= MOST_CLASSES).any():
        raise ValueError("some of them lie outside the square.")
    return np.column_stack([places, labels])


def _from_grid(units: NDArray[np.int16]) -> NDArray[np.float64]:
    """Places as the square on the page sends them: whole units, to six digits."""
    return np.array([float(f"{unit / _EDGE * SQUARE:.6g}") for unit in units.ravel()]).reshape(units.shape)


POINTS = Packed("points", None, pack, unpack)
"""The learner's own points, as a link to the Playground has them."""
