"""Toy data: the shapes they are described to have, the same ones for the same seed."""

import numpy as np
import pytest

from engine.data import SOURCES, features, load
from engine.data.catalogue import points_of

PLANE = [name for name, source in SOURCES.items() if source.make]
CLASSES = [name for name in PLANE if SOURCES[name].classes]


def points(name, n=2000, noise=0.0, seed=0):
    return points_of(name, n, noise, 0.5, seed)


@pytest.mark.parametrize("name", PLANE)
@pytest.mark.parametrize(("n", "test_fraction", "train"), [(500, 0.5, 250), (11, 0.3, 8), (1000, 0.9, 100)])
def test_counts(name, n, test_fraction, train):
    data = load(name, n, 0.1, test_fraction, 3)
    assert data.x_train.shape == (train, 2)
    assert data.x_test.shape == (n - train, 2)
    assert (len(data.y_train), len(data.y_test)) == (train, n - train)
    assert data.classes == SOURCES[name].classes
    assert data.name == name


@pytest.mark.parametrize("name", PLANE)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(name):
    load.cache_clear()
    points_of.cache_clear()
    first = load(name, 100, 0.2, 0.5, 1)
    load.cache_clear()
    points_of.cache_clear()
    again, other = load(name, 100, 0.2, 0.5, 1), load(name, 100, 0.2, 0.5, 2)
    for field in ("x_train", "y_train", "x_test", "y_test"):
        assert getattr(first, field).tobytes() == getattr(again, field).tobytes()
    assert first.x_train.tolist() != other.x_train.tolist()


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_all_classes_are_in_training_and_test(name, noise):
    data = load(name, 200, noise, 0.5, 0)
    for labels in (data.y_train, data.y_test):
        shares = np.bincount(labels, minlength=data.classes) / len(labels)
        assert shares.min() > 0.5 / data.classes


@pytest.mark.parametrize("name", PLANE)
@pytest.mark.parametrize(("noise", "share"), [(0.0, 1.0), (0.1, 0.98), (0.5, 0.85)])
def test_points_lie_within_the_square(name, noise, share):
    x, _ = points(name, noise=noise)
    assert (np.abs(x).max(axis=1) <= 6).mean() >= share


def test_circle():
    x, labels = points("circle")
    radius = np.hypot(*x.T)
    assert radius[labels == 1].max() <= 2.5
    assert radius[labels == 0].min() >= 3.5


def test_xor():
    x, labels = points("xor")
    assert labels.tolist() == (x[:, 0] * x[:, 1] > 0).astype(int).tolist()
    assert np.abs(x).min() >= 0.3


def test_gaussians():
    x, labels = points("gaussians")
    for label, centre in ((0, -2), (1, 2)):
        assert x[labels == label].mean(axis=0) == pytest.approx([centre, centre], abs=0.1)
        assert x[labels == label].var() == pytest.approx(0.5, rel=0.1)
    # parted by x₁ + x₂ = 0, four standard deviations (2√2 / √½) from either centre
    assert ((x.sum(axis=1) > 0) == (labels == 1)).mean() > 0.999


def test_spiral():
    x, labels = points("spiral")
    # at radius r an arm stands at the angle 1.75 · 2π r/5, the other one half a turn on
    turn = 2 * np.pi * 1.75 * np.hypot(*x.T) / 5 + np.pi * labels
    assert np.column_stack([np.sin(turn), np.cos(turn)]) == pytest.approx(x / np.hypot(*x.T)[:, np.newaxis])


def test_moons_interlock_and_no_line_parts_them():
    x, labels = points("moons")
    ones = np.column_stack([x, np.ones(len(x))])
    line = np.linalg.lstsq(ones, 2.0 * labels - 1, rcond=None)[0]
    assert 0.8 < ((ones @ line > 0) == (labels == 1)).mean() < 0.97
    # each is near its own half circle of radius 3.2, around (-1.6, -0.8) and (1.6, 0.8)
    for label, centre, up in ((1, (-1.6, -0.8), 1), (0, (1.6, 0.8), -1)):
        own = x[labels == label] - centre
        assert np.abs(np.hypot(*own.T) - 3.2).mean() < 0.2
        assert (own[:, 1] * up > -0.6).all()


