"""What a number is made of: pointing at it in one view says so and lights up its makers in all views of the page.

Views know each number by an id, such as w/2/0/1; `lights.js` carries what is pointed at from one view to the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Made:
    """How a number comes about: `words` spell it out, `of` are the ids of the numbers that it is made of."""

    words: str
    of: tuple[str, ...] = ()


Makings = Mapping[str, Made]
"""How the number of each id is made; one without an entry is a plain number."""


def makings(made: Makings, ids: set[str]) -> dict[str, Any]:
    """The entries of `made` for these ids, as plain data for the browser."""
    return {id_: {"words": made[id_].words, "of": list(made[id_].of)} for id_ in sorted(ids) if id_ in made}
