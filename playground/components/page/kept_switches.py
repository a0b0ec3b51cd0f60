"""The switches that this browser keeps, for all pages: drawings that are read as sentences and tables, and sound."""

from playground.components import Picture
from playground.settings.pages import Sound


def kept_switches(sound: Sound, *, key: str) -> None:
    """The switches: T does the same as the first; the second is there where the page has any `sound`."""
    Picture("kept_switches", {"sound": sound}).show(key)
