"""The lessons on one neuron, its activation and its costs, in a real browser: exhibits follow the hand at once."""

from typing import Any

from playground.lessons.registry import BY_NAME
from tests.browser.exhibit_probe import require_following
from tests.browser.test_lessons import open_lesson

FOLLOWED = {
    "sigmoid_neuron": ("sigmoid-neuron-dials", "w₁", "sigmoid-neuron-readouts"),
    "activations": ("activations-z", "z", "activations-values"),
    "learning_slowdown": ("learning-slowdown-epoch", "epoch", "learning-slowdown-readouts"),
    "cross_entropy": ("cross-entropy-balls", "start z", "cross-entropy-rolled"),
    "softmax": ("softmax-dials", "z₂", "softmax-readouts"),
}
"""For each lesson a dial, and a view whose text changes with it."""


def test_exhibits_follow_their_dials(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["sigmoid_neuron"])
    numbers = [BY_NAME[name].number for name in FOLLOWED]
    for name, (dial, label, view) in FOLLOWED.items():
        lesson = BY_NAME[name]
        if lesson.number - 1 in numbers:
            page.get_by_role("link", name=f"{lesson.title} →").click()
        elif lesson.number > numbers[0]:
            page.get_by_role("link", name="Lessons", exact=True).click()
            page.get_by_role("link", name=f"{lesson.number} · {lesson.title}").click()
        slider = page.locator(f".st-key-{dial}").get_by_role("slider", name=label, exact=True)
        require_following(
            slider,
            page.locator(f".st-key-{view} .chart"),
            (20, 20, 20) if name == "learning_slowdown" else (3, 3, -3),
        )


def test_an_epoch_plays_and_a_dot_is_dragged_to_the_least(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["learning_slowdown"])
    page.get_by_role("button", name="Start at w = 2, b = 2").click()
    outputs = page.locator(".st-key-learning-slowdown-readouts .value")
    outputs.nth(2).get_by_text("0.982").wait_for()
    page.get_by_role("button", name="Play epoch").click()
    quadratic, cross_entropy = 1.0, 1.0
    while cross_entropy > 0.9:
        quadratic, _, cross_entropy, _ = map(float, outputs.all_inner_texts())
    assert quadratic > 0.9
    page.get_by_role("button", name="Pause epoch").click()

    page.get_by_role("link", name="Cross-entropy →").click()
    page.get_by_text("Surprise and soft targets", exact=True).click()
    dot = page.get_by_role("slider", name="output a")
    dot.focus()
    excess = page.locator(".st-key-cross-entropy-readouts .value").nth(3)
    before = float(excess.inner_text())
    for _ in range(7):
        page.keyboard.press("Shift+ArrowRight")
    assert dot.get_attribute("aria-valuenow") == "0.6486"
    page.wait_for_function(
        "([node, before]) => Number(node.textContent) < before / 3", arg=[excess.element_handle(), before]
    )
