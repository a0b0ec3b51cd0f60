"""Share, in a real browser: a run goes out as a file and comes back, and its link is copied."""

from pathlib import Path
from typing import Any

import pytest

from engine import run_file
from tests.browser.conftest import Watched, pages
from tests.waiting import wait_until


@pytest.fixture
def trained(page: Any, app_url: str) -> Any:
    """The playground after one epoch, with Share open."""
    page.goto(f"{app_url}/?dataset=xor&hidden-layers=5,3&seed=4")
    page.wait_for_selector(".st-key-network-diagram svg")
    page.click(".st-key-epoch button")
    page.get_by_text("Paused at the end of epoch 1.").wait_for()
    page.click(".st-key-share button")
    return page


def choose(page: Any, key: str, name: str) -> None:
    page.locator(f".st-key-{key}").get_by_text(name, exact=True).click()


def test_a_run_is_saved_and_opened_by_someone_else(trained: Any, app_url: str, tmp_path: Path) -> None:
    page = trained
    choose(page, "share-part", "File")
    with page.expect_download() as download:
        page.click(".st-key-save-run button")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "xor-epoch-1.npz"
    saved = run_file.load(path)
    assert (saved.experiment.hidden, saved.epoch) == ((5, 3), 1)
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    page.click(".st-key-share button")
    choose(page, "share-part", "File")
    damaged = {"name": "run.npz", "mimeType": "application/octet-stream", "buffer": path.read_bytes()[:-9]}
    page.set_input_files(".st-key-open-run-file input", files=damaged)
    page.get_by_text("This is no run of Neural Playground").wait_for()
    page.set_input_files(".st-key-open-run-file input", files=path)
    page.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText === 'Epoch 1'")
    page.wait_for_function("document.querySelector('.st-key-hidden-layers input')?.value === '5, 3'")
    page.wait_for_url("**/?dataset=xor&**")


def test_a_link_is_copied_with_and_without_the_clipboard(trained: Any, app_url: str) -> None:
    page = trained
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click(".st-key-share-lock input")
    page.keyboard.type("Seed")
    page.get_by_role("option", name="Seed", exact=True).click()
    page.keyboard.press("Escape")
    wanted = f"{app_url}/?dataset=xor&hidden-layers=5,3&seed=4&lock=seed"
    button = page.locator(".st-key-copy-link").get_by_role("button")
    page.wait_for_function(
        """(wanted) => [...document.querySelectorAll(".st-key-copy-link *")]
            .some((e) => e.shadowRoot?.querySelector("input")?.value === wanted)""",
        arg=wanted,
    )
    button.click()
    page.locator(".st-key-copy-link").get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == wanted
    page.evaluate("navigator.clipboard.writeText('')")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    page.locator(".st-key-copy-link").get_by_role("button", name="Copy link").click()
    page.locator(".st-key-copy-link").get_by_text("Copied", exact=True).wait_for()
    page.evaluate("delete navigator.clipboard")
    assert page.evaluate("navigator.clipboard.readText()") == wanted
    page.context.clear_permissions()
    page.goto(wanted)
    page.wait_for_selector(".st-key-network-diagram svg")
    page.click(".st-key-more-settings button")
    page.wait_for_selector(".st-key-seed input")
    assert page.locator(".st-key-seed input").is_disabled()
    assert page.locator(".st-key-seed input").input_value() == "4"


def field(page: Any, key: str) -> str:
    value: str = page.input_value(f".st-key-{key} input")
    return value


def saved(page: Any, path: Path) -> Any:
    """The run as the page saves it."""
    page.click(".st-key-share button")
    choose(page, "share-part", "File")
    with page.expect_download() as download:
        page.click(".st-key-save-run button")
    download.value.save_as(path)
    return run_file.load(path)


def wait_for_the_goal(page: Any) -> None:
    """The run has 40 epochs, and is paused; the line may have something else to say: runs differ between processors."""
    page.wait_for_function("document.querySelector('.st-key-step-count')?.innerText === 'Step 1,000'")
    page.get_by_role("button", name="Play", exact=True).wait_for()


def test_a_run_that_was_changed_on_the_way_is_made_again_by_whoever_opens_its_link(
    page: Any, chromium: Any, app_url: str, tmp_path: Path
) -> None:
    page.goto(f"{app_url}/?dataset=xor&hidden-layers=4&until-kind=epoch&until-epoch=40")
    page.wait_for_selector(".st-key-network-diagram svg")
    page.click(".st-key-epoch button")
    page.get_by_text("Paused at the end of epoch 1.").wait_for()
    page.fill(".st-key-learning-rate input", "1")
    page.press(".st-key-learning-rate input", "Enter")
    page.wait_for_url("**&changes=25E1**")
    page.click(".st-key-play button")
    wait_for_the_goal(page)
    page.click(".st-key-share button")
    page.get_by_text("then your 1 change, each at its step").wait_for()
    link = page.locator(".st-key-copy-link input").input_value()
    page.keyboard.press("Escape")
    sent = saved(page, tmp_path / "sent.npz")
    with pages(chromium) as other:
        watched = Watched(other)
        watched.page.goto(f"{link}&until-kind=epoch&until-epoch=40")  # the goal that was met is not in the link
        watched.page.get_by_text("This link brings 1 change. It happens by itself as it trains: at step 25").wait_for()
        assert field(watched.page, "learning-rate") == "0.1"
        watched.page.click(".st-key-play button")
        wait_for_the_goal(watched.page)
        wait_until(lambda: field(watched.page, "learning-rate") == "1", "η does not show what the link brought")
        made = saved(watched.page, tmp_path / "made.npz")
        watched.require_no_error()
    assert (made.epoch, made.journal) == (sent.epoch, sent.journal)
    assert (made.network.parameters == sent.network.parameters).all()
    assert made.history == sent.history


def test_the_controls_follow_what_a_link_brings_while_it_trains(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?dataset=xor&hidden-layers=4&changes=300E1_300M20_300A1_900000L0.5")
    page.get_by_text("This link brings 4 changes.").wait_for()
    page.click(".st-key-play button")
    page.click(".st-key-more-settings button")
    page.wait_for_selector(".st-key-batch-size input")
    for key, value in (("learning-rate", "1"), ("batch-size", "20"), ("hidden-layers", "5")):
        wait_until(lambda key=key, value=value: field(page, key) == value, f"{key} does not become {value}")
    page.get_by_role("button", name="Pause").wait_for()
    page.fill(".st-key-learning-rate input", "0.5")
    page.press(".st-key-learning-rate input", "Enter")
    page.get_by_text("You changed η: the 1 change still to come from the link no longer happens.").wait_for()
    page.click(".st-key-play button")
    page.get_by_role("button", name="Play", exact=True).wait_for()
