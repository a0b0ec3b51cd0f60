"""The class's own digits: what is taken of a drawing, how it is read, and the file that the Digits page opens."""

import json
import math
from typing import Any

import numpy as np
import pytest

from engine import load_digit_network
from engine.handwriting import pens
from engine.handwriting.drawing import render
from playground.classes import handwriting
from playground.classes.handwriting import MOST_KEPT, MOST_OF_A_CLASS, MOST_POINTS, MOST_STROKES, TEACH, Strokes
from playground.data import collection
from playground.digits import reading
from playground.digits.link import TEACH as TEACH_IT
from playground.digits.link import read as read_link
from tests.fuzz.harness import require_sentence

ONE = [[[0.5, 0.15], [0.5, 0.85]]]
SEVEN = [[[0.25, 0.25], [0.7, 0.25], [0.45, 0.85]]]


def scribble(points: int) -> list[list[float]]:
    """A spiral of so many points."""
    turns = np.linspace(0, 6 * np.pi, points)
    radius = np.linspace(0.1, 0.45, points)
    return np.column_stack([0.5 + radius * np.cos(turns), 0.5 + radius * np.sin(turns)]).tolist()


def test_a_drawing_is_kept_in_thousandths_without_what_adds_nothing() -> None:
    drawn = [[[0.12345, 1], [0.1231, 1], [0.5, 0.5]], [], [[0, 0]]]
    assert handwriting.checked(7, drawn) == [[[0.123, 1.0], [0.5, 0.5]], [[0.0, 0.0]]]


def test_kept_again_it_is_the_same() -> None:
    kept = handwriting.checked(3, [scribble(MOST_POINTS)])
    assert handwriting.checked(3, json.loads(json.dumps(kept))) == kept


def with_more(stroke: Any, count: int) -> Any:
    """The same stroke with so many points."""
    at = np.linspace(0, len(stroke) - 1, count)
    return np.column_stack([np.interp(at, range(len(stroke)), axis) for axis in stroke.T])


