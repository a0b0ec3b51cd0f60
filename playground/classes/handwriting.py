"""The class's own digits: what a learner draws, how the shipped network reads it, and all of them as one set.

The set leaves as a file that the Digits page opens, under "Teach it", and trains on. It says who drew nothing of it.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Network, load_digit_network
from engine.handwriting.doubt import judge
from engine.handwriting.drawing import render
from playground.components.digits.digit_canvas import BOX
from playground.data.collection import MOST_DRAWINGS, Drawing, to_json

Strokes = list[list[list[float]]]
"""A drawing as plain data: strokes of points [x, y] in 0...1, y down, in thousandths of the sheet."""

MOST_STROKES = 40
MOST_POINTS = 2_000
"""Of a drawing as it comes from a page."""
MOST_KEPT = 300
"""Points of a drawing that are kept, evenly along its strokes: so any thousand drawings fit into one file."""
MOST_OF_A_CLASS = MOST_DRAWINGS
TEACH = "/digits?digit-section=teach-it"
"""Where the file is opened."""


def checked(digit: Any, strokes: Any) -> Strokes:
    """The strokes of a drawing of this digit as they are kept: in thousandths of the sheet, and of at most 300 points.

    Raises ValueError, with a sentence, for anything else.
    """
    if type(digit) is not int or not 0 <= digit <= 9:
        raise ValueError("A drawing is of a digit from 0 to 9.")
    if not isinstance(strokes, list) or not all(isinstance(stroke, list) for stroke in strokes):
        raise ValueError("A drawing is a list of strokes, and each stroke a list of points.")
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise ValueError(f"A drawing has at most {MOST_STROKES} strokes and {MOST_POINTS:,} points.")
    if not all(_is_on_sheet(point) for stroke in strokes for point in stroke):
        raise ValueError("All points of a drawing lie on the sheet: x and y are numbers from 0 to 1.")
    drawn = [stroke for stroke in strokes if stroke]
    if not drawn:
        raise ValueError("There is nothing on the sheet yet.")
    return _thinned([_in_thousandths(stroke) for stroke in drawn])


def read(strokes: Strokes) -> int:
    """The digit that the shipped network reads in a drawing, as on the Digits page; it takes some milliseconds."""
    on_sheet = _on_sheet(strokes)
    return judge(render(on_sheet), _shipped(), on_sheet).first


def figures(read: Iterable[tuple[int, int]]) -> list[dict[str, int]]:
    """For each digit how often it was `drawn` and how often it was read `right`.

    Of each drawing there is the digit that it shows, and the one that was read in it.
    """
    counts = [{"drawn": 0, "right": 0} for _ in range(10)]
    for digit, said in read:
        counts[digit]["drawn"] += 1
        counts[digit]["right"] += digit == said
    return counts


def next_digit(drawn: Sequence[int]) -> int:
    """The digit that a learner who drew these draws next: the one drawn least, the smallest of several."""
    return min(range(10), key=list(drawn).count)


def require_room(drawn: int) -> None:
    """Raise ValueError, with a sentence, where a class that drew so many digits cannot draw one more."""
    if drawn >= MOST_OF_A_CLASS:
        raise ValueError(f"The class drew {drawn:,} digits, and that is the most of one set. Thank you!")


def file(drawings: Iterable[tuple[int, Strokes]]) -> bytes:
    """A file of drawings, each the digit that it shows and its strokes, as the Digits page saves and opens them.

    Raises ValueError, with a sentence, where they are more than such a file holds.
    """
    given = list(drawings)
    if len(given) > MOST_OF_A_CLASS:
        raise ValueError(f"A file holds {MOST_OF_A_CLASS:,} drawings at most; these are {len(given):,}.")
    return to_json([Drawing(tuple(_on_sheet(strokes)), digit) for digit, strokes in given]).encode()


def _is_on_sheet(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(value) in (int, float) and 0 <= value <= 1 for value in point)
    )


def _in_thousandths(stroke: list[list[float]]) -> list[list[float]]:
    """The points of a stroke in thousandths, each that is not the one before it."""
    points = [[round(BOX * value) / BOX for value in point] for point in stroke]
    return [point for i, point in enumerate(points) if not i or point != points[i - 1]]


def _thinned(strokes: Strokes) -> Strokes:
    """The same strokes with fewer points where they have many: both ends of each, and the others evenly."""
    total = sum(map(len, strokes))
    if total <= MOST_KEPT:
        return strokes
    share = (MOST_KEPT - 2 * len(strokes)) / total
    return [[stroke[i] for i in _evenly(len(stroke), 2 + int(share * len(stroke)))] for stroke in strokes]


def _evenly(length: int, count: int) -> list[int]:
    return list(range(length)) if length <= count else np.linspace(0, length - 1, count).round().astype(int).tolist()


def _on_sheet(strokes: Strokes) -> list[NDArray[np.float64]]:
    """The strokes in whole units of the sheet of the Digits page."""
    return [np.rint(BOX * np.array(stroke, float).reshape(-1, 2)) for stroke in strokes]


@lru_cache(maxsize=1)
def _shipped() -> Network:
    return load_digit_network()
