"""The page's end of a lane: while something trains, the pictures come by a connection of their own."""

from playground.components import Picture
from playground.components.shared.mailbox import fresh


def live_lane(*, token: str, key: str) -> None:
    """Take in pictures by the lane of this token, none if it is ""; the page is drawn anew when the lane ends."""
    fresh(key)  # that the lane has ended is all that its message says
    Picture("live_lane", {"token": token}).show(key, height=1)
