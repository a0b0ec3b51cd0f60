"""A learner's own drawings and their labels: a small data set, kept in the session and in a file."""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.handwriting.drawing import render
from playground.components.digits.digit_canvas import received

FORMAT, VERSION = "neural-playground drawings", 1
MOST_DRAWINGS = 1_000
MOST_BYTES = 4 * 2**20
LONGEST_POINT, LONGEST_LABEL = len("[1000,1000],"), len('{"label":0,"strokes":[]},')


@dataclass(frozen=True, eq=False)
class Drawing:
    """Strokes, each (n, 2) points in 0...1000 with y down, and the digit they show."""

    strokes: tuple[NDArray[np.float64], ...]
    label: int

    @cached_property
    def picture(self) -> NDArray[np.uint8]:
        """Its picture (28, 28) in bytes, rendered when it is first asked for: a whole set takes a while."""
        return np.rint(255 * render(self.strokes)).astype(np.uint8)

    @property
    def mark(self) -> Hashable:
        """Another one for every other drawing, and for every other digit that it shows."""
        return self.label, tuple(stroke.tobytes() for stroke in self.strokes)


def joined(drawings: Sequence[Drawing], more: Sequence[Drawing]) -> list[Drawing]:
    """The drawings and those `more` that are not among them, each once."""
    return list({drawing.mark: drawing for drawing in (*drawings, *more)}.values())


def fits(drawings: Sequence[Drawing]) -> bool:
    """Whether a file, and so a set, holds so many drawings of so many points."""
    strokes = [stroke for drawing in drawings for stroke in drawing.strokes]
    size = LONGEST_POINT * sum(map(len, strokes)) + len("[],") * len(strokes) + LONGEST_LABEL * len(drawings)
    return len(drawings) <= MOST_DRAWINGS and size + len(to_json([])) <= MOST_BYTES


def counts(drawings: Sequence[Drawing]) -> NDArray[np.intp]:
    """How many drawings there are of each digit, (10,)."""
    return np.bincount([drawing.label for drawing in drawings], minlength=10)


def material(drawings: Sequence[Drawing]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The drawings as a lesson needs them: pictures (k, 28, 28) and labels (k,)."""
    pictures = np.array([drawing.picture for drawing in drawings], np.uint8).reshape(-1, 28, 28)
    return pictures, np.array([drawing.label for drawing in drawings], np.int64)


def to_json(drawings: Sequence[Drawing]) -> str:
    """The drawings as a file."""
    plain = [
        {"label": drawing.label, "strokes": [np.rint(stroke).astype(int).tolist() for stroke in drawing.strokes]}
        for drawing in drawings
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "drawings": plain}, separators=(",", ":"))


def from_json(content: bytes) -> list[Drawing]:
    """The drawings of a file. Raises ValueError, with a sentence for the learner, for any other file."""
    if len(content) > MOST_BYTES:
        raise ValueError(
            f"This file has {len(content) / 2**20:.1f} MB; a set of drawings has {MOST_BYTES >> 20} MB at most."
        )
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("This file holds no drawings: it is damaged or of another kind.") from None
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise ValueError("This file holds no drawings: it was not saved on this page.")
    if plain.get("version") != VERSION:
        raise ValueError("This file was saved by another version of the playground, which this one cannot read.")
    drawings = plain.get("drawings")
    if not isinstance(drawings, list):
        raise ValueError("This file is damaged: its list of drawings is missing.")
    if len(drawings) > MOST_DRAWINGS:
        raise ValueError(f"This file holds {len(drawings):,} drawings; {MOST_DRAWINGS:,} is the most.")
    return [_drawing(each, number) for number, each in enumerate(drawings, start=1)]


def _drawing(plain: Any, number: int) -> Drawing:
    plain = plain if isinstance(plain, dict) else {}
    label = plain.get("label")
    if type(label) is not int or not 0 <= label <= 9:
        raise ValueError(f"This file is damaged: drawing {number} does not say which digit it is.")
    drawn = received({"clear": 0, "strokes": plain.get("strokes")})
    if drawn is None or not any(len(stroke) for stroke in drawn["strokes"]):
        raise ValueError(f"This file is damaged: drawing {number} has no strokes that fit on the sheet.")
    return Drawing(tuple(drawn["strokes"]), label)
