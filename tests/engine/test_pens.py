"""Pen drawings: read from their files, kept apart by writer, and without parts of digits."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.data import assets
from engine.handwriting import pens
from engine.handwriting.drawing import render
from engine.handwriting.pens import Pens, from_bytes, from_file, held_out, split, to_bytes

EVERYTHING = Path(__file__).parents[2] / "benchmarks" / "data" / "pen-digits.npz"
FOUR = (np.array([[0, 0], [0, 600], [800, 600]], np.int16), np.array([[500, 300], [500, 1000]], np.int16))
LINE = (np.array([[100, 1000], [400, 0]], np.int16),)
ZERO = (np.array([[400, 0], [0, 500], [400, 1000], [800, 500], [400, 0]], np.int16),)


def few(*digits: tuple[tuple[Any, ...], int, int]) -> Pens:
    strokes, labels, writers = zip(*digits, strict=True)
    return Pens(strokes, np.array(labels, np.uint8), np.array(writers, np.uint16))


def points(drawn: Pens) -> Any:
    return np.concatenate([stroke for strokes in drawn.strokes for stroke in strokes])


@pytest.fixture(scope="module")
def everything() -> Pens:
    return from_file(EVERYTHING)


def test_what_ships_is_what_the_whole_file_holds_out(everything: Pens) -> None:
    _, held = split(everything)
    shipped = held_out()
    np.testing.assert_array_equal(shipped.labels, held.labels)
    np.testing.assert_array_equal(shipped.writers, held.writers)
    np.testing.assert_array_equal(points(shipped), points(held))
    assert len(assets.read(pens.SHIPPED)) <= 250_000


def test_no_writer_is_both_learned_from_and_held_out(everything: Pens) -> None:
    learned, held = split(everything)
    assert not set(learned.writers.tolist()) & set(held.writers.tolist())
    assert 0 <= len(everything) - len(learned) - len(held) < 100
    for writers in (range(327), range(327, 369), range(369, 391), range(391, 399), range(399, 408)):
        assert 0.1 < np.isin(held.writers, writers).sum() / np.isin(everything.writers, writers).sum() < 0.25


def test_digits_and_their_strokes_come_back_from_the_file() -> None:
    one = few((FOUR, 4, 7), (ZERO, 0, 7), (LINE, 1, 300))
    again = from_bytes(to_bytes(one))
    assert again.labels.tolist() == [4, 0, 1]
    assert again.writers.tolist() == [7, 7, 300]
    for strokes, expected in zip(again.strokes, one.strokes, strict=True):
        assert [stroke.tolist() for stroke in strokes] == [stroke.tolist() for stroke in expected]
    np.testing.assert_array_equal(again.pictures()[0], render(FOUR))


def test_chosen_are_those_of_a_mask_or_of_places() -> None:
    one = few((FOUR, 4, 7), (ZERO, 0, 7), (LINE, 1, 300))
    assert one.chosen(one.writers == 7).labels.tolist() == [4, 0]
    assert one.chosen(np.array([2, 0])).labels.tolist() == [1, 4]


@pytest.mark.parametrize(
    ("strokes", "label", "writer", "kept"),
    [
        (FOUR, 4, 370, True),
        (FOUR[:1], 4, 370, False),  # an L: the leg was cut off
        (FOUR[:1], 4, 5, True),  # other collections were not cut
        (LINE, 4, 5, False),
        (LINE, 0, 370, False),  # the slash of a 0
        (LINE, 1, 370, True),
        (LINE, 7, 370, True),
        (ZERO, 0, 370, True),
        ((np.array([[0, 0], [1000, 100]], np.int16),), 1, 370, False),  # a foot
        ((np.array([[5, 5]], np.int16),), 6, 370, False),
    ],
)
def test_parts_of_digits_are_left_out(strokes: Any, label: int, writer: int, kept: bool) -> None:
    assert sum(map(len, split(few((strokes, label, writer))))) == kept


def _file(**changes: Any) -> bytes:
    whole = {
        "points": np.zeros((5, 2), np.int16),
        "stroke_starts": np.array([0, 3, 5], np.uint32),
        "digit_starts": np.array([0, 2], np.uint32),
        "labels": np.array([4], np.uint8),
        "writers": np.array([0], np.uint16),
    }
    file = io.BytesIO()
    np.savez(file, **{name: value for name, value in (whole | changes).items() if value is not None})
    return file.getvalue()


def test_the_file_of_the_next_test_is_whole_without_its_changes() -> None:
    assert [len(stroke) for stroke in from_bytes(_file()).strokes[0]] == [3, 2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no drawings",
        _file()[:100],
        _file(points=None),
        _file(points=np.zeros((4, 2), np.int16)),
        _file(stroke_starts=np.array([0, 5], np.uint32)),
        _file(labels=np.array([10], np.uint8)),
        _file(labels=np.array([1, 2], np.uint8)),
        _file(writers=np.zeros(0, np.uint16)),
        _file(labels=np.array(["four"])),
        _file(labels=np.array([{}], object)),
        _file(digit_starts=np.zeros(0, np.uint32)),
    ],
    ids=range(12),
)
def test_what_holds_no_drawings_gets_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "pens.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"^This file holds no pen drawings\.$"):
        from_file(tmp_path / "pens.npz")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"none\.npz cannot be read"):
        from_file(tmp_path / "none.npz")


def test_a_damaged_shipped_file_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "read", lambda name: b"")
    with pytest.raises(ValueError, match="pen drawings that come with the program are damaged; install it again"):
        held_out()
