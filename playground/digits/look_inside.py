"""Look inside: what happens in the network while it reads the drawing, layer by layer, down to the single pixel."""

from collections.abc import Iterable

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine import Network
from playground.components.digits.layer_cells import layer_cells
from playground.components.digits.neuron_voices import neuron_voices
from playground.components.digits.pixel_pictures import Picture, pixel_pictures
from playground.digits.insight import Insight, look, voices
from playground.digits.link import LAYER
from playground.settings.numerals import percent


def show(network: Network, name: str, pixels: NDArray[np.float32]) -> None:
    """The section for the drawing `pixels` (28, 28) and the network of this name."""
    if not pixels.any():
        st.info("Draw a digit on the sheet above to see here what it does inside the network.", icon=":material/draw:")
        return
    insight = look(network, pixels)
    st.caption(f"**{name}** reads this drawing as **{insight.first}**; **{insight.second}** comes second.")
    with st.container(key="inside-pixels"):
        st.markdown("## Which pixels count, and what would change the answer")
        pixel_pictures(_pictures(insight)).show("pixel-pictures")
        st.markdown(_flip_in_words(insight))
    neurons, outputs = st.columns([1.25, 1], gap="large")
    with neurons:
        st.markdown("## What each layer makes of it")
        hidden = len(insight.heard)
        layer_cells(
            names=[*(f"Hidden layer {i}" for i in range(1, hidden + 1)), "Output"],
            neurons=[*(f"h{i}." for i in range(1, hidden + 1)), ""],
            activations=insight.activations[1:],
        ).show("layer-cells")
        st.markdown("## How the outputs are computed")
        _show_outputs(insight)
    with outputs:
        _show_voices(insight)


def _pictures(insight: Insight) -> list[Picture]:
    first, second, flip = insight.first, insight.second, insight.flip
    goal = f"read as {second}" if flip.found else "as far as the search got"
    return [
        Picture(
            f"Evidence for {first}",
            f"Ink times slope, x · ∂a/∂x. Blue ink counts for {first}, orange ink against it.",
            insight.spoke,
            "signed",
            "x · ∂a/∂x =",
        ),
        Picture(
            f"Where ink would help {first}",
            f"The slope ∂a/∂x. More ink on blue raises the output for {first}; more ink on orange lowers it.",
            insight.slope,
            "signed",
            "∂a/∂x =",
        ),
        Picture(
            f"From {first} to {second}",
            "The change in each pixel: blue adds ink, orange removes it.",
            flip.change,
            "signed",
            "change",
        ),
        Picture("After the change", f"The drawing with that change made: {goal}.", flip.picture, "ink", "ink"),
    ]


def _flip_in_words(insight: Insight) -> str:
    first, second, flip = insight.first, insight.second, insight.flip
    way = f"the gradient of z{_low(second)} − z{_low(first)}"
    if not flip.found:
        return (
            f"No change was found that makes it read **{second}**: the search along {way} got stuck after {flip.steps} "
            "steps. That does not mean that there is none."
        )
    steps = "1 step" if flip.steps == 1 else f"{flip.steps} steps"
    return (
        f"A change of ‖Δx‖ = **{flip.distance:.2f}** makes it read **{second}**: {flip.ink:.1f} pixels' worth of ink "
        f"added or removed; the drawing has {insight.pixels.sum():.0f}. "
        f"Found in {steps} along {way}; there may be a smaller change."
    )


def _low(digit: int) -> str:
    return "₀₁₂₃₄₅₆₇₈₉"[digit]


def _show_voices(insight: Insight) -> None:
    st.markdown(f"## What its neurons say about the {insight.first}")
    hidden = len(insight.heard)
    if not hidden:
        st.caption("This network has no hidden neurons: the pixels feed the outputs directly.")
        return
    layer = 1
    if hidden > 1:
        layer = st.segmented_control(
            "Layer",
            list(range(1, hidden + 1)),
            format_func=lambda number: f"Hidden layer {number}",
            key=LAYER.name,
            default=1,
            required=True,
            label_visibility="collapsed",
        )
    seen = "its weights" if layer == 1 else "what it looks for in the pixels, ∂z/∂x through the layers before it"
    factor = "weight" if layer == hidden else "slope ∂z/∂a"
    st.caption(
        f"Activation × {factor} towards {insight.first}: bars to the right are for {insight.first}, to the left "
        f"against it. The picture of a neuron shows {seen}."
    )
    neuron_voices(voices(insight, layer)).show("neuron-voices")


def _show_outputs(insight: Insight) -> None:
    """The weighted inputs z of the outputs and how they become activations, with all numbers."""
    steps = insight.softmax
    columns: dict[str, Iterable[str]] = {"$z$": map(_two, insight.z)}
    if steps is not None:
        columns[r"${z - \max z}$"] = map(_two, steps.shifted)
        columns[r"$e^{z - \max z}$"] = map(_small, steps.exponentials)
        columns["$a$, its share of the sum"] = (percent(share, 2) for share in steps.shares)
        caption = (
            rf"Softmax: $a = e^z / \sum e^z$. The sum of the ten is {steps.total:.4f}. Subtracting $\max z$ first "
            "changes no output, and keeps $e^z$ from overflowing."
        )
    else:
        formula = {"sigmoid": r"\sigma(z) = 1 / (1 + e^{-z})", "tanh": r"\tanh(z)"}.get(insight.output, "z")
        columns[f"$a = {formula.split(' = ')[0]}$"] = map(_two, insight.outputs)
        caption = f"Each output is computed by itself: $a = {formula}$."
    lines = [["digit", *columns], ["--:"] * (1 + len(columns))]
    for digit, cells in enumerate(zip(*columns.values(), strict=True)):
        lines.append([f"**{digit}**" if digit == insight.first else str(digit), *cells])
    with st.container(key="output-steps"):
        st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))
    st.caption(caption)


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _small(value: float) -> str:
    """A number from 0 to 1 with four digits behind the point, or as a power of ten where that would show only zeros."""
    if value >= 5e-5 or value == 0:
        return f"{value:.4f}"
    digits, power = f"{value:.1e}".split("e")
    return rf"${{{digits} \cdot 10^{{{int(power)}}}}}$"  # in braces, so that it is not broken over two lines
