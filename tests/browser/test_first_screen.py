"""The first screen of the Playground: what invites, what is in reach, and that it fits every screen, whole.

With `SCREENSHOTS=FOLDER` each scene is kept there as a picture, at each size, light and dark.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from playground.playing.page import FIRST
from tests.browser.chart_probe import require_narrow
from tests.browser.test_playground_page import spot_on_edge
from tests.waiting import wait_until

SIZES = ((1920, 1080), (1440, 900), (1280, 800), (1100, 800), (1024, 768), (960, 900), (720, 900), (390, 844))
SCENES = {
    "toy": "",
    "mnist": "?dataset=mnist",
    "three-arms": "?dataset=three-arms&cost=log-likelihood",
    "deep": "?hidden-layers=8,8,8,8,8,8",
    "own": "?dataset=custom",
    "paths": "?selected=w-0-2-1",
}
READY = ".stMainBlockContainer[data-come] .st-key-network-diagram"
SIX = ("data-picker", *FIRST)
REST = ("batch-size", "initialization", "seed", "precision", "noise", "samples", "test-fraction", "new-points")
CUT = """() => {
    const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length;
    const all = (where) => [...document.querySelectorAll(where)].filter(shown);
    const words = all(".stMainBlockContainer :is([data-testid=stWidgetLabel], button) p");
    const unclipped = words.filter((p) => getComputedStyle(p).clipPath === "none");
    const broken = unclipped.filter((p) => p.offsetHeight > 1.6 * parseFloat(getComputedStyle(p).lineHeight));
    const chosen = all(".st-key-settings .stSelectbox input");
    const cut = [...unclipped, ...chosen].filter((p) => p.scrollWidth > p.clientWidth + 1);
    return [...broken, ...cut].map((node) => node.innerText || node.value);
}"""
OVERLAP = """() => {
    const bars = ["run-bar", "status-bar", "data", "settings"].flatMap((key) =>
        [`.st-key-${key} .stElementContainer`, `.st-key-${key} .stPopover`]);
    const boxes = [...document.querySelectorAll([...bars, ".st-key-network-diagram", ".st-key-decision-map"])]
        .filter((node) => node.offsetHeight > 2)
        .map((node) => [node.className.match(/st-key-[\\w-]+/)?.[0], node.getBoundingClientRect()]);
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    const inside = (a, b) => a && b && (document.querySelector(`.${a} .${b}`) || document.querySelector(`.${b} .${a}`));
    return boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
        .filter(([other, b]) => meet(a, b) && !inside(one, other)).map(([other]) => `${one} on ${other}`));
}"""


@pytest.fixture
def opened(page: Any, app_url: str) -> Any:
    page.goto(app_url)
    page.wait_for_selector(READY)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_screen_is_whole(page: Any, app_url: str, scene: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{app_url}/{SCENES[scene]}")
    page.wait_for_selector(READY)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # what a new size asks for is drawn in the next frames
        require_narrow(page, width)
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{scene}-{width}x{height}-{scheme}.png")
        assert page.evaluate(CUT) == [], (width, "words are cut or broken")
        assert page.evaluate(OVERLAP) == [], width


def test_six_controls_are_in_reach_and_the_rest_behind_more_with_its_keys(opened: Any) -> None:
    page = opened
    for key in SIX:
        box = page.locator(f".st-key-{key}").first.bounding_box()
        assert box["y"] + box["height"] <= 900, f"{key} is below the first screen"
    assert [key for key in REST if page.locator(f".st-key-{key}").count()] == []
    page.focus(".st-key-more-settings button")
    page.keyboard.press("Enter")
    for key in REST:
        page.wait_for_selector(f".st-key-more .st-key-{key}")
    field = page.locator(".st-key-batch-size input")
    field.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_url("**/?batch-size=30")
    field.fill("0")
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-more .st-key-note-batch-size .nn-line")
    page.keyboard.press("Escape")
    page.wait_for_selector(".st-key-more", state="detached")
    page.locator(".st-key-note-more").get_by_text("must be a whole number").wait_for()


def test_play_calls_and_nothing_else_does(opened: Any) -> None:
    calling = opened.locator("[data-testid=stBaseButton-primary]")
    assert calling.all_inner_texts() == [calling.first.inner_text()]
    assert "Play" in calling.first.inner_text()


def test_the_headline_and_the_callouts_are_for_the_eye_and_gone_for_good_once_followed(opened: Any) -> None:
    page = opened
    diagram, status = page.locator(".st-key-network-diagram"), page.locator(".st-key-status")
    callouts = diagram.locator(".callout")
    status.get_by_text("This network knows nothing yet").wait_for()
    assert sorted(callouts.all_inner_texts()) == ["Click a line to look inside", "add a neuron"]
    assert [node.get_attribute("aria-hidden") for node in callouts.all()] == ["true", "true"]
    assert diagram.locator(".callout :is(button, a, [tabindex])").count() == 0
    top = diagram.locator("svg[role=group]").bounding_box()["y"]
    diagram.get_by_role("button", name="add a neuron to hidden layer 1").click()
    wait_until(lambda: callouts.all_inner_texts() == ["Click a line to look inside"])
    page.mouse.click(*spot_on_edge(page, "e/0/2/1", 0.2))
    callouts.wait_for(state="detached")
    page.keyboard.press("Escape")
    page.click(".st-key-play button")
    status.get_by_text("Training").wait_for()
    assert diagram.locator("svg[role=group]").bounding_box()["y"] == top
    page.click(".st-key-reset button")
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 0'")
    page.reload()
    page.wait_for_selector(READY)
    wait_until(lambda: callouts.count() == 0, "what was followed before came back with the page")
    wait_until(lambda: status.get_by_text("This network knows nothing yet").count() == 0)


def test_a_projector_shows_all_of_it_larger_and_is_filled(opened: Any) -> None:
    page = opened
    small = page.locator(".st-key-play button").bounding_box()["height"]
    page.set_viewport_size({"width": 1920, "height": 1080})
    wait_until(lambda: page.locator(".st-key-play button").bounding_box()["height"] >= 1.15 * small)
    share = page.locator(".st-key-share button").bounding_box()
    assert share["x"] + share["width"] > 0.97 * 1920
    lowest = page.locator(":is(.st-key-layer-health, .st-key-rate-factors)").all()
    assert max(node.bounding_box()["y"] + node.bounding_box()["height"] for node in lowest) > 0.9 * 1080


def test_on_a_projector_the_pointer_is_where_it_seems(opened: Any) -> None:
    page = opened
    page.set_viewport_size({"width": 1920, "height": 1080})
    wait_until(lambda: page.locator(".st-key-share button").bounding_box()["x"] > 1700)
    page.mouse.click(*spot_on_edge(page, "e/0/2/1", 0.2))
    page.locator(".st-key-network-diagram").get_by_text("w from x₂ to h1.3").wait_for()
    page.keyboard.press("Escape")
    box = page.locator(".st-key-decision-map canvas").bounding_box()
    page.mouse.move(box["x"] + 1.2 * (34 + 150), box["y"] + 1.2 * (20 + 150))
    page.locator(".st-key-decision-map .tip").get_by_text("x₁").wait_for()


@pytest.mark.parametrize("size", SIZES)
def test_a_hint_is_shown_whole_and_moves_nothing(page: Any, app_url: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{app_url}/?activation=relu&hidden-layers=8,8,8,8&learning-rate=10")
    page.wait_for_selector(READY)
    place = "() => document.querySelector('.st-key-network-diagram').getBoundingClientRect().top + scrollY"
    before = page.evaluate(place)
    page.click(".st-key-epoch button")
    page.get_by_role("button", name="Try η = 1").wait_for()
    assert page.evaluate(place) == before
    page.evaluate("document.querySelector('.st-key-status').scrollIntoView({ block: 'center' })")
    hidden = page.evaluate(
        """() => {
            const line = document.querySelector(".st-key-status .nn-line");
            const sides = ({ left, right, top, bottom }) => [
                [left + 2, (top + bottom) / 2], [right - 2, (top + bottom) / 2],
                [(left + right) / 2, top + 2], [(left + right) / 2, bottom - 2],
            ];
            const seen = (box) => sides(box).every(([x, y]) => line.contains(document.elementFromPoint(x, y)));
            return [line, ...line.querySelectorAll(".words, .offer")].filter((n) => !seen(n.getBoundingClientRect()))
                .map((node) => node.className);
        }"""
    )
    assert hidden == []
