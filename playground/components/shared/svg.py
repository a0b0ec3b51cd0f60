"""Pictures of the contents page: small SVG parts from plain numbers, in colours that stand out on light and on dark.

A picture is 120 units wide and 72 high, y down. The look of a part is `positive`, `negative`, `third` or `quiet`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from playground.components.shared import inline

WIDTH, HEIGHT, MARGIN = 120, 72, 8
LOOKS = {"positive": "#3a93d6", "negative": "#e07a1f", "third": "#9a72dd", "quiet": "#808a96"}
STYLE = (
    ".line { fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round }"
    ".area { fill: currentColor } text { font-family: sans-serif; text-anchor: middle }"
    + "".join(f".{look} {{ color: {colour} }}" for look, colour in LOOKS.items())
)


def curve(y: ArrayLike, look: str = "positive", low: float | None = None, high: float | None = None) -> str:
    """A curve through values (n,) at equal distances, `low` at the bottom and `high` at the top of the picture."""
    values = np.asarray(y, float)
    bottom = float(values.min()) if low is None else low
    top = float(values.max()) if high is None else high
    x = np.linspace(MARGIN, WIDTH - MARGIN, values.size)
    heights = HEIGHT - MARGIN - (values - bottom) / (top - bottom or 1.0) * (HEIGHT - 2 * MARGIN)
    return path(np.column_stack([x, heights]), look)


def path(points: ArrayLike, look: str = "positive") -> str:
    """A line through points (n, 2) in units of the picture."""
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in np.asarray(points, float))
    return f'<polyline class="line {look}" points="{corners}"/>'


def dot(x: float, y: float, look: str = "positive", radius: float = 5) -> str:
    """A dot at (x, y)."""
    return f'<circle class="area {look}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'


def bars(heights: Sequence[float], look: str = "positive") -> str:
    """Bars from the bottom, a height of 1 filling the picture."""
    step = (WIDTH - 2 * MARGIN) / len(heights)
    return "".join(
        f'<rect class="area {look}" x="{MARGIN + i * step + 1:.1f}" width="{step - 2:.1f}" '
        f'y="{HEIGHT - MARGIN - h * (HEIGHT - 2 * MARGIN):.1f}" height="{h * (HEIGHT - 2 * MARGIN):.1f}"/>'
        for i, h in enumerate(heights)
    )


def text(x: float, y: float, words: str, size: float = 12, look: str = "quiet") -> str:
    """Words centred at (x, y)."""
    return f'<text class="area {look}" x="{x:.1f}" y="{y:.1f}" font-size="{size:g}">{words}</text>'


def drawing(picture: str) -> str:
    """A picture as HTML: an image, since a page takes no SVG of its own."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><style>{STYLE}</style>{picture}</svg>'
    )
    return f'<img class="lesson-picture" alt="" src="{inline.url(svg.encode(), "svg+xml")}">'
