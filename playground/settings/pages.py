"""The pages of the playground, each declared once: its address, its title and its script."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parents[1]
APP = PACKAGE / "app.py"
"""The entry script, which shows the page that the address names."""

Sound = Literal["", "tone", "voice"]
"""What a page sounds like, where that is wanted: a tone for the cost, a voice for an answer, or nothing."""


@dataclass(frozen=True)
class Page:
    """One page: its `name`, which is its address too, its title, and the script that composes it.

    At the end of a page with `drawings` stands the switch that has them read, and that of its `sound`; the Playground
    has its own, under View.

    It has no icon: Streamlit would fetch that as the favicon from elsewhere, and a classroom may have no internet.
    """

    name: str
    title: str
    script: Path
    drawings: bool = False
    sound: Sound = ""


PLAYGROUND = Page("playground", "Playground", PACKAGE / "playing" / "page.py", sound="tone")
DIGITS = Page("digits", "Digits", PACKAGE / "digits" / "page.py", drawings=True, sound="voice")
COMPARE = Page("compare", "Compare", PACKAGE / "compare" / "page.py", drawings=True)
GALLERY = Page("gallery", "Gallery", PACKAGE / "gallery" / "page.py")
LESSONS = Page("lessons", "Lessons", PACKAGE / "lessons" / "contents.py")

NOTES = Page("notes", "The notes", PACKAGE / "notes" / "page.py", drawings=True)
TEACHERS = Page("teachers", "For teachers", PACKAGE / "teachers" / "page.py")
CLASS = Page("class", "Class", PACKAGE / "classes" / "page.py")

BAR = (PLAYGROUND, DIGITS, COMPARE, GALLERY, LESSONS, CLASS)
"""In the order of the bar at the top; learners arrive at the first."""
PAGES = (*BAR, NOTES, TEACHERS)
"""All but the lessons, which have a registry of their own."""
