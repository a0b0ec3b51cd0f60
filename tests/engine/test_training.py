"""The Trainer: one seed gives one run however it is sliced, diverging runs stop cleanly, published figures are met."""

import csv
import io
import pickle

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer, backpropagation, history, run_file
from engine.export import tables
from engine.history import CAPACITY, COLUMNS
from engine.replicas import train_together
from engine.snapshot import take

HISTORY = [*COLUMNS, "batch_step", "batch_cost", "batch_accuracy"]


def small(**settings):
    """A run with 103 training examples, so that every epoch leaves a smaller last mini-batch."""
    plain = {"dataset": "spiral", "samples": 206, "hidden": (5, 4), "learning_rate": 0.3, "batch_size": 10}
    return Experiment(**(plain | settings))


def custom(x, y, **settings):
    data = Dataset(x, y, x, y)
    plain = {"dataset": "custom", "hidden": (), "batch_size": data.n, "cost": "quadratic"}
    return Trainer(Experiment(**(plain | settings)), data)


def assert_same(one, other):
    assert (one.epoch, one.step, one.problem) == (other.epoch, other.step, other.problem)
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()
    for name in HISTORY:
        assert getattr(one.history, name).tobytes() == getattr(other.history, name).tobytes(), name


def train_in_slices(trainer, last_step, seed):
    """Go to `last_step` in slices of any kind, pickled and resumed in between."""
    rng, data = np.random.default_rng(seed), trainer.data
    while trainer.step < last_step and trainer.problem is None:
        left = last_step - trainer.step
        kind = rng.integers(4)
        if kind == 0:
            trainer.train(steps=int(rng.integers(0, left + 1)))
        elif kind == 1:
            trainer.train(epochs=int(rng.integers(1, 3)), steps=left)
        elif kind == 2:
            trainer.train(seconds=0, steps=left)
        else:
            trainer.train(steps=1)
        if rng.integers(3) == 0:
            trainer = Trainer.resume(pickle.loads(pickle.dumps(trainer.state())), data)
        if rng.integers(3) == 0:
            take(trainer)
            trainer.evaluation("train")
    return trainer


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"activation": "relu", "cost": "quadratic", "regularization": "L1", "regularization_strength": 0.5},
        {"activation": "sigmoid", "cost": "log-likelihood", "regularization": "L2", "regularization_strength": 0.5},
        {"batch_size": 1, "hidden": (3,)},
        {"batch_size": 5000},
        {"dataset": "plane", "cost": "quadratic", "hidden": (4,), "batch_size": 7},
    ],
    ids=str,
)
def test_the_same_seed_gives_the_same_run_however_it_is_sliced(settings, seed):
    experiment = small(**settings)
    whole = Trainer(experiment)
    last = 3 * whole.steps_per_epoch + 5
    whole.train(steps=last)
    assert whole.step == last
    assert_same(train_in_slices(Trainer(experiment), last, seed), whole)


@pytest.mark.parametrize("seed", range(4))
def test_the_means_over_an_epoch_are_the_same_however_it_is_sliced(seed):
    whole, sliced = (Trainer(small(), evaluate=("test",)) for _ in range(2))
    assert_same(train_in_slices(sliced, 60, seed), whole.train(steps=60))


@pytest.mark.parametrize("seed", range(2))
def test_digits_too_are_the_same_run_however_it_is_sliced(seed):
    experiment = Experiment(dataset="mnist", samples=1234, hidden=(30,), activation="sigmoid", batch_size=32)
    whole = Trainer(experiment)
    last = 2 * whole.steps_per_epoch + 5
    assert_same(train_in_slices(Trainer(experiment), last, seed), whole.train(steps=last))


def digits(**settings):
    return Experiment(dataset="mnist", samples=130, hidden=(5,), activation="sigmoid", batch_size=20, **settings)


@pytest.mark.parametrize("seed", range(2))
def test_distorted_digits_too_are_the_same_run_however_it_is_sliced(seed):
    experiment = digits(augmentation=True)
    whole = Trainer(experiment).train(steps=16)
    assert_same(train_in_slices(Trainer(experiment), 16, seed), whole)
    assert whole.network.parameters.tobytes() != Trainer(digits()).train(steps=16).network.parameters.tobytes()


