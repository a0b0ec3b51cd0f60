"""Nothing jumps while a page opens: it is seen once all of it has come and has its place."""

import urllib.request
from typing import Any

import pytest

from playground.document import STYLE
from playground.lessons.registry import LESSONS
from playground.settings import pages
from tests.waiting import DEADLINE

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
NAMES = dict.fromkeys([*(page.name for page in pages.PAGES), *(lesson.name for lesson in LESSONS)])
MOST = 0.1
"""The layout shift that is called good; see https://web.dev/articles/cls."""
SEEN = ".stMainBlockContainer[data-come]"
WATCH = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.className)]); // also right after a click
        }
    }).observe({ type: "layout-shift", buffered: true });
    // however slow this machine is, the curtain waits for all of the page
    addEventListener("DOMContentLoaded", () => {
        const patient = document.createElement("style");
        patient.textContent = ".stMainBlockContainer, .stMainBlockContainer * { animation: none !important; }";
        document.body.append(patient);
    });
"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_jumps_while_a_page_opens(page: Any, app_url: str, name: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(WATCH)
    page.goto(f"{app_url}/{name}")
    page.wait_for_selector(SEEN)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)  # a while in which something could still move
    shifts = page.evaluate("shifts")
    assert sum(value for value, *_ in shifts) < MOST, shifts


def test_nothing_jumps_on_the_way_from_page_to_page(page: Any, app_url: str) -> None:
    page.add_init_script(WATCH)
    page.goto(app_url)
    page.wait_for_selector(SEEN)
    for there in (*pages.BAR[1:], pages.BAR[0]):
        page.evaluate("shifts.length = 0")
        page.get_by_role("link", name=there.title, exact=True).click()
        page.wait_for_selector(f"{SEEN}[data-page='{there.name if there is not pages.BAR[0] else ''}']")
        page.wait_for_timeout(500)
        shifts = page.evaluate("shifts")
        assert sum(value for value, *_ in shifts) < MOST, (there.title, shifts)


def test_a_page_is_seen_in_the_end_whatever_does_not_come(page: Any, app_url: str) -> None:
    page.route("**/plane/plane_map.js*", lambda route: None)
    page.goto(app_url)
    page.wait_for_selector(".stMainBlockContainer:not([data-come]) .st-key-play button")
    page.unroute_all(behavior="ignoreErrors")


def test_the_style_comes_with_the_document_whatever_was_kept(app_url: str) -> None:
    for name in ("", "/digits"):
        asked = {"Accept": "text/html", "Accept-Encoding": "gzip", "If-Modified-Since": "Sun, 29 Nov 2099 15:15:08 GMT"}
        with urllib.request.urlopen(urllib.request.Request(app_url + name, headers=asked), timeout=DEADLINE) as answer:
            document = answer.read().decode()
        assert STYLE.decode() in document.partition("<body>")[2]
        assert answer.headers["ETag"] is None
