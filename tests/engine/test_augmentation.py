"""Distortions do what they say, to bytes and to floats, and the same way from the same generator."""

from typing import Any

import numpy as np
import pytest

from engine.handwriting.augmentation import Augmentation, augment
from tests.waiting import shortest

NONE = {"shift": 0.0, "rotation": 0.0, "scale": 0.0, "shear": 0.0, "pen": 0.0, "elastic": 0.0}


def only(**strengths: float) -> Augmentation:
    return Augmentation(**(NONE | strengths))


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def blot(n: int = 200) -> np.ndarray:
    """A round soft blot of ink in the middle of each image."""
    pixels = np.arange(28) - 13.5
    return np.repeat(np.exp(-(pixels**2 + pixels[:, None] ** 2) / 18)[None], n, axis=0).astype(np.float32)


def bar(n: int = 200) -> np.ndarray:
    """A vertical bar in the middle of each image, 4 pixels wide and 16 long."""
    image = np.zeros((28, 28), np.float32)
    image[6:22, 12:16] = 1
    return np.repeat(image[None], n, axis=0)


def moments(images: np.ndarray) -> tuple[Any, Any, Any, Any, Any]:
    """Mean x and y, variances of x and y, covariance, of the ink of each image."""
    pixels = np.arange(28) - 13.5
    mass = images.sum((1, 2))
    x, y = images.sum(1) @ pixels / mass, images.sum(2) @ pixels / mass
    xx, yy = images.sum(1) @ pixels**2 / mass - x**2, images.sum(2) @ pixels**2 / mass - y**2
    return x, y, xx, yy, np.einsum("nij,i,j->n", images, pixels, pixels) / mass - x * y


def test_without_strength_nothing_changes() -> None:
    images = rng().integers(0, 256, (7, 28, 28), dtype=np.uint8)
    np.testing.assert_array_equal(augment(images, only(), rng()), images)