def test_every_epoch_distorts_anew_and_evaluation_does_not():
    trainer, plain = Trainer(digits(augmentation=True, learning_rate=1e-6)), Trainer(digits(learning_rate=1e-6))
    seen = []
    for _ in range(2):
        trainer.train(epochs=1)
        seen.append(trainer._rows[:, :-1].copy())
    assert (seen[0] != trainer.data.x_train).any(axis=1).all()
    assert (seen[0] != seen[1]).any(axis=1).all()
    assert trainer._rows[:, -1].tolist() == [255] * 130
    plain.train(epochs=2)
    assert trainer.history.test_cost == pytest.approx(plain.history.test_cost, rel=1e-3)
    assert trainer.history.train_cost == pytest.approx(plain.history.train_cost, rel=1e-3)


def test_no_two_examples_of_an_epoch_are_distorted_alike():
    data = Dataset(np.tile(digits().load_data().x_train[:1], (600, 1)), np.arange(600) % 2, [], [], 10)
    trainer = Trainer(digits(augmentation=True).changed(samples=600, batch_size=1), data, evaluate=())
    trainer.train(epochs=1)
    assert len(np.unique(trainer._rows, axis=0)) == 600


def test_points_have_no_distortion():
    one, other = (Trainer(small(augmentation=on)).train(steps=12) for on in (False, True))
    assert_same(one, other)


@pytest.mark.parametrize("changes", [[(7, 4)], [(10, 30)], [(3, 1), (16, 50)], [(11, 9), (11, 25), (22, 10)]], ids=str)
@pytest.mark.parametrize("seed", range(2))
def test_changing_the_batch_size_at_the_same_step_gives_the_same_run(changes, seed):
    whole, sliced = Trainer(small()), Trainer(small())
    for step, m in changes:
        whole.train(steps=step - whole.step)
        sliced = train_in_slices(sliced, step, seed)
        for trainer in (whole, sliced):
            trainer.change(batch_size=m)
            assert trainer.batch_size == m
    assert_same(train_in_slices(sliced, 150, seed), whole.train(steps=150 - whole.step))


def test_changing_the_other_hyper_parameters_at_the_same_step_gives_the_same_run():
    changes = {"learning_rate": 0.05, "regularization": "L1", "regularization_strength": 0.7}
    whole, sliced = Trainer(small()).train(steps=13), train_in_slices(Trainer(small()), 13, 1)
    for trainer in (whole, sliced):
        trainer.change(**changes)
    assert_same(train_in_slices(sliced, 60, 1), whole.train(steps=47))


def test_every_example_is_used_once_an_epoch_also_when_the_batch_size_changes_midway():
    # a linear neuron with a zero input learns its bias only: with η/m tiny, b sums what it has seen of y - b
    n, rate = 23, 1e-6
    targets = 2.0 ** np.arange(n)[:, np.newaxis]
    data = Dataset(np.zeros((n, 1)), targets, [], [])
    experiment = Experiment(
        dataset="custom",
        hidden=(),
        cost="quadratic",
        output="linear",
        batch_size=4,
        learning_rate=rate,
        initialization="zero",
    )
    trainer = Trainer(experiment, data)
    seen = []
    for m in (4, 4, 5, 5, 5):
        trainer.change(batch_size=m)
        before = trainer.history.batch_cost.sum()
        trainer.train(steps=1)
        seen.append(trainer.history.batch_cost.sum() - before)
    assert trainer.epoch == 1
    assert trainer.step == 5
    # the cost of a mini-batch is the mean of ½ y² (b is negligible), so cost times size sums ½ 4^i over all i < 23
    total = sum(cost * size for cost, size in zip(seen, (4, 4, 5, 5, 5), strict=True))
    assert total == pytest.approx(0.5 * (4**n - 1) / 3, rel=1e-3)


