"""Drawings become pictures as MNIST made them: 20 pixels of ink, its centre of mass at pixel (14, 14)."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.data import drawing as first_place
from engine.handwriting.drawing import PEN, render
from tests.waiting import shortest

BAR = [[(500, 100), (500, 900)]]
SQUARE = [[(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]]
HOOK = [[(10, 40), (40, 5), (40, 90)], [(10, 90), (70, 92)]]
SEVEN = [[(2, 4), (66, 2), (26, 100)], [(16, 50), (66, 48)]]


def centre(picture: np.ndarray) -> tuple[float, float]:
    pixels = np.arange(28)
    return picture.sum(axis=0) @ pixels / picture.sum(), picture.sum(axis=1) @ pixels / picture.sum()


def test_programs_that_import_it_from_its_first_place_go_on_working() -> None:
    assert first_place.render is render


def test_nothing_drawn_is_an_empty_picture() -> None:
    for nothing in ([], [[]], [np.empty((0, 2))], np.empty((0, 4, 2))):
        picture = render(nothing)
        assert picture.shape == (28, 28)
        assert picture.dtype == np.float32
        assert not picture.any()


def test_a_straight_bar_is_as_wide_as_the_pen_and_twenty_pixels_long() -> None:
    picture = render(BAR)
    middle = picture[14]
    # The pen's 2.5 pixels around the middle of pixel 14: 1.25 either side, so 0.75 of pixels 13 and 15.
    np.testing.assert_allclose(middle[12:17], [0, 0.75, 1, 0.75, 0], atol=1e-5)
    assert middle.sum() == pytest.approx(PEN)
    # From 14 - 10 to 14 + 10: pixels 5 to 23 are full, 4 and 24 half full.
    np.testing.assert_allclose(picture[:, 14], [0] * 4 + [0.5] + [1] * 19 + [0.5] + [0] * 3, atol=1e-5)


def test_a_square_has_hand_worked_sides() -> None:
    picture = render(SQUARE)
    # The pen's path is 20 - 2.5 = 17.5 pixels wide, its sides at 14 ± 8.75, the ink within 14 ± 10.
    across = [0.0] * 28
    across[4], across[24] = 0.5, 0.5
    across[5], across[23] = 1, 1  # 0.25 from the middle of the pen
    across[6], across[22] = 1, 1  # 0.75: fades from 0.75 to 1.75
    across[7], across[21] = 0, 0  # 1.75
    np.testing.assert_allclose(picture[14], across, atol=0.005)
    np.testing.assert_allclose(picture, picture.T, atol=1e-5)
    np.testing.assert_allclose(picture[1:, 1:], picture[:0:-1, 1:], atol=1e-5)
    np.testing.assert_allclose(picture[1:, 1:], picture[1:, :0:-1], atol=1e-5)


def test_corners_and_ends_are_round() -> None:
    picture = render(SQUARE)
    # The corner of the path is at 14 - 8.75 = 5.25; the middle of pixel (4, 4) is 1.25·√2 = 1.77 from it, beyond
    # the fading edge at 1.75, where a pen with square corners would leave ink.
    assert picture[4, 4] == 0
    assert picture[4, 5] == pytest.approx(1.75 - np.hypot(1.25, 0.25), abs=1e-4)


def test_the_longer_side_of_the_ink_is_twenty_pixels_and_the_shape_is_kept() -> None:
    ink = render([[(0, 0), (300, 0), (300, 150), (0, 150), (0, 0)]])
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert np.ptp(columns) == 20  # 14 ± 10: pixels 4 and 24 are half full
    # 17.5 pixels of path across, so 8.75 down and 11.25 with the pen: 14 ± 5.625.
    assert np.ptp(rows) == 12
    assert (rows[0], rows[-1]) == (8, 20)


@pytest.mark.parametrize("strokes", [BAR, SQUARE, HOOK, SEVEN])
def test_the_centre_of_mass_is_where_mnist_has_it(strokes: list[list[tuple[float, float]]]) -> None:
    np.testing.assert_allclose(centre(render(strokes)), [14, 14], atol=0.05)


def test_a_dot_is_a_dot_wherever_it_is() -> None:
    for dot in ([[(3, 4)]], [[(-1e6, 7)]], [[(5, 5), (5, 5)], [(5, 5)]]):
        picture = render(dot)
        assert picture[14, 14] == 1
        assert np.count_nonzero(picture) == 9  # the next pixels but one are 2 away, beyond 1.25 + 0.5
        # 1 beside the middle, 1.75 - √2 at the corners
        assert picture.sum() == pytest.approx(1 + 4 * 0.75 + 4 * (1.75 - np.sqrt(2)), abs=1e-4)


strokes = st.lists(st.lists(st.tuples(*[st.integers(0, 1000)] * 2), min_size=1, max_size=12), min_size=1, max_size=3)


@given(strokes, st.floats(0.01, 100), st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_unit_and_place_do_not_matter(drawing: list[list[tuple[int, int]]], unit: float, right: int, down: int) -> None:
    moved = [unit * np.array(stroke, dtype=float) + [right, down] for stroke in drawing]
    np.testing.assert_allclose(render(moved), render(drawing), atol=0.01)


@given(strokes)
def test_every_pixel_is_between_paper_and_ink(drawing: list[list[tuple[int, int]]]) -> None:
    picture = render(drawing)
    assert picture.dtype == np.float32
    assert picture.min() >= 0
    assert 0.9 < picture.max() <= 1


@given(strokes)
def test_a_mirrored_drawing_is_a_mirrored_picture(drawing: list[list[tuple[int, int]]]) -> None:
    assume(sum(map(len, drawing)) > 1)
    mirrored = render([[(-x, y) for x, y in stroke] for stroke in drawing])
    np.testing.assert_allclose(mirrored[:, 1:], render(drawing)[:, :0:-1], atol=0.01)


def test_units_may_be_huge_or_tiny() -> None:
    expected = render(SEVEN)
    for unit in (1e-300, 1e300):
        np.testing.assert_allclose(render([unit * np.array(stroke) for stroke in SEVEN]), expected, atol=1e-5)


def test_the_order_direction_and_repetition_of_strokes_do_not_matter() -> None:
    backwards = [stroke[::-1] for stroke in reversed(HOOK)]
    np.testing.assert_allclose(render(backwards + HOOK), render(HOOK), atol=0.01)


def test_a_line_is_the_same_however_many_points_it_has() -> None:
    many = [np.linspace((500, 100), (500, 900), 10_000)]
    np.testing.assert_allclose(render(many), render(BAR), atol=0.02)


def test_a_stroke_that_goes_back_and_forth_is_a_line_without_gaps() -> None:
    np.testing.assert_allclose(render([BAR[0] * 5_000]), render(BAR), atol=0.02)


@pytest.mark.parametrize("seed", [0, 1])
def test_ten_times_as_many_points_take_nowhere_near_ten_times_as_long(seed: int) -> None:
    scribble = np.random.default_rng(seed).random((10_000, 2))
    assert shortest(lambda: render([scribble])) < 5 * shortest(lambda: render([scribble[:1_000]]))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([[(1, np.nan)]], "finite"),
        ([[(1, 2), (np.inf, 3)]], "finite"),
        ([[(1, 2, 3)]], "two numbers"),
        ([[1, 2]], "two numbers"),
        ([[(1, 2), (3,)]], "two numbers"),
        ([[("one", "two")]], "two numbers"),
        ([None], "list of points"),
        (None, "list of strokes"),
        (3.0, "list of strokes"),
        ([[(1, 2)], [[[1, 2]]]], "two numbers"),
        ([[(1j, 2)]], "two numbers"),
    ],
)
def test_what_is_not_a_drawing_says_what_one_is(wrong: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        render(wrong)
