"""Where the system forces its own colours on a page, what is told by a bar or by a chosen place is told still."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from playground.components.charts.bars import Bar, bars
from playground.components.charts.layer_health import layer_health
from playground.components.digits.digit_bars import digit_bars
from playground.components.population import Named

PICTURES = {
    "bars": (bars(title="Slopes", bars=[Bar("up", 0.8), Bar("down", -0.6)]), ".bar"),
    "digit_bars": (digit_bars(outputs=[0.5] * 10, pixels=np.zeros((28, 28)), probabilities=False), ".bar"),
    "layer_health": (layer_health(["one"], [0.5], [0.0], ["dead"], Named("all of them", False)), ".bar"),
}


def seen(page: Any, node: Any) -> np.ndarray:
    """The pixels (height, width, 3) of an element on the page."""
    shot = page.screenshot(clip=node.bounding_box())
    return np.asarray(Image.open(BytesIO(shot)).convert("RGB")).astype(int)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PICTURES)
def test_a_bar_is_not_of_the_colour_behind_it(page: Any, mount: Any, name: str, theme: str) -> None:
    picture, where = PICTURES[name]
    page.emulate_media(forced_colors="active", color_scheme=theme)
    mount(name, picture.data, theme=theme)
    page.wait_for_timeout(200)  # bars grow
    ground = seen(page, page.locator("body"))[0, 0]
    for bar in page.locator(where).all():
        middle = seen(page, bar)[2:-2, 2:-2].reshape(-1, 3)
        assert np.abs(middle - ground).max(axis=1).min() > 60
    page.emulate_media(forced_colors="none", color_scheme="light")


def test_what_is_chosen_looks_unlike_what_is_not(page: Any, app_url: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(app_url)
    page.wait_for_selector(".stMainBlockContainer[data-come]")
    speed = page.get_by_role("radiogroup", name="Speed").get_by_role("radio")
    grounds = {one.get_attribute("aria-checked"): tuple(seen(page, one)[6, 8]) for one in speed.all()}
    assert grounds["true"] != grounds["false"]
    data = page.locator(".st-key-data-picker button")
    outlines = {
        one.get_attribute("aria-pressed"): one.evaluate("(node) => getComputedStyle(node).outlineStyle")
        for one in data.all()
    }
    assert outlines == {"true": "solid", "false": "none"}
