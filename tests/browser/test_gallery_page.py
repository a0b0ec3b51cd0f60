"""The gallery in a real browser: cards that fit, and a click that opens a run with its published figure."""

import re
from typing import Any

import pytest

from playground.presets import PRESETS
from tests.browser.chart_probe import at_rest, require_narrow


@pytest.fixture
def gallery(page: Any, app_url: str) -> Any:
    page.goto(f"{app_url}/gallery")
    page.wait_for_selector(".st-key-gallery-card-hyper-parameters button")
    return page


def test_a_click_opens_a_run_and_its_figure_moves_while_it_plays(gallery: Any) -> None:
    page = gallery
    page.get_by_role("button", name="1,000: 88.85 %").click()
    published = page.locator(".st-key-published")
    published.wait_for()
    assert "published 88.85 %" in published.inner_text()
    before = published.inner_text()
    page.click(".st-key-play button")
    page.wait_for_function(
        "before => (document.querySelector('.st-key-published')?.innerText ?? before) !== before",
        arg=before,
    )
    ours = re.search(r"yours so far ([\d.]+) %", published.inner_text())
    assert ours
    assert float(ours[1]) > 10
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("link", name="Gallery").click()
    page.wait_for_selector(".st-key-gallery-card-xor img")


def test_a_run_that_diverges_says_so_and_is_drawn_and_reset_leaves_nothing_of_it(gallery: Any) -> None:
    page = gallery
    page.get_by_role("button", name="η 2", exact=True).click()
    page.wait_for_selector(".st-key-network-diagram svg")
    page.click(".st-key-play button")
    page.get_by_text("the cost is no longer a finite number").wait_for()
    assert "The run stopped at step" in page.locator(".st-key-status .nn-line.error").inner_text()
    assert at_rest(page, lambda: page.get_by_role("alert").all_inner_texts()) == []  # no view has one of its own
    page.click(".st-key-reset button")
    page.get_by_text("the cost is no longer a finite number").wait_for(state="detached")
    assert at_rest(page, lambda: page.get_by_role("alert").all_inner_texts()) == []
    assert page.locator(".st-key-epoch-count").inner_text() == "Epoch 0"


def test_cards_fit_and_the_neurons_stand_beside_what_was_published(gallery: Any) -> None:
    page = gallery
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        require_narrow(page, width)
        cards = at_rest(page, lambda: measured(page))
        assert len(cards) == len(PRESETS)
        assert all(card["fits"] and card["apart"] and card["whole"] for card in cards)
    page.get_by_role("button", name="Published and ours").click()
    page.get_by_role("cell", name="0.780").first.wait_for()
    rows = [row.locator("td").all_inner_texts() for row in page.get_by_role("row").all()][1:]
    assert len(rows) == 8
    assert all(published == ours for *_, published, ours in rows)


def measured(page: Any) -> list[dict[str, bool]]:
    """Of each card whether all of it fits inside, whether its rows are apart, and its buttons say all they have to."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('[class*="st-key-gallery-card-"]')].map((card) => {
            const box = card.getBoundingClientRect();
            const inside = [...card.querySelectorAll("img, p, button")].map((part) => part.getBoundingClientRect())
                .filter((part) => part.width > 0);
            const rows = [...card.querySelectorAll("img, p:not(button p)")].map((part) => part.getBoundingClientRect());
            return {
                fits: inside.every((part) => part.left >= box.left && part.right <= box.right + 1
                                   && part.bottom <= box.bottom + 1),
                whole: [...card.querySelectorAll("button div")].every((box) => box.scrollWidth <= box.clientWidth + 1),
                apart: rows.every((part, i) => !i || part.top >= rows[i - 1].bottom - 4),
            };
        })"""
    )
    return list(found)
