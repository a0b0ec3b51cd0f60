"""Taking in: an uploader whose file is used as soon as it has come, and a sentence where it cannot be."""

from collections.abc import Callable
from types import NoneType

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from playground.settings.plain import plain
from playground.settings.slots import Slots

FILE = Slots[UploadedFile | None]("{}-file", NoneType)
PROBLEM = Slots("{}-problem", str)


def take_in(
    label: str, ending: str, most_bytes: int, use: Callable[[bytes], None], *, name: str, about: str | None = None
) -> None:
    """The uploader of this name; `use` raises ValueError, with a sentence, for a file that it cannot use."""
    st.file_uploader(
        label,
        ending,
        key=FILE.of(name).name,
        help=about,
        on_change=_take,
        args=(name, use),
        max_upload_size=most_bytes // 2**20,
    )


def show_refusal(name: str) -> None:
    """What was wrong with the last file of the uploader of this name, if anything."""
    if problem := PROBLEM.of(name).get():
        st.error(plain(problem), icon=":material/error:")


def _take(name: str, use: Callable[[bytes], None]) -> None:
    PROBLEM.of(name).put("")
    if (file := FILE.of(name).get()) is not None:
        try:
            use(file.getvalue())
        except ValueError as error:
            PROBLEM.of(name).put(str(error))
