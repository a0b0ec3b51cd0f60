"""A History stays small however long the run, and what it keeps stays true."""

import pickle

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.history import CAPACITY, COLUMNS, VALIDATION, History


def figures(epoch):
    names = COLUMNS[: -len(VALIDATION)]
    return {name: epoch * (i + 1) / 8 if i else epoch for i, name in enumerate(names)}


def test_every_step_and_epoch_of_a_short_run_is_kept():
    history = History()
    history.add_steps(3, [4.0, 2.0, 1.0], [0.0, 0.5, 1.0], [2 / 7, 4 / 7, 6 / 7])
    history.add_steps(4, [0.5], [1.0], [1.0])
    for epoch in (1, 2):
        history.add_epoch(figures(epoch))
    assert history.batch_step.tolist() == [1, 2, 3, 4]
    assert history.batch_epoch.tolist() == [2 / 7, 4 / 7, 6 / 7, 1]
    assert history.batch_cost.tolist() == [4, 2, 1, 0.5]
    assert history.batch_accuracy.tolist() == [0, 0.5, 1, 1]
    assert history.epoch.tolist() == [1, 2]
    assert history.train_cost.tolist() == [0.25, 0.5]
    assert history.train_accuracy.tolist() == [0.375, 0.75]
    assert history.test_cost.tolist() == [0.5, 1]
    assert history.test_accuracy.tolist() == [0.625, 1.25]
    assert history.penalty.tolist() == [0.75, 1.5]


