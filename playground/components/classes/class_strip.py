"""The bar of a class, on every page of whoever belongs to one; all that it shows comes by the page's own connection."""

from playground.components import Picture
from playground.components.shared.mailbox import fresh
from playground.settings import pages


def class_strip(desk: str) -> None:
    """Mount the bar, and tell its connection the token `desk` of this page's desk: nothing is seen without a class.

    The page is drawn anew when the class has paused what trains on that desk, or had it go on.
    """
    fresh("class-strip")  # that it is to be drawn anew is all that its message says
    Picture("class_strip", {"desk": desk, "first": pages.PAGES[0].name}).show("class-strip", height=1)
