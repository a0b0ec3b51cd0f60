"""The playground page in a real browser: it trains while the page stays alive, and every control does what it says."""

import re
import time
from typing import Any

import pytest


@pytest.fixture
def playground(page: Any, app_url: str) -> Any:
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    return page


def epoch(page: Any) -> int:
    return int(re.sub(r"\D", "", page.inner_text(".st-key-epoch-count")))


def play(page: Any) -> None:
    page.click(".st-key-play button")


def wait_for_epoch(page: Any, wanted: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while epoch(page) < wanted:
        assert time.monotonic() < deadline, f"epoch {wanted} was not reached"
        time.sleep(0.05)


def choose(page: Any, key: str, option: str) -> None:
    page.click(f".st-key-{key} input")
    page.get_by_role("option", name=option, exact=True).click()


def pixels(page: Any, key: str) -> bytes:
    picture: bytes = page.locator(f".st-key-{key}").first.screenshot()
    return picture


def fill(page: Any, key: str, value: str) -> None:
    page.fill(f".st-key-{key} input", value)
    page.press(f".st-key-{key} input", "Enter")


def test_toy_data_play_moves_everything_and_pause_stands_still(playground: Any) -> None:
    page = playground
    views = ("cost-chart", "decision-map", "weight-histograms", "network-diagram", "rate-factors")
    before = {key: pixels(page, key) for key in views}
    play(page)
    wait_for_epoch(page, 5)
    for key in views:
        assert pixels(page, key) != before[key], f"{key} did not move"
    page.get_by_role("button", name="Pause").click()
    began = time.monotonic()
    page.get_by_role("button", name="Play").wait_for()
    assert time.monotonic() - began < 0.5, "Pause took too long"
    standing, still = epoch(page), pixels(page, "cost-chart")
    time.sleep(1)
    assert epoch(page) == standing
    assert pixels(page, "cost-chart") == still


def test_at_least_five_updates_a_second_without_rebuilding_anything(playground: Any) -> None:
    page = playground
    play(page)
    wait_for_epoch(page, 2)
    counted = page.evaluate(
        """async () => {
            const count = document.querySelector(".st-key-step-count");
            const svg = () => [...document.querySelectorAll(".st-key-network-diagram *")]
                .map((e) => e.shadowRoot?.querySelector("svg")).find(Boolean);
            const first = svg(), top = window.scrollY, height = document.body.scrollHeight;
            let updates = 0, last = count.innerText;
            const end = performance.now() + 4000;
            while (performance.now() < end) {
                await new Promise(requestAnimationFrame);
                if (count.innerText !== last) { updates += 1; last = count.innerText; }
            }
            return { rate: updates / 4, same: first === svg(), moved: window.scrollY - top,
                     grown: document.body.scrollHeight - height };
        }"""
    )
    assert counted["rate"] >= 5
    assert counted["same"], "the drawing was rebuilt"
    assert counted["moved"] == 0
    assert counted["grown"] == 0


def test_mnist_learns_and_the_learning_rate_changes_while_it_runs(playground: Any) -> None:
    page = playground
    choose(page, "dataset", "MNIST")
    page.wait_for_selector(".st-key-digit-samples")
    before = pixels(page, "cost-chart")
    play(page)
    wait_for_epoch(page, 2)
    assert pixels(page, "cost-chart") != before
    fill(page, "learning-rate", "0.25")
    reached = epoch(page)
    wait_for_epoch(page, reached + 1)
    assert page.get_by_role("button", name="Pause").is_visible()
    accuracy = page.locator(".st-key-accuracy-chart").get_by_text(re.compile(r"\d %")).first
    accuracy.wait_for()


def test_a_layer_is_added_on_the_drawing_and_by_text(playground: Any) -> None:
    page = playground
    page.get_by_role("button", name=re.compile("layer", re.I)).filter(has_text="+").first.click()
    page.wait_for_function("document.querySelector('.st-key-hidden-layers input').value === '6, 4, 4'")
    fill(page, "hidden-layers", "3")
    page.locator(".st-key-network-diagram").get_by_text("h1.3").wait_for()
    assert page.locator(".st-key-network-diagram").get_by_text("h1.4").count() == 0


def test_one_epoch_and_one_mini_batch_and_reset(playground: Any) -> None:
    page = playground
    page.click(".st-key-epoch button")
    wait_for_epoch(page, 1)
    page.wait_for_selector(".st-key-step button:enabled")
    page.click(".st-key-step button")
    page.wait_for_function("document.querySelector('.st-key-step-count').innerText.includes('26')")
    page.click(".st-key-reset button")
    page.wait_for_function("document.querySelector('.st-key-step-count').innerText === 'Step 0'")
    assert epoch(page) == 0


def test_the_space_key_plays(playground: Any) -> None:
    page = playground
    page.keyboard.press("Space")
    wait_for_epoch(page, 1)


def test_a_wrong_number_gets_a_sentence_beside_its_control(playground: Any) -> None:
    page = playground
    fill(page, "learning-rate", "-1")
    page.get_by_text("The learning rate η must be a number from").wait_for()
    fill(page, "learning-rate", "0.2")
    page.get_by_text("The learning rate η must be a number from").wait_for(state="detached")


def test_a_net_that_breaks_says_so_and_goes_on_after_reset(playground: Any) -> None:
    page = playground
    choose(page, "activation", "ReLU")
    fill(page, "hidden-layers", "10, 10, 10, 10, 10")
    fill(page, "learning-rate", "10")
    play(page)
    page.get_by_text("the cost is no longer a finite number").wait_for()
    fill(page, "learning-rate", "0.05")
    page.click(".st-key-reset button")
    page.get_by_text("the cost is no longer a finite number").wait_for(state="detached")
    play(page)
    wait_for_epoch(page, 2)


def test_training_pauses_when_the_learner_leaves(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    play(page)
    wait_for_epoch(page, 1)
    page.goto("about:blank")
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    assert epoch(page) == 0


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_nothing_is_wider_than_the_window(playground: Any, width: int, height: int) -> None:
    page = playground
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
