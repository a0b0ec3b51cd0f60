"""The page's end of a way for questions: what its components ask is answered by a connection of their own."""

from playground.components import Picture


def live_answers(*, token: str, key: str) -> None:
    """Ask by the way of this token from now on."""
    Picture("live_answers", {"token": token}).show(key, height=1)
