"""The lessons on perceptrons, matrices, back-propagation and rate factors in a browser: a touch, and they react."""

from typing import Any

from playground.lessons.registry import BY_NAME
from tests.browser.exhibit_probe import require_following
from tests.browser.test_lessons import open_lesson


def require_reaction(page: Any, dial: str, view: str, selector: str) -> None:
    """Fail unless a view follows the dial of this name."""
    slider = page.locator(".st-key-lesson-exhibit").get_by_role("slider", name=dial, exact=True)
    require_following(slider, page.locator(f".st-key-{view} {selector}"), (-1, 1, -1))


def go_on(page: Any, name: str) -> None:
    """To another lesson, without opening the app anew."""
    lesson = BY_NAME[name]
    page.get_by_role("link", name="Lessons", exact=True).click()
    page.get_by_role("link", name=f"{lesson.number} · {lesson.title}").click()


def test_bits_flow_wires_are_laid_and_pointing_at_a_matrix_lights_up_the_drawing(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["perceptron"])
    require_reaction(page, "b", "perceptron-drawing", ".notes")
    page.get_by_role("radio", name="Wire NAND gates").click()
    drawing = page.locator(".st-key-perceptron-gates-drawing")
    drawing.get_by_role("button", name="x₁, 1").click()
    drawing.get_by_role("button", name="x₁, 0").wait_for()
    page.get_by_text("Every row is right").wait_for()
    page.get_by_text("Rewire it").click()
    drawing.get_by_role("button", name="g2 · NAND, 1").click()
    page.get_by_text("Now click the gate that the wire from g2 is to reach.").wait_for()
    drawing.get_by_role("button", name="g4 · NAND, 1").click()
    page.get_by_text("Click where a new wire is to start").wait_for()

    go_on(page, "matrices")
    require_reaction(page, "x₁", "matrices-numbers", ".cell")
    page.get_by_role("gridcell", name="z², row 1").hover()
    drawing = page.locator(".st-key-matrices-drawing")
    drawing.locator(".neuron.pointed").wait_for()
    assert drawing.locator(".neuron.lit").count() == 3, "both inputs, and itself for its bias"


def test_a_gradient_is_checked_and_a_path_is_shown(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["backpropagation"])
    require_reaction(page, "x₁", "backpropagation-drawing", ".value")
    page.get_by_role("radio", name="BP4").click()
    page.get_by_role("gridcell", name="∂C/∂w³, row 2, column 3").click()
    page.get_by_text("∂C/∂w³₂₃ by BP4").wait_for()
    page.get_by_text("Prove it").click()
    page.locator(".katex").nth(2).wait_for()

    go_on(page, "rate_factors")
    require_reaction(page, "Δw²₁₁", "rate_factors-drawing", ".value")
    page.get_by_role("gridcell", name="row 2, path").click()
    page.locator(".st-key-rate_factors-drawing .text.strong").nth(1).wait_for(state="attached")
