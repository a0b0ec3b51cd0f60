"""The address bar: kept by the browser itself, once the hand has come to rest, so that a dial is never held up.

Streamlit's own way to the address makes an entry of the browser's history of every change, and a browser stops a page
that makes too many of them.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from playground.components import Picture


def address_bar(*, query: Mapping[str, str], key: str) -> None:
    """Have the address of this page say `query`, in place of what it says now."""
    Picture("address_bar", {"query": urlencode(query, safe=",();:")}).show(key, height=1)
