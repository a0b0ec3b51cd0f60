"""The lessons on going downhill and on weights, in a real browser: each is moved, and each follows at once."""

from typing import Any

import pytest

from tests.browser.exhibit_probe import open_lesson, reaction


@pytest.mark.parametrize(
    ("name", "dial", "view", "selector"),
    [
        ("gradient_descent", "gradient-descent-dials", "gradient-descent-map", ".balls"),
        ("sgd", "sgd-dials", "sgd-map", ".balls"),
        ("hessian", "hessian-hidden", "hessian-count", ".chart"),
        ("regularization", "regularization-weight", "regularization-shrinking", ".legend"),
    ],
)
def test_a_dial_is_followed_at_once(page: Any, app_url: str, name: str, dial: str, view: str, selector: str) -> None:
    open_lesson(page, app_url, name)
    page.locator(f".st-key-{view} canvas, .st-key-{view} .chart").first.wait_for()
    page.wait_for_timeout(700)
    assert reaction(page, dial, view, selector) < 150


def test_the_start_is_dragged_and_the_path_follows(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, "gradient_descent")
    page.get_by_role("button", name="Back").click()
    cell = page.locator(".st-key-gradient-descent-map .balls td")
    handle = page.get_by_role("button", name="Start at")
    page.get_by_text("press Step").wait_for()
    box = handle.bounding_box()
    before = cell.nth(3).inner_text()
    page.mouse.move(box["x"] + 17, box["y"] + 17)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 60, steps=4)
    page.mouse.up()
    page.wait_for_timeout(600)
    assert cell.nth(3).inner_text() != before
    page.get_by_role("button", name="Step", exact=True).click()
    page.get_by_text("Downhill").wait_for()


def test_the_network_overfits_while_the_page_watches(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, "regularization")
    page.get_by_role("button", name="Train 400 epochs").click()
    page.get_by_role("button", name="Pause").wait_for()
    card = page.locator(".st-key-regularization-figures .chart")
    page.wait_for_function(
        """() => [...document.querySelectorAll('.st-key-regularization-figures, .st-key-regularization-figures *')]
            .some((node) => /epoch\\D*[1-9]/.test(node.shadowRoot?.textContent ?? ''))"""
    )
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Train 400 epochs").wait_for()
    page.wait_for_timeout(500)
    stopped = card.inner_text()
    page.wait_for_timeout(700)
    assert card.inner_text() == stopped
