"""How soon pages follow the hand, measured in a real Chromium on a server of its own.

    python -m benchmarks.following [--times N]

Printed are the milliseconds from the move of a dial to the first frame that shows another text beside it, in ten
lessons; and, on the Digits page, those from pen up to the last change of the answer, with the answers a second while
the pen is down. It needs the extra `benchmarks` and a Chromium on the PATH.
"""

import argparse
import os
from statistics import median
from typing import Any

from benchmarks.classroom.host import hosted
from benchmarks.page import browser_page

# the lesson's address, the slider that is moved, the view whose text is watched, what of it, and how many steps
EXHIBITS = (
    ("perceptron", "b", "perceptron-drawing", ".notes", 1),
    ("matrices", "x₁", "matrices-numbers", ".cell", 1),
    ("sigmoid_neuron", "w₁", "sigmoid-neuron-readouts", ".chart", 3),
    ("activations", "z", "activations-values", ".chart", 3),
    ("gradient_descent", "η", "gradient-descent-map", ".balls", 3),
    ("learning_slowdown", "epoch", "learning-slowdown-readouts", ".chart", 20),
    ("cross_entropy", "z", "cross-entropy-ways", ".chart", 3),
    ("softmax", "z₁", "softmax-readouts", ".chart", 3),
    ("backpropagation", "x₁", "backpropagation-drawing", ".value", 1),
    ("rate_factors", "Δw²₁₁", "rate_factors-drawing", ".value", 1),
)
MOVE = """async (slider, [view, selector, steps]) => {
    const root = [...document.querySelectorAll(`.st-key-${view} *`)].find((node) => node.shadowRoot).shadowRoot;
    const text = () => [...root.querySelectorAll(selector)].map((node) => node.textContent).join("|");
    const before = text(), begin = performance.now();
    slider.stepUp(steps);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (text() === before && performance.now() < begin + 5000) await new Promise(requestAnimationFrame);
    return performance.now() - begin;
}"""
WATCH = """() => {
    const bars = [...document.querySelectorAll(".st-key-digit-bars *")].find((node) => node.shadowRoot).shadowRoot;
    window.seen = [];
    const note = () => window.seen.push(performance.now());
    const everything = { childList: true, subtree: true, characterData: true, attributeFilter: ["style"] };
    new MutationObserver(note).observe(bars, everything);
    new MutationObserver(note).observe(document.querySelector(".st-key-digit-answer"), everything);
    document.addEventListener("pointerup", () => { window.up = performance.now(); }, true);
    document.addEventListener("pointerdown", () => { window.down = performance.now(); }, true);
}"""
SEVEN = ((0.25, 0.25), (0.7, 0.25), (0.45, 0.85))


def dials(address: str, times: int) -> None:
    """Print, for each exhibit, how soon it follows its dial."""
    for lesson, name, view, selector, steps in EXHIBITS:
        with browser_page(f"{address}/{lesson}", f".st-key-{view}") as (page, _):
            slider = page.get_by_role("slider", name=name, exact=True).first
            slider.evaluate("(node, steps) => node.stepUp(steps)", steps)  # away from the end that it may be at
            found = [slider.evaluate(MOVE, [view, selector, (-1) ** i * steps]) for i in range(times)]
            print(f"{lesson}: {name} to another text: median {median(found):.0f} ms, most {max(found):.0f} ms")


def pen(page: Any, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds from pen up to the last change of the answer, and answers a second while the pen was down."""
    page.evaluate(WATCH)
    waits, rates = [], []
    for _ in range(times):
        page.evaluate("window.seen.length = 0")
        box = page.locator(".st-key-digit-canvas canvas").first.bounding_box()
        first, *others = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
        page.mouse.move(*first)
        page.mouse.down()
        for place in others:
            page.mouse.move(*place, steps=20)
        page.mouse.up()
        page.wait_for_timeout(1000)
        seen, down, up = page.evaluate("[window.seen, window.down, window.up]")
        # no change after the pen was lifted: then the answer stood there already
        waits.append(max(0.0, max(seen, default=up) - up))
        frames = {round(at / 16) for at in seen if at < up}  # what changes in one frame is one answer
        rates.append(1000 * len(frames) / (up - down))
        page.click(".st-key-clear-canvas button")
        page.wait_for_timeout(500)
    return waits, rates


def main() -> None:
    """Measure and print, one figure a line."""
    parser = argparse.ArgumentParser(description="Measure how soon pages follow the hand.")
    parser.add_argument("--times", type=int, default=9, help="that each is moved or drawn (default %(default)s)")
    times = parser.parse_args().times
    with hosted() as host:
        dials(host.address, times)
        with browser_page(f"{host.address}/digits", ".st-key-digit-canvas canvas") as (page, _):
            waits, rates = pen(page, times)
            print(f"pen up to the answer: median {median(waits):.0f} ms, most {max(waits):.0f} ms")
            print(f"answers a second while the pen is down: {median(rates):.1f}")


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
