"""Digits drawn by a pen that never tires: the ways people write each digit, and how hands differ.

MNIST was written by Americans. Elsewhere a 7 has a bar, a 1 has a flag, a 4 stays open and a 9 stands on a
straight leg, and a network that has seen MNIST alone misreads them. Here each such style is a line of points;
`draw` writes it with a hand of its own (proportions, slant, shake, haste, a pen that slips), and `dataset`
renders what was written just as `drawing.render` renders what a learner draws.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.handwriting.drawing import SIDE, render

Points = NDArray[np.float64]


def _forms() -> dict[int, dict[str, tuple[str, ...]]]:
    told = tomllib.loads(resources.files("engine.handwriting").joinpath("forms.toml").read_text(encoding="utf-8"))
    return {int(digit): {style: tuple(forms) for style, forms in styles.items()} for digit, styles in told.items()}


FORMS: Mapping[int, Mapping[str, tuple[str, ...]]] = _forms()
"""The forms of each style of each digit, as `forms.toml` beside this file has them and says how to read them."""
STYLES: dict[int, tuple[str, ...]] = {digit: tuple(forms) for digit, forms in FORMS.items()}

PENS = (1.7, 2.9)
"""How wide a pen is at least and at most, in pixels of a picture."""
_PER_POINT = 10  # places on the smooth line from one point of a form to the next


def draw(digit: int, style: str, rng: Generator) -> list[Points]:
    """One handwritten digit: a list of strokes, (n, 2) arrays of points (x, y), y down, about 100 high.

    `style` is one of `STYLES[digit]`; each call writes it with another hand.
    Raises ValueError if there is no such digit or style.
    """
    if digit not in FORMS or style not in FORMS[digit]:
        known = ", ".join(STYLES.get(digit, ())) or "none, digits are 0 to 9"
        raise ValueError(f"There is no way of writing {digit} called {style!r}; there are: {known}.")
    return write(FORMS[digit][style], rng)


def write(forms: Sequence[str], rng: Generator) -> list[Points]:
    """Something in between two forms of a style, by a hand of its own: strokes (n, 2) of points (x, y), y down."""
    strokes = [_smooth(points, corners) for points, corners in _form(forms, rng)]
    strokes = _bent(strokes, 3.0, rng)
    haste, shake = rng.gamma(1.5, 1.2), rng.gamma(1.5, 0.35)
    strokes = [_slipped(_shaken(_hurried(stroke, haste), shake, rng), rng) for stroke in strokes]
    if len(strokes) > 1 and rng.random() < 0.1:  # a pen that does not leave the paper
        strokes = [np.concatenate(strokes)]
    return _sampled(_leaning(strokes, Hand.of(rng, 0.12, 0.25, 0.1, 0.22)), rng)


def rewrite(strokes: Sequence[NDArray[Any]], rng: Generator) -> list[Points]:
    """What somebody drew, drawn again by a hand much like theirs: its longer side is about 100."""
    points = np.concatenate(strokes)
    low, size = points.min(axis=0), max(np.ptp(points, axis=0).max(), 1)
    moved = _bent([(stroke - low) * (100 / size) for stroke in strokes], 2.0, rng)
    return _leaning(moved, Hand.of(rng, 0, 0.15, 0.08, 0.15))


def draw_any(digit: int, rng: Generator) -> list[Points]:
    """A handwritten digit in any of its styles."""
    return draw(digit, STYLES[digit][rng.integers(len(STYLES[digit]))], rng)


def dataset(n: int, rng: Generator) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """`n` drawn digits, each digit as often as the others, each of its styles equally likely.

    Returns images uint8 (n, 28, 28), 0 is paper and 255 is ink, and labels uint8 (n,).
    """
    labels = rng.permutation(np.arange(n) % 10).astype(np.uint8)
    return pictures((draw_any(label, rng) for label in labels.tolist()), n, rng), labels


def pictures(drawings: Iterable[Sequence[NDArray[Any]]], n: int, rng: Generator) -> NDArray[np.uint8]:
    """`n` drawings as a network sees them, each with a pen of its own width: uint8 (n, 28, 28), 255 is ink."""
    images = np.empty((n, SIDE, SIDE), dtype=np.uint8)
    for image, strokes in zip(images, drawings, strict=True):
        image[:] = np.rint(255 * render(strokes, rng.uniform(*PENS)))
    return images


@cache
def _parsed(form: str) -> tuple[tuple[Points, tuple[int, ...]], ...]:
    """Each stroke of a form as its points and the places of its corners."""
    strokes = []
    for stroke in form.split("|"):
        words = stroke.split()
        points = np.array([[float(number) for number in word.rstrip("!").split(",")] for word in words])
        strokes.append((points, tuple(i for i, word in enumerate(words) if word.endswith("!"))))
    return tuple(strokes)


def _form(forms: Sequence[str], rng: Generator) -> list[tuple[Points, tuple[int, ...]]]:
    """A form between two of the forms, its points a little out of place and its strokes not quite met."""
    one, other = (_parsed(forms[i]) for i in rng.choice(len(forms), size=2))
    share, care = rng.random(), rng.gamma(3.0, 0.8)
    return [
        (
            (1 - share) * a + share * b + rng.normal(0, care, a.shape) + rng.normal(0, care, 2),
            corners,
        )
        for (a, corners), (b, _) in zip(one, other, strict=True)
    ]


def _smooth(points: Points, corners: tuple[int, ...]) -> Points:
    """The Catmull-Rom curve through the points, broken at the corners."""
    t = np.linspace(0, 1, _PER_POINT, endpoint=False)[:, None]
    pieces = []
    ends = [0, *corners, len(points) - 1]
    for first, last in pairwise(ends):
        piece = points[first : last + 1]
        if len(piece) < 2:
            continue
        slopes = np.gradient(piece, axis=0)
        for p, q, m, n in zip(piece, piece[1:], slopes, slopes[1:], strict=False):
            a, b = 2 * (p - q) + m + n, 3 * (q - p) - 2 * m - n
            pieces.append(((a * t + b) * t + m) * t + p)
    return np.concatenate([*pieces, points[-1:]])


def _bent(strokes: list[Points], height: float, rng: Generator) -> list[Points]:
    """The paper bent by a few long waves so high: parts grow and shrink, and what met still meets."""
    direction = rng.uniform(0, 2 * np.pi, 3)
    waves = np.stack([np.cos(direction), np.sin(direction)]) * (2 * np.pi / rng.uniform(90, 260, 3))
    heights = rng.normal(0, height, (3, 2))
    phases = rng.uniform(0, 2 * np.pi, 3)
    return [stroke + np.sin(stroke @ waves + phases) @ heights for stroke in strokes]


def _hurried(stroke: Points, haste: float) -> Points:
    """Corners cut: each point the mean of its surroundings, `haste` points to either side."""
    reach = int(np.ceil(3 * haste))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(haste, 1e-3)) ** 2)
    padded = np.pad(stroke, ((reach, reach), (0, 0)), mode="edge")
    weights /= weights.sum()
    smooth: Points = np.stack([np.convolve(axis, weights, mode="valid") for axis in padded.T], axis=1)
    return smooth


def _shaken(stroke: Points, shake: float, rng: Generator) -> Points:
    """A hand that trembles: smooth noise along the stroke."""
    knots = np.arange(0, len(stroke) + 4, 4)
    tremble = rng.normal(0, shake, (2, len(knots)))
    at = np.arange(len(stroke))
    shaken: Points = stroke + np.stack([np.interp(at, knots, axis) for axis in tremble], axis=1)
    return shaken


def _slipped(stroke: Points, rng: Generator) -> Points:
    """The stroke started and ended too early or too late, now and then with a small hook."""
    for _ in range(2):
        stroke = stroke[::-1]
        change = rng.normal(0, 4.0)
        if change < 0:
            travelled = np.hypot(*np.diff(stroke, axis=0).T).cumsum()
            keep = np.searchsorted(travelled, travelled[-1] + max(change, -0.25 * travelled[-1])) + 1
            stroke = stroke[: max(keep, 2)]
        else:
            heading = stroke[-1] - stroke[-min(4, len(stroke))]
            ahead = heading / (np.hypot(*heading) + 1e-9)
            stroke = np.concatenate([stroke, stroke[-1:] + change * ahead])
        if rng.random() < 0.08:
            stroke = np.concatenate([stroke, stroke[-1:] + rng.normal(0, 5.0, 2)])
    return stroke


@dataclass(frozen=True)
class Hand:
    """How far a hand slants (pixels across for a pixel up), how far it turns (radians), how wide it writes (times)."""

    slant: float
    turn: float
    width: float

    @classmethod
    def of(cls, rng: Generator, slant: float, slants: float, turns: float, widths: float) -> "Hand":
        """A hand at random: its mean slant and the standard deviations."""
        return cls(rng.normal(slant, slants), rng.normal(0, turns), np.exp(rng.normal(-0.02, widths)))


def _leaning(strokes: list[Points], hand: Hand) -> list[Points]:
    """Slanted, turned and in the proportions of the hand."""
    cos, sin = np.cos(hand.turn), np.sin(hand.turn)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[hand.width, -hand.slant], [0.0, 1.0]])
    return [stroke @ matrix.T for stroke in strokes]


def _sampled(strokes: list[Points], rng: Generator) -> list[Points]:
    """The points a tablet reports: many, or so few that curves are polygons; further apart where the pen is fast."""
    whole = sum(np.hypot(*np.diff(stroke, axis=0).T).sum() for stroke in strokes)
    spacing = whole / rng.uniform(6, 20) if rng.random() < 0.3 else rng.uniform(2, 12)
    sampled = []
    for stroke in strokes:
        travelled = np.concatenate([[0.0], np.hypot(*np.diff(stroke, axis=0).T).cumsum()])
        count = max(2, round(travelled[-1] / spacing))
        times = np.concatenate([[0.0], rng.gamma(6.0, size=count).cumsum()])
        at = times / times[-1] * travelled[-1]
        sampled.append(np.stack([np.interp(at, travelled, axis) for axis in stroke.T], axis=1))
    return sampled
