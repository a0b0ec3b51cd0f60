"""Live views: each a typed Python wrapper with its plain ES module and style sheet beside it, in a folder a kind.

A component is mounted with a stable `key`, so that it is updated in place and never rebuilt. Its JavaScript
is served from `/nn-assets` (see `playground.server`) and fetched once; only the style sheet and a short shim travel
through Streamlit. A `Picture` is what a component draws, as plain data: it reaches the page with the page itself, or,
while something trains, by its lane (see `playground.lane`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from playground.components.shared import palette
from playground.components.shared.mailbox import acknowledged
from playground.components.shared.wire import plain

HERE = Path(__file__).parent
ROUTE = "/nn-assets"
# It travels with every mount, so without what only its readers need.
SHIM = re.sub(r"^\s*//.*\n|^\s+", "", (HERE / "shared" / "shim.js").read_text(encoding="utf-8"), flags=re.MULTILINE)


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
        """Mount the component, or update it, and acknowledge its messages (see `mailbox`).

        `on_mail` is called when a message arrives, before the page is drawn again; `options` are those of Streamlit.
        """
        lane = {"key": key, "name": place.lane, "at": place.at}
        data = plain(self.data) | {"lane": lane, "ack": acknowledged(key)}
        declare(self.component)(key=key, data=data, on_mail_change=on_mail, **options)


def declare(name: str) -> Callable[..., Any]:
    """The mount function of the component whose files are `name.js` and `name.css` in one of the folders here.

    One that has no style sheet of its own is a part of the page and takes the page's.

    To be called at each mount: a component is known only to the server that was running when it was declared.
    """
    shim, style = _files(name)
    return st.components.v2.component(f"neural_playground_{name}", js=shim, css=style, isolate_styles=style is not None)


@lru_cache
def _files(name: str) -> tuple[str, str | None]:
    base = st.get_option("server.baseUrlPath").strip("/")
    folder = f"/{base}{ROUTE}/" if base else f"{ROUTE}/"
    file = module_of(name)
    sheet = (HERE / file).with_suffix(".css")
    style = palette.css() + sheet.read_text(encoding="utf-8") if sheet.exists() else None
    return f'{SHIM}export default shim("{folder}", "{file}");\n', style


@cache
def module_of(name: str) -> str:
    """The ES module of a component, as a path from here, such as "charts/plot.js". Raises ValueError for none."""
    (found,) = HERE.glob(f"*/{name}.js")
    return found.relative_to(HERE).as_posix()
