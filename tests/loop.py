"""Coroutines in a thread of their own: in that of a test a browser's driver may have its loop."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")


class Loop:
    """A loop that goes round while `run` waits for its work."""

    def __init__(self, thread: ThreadPoolExecutor, runner: asyncio.Runner) -> None:
        self._thread, self._runner = thread, runner

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What comes of it, when it has come to its end."""
        return self._thread.submit(self._runner.run, work).result()


@contextmanager
def looping() -> Iterator[Loop]:
    """A loop of its own, for work that comes piece by piece."""
    with ThreadPoolExecutor(1, thread_name_prefix="loop") as thread:
        runner = asyncio.Runner()  # which begins with the first work, so in that thread
        try:
            yield Loop(thread, runner)
        finally:
            thread.submit(runner.close).result()


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of it, when it has come to its end."""
    with looping() as loop:
        return loop.run(work)
