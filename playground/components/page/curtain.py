"""The curtain in front of a page that has not all come: it opens when everything has its place, so nothing jumps."""

from playground.components import Picture


def curtain(page: str, *, sent: bool) -> None:
    """Close the curtain before the page of this name comes; open it once all of that was `sent` and has its place."""
    Picture("curtain", {"page": page, "sent": sent}).show(f"curtain-{'open' if sent else 'close'}", height=1)
