"""A page that is being left: its views keep quiet until the next one has begun, and what it said is there again."""

import re
from typing import Any

from tests.waiting import wait_until

READY = ".stMainBlockContainer[data-come]"
FOLLOWS = """async (name) => {
    const { Outbox } = await import("/nn-assets/shared/outbox.js");
    window.box = new Outbox();
    window.sent = [];
    box.connect((messages) => sent.push(...messages.map(({ text }) => text)), true);
    [...document.querySelectorAll("a")].find((link) => link.innerText === name).click();
    box.post({ text: "late" });
}"""
BREAK_OFF = """(name) => {
    [...document.querySelectorAll("a")].find((link) => link.innerText === name).click();
    setTimeout(() => document.querySelector(".st-key-mini-batch button")?.click(), 15);
}"""


def test_who_follows_a_link_hears_no_more_of_the_page_before(page: Any, app_url: str) -> None:
    page.goto(app_url)
    page.wait_for_selector(READY)
    page.evaluate(FOLLOWS, "Playground")
    assert page.evaluate("sent") == ["late"], "the link leads to where one is"
    page.evaluate(FOLLOWS, "Gallery")
    assert page.evaluate("sent") == []
    page.wait_for_selector(".stMainBlockContainer[data-page=gallery][data-come]")
    page.evaluate("box.post({ text: 'on the new page' })")
    assert page.evaluate("sent.at(-1)") == "on the new page"


def test_a_click_just_after_a_link_brings_back_the_page_with_what_it_said(page: Any, app_url: str) -> None:
    """Either the link or the click that came too late is followed, and no control loses its value."""
    for _ in range(4):
        page.goto(f"{app_url}?activation=relu&hidden-layers=5")
        page.wait_for_selector(f"{READY} .st-key-network-diagram svg")
        page.evaluate(BREAK_OFF, "Gallery")
        page.wait_for_function(
            """() => location.pathname === "/gallery" && document.querySelector("[data-page=gallery][data-come]")
                || document.querySelector(".st-key-step-count")?.innerText === "Step 1" """
        )
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        if page.url.endswith("/gallery"):
            continue
        field = page.locator(".st-key-hidden-layers input")
        wait_until(lambda: field.input_value() == "5", "the hidden layers are lost")  # noqa: B023
        wait_until(
            lambda: re.search("ReLU", page.locator(".st-key-activation input").input_value()) is not None,
            "the activation is lost",
        )
