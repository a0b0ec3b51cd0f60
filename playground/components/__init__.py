"""Live views: each a typed Python wrapper with its plain ES module and style sheet beside it, in a folder a kind.

A `Picture` is what a component draws, as plain data: it reaches the page with the page itself (`mount`), or, while
something trains, by its lane (`shared.lane`). Pictures are made where a run trains too, in processes that have no page:
what makes one imports nothing of Streamlit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROUTE = "/nn-assets"


@dataclass(frozen=True)
class Place:
    """The place of a picture among those of one lane: of two under one key the page keeps that with the later `at`."""

    lane: str = ""
    at: int = 0


@dataclass(frozen=True, eq=False)
class Picture:
    """What a component is to draw: its name, and the data that its JavaScript takes, ready for `wire.plain`."""

    component: str
    data: dict[str, Any]

    def show(
        self, key: str, place: Place = Place(), on_mail: Callable[[], None] = lambda: None, **options: Any
    ) -> None:
        """Mount the component on the page, or update it there: `mount.mount`."""
        from playground.components.mount import mount  # here, for a process without a page

        mount(self, key, place, on_mail, **options)
