"""The one way of numbers to the browser: what a component is to draw, as JSON can hold it and drawings can take it.

JSON knows no number that is not finite, and a drawing cannot place one. So what is not a number is None, which the
browser reads as "not a number"; what is infinite, or larger than single precision holds, is ±`LARGEST`, which it reads
as ±∞. Arrays go as base64 of their bytes; in those of floats NaN stays, and is a gap.
"""

import base64
import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST = float(np.finfo("f4").max)


def pack(values: Any, dtype: str) -> NDArray[Any]:
    """Numbers as an array of "u1", "i1", "i2" or "f4": small on the wire, quick to decode.

    `theme.js` has the other end, `bytes` and `floats`.
    """
    with np.errstate(over="ignore"):
        return np.asarray(values, np.dtype(dtype).newbyteorder("<"))


def plain(value: Any) -> Any:
    """Data as plain JSON data, by the rule of this module. Raises TypeError for what is no data."""
    match value:
        case str() | bool() | int() | None:
            return value
        case float():
            return None if math.isnan(value) else float(min(max(value, -LARGEST), LARGEST))
        case Mapping():
            return {name: plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case np.ndarray():
            held = np.clip(value, -LARGEST, LARGEST) if value.dtype.kind == "f" else value
            return base64.b64encode(held.tobytes()).decode()
        case np.generic():
            return plain(value.item())
    raise TypeError(f"A component is told numbers, texts, lists and dictionaries, not {type(value).__name__}.")


def _foreign(value: Any) -> Any:
    """What JSON does not know of itself, as data that it knows."""
    return dict(value) if isinstance(value, Mapping) else plain(value)


_encode = json.JSONEncoder(allow_nan=False, default=_foreign).encode
_FAR = re.compile(r"e\+(?<=[0-9]e\+)[0-9]{2}")  # of a number that may be larger than `LARGEST`


def as_json(data: Mapping[str, Any]) -> str:
    """`plain` data as text.

    Where every number can go as it is, which is nearly always, nothing is copied first: that took longer than to write.
    """
    with suppress(ValueError):  # a number is not finite
        text = _encode(data)
        if not _FAR.search(text):
            return text
    return json.dumps(plain(data), allow_nan=False)
