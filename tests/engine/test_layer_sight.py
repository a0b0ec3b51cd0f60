"""What a layer sees: its main directions against NumPy's own decomposition, and the pictures of the plane by hand."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.data.toy import EXTENT
from engine.layer_sight import EXAMPLES, NODES, Seen, facing, main_directions
from engine.snapshot import View, take


def seen(trainer, **which):
    return take(trainer, view=View(seen=Seen(**which))).sight


@pytest.mark.parametrize("shape", [(200, 2), (200, 30), (20, 100), (5, 3)])
def test_main_directions_are_those_of_the_singular_value_decomposition(shape):
    a = np.random.default_rng(1).normal(size=shape) * np.arange(1, shape[1] + 1) + 3
    mean, directions, shares = main_directions(a)
    assert mean == pytest.approx(a.mean(axis=0))
    _, lengths, rows = np.linalg.svd(a - mean, full_matrices=False)
    assert np.abs(np.sum(directions * rows[:2], axis=1)) == pytest.approx([1, 1], abs=1e-9)
    assert shares == pytest.approx((lengths[:2] ** 2 / np.sum(lengths**2)).tolist())
    assert (a - mean) @ directions[0] == pytest.approx((a - mean) @ rows[0] * np.sign(directions[0] @ rows[0]))


def test_a_direction_does_not_flip_with_a_small_change():
    rng = np.random.default_rng(2)
    a = rng.normal(size=(100, 6)) * [5, 3, 1, 1, 1, 1]
    _, before, _ = main_directions(a)
    for _ in range(50):
        a = a + rng.normal(size=a.shape) * 0.01
        _, now, _ = main_directions(a)
        assert np.all(np.sum(before * now, axis=1) > 0.9)
        assert np.all(np.take_along_axis(now, np.abs(now).argmax(axis=1)[:, None], axis=1) > 0)
        before = now


def test_where_nothing_varies_there_is_no_direction():
    _, directions, shares = main_directions(np.ones((10, 3)))
    assert np.isfinite(directions).all()
    assert shares == (0, 0)
    mean, directions, shares = main_directions(np.array([[1, np.inf, 0], [0, 0, 0.0]]))
    assert np.isfinite(mean).all()
    assert not directions.any()
    assert shares == (0, 0)


def test_two_neurons_see_the_plane_by_hand():
    # a layer of two linear neurons, a_1 = x_1 + 2 and a_2 = 3 x_2
    trainer = Trainer(Experiment(dataset="circle", inputs=("x1", "x2"), hidden=(2,), activation="linear"))
    trainer.network.weights[0][...] = [[1, 0], [0, 3]]
    trainer.network.biases[0][...] = [2, 0]
    sight = seen(trainer)
    assert (sight.layer, sight.pair, sight.shares) == (1, (0, 1), None)
    assert sight.grid.shape == (NODES, NODES, 2)
    assert sight.grid[0, 0].tolist() == pytest.approx([-EXTENT + 2, 3 * EXTENT]), "the top left"
    assert sight.grid[-1, -1].tolist() == pytest.approx([EXTENT + 2, -3 * EXTENT]), "the bottom right"
    x = trainer.data.x_train[:EXAMPLES]
    assert sight.points == pytest.approx(np.column_stack([x[:, 0] + 2, 3 * x[:, 1]]), rel=1e-5)
    assert sight.answers.tolist() == trainer.data.y_train[:EXAMPLES].tolist()
    assert seen(trainer, pair=(1, 0)).points == pytest.approx(sight.points[:, ::-1])


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ({}, (2, None)),
        ({"layer": 0}, (0, (0, 1))),
        ({"layer": 1}, (1, None)),
        ({"layer": 1, "pair": (4, 0)}, (1, (4, 0))),
        ({"layer": 3}, (3, (0, 0))),
        ({"layer": 9}, (2, None)),
        ({"layer": 2, "pair": (0, 3)}, (2, None)),
    ],
)
def test_of_what_the_network_does_not_have_the_usual_is_seen(which, told):
    sight = seen(Trainer(Experiment(hidden=(5, 3))), **which)
    assert (sight.layer, sight.pair) == told
    assert (sight.shares is None) == (sight.pair is not None)


def test_digits_are_seen_without_a_plane():
    sight = seen(Trainer(Experiment(dataset="mnist", samples=300, hidden=(12,))))
    assert sight.points.shape == (EXAMPLES, 2)
    assert (sight.grid, sight.outputs) == (None, None)
    assert 0 < sight.shares[1] <= sight.shares[0] < 1
    assert seen(Trainer(Experiment(dataset="mnist", samples=100, hidden=(12,))), layer=0).points.shape == (100, 2)


def test_nothing_is_seen_unless_it_is_asked_for():
    assert take(Trainer(Experiment())).sight is None


def test_what_was_seen_before_keeps_its_side():
    trainer = Trainer(Experiment(hidden=(5,)))
    sight = seen(trainer)
    turned = facing(sight, replace(sight, points=sight.points * [-1, 1]))
    assert turned.points.tolist() == (sight.points * [-1, 1]).tolist()
    assert turned.grid.tolist() == (sight.grid * [-1, 1]).tolist()
    for other in (
        None,
        sight,
        seen(trainer, layer=2),
        seen(trainer, pair=(0, 1)),
        seen(Trainer(Experiment(samples=100))),
    ):
        assert facing(sight, other) is sight or facing(sight, other).points.tolist() == sight.points.tolist()
    pair = seen(trainer, pair=(0, 1))
    assert facing(pair, replace(pair, points=-pair.points)) is pair
