"""What is drawn on the sheet and is no digit: letters, signs and shapes, scribbles, a click, several digits at once.

A network that has met digits alone takes everything for one of them. What is drawn here it learns to tell from digits.
"""

import tomllib
from collections.abc import Callable, Mapping
from importlib import resources

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from engine.handwriting.synthetic import Points, rewrite, write
from engine.handwriting.synthetic import draw_any as draw_any_digit

Strokes = list[Points]

FORMS: Mapping[str, list[str]] = tomllib.loads(
    resources.files("engine.handwriting").joinpath("others.toml").read_text(encoding="utf-8")
)
"""What is written like a letter: the forms of each kind, as `others.toml` beside this file has them."""

_UNLIKE_A_DIGIT = (2, 3, 4, 5, 7)  # when they lie on their side


def draw_other(kind: str, rng: Generator) -> Strokes:
    """A drawing of one of `KINDS` by a hand of its own: strokes (n, 2) of points (x, y), y down, about 100 large.

    Raises ValueError if there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no kind of drawing called {kind!r}; there are: {', '.join(KINDS)}.")
    return KINDS[kind](rng)


def _written(forms: list[str]) -> Callable[[Generator], Strokes]:
    return lambda rng: write(forms, rng)


def _line(*ends: float) -> Points:
    return np.linspace(ends[:2], ends[2:], 12)


def _click(rng: Generator) -> Strokes:
    return [rng.uniform(0, 100, (1, 2))]


def _clicks(rng: Generator) -> Strokes:
    return [place + rng.normal(0, 0.3, (2, 2)) for place in rng.uniform(0, 100, (rng.integers(2, 9), 1, 2))]


def _scribble(rng: Generator) -> Strokes:
    """A pen that goes to and fro between random places, in curves or in straight lines."""
    places = rng.uniform(0, 100, (rng.integers(7, 40), 2)) * rng.uniform(0.4, 1, 2)
    at = np.linspace(0, len(places) - 1, 12 * len(places))
    line = np.stack([np.interp(at, np.arange(len(places)), axis) for axis in places.T], axis=1)
    reach = int(rng.integers(1, 14))
    smooth = [np.convolve(axis, np.full(reach, 1 / reach), "valid") for axis in line.T]
    return [np.stack(smooth, axis=1)]


def _corners(rng: Generator) -> Strokes:
    """A few straight lines from place to place."""
    return [rng.uniform(0, 100, (rng.integers(4, 9), 2)) for _ in range(rng.integers(1, 4))]


def _curves(rng: Generator) -> Strokes:
    """One to three smooth lines from place to place."""
    strokes: Strokes = []
    for _ in range(rng.integers(1, 4)):
        knots = rng.uniform(0, 100, (rng.integers(5, 9), 2))
        at = np.linspace(0, len(knots) - 1, 12 * len(knots))
        strokes.append(np.stack(CubicSpline(np.arange(len(knots)), knots)(at).T, axis=1))
    return strokes


def _composition(rng: Generator) -> Strokes:
    """Three to five rings, bows, lines and boxes, put anywhere: what nobody has thought of."""
    return [_piece(rng) for _ in range(rng.integers(3, 6))]


def _piece(rng: Generator) -> Points:
    middle, half = rng.uniform(15, 85, 2), rng.uniform(5, 45, 2)
    what = rng.choice(["ring", "bow", "line", "box", "roof"])
    if what in ("ring", "bow"):
        angle = rng.uniform(0, 2 * np.pi) + np.linspace(0, 2 * np.pi if what == "ring" else rng.uniform(1, 4.5), 30)
        unit = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    elif what == "box":
        unit = np.array([(-1.0, -1.0), (1, -1), (1, 1), (-1, 1), (-1, -1)])
    elif what == "roof":
        unit = np.array([(-1, 1), (rng.uniform(-1, 1), -1), (1, 1)]) * rng.choice([-1, 1], 2)
    else:
        half[:] = half.max()
        upright = rng.random() < 0.6
        unit = np.outer([-1, 1], np.eye(2)[rng.integers(2)] if upright else rng.normal(0, 0.7, 2))
    piece: Points = middle + half * unit
    return piece


def _zigzag(rng: Generator) -> Strokes:
    x = np.linspace(0, 100, rng.integers(5, 14))
    y = rng.uniform(15, 90) * (np.arange(len(x)) % 2) + rng.normal(0, 3, len(x))
    return _turned(rewrite([np.stack([x, y], axis=1)], rng), rng)


def _wave(rng: Generator) -> Strokes:
    x = np.linspace(0, 100, 100)
    y = rng.uniform(8, 40) * np.sin(x / 100 * rng.uniform(2, 6) * 2 * np.pi + rng.uniform(0, 6))
    return _turned(rewrite([np.stack([x, y], axis=1)], rng), rng)


def _spiral(rng: Generator) -> Strokes:
    turns = rng.uniform(2, 5)
    angle = np.linspace(0, turns * 2 * np.pi, 150)
    far = 50 * (angle / angle[-1]) ** rng.uniform(0.7, 1.3)
    way = rng.choice([-1, 1])
    return rewrite([np.stack([far * np.cos(angle), way * far * np.sin(angle)], axis=1)], rng)


def _star(rng: Generator) -> Strokes:
    """In one line through every second point, or its outline."""
    points = int(rng.integers(5, 8))
    top = -np.pi / 2 + rng.normal(0, 0.15)
    if rng.random() < 0.5:
        angle, far = top + np.arange(points + 1) * 4 * np.pi / points, np.full(points + 1, 50.0)
        if points == 6:  # two triangles
            angle = top + np.arange(4) * 2 * np.pi / 3
            one = 50 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
            return rewrite([one, -one], rng)
    else:
        angle = top + np.arange(2 * points + 1) * np.pi / points
        far = np.where(np.arange(2 * points + 1) % 2, rng.uniform(15, 30), 50)
    return rewrite(
        [np.stack([far * np.cos(angle), far * np.sin(angle)], axis=1) + rng.normal(0, 2, (len(far), 2))], rng
    )


def _line_across(rng: Generator) -> Strokes:
    """A line that lies, or falls from left to right: one that stands or leans to the right is a 1."""
    angle = np.deg2rad(rng.uniform(-25, 55))
    return rewrite([_line(0, 0, 100 * np.cos(angle), 100 * np.sin(angle))], rng)


def _lines(rng: Generator) -> Strokes:
    """Two to six lines side by side or across one another."""
    count, apart = int(rng.integers(2, 7)), rng.uniform(12, 45)
    lines = [_line(i * apart, rng.normal(0, 5), i * apart + rng.normal(0, 4), 90) for i in range(count)]
    if rng.random() < 0.4:
        wide = (count - 1) * apart
        lines += [_line(-15, y, wide + 15, y + rng.normal(0, 4)) for y in np.linspace(20, 70, rng.integers(2, 4))]
    return _turned(rewrite(lines, rng), rng)


def _rings(rng: Generator) -> Strokes:
    """Rings in one another or side by side; two above one another are an 8."""
    angle = np.linspace(0, 2 * np.pi, 40) + rng.uniform(0, 6)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if rng.random() < 0.5:
        return rewrite([50 * ring, rng.uniform(15, 35) * ring + rng.normal(0, 3, 2)], rng)
    return rewrite([rng.uniform(25, 35) * ring + [rng.uniform(50, 75) * i, 0] for i in range(rng.integers(2, 5))], rng)


def _digits(rng: Generator) -> Strokes:
    """Two to four digits in a row, or two with one below the other."""
    together: Strokes = []
    below = rng.random() < 0.15
    place = 0.0
    for _ in range(2 if below else rng.choice([2, 2, 2, 3, 4])):
        strokes = draw_any_digit(int(rng.integers(10)), rng)
        points = np.concatenate(strokes)
        axis = 1 if below else 0
        low, high = points[:, axis].min(), points[:, axis].max()
        shift = np.zeros(2)
        shift[axis] = place - low
        shift[1 - axis] = rng.normal(0, 6)
        together += [stroke + shift for stroke in strokes]
        place += high - low + rng.uniform(2, 45)
    return together


def _on_its_side(rng: Generator) -> Strokes:
    strokes = draw_any_digit(int(rng.choice(_UNLIKE_A_DIGIT)), rng)
    way = rng.choice([-1, 1])
    return [np.stack([-way * stroke[:, 1], way * stroke[:, 0]], axis=1) for stroke in strokes]


def _blot(rng: Generator) -> Strokes:
    """Filled with strokes to and fro."""
    rows = np.linspace(0, 100, rng.integers(12, 26))
    wide = rng.uniform(40, 110)
    x = np.where(np.arange(len(rows)) % 2, wide, 0) + rng.normal(0, 6, len(rows))
    return _turned([np.stack([x, rows], axis=1)], rng)


def _turned(strokes: Strokes, rng: Generator) -> Strokes:
    """By any angle."""
    angle = rng.uniform(0, 2 * np.pi)
    cos, sin = np.cos(angle), np.sin(angle)
    return [stroke @ np.array([[cos, sin], [-sin, cos]]) for stroke in strokes]


KINDS: Mapping[str, Callable[[Generator], Strokes]] = {
    **{kind: _written(forms) for kind, forms in FORMS.items()},
    "click": _click,
    "clicks": _clicks,
    "scribble": _scribble,
    "corners": _corners,
    "curves": _curves,
    "composition": _composition,
    "zigzag": _zigzag,
    "wave": _wave,
    "spiral": _spiral,
    "star": _star,
    "line across": _line_across,
    "lines": _lines,
    "rings": _rings,
    "several digits": _digits,
    "digit on its side": _on_its_side,
    "blot": _blot,
}
"""Every kind of drawing that is no digit, by its name."""

_OFTEN = {
    "composition": 16,
    "several digits": 10,
    "curves": 5,
    "scribble": 4,
    "corners": 3,
    "star": 3,
    "digit on its side": 2,
    "lines": 2,
    "spiral": 2,
}
SHARES: NDArray[np.float64] = np.array([_OFTEN.get(kind, 1) for kind in KINDS], float)
SHARES /= SHARES.sum()
"""How often each of the kinds is drawn to learn from."""


def draw_any(rng: Generator) -> Strokes:
    """A drawing that is no digit, of any kind."""
    return draw_other(list(KINDS)[rng.choice(len(KINDS), p=SHARES)], rng)
