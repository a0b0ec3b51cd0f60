"""The curtain in front of a page that has not all come: it opens when everything has its place, so nothing jumps."""

from playground.components import Picture


def curtain(*, key: str) -> None:
    """Let the page be seen; to be called when all else is on it."""
    Picture("curtain", {}).show(key, height=1)
