"""Rows of small drawings to try: pressing one has it drawn on a sheet, as if by a pen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from playground.components import Picture


@dataclass(frozen=True, eq=False)
class Example:
    """The digit that a drawing shows, and its strokes, each (n, 2) whole units of a sheet."""

    label: int
    strokes: Sequence[NDArray[Any]]


def digit_examples(examples: Sequence[Example], *, sheet: str, title: str) -> Picture:
    """Two rows of ten of the examples below their title, one where the page is narrow, and a button for the next ones.

    `sheet` is the key of the sheet.
    """
    shown = [{"label": each.label, "strokes": [stroke.tolist() for stroke in each.strokes]} for each in examples]
    return Picture("digit_examples", {"examples": shown, "sheet": sheet, "title": title})