LONG = scribble(MOST_POINTS)
SHORT = [LONG[i : i + MOST_POINTS // MOST_STROKES] for i in range(0, MOST_POINTS, MOST_POINTS // MOST_STROKES)]


@pytest.mark.parametrize("strokes", [[LONG], SHORT], ids=["one stroke", "forty"])
def test_of_many_points_those_are_kept_that_make_the_same_picture(strokes: Strokes) -> None:
    kept = handwriting.checked(3, strokes)
    assert sum(map(len, kept)) <= MOST_KEPT
    assert [(stroke[0], stroke[-1]) for stroke in kept] == [
        ([round(x, 3) for x in stroke[0]], [round(x, 3) for x in stroke[-1]]) for stroke in strokes
    ]
    assert np.abs(render(kept) - render(strokes)).max() < 0.2


@pytest.mark.parametrize(
    ("digit", "strokes"),
    [
        *((digit, ONE) for digit in (-1, 10, 1.0, True, "7", None)),
        *((7, strokes) for strokes in (None, "strokes", {}, 7, [None], ["ab"], [[[0.5]]], [[[0.5, 0.5, 0.5]]])),
        *((7, [[[x, 0.5]]]) for x in (-0.01, 1.01, math.nan, math.inf, "0.5", None, True, [0.5])),
        *((7, strokes) for strokes in ([], [[]])),
        (7, ONE * (MOST_STROKES + 1)),
        (7, [scribble(MOST_POINTS + 1)]),
    ],
)
def test_what_is_no_drawing_is_told_so(digit: Any, strokes: Any) -> None:
    with pytest.raises(ValueError) as error:
        handwriting.checked(digit, strokes)
    require_sentence(str(error.value))


def test_as_many_as_are_allowed_are_taken() -> None:
    assert len(handwriting.checked(0, ONE * MOST_STROKES)) == MOST_STROKES


def test_it_is_read_as_on_the_digits_page() -> None:
    assert (handwriting.read(ONE), handwriting.read(SEVEN)) == (1, 7)
    network = load_digit_network()
    for seed in range(20):
        points = np.random.default_rng(seed).random((5, 2))
        drawn = handwriting.checked(0, [points.tolist()])
        sheet = [1000 * np.array(stroke) for stroke in drawn]
        there = reading.read(network, render(sheet), sheet)
        assert there is not None
        assert handwriting.read(drawn) == there.first


def test_strangers_are_read_nearly_as_well_when_their_points_are_thinned() -> None:
    held = pens.held_out().chosen(np.arange(0, 1833, 20))
    right = 0
    for strokes, label in zip(held.strokes, held.labels.tolist(), strict=True):
        points = np.concatenate(strokes)
        low, size = points.min(axis=0), np.ptp(points, axis=0).max()
        many = [with_more((stroke - low) / size, MOST_POINTS // len(strokes)) for stroke in strokes]
        right += handwriting.read(handwriting.checked(label, [stroke.tolist() for stroke in many])) == label
    assert right >= 90  # of 92


def test_figures_by_digit() -> None:
    assert handwriting.figures([(7, 1), (7, 7), (7, 7), (0, 6)]) == [
        {"drawn": 1, "right": 0},
        *({"drawn": 0, "right": 0} for _ in range(6)),
        {"drawn": 3, "right": 2},
        *({"drawn": 0, "right": 0} for _ in range(2)),
    ]


def test_the_digit_drawn_least_is_next() -> None:
    assert handwriting.next_digit([]) == 0
    assert handwriting.next_digit([0, 1, 2, 4]) == 3
    assert handwriting.next_digit([*range(10), *range(9)]) == 9
    assert handwriting.next_digit([*range(10)]) == 0


def test_a_class_draws_no_more_than_a_set_holds() -> None:
    handwriting.require_room(MOST_OF_A_CLASS - 1)
    with pytest.raises(ValueError, match="Thank you!"):
        handwriting.require_room(MOST_OF_A_CLASS)


def test_the_digits_page_opens_the_file_and_finds_the_same_drawings() -> None:
    drawings = [(1, handwriting.checked(1, ONE)), (7, handwriting.checked(7, SEVEN)), (0, [scribble(200)])]
    drawings[2] = 0, handwriting.checked(0, drawings[2][1])
    found = collection.from_json(handwriting.file(drawings))
    assert [drawing.label for drawing in found] == [1, 7, 0]
    for drawing, (_, strokes) in zip(found, drawings, strict=True):
        assert [stroke.tolist() for stroke in drawing.strokes] == [
            [[round(1000 * x), round(1000 * y)] for x, y in stroke] for stroke in strokes
        ]
        assert (drawing.picture == np.rint(255 * render([1000 * np.array(s) for s in strokes]))).all()


def test_the_fullest_set_is_a_file_that_the_digits_page_takes() -> None:
    fullest = handwriting.checked(0, SHORT)
    assert sum(map(len, fullest)) > MOST_KEPT - MOST_STROKES
    many = [(0, fullest)] * MOST_OF_A_CLASS
    found = collection.from_json(handwriting.file(many))
    assert len(found) == MOST_OF_A_CLASS
    assert collection.fits(found)
    with pytest.raises(ValueError, match="at most"):
        handwriting.file([*many, (1, fullest)])


def test_nothing_in_the_file_says_who_drew() -> None:
    plain = json.loads(handwriting.file([(1, handwriting.checked(1, ONE))]))
    assert plain["drawings"] == [{"label": 1, "strokes": [[[500, 150], [500, 850]]]}]
    assert plain.keys() == {"format", "version", "drawings"}


def test_the_link_leads_to_where_the_file_is_opened() -> None:
    path, query = TEACH.split("?")
    link = read_link(dict([query.split("=")]))
    assert (path, link.problems) == ("/digits", ())
    assert link.chosen == {"digit-section": TEACH_IT}
