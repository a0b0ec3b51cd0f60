"""Live views: each a typed Python wrapper with its plain ES module and style sheet beside it, in a folder a kind.

A component is mounted with a stable `key`, so that it is updated in place and never rebuilt. Its JavaScript
is served from `/nn-assets` (see `playground.server`) and fetched once; only the style sheet and a short shim travel
through Streamlit. A `Picture` is what a component draws, as plain data: it reaches the page with the page itself, or,
while something trains, by its lane (see `playground.lane`).
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from playground.components.shared import palette

HERE = Path(__file__).parent
ROUTE = "/nn-assets"
# It travels with every mount, so without what only its readers need.
SHIM = re.sub(r"^\s*//.*\n|^\s+", "", (HERE / "shared" / "shim.js").read_text(encoding="utf-8"), flags=re.MULTILINE)


@dataclass(frozen=True)
class Picture:
    """What a component is to draw: its name, and the plain data that its JavaScript takes."""

    component: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Place:
    """The place of a picture among those of one lane: of two under one key the page keeps that with the later `at`."""

    lane: str = ""
    at: int = 0


def show(picture: Picture, key: str, place: Place = Place(), **options: Any) -> Any:
    """Mount the component of a picture, or update it."""
    data = picture.data | {"lane": {"key": key, "name": place.lane, "at": place.at}}
    return declare(picture.component)(key=key, data=data, **options)


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


def pack(values: Any, dtype: str) -> str:
    """Numbers as base64 of little-endian `dtype` ("u1", "f4"): small on the wire, quick to decode.

    `theme.js` has the other end, `bytes` and `floats`.
    """
    return base64.b64encode(np.asarray(values, np.dtype(dtype).newbyteorder("<")).tobytes()).decode()