def test_orders_differ_from_epoch_to_epoch_and_from_seed_to_seed():
    def costs(seed):
        trainer = custom(np.zeros((12, 1)), 2.0 ** np.arange(12)[:, np.newaxis], output="linear", batch_size=1)
        experiment = trainer.experiment.changed(seed=seed, learning_rate=1e-6, initialization="zero")
        costs = Trainer(experiment, trainer.data).train(epochs=2).history.batch_cost
        return np.round(np.log2(2 * costs) / 2).astype(int)  # C = ½ (2^i)² names the example

    first = costs(0)
    assert sorted(first[:12]) == sorted(first[12:]) == list(range(12))
    assert first[:12].tolist() != first[12:].tolist()
    assert costs(1).tolist() != first.tolist()
    assert costs(0).tolist() == first.tolist()


def test_where_an_epoch_is_one_step_no_order_is_drawn():
    trainer = Trainer(small(batch_size=103))
    for _ in range(2):
        assert trainer.upcoming().tolist() == list(range(103))
        trainer.train(epochs=1)
    drawn = Trainer(small()).train(epochs=2)
    trainer.change(batch_size=10)
    assert (trainer.examples_of_epoch() == drawn.examples_of_epoch()).all()
    trainer.train(steps=1)
    trainer.change(batch_size=103)  # of this epoch, which began in an order, 93 examples are left
    assert (trainer.upcoming() == drawn.examples_of_epoch()[10:]).all()


def test_bounds():
    trainer = Trainer(small())
    assert trainer.steps_per_epoch == 11
    assert trainer.train(steps=4) is trainer
    assert (trainer.step, trainer.epoch) == (4, 0)
    trainer.train(epochs=1)
    assert (trainer.step, trainer.epoch) == (11, 1)
    trainer.train(epochs=2, steps=5)
    assert (trainer.step, trainer.epoch) == (16, 1)
    trainer.train()
    assert (trainer.step, trainer.epoch) == (22, 2)
    trainer.train(steps=0)
    trainer.train(epochs=0)
    assert trainer.step == 22
    trainer.train(steps=np.int64(2))
    trainer.train(steps=0.5)
    assert trainer.step == 25
    trainer.train(seconds=0.05)
    assert trainer.step > 25


@pytest.mark.parametrize("bound", [{"epochs": -1}, {"steps": -1}, {"seconds": -0.1}, {"steps": float("nan")}], ids=str)
def test_training_does_not_go_backward(bound):
    with pytest.raises(ValueError, match="forward"):
        Trainer(small()).train(**bound)


def test_one_step_by_hand():
    # sigmoid, x = 1: w = 2, b = -2, so z = 0, a = 1/2; y = 1; cross-entropy: ∂C/∂w = ∂C/∂b = a - y = -1/2
    for regularization, w in (("none", 2.5), ("L2", 2.1), ("L1", 2.3)):
        # η = 1, λ = 0.2, n = 1: L2 has 0.8·2 + 0.5, L1 has 2 - 0.2 + 0.5; the bias is not regularized
        settings = {"learning_rate": 1, "regularization": regularization, "regularization_strength": 0.2}
        trainer = custom([[1.0]], [1], cost="cross-entropy", **settings)
        trainer.network.parameters[...] = [2, -2]
        trainer.train(steps=1)
        assert trainer.network.parameters == pytest.approx([w, -1.5], rel=1e-6)
        assert trainer.history.batch_cost == pytest.approx([np.log(2)], rel=1e-6)


@pytest.mark.parametrize("regularization", ["none", "L1", "L2"])
def test_n_is_the_number_of_training_examples_whatever_the_mini_batch(regularization):
    # inputs 0 and desired outputs σ(b): the gradient is 0, so ηλ/n alone moves w, in every one of the 3 steps
    trainer = custom(
        np.zeros((6, 1)),
        np.full((6, 1), 0.5),
        batch_size=2,
        learning_rate=0.5,
        regularization=regularization,
        regularization_strength=1.2,
    )
    trainer.network.parameters[...] = [4, 0]
    trainer.train(epochs=1)
    # ηλ/n = 0.1
    expected = {"none": 4, "L1": 4 - 3 * 0.1, "L2": 4 * 0.9**3}[regularization]
    assert trainer.network.parameters == pytest.approx([expected, 0], rel=1e-6)
    # λ/n Σ|w| and λ/(2n) Σ w²
    assert trainer.penalty() == pytest.approx(
        {"none": 0, "L1": 0.2 * expected, "L2": 0.1 * expected**2}[regularization], rel=1e-6
    )


