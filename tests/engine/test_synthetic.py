"""Digits drawn by rule: every style is itself, no two hands are the same, and all come from one generator."""

import numpy as np
import pytest

from engine.handwriting.drawing import render
from engine.handwriting.synthetic import FORMS, PENS, STYLES, dataset, draw, draw_any, pictures, rewrite

EVERY = [(digit, style) for digit, styles in STYLES.items() for style in styles]


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def holes(picture: np.ndarray) -> int:
    """How many areas of paper the ink encloses."""
    paper = np.pad(picture < 0.5, 1, constant_values=True)
    areas = 0
    while paper.any():
        areas += 1
        stack = [tuple(np.argwhere(paper)[0])]
        while stack:
            row, column = stack.pop()
            if 0 <= row < 30 and 0 <= column < 30 and paper[row, column]:
                paper[row, column] = False
                stack += [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
    return areas - 1


def mean_holes(digit: int, style: str) -> float:
    return float(np.mean([holes(render(draw(digit, style, rng(seed)))) for seed in range(40)]))


def test_every_digit_has_styles() -> None:
    assert list(STYLES) == list(range(10))
    assert all(len(styles) >= 4 for styles in STYLES.values())
    assert {"crossed", "plain", "serif"} <= set(STYLES[7])
    assert {"open", "closed"} <= set(STYLES[4])


@pytest.mark.parametrize(("digit", "style"), EVERY)
def test_the_forms_of_a_style_match_point_for_point(digit: int, style: str) -> None:
    layouts = {
        tuple(tuple("!" in word for word in stroke.split()) for stroke in form.split("|"))
        for form in FORMS[digit][style]
    }
    assert len(layouts) == 1


@pytest.mark.parametrize(("digit", "style"), EVERY)
def test_a_drawing_is_strokes_that_render(digit: int, style: str) -> None:
    for seed in range(5):
        strokes = draw(digit, style, rng(seed))
        assert 1 <= len(strokes) <= 2
        for stroke in strokes:
            assert stroke.ndim == 2
            assert stroke.shape[1] == 2
            assert len(stroke) >= 2
            assert np.isfinite(stroke).all()
        points = np.concatenate(strokes)
        assert 50 < np.ptp(points[:, 1]) < 180
        assert 20 < render(strokes).sum() < 250


def test_no_two_hands_are_the_same_and_a_seed_is_one_hand() -> None:
    one, again, other = (render(draw(7, "crossed", rng(seed))) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - other).sum() > 10


@pytest.mark.parametrize(
    ("digit", "style", "least", "most"),
    [
        (0, "oval", 0.6, 1.2),
        (0, "slashed", 1.5, 3.5),
        (1, "plain", 0, 0),
        (4, "open", 0, 0.5),
        (4, "closed", 0.7, 1.7),
        (8, "snake", 1.2, 2.4),
        (7, "plain", 0, 0.1),
    ],
)
def test_styles_enclose_as_many_areas_as_they_should(digit: int, style: str, least: float, most: float) -> None:
    assert least <= mean_holes(digit, style) <= most


def test_a_crossed_seven_is_a_seven_with_one_stroke_more() -> None:
    bars = [strokes[1] for seed in range(40) if len(strokes := draw(7, "crossed", rng(seed))) == 2]
    assert len(bars) > 30
    for bar in bars:
        width, height = np.ptp(bar, axis=0)
        assert width > height


def test_a_dataset_has_each_digit_equally_often_and_is_the_same_from_the_same_seed() -> None:
    images, labels = dataset(60, rng(5))
    assert (images.shape, images.dtype) == ((60, 28, 28), np.uint8)
    assert (labels.shape, labels.dtype) == ((60,), np.uint8)
    assert np.bincount(labels).tolist() == [6] * 10
    assert np.any(np.diff(labels.astype(int)) < 0)
    again, _ = dataset(60, rng(5))
    np.testing.assert_array_equal(images, again)
    assert not np.array_equal(images, dataset(60, rng(6))[0])
    assert images.max(axis=(1, 2)).min() == 255


def test_an_empty_dataset_is_empty() -> None:
    images, labels = dataset(0, rng())
    assert (images.shape, labels.shape) == ((0, 28, 28), (0,))


def test_there_is_as_much_ink_as_in_mnist() -> None:
    one = rng()
    ink = [render(draw_any(number % 10, one)).sum() for number in range(400)]
    assert np.mean(ink) == pytest.approx(102.8, rel=0.05)  # MNIST's first 10,000


def test_pens_are_as_wide_as_they_are_said_to_be() -> None:
    bar = [np.array([(0.0, 0.0), (0.0, 100.0)])]
    widths = pictures([bar] * 200, 200, rng())[:, 14].sum(axis=1) / 255
    assert PENS[0] - 0.02 < widths.min() < PENS[0] + 0.1
    assert PENS[1] - 0.1 < widths.max() < PENS[1] + 0.02


def test_what_somebody_drew_is_drawn_again_much_as_it_was() -> None:
    seven = [np.array([(0, 0), (700, 0), (300, 1000)])]
    again = [rewrite(seven, rng(seed))[0] for seed in range(40)]
    assert all(drawn.shape == (3, 2) for drawn in again)
    np.testing.assert_allclose(np.mean(again, axis=0), [(0, 0), (70, 0), (30, 100)], atol=5)
    assert 3 < np.std(again, axis=0).mean() < 12


@pytest.mark.parametrize(("digit", "style"), [(10, "plain"), (7, "upside down"), (-1, "oval")])
def test_an_unknown_way_of_writing_is_refused(digit: int, style: str) -> None:
    with pytest.raises(ValueError, match="no way of writing"):
        draw(digit, style, rng())
