"""The shelf, undo and redo, and a network that grows while it trains, in a real browser."""

import re
from typing import Any

import numpy as np
import pytest

from playground.components.page.run_shelf import Card, run_shelf
from playground.components.shared import palette
from tests.browser.chart_probe import alike, messages, pixel, require_narrow, update
from tests.waiting import wait_until


@pytest.fixture
def playground(page: Any, app_url: str) -> Any:
    page.goto(app_url)
    return ready(page)


def ready(page: Any) -> Any:
    page.wait_for_selector(".st-key-network-diagram svg")
    return page


def number(page: Any, key: str) -> int:
    return int(re.sub(r"\D", "", page.inner_text(f".st-key-{key}")))


def train(page: Any) -> None:
    before = number(page, "epoch-count")
    page.click(".st-key-epoch button")
    wait_until(lambda: number(page, "epoch-count") == before + 1, "no epoch was trained")
    page.wait_for_selector(".st-key-epoch button:enabled")


def reset(page: Any) -> None:
    page.click(".st-key-reset button")
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 0'")


def wait_for_value(page: Any, key: str, value: str) -> None:
    page.wait_for_function(
        "([key, value]) => document.querySelector(`.st-key-${key} input`)?.value === value", arg=[key, value]
    )


def shelf(page: Any, runs: int) -> Any:
    """The open shelf, which holds so many runs."""
    page.locator(".st-key-shelf button").get_by_text(f"Shelf ({runs})", exact=True).click()
    shown = page.locator(".st-key-shelf-runs .card")
    wait_until(lambda: shown.count() == runs, f"{runs} runs were not on the shelf")
    return shown


def counts(page: Any) -> list[str]:
    return page.locator(".st-key-network-diagram .count").all_inner_texts()


def test_a_run_comes_back_from_the_shelf_after_the_page_was_loaded_anew(playground: Any) -> None:
    page = playground
    train(page)
    train(page)
    figures = page.inner_text(".st-key-accuracy-chart")
    page.fill(".st-key-hidden-layers input", "3")
    page.press(".st-key-hidden-layers input", "Enter")
    page.get_by_text("One layer less begins a new run; the one before is on the shelf").wait_for()
    train(page)
    page.reload()
    ready(page)
    card = shelf(page, 1)
    assert card.inner_text().lower().startswith("run 1 test")
    assert card.locator(".what strong").all_inner_texts() == ["hidden 6, 4"]
    page.keyboard.press("Tab")
    card.focus()
    page.keyboard.press("Enter")
    wait_until(lambda: number(page, "epoch-count") == 2, "the run did not come back")
    wait_for_value(page, "hidden-layers", "6, 4")
    card.wait_for(state="detached")
    told = re.compile(r"(train|test)\s+[\d.]+ %")
    wait_until(lambda: told.findall(page.inner_text(".st-key-accuracy-chart")) == told.findall(figures))
    shelf(page, 1)
    train(page)
    assert number(page, "epoch-count") == 3


def test_points_of_ones_own_are_back_on_the_square(playground: Any) -> None:
    page = playground
    picker, square = page.locator(".st-key-dataset"), page.locator(".st-key-own-canvas")
    picker.get_by_text("Your own", exact=True).click()
    square.locator("canvas").first.click(position={"x": 60, "y": 60})
    square.get_by_text("41 points").wait_for()
    train(page)
    square.locator("canvas").first.click(position={"x": 90, "y": 60})
    square.get_by_text("42 points").wait_for()
    picker.get_by_text("Moons", exact=True).click()
    page.wait_for_selector(".st-key-decision-map")
    shelf(page, 1).click()
    square.get_by_text("41 points").wait_for()
    assert number(page, "epoch-count") == 1


def test_four_neurons_more_are_undone_one_by_one_and_done_again(playground: Any) -> None:
    page = playground
    train(page)
    diagram = page.locator(".st-key-network-diagram")
    for _ in range(4):
        diagram.get_by_label("add a neuron to hidden layer 1").click()
    wait_for_value(page, "hidden-layers", "10, 4")
    for press, seen in (("Control+z", (9, 8, 7, 6)), ("Control+Shift+Z", (7, 8)), ("Control+y", (9, 10))):
        for size in seen:
            page.keyboard.press(press)
            wait_for_value(page, "hidden-layers", f"{size}, 4")
            wait_until(lambda size=size: counts(page)[1] == str(size))
            assert number(page, "epoch-count") == 1
    assert diagram.get_by_label("redo what was undone").get_attribute("aria-disabled") == "true"


def test_nothing_of_a_toy_is_undone_to_mnist(playground: Any) -> None:
    page = playground
    diagram = page.locator(".st-key-network-diagram")
    diagram.get_by_label("add a hidden layer").click()
    wait_for_value(page, "hidden-layers", "6, 4, 4")
    page.locator(".st-key-dataset").get_by_text("MNIST", exact=True).click()
    page.wait_for_selector(".st-key-digit-samples")
    wait_for_value(page, "hidden-layers", "30")
    assert diagram.get_by_label("undo the last change").get_attribute("aria-disabled") == "true"
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("Control+z")
    diagram.get_by_label("add a neuron to hidden layer 1").click()
    wait_for_value(page, "hidden-layers", "31")
    diagram.get_by_label("undo the last change").click()
    wait_for_value(page, "hidden-layers", "30")