def test_three_arms_are_one_arm_turned_by_a_third():
    x, labels = points("three-arms")
    angle = np.arctan2(x[:, 0], x[:, 1])
    own = (angle - 0.6 * 2 * np.pi * np.hypot(*x.T) / 5 - 2 * np.pi * labels / 3 + np.pi) % (2 * np.pi) - np.pi
    assert np.abs(own).mean() < 0.15
    assert np.bincount(labels).tolist() == [667, 667, 666]


def test_plane():
    x, numbers = points("plane")
    assert numbers == pytest.approx(np.clip((x[:, 0] + x[:, 1]) / 10, -1, 1))


def test_hills():
    x, numbers = points("multi-gaussian")
    assert np.abs(numbers).max() <= 1
    hill, hollow, between = (np.hypot(*(x - centre).T) for centre in ((-4, 2.5), (0, 2.5), (-2, 0)))
    assert numbers[hill < 1].min() >= 0.5
    assert numbers[hollow < 1].max() <= -0.5
    assert numbers[between < 1].tolist() == [0] * (between < 1).sum()


@pytest.mark.parametrize("name", ["circle", "xor"])
def test_noise_makes_wrong_labels_near_the_border_only(name):
    clean = (lambda x: np.hypot(*x.T) < 2.5) if name == "circle" else (lambda x: x[:, 0] * x[:, 1] >= 0)
    x, labels = points(name, noise=0.1)
    wrong = clean(x) != labels
    distance = np.abs(np.hypot(*x.T) - 2.5) if name == "circle" else np.abs(x).min(axis=1)
    assert 0 < wrong.mean() < 0.15
    # the noise is at most 0.1 · 5 in each direction
    assert distance[wrong].max() <= 0.5 * np.sqrt(2)


def test_features_by_hand():
    names = ("x1", "x2", "x1^2", "x2^2", "x1x2", "sin(x1)", "sin(x2)")
    assert set(names) == set(features.FEATURES)
    values = features.compute(np.array([[2.0, -3.0]]), names)
    assert values == pytest.approx(np.array([[2, -3, 4, 9, -6, np.sin(2), -np.sin(3)]]), rel=1e-6)
    assert values.dtype == np.float32


def test_inputs_are_the_features_of_the_same_points():
    plain = load("spiral", 50, 0.1, 0.5, 4)
    product = load("spiral", 50, 0.1, 0.5, 4, ("x1x2",))
    assert product.x_train[:, 0] == pytest.approx(plain.x_train[:, 0] * plain.x_train[:, 1], rel=1e-5)
    assert product.y_test.tolist() == plain.y_test.tolist()


def test_digits_have_no_points():
    with pytest.raises(ValueError, match="MNIST has no points in the plane"):
        points_of("mnist", 10, 0.0, 0.5, 0)


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize(("n", "test_fraction"), [(500, 0.5), (500, 0.9), (40, 0.9), (30, 0.1), (10, 0.7)])
@pytest.mark.parametrize("seed", range(5))
def test_points_are_divided_class_by_class(name, n, test_fraction, seed):
    data = load(name, n, 0.3, test_fraction, seed)
    classes = SOURCES[name].classes
    train, test = (np.bincount(y, minlength=classes) for y in (data.y_train, data.y_test))
    both = train + test
    assert len(data.y_train) == round(n * (1 - test_fraction))
    assert np.abs(train - both * (1 - test_fraction)).max() <= 1.5
    assert train[both > 0].min() > 0
    if len(data.y_test) >= classes:
        assert test[both > 1].min() > 0