@pytest.mark.parametrize("shape", [(5, 28, 28), (5, 784), (0, 28, 28), (600, 28, 28)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_shape_and_type_stay_and_the_originals_are_left_alone(shape: tuple[int, ...], dtype: Any) -> None:
    images = (rng().random(shape) * (255 if dtype == np.uint8 else 1)).astype(dtype)
    before = images.copy()
    result = augment(images, Augmentation(), rng())
    assert (result.shape, result.dtype) == (images.shape, images.dtype)
    np.testing.assert_array_equal(images, before)
    if len(images):
        assert not np.array_equal(result, images)


def test_the_same_generator_gives_the_same_distortions() -> None:
    images = (255 * blot(300)).astype(np.uint8)
    first = augment(images, Augmentation(), rng(3))
    np.testing.assert_array_equal(first, augment(images, Augmentation(), rng(3)))
    assert not np.array_equal(first, augment(images, Augmentation(), rng(4)))
    assert len(np.unique(first.reshape(300, -1), axis=0)) == 300


def test_ink_stays_between_paper_and_ink() -> None:
    result = augment(bar(), Augmentation(), rng())
    assert result.min() >= 0
    assert result.max() <= 1 + 1e-6


def test_a_shift_moves_the_ink_and_no_further_than_it_says() -> None:
    x, y, *_ = moments(augment(blot(), only(shift=2.0), rng()))
    for moved in (x, y):
        assert 1.9 < np.abs(moved).max() < 2.01
        assert np.abs(moved.mean()) < 0.3
    assert np.abs(np.corrcoef(x, y)[0, 1]) < 0.2


def test_a_rotation_turns_a_bar_by_its_angle() -> None:
    _, _, xx, yy, xy = moments(augment(bar(), only(rotation=20), rng()))
    angles = np.degrees(np.arctan2(2 * xy, yy - xx) / 2)
    assert 18 < angles.max() < 20.5
    assert -20.5 < angles.min() < -18
    np.testing.assert_allclose(xx + yy, (16 + 256 - 2) / 12, rtol=0.04)  # the variances of the bar: (w² - 1)/12


def test_a_scale_changes_width_and_height_each_on_their_own() -> None:
    _, _, xx, yy, xy = moments(augment(blot(), only(scale=0.25), rng()))
    for variance in (xx, yy):  # 9 for the blot itself, and the square of the scale
        assert 13 < variance.max() < 9 * 1.25**2 + 0.5
        assert 9 * 0.75**2 - 0.1 < variance.min() < 5.5
    np.testing.assert_allclose(xy, 0, atol=1e-3)
    assert np.abs(np.corrcoef(xx, yy)[0, 1]) < 0.2


def test_a_shear_slants_and_leaves_the_height() -> None:
    _, _, _, yy, xy = moments(augment(blot(), only(shear=0.3), rng()))
    np.testing.assert_allclose(yy, 9, rtol=0.02)
    assert 2.5 < xy.max() < 2.8  # 0.3 · 9
    assert -2.8 < xy.min() < -2.5


def test_turned_and_slanted_together_the_ink_covers_the_area_it_had() -> None:
    # a rotation and a shear have determinant 1, and so has their product; fetching between pixels blurs a little
    _, _, xx, yy, xy = moments(augment(blot(), only(rotation=30, shear=0.5), rng()))
    np.testing.assert_allclose(xx * yy - xy**2, 9 * 9, rtol=0.06)


def test_a_pen_is_wider_or_thinner_by_a_share_of_a_pixel_on_either_side() -> None:
    widths = augment(bar(), only(pen=0.5), rng())[:, 14].sum(axis=1)
    assert 4.9 < widths.max() <= 5
    assert 3 <= widths.min() < 3.1
    assert widths.mean() == pytest.approx(4, abs=0.2)


def test_an_elastic_distortion_displaces_by_its_strength_and_smoothly() -> None:
    # On an even slope the change of brightness is the displacement across.
    slope = np.repeat((np.arange(28, dtype=np.float32)[None] * np.ones((28, 1), np.float32))[None], 400, axis=0)
    moved = augment(slope, only(elastic=1.0, smoothness=4.0), rng()) - slope
    inside = moved[:, 6:-6, 6:-6]
    assert inside.std() == pytest.approx(1.0, rel=0.05)
    assert inside.mean() == pytest.approx(0, abs=0.1)
    # Neighbours move together: a Gaussian-smoothed field correlates by exp(-d²/4σ²) over d pixels.
    beside = np.corrcoef(inside[:, :, :-1].ravel(), inside[:, :, 1:].ravel())[0, 1]
    far = np.corrcoef(inside[:, :, :-8].ravel(), inside[:, :, 8:].ravel())[0, 1]
    assert beside == pytest.approx(np.exp(-1 / 64), abs=0.01)
    assert far == pytest.approx(np.exp(-1), abs=0.08)


def test_many_images_together_take_half_as_long_as_one_by_one_at_most() -> None:
    images = (255 * blot(250)).astype(np.uint8)
    together = shortest(lambda: augment(images, Augmentation(), rng()))
    assert 2 * together < shortest(lambda: [augment(image[np.newaxis], Augmentation(), rng()) for image in images], 2)


@pytest.mark.parametrize(
    "strengths",
    [
        {"shift": -1.0},
        {"rotation": float("nan")},
        {"elastic": float("inf")},
        {"scale": 1.0},
        {"pen": 1.5},
        {"elastic": 1.0, "smoothness": 0.0},
    ],
)
def test_strengths_that_make_no_sense_are_refused(strengths: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"strength|scale|smoothness"):
        Augmentation(**strengths)


@pytest.mark.parametrize(
    "images", [np.zeros((3, 20, 20), np.uint8), np.zeros((28, 28), np.uint8), np.zeros((3, 28, 28), int)]
)
def test_what_is_not_a_batch_of_images_is_refused(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match="Images to distort"):
        augment(images, Augmentation(), rng())
