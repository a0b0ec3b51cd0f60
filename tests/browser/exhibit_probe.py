"""How soon an exhibit follows the hand: from the move of a dial to the first frame that shows something else."""

from typing import Any

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
