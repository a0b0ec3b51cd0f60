"""Digits written by other means than those the digit network was trained on: arcs, lines and curves, put together.

The training's drawings are smooth lines through listed points (`engine.handwriting.synthetic`). Here each style is made
of geometry instead, in a unit square with y down, and its hand errs in ways of its own, so that reading these digits is
no matter of having seen them.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Points = NDArray[np.float64]

# A piece is a kind and its numbers; the pieces of a stroke follow one another without lifting the pen.
#   line:  x, y of one end and of the other
#   arc:   x, y of the centre, half the width, half the height, first and last angle in degrees (0 right, 90 down)
#   curve: x, y of the four points of a cubic Bézier curve
Piece = tuple[str, tuple[float, ...]]
Stroke = Sequence[Piece]


def line(*numbers: float) -> Piece:
    """From one end to the other."""
    return "line", numbers


def arc(*numbers: float) -> Piece:
    """A part of an ellipse."""
    return "arc", numbers


def curve(*numbers: float) -> Piece:
    """A cubic Bézier curve."""
    return "curve", numbers


_LEG = line(0.5, 0, 0.48, 1)
_FLAG = line(0.28, 0.26, 0.5, 0)
_TOP = line(0.1, 0.03, 0.85, 0)
_FALL = line(0.85, 0, 0.4, 1)
_BAR = line(0.25, 0.53, 0.85, 0.5)
_BELLY = arc(0.42, 0.7, 0.4, 0.3, -120, 140)
_HEAD = arc(0.45, 0.27, 0.33, 0.27, -20, -370)
_SWAN = (arc(0.45, 0.27, 0.34, 0.27, -165, 25), curve(0.78, 0.38, 0.7, 0.6, 0.4, 0.8, 0.1, 1))

STYLES: Mapping[int, Mapping[str, Sequence[Stroke]]] = {
    0: {
        "ring": [[arc(0.5, 0.5, 0.34, 0.5, -90, -450)]],
        "not closed": [[arc(0.5, 0.5, 0.36, 0.5, -60, -395)]],
        "round": [[arc(0.5, 0.5, 0.48, 0.5, -100, -470)]],
    },
    1: {
        "bare": [[_LEG]],
        "flag": [[_FLAG, _LEG]],
        "long flag": [[line(0.1, 0.52, 0.52, 0), line(0.52, 0, 0.52, 1)]],
        "flag and foot": [[_FLAG, _LEG], [line(0.22, 1, 0.76, 1)]],
    },
    2: {
        "flat foot": [[*_SWAN, line(0.1, 1, 0.9, 1)]],
        "loop": [[*_SWAN, arc(0.1, 0.88, 0.14, 0.11, 90, 270), curve(0.1, 0.77, 0.4, 0.75, 0.5, 1, 0.9, 0.96)]],
        "wavy foot": [[*_SWAN, curve(0.1, 1, 0.4, 0.8, 0.6, 1.08, 0.95, 0.92)]],
    },
    3: {
        "two bows": [[arc(0.42, 0.25, 0.34, 0.25, -155, 85), arc(0.42, 0.74, 0.4, 0.26, -85, 150)]],
        "flat top": [[line(0.1, 0, 0.8, 0), line(0.8, 0, 0.4, 0.38), arc(0.4, 0.69, 0.42, 0.31, -80, 140)]],
    },
    4: {
        "open": [[line(0.22, 0, 0.1, 0.55), line(0.1, 0.55, 0.95, 0.53)], [line(0.68, 0.15, 0.62, 1)]],
        "low crossing": [[line(0.45, 0, 0.05, 0.7), line(0.05, 0.7, 0.95, 0.68)], [line(0.62, 0.42, 0.56, 1)]],
        "closed": [[line(0.65, 0, 0.02, 0.65), line(0.02, 0.65, 0.95, 0.65)], [line(0.65, 0, 0.65, 1)]],
        "cup": [[curve(0.12, 0, 0.1, 0.75, 0.45, 0.6, 0.85, 0.48)], [line(0.85, 0, 0.75, 1)]],
    },
    5: {
        "bar last": [[line(0.2, 0, 0.17, 0.42), _BELLY], [line(0.2, 0, 0.82, 0)]],
        "bar first": [[line(0.82, 0, 0.2, 0), line(0.2, 0, 0.17, 0.42), _BELLY]],
        "flowing": [[curve(0.85, 0, 0.1, -0.02, 0.05, 0.3, 0.35, 0.42), arc(0.35, 0.71, 0.4, 0.29, -80, 135)]],
    },
    6: {
        "curl": [[curve(0.75, 0, 0.3, 0.1, 0.1, 0.45, 0.1, 0.7), arc(0.44, 0.72, 0.34, 0.28, 180, -175)]],
        "straight": [[line(0.6, 0, 0.12, 0.65), arc(0.44, 0.73, 0.34, 0.27, 190, -160)]],
    },
    7: {
        "bare": [[_TOP, _FALL]],
        "crossed": [[_TOP, _FALL], [_BAR]],
        "crossed, with serif": [[line(0.1, 0.2, 0.1, 0.03), _TOP, _FALL], [_BAR]],
        "bowed": [[_TOP, curve(0.85, 0, 0.6, 0.3, 0.5, 0.6, 0.48, 1)]],
    },
    8: {
        "two rings": [[arc(0.5, 0.24, 0.28, 0.24, 90, 450)], [arc(0.5, 0.74, 0.34, 0.26, -90, 270)]],
        "one line": [
            [
                arc(0.5, 0.24, 0.28, 0.24, -30, -250),
                curve(0.4, 0.46, 0.9, 0.55, 0.9, 0.98, 0.5, 1),
                curve(0.5, 1, 0.1, 0.98, 0.1, 0.6, 0.74, 0.12),
            ]
        ],
    },
    9: {
        "straight leg": [[_HEAD, line(0.78, 0.22, 0.76, 1)]],
        "slanted leg": [[_HEAD, line(0.78, 0.22, 0.42, 1)]],
        "curled tail": [[_HEAD, line(0.78, 0.22, 0.78, 0.7), arc(0.43, 0.7, 0.35, 0.3, 0, 140)]],
        "closed by the leg": [[arc(0.45, 0.27, 0.33, 0.27, -50, -330), line(0.8, 0.02, 0.74, 1)]],
    },
}
SLANT = 15.0  # degrees to either side, unless a slant is given


def write(
    digit: int,
    style: str,
    rng: Generator,
    *,
    slant: float | None = None,
    shake: float = 0.005,
    points: int | None = None,
    lifted: bool = True,
) -> list[Points]:
    """One digit in one of `STYLES[digit]`: strokes (n, 2) of points (x, y), y down, about 1 high.

    The rest is as `put_together` takes it.
    """
    return put_together(STYLES[digit][style], rng, slant=slant, shake=shake, points=points, lifted=lifted)


def put_together(
    pieces: Sequence[Stroke],
    rng: Generator,
    *,
    slant: float | None = None,
    shake: float = 0.005,
    points: int | None = None,
    lifted: bool = True,
) -> list[Points]:
    """Strokes made of these pieces by a hand that errs.

    `slant` is in degrees to the right, at random up to `SLANT` to either side unless given; `shake` is how far the
    pen trembles; `points` is the number of points of the whole drawing, otherwise they lie close; a pen that is not
    `lifted` also draws its way from stroke to stroke.
    """
    strokes = [np.concatenate([_traced(piece, rng) for piece in stroke]) for stroke in pieces]
    strokes = [_even(stroke, 40) for stroke in strokes]
    if not lifted:
        strokes = [np.concatenate(strokes)]
    lean = np.tan(np.deg2rad(rng.uniform(-SLANT, SLANT) if slant is None else slant))
    strokes = [_trembling(stroke, shake, rng) for stroke in _distorted(strokes, lean, rng)]
    if points is None:
        return strokes
    lengths = np.array([_length(stroke) for stroke in strokes])
    return [
        _even(stroke, max(2, round(points * share)))
        for stroke, share in zip(strokes, lengths / lengths.sum(), strict=True)
    ]


def _traced(piece: Piece, rng: Generator) -> Points:
    """Points along a piece whose numbers are a little off."""
    kind, numbers = piece
    if kind == "arc":
        x, y, across, down = np.array(numbers[:4]) + rng.normal(0, 0.02, 4)
        first, last = np.deg2rad(np.array(numbers[4:]) + rng.normal(0, 6, 2))
        angle = np.linspace(first, last, 40)
        return np.stack([x + across * np.cos(angle), y + down * np.sin(angle)], axis=1)
    ends = np.array(numbers).reshape(-1, 2)
    ends = ends + rng.normal(0, 0.02, ends.shape)
    t = np.linspace(0, 1, 40)[:, None]
    if kind == "line":
        line: Points = ends[0] + t * (ends[1] - ends[0])
        return line
    a, b, c, d = ends
    curve: Points = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d
    return curve


def _distorted(strokes: list[Points], lean: float, rng: Generator) -> list[Points]:
    """Slanted, turned, made narrow or wide, and bent by a parabola."""
    turn, width = rng.uniform(-0.1, 0.1), rng.uniform(0.75, 1.25)
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[width, -lean], [0, 1]])
    bend = rng.normal(0, 0.1, (3, 2))
    result = []
    for stroke in strokes:
        x, y = (stroke - 0.5).T
        result.append((stroke - 0.5 + np.stack([x * x, x * y, y * y], axis=1) @ bend) @ matrix.T)
    return result


def _trembling(stroke: Points, shake: float, rng: Generator) -> Points:
    """A walk that is always drawn back to the stroke, added to it; `shake` is its standard deviation."""
    noise, walk = rng.normal(0, 1, stroke.shape), np.zeros_like(stroke)
    for i in range(1, len(stroke)):
        walk[i] = 0.8 * walk[i - 1] + 0.6 * noise[i]
    return stroke + shake * walk


def _length(stroke: Points) -> float:
    return float(np.hypot(*np.diff(stroke, axis=0).T).sum())


def _even(stroke: Points, count: int) -> Points:
    """`count` points at even distances along the stroke, its ends among them."""
    travelled = np.concatenate([[0.0], np.hypot(*np.diff(stroke, axis=0).T).cumsum()])
    at = np.linspace(0, travelled[-1], count)
    return np.stack([np.interp(at, travelled, axis) for axis in stroke.T], axis=1)
