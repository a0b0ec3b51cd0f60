"""What a class is handed is followed in the tab: the set-up is there with its lock, and the run before on the shelf."""

from typing import Any

from tests.browser.test_life_cycle import play, ready, step, wait_for_step
from tests.browser.test_shelf import shelf, wait_for_value
from tests.waiting import wait_until

MARK = "neural-playground-handed"
HANDED = "playground?dataset=xor&learning-rate=0.3&hidden-layers=3&lock=learning-rate"
FIVE_EPOCHS = "?until-kind=epoch&until-epoch=5"


def follow(page: Any, address: str) -> None:
    """What a page of the class does with what is handed out."""
    page.evaluate("([mark, to]) => { sessionStorage.setItem(mark, '1'); location.assign(to); }", [MARK, address])


def require_handed(page: Any) -> None:
    """What was handed is on the page, ready to play, its learning rate locked; the run before is told to be kept."""
    page.get_by_text("the run as it stood is on the shelf: run 1").wait_for()
    wait_for_value(page, "hidden-layers", "3")
    wait_for_value(page, "learning-rate", "0.3")
    assert page.locator(".st-key-learning-rate input").is_disabled()
    wait_until(lambda: step(page) == 0, "what was handed has begun by itself")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_run_of_five_epochs_is_on_the_shelf_once_another_set_up_was_handed_out(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/{FIVE_EPOCHS}")
    ready(page).locator(".st-key-network-diagram").get_by_label("add a neuron to hidden layer 1").click()
    wait_for_value(page, "hidden-layers", "7, 4")
    play(page)
    page.get_by_text("Paused at the end of epoch 5.").wait_for()
    follow(page, f"{app_url}/{HANDED}")
    require_handed(page)
    card = shelf(page, 1)
    assert "epoch 5" in card.inner_text()
    assert "hidden 7, 4" in card.inner_text()
    page.reload()  # it is handed once, and the key goes from page to page
    ready(page)
    wait_for_value(page, "hidden-layers", "3")
    shelf(page, 1)


def test_a_run_that_plays_is_on_the_shelf_and_what_was_handed_waits(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?learning-rate=0.01")
    ready(page)
    play(page)
    wait_for_step(page, 300)
    follow(page, f"{app_url}/{HANDED}")
    require_handed(page)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    shelf(page, 1)
    page.get_by_text("Locked by the link at other values: Learning rate η.").first.wait_for()
