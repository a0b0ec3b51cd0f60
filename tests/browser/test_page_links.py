"""Addresses in a real browser: each page has one, a lesson's follows the dial without entries of the history, a drawing
comes back, and what makes no sense takes little room.
"""

from typing import Any

import numpy as np

from playground.components.page import scrubber
from playground.digits import packed_strokes
from tests.browser.chart_probe import update

RING = [np.rint(500 + 300 * np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 2 * np.pi, 40)]))]


def test_the_address_of_a_lesson_follows_its_dials_and_brings_them_back(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/sigmoid_neuron?preset=saturated&w1=-1.5")
    dial = page.get_by_role("slider", name="w₂", exact=True)
    dial.wait_for()
    assert page.get_by_role("slider", name="w₁", exact=True).input_value() == "-1.5"
    entries = page.evaluate("history.length")
    for _ in range(5):
        dial.press("ArrowRight")
    page.wait_for_url("**/sigmoid_neuron?preset=saturated&w1=-1.5&w2=-1.5")
    assert page.evaluate("history.length") == entries
    page.reload()
    dial.wait_for()
    assert dial.input_value() == "-1.5"
    page.get_by_role("button", name="Share").click()
    assert page.get_by_label("The link").input_value() == page.url
    page.keyboard.press("Escape")
    page.get_by_role("link", name="All lessons").click()
    page.wait_for_url("**/lessons")
    page.go_back()
    dial.wait_for()
    assert dial.input_value() == "-1.5"


def test_a_drawing_comes_back_from_its_address(page: Any, app_url: str) -> None:
    query = f"drawing={packed_strokes.pack(RING)}"
    page.goto(f"{app_url}/digits?{query}")
    page.locator(".st-key-digit-answer p").get_by_text("0 (").wait_for()
    page.locator(".st-key-digit-canvas #count").get_by_text("1 stroke").wait_for(state="attached")
    assert page.url.endswith(query)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**/digits")


def test_the_scrubber_goes_to_the_epoch_that_is_asked_for_once_it_is_there(page: Any, mount: Any) -> None:
    mount("scrubber", scrubber.scrubber(epochs=[0, 1], now="epoch 1", asked=2).data)
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "epoch 1"
    update(page, scrubber.scrubber(epochs=[0, 1, 2, 3], now="epoch 3", asked=2).data)
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "epoch 2"
    page.wait_for_function("window.sent.length === 1")
    page.get_by_role("button", name="Latest").click()
    update(page, scrubber.scrubber(epochs=[0, 1, 2, 3, 4], now="epoch 4", asked=2).data)
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "epoch 4"


def test_the_playground_is_at_its_name_too_and_a_link_of_three_hundred_parts_takes_little_room(
    page: Any, app_url: str
) -> None:
    page.goto(f"{app_url}/playground?dataset=spiral&hidden-layers=5,4")
    page.wait_for_selector(".st-key-network-diagram svg")
    page.wait_for_function("document.querySelector('.st-key-hidden-layers input')?.value === '5, 4'")
    assert page.url == f"{app_url}/?dataset=spiral&hidden-layers=5,4"
    assert page.get_by_text("Page not found").count() == 0
    many = "&".join(f"k{number}=1" for number in range(300))
    for name in ("compare", "playground"):
        page.goto(f"{app_url}/{name}?{many}")
        warning = page.get_by_test_id("stAlert").filter(has_text="And 294 more")
        warning.wait_for()
        assert warning.bounding_box()["height"] < 250


def test_what_is_wrong_with_a_link_moves_nothing_and_is_closed_by_hand_or_key(page: Any, app_url: str) -> None:
    where = """(keys) => keys.map((key) => document.querySelector(`.st-key-${key}`).getBoundingClientRect().y)"""
    for name, ready, *keys in (
        ("", ".st-key-network-diagram svg", "run-bar", "settings", "data", "network-diagram"),
        ("compare", ".st-key-compare-table table", "compare-bar", "compare-variants"),
    ):
        page.goto(f"{app_url}/{name}?colour=red")
        page.wait_for_selector(ready)
        warning = page.locator(".st-key-link-warning").get_by_role("alert")
        warning.get_by_text("which is not a setting here").wait_for()
        before = page.evaluate(where, keys)
        close = page.locator(".st-key-link-warning").get_by_role("button", name="Close")
        close.focus()
        page.keyboard.press("Enter")
        warning.wait_for(state="detached")
        assert page.evaluate(where, keys) == before
        page.reload()
        page.wait_for_selector(ready)
        assert warning.count() == 0
