"""How often pages get a picture of what trains: each as often as it likes, as long as one processor can do it all.

Python draws for all learners on one processor, which also has to answer every click. So the more pages train, and the
more they cost to draw, the longer it is from one picture to the next. A page alone has the processor to itself.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SHARE = 0.25
"""How much of a processor the making of all pictures together may take; sending them is about a third of that."""
LONGEST = 3.0
MEMORY = 20
FORGOTTEN = 2 * LONGEST


class Refresh:
    """The rhythm of all pages that train. `clock` is monotonic seconds, `work` the processor seconds of a thread."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, work: Callable[[], float] = time.thread_time
    ) -> None:
        self._clock, self._work = clock, work
        self._seen: dict[int, float] = {}
        self._cost = 0.0

    def every(self, wish: float) -> float:
        """The seconds from one picture to the next of a page that would like to draw every `wish` seconds."""
        since = self._clock() - FORGOTTEN
        pages = sum(seen >= since for seen in list(self._seen.values()))
        return min(LONGEST, max(wish, pages * self._cost / SHARE)) if pages > 1 else wish

    @contextmanager
    def drawing(self, page: object) -> Iterator[None]:
        """Draw `page` once more, and see what it costs."""
        now, began = self._clock(), self._work()
        if any(seen < now - FORGOTTEN for seen in list(self._seen.values())):
            self._seen = {one: seen for one, seen in list(self._seen.items()) if seen >= now - FORGOTTEN}
        self._seen[id(page)] = now
        try:
            yield
        finally:
            self._cost += (self._work() - began - self._cost) / MEMORY


refresh = Refresh()
