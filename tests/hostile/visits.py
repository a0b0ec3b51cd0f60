"""Visits of learners who speak the protocol of a browser, for tests of a server that is really there."""

import asyncio
from collections.abc import Callable

from benchmarks.classroom.learner import Learner
from tests.waiting import DEADLINE


async def until(happened: Callable[[], object], told: str) -> None:
    """Let everybody go on until `happened()` is true; fail with what is `told` if it never is."""
    try:
        async with asyncio.timeout(DEADLINE):
            while not happened():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(told) from None


async def playing(address: str, number: int = 0) -> Learner:
    """A learner who has pressed Play, and whose page has opened its lane."""
    learner = Learner(address, number, "circle")
    await learner.arrive()
    await until(lambda: learner.page.token, "the page has no lane")
    return learner
