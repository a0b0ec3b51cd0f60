"""What is pressed keeps its place in the window, whatever comes or goes above it."""

from playground.components import Picture


def keep_place(prefix: str, *, opened: str = "", key: str) -> None:
    """Have it so for the buttons whose keys begin with `prefix`, as long as this is on the page.

    When a page comes with one `opened`, by a link, the window goes to its button.
    """
    Picture("keep_place", {"prefix": prefix, "opened": opened}).show(key, height=1)
