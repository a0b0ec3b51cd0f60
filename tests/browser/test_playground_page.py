"""The playground page in a real browser: it trains while the page stays alive, and every control does what it says."""

import math
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.chart_probe import require_narrow
from tests.browser.conftest import VIEWPORT, Watched, shared_page
from tests.waiting import wait_until


@pytest.fixture
def playground(page: Any, app_url: str) -> Any:
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    return page


@pytest.fixture(scope="module")
def opened(context: Any, app_url: str) -> Iterator[Watched]:
    """The page that tests share which leave its settings as they were."""
    with shared_page(context, app_url, ".st-key-network-diagram svg") as watched:
        yield watched


@pytest.fixture
def standing(opened: Watched) -> Iterator[Any]:
    """The page with its run at the first step, and nothing in focus."""
    page = opened.page
    page.set_viewport_size(VIEWPORT)
    if page.get_by_role("button", name="Pause").is_visible():
        play(page)
        page.get_by_role("button", name="Play", exact=True).wait_for()
    if page.inner_text(".st-key-step-count") != "Step 0":
        page.click(".st-key-reset button")
        page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 0'")
    page.evaluate("document.activeElement?.blur()")  # last: a key presses the button that has the focus
    yield page
    opened.require_no_error()


def epoch(page: Any) -> int:
    return int(re.sub(r"\D", "", page.inner_text(".st-key-epoch-count")))


def play(page: Any) -> None:
    page.click(".st-key-play button")


def wait_for_epoch(page: Any, wanted: int) -> None:
    wait_until(lambda: epoch(page) >= wanted, f"epoch {wanted} was not reached")


def choose(page: Any, key: str, option: str) -> None:
    page.click(f".st-key-{key} input")
    page.get_by_role("option", name=option, exact=True).click()


def choose_data(page: Any, label: str) -> None:
    page.locator(".st-key-dataset").get_by_text(label, exact=True).click()


def pixels(page: Any, key: str) -> bytes:
    picture: bytes = page.locator(f".st-key-{key}").first.screenshot()
    return picture


def fill(page: Any, key: str, value: str) -> None:
    page.fill(f".st-key-{key} input", value)
    page.press(f".st-key-{key} input", "Enter")


def test_toy_data_play_moves_everything_and_pause_stands_still(standing: Any) -> None:
    page = standing
    views = ("cost-chart", "decision-map", "weight-histograms", "network-diagram", "rate-factors")
    before = {key: pixels(page, key) for key in views}
    play(page)
    wait_for_epoch(page, 5)
    for key in views:
        assert pixels(page, key) != before[key], f"{key} did not move"
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.locator(".st-key-status").get_by_text("Paused").wait_for()
    wait_until(lambda: pixels(page, "cost-chart") == pixels(page, "cost-chart"))  # the last picture has been drawn
    standing, still = epoch(page), pixels(page, "cost-chart")
    time.sleep(1)
    assert epoch(page) == standing
    assert pixels(page, "cost-chart") == still


def test_updates_rebuild_nothing_and_move_nothing(standing: Any) -> None:
    page = standing
    play(page)
    wait_for_epoch(page, 2)
    watched = page.evaluate(
        """async (wanted) => {
            const count = document.querySelector(".st-key-step-count");
            const svg = () => [...document.querySelectorAll(".st-key-network-diagram *")]
                .map((e) => e.shadowRoot?.querySelector("svg")).find(Boolean);
            const first = svg(), top = window.scrollY, height = document.body.scrollHeight;
            for (let updates = 0, last = count.innerText; updates < wanted; ) {
                await new Promise(requestAnimationFrame);
                if (count.innerText !== last) { updates += 1; last = count.innerText; }
            }
            return { same: first === svg(), moved: window.scrollY - top, grown: document.body.scrollHeight - height };
        }""",
        20,
    )
    assert watched == {"same": True, "moved": 0, "grown": 0}


def test_mnist_learns_and_the_learning_rate_changes_while_it_runs(playground: Any) -> None:
    page = playground
    choose_data(page, "MNIST")
    page.wait_for_selector(".st-key-digit-samples")
    before = pixels(page, "cost-chart")
    play(page)
    wait_for_epoch(page, 2)
    assert pixels(page, "cost-chart") != before
    fill(page, "learning-rate", "0.25")
    reached = epoch(page)
    wait_for_epoch(page, reached + 1)
    page.get_by_role("button", name="Pause").wait_for()
    accuracy = page.locator(".st-key-accuracy-chart").get_by_text(re.compile(r"\d %")).first
    accuracy.wait_for()


def test_a_layer_is_added_on_the_drawing_and_by_text(standing: Any) -> None:
    page = standing
    page.locator(".st-key-network-diagram").get_by_role(
        "button", name=re.compile("add a (hidden )?layer", re.I)
    ).click()
    page.wait_for_function("document.querySelector('.st-key-hidden-layers input')?.value === '6, 4, 4'")
    fill(page, "hidden-layers", "3")
    page.locator(".st-key-network-diagram").get_by_text("h1.4").wait_for(state="detached")
    assert page.locator(".st-key-network-diagram").get_by_text("h1.3").count() == 1
    fill(page, "hidden-layers", "6, 4")
    page.locator(".st-key-network-diagram").get_by_text("h2.4").wait_for()


