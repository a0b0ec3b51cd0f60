"""The lessons on going downhill and on weights, in a real browser: each is moved, and each follows at once."""

from typing import Any

from playground.lessons.registry import BY_NAME
from tests.browser.chart_probe import at_rest
from tests.browser.exhibit_probe import require_following
from tests.browser.test_lessons import open_lesson
from tests.waiting import wait_until

EPOCHS = """() => [...document.querySelectorAll('.st-key-regularization-figures *')]
    .some((node) => /epoch\\D*[1-9]/.test(node.shadowRoot?.textContent ?? ''))"""


def require_reaction(page: Any, dials: str, view: str, selector: str) -> None:
    """Fail unless a view follows the first of these dials."""
    require_following(
        page.locator(f".st-key-{dials} input[type=range]").first, page.locator(f".st-key-{view} {selector}")
    )


def test_gradient_descent_follows_its_dial_its_start_and_its_buttons(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["gradient_descent"])
    cost = page.locator(".st-key-gradient-descent-map .balls td").nth(3)
    cost.wait_for()
    require_reaction(page, "gradient-descent-dials", "gradient-descent-map", ".balls")
    page.get_by_role("button", name="Back").click()
    page.get_by_text("press Step").wait_for()
    before = cost.inner_text()
    box = page.get_by_role("button", name="Start at").bounding_box()
    page.mouse.move(box["x"] + 17, box["y"] + 17)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 60, steps=4)
    page.mouse.up()
    page.locator(".st-key-gradient-descent-map .balls td", has_text=before).wait_for(state="detached")
    page.get_by_role("button", name="Step", exact=True).click()
    page.get_by_text("Downhill").wait_for()


def test_on_data_the_line_follows_the_ball_and_is_read(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["gradient_descent"])
    view = page.locator(".st-key-gradient-descent-map")
    view.locator(".balls td").first.wait_for()
    assert view.locator("canvas.fit").is_hidden()
    page.get_by_role("radio", name="Sigmoid neuron").click()
    view.locator("canvas.fit").wait_for()
    view.locator(".balls th", has_text="w").wait_for()
    page.get_by_role("button", name="Back").click()
    page.get_by_text("press Step").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("t")
    rows = view.locator(".read table", has_text="the output at each ball").locator("tbody tr")
    rows.first.wait_for()
    at_start = at_rest(page, rows.all_inner_texts)
    # at w = -3 and b = -4 the outputs are σ(2), σ(-1), σ(-4), σ(-7) and σ(-10)
    assert [row.split()[-1] for row in at_start] == ["0.881", "0.269", "0.018", "0.000911", "4.5e−5"]
    page.get_by_role("button", name="Step", exact=True).click()
    page.get_by_text("Downhill").wait_for()
    wait_until(lambda: at_rest(page, rows.all_inner_texts) != at_start, "the table did not follow the ball")
    page.get_by_role("button", name="Term by term").click()
    page.locator(".st-key-gradient_descent-formulas", has_text="0.0776").wait_for()  # (0 − 0.881)² / 10


def test_mini_batches_follow_their_dials(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["sgd"])
    page.locator(".st-key-sgd-map .balls td").first.wait_for()
    require_reaction(page, "sgd-dials", "sgd-map", ".balls")


def test_the_hessian_is_counted_at_once(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["hessian"])
    page.locator(".st-key-hessian-count").get_by_text("23,860").wait_for()
    require_reaction(page, "hessian-hidden", "hessian-count", ".chart")
    page.get_by_role("button", name="Singular H").click()
    page.get_by_text("H is singular").wait_for()


def test_a_weight_shrinks_at_once_and_the_network_overfits_while_the_page_watches(page: Any, app_url: str) -> None:
    open_lesson(page, app_url, BY_NAME["regularization"])
    page.locator(".st-key-regularization-shrinking .legend").wait_for()
    require_reaction(page, "regularization-strength", "regularization-shrinking", ".legend")
    page.get_by_role("button", name="Train 400 epochs").click()
    page.wait_for_function(EPOCHS)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Train 400 epochs").wait_for()
    at_rest(page, page.locator(".st-key-regularization-figures .chart").inner_text)
