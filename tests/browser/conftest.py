"""A real Chromium, the real app, and single components mounted alone; any error in the console fails the test."""

import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import DEADLINE, wait_until

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",
]
"""The pages of one context share a process, and what it has compiled: opening one costs two thirds of the time so."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium for the session; skipped where there is none, unless that is forbidden."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium found, and REQUIRE_BROWSER forbids to skip the browser tests")
        pytest.skip("no Chromium found: the browser tests need one on the PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


VIEWPORT = {"width": 1440, "height": 900}


KEEP_WHAT_IS_SAID = """
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
        const root = attach.call(this, options);
        if (this.localName === "nn-said") window.placeThatSpeaks = root;
        return root;
    };
"""
"""The place that speaks is closed to the page; a test may listen."""

KEEP_NO_SWITCH = """
    const keep = Storage.prototype.setItem;
    Storage.prototype.setItem = function (...said) {
        if (this !== localStorage) keep.apply(this, said);
    };
"""
"""A switch that one test sets would be set in all that come after it, and in pages that stand open beside it."""


@contextmanager
def pages(chromium: Any) -> Iterator[Any]:
    """A context: what its pages share, the cache above all, so that the app is fetched and compiled once."""
    context = chromium.new_context(viewport=VIEWPORT, has_touch=True)
    context.set_default_timeout(1000 * DEADLINE)
    context.add_init_script(KEEP_WHAT_IS_SAID)
    yield context
    context.close()


@pytest.fixture(scope="session")
def context(chromium: Any) -> Iterator[Any]:
    """The context of nearly all tests; what a page would have the browser keep is gone with the page."""
    with pages(chromium) as context:
        context.add_init_script(KEEP_NO_SWITCH)
        yield context


@pytest.fixture
def own_context(chromium: Any) -> Iterator[Any]:
    """The context of a test that stops the clock, stretches the screen or needs what is kept: nothing of it is left."""
    with pages(chromium) as context:
        yield context


def spoken(page: Any) -> str:
    """What the page said last to those who hear it."""
    return str(page.evaluate("placeThatSpeaks.textContent"))


class Watched:
    """A page, and what its console and its scripts complain of."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.errors: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("request", self._see)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, said: Any) -> None:
        if said.type == "error":
            self.errors.append(f"{said.text} ({said.location['url']})")

    def _see(self, asked: Any) -> None:
        if asked.resource_type == "image" and "/media/" in asked.url:
            self.errors.append(f"{asked.url} may be gone when it is asked for: pictures belong in the text (inline.py)")

    def require_no_error(self) -> None:
        """Fail, and forget it, if there was an error."""
        errors, self.errors[:] = list(self.errors), []
        assert not errors, f"errors in the browser console: {errors}"


@contextmanager
def shared_page(context: Any, url: str, ready: str) -> Iterator[Watched]:
    """A page at this address, `ready` when there is such an element, for tests that leave it as it was."""
    watched = Watched(context)
    watched.page.goto(url)
    watched.page.wait_for_selector(ready)
    yield watched
    watched.page.close()


@pytest.fixture(scope="session")
def stage(chromium: Any) -> Iterator[Watched]:
    """The page that components are mounted on, one after the other; no page of the app shares its process."""
    with pages(chromium) as context:
        context.add_init_script(KEEP_NO_SWITCH)
        yield Watched(context)


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page at 1440×900, fresh or cleared; the test fails if the console shows an error or the page raises one."""
    alone = "own_context" in request.fixturenames
    if "mount" in request.fixturenames and not alone:
        watched = request.getfixturevalue("stage")
        watched.page.set_viewport_size(VIEWPORT)
        watched.page.mouse.move(VIEWPORT["width"] - 1, VIEWPORT["height"] - 1)  # where no component is
        yield watched.page
    else:
        watched = Watched(request.getfixturevalue("own_context" if alone else "context"))
        yield watched.page
        watched.page.close()
    watched.require_no_error()


@pytest.fixture
def rough_page(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that may lose its connection: what the console says of that is no error."""
    alone = "own_context" in request.fixturenames
    page = request.getfixturevalue("own_context" if alone else "context").new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    # the longer the server is away, the more is said of it
    of_the_connection = re.compile(
        "disconnected from server|WebSocket|ERR_CONNECTION|Failed to (fetch|load)|in reaching server|not responding"
    )
    assert not [error for error in errors if not of_the_connection.search(error)]


