"""Taking in: an uploader whose file is used as soon as it has come, and a sentence where it cannot be."""

from collections.abc import Callable
from types import NoneType

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from playground.settings.plain import plain
from playground.settings.slots import Slots

FILE = Slots[UploadedFile | list[UploadedFile] | None]("{}-file", NoneType)
PROBLEM = Slots("{}-problem", str)
USED = Slots[set[str]]("{}-used", set)
"""The files that lay in the uploader of this name when it was last looked at."""


def take_in(
    label: str,
    ending: str,
    most_bytes: int,
    use: Callable[[bytes], None],
    *,
    name: str,
    about: str | None = None,
    several: bool = False,
) -> None:
    """The uploader of this name; `use` raises ValueError, with a sentence, for a file that it cannot use.

    With `several`, files can be brought at once or one after the other, and each is used once.
    """
    st.file_uploader(
        label,
        ending,
        key=FILE.of(name).name,
        help=about,
        on_change=_take,
        args=(name, use),
        max_upload_size=most_bytes // 2**20,
        accept_multiple_files=several,
    )


def show_refusal(name: str) -> None:
    """What was wrong with the files that came last by the uploader of this name, if anything."""
    if problem := PROBLEM.of(name).get():
        st.error(plain(problem), icon=":material/error:")


def _take(name: str, use: Callable[[bytes], None]) -> None:
    brought = FILE.of(name).get() or []
    files = brought if isinstance(brought, list) else [brought]
    used = USED.of(name).get()
    USED.of(name).put({file.file_id for file in files})
    problems = []
    for file in files:
        try:
            if file.file_id not in used:
                use(file.getvalue())
        except ValueError as error:
            problems.append(f"{file.name}: {error}" if files is brought else str(error))
    PROBLEM.of(name).put(" ".join(problems))
