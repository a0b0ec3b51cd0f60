"""Digits that people drew with a pen, kept apart by writer: what was learned from one hand is tested on another.

They are digits of UNIPEN (train_r01_v07, section 1a; the Unipen Consortium, 1999; CC BY 4.0). A fifth of the writers is
held out: the network that ships was trained on none of their digits, and those are what `held_out` has.

    python -m engine.handwriting.pens benchmarks/data/pen-digits.npz

writes the file of them that ships with the package.
"""

import argparse
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import assets
from engine.handwriting.drawing import SIDE, render

Points = NDArray[Any]
Strokes = tuple[Points, ...]

SHIPPED = "held-out-pens.npz"

_ONE_IN, _HELD = 5, 3  # the writers held out: those of a number that leaves this remainder, so some of every collection
_CUT = range(369, 391)  # writers of the collection `ibm`, whose digits were cut into strokes now and then
_STRAIGHT = 0.16  # of a straight line: the largest share of how far its points spread across to how far along
_DOT = 300  # in the unit of the points, of which a drawing's longer side has 1000


@dataclass(frozen=True, eq=False)
class Pens:
    """Drawn digits: the `strokes` of each, its `labels` uint8 (n,) and its `writers` uint16 (n,), about one a person.

    A stroke is int16 (m, 2): x, y, y down; the longer side of each drawing is 1000.
    """

    strokes: tuple[Strokes, ...]
    labels: NDArray[np.uint8]
    writers: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.labels)

    def chosen(self, which: NDArray[Any]) -> "Pens":
        """Those of these places, or those that a mask (n,) marks."""
        places = np.arange(len(self))[which]
        return Pens(tuple(self.strokes[i] for i in places), self.labels[places], self.writers[places])

    def pictures(self) -> NDArray[np.float32]:
        """Every digit as a network sees it, (n, 28, 28)."""
        pictures = np.empty((len(self), SIDE, SIDE), np.float32)
        for picture, strokes in zip(pictures, self.strokes, strict=True):
            picture[:] = render(strokes)
        return pictures


def held_out() -> Pens:
    """The digits of writers whom the shipped network has not met: what shows how well it reads strangers.

    >>> pens = held_out()
    >>> len(pens), len(set(pens.writers.tolist()))
    (1833, 81)

    Raises ValueError if the shipped file is damaged or missing.
    """
    try:
        return from_bytes(assets.read(SHIPPED))
    except ValueError:
        raise ValueError("The pen drawings that come with the program are damaged; install it again.") from None


def from_file(path: str | Path) -> Pens:
    """All digits of a file such as `benchmarks/data/pen-digits.npz`. Raises ValueError for any other file."""
    try:
        return from_bytes(Path(path).read_bytes())
    except OSError:
        raise ValueError(f"{path} cannot be read.") from None


def from_bytes(content: bytes) -> Pens:
    """The digits of `to_bytes`. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            points, stroke_starts, digit_starts, labels, writers = (
                arrays[name] for name in ("points", "stroke_starts", "digit_starts", "labels", "writers")
            )
        if points.shape != (stroke_starts[-1], 2) or len(stroke_starts) != digit_starts[-1] + 1 or labels.max() > 9:
            raise ValueError("The parts do not fit together.")
        strokes = np.split(points, stroke_starts[1:-1])
        digits = tuple(tuple(strokes[a:b]) for a, b in pairwise(digit_starts))
        if not len(digits) == len(labels) == len(writers):
            raise ValueError("The parts do not fit together.")
        return Pens(digits, labels, writers)
    except (
        AttributeError,
        IndexError,
        KeyError,
        EOFError,
        OSError,
        TypeError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        raise ValueError("This file holds no pen drawings.") from None


def to_bytes(pens: Pens) -> bytes:
    """The digits as an npz file without objects: all points, and where strokes and digits begin."""
    strokes = [stroke for digit in pens.strokes for stroke in digit]
    file = io.BytesIO()
    np.savez_compressed(
        file,
        points=np.concatenate(strokes).astype(np.int16),
        stroke_starts=_starts(map(len, strokes)),
        digit_starts=_starts(map(len, pens.strokes)),
        labels=pens.labels,
        writers=pens.writers,
    )
    return file.getvalue()


def split(pens: Pens) -> tuple[Pens, Pens]:
    """The digits to learn from and those of the writers held out, both without what is only a part of a digit."""
    whole = np.array(
        [not _is_part(*each) for each in zip(pens.strokes, pens.labels, pens.writers, strict=True)], np.bool_
    )
    held = pens.writers % _ONE_IN == _HELD
    return pens.chosen(whole & ~held), pens.chosen(whole & held)


def _is_part(strokes: Sequence[Points], label: int, writer: int) -> bool:
    """Whether this is a stroke of the digit instead of the digit: the slash of a 0, the leg of a 4, the foot of a 1.

    Some 75 labels of the collection `ibm` are wrong in this way. None of its 4s is whole in a single stroke; and
    wherever a 0 or a 4 is a straight line, a 1 lies flat, or a digit is a dot, it is a part.
    """
    points = np.concatenate(strokes).astype(float)
    wide, high = np.ptp(points, axis=0)
    if max(wide, high) < _DOT or (label == 1 and high < wide / 2):
        return True
    if label not in (0, 4) or len(strokes) > 1:
        return False
    along, across = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(across < _STRAIGHT * along) or (label == 4 and writer in _CUT)


def _starts(lengths: Iterable[int]) -> NDArray[np.uint32]:
    return np.cumsum([0, *lengths]).astype(np.uint32)


def main() -> None:
    """Write the digits of the writers held out where the package ships them from."""
    parser = argparse.ArgumentParser(description="Take the held-out writers out of a file of pen drawings.")
    parser.add_argument("file", help="the file with all pen drawings: benchmarks/data/pen-digits.npz")
    parser.add_argument("--output", type=Path, default=Path(__file__).parents[1] / "data" / "assets" / SHIPPED)
    arguments = parser.parse_args()
    _, held = split(from_file(arguments.file))
    arguments.output.write_bytes(to_bytes(held))
    assets.seal(arguments.output)
    print(f"{len(held):,} digits; {arguments.output.stat().st_size:,} bytes in {arguments.output}")


if __name__ == "__main__":
    main()