def test_one_epoch_and_one_mini_batch_and_reset(standing: Any) -> None:
    page = standing
    page.click(".st-key-epoch button")
    wait_for_epoch(page, 1)
    page.wait_for_selector(".st-key-step button:enabled")
    page.click(".st-key-step button")
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText.includes('26')")
    page.click(".st-key-reset button")
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 0'")
    assert epoch(page) == 0


def test_keys_play_step_and_rewind_but_not_while_typing(standing: Any) -> None:
    page = standing
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 1'")
    page.keyboard.press("Space")
    wait_for_epoch(page, 1)
    page.keyboard.press("Space")
    page.locator(".st-key-status").get_by_text("Paused").wait_for()
    standing = page.inner_text(".st-key-step-count")
    page.click(".st-key-hidden-layers input")
    page.keyboard.type("r ")
    page.wait_for_timeout(500)
    assert page.inner_text(".st-key-step-count") == standing
    page.keyboard.press("Escape")
    page.fill(".st-key-hidden-layers input", "6, 4")
    page.locator(".st-key-hidden-layers input").blur()
    page.keyboard.press("r")
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 0'")


def test_points_of_ones_own_are_drawn_and_learned_and_a_table_that_is_none_gets_a_sentence(playground: Any) -> None:
    page = playground
    choose_data(page, "Your own")
    square = page.locator(".st-key-own-canvas canvas").first
    square.wait_for()
    page.locator(".st-key-own-canvas").get_by_text("40 points").wait_for()
    square.click(position={"x": 60, "y": 60})
    page.locator(".st-key-own-canvas").get_by_text("41 points").wait_for()
    play(page)
    wait_for_epoch(page, 20)
    page.get_by_role("button", name="Import…").click()
    page.fill(".st-key-own-text textarea", "one two three\nfour five six")
    page.keyboard.press("Control+Enter")
    page.click(".st-key-own-use button")
    page.locator("[role=dialog] [data-testid=stAlert]").get_by_text("only one row").wait_for()
    page.locator(".st-key-own-canvas").get_by_text("41 points").wait_for()
    page.fill(".st-key-own-text textarea", "x,y,kind\n1,2,a\n-1,2,b\n1,-2,a\n-2,1,b\n3,3,a\n-3,2,b")
    page.keyboard.press("Control+Enter")
    page.click(".st-key-own-use button")
    page.locator(".st-key-own-canvas").get_by_text("6 points").wait_for()


def spot_on_edge(page: Any, key: str, along: float) -> tuple[float, float]:
    """Where a point of an edge is, so far along it."""
    place: list[float] = page.evaluate(
        """([key, along]) => {
            const inside = [...document.querySelectorAll(".st-key-network-diagram *")];
            const root = inside.find((e) => e.shadowRoot).shadowRoot;
            const line = root.querySelector(`[data-key="${key}"]`);
            const at = line.getPointAtLength(along * line.getTotalLength()).matrixTransform(line.getScreenCTM());
            return [at.x, at.y];
        }""",
        [key, along],
    )
    return place[0], place[1]


def test_a_clicked_line_shows_its_paths_and_a_new_value_takes_effect_at_once(standing: Any) -> None:
    page = standing
    diagram = page.locator(".st-key-network-diagram")
    page.mouse.click(*spot_on_edge(page, "e/0/2/1", 0.2))
    diagram.get_by_text("w from x₂ to h1.3").wait_for()
    diagram.get_by_text("→").first.wait_for()
    before = pixels(page, "decision-map")
    diagram.locator(".panel input").first.fill("4")
    page.keyboard.press("Enter")
    wait_until(lambda: pixels(page, "decision-map") != before, "the map did not follow the weight")
    diagram.locator("[data-key='b/3/0']").click()
    assert diagram.locator(".panel").get_by_text("out").first.is_visible()
    page.keyboard.press("Escape")
    diagram.locator(".panel").get_by_text("out").first.wait_for(state="hidden")
    page.click(".st-key-reset button")


def test_a_point_clicked_on_the_map_has_its_paths_written_out(standing: Any) -> None:
    page = standing
    diagram, key = page.locator(".st-key-network-diagram"), page.locator(".st-key-decision-map .item")
    page.mouse.click(*spot_on_edge(page, "e/0/2/1", 0.2))
    diagram.get_by_text("the mean of their products over the first 100 training examples").wait_for()
    height = page.evaluate("document.body.scrollHeight")
    box = page.locator(".st-key-decision-map canvas").bounding_box()
    page.mouse.click(box["x"] + 34 + 150, box["y"] + 20 + 150)  # in the middle of the circle
    diagram.get_by_text(re.compile(r"Paths to C for training example \d+")).wait_for()
    chain = diagram.locator(".paths li").first
    factors = [float(text.strip(" ×").replace("−", "-")) for text in chain.locator(".factor").all_inner_texts()]
    product = float(chain.locator(".product").inner_text().strip("= ").replace("−", "-"))
    assert float(f"{math.prod(factors):.4g}") == product
    chain.hover()
    assert diagram.locator("text.factor").count() == len(factors)
    assert "looked at" in key.all_inner_texts()
    assert page.evaluate("document.body.scrollHeight") == height, "nothing moved"
    diagram.get_by_text("mean of 100").click()
    diagram.get_by_text("the mean of their products over the first 100 training examples").wait_for()
    page.keyboard.press("Escape")
    diagram.get_by_text("Click a line for its weight").wait_for()


