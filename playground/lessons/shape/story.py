"""The story of all lessons: one handwritten digit, one small network, and what each lesson asks of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise, product

import numpy as np
import streamlit as st
from PIL import Image

from playground.components.shared import inline, svg
from playground.components.shared.mailbox import is_number
from playground.components.shared.numerals import numeral
from playground.lessons.parts import this_digit

WIDTH, HEIGHT, TILE = 220, 72, 64
NODES = {
    "x1": (104, 20),
    "x2": (104, 52),
    "h1": (138, 12),
    "h2": (138, 36),
    "h3": (138, 60),
    "o1": (172, 20),
    "o2": (172, 52),
    "C": (206, 36),
}
"""Where the parts of the network stand: inputs, hidden neurons, outputs and the cost."""
LAYERS = (("x1", "x2"), ("h1", "h2", "h3"), ("o1", "o2"), ("C",))
NAMES = {"o1": str(this_digit.OTHER), "o2": str(this_digit.DIGIT), "C": "C"}
FURTHEST = 10.0
"""No dial of a lesson goes further for a number that is handed on."""


@dataclass(frozen=True)
class Story:
    """What a lesson adds to the story.

    `part` names the parts of the network that it is about, by those of NODES. `says` is a sentence on where we are,
    `asks` the question with which the lesson before ends, and `hands_on` what this one ends with; all may have {names}
    of the engine's numbers (`parts.this_digit`). The next lesson takes over the settings and facts in `carries`.
    `first` is the one control that is there from the beginning, the name of a dial or the key of a button; `invites` is
    a sentence about it, where it does not stand at the top and say itself what it does. The others come once anything
    is used. With no `first` all are there.
    """

    part: str
    says: str
    asks: str
    hands_on: str
    carries: tuple[str, ...] = ()
    first: str = ""
    invites: str = ""

    def carried(self, found: Mapping[str, object]) -> dict[str, str]:
        """What the next lesson takes over of these facts and settings, as its address has it."""
        known = {name: found[name] for name in self.carries if name in found}
        texts = {name: f"{value:.4g}" if is_number(value) else str(value) for name, value in known.items()}
        return {name: text for name, text in texts.items() if not is_number(known[name]) or near(known[name])}


def near(value: object) -> bool:
    """Whether a number that is handed on is one that a dial reaches; a seed, which is whole, always is."""
    return isinstance(value, int) or (isinstance(value, float) and abs(value) <= FURTHEST)


def told(words: str) -> str:
    """The words with the engine's numbers in the place of their names."""
    return words.format(**{name: numeral(value) for name, value in this_digit.numbers().items()})


def show(story: Story) -> None:
    """Draw the digit, the network with its lit part, and where we are."""
    look = picture(story.part)
    words = escape(told(story.says))
    st.html(f'<div class="lesson-story">{look}<p>{words}</p></div>')


@cache
def picture(part: str) -> str:
    """The digit with the two places that the network looks at, and the network with these parts lit, as HTML."""
    lit = part.split()
    if unknown := set(lit) - NODES.keys():
        raise ValueError(f"The network has no {', '.join(sorted(unknown))}: its parts are {', '.join(NODES)}.")
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<style>{svg.STYLE} .box, .ring {{ fill: none; stroke: currentColor; stroke-width: 1.6 }}"
        " .thin { stroke-width: 1; opacity: .55 } .name { fill: #ffffff; font-weight: 700 }</style>"
        f"{_digit()}{_wires(lit)}{_neurons(lit)}</svg>"
    )
    says = f"A handwritten {this_digit.DIGIT}, and a network of 2 inputs, 3 hidden neurons and 2 outputs, 8 and 3."
    return f'<img alt="{says}" width="{WIDTH}" height="{HEIGHT}" src="{inline.url(drawn.encode(), "svg+xml")}">'


def _digit() -> str:
    image = Image.fromarray(np.uint8(255 - np.round(255 * this_digit.pixels())))
    scale = TILE / len(this_digit.pixels())
    parts = [
        f'<image x="4" y="4" width="{TILE}" height="{TILE}" style="image-rendering: pixelated" '
        f'href="{inline.encoded(image, "png")}"/><rect class="box quiet" x="4" y="4" width="{TILE}" height="{TILE}"/>'
    ]
    side = this_digit.SIDE * scale
    for (row, column), look, name in zip(this_digit.BOXES, ("positive", "negative"), LAYERS[0], strict=True):
        x, y = 4 + column * scale, 4 + row * scale
        parts.append(f'<rect class="box {look}" x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}"/>')
        parts.append(svg.path([(x + side, y + side / 2), (TILE + 8, y + side / 2), NODES[name]], f"thin {look}"))
    return "".join(parts)


def _wires(lit: list[str]) -> str:
    drawn = []
    for before, after in pairwise(LAYERS):
        for one, other in product(before, after):
            look = "third" if one in lit and other in lit else "thin quiet"
            drawn.append((look, svg.path([NODES[one], NODES[other]], look)))
    return "".join(path for _, path in sorted(drawn, reverse=True))  # those that are lit lie above the others


def _neurons(lit: list[str]) -> str:
    drawn = []
    for name, (x, y) in NODES.items():
        drawn.append(svg.dot(x, y, "third" if name in lit else "quiet", 9 if name in NAMES else 6))
        if name in NAMES:
            drawn.append(svg.text(x, y + 4, NAMES[name], 12, "name"))
    return "".join(drawn)