@pytest.mark.parametrize("cost", ["quadratic", "cross-entropy", "log-likelihood"])
def test_zero_initialization_stays_zero_under_l1_where_the_gradient_is_zero(cost):
    # the second input is always 0, and with zero weights the hidden neurons pass nothing on to it
    x = np.column_stack([np.linspace(-1, 1, 20), np.zeros(20)])
    trainer = custom(
        x, np.arange(20) % 2, cost=cost, initialization="zero", regularization="L1", regularization_strength=3.0
    )
    trainer.train(epochs=20)
    assert trainer.network.weights[0][:, 1].tolist() == [0] * trainer.network.sizes[-1]
    assert not trainer.problem


def test_evaluation_is_the_plain_cost_and_accuracy():
    trainer = Trainer(small(cost="log-likelihood")).train(epochs=3)
    data = trainer.data
    hot = np.eye(2)[data.y_test]
    value, _, _ = backpropagation.gradient(trainer.network, data.x_test, hot, "log-likelihood")
    right = trainer.network.feedforward(data.x_test).argmax(axis=1) == data.y_test
    evaluation = trainer.evaluation("test")
    assert evaluation.cost == pytest.approx(value, rel=1e-5)
    assert evaluation.accuracy == right.mean()
    assert trainer.history.test_cost[-1] == evaluation.cost
    assert trainer.history.test_accuracy[-1] == evaluation.accuracy
    value, _, _ = backpropagation.gradient(trainer.network, data.x_test[:7], hot[:7], "log-likelihood")
    assert trainer.evaluation("test", 7).cost == pytest.approx(value, rel=1e-5)
    assert trainer.evaluation("test", 7).accuracy == right[:7].mean()
    assert trainer.history.epoch.tolist() == [1, 2, 3]


def test_without_evaluation_the_training_figures_are_the_means_of_the_mini_batches():
    trainer = Trainer(small(), evaluate=()).train(epochs=1)
    history, sizes = trainer.history, np.array([10] * 10 + [3])
    assert history.train_cost[0] == pytest.approx((history.batch_cost * sizes).sum() / 103, rel=1e-12)
    assert history.train_accuracy[0] == pytest.approx((history.batch_accuracy * sizes).sum() / 103, rel=1e-12)
    assert np.isnan(history.test_cost).all()


def test_where_answers_are_numbers_there_is_no_accuracy():
    trainer = Trainer(small(dataset="plane", cost="quadratic"), evaluate=("test",)).train(epochs=2)
    for figures in (trainer.history.train_accuracy, trainer.history.test_accuracy, trainer.history.batch_accuracy):
        assert len(figures)
        assert np.isnan(figures).all()
    assert np.isfinite(trainer.history.train_cost).all()


def test_without_test_examples_there_are_no_test_figures():
    data = Dataset([[0.0], [1.0]], [0, 1], [], [])
    trainer = Trainer(Experiment(dataset="custom", hidden=()), data).train(epochs=1)
    assert np.isnan(trainer.history.test_cost).all()
    assert np.isnan(trainer.evaluation("test").accuracy)
    assert np.isfinite(trainer.history.train_cost).all()


DIVERGING = [
    {"activation": "relu", "hidden": (8,) * 6, "learning_rate": 1000, "initialization": "large", "seed": 2},
    {"activation": "relu", "hidden": (8,) * 8, "learning_rate": 10, "initialization": "large", "seed": 3},
    {"dataset": "plane", "cost": "quadratic", "activation": "relu", "hidden": (4, 4), "learning_rate": 10},
    {"dataset": "plane", "cost": "quadratic", "activation": "linear", "hidden": (), "learning_rate": 0.5},
    # ηλ/n is above 2, so every step turns the weights over and makes them longer, although C₀ stays finite
    {"activation": "sigmoid", "cost": "quadratic", "learning_rate": 5, "regularization": "L2"}
    | {"regularization_strength": 100},
]


