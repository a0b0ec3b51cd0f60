"""A drawing in a link: its strokes, packed as steps from point to point, and unpacked exactly."""

import base64
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from playground.components.digits.digit_canvas import BOX, MOST_STROKES

LONGEST = 1500  # characters: about 500 points, several times as many as a digit has
TOO_LONG = "too-long"


def pack(strokes: Sequence[NDArray[np.float64]]) -> str:
    """Strokes, each (n, 2) whole units of the sheet, as the letters of an address; a longer drawing is left out."""
    content = bytearray()
    for stroke in filter(len, strokes):
        points = np.rint(stroke).astype(int)
        content += _number(len(points))
        for step in np.diff(points, axis=0, prepend=np.zeros((1, 2), int)).ravel().tolist():
            content += _number(2 * step if step >= 0 else -2 * step - 1)
    packed = base64.urlsafe_b64encode(content).decode().rstrip("=")
    return packed if len(packed) <= LONGEST else TOO_LONG


def unpack(text: str) -> list[NDArray[np.float64]]:
    """The strokes of `pack`. Raises ValueError, with a sentence, for anything else."""
    if text == TOO_LONG:
        raise ValueError("it was too long for a link.")
    strokes: list[NDArray[np.float64]] = []
    try:
        numbers = _numbers(base64.b64decode(text[:LONGEST] + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        for count in numbers:
            steps = [next(numbers) for _ in range(2 * min(count, LONGEST))]
            signed = np.array([-(step + 1) // 2 if step % 2 else step // 2 for step in steps])
            strokes.append(signed.reshape(-1, 2).cumsum(axis=0).astype(float))
    except (RuntimeError, StopIteration, ValueError):
        raise ValueError("it is damaged.") from None
    inside = all(len(stroke) and ((stroke >= 0) & (stroke <= BOX)).all() for stroke in strokes)
    if not strokes or len(strokes) > MOST_STROKES or not inside:
        raise ValueError("it does not fit on the sheet.")
    return strokes


def _number(value: int) -> bytes:
    """A number from 0 up in as many bytes as it needs: seven bits each, the lowest first, and the eighth for more."""
    more = bytearray()
    while value > 127:
        more.append(128 | value & 127)
        value >>= 7
    return bytes([*more, value])


def _numbers(content: bytes) -> Iterator[int]:
    """The numbers in these bytes; RuntimeError where the last one is cut short or one is too large for a sheet."""
    value = shift = 0
    for byte in content:
        value |= (byte & 127) << shift
        shift += 7
        if shift > 21:
            raise RuntimeError
        if byte < 128:
            yield value
            value = shift = 0
    if shift:
        raise RuntimeError
