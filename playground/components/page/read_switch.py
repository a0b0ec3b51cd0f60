"""The switch that has every drawing of the page read as a sentence and tables, in this browser, on every page."""

from playground.components import Picture


def read_switch(*, key: str) -> None:
    """The switch; T does the same."""
    Picture("read_switch", {}).show(key)
