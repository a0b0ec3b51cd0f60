"""The story of the lessons in a browser: one control at first, the others in their places, and the way on."""

from typing import Any

import pytest

from playground.lessons.parts import this_digit
from playground.lessons.registry import BY_NAME, LESSONS
from tests.browser.test_lessons import open_lesson, wait_for_lesson
from tests.waiting import wait_until

SHOWN = """() => [...document.querySelectorAll(".st-key-lesson-exhibit button")]
    .filter((button) => getComputedStyle(button).visibility === "visible").map((button) => button.textContent.trim())"""
PLACES = """() => [...document.querySelectorAll(".st-key-lesson-exhibit .stElementContainer:not(:has(style))")]
    .map((one) => [one.className.match(/st-key-\\S+/)?.[0], one.getBoundingClientRect().top])
    .filter(([key]) => key && !key.includes("invitation"))"""


def dials(page: Any) -> list[str]:
    """The dials that can be reached."""
    found = page.locator(".st-key-lesson-exhibit").get_by_role("slider").all()
    return [one.get_attribute("aria-label") for one in found]


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["laptop", "phone"])
def test_one_control_is_there_at_first_and_the_others_come_with_its_use(
    page: Any, app_url: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_lesson(page, app_url, BY_NAME["perceptron"], "")
    assert page.evaluate(SHOWN) == []
    assert dials(page) == ["b"]
    before = page.evaluate(PLACES)
    page.locator(".st-key-lesson-exhibit").get_by_role("slider", name="b", exact=True).press("ArrowLeft")
    page.wait_for_function(f"({SHOWN})().includes('XOR')")
    assert dials(page) == ["w₁", "w₂", "b"]
    assert page.evaluate(PLACES) == before, "nothing has moved"
    page.get_by_role("radio", name="Wire NAND gates").click()
    page.locator(".st-key-perceptron-gates-drawing").wait_for()


def test_a_button_is_the_first_control_and_a_phone_has_the_choices_behind_the_exhibit(page: Any, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_lesson(page, app_url, BY_NAME["backpropagation"], "")
    assert page.evaluate(SHOWN) == ["arrow_forwardNext"], "an icon is a word of its font"
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("radio", name="Tanh").wait_for()
    heights = [
        page.locator(f".st-key-{key}").bounding_box()["y"]
        for key in ("backpropagation-next", "backpropagation-numbers", "backpropagation-shape", "lesson-onward")
    ]
    assert heights == sorted(heights)


def test_a_lesson_ends_where_the_next_begins(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["backpropagation"])
    page.get_by_role("radio", name="ReLU").click()
    page.wait_for_function("location.search === '?kind=relu'")
    after = BY_NAME["rate_factors"]
    link = page.get_by_role("link", name=f"On to lesson {after.number}: {after.title}")
    wait_until(lambda: "kind=relu" in link.get_attribute("href"), "the link did not take over what was chosen")
    link.click()
    wait_for_lesson(page, after)
    page.locator(".st-key-rate_factors-kind [aria-checked=true]", has_text="ReLU").wait_for()
    page.get_by_role("link", name="In the notes: The big picture").click()
    page.wait_for_url(f"{app_url}/notes?open=one-weight")
    page.locator(".st-key-notes-exhibit").wait_for()


def test_the_strip_stands_on_top_and_shows_the_digit_on_light_and_dark(page: Any, app_url: str) -> None:
    for lesson in (LESSONS[0], LESSONS[-1]):
        open_lesson(page, app_url, lesson)
        strip = page.locator(".lesson-story")
        picture = strip.get_by_role("img", name=f"A handwritten {this_digit.DIGIT}")
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
        heading = page.get_by_role("heading", level=1).bounding_box()
        assert strip.bounding_box()["y"] + strip.bounding_box()["height"] <= heading["y"]


def test_the_chart_that_tells_a_bet_is_seen_once_it_is_made(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["sgd"])
    chart = page.locator(".st-key-sgd-spread svg, .st-key-sgd-spread canvas").first
    chart.wait_for(state="attached")
    assert not chart.is_visible()
    bets = page.locator(".st-key-sgd-bets")
    bets.get_by_role("radio", name="half").check()
    bets.get_by_role("button", name="Bet", exact=True).click()
    chart.wait_for()
