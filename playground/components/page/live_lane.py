"""The page's end of a lane: while something trains, the pictures come by a connection of their own."""

from playground.components import declare


def live_lane(*, token: str, key: str) -> None:
    """Take in pictures by the lane of this token, none if it is ""; the page is drawn anew when the lane ends."""
    declare("live_lane")(key=key, data={"token": token}, on_over_change=lambda: None, height=1)
