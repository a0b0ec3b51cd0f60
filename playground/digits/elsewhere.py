"""A picture from elsewhere: an image file or a photo of one digit, read as if it had been drawn on the sheet."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine import Network
from engine.handwriting import picture
from playground.components.shared import inline
from playground.digits.reading import bars, in_words, read
from playground.settings.plain import plain


def show(readers: Sequence[tuple[str, Network]]) -> None:
    """The section, for the networks that read, by name."""
    given, answer = st.columns([1, 1.6], gap="medium")
    pixels, problem = None, ""
    with given:
        st.caption("One digit on a sheet of paper, any pen, any light: a PNG, JPEG or WebP file of up to 5 MB.")
        content = _content()
        if content is not None:
            try:
                pixels = _pixels(content)
                st.image(inline.encoded(picture.preview(content), "webp", quality=85), width=280)
            except ValueError as error:
                problem = str(error)
    with answer, st.container(key="picture-answer"):
        if problem:
            st.warning(plain(problem), icon=":material/image_not_supported:")
        if pixels is None:
            st.caption("The answer will appear here. The picture is read here and not stored.")
            return
        for number, (name, network) in enumerate(readers):
            reading = read(network, pixels)
            if len(readers) > 1:
                st.caption(name)
            with st.container(key=f"picture-reading-{number}"):
                st.markdown(in_words(reading))
            bars(network, reading, pixels).show(f"picture-bars-{number}")


def _content() -> bytes | None:
    file = st.file_uploader(
        "A picture of a digit",
        type=["png", "jpg", "jpeg", "webp"],
        max_upload_size=picture.MOST_BYTES // 2**20,
        key="picture-file",
        label_visibility="collapsed",
    )
    # the camera starts, and the browser asks for permission, only when this is opened
    camera = st.expander("Or take a photo", icon=":material/photo_camera:", key="picture-camera", on_change="rerun")
    photo = None
    if camera.open:
        with camera:
            photo = st.camera_input("A photo of a digit", key="picture-photo", label_visibility="collapsed")
    taken = photo or file
    return taken.getvalue() if taken else None


@st.cache_data(max_entries=20, show_spinner=False)
def _pixels(content: bytes) -> NDArray[np.float32]:
    return picture.read(content)
