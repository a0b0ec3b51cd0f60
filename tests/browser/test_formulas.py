"""Formulas of lessons in a real browser: a symbol and its thing light up, numbers take its place, and are dragged."""

from typing import Any

import pytest

from playground.lessons.registry import LESSONS
from playground.lessons.shape.lesson import Lesson
from tests.browser.test_lessons import open_lesson
from tests.waiting import wait_until

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
ALONE = ("mu", "strength")
"""Names that no other number of the formulas depends on at first."""
OPENED = ("matrices", "softmax")
"""Lessons whose dials stand among the terms of a sum alone."""


@every_lesson
def test_a_symbol_lights_its_dial_and_its_number_is_dragged(page: Any, app_url: str, lesson: Lesson) -> None:
    open_lesson(page, app_url, lesson)
    formulas = page.locator(".formulas")
    if lesson.name in OPENED:
        formulas.get_by_role("button", name="Term by term").click()
    slider = formulas.get_by_role("slider").first
    name = slider.get_attribute("data-name")
    symbol = formulas.locator(f".name.turns[data-name={name}]").first
    dial = page.locator(f".dial[data-id={name}]")
    symbol.hover()
    page.locator(f".dial.lit[data-id={name}]").wait_for()
    dial.locator("input[type=range]").focus()
    page.locator(f".name.lit[data-name={name}]").first.wait_for()
    above = bottoms(page)
    formulas.get_by_role("button", name="Numbers").click()
    assert bottoms(page) == above, "nothing moves"
    before = text(formulas)
    value = slider.get_attribute("aria-valuenow")
    drag(page, symbol, 70 if value == slider.get_attribute("aria-valuemin") else -70)
    assert slider.get_attribute("aria-valuenow") != value
    assert dial.locator("input[type=text]").get_attribute("aria-valuenow") == slider.get_attribute("aria-valuenow")
    if name not in ALONE:
        wait_until(lambda: len(changed(before, text(formulas))) > 1, "the other numbers did not follow")
    assert slider.evaluate("(node) => node === node.getRootNode().activeElement"), "it has the keys of what was dragged"
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemin")
    assert formulas.locator(f".name.reached[data-name={name}]").count() == 1, "it is seen what has the keys"
    assert formulas.get_by_role("button", name="Symbols").is_visible(), "a drag is no click"
    page.wait_for_selector("[data-test-script-state=notRunning]")


def bottoms(page: Any) -> list[float]:
    return page.evaluate("() => [...document.querySelectorAll('.st-key-lesson-more')].map((n) => n.offsetTop)")


def text(formulas: Any) -> list[str]:
    """Every number, shown or not."""
    numbers: list[str] = formulas.locator(".number mn").all_text_contents()
    return numbers


def changed(before: list[str], after: list[str]) -> list[str]:
    return [one for old, one in zip(before, after, strict=False) if old != one]


def drag(page: Any, node: Any, pixels: int) -> None:
    box = node.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels / 2, y)
    page.mouse.move(x + pixels, y)
    page.mouse.up()


def test_a_weight_lights_its_wire_and_the_wire_its_weight(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, LESSONS[1])
    formulas = page.locator(".formulas")
    formulas.get_by_role("button", name="Term by term").click()
    drawing = page.locator(".st-key-sigmoid-neuron-wiring")
    assert not drawing.locator(".text.strong").count()
    formulas.get_by_role("math", name="sigma ( z ) equals 1 over 1 + e to the minus z").wait_for()
    formulas.locator(".name[data-name=w1]").first.hover()
    drawing.locator(".text.strong").get_by_text("w₁ = 1").wait_for(state="attached")
    drawing.locator(".neuron").get_by_text("0.794").hover(force=True)
    formulas.locator(".name.lit[data-name=out]").wait_for()
    formulas.locator(".line").first.click()
    formulas.get_by_role("button", name="Symbols").wait_for()
    bias = formulas.locator(".name[data-name=b]").first
    slider = formulas.get_by_role("slider", name="b", exact=True)
    slider.press("PageDown")
    assert float(slider.get_attribute("aria-valuenow")) == pytest.approx(-0.2)
    page.locator(".st-key-sigmoid-neuron-readouts").get_by_text("0.35", exact=True).wait_for()
    formulas.locator(".line").first.click()
    formulas.get_by_role("button", name="Numbers").wait_for()
    drag(page, bias, 40)
    assert formulas.get_by_role("button", name="Symbols").is_visible(), "a drag is no click"
    formulas.locator(".line").first.click()
    formulas.get_by_role("button", name="Numbers").wait_for()
    hint = formulas.get_by_text("Drag a blue symbol sideways")
    assert hint.is_visible()
    page.emulate_media(media="print")
    hint.wait_for(state="hidden")
    page.emulate_media(media="screen")
    hint.wait_for()
    formulas.get_by_role("img").first.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
