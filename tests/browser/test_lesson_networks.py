"""The lessons on perceptrons, matrices, back-propagation and rate factors in a browser: a touch, and they react."""

import statistics
from typing import Any

from playground.lessons.registry import LESSONS
from tests.browser.test_lessons import open_lesson

BY_NAME = {lesson.name: lesson for lesson in LESSONS}
QUICK = 150  # milliseconds in which an exhibit has to react
# Presses `key` on the focused slider and waits until the text of `selector` in the component `view` is another.
REACTION = """([view, selector, key]) => new Promise((resolve, reject) => {
    const root = [...document.querySelectorAll(`.st-key-${view} *`)].find((node) => node.shadowRoot)?.shadowRoot;
    const say = () => [...root.querySelectorAll(selector)].map((node) => node.textContent).join("|");
    const before = say();
    const slider = document.activeElement.shadowRoot.activeElement;
    const start = performance.now();
    slider.stepUp(key);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    const look = () => {
        if (say() !== before) resolve(performance.now() - start);
        else if (performance.now() - start > 5000) reject(new Error("nothing changed"));
        else requestAnimationFrame(look);
    };
    look();
})"""


def reaction(page: Any, dial: str, view: str, selector: str) -> float:
    """Milliseconds from a touch of a dial to the change of a view: the median of five, the best of three tries."""
    page.get_by_role("slider", name=dial, exact=True).focus()
    tries = []
    for _ in range(3):
        times = []
        for i in range(5):
            times.append(page.evaluate(REACTION, [view, selector, 1 if i % 2 else -1]))
            page.wait_for_timeout(20)
        tries.append(statistics.median(times))
        if tries[-1] < QUICK:
            break
    return min(tries)


def go_on(page: Any, name: str) -> None:
    """To another lesson, without opening the app anew."""
    lesson = BY_NAME[name]
    page.get_by_role("link", name="Lessons", exact=True).click()
    page.get_by_role("link", name=f"{lesson.number} · {lesson.title}").click()


def test_bits_flow_wires_are_laid_and_pointing_at_a_matrix_lights_up_the_drawing(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["perceptron"])
    assert reaction(page, "b", "perceptron-drawing", ".notes") < QUICK
    page.get_by_role("radio", name="Wire NAND gates").click()
    drawing = page.locator(".st-key-perceptron-gates-drawing")
    drawing.get_by_role("button", name="x₁, 1").click()
    drawing.get_by_role("button", name="x₁, 0").wait_for()
    page.get_by_text("Every row is right").wait_for()
    page.get_by_text("Rewire it").click()
    drawing.get_by_role("button", name="g2 · NAND, 1").click()
    page.get_by_text("Now click the gate that the wire from g2 leads to.").wait_for()
    drawing.get_by_role("button", name="g4 · NAND, 1").click()
    page.get_by_text("Click where a wire begins.").wait_for()

    go_on(page, "matrices")
    assert reaction(page, "x₁", "matrices-numbers", ".cell") < QUICK
    page.get_by_role("gridcell", name="z², row 1").hover()
    drawing = page.locator(".st-key-matrices-drawing")
    drawing.locator(".neuron.pointed").wait_for()
    assert drawing.locator(".neuron.lit").count() == 3, "both inputs, and itself for its bias"


def test_a_gradient_is_checked_and_a_path_is_shown(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["backpropagation"])
    assert reaction(page, "x₁", "backpropagation-drawing", ".value") < QUICK
    page.get_by_role("radio", name="BP4").click()
    page.get_by_role("gridcell", name="∂C/∂w³, row 2, column 3").click()
    page.get_by_text("∂C/∂w³₂₃ by BP4").wait_for()
    page.get_by_text("Prove it").click()
    page.locator(".katex").nth(6).wait_for()

    go_on(page, "rate_factors")
    assert reaction(page, "Δw²₁₁", "rate_factors-drawing", ".value") < QUICK
    page.get_by_role("gridcell", name="row 2, path").click()
    page.locator(".st-key-rate_factors-drawing .text.strong").nth(3).wait_for(state="attached")
