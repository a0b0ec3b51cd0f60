"""A picture from elsewhere: a photo of a digit or a row of them is read, and it shows what was read, where and how."""

import hashlib
from collections.abc import Sequence

import numpy as np
import streamlit as st

from engine import Network
from engine.handwriting import photo_file, picture
from engine.handwriting.doubt import Judgement
from engine.handwriting.picture import Digit, Reading
from engine.handwriting.pieces import Box
from playground.components.digits.photo_sheet import Asked, asked_of, photo_sheet
from playground.components.shared import inline
from playground.digits.reading import bars, in_words, read
from playground.settings.plain import plain

SHEET = "picture-sheet"

Readers = Sequence[tuple[str, Network]]
Judged = list[tuple[Digit, Judgement]]


def show(readers: Readers) -> None:
    """The section, for the networks that read, by name."""
    given, answer = st.columns([1, 1.6], gap="medium")
    found, problem, asked = None, "", Asked()
    judgements: list[Judged] = []
    with given:
        st.caption("One digit or a row of them, any paper, pen and light: a PNG, JPEG or WebP file of up to 5 MB.")
        content = _content()
        if content is not None:
            photo = hashlib.sha256(content).hexdigest()[:16]
            asked = asked_of(SHEET, photo)
            try:
                found = _read(content, asked.dark, asked.box)
            except ValueError as error:
                problem = str(error)
            else:
                problem = found.problem
                judgements = [judged(found, network) for _, network in readers]
                show_working(photo, content, found, asked, judgements[0])
    with answer, st.container(key="picture-answer"):
        if problem:
            st.warning(plain(problem), icon=":material/image_not_supported:")
        if found is None or not found.digits:
            st.caption("The answer will appear here. The picture is read here and not stored.")
            return
        for number, ((name, network), digits) in enumerate(zip(readers, judgements, strict=True)):
            if len(readers) > 1:
                st.caption(name)
            show_answer(number, network, digits, min(asked.digit, len(digits) - 1))


def judged(found: Reading, network: Network) -> Judged:
    """What a network reads in each digit; every one of them has ink."""
    return [(digit, read(network, digit.pixels) or digit.judgement) for digit in found.digits]


def show_working(photo: str, content: bytes, found: Reading, asked: Asked, digits: Judged) -> None:
    """The photo with its ink and boxes, and what was read in each."""
    sheet = photo_sheet(
        photo=photo,
        picture=_preview(content),
        ink=found.ink,
        dark=found.dark,
        pieces=found.pieces,
        boxes=[digit.box for digit, _ in digits],
        pixels=np.array([digit.pixels for digit, _ in digits]).reshape(-1, 28, 28),
        answers=[(short(judgement), in_words(judgement).replace("**", "")) for _, judgement in digits],
        asked=asked,
    )
    sheet.show(SHEET)


def show_answer(number: int, network: Network, digits: Judged, looked_at: int) -> None:
    """What a network reads, in words, and its outputs for the digit that is looked at."""
    digit, judgement = digits[looked_at]
    with st.container(key=f"picture-reading-{number}"):
        if len(digits) > 1:
            st.markdown(f"**{' '.join(short(judgement) for _, judgement in digits)}**")
            st.markdown(f"Digit {looked_at + 1} of {len(digits)}: {in_words(judgement)}")
        else:
            st.markdown(in_words(judgement))
    bars(network, judgement, digit.pixels).show(f"picture-bars-{number}")


def short(judgement: Judgement) -> str:
    """The answer alone, with a question mark where it is doubted."""
    return f"{judgement.first}{'?' if judgement.doubt else ''}"


def _content() -> bytes | None:
    file = st.file_uploader(
        "A picture of a digit",
        type=["png", "jpg", "jpeg", "webp"],
        max_upload_size=photo_file.MOST_BYTES // 2**20,
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
def _read(content: bytes, dark: bool | None, box: Box | None) -> Reading:
    return picture.read(content, dark=dark, box=box)


@st.cache_data(max_entries=20, show_spinner=False)
def _preview(content: bytes) -> str:
    return inline.encoded(photo_file.preview(content), "webp", quality=85)
