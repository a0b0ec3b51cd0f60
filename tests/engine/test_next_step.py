"""What the next step is said to do is what training then does, and the numbers of one weight come to it."""

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from engine.next_step import next_step
from engine.regularizers import REGULARIZERS
from engine.snapshot import View, take


def of_mini_batch(trainer, weight=None):
    return take(trainer, view=View(upcoming=True, weight=weight)).coming


@pytest.mark.parametrize("regularization", REGULARIZERS)
@pytest.mark.parametrize("dataset", ["circle", "plane", "three-arms"])
def test_training_does_what_was_told(dataset, regularization):
    cost = "log-likelihood" if dataset == "three-arms" else "quadratic"
    trainer = Trainer(
        Experiment(
            dataset=dataset,
            hidden=(4, 3),
            cost=cost,
            regularization=regularization,
            regularization_strength=2.0,
            precision="float64",
        )
    )
    trainer.train(steps=7)
    for _ in range(40):  # beyond the end of an epoch
        told, before = of_mini_batch(trainer), [np.array(block) for block in trainer.network.blocks]
        assert told.batch == len(trainer.upcoming())
        trainer.train(steps=1)
        for change, old, new in zip(told.changes, before, trainer.network.blocks, strict=True):
            assert change == pytest.approx(new - old, rel=1e-6, abs=1e-12)


def test_what_does_not_learn_does_not_move():
    trainer = Trainer(Experiment(hidden=(3,), regularization="L2", regularization_strength=1.0))
    trainer.edit("freeze", 0, 1, 0, True)
    trainer.edit("switch", 1, 2, True)
    trainer.edit("switch", 1, 0, False)
    first, second = of_mini_batch(trainer).changes
    assert first[1, 0] == 0
    assert first[1, 1] != 0
    assert not first[0].any()
    assert second[0, 0] == 0
    assert second[0, 1] != 0


def test_one_weight_by_hand():
    # z = 2·3 + 1 = 7, and the quadratic cost of 5 is (7 - 5)²/2 = 2, so δ = 2, ∂C₀/∂w = 3·2 = 6, and L2 adds λ/n·w = 1
    data = Dataset(np.array([[3.0]]), np.array([[5.0]]), np.array([[3.0]]), np.array([[5.0]]))
    trainer = Trainer(
        Experiment(
            dataset="custom",
            task="regression",
            hidden=(),
            cost="quadratic",
            output="linear",
            learning_rate=0.1,
            regularization="L2",
            regularization_strength=0.5,
        ),
        data,
    )
    trainer.network.parameters[...] = [2, 1]
    told = of_mini_batch(trainer)
    assert told.weight == (0, 0, 0)
    assert (told.costs.tolist(), told.inputs.tolist(), told.errors.tolist()) == ([2.0], [3.0], [2.0])
    assert (told.gradient, told.decay) == (6.0, 1.0)
    assert told.changes[0].tolist() == [[pytest.approx(-0.7), pytest.approx(-0.2)]]


def test_the_weight_told_is_the_one_looked_at_or_the_one_that_moves_most():
    trainer = Trainer(Experiment(hidden=(3, 2)))
    changes = [np.abs(block[:, :-1]) for block in of_mini_batch(trainer).changes]
    layer, j, k = of_mini_batch(trainer).weight
    assert changes[layer][j, k] == max(block.max() for block in changes)
    assert of_mini_batch(trainer, (0, 2, 1)).weight == (0, 2, 1)
    assert of_mini_batch(trainer, (0, 9, 1)).weight == (layer, j, k)


def test_products_have_the_gradient_as_their_mean():
    trainer = Trainer(Experiment(hidden=(3, 2)))
    told = of_mini_batch(trainer, (1, 1, 2))
    assert np.mean(told.inputs * told.errors) == pytest.approx(told.gradient, rel=1e-12)
    snapshot = take(trainer, view=View(upcoming=True))
    assert np.mean(told.costs) == pytest.approx(snapshot.probe_cost, rel=1e-12)


def test_one_example_is_told_with_the_step_of_the_whole_mini_batch():
    trainer = Trainer(Experiment())
    one = take(trainer, view=View(example=3, upcoming=True)).coming
    assert len(one.costs) == 1
    assert [block.tolist() for block in one.changes] == [block.tolist() for block in of_mini_batch(trainer).changes]
    assert take(trainer).coming is None


def test_it_is_told_of_digits_too():
    trainer = Trainer(Experiment(dataset="mnist", samples=100, hidden=(5,), activation="sigmoid"))
    chosen = trainer.upcoming()
    y = trainer.data.targets(trainer.data.y_train[chosen], trainer.experiment.output)
    told = next_step(trainer, trainer.data.x_train[chosen], y)
    assert told.changes[0].shape == (5, 785)
    assert np.mean(told.inputs * told.errors) == pytest.approx(told.gradient, rel=1e-5)