@pytest.mark.parametrize("settings", DIVERGING, ids=str)
def test_a_diverging_run_stops_at_the_exact_step_however_it_is_sliced(settings):
    experiment = small(**settings)
    whole = Trainer(experiment).train(epochs=200)
    assert whole.problem is not None

    # one at a time: every step up to there has a finite cost and leaves finite parameters
    single = Trainer(experiment)
    while single.problem is None:
        before, step = single.network.parameters.copy(), single.step
        assert np.isfinite(before).all()
        single.train(steps=1)
    assert single.step == step
    assert single.network.parameters.tolist() == before.tolist()
    assert f"at step {step + 1:,}: the cost is no longer a finite number" in single.problem
    assert_same(single, whole)
    for seed in range(3):
        assert_same(train_in_slices(Trainer(experiment), 10_000, seed), whole)

    # the step that was not taken has no finite cost, or leaves no finite parameters
    start = step - step // single.steps_per_epoch * single.steps_per_epoch
    order = np.random.default_rng([experiment.seed, 1, single.epoch]).permutation(single.data.n)
    batch = order[start * 10 : start * 10 + 10]
    x, y = single.data.x_train[batch], single.data.targets(single.data.y_train[batch], experiment.output)
    strength = experiment.regularization_strength
    with np.errstate(all="ignore"):
        value, by_weight, _ = backpropagation.gradient(
            single.network, x, y, experiment.cost, experiment.regularization, strength, single.data.n
        )
        moved = [w - experiment.learning_rate * dw for w, dw in zip(single.network.weights, by_weight, strict=True)]
        errors, zs, _ = backpropagation.deltas(single.network, x, y, experiment.cost)
        sizes = [value, *(np.abs(values, dtype=np.float64).max() for values in (*moved, *errors, *zs))]
    # some number on the way is near the largest of 32 bits (a square or a sum may have been the first to pass it)
    assert not all(size < float(np.finfo(np.float32).max) / 100 for size in sizes)


def test_a_run_with_a_problem_goes_no_further_and_keeps_it_when_resumed():
    trainer = Trainer(small(**DIVERGING[0])).train(epochs=200)
    step, parameters = trainer.step, trainer.network.parameters.copy()
    for bound in ({"steps": 5}, {"epochs": 2}, {"seconds": 0.01}, {}):
        trainer.train(**bound)
    assert trainer.step == step
    assert trainer.network.parameters.tolist() == parameters.tolist()
    assert np.isfinite(parameters).all()
    resumed = Trainer.resume(pickle.loads(pickle.dumps(trainer.state())))
    assert resumed.problem == trainer.problem
    assert_same(resumed.train(epochs=1), trainer)


def test_the_advice_fits_the_cause():
    def problem(**settings):
        return Trainer(small(**settings)).train(epochs=200).problem

    assert "a smaller η (now 5) or a smaller λ (now 100)" in problem(**DIVERGING[-1])
    assert "or the scaled initialization" in problem(**DIVERGING[0])
    assert "Try a smaller η (now 0.5), then Reset" in problem(**DIVERGING[3])


@pytest.mark.parametrize("name", ["seed", "hidden", "activation", "cost", "dataset", "initialization"])
def test_other_settings_cannot_change_while_a_run_goes_on(name):
    with pytest.raises(ValueError, match=f"{name} cannot change while a run goes on"):
        Trainer(small()).change(**{name: 1})


def test_a_change_that_makes_no_sense_leaves_the_run_as_it_was():
    trainer = Trainer(small()).train(steps=5)
    with pytest.raises(ValueError, match="learning rate"):
        trainer.change(batch_size=3, learning_rate=-1)
    assert trainer.experiment == small()
    assert_same(trainer.train(steps=20), Trainer(small()).train(steps=25))


def test_restoring_goes_back_to_an_earlier_moment():
    trainer = Trainer(small()).train(steps=17)
    state = trainer.state()
    trainer.change(batch_size=3, learning_rate=0.7)
    trainer.train(steps=30)
    trainer.restore(state)
    assert trainer.experiment == small()
    assert_same(trainer.train(steps=9), Trainer(small()).train(steps=26))