WATCH = """() => {
    const root = [...document.querySelectorAll(".st-key-network-diagram *")].find((e) => e.shadowRoot).shadowRoot;
    const at = (key) => root.querySelector(`[data-key="${key}"]`);
    window.watched = { svg: root.querySelector("svg"), cell: at("n/2/0"), line: at("e/1/0/0"), gone: 0 };
    window.watched.heights = new Set();
    const look = () => {
        const { svg, cell, line, heights } = window.watched;
        if (![svg, cell, line].every((node) => node.isConnected)) window.watched.gone += 1;
        heights.add(root.querySelector(".network").offsetHeight);
        window.watched.frame = requestAnimationFrame(look);
    };
    look();
}"""


def test_the_network_grows_while_it_trains_and_the_drawing_stays(playground: Any) -> None:
    page = playground
    page.click(".st-key-play button")
    wait_until(lambda: number(page, "step-count") > 50)
    page.evaluate(WATCH)
    diagram = page.locator(".st-key-network-diagram")
    diagram.get_by_label("add a neuron to hidden layer 1").click()
    wait_for_value(page, "hidden-layers", "7, 4")
    diagram.locator("[data-key='n/1/6']").wait_for(state="attached")
    reached = number(page, "step-count")
    assert reached > 50
    wait_until(lambda: number(page, "step-count") > reached, "it did not go on")
    diagram.locator("[data-key='n/1/2']").click()
    diagram.get_by_role("button", name="Remove this neuron").click()
    wait_for_value(page, "hidden-layers", "6, 4")
    reached = number(page, "step-count")
    wait_until(lambda: number(page, "step-count") > reached, "it did not go on")
    page.get_by_role("button", name="Pause").wait_for()
    seen = page.evaluate("() => ({ gone: window.watched.gone, heights: [...window.watched.heights] })")
    assert seen["gone"] == 0
    # with nothing selected, with the neuron on its panel, and with nothing again
    assert len(seen["heights"]) <= 2
    page.get_by_role("button", name="Pause").click()
    page.locator(".st-key-edges-show").get_by_text("Δw since start").click()
    diagram.get_by_text("no Δw: neurons came or went; thickness |w|").wait_for()


def plane(value: float) -> np.ndarray:
    return np.full((5, 5), value)


def cards(*more: Card) -> dict[str, Any]:
    words = (("Circle", False), ("hidden 6, 4", True))
    first = Card("7", "run 7", "test 97.0 % · epoch 240", words, outputs=plane(1.0))
    digits = Card(
        "3", "run 3", "test 91.0 % · epoch 2", words, fields=np.repeat(np.uint8([0, 255]), 784).reshape(2, 28, 28)
    )
    return run_shelf([first, digits, *more]).data | {"ack": 0}


def test_a_card_shows_what_a_run_learned_and_is_clicked_once(page: Any, mount: Any) -> None:
    mount("run_shelf", cards(), width=420)
    assert page.locator(".card").first.get_attribute("aria-label") == (
        "run 7: test 97.0 % · epoch 240; Circle, hidden 6, 4. Bring it back."
    )
    assert page.locator(".card").first.locator("strong").all_inner_texts()[-1] == "hidden 6, 4"
    assert alike(pixel(page, 28, 28, 0), palette.LIGHT["positive"], 70)
    assert alike(pixel(page, 10, 10, 1), palette.LIGHT["negative"])
    assert alike(pixel(page, 40, 10, 1), palette.LIGHT["positive"])
    page.locator(".card").nth(1).dblclick()
    page.locator(".card").first.click()
    assert [message["id"] for message in messages(page)] == ["3"]
    update(page, cards() | {"ack": messages(page)[-1]["seq"]})
    page.locator(".card").first.focus()
    page.keyboard.press(" ")
    assert [message["id"] for message in messages(page)] == ["7"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_run_that_is_locked_says_so_and_is_not_asked_for(page: Any, mount: Any, theme: str) -> None:
    locked = Card("1", "run 1", "diverged · step 4", (("XOR", True),), locked="Locked by the link: Seed.")
    mount("run_shelf", cards(locked), theme=theme, width=300)
    card = page.locator(".card").last
    assert card.get_attribute("aria-disabled") == "true"
    assert "Locked by the link: Seed." in card.inner_text()
    card.click(force=True)
    assert messages(page) == []


def test_twenty_runs_fit_a_narrow_page(playground: Any) -> None:
    page = playground
    page.set_viewport_size({"width": 390, "height": 844})
    for _ in range(20):
        page.click(".st-key-step button")
        page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 1'")
        page.wait_for_selector(".st-key-step button:enabled")
        reset(page)
    cards = shelf(page, 20)
    require_narrow(page, 390)
    cards.last.scroll_into_view_if_needed()
    box = cards.last.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["height"] >= 44
    cards.last.click()
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 1'")
