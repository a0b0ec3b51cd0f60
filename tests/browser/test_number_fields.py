"""Fields for numbers and locks in a real browser: what is typed trains, and what a link forbids is not offered."""

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

from playground.components.page import dials
from playground.components.page.dials import Dial
from tests.browser.conftest import VIEWPORT, Watched, shared_page
from tests.playground.number_texts import MEANT, NONE
from tests.waiting import wait_until

WHERE = """() => ["play", "settings", "data", "status-bar", "network-diagram", "cost-chart"].map((key) => {
    const { x, y, width, height } = document.querySelector(`.st-key-${key}`).getBoundingClientRect();
    return [key, x, y, width, height];
})"""


def test_the_browser_reads_numbers_as_python_does(mount: Any, page: Any) -> None:
    mount("dials", dials.picture([Dial("w", "w", 0, 1, 0.5)], 0).data)
    read = """async (texts) => {
        const { numberIn } = await import("/shared/numbers.js");
        return texts.map((text) => [text, String(numberIn(text))]);
    }"""
    told = {text: float(value) for text, value in page.evaluate(read, [*MEANT, *NONE, "1,250", "1/0"])}
    assert {text: told[text] for text in MEANT} == MEANT
    assert all(math.isnan(told[text]) for text in (*NONE, "1,250", "1/0"))


def test_a_dial_understands_a_decimal_comma_and_keeps_what_it_does_not(mount: Any, page: Any) -> None:
    mount("dials", dials.picture([Dial("w", "w", 0, 10, 0.5)], 0).data)
    field = page.get_by_role("spinbutton", name="w")
    field.fill("2,5")
    field.press("Enter")
    page.wait_for_function("window.sent.length === 1")
    assert page.evaluate("window.sent[0].at(-1).values") == {"w": 2.5}
    assert field.input_value() == "2.5"
    field.fill("much")
    field.press("Enter")
    assert (field.get_attribute("aria-invalid"), field.input_value()) == ("true", "much")
    field.press("ArrowUp")
    assert (field.get_attribute("aria-invalid"), field.input_value()) == ("false", "2.6")


@pytest.fixture(scope="module")
def opened(context: Any, app_url: str) -> Iterator[Watched]:
    """The page that tests share which leave its settings as they were."""
    with shared_page(context, app_url, ".st-key-learning-rate input") as watched:
        watched.page.wait_for_selector(".st-key-network-diagram svg")
        yield watched


@pytest.fixture
def playground(opened: Watched) -> Iterator[Any]:
    opened.page.set_viewport_size(VIEWPORT)
    yield opened.page
    opened.require_no_error()


def fill(page: Any, key: str, value: str) -> None:
    page.fill(f".st-key-{key} input", value)
    page.press(f".st-key-{key} input", "Enter")


def wait_for_value(page: Any, key: str, value: str) -> None:
    page.wait_for_function(
        "([key, value]) => document.querySelector(`.st-key-${key} input`)?.value === value", arg=[key, value]
    )


def test_a_decimal_comma_is_understood_shown_and_trained(playground: Any) -> None:
    page = playground
    fill(page, "learning-rate", "0,3")
    wait_for_value(page, "learning-rate", "0.3")
    page.wait_for_url("**/?learning-rate=0.3")
    assert page.get_attribute(".st-key-learning-rate input", "inputmode") == "decimal"
    page.click(".st-key-more-settings button")
    assert page.get_attribute(".st-key-batch-size input", "inputmode") == "numeric"
    page.keyboard.press("Escape")
    fill(page, "learning-rate", "0.1")
    wait_for_value(page, "learning-rate", "0.1")


def test_numbers_step_by_buttons_and_keys_and_no_step_is_lost(playground: Any) -> None:
    page = playground
    field = page.locator(".st-key-learning-rate input")
    field.click()
    for value in ("0.3", "1"):
        page.keyboard.press("ArrowUp")
        wait_for_value(page, "learning-rate", value)
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    wait_for_value(page, "learning-rate", "0.01")
    more = page.get_by_role("button", name="more: Learning rate η")
    for _ in range(2):
        more.click()
    wait_for_value(page, "learning-rate", "0.1")
    page.click(".st-key-more-settings button")
    for _ in range(20):
        page.get_by_role("button", name="more: Seed").click()
    wait_for_value(page, "seed", "20")
    fill(page, "seed", "0")
    wait_for_value(page, "seed", "0")
    less = page.get_by_role("button", name="less: Seed")
    wait_until(less.is_disabled)
    page.keyboard.press("Escape")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_wrong_number_is_told_keeps_the_run_and_moves_nothing(playground: Any, width: int, height: int) -> None:
    page = playground
    page.set_viewport_size({"width": width, "height": height})
    page.locator(".st-key-learning-rate input").scroll_into_view_if_needed()
    before = page.evaluate(WHERE)
    fill(page, "learning-rate", "−1")
    note = page.locator(".nn-line.error").filter(has_text="The learning rate η must be a number from")
    note.wait_for()
    fill(page, "hidden-layers", "3")
    note.filter(has_text="Until then the run keeps: Hidden layers 6, 4; Learning rate η 0.1.").wait_for()
    page.wait_for_selector(".st-key-play button[aria-disabled=true]")
    assert "must be a number" in page.get_attribute(".st-key-play button", "aria-description")
    wait_until(lambda: "must be a number" in (page.get_attribute(".st-key-play button", "title") or ""))
    assert page.evaluate(WHERE) == before
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.locator(".st-key-network-diagram").get_by_text("h2.4").wait_for()
    assert page.get_attribute(".st-key-learning-rate input", "aria-invalid") == "true"
    fill(page, "learning-rate", "0.1")
    page.wait_for_selector(".st-key-play button:not([aria-disabled])")
    note.wait_for(state="detached")
    page.locator(".st-key-network-diagram").get_by_text("h2.4").wait_for(state="detached")
    fill(page, "hidden-layers", "6, 4")
    page.locator(".st-key-network-diagram").get_by_text("h2.4").wait_for()


