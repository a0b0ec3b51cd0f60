"""Words can be read on every background of the theme, light and dark: WCAG's contrast, from the theme's files."""

import re
import tomllib
from itertools import product
from pathlib import Path

import pytest

from playground.components.shared import palette

ROOT = Path(__file__).parents[2]
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
STYLE = (ROOT / "playground" / "style.css").read_text(encoding="utf-8")
WORDS, SIGNS = 4.5, 3.0
"""What small words need, and what lines, dots and borders that tell something do (WCAG 1.4.3 and 1.4.11)."""
PALETTES = {"light": palette.LIGHT, "dark": palette.DARK}
MEANING = ("negative", "positive", "third", "train", "test")
"""The colours of lines and of the words beside them; those of the classes have a shape each, too."""


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb"."""
    shares = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(colour: str, ground: str, share: float) -> str:
    """A colour of this opacity over another."""
    mixed = [round(int(colour[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share)) for i in (1, 3, 5)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#ffffff", "#6cb8f0") == pytest.approx(2.15, abs=0.005)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert over("#000000", "#ffffff", 0.6) == "#666666"


@pytest.mark.parametrize("theme", PALETTES)
def test_words_are_read_on_every_background(theme: str) -> None:
    look = THEMES[theme]
    for ground in (look["backgroundColor"], look["secondaryBackgroundColor"]):
        assert contrast(look["textColor"], ground) >= WORDS
        assert contrast(look["primaryColor"], ground) >= WORDS


@pytest.mark.parametrize("theme", PALETTES)
def test_whatever_a_style_makes_paler_is_read_still(theme: str) -> None:
    look = THEMES[theme]
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "playground").rglob("*.css"))
    paled = {float(share) for share in re.findall(r"opacity: (0\.\d+)", sheets)}
    told = {
        share for share in paled if share >= 0.6
    }  # what is paler is disabled, or stands beside what says it in full
    assert told
    for share, ground in product(told, (look["backgroundColor"], look["secondaryBackgroundColor"])):
        assert contrast(over(look["textColor"], ground, share), ground) >= WORDS, share


@pytest.mark.parametrize("theme", PALETTES)
def test_lines_and_signs_are_seen_on_every_background(theme: str) -> None:
    look, colours = THEMES[theme], PALETTES[theme]
    for name, ground in product(MEANING, (look["backgroundColor"], look["secondaryBackgroundColor"])):
        assert contrast(colours[name], ground) >= SIGNS, name


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_a_filled_button_is_read_at_rest_and_under_the_pointer(place: int) -> None:
    rule = re.search(r'stBaseButton-primary"\]:enabled \{ color: light-dark\((#\w{6}), (#\w{6})\)', STYLE)
    under = re.search(r'stBaseButton-primary"\]:enabled:hover \{ background: light-dark\((#\w{6}), (#\w{6})\)', STYLE)
    assert rule
    assert under
    primary = THEMES[("light", "dark")[place]]["primaryColor"]
    for ground in (primary, under.groups()[place]):
        assert contrast(rule.groups()[place], ground) >= WORDS