def listed_rates(page: Any) -> list[tuple[str, str]]:
    """The list of strongest rate factors from the top down: between which neurons, and how strong."""
    rows = page.locator(".st-key-rate-factors .row").all()
    placed = [(float(row.get_attribute("style").split("calc(")[1].split()[0]), row) for row in rows]
    inorder = [row for _, row in sorted(placed, key=lambda pair: pair[0])]
    return [(row.locator(".name").inner_text(), row.locator(".value").inner_text()) for row in inorder]


def all_rates(page: Any) -> list[tuple[str, str]]:
    """The rate factors of all edges by their cards, the strongest first."""
    found = []
    page.keyboard.press("Tab")  # by keyboard, so that the card of what has the focus is shown
    for edge in page.locator(".st-key-network-diagram .hit").all():
        edge.focus()
        title, *lines = page.locator(".st-key-network-diagram .card").inner_text().splitlines()
        rate = next(line for line in lines if line.startswith("rate factor")).split("= ")[-1]
        found.append((title, rate))
    return sorted(found, key=lambda pair: -abs(float(pair[1].replace("−", "-"))))


def test_the_list_of_rate_factors_is_in_order_and_complete_whenever_the_run_stands(standing: Any) -> None:
    page = standing

    def pause() -> None:
        wait_until(lambda: int(re.sub(r"\D", "", page.inner_text(".st-key-step-count"))) > 60)
        play(page)

    def one_epoch() -> None:
        page.click(".st-key-epoch button")
        page.locator(".st-key-status").get_by_text("Paused at the end of epoch").wait_for()

    def one_step() -> None:
        before = page.inner_text(".st-key-step-count")
        page.click(".st-key-step button")
        wait_until(lambda: page.inner_text(".st-key-step-count") != before)

    play(page)
    for stop in (pause, one_epoch, one_step, one_step):
        stop()
        page.get_by_role("button", name="Play", exact=True).wait_for()
        wait_until(lambda: listed_rates(page) == all_rates(page)[:7], f"not in order after {stop.__name__}")


def test_a_link_opens_the_experiment_it_was_copied_from(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?dataset=spiral&hidden-layers=5,4&learning-rate=0.2&hide=seed&nonsense=1")
    page.wait_for_selector(".st-key-network-diagram svg")
    for key, value in (("hidden-layers", "5, 4"), ("learning-rate", "0.2")):
        page.wait_for_function(
            "([key, value]) => document.querySelector(`.st-key-${key} input`)?.value === value", arg=[key, value]
        )
    page.get_by_text("which is not a setting here").wait_for()
    page.click(".st-key-more-settings button")
    page.wait_for_selector(".st-key-batch-size input")
    assert page.locator(".st-key-seed").count() == 0


def test_changing_the_view_never_changes_the_data(standing: Any) -> None:
    page = standing
    page.click(".st-key-epoch button")
    page.locator(".st-key-status").get_by_text("Paused at the end of epoch 1").wait_for()
    before = page.inner_text(".st-key-step-count")
    page.click(".st-key-view button")
    for switch in ("show-test", "show-steps", "log-scale", "show-gradients"):
        page.locator(f".st-key-{switch} label").first.click()
    page.wait_for_timeout(800)
    assert page.inner_text(".st-key-step-count") == before
    assert epoch(page) == 1
    page.keyboard.press("Escape")


def test_a_wrong_number_gets_a_sentence_beside_its_control(standing: Any) -> None:
    page = standing
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


def test_nothing_is_wider_than_the_window(standing: Any) -> None:
    page = standing
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        require_narrow(page, width)


def test_on_a_phone_the_map_comes_before_the_network_and_its_curves_before_the_rest(standing: Any) -> None:
    page = standing
    page.set_viewport_size({"width": 390, "height": 844})
    order = ("play", "decision-map", "map-switches", "network-diagram", "cost-chart", "weight-histograms", "settings")
    tops = [page.locator(f".st-key-{key}").bounding_box()["y"] for key in order]
    assert tops == sorted(tops)
    ends = [page.locator(f".st-key-{key}").bounding_box()["y"] for key in ("until", "shelf", "share")]
    assert len(set(ends)) == 1, "the end of the run bar is one row"


def test_on_a_phone_every_choice_of_the_edges_is_within_the_page(page: Any, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(app_url)
    page.locator(".st-key-edges-show").get_by_text("Δw since start").wait_for()
    for button in page.locator(".st-key-edges-show button").all():
        box = button.bounding_box()
        assert box is None or box["x"] + box["width"] <= 390
