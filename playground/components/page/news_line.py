"""One line of the page whose words change while something trains: a count, a piece of news, a hint to take up."""

from typing import Literal

from playground.components import Picture
from playground.components.shared.mailbox import fresh

Kind = Literal["plain", "headline", "info", "warning", "error"]


def news_line(text: str, kind: Kind = "plain", offer: str = "", locked: bool = False) -> Picture:
    """A line of plain text, in which **two stars** make words bold; `offer` is what a button behind it says, if any.

    What a link has `locked` is shown and cannot be taken up.
    """
    return Picture("news_line", {"text": text, "kind": kind, "offer": offer, "locked": locked})


def taken_up(key: str) -> list[str]:
    """The offers that the learner accepted on the line of this key since the last call."""
    return [message["offer"] for message in fresh(key) if isinstance(message.get("offer"), str)]
