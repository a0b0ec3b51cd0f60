"""On paper a page is light, as wide as a sheet, without controls; with more contrast, words and borders stand out."""

import re
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.waiting import wait_until

READY = ".stMainBlockContainer[data-come]"
CONTROLS = (
    "button:not(.card), select, input[type=range], input[type=checkbox], "
    "[role=slider], [role=switch], [role=radio], [role=tab], [role=button][class*=handle], nav, header"
)
ENDS = """() => [...document.querySelectorAll(".stBidiComponent, .stMarkdown, .stHeading, img")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".nn-keys"))
    .map((node) => node.getBoundingClientRect()).filter(({ width, height }) => width > 1 && height > 1)
    .map(({ left, right }) => [left, right])"""
WIDTH = 680
"""Pixels, of a page on paper."""


def opened(page: Any, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(READY)


def lie_on_paper(page: Any) -> None:
    page.emulate_media(media="print")
    page.wait_for_selector("html.nn-paper", state="attached")
    page.mouse.move(1400, 890)


@pytest.mark.parametrize("way", ["", "regularization", "digits", "compare"])
def test_a_page_on_paper_is_light_and_has_no_controls(own_context: Any, page: Any, app_url: str, way: str) -> None:
    page.emulate_media(color_scheme="dark")
    opened(page, f"{app_url}/{way}")
    lie_on_paper(page)
    assert [
        node.evaluate("(n) => n.outerHTML.slice(0, 200)") for node in page.locator(CONTROLS).all() if node.is_visible()
    ] == []
    for left, right in page.evaluate(ENDS):
        assert left >= -1
        assert right <= WIDTH + 1
    seen = np.asarray(Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB"))
    assert (seen > 230).all(axis=2).mean() > 0.7
    assert (seen[:, [WIDTH + 20, -1]] == 255).all()
    assert (seen < 90).all(axis=2).any(), "there are words"


def test_a_run_is_two_pages_with_its_settings_and_is_back_on_the_screen_afterwards(
    own_context: Any, page: Any, app_url: str
) -> None:
    page.emulate_media(color_scheme="dark")
    opened(page, f"{app_url}/?learning-rate=0.3")
    chart = page.locator(".st-key-cost-chart canvas")
    before = chart.bounding_box()
    colour = "(node) => getComputedStyle(node).color"
    light = page.locator(".st-key-cost-chart .title").evaluate(colour)
    sheets = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type /Page\b", sheets)) == 2
    assert page.locator("html.nn-paper").count() == 0
    wait_until(lambda: chart.bounding_box() == before)
    lie_on_paper(page)
    assert page.locator(".st-key-cost-chart .title").evaluate(colour) == "rgb(28, 36, 48)"
    page.locator(".st-key-cost-chart").evaluate("(node) => (node.style.opacity = 0.3)")
    assert page.locator(".st-key-cost-chart").evaluate("(node) => getComputedStyle(node).opacity") == "1"
    assert page.locator(".st-key-learning-rate input").is_visible()
    assert page.locator(".st-key-hidden-layers input").is_visible()
    page.emulate_media(media="screen")
    page.wait_for_selector("html:not(.nn-paper)", state="attached")
    wait_until(lambda: chart.bounding_box() == before)
    assert page.locator(".st-key-cost-chart .title").evaluate(colour) == light


@pytest.mark.parametrize(
    ("theme", "words", "border"), [("light", "0, 0, 0", "74, 84, 97"), ("dark", "255, 255, 255", "195, 205, 217")]
)
def test_who_asks_for_more_contrast_gets_it(
    own_context: Any, page: Any, app_url: str, theme: str, words: str, border: str
) -> None:
    page.emulate_media(color_scheme=theme, contrast="more")
    opened(page, app_url)

    def style(of: str, name: str) -> str:
        return str(page.locator(of).first.evaluate("(node, name) => getComputedStyle(node)[name]", name))

    assert style(".st-key-rate-factors .words", "opacity") == "1"
    assert style(".st-key-cost-chart .title", "color") == f"rgb({words})"
    assert style(".st-key-activation [data-testid=stWidgetLabel]", "color") == f"rgb({words})"
    for place in (".st-key-network-diagram button", ".st-key-learning-rate .box", ".st-key-view button"):
        assert style(place, "borderTopColor") == f"rgb({border})", place
