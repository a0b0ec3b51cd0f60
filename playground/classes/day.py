"""The time of day, on which servers, a database and browsers agree: when a class ends, and when a page was last seen.

It may jump: how long something takes is measured by `time.monotonic`.
"""

import time


def now() -> float:
    """Seconds since 1970."""
    return time.time()