def test_ten_million_steps_stay_bounded_with_their_numbers_and_means():
    history, total, bulk = History(), 10_000_000, 500_000
    # the cost of step s is s, and every fourth answer is wrong
    accuracies = [0.0, 1.0, 1.0, 1.0] * (bulk // 4)
    for start in range(0, total, bulk):
        costs = list(map(float, range(start + 1, start + bulk + 1)))
        history.add_steps(start + bulk, costs, accuracies, [step / total for step in costs])
    steps, costs = history.batch_step, history.batch_cost
    assert CAPACITY // 2 <= len(steps) < CAPACITY
    stride = steps[0]
    assert np.diff(steps).tolist() == [stride] * (len(steps) - 1)
    assert total - stride < steps[-1] <= total
    # the mean of the steps s - stride + 1, ..., s is s - (stride - 1)/2
    assert costs.tolist() == (steps - (stride - 1) / 2).tolist()
    assert history.batch_accuracy.tolist() == [0.75] * len(steps)


def test_a_hundred_thousand_epochs_stay_bounded_and_keep_their_numbers():
    history = History()
    for epoch in range(1, 100_001):
        history.add_epoch(figures(epoch))
    epochs = history.epoch
    assert CAPACITY // 2 - 1 <= len(epochs) < CAPACITY + 2
    assert epochs[[0, -1]].tolist() == [1, 100_000]
    assert len(set(np.diff(epochs[1:-1]))) == 1
    assert history.test_accuracy.tolist() == (epochs * 5 / 8).tolist()


@pytest.mark.parametrize("last", [1, 2, 1023, 1024, 1025, 3001, 20_011])
def test_first_last_and_best_epoch_are_exact_however_long_the_run(last):
    rng = np.random.default_rng(last)
    costs, accuracies = rng.random(last), rng.integers(0, 50, last) / 50
    costs[: last // 3] = np.nan
    history = History()
    for epoch, (cost, accuracy) in enumerate(zip(costs, accuracies, strict=True), 1):
        history.add_epoch(figures(epoch) | {"test_cost": cost, "test_accuracy": accuracy})
    for kept in (history, History.from_arrays(**history.to_arrays())):
        assert kept.epoch[[0, -1]].tolist() == [1, last]
        assert kept.test_accuracy[-1] == accuracies[-1]
        assert np.nanmin(kept.test_cost) == np.nanmin(costs)
        assert kept.epoch[np.nanargmin(kept.test_cost)] == np.nanargmin(costs) + 1
        assert kept.test_accuracy.max() == accuracies.max()
        assert kept.epoch[kept.test_accuracy.argmax()] == accuracies.argmax() + 1
        assert (np.diff(kept.epoch) > 0).all()
    for more in range(last + 1, last + 30):
        history.add_epoch(figures(more))
        kept.add_epoch(figures(more))
    assert kept.epoch.tolist() == history.epoch.tolist()


@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_pieces_of_any_length_give_the_same_history(piece):
    costs = np.random.default_rng(0).uniform(0, 3, 5000).tolist()
    whole, pieces = History(), History()
    done = [step / 5000 for step in range(1, 5001)]
    whole.add_steps(5000, costs, costs, done)
    for start in range(0, 5000, piece):
        part = costs[start : start + piece]
        pieces.add_steps(start + len(part), part, part, done[start : start + piece])
    assert pieces == whole


class Asked:
    """The rest of an epoch's figures, and whether anybody asked for them."""

    def __init__(self):
        self.epochs = []

    def add(self, history, epoch, cost, accuracy=0.5):
        def rest():
            self.epochs.append(epoch)
            return {"train_cost": 2.0 * epoch, "train_accuracy": 1 / epoch, "penalty": 3.0 * epoch}

        history.add_epoch({"epoch": epoch, "test_cost": cost, "test_accuracy": accuracy}, rest)


def test_figures_are_asked_for_only_where_they_are_shown():
    history, asked, last = History(), Asked(), 2 * CAPACITY + 1
    for epoch in range(1, last + 1):
        asked.add(history, epoch, cost=float(last - epoch), accuracy=epoch % 10 / 10)
        assert history.last("test_cost") == last - epoch
        assert history.cheapest_epoch == epoch
    # every epoch while all are shown, then every second one, and the last of all makes the stride 4
    assert asked.epochs == [*range(1, CAPACITY + 1), *range(CAPACITY + 2, last + 1, 2)]
    assert history.test_cost[-1] == 0
    assert last not in asked.epochs
    assert history.last("train_cost") == 2 * last
    assert asked.epochs.count(last) == 1
    assert history.train_cost.tolist() == (2 * history.epoch).tolist()
    assert history.train_accuracy.tolist() == (1 / history.epoch).tolist()
    assert history.penalty.tolist() == (3 * history.epoch).tolist()
    assert asked.epochs.count(last) == 1


@pytest.mark.parametrize(
    "made",
    [
        History.copy,
        lambda history: History.from_arrays(**history.to_arrays()),
        lambda history: pickle.loads(pickle.dumps(history)),
    ],
)
def test_whoever_takes_a_history_over_has_all_figures(made):
    history, asked = History(), Asked()
    for epoch in range(1, CAPACITY + 2):
        asked.add(history, epoch, cost=float(epoch != CAPACITY + 1))
    taken = made(history)
    assert asked.epochs[-1] == CAPACITY + 1
    assert taken == history
    assert taken.train_cost.tolist() == (2 * history.epoch).tolist()
    assert taken.epoch[-1] == CAPACITY + 1


def test_what_is_taken_back_is_not_asked_for():
    history, asked = History(), Asked()
    for epoch in range(1, CAPACITY + 2):
        asked.add(history, epoch, 0.0)
    mark, before = history.mark(), len(asked.epochs)
    asked.add(history, CAPACITY + 3, -1.0)
    history.back_to(mark)
    assert history.cheapest_epoch == 1
    assert history.train_cost[-1] == 2 * (CAPACITY + 1)
    assert asked.epochs[before:] == [CAPACITY + 1]


def test_there_is_no_last_figure_before_the_first_epoch():
    history = History()
    assert np.isnan(history.last("test_cost"))
    assert history.cheapest_epoch == 0


def test_there_is_no_cheapest_epoch_where_no_cost_tells():
    history = Trainer.fit([[0.0], [1.0]] * 10, [0, 1] * 10, test=0, epochs=3).history
    assert history.epoch.tolist() == [1, 2, 3]
    assert history.cheapest_epoch == History.from_arrays(**history.to_arrays()).cheapest_epoch == 0


def test_what_was_recorded_up_to_an_epoch_is_what_a_shorter_run_has() -> None:
    long, short = Trainer(Experiment(samples=40)).train(epochs=7), Trainer(Experiment(samples=40)).train(epochs=4)
    assert long.history.until(4) == short.history
    assert long.history.until(0) == History()


def test_a_copy_is_independent():
    history = History()
    history.add_steps(1, [1.0], [1.0], [1.0])
    history.add_epoch(figures(1))
    copy = history.copy()
    assert copy == history
    history.add_steps(2, [2.0], [0.0], [2.0])
    history.add_epoch(figures(2))
    assert copy.batch_step.tolist() == [1]
    assert copy.epoch.tolist() == [1]


def test_a_new_history_is_empty():
    history = History()
    for name in ("epoch", "train_cost", "test_accuracy", "batch_step", "batch_cost", "batch_accuracy"):
        assert len(getattr(history, name)) == 0


def validated(epochs, validation=True):
    """Test costs that fall; validation costs that are lowest at 3."""
    history = History()
    for epoch in range(1, epochs + 1):
        figures = {"epoch": epoch, "test_cost": 1 / epoch, "test_accuracy": epoch / epochs}
        told = {"validation_cost": abs(epoch - 3.0), "validation_accuracy": 1 / (1 + abs(epoch - 5))}
        history.add_epoch(figures | (told if validation else {}))
    return history


def test_the_best_epoch_is_that_of_the_validation_set():
    assert validated(6).cheapest_epoch == 3
    assert validated(6, validation=False).cheapest_epoch == 6
    long = validated(3 * CAPACITY)
    assert {3, 5} <= set(long.epoch)
    assert not {3, 5} & set(validated(3 * CAPACITY, validation=False).epoch)


@pytest.mark.parametrize(("validation", "width"), [(True, 8), (False, 6)])
def test_figures_of_a_validation_set_are_kept_where_there_are_any(validation, width):
    history = validated(5, validation)
    arrays = history.to_arrays()
    assert arrays["epochs"].shape == (5, width)
    again = History.from_arrays(**arrays)
    assert again == history
    assert (again.cheapest_epoch == 3) == validation
    assert np.isnan(again.validation_cost).all() != validation
    assert len(history.columns) == width
    assert ("validation" in history._repr_html_()) == validation
    with pytest.raises(ValueError, match="an epoch has 7 figures"):
        History.from_arrays(**arrays | {"epochs": np.ones((1, 7))})
