"""Life goes on: a page that is loaded anew, loses its connection or its server, and two tabs of one browser."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.waiting import wait_until

SLOW_LINK = "?learning-rate=0.01"


def step(page: Any) -> int:
    """The step that a page shows, -1 while it is drawn anew."""
    return int(re.sub(r"\D", "", page.inner_text(".st-key-step-count")) or -1)


def ready(page: Any) -> Any:
    page.wait_for_selector(".st-key-network-diagram svg")
    return page


def wait_for_step(page: Any, wanted: int) -> int:
    wait_until(lambda: step(page) >= wanted, f"step {wanted} was not reached")
    return step(page)


def play(page: Any) -> None:
    page.get_by_role("button", name="Play", exact=True).click()


@pytest.fixture
def playing(page: Any, app_url: str) -> Any:
    """A page with a run that has trained for a few hundred mini-batches and goes on."""
    elsewhere: list[str] = []
    inside = (app_url, "data:", "blob:")
    page.on("request", lambda request: request.url.startswith(inside) or elsewhere.append(request.url))
    page.goto(app_url + "/" + SLOW_LINK)
    ready(page)
    play(page)
    wait_for_step(page, 300)
    assert not elsewhere, "the page asks for something outside: a classroom may have no internet"
    return page


def test_a_page_loaded_anew_finds_its_run_playing_on(playing: Any) -> None:
    page = playing
    page.get_by_text("Fast", exact=True).click()
    page.wait_for_url(re.compile("speed=fast"))  # the page was drawn with it
    reached = wait_for_step(page, 1000)
    page.reload()
    ready(page)
    page.get_by_role("button", name="Pause").wait_for()
    wait_for_step(page, reached + 1)
    assert page.locator(".st-key-speed [aria-checked=true]").inner_text() == "Fast"
    page.reload()  # the key is handed on from page to page
    ready(page)
    page.get_by_role("button", name="Pause").wait_for()
    wait_for_step(page, reached + 2)


def test_an_address_opened_in_the_same_tab_is_no_reload(playing: Any, app_url: str) -> None:
    page = playing
    page.goto(app_url + "/?hidden-layers=3")
    ready(page)
    page.locator(".st-key-network-diagram").get_by_text("h1.3").wait_for()
    assert step(page) == 0


def test_two_tabs_have_two_runs_also_when_one_is_a_copy_of_the_other(playing: Any, app_url: str) -> None:
    page = playing
    with page.context.expect_page() as opened:
        page.evaluate("address => { window.open(address); }", app_url + "/" + SLOW_LINK)  # copies the tab's storage
    other = ready(opened.value)
    assert page.evaluate("sessionStorage.length") == other.evaluate("sessionStorage.length") == 0
    other.reload()
    ready(other)
    time.sleep(0.5)
    assert step(other) == 0
    play(other)
    wait_for_step(other, 50)
    page.get_by_role("button", name="Pause").wait_for()
    other.get_by_role("button", name="Pause").click()
    other.get_by_role("button", name="Play", exact=True).wait_for()
    wait_for_step(page, step(page) + 50)
    other.close()


def test_a_connection_that_drops_comes_back_to_the_run_as_it_was(rough_page: Any, app_url: str) -> None:
    page = rough_page
    sides: list[Any] = []
    page.route_web_socket(
        re.compile("_stcore/stream"), lambda socket: sides.append((socket, socket.connect_to_server()))
    )
    page.goto(app_url + "/" + SLOW_LINK)
    ready(page)
    play(page)
    reached = wait_for_step(page, 300)
    for side in sides[-1]:
        side.close(code=1001, reason="gone")

    def connected_again() -> bool:
        page.wait_for_timeout(20)  # a new connection is noticed while the page is waited for
        return len(sides) == 2

    wait_until(connected_again, "the page did not connect again")
    wait_for_step(page, reached + 500)
    page.get_by_role("button", name="Pause").wait_for()


def test_a_page_whose_server_was_stopped_and_started_works_on(
    rough_page: Any, serve: Callable[[int], AbstractContextManager[str]], port: int
) -> None:
    page = rough_page
    with serve(port) as url:
        page.goto(url + "/?learning-rate=0.01&hidden-layers=3")
        ready(page)
        play(page)
        wait_for_step(page, 100)
    with serve(port):
        page.get_by_role("button", name="Play", exact=True).wait_for()
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        assert page.locator(".st-key-hidden-layers input").input_value() == "3"
        play(page)
        wait_for_step(page, 100)
