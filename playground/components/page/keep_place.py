"""What is pressed keeps its place in the window, whatever comes or goes above it."""

from playground.components import Picture


def keep_place(prefix: str, *, key: str) -> None:
    """Have it so for the buttons whose keys begin with `prefix`, as long as this is on the page."""
    Picture("keep_place", {"prefix": prefix}).show(key, height=1)
