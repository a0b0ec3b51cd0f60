"""The run bar in a real browser: no press is lost, however quick, whatever else goes on, by mouse, key or finger."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Watched
from tests.waiting import wait_until

LATE = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (...message) {
    setTimeout(() => this.readyState === 1 && send.apply(this, message), 700);
};
"""
"""All that the page sends arrives late, as at a server that is slow to answer."""


def step(page: Any) -> int:
    return int(re.sub(r"\D", "", page.inner_text(".st-key-step-count")))


def require_step(page: Any, wanted: int) -> None:
    """As many steps are made as that, and no more follow: a press that comes after them is the next one."""
    wait_until(lambda: step(page) >= wanted, f"step {wanted} was not reached")
    page.locator(".st-key-status").get_by_text(f"Paused after step {wanted}.").wait_for()
    page.keyboard.press("ArrowRight")
    page.locator(".st-key-status").get_by_text(f"Paused after step {wanted + 1}.").wait_for()


def begin(page: Any, url: str) -> Any:
    """The page at this address, once the presses of the run bar are mailed."""
    page.goto(url)
    page.wait_for_selector(".st-key-network-diagram svg")

    def told() -> bool:
        page.mouse.move(0, 0)
        page.hover(".st-key-step button")
        return bool(page.get_attribute(".st-key-step button", "title"))

    wait_until(told, "the run bar was not listened to")
    return page


@pytest.fixture(scope="module", params=["quick", "late"])
def opened(request: pytest.FixtureRequest, context: Any, app_url: str) -> Iterator[Watched]:
    """The page that tests share, with a server that answers at once or late."""
    watched = Watched(context)
    if request.param == "late":
        watched.page.add_init_script(LATE)
    begin(watched.page, f"{app_url}/?dataset=gaussians")
    yield watched
    watched.page.close()


@pytest.fixture
def playground(opened: Watched) -> Iterator[Any]:
    """The page with its run at the first step, and nothing in focus."""
    page = opened.page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    page.wait_for_function("document.querySelector('.st-key-step-count').innerText === 'Step 0'")
    yield page
    opened.require_no_error()


def test_twenty_quick_clicks_are_twenty_steps(playground: Any) -> None:
    for _ in range(20):
        playground.click(".st-key-step button")
    playground.evaluate("document.activeElement.blur()")
    require_step(playground, 20)


def test_twenty_quick_keys_are_twenty_steps_and_those_before_reset_are_none(playground: Any) -> None:
    page = playground
    for key in [*["ArrowRight"] * 7, "r", *["ArrowRight"] * 20]:
        page.keyboard.press(key)
    require_step(page, 20)


def test_a_key_that_is_held_goes_on_stepping(playground: Any) -> None:
    page = playground
    for _ in range(30):
        page.keyboard.down("ArrowRight")  # as a keyboard does: down again and again, up once
        page.wait_for_timeout(33)
    page.keyboard.up("ArrowRight")
    require_step(page, 30)


def test_fingers_tap_twenty_steps_and_hold_the_button_for_more(playground: Any) -> None:
    page = playground
    for _ in range(20):
        page.tap(".st-key-step button")
    page.locator(".st-key-status").get_by_text("Paused after step 20.").wait_for()
    box = page.locator(".st-key-step button").bounding_box()
    finger = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    wait_until(lambda: step(page) >= 30, "the button did not go on stepping")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled = page.locator(".st-key-status").get_by_text(re.compile(r"Paused after step \d+\."))
    settled.wait_for()
    page.keyboard.press("r")
    page.keyboard.press("ArrowRight")
    page.locator(".st-key-status").get_by_text("Paused after step 1.").wait_for()
    page.evaluate("document.activeElement.blur()")
    require_step(page, 1)


def test_quick_presses_of_epoch_are_as_many_epochs(playground: Any) -> None:
    page = playground
    for _ in range(5):
        page.click(".st-key-epoch button")
    page.locator(".st-key-status").get_by_text("Paused at the end of epoch 5.").wait_for()
    assert step(page) == 5 * 25


def test_a_double_press_of_play_ends_where_it_began(playground: Any) -> None:
    page = playground
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")  # a step while it plays would be none
    page.locator(".st-key-status").get_by_text("Paused after step").wait_for()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.keyboard.press("r")
    page.dblclick(".st-key-play button")
    page.click(".st-key-reset button")
    page.click(".st-key-step button")
    page.evaluate("document.activeElement.blur()")
    require_step(page, 1)


def test_steps_can_be_added_while_slow_ones_are_made(page: Any, app_url: str) -> None:
    begin(page, f"{app_url}/?dataset=gaussians&speed=slow")
    for _ in range(10):
        page.click(".st-key-step button")
        page.wait_for_timeout(100)
    page.evaluate("document.activeElement.blur()")
    require_step(page, 10)


def choose_goal(page: Any, name: str) -> None:
    page.click(".st-key-until button")
    page.click(".st-key-until-kind input")
    page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")
    page.locator(".st-key-until-kind").wait_for(state="detached")


def test_the_goal_stands_on_its_button_until_it_is_met_or_cleared(page: Any, app_url: str) -> None:
    begin(page, f"{app_url}/?dataset=gaussians&until-epoch=7")
    button, cross = page.locator(".st-key-until button"), page.get_by_role("button", name="Clear the goal")
    choose_goal(page, "an epoch")
    button.get_by_text("Until epoch 7").wait_for()
    bar = page.locator(".st-key-run-bar").bounding_box()
    page.click(".st-key-play button")
    page.get_by_text("Paused at the end of epoch 7.").wait_for()
    button.get_by_text("Until …").wait_for()
    cross.wait_for(state="detached")
    assert page.locator(".st-key-run-bar").bounding_box() == bar
    wait_until(lambda: "until-kind" not in page.url, "the link still has the goal")
    choose_goal(page, "a test accuracy")
    button.get_by_text("Until 97 %").wait_for()
    cross.click()
    button.get_by_text("Until …").wait_for()
    cross.wait_for(state="detached")
    page.click(".st-key-epoch button")  # what the closed box said last does not come back
    page.get_by_text("Paused at the end of epoch 8.").wait_for()
    assert button.inner_text().startswith("Until …")
