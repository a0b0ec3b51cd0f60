"""The one array type of the engine, and how inputs of any kind become the numbers that a network reads."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array: TypeAlias = NDArray[Any]

PIXEL = 255


def as_inputs(x: Any, dtype: DTypeLike) -> Array:
    """Inputs as a matrix of rows, shape (m, n_1), of `dtype`.

    Bytes are pixels: 0...255 becomes 0...1. One example, shape (n_1,), becomes one row; pictures (m, h, w) are
    flattened to (m, h·w).
    """
    x = np.asarray(x)
    if x.ndim == 1:
        x = x[np.newaxis]
    elif x.ndim > 2:
        x = x.reshape(len(x), -1)
    if x.dtype == np.uint8:
        return np.asarray(x * np.asarray(1 / PIXEL, dtype))
    return np.asarray(x.astype(dtype, copy=False))


def as_answers(y: Any, shape: tuple[int, ...]) -> Array:
    """Desired outputs as float64 of this shape, (m, n_L). Raises ValueError, with a sentence, for more or fewer."""
    y = np.asarray(y, np.float64)
    if y.size != np.prod(shape):
        raise ValueError(
            f"The desired outputs y have the shape {y.shape}, but {shape[0]} examples and {shape[1]} output neurons "
            f"need {shape}."
        )
    return np.asarray(y.reshape(shape))
