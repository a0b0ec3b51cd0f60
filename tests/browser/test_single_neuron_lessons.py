"""The lessons on one neuron, its activation and its costs, in a real browser: exhibits follow the hand at once."""

import statistics
from typing import Any

from playground.lessons.registry import LESSONS
from tests.browser.test_lessons import open_lesson

BY_NAME = {lesson.name: lesson for lesson in LESSONS}
FOLLOWED = {
    "sigmoid_neuron": ("sigmoid-neuron-dials", "w₁", "sigmoid-neuron-readouts"),
    "activations": ("activations-z", "z", "activations-values"),
    "learning_slowdown": ("learning-slowdown-epoch", "epoch", "learning-slowdown-readouts"),
    "cross_entropy": ("cross-entropy-derivation", "z", "cross-entropy-ways"),
    "softmax": ("softmax-dials", "z₁", "softmax-readouts"),
}
"""For each lesson a dial, and a view whose text changes with it."""

# Sets a dial to values in turn and waits, for each, until the text of a view has changed: the times in milliseconds.
FOLLOW = """async ([dial, name, view, values]) => {
    const all = (key) => [...document.querySelectorAll(`.st-key-${key} *`)];
    const inside = (key) => all(key).find((node) => node.shadowRoot).shadowRoot;
    const text = () => inside(view).querySelector(".chart").innerText;
    const slider = [...inside(dial).querySelectorAll("input[type=range]")].find((one) => one.ariaLabel === name);
    const times = [];
    for (const value of values) {
        const before = text();
        const start = performance.now();
        slider.value = value;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        while (text() === before && performance.now() < start + 3000) await new Promise(requestAnimationFrame);
        times.push(performance.now() - start);
        await new Promise((done) => setTimeout(done, 30));
    }
    return times;
}"""


def follow(page: Any, dial: str, name: str, view: str) -> float:
    """The median of the times, in milliseconds, from a move of the dial to the change of the view."""
    page.get_by_role("slider", name=name, exact=True).wait_for()
    page.locator(f".st-key-{view} .chart").wait_for()
    medians = []
    for sign in (1, -1, 1):
        values = [20 * i if name == "epoch" else sign * i / 2 for i in range(1, 6)]
        medians.append(statistics.median(page.evaluate(FOLLOW, [dial, name, view, values])))
        if medians[-1] < 150:
            break
        page.wait_for_timeout(1000)
    return min(medians)


def test_exhibits_follow_their_dials(page: Any, app_url: str) -> None:
    """Within 150 ms, as the median of five moves; on a busy machine each may try thrice."""
    open_lesson(page, app_url, BY_NAME["sigmoid_neuron"])
    waits: dict[str, float] = {}
    numbers = [BY_NAME[name].number for name in FOLLOWED]
    for name, (dial, label, view) in FOLLOWED.items():
        lesson = BY_NAME[name]
        if lesson.number - 1 in numbers:
            page.get_by_role("link", name=f"{lesson.title} →").click()
        elif waits:
            page.get_by_role("link", name="Lessons", exact=True).click()
            page.get_by_role("link", name=f"{lesson.number} · {lesson.title}").click()
        waits[name] = follow(page, dial, label, view)
    print({name: round(wait) for name, wait in waits.items()})
    assert all(wait < 150 for wait in waits.values()), waits


def test_an_epoch_plays_and_a_dot_is_dragged_to_the_least(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["learning_slowdown"])
    page.get_by_role("button", name="Start at w = 2, b = 2").click()
    outputs = page.locator(".st-key-learning-slowdown-readouts .value")
    outputs.nth(2).get_by_text("0.982").wait_for()
    page.get_by_role("button", name="Play epoch").click()
    page.wait_for_timeout(900)
    page.get_by_role("button", name="Pause epoch").click()
    quadratic, _, cross_entropy, _ = map(float, outputs.all_inner_texts())
    assert quadratic > 0.9 > cross_entropy

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
