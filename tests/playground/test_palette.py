"""The colours of ten classes: any two differ for every kind of colour vision, and the browser has the same."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from playground.components.shared import __file__ as shared
from playground.components.shared import palette

# how a colour looks to each kind of colour vision, in linear light: Machado, Oliveira and Fernandes (2009), severity 1
VISIONS = {
    "trichromat": np.eye(3),
    "protanope": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranope": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanope": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
TOLD_APART = 12.0  # CIE76; about 2.3 is just noticeable side by side


def seen(colour: str, vision: str) -> np.ndarray:
    """A colour in CIELAB, as this vision has it."""
    shares = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(TO_XYZ @ np.clip(VISIONS[vision] @ linear, 1e-4, 1) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
def test_any_two_classes_are_told_apart(colours: dict[str, str], vision: str) -> None:
    for one, other in combinations(palette.CLASSES, 2):
        difference = np.linalg.norm(seen(colours[one], vision) - seen(colours[other], vision))
        assert difference >= TOLD_APART, (one, other)


def test_there_are_ten_in_both_languages() -> None:
    assert len(set(palette.CLASSES)) == 10
    script = (Path(shared).parent / "theme.js").read_text(encoding="utf-8")
    lists = {name: re.findall(r'"([^"]+)"', text) for name, text in re.findall(r"const (\w+) = \[([^\]]+)\];", script)}
    assert tuple(lists["CLASSES"]) == palette.CLASSES
    assert len(set(lists["WORDS"])) == 10
