"""Hostile links and tables in a real browser: shown as text, they bring no element and reach no other host."""

import http.client
import socket
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from playground.components import HERE, ROUTE
from tests.browser.conftest import pages
from tests.waiting import DEADLINE

ELSEWHERE = "http://192.0.2.1"  # an address that is kept free for documents such as this
HOSTILE = {
    "dataset": f"![x]({ELSEWHERE}/a.png)",
    "cost": f"<img src={ELSEWHERE}/b onerror=x()>",
    "activation": f"[click me]({ELSEWHERE}/c)",
    "seed": f"{ELSEWHERE}/d www.example.invalid",
    "initialization": "$x$ `x` **x** :material/home:",
    ":red[x]": ":red[x]",
}
TABLE = "![x](//192.0.2.9/),n,kind\n" + "".join(f"![x](//192.0.2.{i}/),<b>q</b>,k{i}\n" for i in range(6))
"""Nothing can be learned from it: no two rows have the same words."""


@pytest.fixture
def asked(page: Any, app_url: str) -> list[str]:
    """The addresses that the page asks for, of all but the app itself."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if not is_ours(request.url, app_url) else None)
    return found


def is_ours(url: str, app_url: str) -> bool:
    return url.startswith((app_url, "data:", "blob:"))


def written(element: Any) -> str:
    """The text of an element as it reads."""
    text: str = element.inner_text()
    return text.replace("\u2060", "")


def test_a_hostile_link_is_shown_as_written_and_fetches_nothing(page: Any, app_url: str, asked: list[str]) -> None:
    page.goto(f"{app_url}/?{urlencode(HOSTILE)}")
    page.wait_for_selector(".st-key-network-diagram svg")
    alert = page.locator("[data-testid=stAlert]")
    alert.wait_for()
    lines = written(alert).splitlines()
    for key, value in HOSTILE.items():
        assert any(value[:30] in line for line in lines), (key, lines)
    box = alert.bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"], "it is not seen without scrolling"
    for tag in ("img", "a", "code", "strong", ".katex", "[style*=color]:not([data-testid])"):
        assert alert.locator(f"[data-testid=stMarkdownContainer] {tag}").count() == 0, tag
    assert asked == []


def test_a_hostile_table_is_shown_as_written_and_fetches_nothing(page: Any, app_url: str, asked: list[str]) -> None:
    page.goto(app_url)
    page.locator(".st-key-dataset").get_by_text("Your own", exact=True).click()
    page.get_by_role("button", name="Import…").click()
    page.fill(".st-key-own-text textarea", TABLE)
    page.keyboard.press("Control+Enter")
    page.click(".st-key-own-use button")
    window = page.locator("[role=dialog]")
    window.locator("table td").first.wait_for()
    window.get_by_role("button", name="![x](//192.0.2.9/)").click()
    window.locator("[data-testid=stAlert]").get_by_text("no two rows").wait_for()
    assert "![x](//192.0.2.1/)" in written(window.locator("table"))
    assert "<b>q</b>" in written(window.locator("table"))
    assert "In “![x](//192.0.2.9/)”" in written(window.locator("[data-testid=stAlert]"))
    assert window.locator("img, a, b").count() == 0
    assert asked == []


def answer(app_url: str, method: str, path: str, **headers: str) -> tuple[int, bytes]:
    """The status and the content that the server answers, to a path which is sent as it is written here."""
    place = urlsplit(app_url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=DEADLINE)
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response.status, b"" if response.status == 101 else response.read()
    finally:
        connection.close()


def test_the_server_listens_to_this_machine_only(app_url: str) -> None:
    port = urlsplit(app_url).port
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells by which address this machine would
        own = probe.getsockname()[0]
    if own.startswith("127."):
        pytest.skip("this machine has no other address")
    with pytest.raises(OSError):
        socket.create_connection((own, port), timeout=2).close()


def test_another_web_site_neither_opens_a_session_nor_brings_a_file(app_url: str) -> None:
    socket_of = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "bmV1cmFsLXBsYXlncm91bg==",
    }
    assert answer(app_url, "GET", "/_stcore/stream", Origin=app_url, **socket_of)[0] == 101
    assert answer(app_url, "GET", "/_stcore/stream", Origin="http://example.invalid", **socket_of)[0] == 403
    assert answer(app_url, "PUT", "/_stcore/upload_file/session/file")[0] == 403


NO_MODULES = [
    "",
    "__init__.py",
    "digits/digit_bars.css",
    "../server.py",
    "..%2fserver.py",
    "%2e%2e/server.py",
    "%2e%2e%2f%2e%2e%2fpyproject.toml",
    "shared/theme.js/../../../server.py",
    "..%5cserver.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "shared/theme.js%00",
    "%00.js",
    "x" * 5_000 + ".js",
    "..%2f..%2ftests%2fx.js",
    "__pycache__/__init__.cpython-311.pyc",
]


def test_the_route_of_components_has_their_modules_and_nothing_else(app_url: str) -> None:
    assert answer(app_url, "GET", f"{ROUTE}/shared/theme.js") == (200, (HERE / "shared" / "theme.js").read_bytes())
    for path in NO_MODULES:
        assert answer(app_url, "GET", f"{ROUTE}/{path}")[0] in (400, 404), path
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert answer(app_url, method, f"{ROUTE}/shared/theme.js")[0] == 405, method


def test_two_learners_at_once_have_a_run_each(page: Any, chromium: Any, app_url: str) -> None:
    with pages(chromium) as elsewhere:
        one, other = page, elsewhere.new_page()
        for opened in (one, other):
            opened.goto(app_url)
            opened.wait_for_selector(".st-key-network-diagram svg")
        one.click(".st-key-epoch button")
        one.wait_for_function("document.querySelector('.st-key-epoch-count')?.innerText.includes('1')")
        other.click(".st-key-reset button")
        assert "1" in one.inner_text(".st-key-epoch-count")
        assert "0" in other.inner_text(".st-key-epoch-count")
