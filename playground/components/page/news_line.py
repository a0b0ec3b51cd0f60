"""One line of the page whose words change while something trains: a count, a piece of news, a hint to take up."""

from typing import Literal

from playground.components import Picture
from playground.components.shared.mailbox import fresh

Kind = Literal["plain", "headline", "info", "warning", "error"]
SPOKEN = ("info", "warning", "error")


def news_line(
    text: str,
    kind: Kind = "plain",
    offer: str = "",
    locked: bool = False,
    said: str = "",
    heard: float | None = None,
) -> Picture:
    """A line of plain text, in which **two stars** make words bold; `offer` is what a button behind it says, if any.

    What a link has `locked` is shown and cannot be taken up. When it is news, the line is spoken for those who do not
    see it, and so is what else is to be `said`; a cost that is to be `heard` is a tone, where the learner wants to.
    """
    if kind in SPOKEN:
        said = f"{text.replace('**', '')} {said}".strip()
    return Picture(
        "news_line", {"text": text, "kind": kind, "offer": offer, "locked": locked, "said": said, "heard": heard}
    )


def taken_up(key: str) -> list[str]:
    """The offers that the learner accepted on the line of this key since the last call."""
    return [message["offer"] for message in fresh(key) if isinstance(message.get("offer"), str)]
