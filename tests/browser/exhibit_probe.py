"""The way to a lesson, and how soon its exhibit follows the hand: from the move of a dial to the first other frame."""

from typing import Any

from playground.lessons import LESSONS

REACTION = """async ([dial, view, selector, stride]) => {
    const inside = (key, wanted) =>
        [...document.querySelectorAll(`.st-key-${key}, .st-key-${key} *`)]
            .map((node) => node.shadowRoot?.querySelector(wanted)).find(Boolean);
    const slider = inside(dial, "input[type=range]");
    const watched = inside(view, selector);
    const before = watched.textContent;
    const start = performance.now();
    slider.value = String(Number(slider.value) + stride * Number(slider.step));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (watched.textContent === before && performance.now() - start < 5000)
        await new Promise((frame) => requestAnimationFrame(frame));
    return performance.now() - start;
}"""


def reaction(page: Any, dial: str, view: str, selector: str) -> float:
    """The median of five milliseconds: the first slider of the dials of one key is moved, the view of another watched.

    `selector` is what is watched in it: its text must be another then. A busy machine has three tries.
    """
    for _ in range(3):
        times = sorted(page.evaluate(REACTION, [dial, view, selector, 3 if i % 2 else -3]) for i in range(5))
        if times[2] < 150:
            break
        page.wait_for_timeout(500)
    return times[2]


def open_lesson(page: Any, app_url: str, name: str) -> None:
    """Go to a lesson from the contents page, and wait until all of it is there."""
    (lesson,) = [lesson for lesson in LESSONS if lesson.name == name]
    page.goto(app_url)
    page.get_by_role("link", name="Lessons").click()
    page.get_by_role("link", name=f"{lesson.number} · {lesson.title}").click()
    page.get_by_role("button", name="Open this in the playground").wait_for()
