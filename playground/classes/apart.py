"""Apart: what goes wrong at one place stops nothing at any other. It is logged, once until it goes well there again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from playground.classes.database import AwayError

MOST = 1_000
"""Places that are remembered to go wrong."""


class Apart:
    """The places at which something goes wrong now."""

    def __init__(self) -> None:
        self._wrong: set[object] = set()

    @contextmanager
    def __call__(self, place: object) -> Iterator[None]:
        """Go on behind this, whatever goes wrong in it. Raises AwayError alone: that is true at every place."""
        try:
            yield
        except AwayError:
            raise
        except Exception:
            if place not in self._wrong:
                logging.getLogger(__name__).exception("Something of a class went wrong: %s", place)
                self._wrong = {place, *list(self._wrong)[: MOST - 1]}
        else:
            self._wrong.discard(place)


apart = Apart()
"""All places of this server."""
