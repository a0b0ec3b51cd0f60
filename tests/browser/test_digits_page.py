"""The digits page in a real browser: strokes go to the network, and the answer is there while the pen still moves."""

import statistics
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

SEVEN = [[(0.25, 0.25), (0.7, 0.25), (0.45, 0.85)]]
ONE = [[(0.5, 0.15), (0.5, 0.85)]]
FOUR = [[(0.35, 0.15), (0.25, 0.55), (0.75, 0.55)], [(0.65, 0.2), (0.6, 0.9)]]


@pytest.fixture
def digits(page: Any, app_url: str) -> Any:
    page.goto(app_url)
    page.get_by_role("link", name="Digits").click()
    page.wait_for_selector(".st-key-digit-canvas canvas")
    page.wait_for_timeout(500)
    return page


def draw(page: Any, strokes: Sequence[Sequence[tuple[float, float]]], steps: int = 12) -> None:
    box = page.locator(".st-key-digit-canvas canvas").first.bounding_box()

    def move(x: float, y: float) -> None:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])

    for stroke in strokes:
        move(*stroke[0])
        page.mouse.down()
        for (x0, y0), (x1, y1) in pairwise(stroke):
            for i in range(1, steps + 1):
                move(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps)
                time.sleep(0.008)
        page.mouse.up()


def answer(page: Any) -> str:
    text: str = page.inner_text(".st-key-digit-answer").strip()
    return text


def wait_for_answer(page: Any, digit: str) -> None:
    page.wait_for_function(
        "digit => document.querySelector('.st-key-digit-answer').innerText.trim().startsWith(digit)", arg=digit
    )


@pytest.mark.parametrize(("strokes", "digit"), [(SEVEN, "7"), (ONE, "1"), (FOUR, "4")], ids=["seven", "one", "four"])
def test_a_digit_drawn_stroke_by_stroke_is_read(digits: Any, strokes: Any, digit: str) -> None:
    draw(digits, strokes)
    wait_for_answer(digits, digit)


def test_an_empty_sheet_has_no_answer_and_clear_empties_it(digits: Any) -> None:
    assert answer(digits) == "Draw a digit, and the answer stands here."
    draw(digits, SEVEN)
    wait_for_answer(digits, "7")
    digits.click(".st-key-clear-canvas button")
    wait_for_answer(digits, "Draw a digit")
    draw(digits, ONE)
    wait_for_answer(digits, "1")


def test_the_answer_follows_the_pen_and_comes_within_200_ms_of_pen_up(digits: Any) -> None:
    waits = []
    digits.evaluate(
        """() => {
            const seen = window.answers = [];
            const place = document.querySelector(".st-key-digit-answer");
            new MutationObserver(() => seen.push([performance.now(), place.innerText.trim()]))
                .observe(place, { childList: true, subtree: true, characterData: true });
            document.addEventListener("pointerup", () => { window.up = performance.now(); }, true);
        }"""
    )
    for _ in range(7):
        digits.evaluate("window.answers.length = 0")
        draw(digits, SEVEN)
        wait_for_answer(digits, "7")
        digits.wait_for_timeout(400)
        # the last change of the answer, or none after the pen was lifted: then it stood there already
        waits.append(digits.evaluate("Math.max(0, (window.answers.at(-1)?.[0] ?? 0) - window.up)"))
        assert digits.evaluate("window.answers.filter(([at]) => at < window.up).length") >= 1, "no answer while drawing"
        digits.click(".st-key-clear-canvas button")
        wait_for_answer(digits, "Draw a digit")
    assert statistics.median(waits) < 200


def test_the_network_trained_here_reads_too(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    page.locator(".st-key-dataset").get_by_text("MNIST", exact=True).click()
    page.wait_for_selector(".st-key-digit-samples")
    page.click(".st-key-epoch button")
    page.wait_for_function("document.querySelector('.st-key-epoch-count').innerText.trim() === 'Epoch 1'")
    page.get_by_role("link", name="Digits").click()
    page.get_by_text("Yours, from the playground").wait_for()
    draw(page, ONE)
    wait_for_answer(page, "1")
    page.get_by_text("The trained network", exact=True).click()
    wait_for_answer(page, "1")
    page.get_by_role("link", name="Playground").click()
    page.wait_for_selector(".st-key-digit-samples")  # the run and its settings are as they were left
    assert page.inner_text(".st-key-epoch-count").strip() == "Epoch 1"