def test_play_takes_a_good_value_that_is_still_being_typed(page: Any, app_url: str) -> None:
    for name, field, button, good in (
        ("", "learning-rate", "play", "0.3"),
        ("", "hidden-layers", "play", "5"),
        ("compare", "compare-1-regularization-strength", "compare-start", "0.2"),
    ):
        page.goto(f"{app_url}/{name}")
        page.wait_for_selector(".st-key-network-diagram svg, .st-key-compare-table table")
        play = page.locator(f".st-key-{button} button")
        fill(page, field, "-1")
        page.wait_for_selector(f".st-key-{button} button[aria-disabled=true]")
        play.click(force=True)  # it is grey
        page.wait_for_timeout(500)
        assert "Play" in play.inner_text().splitlines(), "it trains what the field does not say"
        page.fill(f".st-key-{field} input", good)
        play.click(force=True)  # grey or not, as the answer to the press before comes early or late
        play.get_by_text("Pause", exact=True).wait_for()
        assert page.input_value(f".st-key-{field} input") == good
        play.click()
        play.get_by_text("Play", exact=True).wait_for()


def test_what_is_locked_is_grey_and_has_a_lock_on_the_drawing_and_beside_its_field(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?lock=hidden-layers,seed,cost")
    diagram = page.locator(".st-key-network-diagram")
    more = diagram.get_by_role("button", name="add a neuron to hidden layer 1")
    more.wait_for()
    for button in (more, *diagram.get_by_role("button", name=re.compile("(add a|remove the last) hidden layer")).all()):
        assert button.get_attribute("aria-disabled") == "true"
        assert button.get_attribute("title") == "locked by the link"
        button.click(force=True)
    assert diagram.locator(".bar .padlock").is_visible()
    page.wait_for_timeout(500)
    assert page.input_value(".st-key-hidden-layers input") == "6, 4"
    page.click(".st-key-more-settings button")
    page.locator(".st-key-seed .lock").wait_for()
    assert page.locator(".st-key-seed input").is_disabled()
    page.keyboard.press("Escape")
    plane = page.locator(".st-key-dataset").get_by_role("button", name=re.compile("^Plane: This does not fit"))
    assert plane.get_attribute("aria-disabled") == "true"
    plane.click(force=True)
    page.wait_for_timeout(500)
    assert "dataset" not in page.url


def test_a_hint_about_what_is_locked_rewinds_nothing(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?lock=learning-rate&learning-rate=10&activation=relu&hidden-layers=8,8,8,8")
    page.wait_for_selector(".st-key-network-diagram svg")
    page.click(".st-key-epoch button")
    offer = page.get_by_role("button", name="Try η = 1")
    offer.wait_for()
    assert offer.is_disabled()
    assert offer.get_attribute("title") == "locked by the link"
    assert offer.locator(".padlock").is_visible()
    step = page.inner_text(".st-key-step-count")
    offer.click(force=True)
    page.wait_for_timeout(500)
    assert page.inner_text(".st-key-step-count") == step != "Step 0"


def test_the_presenter_looks_at_the_page_as_a_learner_will(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(".st-key-learning-rate input")
    page.click(".st-key-share button")
    for key, label in (("share-hide", "Seed"), ("share-lock", "Learning rate η")):
        page.click(f".st-key-{key} input")
        page.keyboard.type(label)
        page.get_by_role("option", name=label, exact=True).click()
        page.keyboard.press("Escape")
    page.get_by_text("Look at it as a learner").click()
    page.wait_for_selector(".st-key-learning-rate input:disabled")
    page.click(".st-key-more-settings button")
    page.wait_for_selector(".st-key-batch-size input")
    page.locator(".st-key-seed").wait_for(state="detached")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Leave the learner's view").click()
    page.wait_for_selector(".st-key-learning-rate input:enabled")
    page.click(".st-key-more-settings button")
    page.wait_for_selector(".st-key-seed input")
