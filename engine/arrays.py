"""The one array type of the engine, and how inputs of any kind become the numbers that a network reads."""

import reprlib
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array: TypeAlias = NDArray[Any]

PIXEL = 255


def numbers(values: Any, what: str) -> Array:
    """Values as an array of real numbers. Raises ValueError, with a sentence that shows what is none."""
    try:
        array = np.asarray(values)
        if array.dtype.kind in "OUS":
            array = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        array = np.empty((), complex)
    if not array.ndim or array.dtype.kind not in "biuf":
        raise ValueError(f"The {what} must be numbers, one row an example{_instead(values)}.")
    return array


def _instead(values: Any) -> str:
    """What stands there instead of rows of numbers."""
    try:
        array = np.asarray(values)
    except ValueError:
        return ", all of one length"
    if not array.ndim:
        return f", not {reprlib.repr(values)}"
    if array.dtype.kind not in "OUS":
        return f", not {array.dtype.name}"
    return next((f", not {reprlib.repr(value)}" for value in array.ravel().tolist() if not _is_number(value)), "")


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def as_inputs(x: Any, dtype: DTypeLike) -> Array:
    """Inputs as a matrix of rows, shape (m, n_1), of `dtype`.

    Bytes are pixels: 0...255 becomes 0...1. One example, shape (n_1,), becomes one row; pictures (m, h, w) are
    flattened to (m, h·w).
    """
    x = numbers(x, "inputs")
    if x.ndim == 1:
        x = x[np.newaxis]
    elif x.ndim > 2:
        x = x.reshape(len(x), -1)
    if x.dtype == np.uint8:
        return np.asarray(x * np.asarray(1 / PIXEL, dtype))
    return np.asarray(x.astype(dtype, copy=False))


def as_answers(y: Any, shape: tuple[int, ...]) -> Array:
    """Desired outputs as float64 of this shape, (m, n_L). Raises ValueError for more, for fewer and for none."""
    if not shape[0]:
        raise ValueError("There is no example: what is worked out is the mean over at least one.")
    y = numbers(np.atleast_1d(y) if np.isscalar(y) else y, "desired outputs y").astype(np.float64)
    if y.size != np.prod(shape):
        raise ValueError(
            f"The desired outputs y have the shape {y.shape}, but {shape[0]} examples and {shape[1]} output neurons "
            f"need {shape}."
        )
    return np.asarray(y.reshape(shape))
