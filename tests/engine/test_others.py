"""What is no digit, as the digit network learns it: every kind draws, no two drawings are the same."""

import numpy as np
import pytest

from engine.handwriting.drawing import render
from engine.handwriting.others import FORMS, KINDS, SHARES, draw_any, draw_other


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("kind", FORMS)
def test_the_forms_of_a_kind_match_point_for_point(kind: str) -> None:
    layouts = {tuple(tuple("!" in word for word in s.split()) for s in form.split("|")) for form in FORMS[kind]}
    assert len(FORMS[kind]) > 1
    assert len(layouts) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_strokes_that_render_and_no_two_are_the_same(kind: str) -> None:
    strokes = draw_other(kind, rng())
    assert all(stroke.ndim == 2 and stroke.shape[1] == 2 and np.isfinite(stroke).all() for stroke in strokes)
    assert render(strokes).any()
    again, another = draw_other(kind, rng()), draw_other(kind, rng(1))
    assert all(np.array_equal(*pair) for pair in zip(strokes, again, strict=True))
    assert not np.array_equal(strokes[0], another[0])


def test_a_kind_is_drawn_as_often_as_its_share() -> None:
    assert SHARES.shape == (len(KINDS),)
    assert SHARES.sum() == pytest.approx(1)
    assert SHARES[list(KINDS).index("several digits")] == pytest.approx(10 * SHARES[list(KINDS).index("A")])
    assert render(draw_any(rng())).any()


def test_an_unknown_kind_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no kind of drawing called 'unicorn'; there are: A, C, E"):
        draw_other("unicorn", rng())


def width(kind: str, seed: int) -> float:
    points = np.concatenate(draw_other(kind, rng(seed)))
    wide, high = np.ptp(points, axis=0)
    return float(wide / max(high, 1e-9))


def test_digits_in_a_row_are_wide_and_a_line_across_is_flat() -> None:
    assert np.median([width("several digits", seed) for seed in range(30)]) > 1.2
    assert np.median([width("line across", seed) for seed in range(30)]) > 2
