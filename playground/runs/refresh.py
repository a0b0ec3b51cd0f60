"""How often pages get a picture of what trains: each as often as it likes, as long as one processor can do it all.

Python draws for all learners on one processor, which also has to answer every click. So the more pages train, and the
more they cost to draw, the longer it is from one picture to the next. A page alone has the processor to itself. While
pages wait to be drawn anew, because many have pressed something, pictures make way for them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playground.runs import pool, turn

SHARE = 0.25
"""How much of a processor the making of all pictures together may take; sending them is about a third of that."""
SHARE_ELSEWHERE = 0.3
"""How much of its time a worker may spend on snapshots and pictures."""
LONGEST = 3.0
MAKES_WAY = 2.0
"""Seconds from one picture to the next, at least, while several pages wait to be drawn anew."""
SEVERAL = 2
MEMORY = 20
FORGOTTEN = 2 * LONGEST


class Refresh:
    """The rhythm of all pages that train. `clock` is monotonic seconds, `work` the processor seconds of a thread,
    `workers` how many others there are that make pictures, and `waiting` how many pages wait to be drawn anew.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        work: Callable[[], float] = time.thread_time,
        workers: Callable[[], int] = pool.workers,
        waiting: Callable[[], int] = turn.waiting,
    ) -> None:
        self._clock, self._work, self._workers, self._waiting = clock, work, workers, waiting
        self._seen: dict[int, float] = {}
        self._cost = self._elsewhere = 0.0

    @property
    def pages(self) -> int:
        """How many pages have drawn lately."""
        since = self._clock() - FORGOTTEN
        return sum(seen >= since for seen in list(self._seen.values()))

    def every(self, wish: float) -> float:
        """The seconds from one picture to the next of a page that would like to draw every `wish` seconds."""
        if (pages := self.pages) <= 1:
            return wish
        elsewhere = self._elsewhere / (SHARE_ELSEWHERE * self._workers())
        makes_way = MAKES_WAY if self._waiting() >= SEVERAL else 0.0
        return min(LONGEST, max(wish, makes_way, pages * max(self._cost / SHARE, elsewhere)))

    def note_elsewhere(self, cost: float) -> None:
        """So many seconds a worker took for a snapshot and its pictures."""
        self._elsewhere += (cost - self._elsewhere) / MEMORY

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
