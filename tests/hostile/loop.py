"""Coroutines in a thread of their own: in that of a test a browser's driver may have its loop."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
