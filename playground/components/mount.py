"""How a component comes onto the page.

A component is mounted with a stable `key`, so that it is updated in place and never rebuilt. Its JavaScript is served
from `/nn-assets` (see `playground.server`) and fetched once; only the style sheet and a short shim travel through
Streamlit.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import streamlit as st

from playground.components import HERE, ROUTE, Picture, Place
from playground.components.shared import palette
from playground.components.shared.mailbox import SESSION, acknowledged
from playground.components.shared.wire import plain

# It travels with every mount, so without what only its readers need.
SHIM = re.sub(r"^\s*//.*\n|^\s+", "", (HERE / "shared" / "shim.js").read_text(encoding="utf-8"), flags=re.MULTILINE)


def mount(picture: Picture, key: str, place: Place, on_mail: Callable[[], None], **options: Any) -> None:
    """Mount the component of a picture, or update it, and acknowledge its messages (see `mailbox`).

    `on_mail` is called when a message arrives, before the page is drawn again; `options` are those of Streamlit.
    """
    lane = {"key": key, "name": place.lane, "at": place.at}
    data = plain(picture.data) | {"lane": lane, "ack": acknowledged(key), "to": SESSION.begin()}
    declare(picture.component)(key=key, data=data, on_mail_change=on_mail, **options)


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
    own = (HERE / file).with_suffix(".css").exists()
    return f'{SHIM}export default shim("{folder}", "{file}");\n', style_of(file) if own else None


def style_of(file: str) -> str:
    """The colours and all rules of the component with this ES module, its own last."""
    sheets = (HERE / "shared" / "every.css", (HERE / file).with_suffix(".css"))
    return palette.css() + "".join(sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.exists())


@cache
def module_of(name: str) -> str:
    """The ES module of a component, as a path from here, such as "charts/plot.js". Raises ValueError for none."""
    (found,) = HERE.glob(f"*/{name}.js")
    return found.relative_to(HERE).as_posix()
