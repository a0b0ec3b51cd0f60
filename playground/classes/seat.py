"""A seat: one page in a class, whoever sits there, with the desk that the page shows."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from playground.classes.store import Who


class Seat(ABC):
    """One page, come from the address `host`, that found the server at the address `base`.

    `page` is a long random text that this page alone knows, by which it is known again when its connection was lost; ""
    for one that has none. It is `known` once it has said who it is; `who` then, or None for a page that belongs to no
    class. `desk` is the key of the desk that it shows, and `turn` how often the class has changed from outside what
    trains there.
    """

    def __init__(self, host: str) -> None:
        self.host, self.base, self.desk, self.page = host, "", "", ""
        self.known = False
        self.who: Who | None = None
        self.turn = 0

    @abstractmethod
    def tell(self, state: str, now: float, tiles: Mapping[int, str], unknown: bool = False) -> None:
        """Have the page told this state and these tiles, all as JSON; `unknown` where its key opens nothing."""

    @abstractmethod
    def away(self, sentence: str) -> None:
        """Have the page told that the database does not answer."""

    @abstractmethod
    def reply(self, number: int, answer: Mapping[str, Any]) -> None:
        """Have the page told the answer to its order of this number."""
