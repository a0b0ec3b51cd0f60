"""Live views: each a typed Python wrapper with its plain ES module and style sheet beside it.

A component is mounted with a stable `key`, so that it is updated in place and never rebuilt. Its JavaScript
is served from `/nn-assets` (see `playground.server`) and fetched once; only the style sheet and a two-line
shim travel through Streamlit.
"""

import base64
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from playground import palette

HERE = Path(__file__).parent
ROUTE = "/nn-assets"
# The module is waited for here and not in the function: an async one may return after a later update of the same view,
# and the page then takes the view for an old one and removes it.
_SHIM = """const module = await import(new URL("{path}", location.origin).href);
export default module.default;"""


def declare(name: str) -> Callable[..., Any]:
    """The mount function of the component whose files are `name.js` and `name.css` in this folder.

    To be called at each mount: a component is known only to the server that was running when it was declared.
    """
    shim, style = _files(name)
    return st.components.v2.component(f"neural_playground_{name}", js=shim, css=style)


@lru_cache
def _files(name: str) -> tuple[str, str]:
    base = st.get_option("server.baseUrlPath").strip("/")
    path = f"/{base}{ROUTE}/{name}.js" if base else f"{ROUTE}/{name}.js"
    return _SHIM.format(path=path), palette.css() + (HERE / f"{name}.css").read_text(encoding="utf-8")


def pack(values: Any, dtype: str) -> str:
    """Numbers as base64 of little-endian `dtype` ("u1", "f4"): small on the wire, quick to decode.

    `theme.js` has the other end, `bytes` and `floats`.
    """
    return base64.b64encode(np.ascontiguousarray(values, dtype=np.dtype(dtype).newbyteorder("<"))).decode()
