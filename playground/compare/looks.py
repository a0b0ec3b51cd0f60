"""How variants are told apart in every drawing: a letter, a colour and a dash, never the colours of signs."""

from playground.components.charts.line_chart import Look

LETTERS = "ABCDEF"
LOOKS = (
    Look("#5b6675", "#a9b4c2"),
    Look("#b0126f", "#ff79c1", (9, 3)),
    Look("#0a7f6f", "#45d3bb", (3, 2)),
    Look("#7b4bc4", "#b794f6", (10, 3, 2, 3)),
    Look("#66760a", "#c5d24e", (6, 2, 2, 2, 2, 2)),
    Look("#8a4b2f", "#d6a58c", (1, 2)),
)
"""One for each variant, in their order."""


def stripes(look: Look) -> str:
    """The strokes and gaps of a look as a picture for a style sheet."""
    colour, at, parts = f"light-dark({look.light}, {look.dark})", 0, []
    for place, length in enumerate(look.dash or (1,)):
        parts.append(f"{'transparent' if place % 2 else colour} {at}px {at + length}px")
        at += length
    return f"repeating-linear-gradient(90deg, {', '.join(parts)})"
