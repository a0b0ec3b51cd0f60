"""What is no digit, drawn by other means than the digit network learned to tell from digits: arcs, lines and curves.

The training's are in `engine.handwriting.others`. Here the same kinds are put together from geometry, as the digits of
`benchmarks.handwriting` are; those of `NEW` the network has never met in any form.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.random import Generator

from benchmarks.handwriting import STYLES, Points, Stroke, arc, curve, line, put_together, write

Strokes = list[Points]


def _through(*numbers: float) -> Stroke:
    """Straight lines from point to point."""
    ends = np.array(numbers).reshape(-1, 2)
    return [line(*start, *end) for start, end in pairwise(ends)]


_RING = arc(0.5, 0.5, 0.5, 0.5, -90, 270)

MET: Mapping[str, Sequence[Stroke]] = {
    "A": [_through(0, 1, 0.35, 0, 0.7, 1), _through(0.12, 0.65, 0.58, 0.65)],
    "C": [[arc(0.5, 0.5, 0.42, 0.5, -50, -310)]],
    "E": [_through(0.6, 0, 0, 0, 0, 1, 0.6, 1), _through(0, 0.5, 0.5, 0.5)],
    "F": [_through(0.6, 0, 0, 0, 0, 1), _through(0, 0.45, 0.5, 0.45)],
    "H": [_through(0, 0, 0, 1), _through(0.6, 0, 0.6, 1), _through(0, 0.5, 0.6, 0.5)],
    "K": [_through(0, 0, 0, 1), _through(0.6, 0, 0, 0.55, 0.65, 1)],
    "M": [_through(0, 1, 0.1, 0, 0.42, 0.65, 0.74, 0, 0.84, 1)],
    "N": [_through(0, 1, 0, 0, 0.6, 1, 0.6, 0)],
    "P": [[line(0, 0, 0, 1)], [line(0, 0, 0.25, 0), arc(0.25, 0.26, 0.3, 0.26, -90, 90), line(0.25, 0.52, 0, 0.52)]],
    "R": [
        [line(0, 0, 0, 1)],
        [line(0, 0, 0.25, 0), arc(0.25, 0.25, 0.3, 0.25, -90, 90), line(0.25, 0.5, 0, 0.5), line(0, 0.5, 0.6, 1)],
    ],
    "T": [_through(0, 0, 0.75, 0), _through(0.38, 0, 0.38, 1)],
    "V": [_through(0, 0, 0.34, 1, 0.68, 0)],
    "W": [_through(0, 0, 0.22, 1, 0.45, 0.3, 0.68, 1, 0.9, 0)],
    "X": [_through(0, 0, 0.65, 1), _through(0.65, 0, 0, 1)],
    "Y": [_through(0, 0, 0.33, 0.48, 0.66, 0), _through(0.33, 0.48, 0.33, 1)],
    "a": [[arc(0.35, 0.5, 0.35, 0.5, -40, -330), line(0.68, 0.1, 0.72, 1)]],
    "d": [[arc(0.33, 0.74, 0.3, 0.26, -40, -330), line(0.62, 0, 0.64, 1)]],
    "e": [[line(0.05, 0.52, 0.8, 0.48), arc(0.42, 0.5, 0.4, 0.5, 0, -310)]],
    "h": [[line(0, 0, 0, 1)], [arc(0.28, 0.75, 0.28, 0.28, -170, 0), line(0.56, 0.75, 0.56, 1)]],
    "k": [_through(0, 0, 0, 1), _through(0.5, 0.4, 0, 0.72, 0.55, 1)],
    "m": [
        [line(0, 0, 0, 1)],
        [arc(0.22, 0.35, 0.2, 0.35, -180, 0), line(0.42, 0.35, 0.42, 1)],
        [arc(0.62, 0.35, 0.2, 0.35, -180, 0), line(0.82, 0.35, 0.82, 1)],
    ],
    "n": [[line(0, 0, 0, 1)], [arc(0.32, 0.4, 0.32, 0.4, -180, 0), line(0.64, 0.4, 0.64, 1)]],
    "p": [[line(0, 0, 0, 1)], [arc(0.3, 0.28, 0.28, 0.28, -160, 160)]],
    "r": [[line(0, 0, 0, 1)], [arc(0.4, 0.45, 0.4, 0.42, -180, -60)]],
    "w": [[curve(0, 0, 0, 1.3, 0.4, 1.2, 0.4, 0.2), curve(0.4, 0.2, 0.4, 1.3, 0.8, 1.2, 0.8, 0)]],
    "plus": [_through(0, 0.5, 1, 0.5), _through(0.5, 0, 0.5, 1)],
    "hash": [_through(0.3, 0, 0.3, 1), _through(0.7, 0, 0.7, 1), _through(0, 0.3, 1, 0.3), _through(0, 0.7, 1, 0.7)],
    "equals": [_through(0, 0.3, 1, 0.3), _through(0, 0.65, 1, 0.65)],
    "question mark": [
        [arc(0.4, 0.25, 0.32, 0.25, -180, 50), curve(0.62, 0.42, 0.45, 0.55, 0.4, 0.6, 0.4, 0.75)],
        [line(0.4, 0.97, 0.41, 1)],
    ],
    "heart": [
        [curve(0.5, 1, -0.3, 0.4, 0.15, -0.3, 0.5, 0.25), curve(0.5, 0.25, 0.85, -0.3, 1.3, 0.4, 0.5, 1)],
    ],
    "smiley": [
        [_RING],
        [line(0.35, 0.32, 0.35, 0.4)],
        [line(0.65, 0.32, 0.65, 0.4)],
        [arc(0.5, 0.55, 0.28, 0.25, 20, 160)],
    ],
    "house": [_through(0, 0.45, 0, 1, 1, 1, 1, 0.45), _through(-0.1, 0.5, 0.5, 0, 1.1, 0.5)],
    "house in one line": [_through(0, 1, 0, 0.4, 1, 0.4, 0, 1, 1, 1, 0, 0.4, 0.5, 0, 1, 0.4, 1, 1)],
    "triangle": [_through(0.5, 0, 1, 0.87, 0, 0.87, 0.5, 0)],
    "arrow right": [_through(0, 0.5, 1, 0.5), _through(0.7, 0.2, 1, 0.5, 0.7, 0.8)],
    "arrow left": [_through(1, 0.5, 0, 0.5), _through(0.3, 0.2, 0, 0.5, 0.3, 0.8)],
    "arrow down": [_through(0.4, 0, 0.4, 1), _through(0.1, 0.7, 0.4, 1, 0.7, 0.7)],
    "arrow up": [_through(0.4, 1, 0.4, 0), _through(0.1, 0.3, 0.4, 0, 0.7, 0.3)],
    "star": [_through(0.5, 0, 0.79, 0.9, 0.02, 0.35, 0.98, 0.35, 0.21, 0.9, 0.5, 0)],
    "outlined star": [
        _through(
            *(0.5, 0, 0.61, 0.34, 0.98, 0.35, 0.68, 0.56, 0.79, 0.9, 0.5, 0.7),
            *(0.21, 0.9, 0.32, 0.56, 0.02, 0.35, 0.39, 0.34, 0.5, 0),
        )
    ],
    "stickman": [
        [arc(0.4, 0.12, 0.14, 0.12, -90, 270)],
        _through(0.4, 0.24, 0.4, 0.65, 0.15, 1),
        _through(0.4, 0.65, 0.65, 1),
        _through(0.05, 0.42, 0.75, 0.42),
    ],
    "line across": [_through(0, 0.5, 1, 0.52)],
    "three lines": [_through(0, 0, 0, 1), _through(0.4, 0, 0.4, 1), _through(0.8, 0, 0.8, 1)],
    "zigzag": [_through(0, 0.8, 0.2, 0, 0.4, 0.8, 0.6, 0, 0.8, 0.8, 1, 0)],
}
"""Kinds of which the network has met others, by their names."""

NEW: Mapping[str, Sequence[Stroke]] = {
    "omega": [[line(0, 1, 0.3, 1), arc(0.5, 0.42, 0.45, 0.42, 115, 425), line(0.7, 1, 1, 1)]],
    "psi": [[arc(0.5, 0.2, 0.42, 0.45, 180, 0)], [line(0.5, 0, 0.5, 1)]],
    "lambda": [_through(0.1, 0, 0.7, 1), _through(0.36, 0.45, 0, 1)],
    "lightning": [_through(0.6, 0, 0.1, 0.55, 0.55, 0.5, 0.2, 1), _through(0.2, 1, 0.85, 0.38, 0.45, 0.42, 0.6, 0)],
    "fish": [
        [curve(1, 0.2, 0.5, 0.9, 0.1, 0.8, 0, 0.5), curve(0, 0.5, 0.1, 0.2, 0.5, 0.1, 1, 0.8), line(1, 0.8, 1, 0.2)]
    ],
    "envelope": [_through(0, 0, 1, 0, 1, 0.7, 0, 0.7, 0, 0), _through(0, 0, 0.5, 0.4, 1, 0)],
    "fir": [
        _through(0.5, 0, 0.8, 0.35, 0.6, 0.35, 0.95, 0.75, 0.05, 0.75, 0.4, 0.35, 0.2, 0.35, 0.5, 0),
        [line(0.5, 0.75, 0.5, 1)],
    ],
    "two notes": [
        [arc(0.12, 0.88, 0.12, 0.1, 0, 360), line(0.24, 0.88, 0.24, 0.1), line(0.24, 0.1, 0.84, 0)],
        [line(0.84, 0, 0.84, 0.8), arc(0.72, 0.8, 0.12, 0.1, 0, 360)],
    ],
    "moon": [[arc(0.5, 0.5, 0.5, 0.5, -60, -300), curve(0.75, 0.93, 0.35, 0.8, 0.35, 0.2, 0.75, 0.07)]],
    "cup": [_through(0, 0.1, 0.1, 0.9, 0.6, 0.9, 0.7, 0.1, 0, 0.1), [arc(0.7, 0.4, 0.25, 0.22, -90, 100)]],
    "bow": [_through(0, 0, 1, 0.7, 1, 0, 0, 0.7, 0, 0)],
    "kite": [
        _through(0.4, 0, 0.8, 0.35, 0.4, 0.75, 0, 0.35, 0.4, 0),
        _through(0.4, 0, 0.4, 0.75, 0.6, 1),
        _through(0, 0.35, 0.8, 0.35),
    ],
    "key": [[arc(0.2, 0.5, 0.2, 0.2, 0, 360)], _through(0.4, 0.5, 1.2, 0.5, 1.2, 0.75), _through(1, 0.5, 1, 0.7)],
    "ladder": [_through(0, 0, 0, 1), _through(0.5, 0, 0.5, 1), *[_through(0, y, 0.5, y) for y in (0.2, 0.5, 0.8)]],
    "eye": [
        [curve(0, 0.5, 0.3, 0, 0.7, 0, 1, 0.5), curve(1, 0.5, 0.7, 1, 0.3, 1, 0, 0.5)],
        [arc(0.5, 0.5, 0.14, 0.14, 0, 360)],
    ],
    "anchor": [[line(0.5, 0, 0.5, 1)], [arc(0.5, 0.6, 0.45, 0.4, 0, 180)], _through(0.25, 0.2, 0.75, 0.2)],
    "mountains": [_through(0, 0.8, 0.3, 0.1, 0.5, 0.55, 0.75, 0, 1.1, 0.8)],
    "car": [
        _through(0, 0.5, 0.2, 0.45, 0.35, 0.15, 0.75, 0.15, 0.9, 0.45, 1.15, 0.5, 1.15, 0.75, 0, 0.75, 0, 0.5),
        [arc(0.25, 0.8, 0.12, 0.12, 0, 360)],
        [arc(0.9, 0.8, 0.12, 0.12, 0, 360)],
    ],
    "table": [_through(0, 0.8, 0, 0.2, 1, 0.2, 1, 0.8)],
    "chair": [_through(0, 0, 0, 1), _through(0, 0.5, 0.5, 0.5, 0.5, 1)],
    "flag": [_through(0, 1, 0, 0, 0.8, 0.15, 0.75, 0.5, 0, 0.45)],
    "apple": [
        [curve(0.5, 0.3, 0.2, 0.1, -0.1, 0.4, 0.1, 0.8), curve(0.1, 0.8, 0.3, 1.1, 0.45, 1, 0.5, 0.95)],
        [curve(0.5, 0.3, 0.8, 0.1, 1.1, 0.4, 0.9, 0.8), curve(0.9, 0.8, 0.7, 1.1, 0.55, 1, 0.5, 0.95)],
        [line(0.5, 0.3, 0.6, 0)],
    ],
    "peace": [[_RING], _through(0.5, 0, 0.5, 1), _through(0.15, 0.85, 0.5, 0.5, 0.85, 0.85)],
}
"""Kinds that the network has never met."""


def _several_digits(rng: Generator) -> Strokes:
    """Two or three digits in a row."""
    together: Strokes = []
    place = 0.0
    for _ in range(rng.integers(2, 4)):
        digit = int(rng.integers(10))
        strokes = write(digit, str(rng.choice(list(STYLES[digit]))), rng)
        x = np.concatenate(strokes)[:, 0]
        shift = np.array([place - x.min(), rng.normal(0, 0.05)])
        together += [stroke + shift for stroke in strokes]
        place += np.ptp(x) + rng.uniform(0.1, 0.4)
    return together


def _scribble(rng: Generator) -> Strokes:
    """A walk of a pen that keeps its heading for a while."""
    heading = rng.normal(0, rng.uniform(0.4, 1.2), 200).cumsum()
    return [np.stack([np.cos(heading).cumsum(), rng.uniform(0.5, 1) * np.sin(heading).cumsum()], axis=1)]


def _to_and_fro(rng: Generator) -> Strokes:
    t = np.linspace(0, 1, 300)
    turns = rng.uniform(5, 12)
    return [
        np.stack([t + 0.3 * np.cos(2 * np.pi * turns * t), rng.uniform(0.4, 1) * np.sin(2 * np.pi * turns * t)], axis=1)
    ]


def _spiral(rng: Generator) -> Strokes:
    angle = np.linspace(0, rng.uniform(2.2, 4.5) * 2 * np.pi, 200)
    return [np.stack([angle * np.cos(angle), rng.uniform(0.7, 1) * angle * np.sin(angle)], axis=1)]


def _click(rng: Generator) -> Strokes:
    return [rng.uniform(0, 1, (1, 2))]


def _written(pieces: Sequence[Stroke]) -> Callable[[Generator], Strokes]:
    return lambda rng: put_together(pieces, rng, slant=float(rng.uniform(-8, 8)))


OTHERS: Mapping[str, Callable[[Generator], Strokes]] = {
    **{kind: _written(pieces) for kind, pieces in {**MET, **NEW}.items()},
    "several digits": _several_digits,
    "scribble": _scribble,
    "to and fro": _to_and_fro,
    "spiral": _spiral,
    "click": _click,
}
"""Every kind, by its name."""
