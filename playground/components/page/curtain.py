"""The curtain in front of a page that has not all come: it opens when everything has its place, so nothing jumps."""

from playground.components import Picture


def curtain(page: str, *, chapter: str, sent: bool) -> None:
    """Close the curtain before the page of this name comes; open it once all of that was `sent` and has its place.

    The document is told both, the page's name and that of its `chapter`, the page of the bar to which it belongs.
    """
    Picture("curtain", {"page": page, "chapter": chapter, "sent": sent}).show(
        f"curtain-{'open' if sent else 'close'}", height=1
    )
