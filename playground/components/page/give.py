"""Giving away: the one button by which the page hands out a file.

The file is made when the button is pressed, on a thread that belongs to no learner's session. So all that goes into it
is handed over while the page is run: values that stay as they are, or a thing such as a run that lives outside of the
page, goes on meanwhile, and says from any thread how it stands.
"""

import mimetypes
from collections.abc import Callable
from functools import partial
from typing import Literal, TypeVar

import streamlit as st

Thing = TypeVar("Thing")


def give(
    label: str,
    made: Callable[[Thing], str | bytes],
    of: Thing,
    name: str,
    *,
    key: str,
    icon: str | None = ":material/download:",
    width: Literal["content", "stretch"] = "content",
    disabled: bool = False,
) -> None:
    """A button that gives `made(of)` away as a file of this name.

    `made` is a function of its argument alone: none that was made on the way, and none that asks the session.
    """
    st.download_button(
        label,
        partial(made, of),
        name,
        mimetypes.guess_type(name)[0],
        key=key,
        icon=icon,
        width=width,
        disabled=disabled,
        on_click="ignore",
    )
