"""Teach it: drawings are labelled and kept, and the network keeps learning from them in a worker."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine import Network
from playground.components.digits.digit_wall import Tile, digit_wall, taken_down
from playground.components.page.give import give
from playground.components.page.take_in import show_refusal, take_in
from playground.data import collection
from playground.data.collection import Drawing
from playground.digits.lessons import OLD_DIGITS, OLD_DRAWINGS, ROUNDS
from playground.digits.link import READER, SHIPPED, TAUGHT
from playground.digits.teaching import Teaching, current
from playground.settings.numerals import percent
from playground.settings.plain import plain

REFRESH = 0.3
MOST_TILES = 300


Strokes = Sequence[NDArray[np.float64]]


def show(network: Network, name: str, sheet: Callable[[], Strokes], after_label: Callable[[], None]) -> None:
    """The section for the network of this name; one that was taught already is taught further.

    `sheet` tells what is drawn on the sheet at any moment, and `after_label` is called when a drawing was labelled.
    """
    taught = current()
    _show_labels(taught, sheet, after_label)
    _show_set(taught, network)
    _show_lesson(taught, network, name)


def _show_labels(teaching: Teaching, sheet: Callable[[], Strokes], after_label: Callable[[], None]) -> None:
    strokes = sheet()
    drawn = any(len(stroke) for stroke in strokes)
    full = not teaching.takes(Drawing(tuple(strokes), 0))

    def keep(label: int) -> None:
        strokes = sheet()  # anew: the last stroke may have come with the click
        if any(len(stroke) for stroke in strokes):
            teaching.add(Drawing(tuple(strokes), label))
            after_label()

    st.markdown("## What you drew is a …")
    with st.container(key="right-digit", horizontal=True, gap="small"):
        for digit in range(10):
            st.button(
                str(digit), key=f"label-{digit}", on_click=keep, args=(digit,), disabled=not drawn or full, width=52
            )
    if full:
        st.caption("The set is full: it holds no more than a file can. Remove some drawings to make room.")
    else:
        st.caption(
            "Choose the digit: the drawing joins your set below, and the sheet is cleared for the next one."
            if drawn
            else "Draw a digit on the sheet above, then choose here which one it is. Misread digits teach most."
        )


def _show_set(teaching: Teaching, network: Network) -> None:
    gone = taken_down("own-drawings", len(teaching.drawings))
    teaching.drawings = [drawing for number, drawing in enumerate(teaching.drawings) if number not in gone]
    pictures, labels = collection.material(teaching.drawings)
    answers = network.feedforward(pictures).argmax(axis=1) if len(labels) else labels
    each = " · ".join(f"**{digit}**: {count}" for digit, count in enumerate(collection.counts(teaching.drawings)))
    st.markdown(f"## Your drawings: {len(labels)}")
    st.markdown(f"{each}. Read correctly: **{int((answers == labels).sum())}** of {len(labels)}.")
    first = max(0, len(labels) - MOST_TILES)
    if first:
        st.caption(f"Shown are the last {MOST_TILES}.")
    digit_wall(
        images=pictures[first:],
        tiles=[_tile(int(labels[i]), int(answers[i]), i) for i in range(first, len(labels))],
        empty="None yet.",
        removable=True,
    ).show("own-drawings")
    _show_file(teaching)


def _tile(label: int, answer: int, number: int) -> Tile:
    right = label == answer
    return Tile(str(label), f"a {label}, read as {answer}: {'right' if right else 'wrong'}", not right, number)


def _show_file(teaching: Teaching) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        give(
            "Save the set",
            collection.to_json,
            tuple(teaching.drawings),
            f"my-digits-{date.today()}.json",
            key="save-drawings",
            disabled=not teaching.drawings,
        )
        with st.popover("Open sets", icon=":material/upload:", key="open-drawings"):
            use = partial(_open, teaching)
            take_in("Sets that were saved here", "json", collection.MOST_BYTES, use, name="drawings", several=True)
            st.caption(
                "They join the drawings that are here, each of them once. To teach it the handwriting of a class, let "
                "everyone save a set, and open all the files at once."
            )
        st.button(
            "Remove all" if teaching.drawings or not teaching.removed else "Bring them back",
            key="remove-drawings",
            on_click=teaching.remove_all,
            disabled=not teaching.drawings and not teaching.removed,
        )
    show_refusal("drawings")


def _open(teaching: Teaching, content: bytes) -> None:
    teaching.add_all(collection.from_json(content))


def _show_lesson(teaching: Teaching, network: Network, name: str) -> None:
    sketches = name.startswith(SHIPPED)  # it was trained on synthetic drawings too
    st.markdown("## The lesson")
    busy = teaching.advance()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Teach it my drawings",
            key="teach",
            type="primary",
            icon=":material/school:",
            on_click=teaching.teach,
            args=(name.removesuffix(TAUGHT), network, sketches),
            disabled=busy or not teaching.drawings,
        )
        st.button(
            "Undo all lessons",
            key="forget",
            icon=":material/undo:",
            on_click=_forget,
            args=(teaching,),
            disabled=busy or not teaching.taught,
        )
    mixed = f"{OLD_DIGITS:,} digits of MNIST" + (f" and {OLD_DRAWINGS:,} synthetic drawings" if sketches else "")
    st.caption(
        f"{ROUNDS} rounds with a small learning rate. In each round, your drawings, repeated and distorted, are mixed "
        f"with {mixed}, so that the network does not forget what it knew."
    )
    st.fragment(_show_progress, run_every=REFRESH if busy else None)(teaching, busy)


def _forget(teaching: Teaching) -> None:
    teaching.forget()
    READER.put(READER.get().removesuffix(TAUGHT))
    st.rerun()


def _show_progress(teaching: Teaching, was_busy: bool) -> None:
    """How far the lesson is, or what it achieved."""
    busy = teaching.advance()
    if was_busy and not busy:
        st.rerun()
    lesson = teaching.lesson
    if lesson is None:
        return
    if lesson.problem:
        st.error(plain(lesson.problem), icon=":material/error:")
        return
    rounds = max(0, len(lesson.reports) - 1)
    with st.container(key="lesson-progress"):
        if busy:
            st.progress(len(lesson.reports) / (ROUNDS + 1), f"Round {rounds} of {ROUNDS} is done.")
        if lesson.reports:
            before, now = lesson.reports[0], lesson.reports[-1]
            first, last = int(before.read.sum()), int(now.read.sum())
            st.markdown(
                f"Your drawings read correctly: **{first}** before, **{last}** now, of {len(lesson.labels)}.  \n"
                f"2,000 digits of MNIST: **{percent(before.accuracy, 2)}** before, **{percent(now.accuracy, 2)}** now."
                f"  \nDigits of strangers with a pen: **{percent(before.strangers, 2)}** before, "
                f"**{percent(now.strangers, 2)}** now."
            )
            with st.container(key="lesson-digits"):
                st.markdown(digit_by_digit(lesson.labels, before.read, now.read))


def digit_by_digit(labels: NDArray[np.int64], before: NDArray[np.bool_], now: NDArray[np.bool_]) -> str:
    """A table of how many drawings, with these `labels` (k,), were read rightly `before` and are `now`, by digit."""
    drawn = np.bincount(labels, minlength=10)
    there = np.flatnonzero(drawn)
    rows: list[list[object]] = [
        ["your drawings of", *there],
        ["---"] * (1 + len(there)),
        ["how many", *drawn[there]],
        ["right before", *np.bincount(labels[before], minlength=10)[there]],
        ["right now", *(f"**{count}**" for count in np.bincount(labels[now], minlength=10)[there])],
    ]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)
