"""Buttons that are grey for a reason, which they say; they still hear a press: what is being typed may mend it."""

from collections.abc import Mapping
from itertools import count

from playground.components import Picture

_told = count(1)


def refusals(refused: Mapping[str, str], *, key: str) -> None:
    """Have the buttons in the containers of these Streamlit keys grey, each with the sentence that says why.

    A press takes the focus out of a field, which then sends what was typed there: whoever hears of the press first
    follows the field, and does nothing where that made no sense. While something is being typed they are not grey.
    """
    # another text each time: the browser hears of every answer, also of one that changes nothing
    Picture("refusals", {"refused": dict(refused), "told": next(_told)}).show(key, height=1)
