"""How a network and a history show themselves in a notebook: small drawings in SVG, from plain numbers.

The colours stand out on light and on dark; blue is positive and orange negative, as everywhere.
"""

from collections.abc import Sequence

import numpy as np

from engine.arrays import Array

POSITIVE, NEGATIVE, QUIET = "#3a93d6", "#e07a1f", "#808a96"
TEST, VALIDATION = "#c2378a", "#2f9e6e"
MOST_NEURONS = 8
WIDTH, HEIGHT = 480, 200
PLOT_WIDTH, PLOT_HEIGHT, MARGIN = 320, 140, 52


def network(sizes: Sequence[int], weights: Sequence[Array], activations: Sequence[str]) -> str:
    """A network as HTML: its layers from left to right, the weights between the neurons shown by width and colour.

    Of a layer of more than eight neurons the first eight are drawn, and its number stands below all the same.
    """
    columns = [_column(layer, len(sizes), size) for layer, size in enumerate(sizes)]
    lines = [
        _weight(below[k], above[j], w[j, k] / _largest(w[: len(above), : len(below)]))
        for w, below, above in zip(weights, columns, columns[1:], strict=False)
        for j in range(len(above))
        for k in range(len(below))
    ]
    dots = [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="6" fill="{QUIET}"/>' for column in columns for x, y in column]
    words = [
        f'<text x="{column[0][0]:.0f}" y="{HEIGHT - 6}" fill="{QUIET}" font-size="12" text-anchor="middle">'
        f"{size:,} {name}</text>"
        for column, size, name in zip(columns, sizes, ["inputs", *activations], strict=True)
    ]
    told = f"a network of {' – '.join(f'{size:,}' for size in sizes)} neurons"
    count = sum(w.size + len(w) for w in weights)
    return _svg(WIDTH, HEIGHT, told, lines + dots + words) + f"<div>{told[2:]}, {count:,} weights and biases</div>"


def history(epochs: Array, costs: dict[str, Array], accuracies: dict[str, Array]) -> str:
    """A history as HTML: cost and accuracy over the epochs, of "train", "test" and more, and the last figures."""
    if not len(epochs):
        return "<div>no epoch yet</div>"
    plots = [_plot("cost", epochs, costs, "{:.4g}"), _plot("accuracy", epochs, accuracies, "{:.2%}")]
    return f"<div>{''.join(plots)}</div><div>after epoch {int(epochs[-1]):,}: {_last(costs, accuracies)}</div>"


def _column(layer: int, layers: int, size: int) -> list[tuple[float, float]]:
    """Where the neurons of a layer are drawn."""
    shown = min(size, MOST_NEURONS)
    x = 50 + layer * (WIDTH - 100) / max(1, layers - 1)
    middle, step = (HEIGHT - 20) / 2, (HEIGHT - 40) / MOST_NEURONS
    return [(x, middle + (i - (shown - 1) / 2) * step) for i in range(shown)]


def _weight(start: tuple[float, float], end: tuple[float, float], share: float) -> str:
    colour = POSITIVE if share > 0 else NEGATIVE
    return (
        f'<line x1="{start[0]:.0f}" y1="{start[1]:.0f}" x2="{end[0]:.0f}" y2="{end[1]:.0f}" stroke="{colour}" '
        f'stroke-width="{3 * abs(share):.2f}"/>'
    )


def _largest(w: Array) -> float:
    largest = float(np.abs(w).max(initial=0.0))
    return largest if 0 < largest < np.inf else 1.0


def _plot(title: str, epochs: Array, curves: dict[str, Array], form: str) -> str:
    """One pair of axes; a curve without any finite number is left out."""
    shown = {name: values for name, values in curves.items() if np.isfinite(values).any()}
    if not shown:
        return ""
    finite = np.concatenate([values[np.isfinite(values)] for values in shown.values()])
    low, high = float(finite.min()), float(finite.max())
    x = MARGIN + (PLOT_WIDTH - 2 * MARGIN) * (epochs - epochs[0]) / max(1, epochs[-1] - epochs[0])
    parts = [_words(PLOT_WIDTH / 2, PLOT_HEIGHT - 4, f"epoch {int(epochs[-1]):,}")]
    parts.append(_words(PLOT_WIDTH / 2, 14, title + "".join(map(_legend, shown))))
    for value, y in ((high, 30.0), (low, PLOT_HEIGHT - 22.0)):
        parts.append(_words(2, y, form.format(value), "start"))
    for name, values in shown.items():
        heights = PLOT_HEIGHT - 26 - (PLOT_HEIGHT - 56) * (values - low) / (high - low or 1)
        corners = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, heights, strict=True) if np.isfinite(b))
        parts.append(f'<polyline points="{corners}" fill="none" stroke="{_colour(name)}" stroke-width="2"/>')
    return _svg(PLOT_WIDTH, PLOT_HEIGHT, f"{title} over the epochs", parts)


def _colour(name: str) -> str:
    return {"test": TEST, "validation": VALIDATION}.get(name, QUIET)


def _legend(name: str) -> str:
    return f'<tspan dx="10" fill="{_colour(name)}">— {name}</tspan>'


def _last(costs: dict[str, Array], accuracies: dict[str, Array]) -> str:
    words = [f"{name} cost {values[-1]:.4g}" for name, values in costs.items() if np.isfinite(values[-1])]
    words += [f"{name} accuracy {values[-1]:.2%}" for name, values in accuracies.items() if np.isfinite(values[-1])]
    return ", ".join(words)


def _words(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{QUIET}" font-size="11" text-anchor="{anchor}">{text}</text>'


def _svg(width: int, height: int, told: str, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{told}" font-family="sans-serif">{"".join(parts)}</svg>'
    )