def test_a_state_is_plain_and_independent_of_the_run():
    trainer = Trainer(small()).train(steps=5)
    state = trainer.state()
    before = pickle.dumps(state)
    trainer.train(steps=20)
    assert pickle.dumps(state) == before


@pytest.mark.parametrize(
    ("answers", "cost", "message"),
    [
        ([[5.0], [2.0]], "cross-entropy", "desired outputs from 0 to 1"),
        ([[-1.0], [0.5]], "cross-entropy", "desired outputs from 0 to 1"),
        ([[1.0, 1.0], [0.0, 1.0]], "log-likelihood", "probabilities"),
        ([[1.5, -0.5], [0.0, 1.0]], "log-likelihood", "probabilities"),
    ],
)
def test_desired_outputs_that_a_cost_cannot_compare_are_refused(answers, cost, message):
    with pytest.raises(ValueError, match=message):
        custom([[0.0], [1.0]], answers, cost=cost)


@pytest.mark.parametrize(
    ("answers", "settings", "classes"),
    [
        ([3, 301], {"cost": "quadratic", "output": "linear"}, 0),
        ([3.0, 1.0], {"cost": "quadratic", "output": "linear"}, 0),
        ([[0], [2]], {}, 3),
        ([0.0, 2.0], {}, 3),
        (["b", "a"], {}, 2),
        ([0.0, 1.0], {"cost": "quadratic", "task": "regression"}, 0),
        ([[0.0], [2.0]], {"task": "classification"}, 3),
    ],
    ids=str,
)
def test_the_experiment_says_what_the_task_is(answers, settings, classes):
    trainer = custom([[0.0], [1.0]], answers, **settings)
    assert trainer.data.classes == classes
    assert np.isfinite(trainer.evaluation("train").cost)
    assert np.isfinite(trainer.evaluation("train").accuracy) == (classes > 0)


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: custom([[0.0], [1.0]], [[0.0], [2.0]], cost="quadratic"), "answers go from 0 to 2, but what Sigmoid"),
        (lambda: Trainer(small(), ([[0.0]], [0])), "not a tuple"),
        (lambda: Trainer(small(), evaluate=("tset",)), "'train', 'test' or 'validation' examples, not on 'tset'"),
        (lambda: Trainer(small()).evaluation("tset"), "'train', 'test' or 'validation' examples, not on 'tset'"),
        (lambda: small(task="guessing"), "no task 'guessing'; choose one of classification, regression"),
        (lambda: small(task="regression"), "data for classification, not for regression"),
    ],
)
def test_what_does_not_fit_the_task_is_refused(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


def test_data_of_ones_own_must_be_given():
    with pytest.raises(ValueError, match="data of its own"):
        Trainer(Experiment(dataset="custom"))


def test_the_record_is_the_same_whenever_somebody_looks(monkeypatch):
    monkeypatch.setattr(history, "CAPACITY", 8)
    settings = {"regularization": "L2", "regularization_strength": 1}
    looked_at, left_alone = (Trainer(small(**settings)) for _ in range(2))
    for _ in range(45):
        looked_at.train(epochs=1)
        assert looked_at.history.train_cost[-1] == looked_at.evaluation("train").cost
        assert looked_at.history.penalty[-1] == looked_at.penalty()
    left_alone.train(epochs=45)
    left_alone.change(regularization_strength=2)
    assert len(left_alone.history.epoch) < 12
    assert left_alone.history == looked_at.history


def test_a_long_run_keeps_its_history_small():
    trainer = custom([[0.0], [1.0]], [0, 1], batch_size=1).train(epochs=2500)
    assert len(trainer.history.epoch) < CAPACITY
    assert len(trainer.history.batch_step) < CAPACITY
    assert trainer.history.epoch[-1] > 2490
    assert trainer.history.batch_step[-1] > 4990


def output_after(single_neuron, w, b, steps, **settings):
    experiment, data = single_neuron(**settings)
    trainer = Trainer(experiment, data)
    trainer.network.weights[0][:], trainer.network.biases[0][:] = w, b
    trainer.train(steps=steps)
    return float(trainer.network.feedforward([[1.0]])[0, 0])


@pytest.mark.parametrize(("w", "b", "start", "end"), [(0.6, 0.9, 0.82, 0.09), (2, 2, 0.98, 0.20)])
def test_the_single_neuron_of_the_book(single_neuron, w, b, start, end):
    # x = 1, y = 0, quadratic cost, η = 0.15, as figures 1 and 2 of chapter 3 of the book have it, to two digits
    settings = {"cost": "quadratic", "learning_rate": 0.15}
    assert output_after(single_neuron, w, b, 0, **settings) == pytest.approx(start, abs=0.005)
    assert output_after(single_neuron, w, b, 300, **settings) == pytest.approx(end, abs=0.005)


def test_the_badly_saturated_neuron_learns_slowly_with_the_quadratic_cost_only(single_neuron):
    # ∂C/∂w = a σ'(z) x against a x, at a = σ(4) = 0.982: 0.0173 against 0.982
    experiment, data = single_neuron(cost="quadratic")
    network = Trainer(experiment, data).network
    network.weights[0][:], network.biases[0][:] = 2, 2
    slopes = {
        cost: backpropagation.gradient(network, [[1.0]], [[0.0]], cost)[1][0][0, 0]
        for cost in ("quadratic", "cross-entropy")
    }
    assert slopes["quadratic"] == pytest.approx(0.017, abs=0.0005)
    assert slopes["cross-entropy"] == pytest.approx(0.98, abs=0.005)
    # half way through the quadratic run the output has hardly moved from 0.98 (the book: flat for 150 epochs)
    assert output_after(single_neuron, 2, 2, 150, cost="quadratic", learning_rate=0.15) > 0.9


def test_published_accuracy_on_the_digits():
    experiment = Experiment(
        dataset="mnist",
        hidden=(30,),
        activation="sigmoid",
        cost="cross-entropy",
        learning_rate=0.5,
        regularization="L2",
        regularization_strength=0.5,
        batch_size=10,
        seed=0,
    )
    trainer = Trainer(experiment).train(epochs=15)
    assert trainer.history.test_accuracy[-1] >= 0.92
    assert trainer.history.train_accuracy[-1] > 0.97


def test_a_validation_set_is_evaluated_after_every_epoch():
    data = Dataset(np.linspace(-1, 1, 40)[:, np.newaxis], np.arange(40) // 20).split(validation=0.25, seed=1)
    told = []
    trainer = Trainer(Experiment(dataset="custom"), data).train(epochs=3, callback=told.append)
    now = trainer.evaluation("validation")
    assert (now.cost, now.accuracy) == (trainer.history.validation_cost[-1], trainer.history.validation_accuracy[-1])
    parts = data.x_train, data.y_train, data.x_validation, data.y_validation
    as_test = Trainer(Experiment(dataset="custom"), Dataset(*parts))
    as_test.train(epochs=3)
    assert trainer.history.validation_cost.tolist() == as_test.history.test_cost.tolist()
    assert [entry.validation_cost for entry in told] == as_test.history.test_cost.tolist()
    assert np.isnan(as_test.history.validation_cost).all()
    assert (trainer.evaluate, as_test.evaluate) == (("train", "test", "validation"), ("train", "test"))
    again = run_file.from_bytes(run_file.to_bytes(trainer)).trainer
    assert again.history == trainer.history
    assert again.train(epochs=1).history == trainer.train(epochs=1).history
    rows = list(csv.DictReader(io.StringIO(tables.epochs(trainer.history))))
    assert [float(row["validation_cost"]) for row in rows] == trainer.history.validation_cost.tolist()
    assert "validation" not in tables.epochs(as_test.history)


@pytest.mark.parametrize("settings", [{"learning_rate": 1e300}, {"regularization_strength": 1e308}], ids=str)
def test_settings_beyond_single_precision_stop_the_run_with_a_sentence(settings):
    experiments = [small(regularization=name, **settings) for name in ("L1", "L2")]
    for trainer in (*map(Trainer, experiments), *train_together(experiments)):
        trainer.train(epochs=2)
        assert "no longer a finite number" in trainer.problem
        assert np.isfinite(trainer.network.parameters).all()
