"""A link with a button that copies it: made in the browser, which knows by what address it came here."""

from collections.abc import Mapping
from urllib.parse import urlencode

from playground.components import Picture


def copy_link(*, query: Mapping[str, str], key: str, note: str = "") -> None:
    """The address of this page with `query`, to be copied, and a `note` below it."""
    data = {"query": urlencode(query, safe=",();:"), "note": note}
    Picture("copy_link", data).show(key)
