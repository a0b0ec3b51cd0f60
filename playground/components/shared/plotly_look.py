"""How figures that stand still look in Plotly: the colours of the palette, and little around them."""

import plotly.graph_objects as go

from playground.components.shared import palette


def colours_of(dark: bool) -> dict[str, str]:
    """The palette of the dark or the light theme."""
    return palette.DARK if dark else palette.LIGHT


def laid_out(figure: go.Figure, height: int) -> go.Figure:
    """The figure, `height` pixels high, with narrow margins, no legend and nothing to drag."""
    margin = {"l": 8, "r": 8, "t": 16, "b": 8}
    return figure.update_layout(height=height, margin=margin, showlegend=False, dragmode=False, font_size=12)
