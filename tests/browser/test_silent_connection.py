"""A connection that goes silent without breaking, as roaming Wi-Fi does: the page says so, and works on afterwards."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.browser.conftest import free_port
from tests.browser.test_life_cycle import play, ready, step, wait_for_step
from tests.waiting import wait_until

SAID = "does not answer"


class Proxy:
    """Passes on what goes between a page and its server; while it is `silent`, it takes all and passes on nothing."""

    def __init__(self, port: int) -> None:
        self.silent = False
        self.port = free_port()
        self._server_port = port
        self._loop = asyncio.new_event_loop()
        self._over: asyncio.Event | None = None
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()), name="proxy")
        self._thread.start()
        self._up.wait()

    def close(self) -> None:
        """Close all connections."""
        assert self._over is not None
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        server = await asyncio.start_server(self._take, "127.0.0.1", self.port)
        self._up.set()
        await self._over.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        others = None
        try:
            others = await asyncio.open_connection("127.0.0.1", self._server_port)
            await asyncio.gather(self._pass_on(reader, others[1]), self._pass_on(others[0], writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            if others:
                others[1].close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while told := await reader.read(2**16):
            if not self.silent:
                writer.write(told)
                with suppress(OSError):
                    await writer.drain()
        writer.close()


@pytest.fixture
def proxy(app_url: str) -> Iterator[Proxy]:
    """A proxy before the app."""
    proxy = Proxy(int(app_url.rpartition(":")[2]))
    yield proxy
    proxy.close()


def test_a_page_whose_connection_has_gone_silent_says_so_and_offers_to_reload(rough_page: Any, proxy: Proxy) -> None:
    page = rough_page
    page.goto(f"http://127.0.0.1:{proxy.port}/?learning-rate=0.01")
    ready(page)
    play(page)
    reached = wait_for_step(page, 100)
    proxy.silent = True
    told = page.get_by_role("alert").filter(has_text=SAID)
    told.wait_for()  # though nobody presses anything
    told.get_by_role("button", name="Reload the page").wait_for()
    proxy.silent = False
    wait_until(lambda: step(page) > reached + 100 or page.wait_for_timeout(50), "the run does not come back")
    wait_until(lambda: not told.count() or page.wait_for_timeout(50), "it is still said")


def test_a_press_that_nobody_answers_is_not_swallowed_in_silence(rough_page: Any, proxy: Proxy) -> None:
    page = rough_page
    page.goto(f"http://127.0.0.1:{proxy.port}")
    ready(page)
    proxy.silent = True
    play(page)
    told = page.get_by_role("alert").filter(has_text=SAID)
    told.wait_for()
    proxy.silent = False
    told.get_by_role("button", name="Reload the page").click()
    ready(page)
    play(page)
    wait_for_step(page, 100)
