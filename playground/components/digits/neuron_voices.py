"""What neurons contribute for and against an answer: what each looks for, and a bar to the right or to the left."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.components import Picture
from playground.components.shared.wire import pack


@dataclass(frozen=True, eq=False)
class Voice:
    """One row: a name, what it `says` (its contribution, signed), a note on how that is computed, and a field.

    `field` (784,) is what the neuron looks for, orange where ink inhibits it and blue where ink excites it; None for a
    row that stands for several neurons, for a bias or for a sum.
    """

    name: str
    says: float
    note: str
    field: ArrayLike | None = None
    is_sum: bool = False


def neuron_voices(voices: Sequence[Voice]) -> Picture:
    """One row per voice, in the given order."""
    items = [{**vars(voice), "field": None if voice.field is None else _bytes(voice.field)} for voice in voices]
    return Picture("neuron_voices", {"items": items})


def _bytes(field: ArrayLike) -> NDArray[np.uint8]:
    """Signed numbers as bytes, 128 for zero, the largest size at an end of the scale."""
    values = np.asarray(field, float).reshape(-1)
    most = float(np.abs(values).max(initial=0))
    return pack(np.rint(127.5 + 127.5 * (values / most if most > 0 else values)), "u1")
