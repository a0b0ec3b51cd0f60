"""Firefox and WebKit by what they speak themselves: WebDriver BiDi over a websocket, WebDriver over HTTP.

Playwright brings patched browsers of its own for both; these are the ones that people have.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import requests
from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import VIEWPORT, free_port
from tests.waiting import DEADLINE, wait_until


class Engine(ABC):
    """A browser with one page."""

    @abstractmethod
    def open(self, url: str) -> None:
        """Begin to load a page; what the page before has thrown is forgotten."""

    @abstractmethod
    def run(self, script: str) -> Any:
        """What a script returns, in the page that is open, as plain data."""

    @abstractmethod
    def errors(self) -> list[str]:
        """What the page has thrown, or has written to the console as an error, since this was asked last."""

    def wait_for(self, script: str) -> None:
        """Wait until a script returns something true."""
        wait_until(lambda: self.run(script), f"in the page, {script} was not true")


class Firefox(Engine):
    """Firefox over the websocket of WebDriver BiDi."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._errors: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._page = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        self._ask("browsingContext.setViewport", context=self._page, viewport=VIEWPORT)

    def open(self, url: str) -> None:
        """See `Engine`."""
        self._go("about:blank", "complete")  # a page that is left while it loads a module still says so
        self._errors.clear()
        self._go(url, "interactive")

    def run(self, script: str) -> Any:
        """See `Engine`."""
        text = f"JSON.stringify((() => {{ {script} }})() ?? null)"
        answer = self._ask("script.evaluate", expression=text, target={"context": self._page}, awaitPromise=False)
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def errors(self) -> list[str]:
        """See `Engine`."""
        self.run("")  # events come before the answer
        errors, self._errors = self._errors, []
        return errors

    def _go(self, url: str, wait: str) -> None:
        self._ask("browsingContext.navigate", context=self._page, url=url, wait=wait)

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        deadline = time.monotonic() + DEADLINE
        while True:
            told = json.loads(self._socket.recv(timeout=max(0, deadline - time.monotonic())))
            if told.get("id") == number:
                assert told["type"] == "success", told
                return told["result"]
            if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                self._errors.append(told["params"]["text"])


HEAR = """
if (window.before) return false;
if (window.heard) return true;
window.heard = [];
addEventListener("error", (event) => heard.push(event.message || `not loaded: ${event.target.src}`), true);
addEventListener("unhandledrejection", (event) => heard.push(String(event.reason)));
const tell = console.error;
console.error = (...words) => {
    heard.push(words.map(String).join(" "));
    tell(...words);
};
return true;
"""


class WebKit(Engine):
    """WebKitGTK over the HTTP of WebDriver, which does not tell what the console says: a script listens there."""

    def __init__(self, driver: str) -> None:
        self._session = f"{driver}/session"
        options = {"binary": str(MINI_BROWSER), "args": ["--automation"]}
        # it would wait for a page to load whose connection to the server never ends
        wanted = {"pageLoadStrategy": "none", "webkitgtk:browserOptions": options}
        self._session += "/" + self._ask("POST", "", capabilities={"alwaysMatch": wanted})["sessionId"]
        self._ask("POST", "/window/rect", **VIEWPORT)

    def open(self, url: str) -> None:
        """See `Engine`."""
        self.run("window.before = true;")
        self._ask("POST", "/url", url=url)
        self.wait_for(HEAR)

    def run(self, script: str) -> Any:
        """See `Engine`."""
        return self._ask("POST", "/execute/sync", script=script, args=[])

    def errors(self) -> list[str]:
        """See `Engine`."""
        heard: list[str] = self.run("return window.heard.splice(0);")
        return heard

    def close(self) -> None:
        """End the browser."""
        self._ask("DELETE", "")

    def _ask(self, method: str, path: str, **params: Any) -> Any:
        answer = requests.request(method, self._session + path, json=params, timeout=DEADLINE)
        value = answer.json()["value"]
        assert answer.ok, value
        return value


@contextmanager
def firefox() -> Iterator[Engine]:
    """A Firefox with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [FIREFOX or "", "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        with started(command) as program:
            told = Path(profile) / "WebDriverBiDiServer.json"
            until(told.exists, program)
            with connect(f"ws://127.0.0.1:{json.loads(told.read_text())['ws_port']}/session") as socket:
                yield Firefox(socket)


@contextmanager
def webkit() -> Iterator[Engine]:
    """A WebKit on a screen that nobody sees."""
    screen = [XVFB or "", "-displayfd", "1", "-screen", "0", "1600x1100x24", "-nolisten", "tcp"]
    port = free_port()
    with started(screen, stdout=subprocess.PIPE) as shown:
        assert select.select([shown.stdout], [], [], DEADLINE)[0], "there is no screen"
        display = os.read(shown.stdout.fileno(), 16).decode().strip()
        off = ("DISABLE_SANDBOX_THIS_IS_DANGEROUS", "DISABLE_COMPOSITING_MODE", "DISABLE_DMABUF_RENDERER")
        environment = os.environ | {"DISPLAY": f":{display}"} | {f"WEBKIT_{name}": "1" for name in off}
        with started([DRIVER or "", f"--port={port}"], env=environment) as program:
            driver = f"http://127.0.0.1:{port}"
            until(lambda: answers(f"{driver}/status"), program)
            engine = WebKit(driver)
            try:
                yield engine
            finally:
                engine.close()


FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
DRIVER = shutil.which("WebKitWebDriver")
XVFB = shutil.which("Xvfb")
MINI_BROWSER = next(Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser"), None)

ENGINES = {
    "firefox": (firefox, FIREFOX is not None),
    "webkit": (webkit, None not in (DRIVER, XVFB, MINI_BROWSER)),
}
"""Each browser by its name: how it is started, and whether it is here."""


@contextmanager
def started(command: list[str], stdout: int = subprocess.DEVNULL, **options: Any) -> Iterator[Any]:
    """A program, ended afterwards with all that it started."""
    with subprocess.Popen(
        command, stdout=stdout, stderr=subprocess.DEVNULL, start_new_session=True, **options
    ) as program:
        try:
            yield program
        finally:
            for how in (signal.SIGTERM, signal.SIGKILL):
                with suppress(ProcessLookupError):
                    os.killpg(program.pid, how)
                with suppress(subprocess.TimeoutExpired):
                    program.wait(timeout=10)


def until(condition: Callable[[], bool], program: Any) -> None:
    """Wait for a program to be so far."""

    def so_far() -> bool:
        assert program.poll() is None, f"{program.args} ended"
        return condition()

    wait_until(so_far, f"{program.args} did not answer")


def answers(url: str) -> bool:
    """Whether a server is there."""
    try:
        return requests.get(url, timeout=1).ok
    except requests.RequestException:
        return False
