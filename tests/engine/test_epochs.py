"""Whole epochs in one call are the epochs of a run that is looked at after every step, bit for bit."""

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer, orders, plan
from engine.history import CAPACITY
from engine.regularizers import REGULARIZERS, Regularizer
from engine.streams import ORDER, stream

pytest.importorskip("numba", reason="the loops need Numba: pip install '.[fast]'")

from engine import epochs
from engine.epochs import Epochs
from engine.permutation import permutations


def toy(evaluate=("train", "test"), **settings):
    return Trainer(Experiment(**{"dataset": "xor", "samples": 46, "hidden": (4, 3), **settings}), evaluate=evaluate)


def bits(trainer):
    trainer.history.settle()
    numbers = trainer.epoch, trainer.step, trainer.problem, trainer.made_by
    return numbers, trainer.network.parameters.tobytes(), str(trainer.history.to_arrays())


@pytest.fixture
def calls(monkeypatch):
    """How many epochs each call was asked for."""
    counts, train = [], Epochs.train

    def counted(self, parameters, seed, begun, count, every):
        counts.append(count)
        return train(self, parameters, seed, begun, count, every)

    monkeypatch.setattr(Epochs, "train", counted)
    return counts


@pytest.mark.parametrize("evaluate", [(), ("test",), ("train", "test")])
@pytest.mark.parametrize(
    "settings",
    [
        {"batch_size": 5},
        {"batch_size": 1, "precision": "float64"},
        {"batch_size": 1000},
        {"regularization": "L1", "regularization_strength": 0.1, "batch_size": 7},
        {"regularization": "L2", "regularization_strength": 0.1},
        {"cost": "log-likelihood", "dataset": "three-arms"},
        {"cost": "quadratic", "dataset": "plane"},
    ],
    ids=str,
)
def test_whole_epochs_are_those_of_single_steps(settings, evaluate, calls):
    whole = toy(evaluate, **settings).train(epochs=7)
    assert calls == [7]
    stepped, looked_at = toy(evaluate, **settings), toy(evaluate, **settings)
    while stepped.epoch < 7:
        stepped.train(steps=1)
    looked_at.train(epochs=7, callback=lambda entry: None)
    assert calls == [7]
    assert bits(whole) == bits(stepped) == bits(looked_at)


def test_they_begin_and_end_anywhere(calls):
    whole, sliced = toy(batch_size=5).train(epochs=12), toy(batch_size=5)
    for steps in (3, 19, 1, 5, 11, 21):  # five steps an epoch
        sliced.train(steps=steps)
    assert calls == [12, 3, 4]
    assert bits(whole) == bits(sliced)


def test_what_was_edited_stays_so(calls):
    runs = [toy(batch_size=5) for _ in range(2)]
    for trainer in runs:
        trainer.edit("switch", 1, 2, True)
        trainer.edit("switch", 1, 1, False)
        trainer.edit("freeze", 0, 0, None, True)
        before = trainer.network.blocks[0][0, -1]
        trainer.train(epochs=3, callback=None if trainer is runs[0] else lambda entry: None)
        trainer.change(batch_size=4, learning_rate=0.3)
        trainer.edit("add", 1)
        trainer.train(epochs=4, callback=None if trainer is runs[0] else lambda entry: None)
        assert trainer.network.blocks[0][0, -1] == before
    assert calls == [3, 4]
    assert bits(runs[0]) == bits(runs[1])


@pytest.mark.parametrize("strength", [0, 0.1])
def test_the_record_of_a_long_run_is_that_of_one_looked_at_after_every_epoch(strength):
    settings = {"samples": 8, "hidden": (2,), "regularization": "L2", "regularization_strength": strength}
    runs = [toy(**settings), toy(**settings)]
    runs[0].train(epochs=2 * CAPACITY + 100)
    runs[1].train(epochs=2 * CAPACITY + 100, until=lambda trainer: False)
    assert runs[0].history.every == 4
    assert bits(runs[0]) == bits(runs[1])


def test_a_run_stops_at_the_very_step(calls):
    # every step turns the weights over and makes them longer
    settings = {"cost": "quadratic", "learning_rate": 5, "regularization": "L2", "regularization_strength": 100}
    whole, stepped = toy(activation="sigmoid", **settings), toy(activation="sigmoid", **settings)
    whole.train(epochs=100)
    while not stepped.problem and stepped.step < 300:
        stepped.train(steps=1)
    assert calls[0] > whole.epoch > 2
    assert whole.problem
    assert bits(whole) == bits(stepped)


def test_a_call_takes_no_longer_than_the_time_that_is_left(monkeypatch, calls):
    trainer = toy(samples=40)  # two steps an epoch, which takes a second
    monkeypatch.setattr("engine.training.time.perf_counter", lambda: trainer.epochs_done)
    trainer.train(seconds=20)
    assert trainer.epoch == 20
    assert calls == [19]
    trainer.train(steps=1)
    assert trainer.train(seconds=6).step == 54  # what began in time is ended
    assert calls == [19, 5]


def test_long_epochs_and_those_with_something_to_ask_are_not_taken_at_once(monkeypatch, calls):
    quartic = Regularizer("quartic", "Quartic", "", "", lambda w: 0.25 * float((w**4).sum()), lambda w: w**3)
    monkeypatch.setitem(REGULARIZERS, "quartic", quartic)
    trainer = toy().train(epochs=2)
    trainer.change(regularization="quartic", regularization_strength=0.1)
    trainer.train(epochs=2)
    pixels = np.random.default_rng(0).integers(256, size=(60, 900)).astype(np.uint8)
    trainer = Trainer(Experiment(dataset="custom", hidden=(30,)), Dataset(pixels, np.arange(60) % 3, pixels, [0] * 60))
    trainer.train(epochs=2)
    assert calls == [2]


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
@pytest.mark.parametrize("n", [1, 2, 3, 250, 70_000])
def test_permutations_are_those_of_numpy(seed, n):
    for first in (0, 3, 10**6):
        expected = [stream(seed, ORDER, i).permutation(n) for i in range(first, first + 3)]
        assert np.array_equal(permutations(seed, ORDER, first, 3, n), expected)


def test_where_numpy_draws_otherwise_it_draws(monkeypatch):
    expected = [stream(5, ORDER, epoch).permutation(20) for epoch in (2, 3)]
    monkeypatch.setattr("engine.permutation.permutations", lambda *_: np.zeros((1, 100), np.intp))
    orders._loops.cache_clear()
    try:
        assert np.array_equal(orders.orders(5, 2, 2, 20), expected)
        assert np.array_equal(orders.order(5, 3, 20), expected[1])
    finally:
        orders._loops.cache_clear()


def test_numpy_takes_epochs_step_by_step(monkeypatch, calls):
    monkeypatch.setattr(plan, "loops", lambda: None)
    assert toy().train(epochs=3).made_by == (plan.NUMPY,)
    assert calls == []


def test_a_call_is_bounded_by_its_work(monkeypatch, calls):
    monkeypatch.setattr(epochs, "AT_ONCE", 4 * epochs_work(toy()))
    toy().train(epochs=10)
    assert calls == [4, 4, 2]


def epochs_work(trainer):
    """The multiplications of an epoch of 23 examples in two mini-batches of 10 and one of 3, 16 columns each."""
    return (3 * 16 * 3 + 2 * 23) * trainer.network.parameters.size
