"""One line of the page whose words change while something trains: a count, a piece of news, a hint to take up."""

from collections.abc import Mapping
from typing import Any, Literal

from playground.components import Picture

Kind = Literal["plain", "info", "warning", "error"]


def news_line(text: str, kind: Kind = "plain", offer: str = "") -> Picture:
    """A line of plain text, in which **two stars** make words bold; `offer` is what a button behind it says, if any."""
    return Picture("news_line", {"text": text, "kind": kind, "offer": offer})


def taken_up(message: Any, last: int) -> tuple[str, int] | None:
    """The offer that the learner took up and the number of that click; None if it is no newer than click `last`."""
    told = message.get("taken") if isinstance(message, Mapping) else None
    if not isinstance(told, Mapping) or not isinstance(told.get("offer"), str) or type(told.get("seq")) is not int:
        return None
    return (told["offer"], told["seq"]) if told["seq"] > last else None
