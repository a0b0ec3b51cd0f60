"""Photos of handwriting, made up: strokes of a pen on paper, in a light, taken by a camera and stored as a JPEG.

`taken` makes one; `CONDITIONS` are the kinds of sheet, pen and light that `benchmarks.photographs` counts and the tests
look at.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

Floats = NDArray[np.float64]
Colour = tuple[int, int, int]

PAPER: Colour = (238, 234, 224)
BLACK: Colour = (34, 32, 38)
BLUE: Colour = (45, 70, 160)
RED: Colour = (196, 48, 44)
GREEN: Colour = (40, 130, 70)
PENCIL: Colour = (142, 140, 138)
BOARD: Colour = (38, 62, 52)
CHALK: Colour = (214, 218, 208)
RULES: Colour = (172, 196, 222)


@dataclass(frozen=True)
class Scene:
    """What is photographed, and how.

    `pen` is its width as a share of the digit's height; `height` is the digit's as a share of the picture's shorter
    side. `corners` is how much darker the corners are than the middle, `shadow` how much darker half of the sheet is;
    `noise` is in grey levels of 255, `blur` in pixels. `rules` is "lines" or "squares" and `every` their distance as a
    share of the digit's height. `dashes` is the share of a stroke that is left out. `turned` is in degrees, at most.
    """

    paper: Colour = PAPER
    ink: Colour = BLACK
    pen: float = 0.08
    height: float = 0.4
    corners: float = 0.1
    shadow: float = 0.0
    noise: float = 3.0
    grain: float = 1.5
    blur: float = 1.0
    rules: str = ""
    rule_colour: Colour = RULES
    every: float = 0.35
    dashes: float = 0.0
    turned: float = 4.0
    quality: int = 80
    orientation: int = 1


CONDITIONS: Mapping[str, Scene] = {
    "an ordinary photo": Scene(),
    "corners 30 % darker": Scene(corners=0.3),
    "corners 50 % darker": Scene(corners=0.5),
    "half in shadow": Scene(shadow=0.45),
    "half in deep shadow": Scene(shadow=0.65, corners=0.3),
    "lined paper": Scene(rules="lines", ink=BLUE),
    "graph paper": Scene(rules="squares", every=0.2),
    "graph paper in shadow": Scene(rules="squares", every=0.25, shadow=0.4, corners=0.2, ink=BLUE),
    "a red pen": Scene(ink=RED),
    "a green pen": Scene(ink=GREEN, shadow=0.3),
    "a pencil": Scene(ink=PENCIL, pen=0.05),
    "a thin pen": Scene(pen=0.025),
    "a thick marker": Scene(pen=0.17),
    "noise": Scene(noise=18, grain=4),
    "out of focus": Scene(blur=5),
    "small on the sheet": Scene(height=0.13, pen=0.09),
    "fills the picture": Scene(height=0.9, pen=0.12, corners=0.2),
    "chalk on a board": Scene(paper=BOARD, ink=CHALK, grain=5),
    "chalk, corners 30 % darker": Scene(paper=BOARD, ink=CHALK, corners=0.3, grain=5),
    "a camera held upright": Scene(orientation=6, corners=0.2),
    "dashed lines": Scene(dashes=0.4, pen=0.07),
    "dark lines": Scene(rules="lines", rule_colour=(110, 120, 150), ink=BLUE, every=0.5),
}


def taken(
    strokes: Sequence[NDArray[Any]], scene: Scene, rng: np.random.Generator, size: tuple[int, int] = (720, 960)
) -> bytes:
    """A JPEG of `size` (width, height) with these strokes (n, 2), x to the right and y down, somewhere on the sheet."""
    width, height = size
    short = min(size)
    placed = _placed(strokes, scene, size, rng) if strokes else []
    sheet = np.empty((height, width, 3))
    sheet[:] = scene.paper
    if scene.rules:
        sheet = _covered(sheet, _rules(scene, size, rng), scene.rule_colour)
    pen = max(1.2, scene.pen * scene.height * short)
    sheet = _covered(sheet, _drawn(placed, pen, scene.dashes, size), scene.ink)
    grain = ndimage.gaussian_filter(rng.normal(size=(height, width)), 1.5)
    sheet += (grain / grain.std() * scene.grain)[..., None]
    sheet *= _light(scene, size, rng)[..., None]
    sheet = ndimage.gaussian_filter(sheet, (scene.blur, scene.blur, 0))
    sheet += rng.normal(size=sheet.shape) * scene.noise
    image = Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8))
    return _stored(image, scene)


def in_a_row(digits: Sequence[Sequence[NDArray[Any]]], gap: float = 0.25) -> list[NDArray[Any]]:
    """The strokes of several digits side by side, each a unit high, this far apart."""
    row, at = [], 0.0
    for strokes in digits:
        points = np.concatenate(strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = 1 / max(float(high[1] - low[1]), 1e-9)
        row += [(np.asarray(stroke) - low) * scale + [at, 0] for stroke in strokes]
        at += float(high[0] - low[0]) * scale + gap
    return row


def _placed(
    strokes: Sequence[NDArray[Any]], scene: Scene, size: tuple[int, int], rng: np.random.Generator
) -> list[Floats]:
    """The strokes in pixels, turned a little and at a place where they have room."""
    angle = np.deg2rad(rng.uniform(-scene.turned, scene.turned))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    paths = [np.asarray(stroke, dtype=float) @ turn for stroke in strokes]
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = np.maximum(high - low, 1e-9)
    share = scene.height * (1 + scene.pen)
    scale = min(scene.height * min(size) / extent[1], 0.9 * scene.height / share * size[0] / extent[0])
    room = np.maximum(np.array(size) - extent * scale * (1 + scene.pen), 0)
    corner = room * rng.uniform(0.25, 0.75, 2) + extent * scale * scene.pen / 2
    return [(path - low) * scale + corner for path in paths]


def _drawn(paths: Sequence[Floats], pen: float, dashes: float, size: tuple[int, int]) -> Floats:
    """How much of each pixel the pen covers, (height, width) in 0...1; drawn at twice the size."""
    image = Image.new("L", (2 * size[0], 2 * size[1]))
    canvas = ImageDraw.Draw(image)
    width = 2 * pen
    for path in paths:
        for piece in _dashed(path * 2, dashes, 6 * width):
            canvas.line([tuple(point) for point in piece], fill=255, width=round(width), joint="curve")
            for x, y in piece:
                canvas.ellipse([x - width / 2, y - width / 2, x + width / 2, y + width / 2], fill=255)
    return np.asarray(image.reduce(2), dtype=float) / 255


def _dashed(path: Floats, left_out: float, period: float) -> list[Floats]:
    """The path in dashes that begin `period` apart, with this share of it left out."""
    if not left_out or len(path) < 2:
        return [path]
    far = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    starts = np.arange(0, far[-1], period)
    along = [np.linspace(start, min(start + period * (1 - left_out), far[-1]), 12) for start in starts]
    return [np.stack([np.interp(at, far, axis) for axis in path.T], axis=1) for at in along]


def _rules(scene: Scene, size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """How much of each pixel the printed lines cover, which are tilted a little."""
    width, height = size
    y, x = np.mgrid[:height, :width]
    tilt = np.deg2rad(rng.uniform(-2, 2))
    every = scene.every * scene.height * min(size)
    ways = [y * np.cos(tilt) + x * np.sin(tilt)]
    if scene.rules == "squares":
        ways.append(x * np.cos(tilt) - y * np.sin(tilt))
    thick = max(1.5, 0.0025 * min(size))
    near = [np.abs((way + rng.uniform(0, every)) % every - every / 2) for way in ways]
    cover: Floats = np.clip(thick / 2 + 0.5 - np.minimum.reduce(near), 0, 1)
    return cover


def _covered(sheet: Floats, cover: Floats, colour: Colour) -> Floats:
    return sheet + cover[..., None] * (np.array(colour) - sheet)


def _light(scene: Scene, size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """How bright each place is, (height, width) in 0...1: darker towards the corners, and on one side of a line."""
    width, height = size
    y, x = np.mgrid[:height, :width]
    x, y = x / width - 0.5, y / height - 0.5
    light = 1 - scene.corners * (x * x + y * y) / 0.5
    angle = rng.uniform(0, 2 * np.pi)
    beyond = x * np.cos(angle) + y * np.sin(angle) - rng.uniform(-0.15, 0.15)
    darkened: Floats = light * (1 - scene.shadow / (1 + np.exp(-beyond / 0.02)))
    return darkened


def _stored(image: Image.Image, scene: Scene) -> bytes:
    exif = Image.Exif()
    if scene.orientation == 6:  # the top of the sheet is at the right of the stored pixels
        exif[0x0112] = 6
        image = image.transpose(Image.Transpose.ROTATE_90)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=scene.quality, exif=exif)
    return file.getvalue()
