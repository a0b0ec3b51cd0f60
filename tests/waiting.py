"""Time in tests: waiting until something is true, and comparing how long two things take.

How long anything takes on its own is no matter of a test: a deadline is for what never comes, and speeds are measured
in `benchmarks`.
"""

import time
from collections.abc import Callable

DEADLINE = 120.0
"""Seconds that anything may take, on a machine however busy; what never happens fails after them."""


def wait_until(happened: Callable[[], object], told: str = "it did not happen") -> None:
    """Return as soon as `happened()` is true; fail with what is `told` if it never is."""
    end = time.monotonic() + DEADLINE
    while not happened():
        assert time.monotonic() < end, f"{told} within {DEADLINE:.0f} seconds"
        time.sleep(0.01)


def shortest(call: Callable[[], object], times: int = 5) -> float:
    """Seconds of the processor that a call takes, the shortest of several: to compare with those of another call."""

    def once() -> float:
        began = time.process_time()
        call()
        return time.process_time() - began

    return min(once() for _ in range(times))