@contextmanager
def served(port: int) -> Iterator[str]:
    """The app on this port, started as README says to start it; ended afterwards. Gives its address."""
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "playground/app.py"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until(lambda: answers(f"{url}/_stcore/health") or server.poll() is not None, "the server did not answer")
        assert server.poll() is None, "the server ended before it answered"
        yield url
    finally:
        server.terminate()
        server.wait(timeout=DEADLINE)


def answers(url: str) -> bool:
    """Whether there is an answer at this address."""
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def app_url(context: Any) -> Iterator[str]:
    """The address of the app that all browser tests share; a page that stays open there keeps its process alive."""
    with served(free_port()) as url:
        context.new_page().goto(f"{url}/_stcore/health")
        yield url


@pytest.fixture
def serve() -> Callable[[int], AbstractContextManager[str]]:
    """`served`, for tests that start and stop a server of their own."""
    return served


@pytest.fixture
def port() -> int:
    """A port that nothing listens on."""
    return free_port()


HARNESS = (
    b"<!doctype html><meta charset=utf-8><link rel=icon href='data:,'>"
    b"<body style='margin:8px;background:var(--st-background-color)'><div id=host></div>"
)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/harness.html":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(HARNESS)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def component_server() -> Iterator[str]:
    """The address of a plain server of the components' own files."""

    def handler(*args: Any) -> _Quiet:
        return _Quiet(*args, directory=str(ROOT / "playground" / "components"))

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


THEMES = {
    "light": "--st-background-color:#ffffff;--st-secondary-background-color:#f3f5f8;--st-text-color:#1c2430;"
    "--st-border-color:#d5dbe3;--st-primary-color:#0b6fb8;",
    "dark": "--st-background-color:#12161c;--st-secondary-background-color:#1c222b;--st-text-color:#e6ebf2;"
    "--st-border-color:#38414d;--st-primary-color:#6cb8f0;",
}


@pytest.fixture
def mount(page: Any, component_server: str) -> Callable[..., None]:
    """`mount(name, data, theme="light", width=600)`: shows one component alone, in a shadow root as Streamlit does.

    `window.update(data)` then updates it in place; `ack` in the data is Python's answer to its messages. `window.sent`
    collects what it sends, a list of messages each time, and `window.again` counts how often the same was sent again.
    """
    from playground.components.mount import module_of, style_of
    from playground.components.shared import wire

    def show(name: str, data: dict[str, Any], theme: str = "light", width: int = 600) -> None:
        css = style_of(module_of(name))
        common = "--st-font:sans-serif;--st-base-radius:8px;--st-button-radius:8px;"
        page.goto(f"{component_server}/harness.html")
        page.evaluate(
            """async ([name, file, data, css, variables, width]) => {
                document.documentElement.style.cssText = variables;
                const host = document.getElementById("host");
                host.style.width = `${width}px`;
                const root = host.attachShadow({ mode: "open" });
                const style = document.createElement("style"); style.textContent = css; root.append(style);
                const [module, { follow }] = await Promise.all([import(`/${file}`), import("/shared/lane.js")]);
                const component = follow(module.default);
                window.sent = [];
                window.again = 0;
                const setStateValue = (_, messages) => {
                    const same = JSON.stringify(messages) === JSON.stringify(window.sent.at(-1));
                    if (same) window.again += 1; else window.sent.push(structuredClone(messages));
                };
                window.update = (data) => { window.cleanup = component({
                    name, key: "test", data, parentElement: root, setStateValue }); };
                window.update(data);
            }""",
            [name, module_of(name), wire.plain(data), css, THEMES[theme] + common, width],
        )

    return show
