"""The step of compiled loops against the plain rule, for all that can be combined; and which runs take it."""

from itertools import pairwise

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer, backpropagation, plan, replicas, run_file
from engine.activations import ACTIVATIONS, SIGMOID, Activation
from engine.compiled import CompiledStep
from engine.costs import COSTS
from engine.regularizers import REGULARIZERS, Regularizer

pytest.importorskip("numba", reason="the loops need Numba: pip install '.[fast]'")

from engine import loops
from engine.fused import FusedStep

N, M = 12, 4


def with_ones(x):
    return np.column_stack([x, np.full(len(x), 255 if x.dtype == np.uint8 else 1, x.dtype)])


def steps(network, x, y, cost, regularization="none", strength=0.0, learns=None, m=M, slices=None):
    """Train on x in order, η = 0.3, with the chunk run in these slices; returns cost and accuracy of each step."""
    step = FusedStep(network, with_ones(x), y, COSTS[cost], m)
    step.set(0.3, regularization, strength, learns)
    count = len(x) // m
    step.gather(np.arange(count * m))
    bounds = slices or [0, count]
    for first, last in pairwise(bounds):
        step.run(first, last)
    return step.costs(0, count)


def plain(network, x, y, cost, regularization, strength, learns, n):
    value, by_weight, by_bias = backpropagation.gradient(network, x, y, cost)
    slope, twin = REGULARIZERS[regularization].slope, network.copy(np.float64)
    for w, b, dw, db in zip(twin.weights, twin.biases, by_weight, by_bias, strict=True):
        w -= 0.3 * (dw + strength / n * slope(w))
        b -= 0.3 * db
    if learns is not None:
        twin.parameters = np.where(learns == 0, network.parameters, twin.parameters)
    return value, twin.parameters


@pytest.fixture
def foreign_regularizer(monkeypatch):
    """Σ ¼ w⁴, which no loop knows: its slope is w³."""
    quartic = Regularizer("quartic", "Quartic", "", "", lambda w: 0.25 * float((w**4).sum()), lambda w: w**3)
    monkeypatch.setitem(REGULARIZERS, "quartic", quartic)


@pytest.mark.usefixtures("foreign_regularizer")
@pytest.mark.parametrize("hidden", [(), (5,), (4, 3, 5)], ids=str)
@pytest.mark.parametrize("regularization", ["none", "L1", "L2", "quartic"])
@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize(("dtype", "rel"), [(np.float64, 1e-11), (np.float32, 2e-5)])
def test_a_step_is_the_plain_rule(combination, hidden, regularization, frozen, dtype, rel, exact_network, examples):
    activation, cost, output = combination
    x, y = (values.astype(dtype) for values in examples(M, 3, 4))
    network = exact_network((3, *hidden, 4), activation, output, seed=len(hidden)).copy(dtype)
    learns = (np.arange(network.parameters.size) % 3 > 0).astype(dtype) if frozen else None
    before = network.parameters.copy()
    value, expected = plain(network, x, y, cost, regularization, 2.0, learns, M)
    costs, _ = steps(network, x, y, cost, regularization, 2.0, learns)
    assert np.abs(network.parameters - expected).max() <= rel * np.abs(expected).max()
    assert costs == pytest.approx([value], rel=rel)
    assert not frozen or (network.parameters == before)[learns == 0].all()


@pytest.mark.parametrize("regularization", list(REGULARIZERS))
@pytest.mark.parametrize(("sizes", "m"), [((500, 30, 4), 10), ((500, 101, 60, 4), 100), ((3, 70, 80, 4), 10)], ids=str)
def test_large_layers_are_the_plain_rule(sizes, m, regularization, exact_network):
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(m, sizes[0])), np.eye(4)[rng.integers(4, size=m)]
    network = exact_network(sizes, "tanh", "softmax")
    network.parameters *= 0.1
    _, expected = plain(network, x, y, "log-likelihood", regularization, 1.0, None, m)
    assert max(block.size for block in network.blocks) * m > loops.LARGE
    steps(network, x, y, "log-likelihood", regularization, 1.0, m=m)
    np.testing.assert_allclose(network.parameters, expected, rtol=1e-10, atol=1e-13)


def test_bytes_are_pixels(exact_network):
    pixels = np.random.default_rng(1).integers(256, size=(M, 3)).astype(np.uint8)
    y, both = np.eye(2)[[0, 1, 1, 0]], []
    for x in (pixels, pixels / 255):
        both.append(exact_network((3, 4, 2), "tanh", "sigmoid"))
        steps(both[-1], x, y, "cross-entropy")
    np.testing.assert_allclose(both[0].parameters, both[1].parameters, rtol=1e-13)


@loops.numba.njit
def activate(kind, z):
    loops._activate(kind, z)


@pytest.mark.parametrize("z", np.concatenate([np.linspace(-30, 30, 61), [-1e4, -90, -1e-6, 0, 1e-6, 90, 1e4]]))
def test_functions_of_single_precision_are_right_to_it(z):
    for name, exact in (("sigmoid", SIGMOID.function), ("tanh", np.tanh)):
        a = np.full((1, 1), z, np.float32)
        activate(loops.ACTIVATIONS.index(ACTIVATIONS[name]), a)
        assert a[0, 0] == pytest.approx(exact(np.float64(np.float32(z))), rel=4e-7, abs=2e-38)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_finite_number_stays_none(bad, exact_network, examples):
    x, y = examples(M, 3, 4)
    network = exact_network((3, 5, 4), "tanh", "sigmoid").copy(np.float32)
    network.weights[1][0, 0] = bad
    with np.errstate(all="ignore"):
        costs, _ = steps(network, x.astype(np.float32), y.astype(np.float32), "cross-entropy")
    assert not np.isfinite(costs).all()
    assert not np.isfinite(network.parameters).all()


@pytest.mark.parametrize("slices", [[0, 1, 2, 3], [0, 2, 3]])
def test_slices_of_a_chunk_are_the_chunk(slices, exact_network, examples):
    x, y = (values.astype(np.float32) for values in examples(N, 3, 4))
    whole, sliced = (exact_network((3, 5, 4), "tanh", "softmax").copy(np.float32) for _ in range(2))
    one, other = steps(whole, x, y, "log-likelihood"), steps(sliced, x, y, "log-likelihood", slices=slices)
    assert whole.parameters.tobytes() == sliced.parameters.tobytes()
    assert np.array_equal(one, other)


@pytest.fixture
def pictures():
    rng = np.random.default_rng(3)
    x, y = rng.integers(256, size=(60, 100)).astype(np.uint8), rng.integers(3, size=60)
    return Dataset(x, y, x[:5], y[:5])


@pytest.mark.parametrize("batch", [1, 7, 10])
def test_a_run_in_slices_moved_and_saved_is_the_run_in_one_piece(batch, pictures):
    e = Experiment(dataset="custom", hidden=(40,), batch_size=batch, regularization="L2", regularization_strength=1)
    whole = Trainer(e, pictures).train(epochs=3)
    part = Trainer(e, pictures).train(steps=5)
    part = Trainer.resume(part.state(), pictures).train(steps=3)
    part = run_file.from_bytes(run_file.to_bytes(part)).trainer
    part.train(epochs=3 - part.epoch)
    assert whole.made_by == part.made_by == (plan.NUMBA,)
    assert whole.network.parameters.tobytes() == part.network.parameters.tobytes()
    assert whole.history.train_cost.tolist() == part.history.train_cost.tolist()


def test_a_neuron_that_is_off_keeps_its_weights():
    trainer = Trainer(Experiment(regularization="L2", regularization_strength=1))
    trainer.edit("switch", 1, 2, False)
    before = trainer.network.copy()
    trainer.train(epochs=2)
    assert trainer.made_by == (plan.NUMBA,)
    assert (trainer.network.blocks[0][2] == before.blocks[0][2]).all()
    assert (trainer.network.weights[1][:, 2] == 0).all()
    assert (trainer.network.blocks[0][:2] != before.blocks[0][:2]).all()


def test_a_run_goes_on_by_the_step_that_it_began_with(monkeypatch):
    monkeypatch.setattr(plan, "loops", lambda: None)
    begun = Trainer(Experiment()).train(epochs=1)
    assert begun.made_by == (plan.NUMPY,)
    alone = Trainer.resume(begun.state()).train(epochs=1)
    monkeypatch.undo()
    here = Trainer.resume(begun.state()).train(epochs=1)
    assert here.made_by == (plan.NUMPY,)
    assert here.network.parameters.tobytes() == alone.network.parameters.tobytes()


def test_a_run_that_comes_to_a_machine_without_loops_says_so(monkeypatch):
    begun = Trainer(Experiment()).train(epochs=1)
    monkeypatch.setattr(plan, "loops", lambda: None)
    moved = run_file.from_bytes(run_file.to_bytes(begun)).trainer.train(epochs=1)
    assert moved.made_by == (plan.NUMBA, plan.NUMPY)
    monkeypatch.undo()
    back = Trainer.resume(moved.state()).train(epochs=1)
    assert back.made_by == (plan.NUMBA, plan.NUMPY)
    assert "numba and numpy" in repr(back)


def test_runs_of_loops_that_are_trained_together_are_each_as_alone():
    runs = [Experiment(learning_rate=rate, regularization="L1", regularization_strength=0.1) for rate in (0.1, 0.2)]
    for together, e in zip(replicas.train_together(runs, epochs=2), runs, strict=True):
        assert together.made_by == (plan.NUMBA,)
        assert together.network.parameters.tobytes() == Trainer(e).train(epochs=2).network.parameters.tobytes()


def test_an_activation_without_loops_takes_the_step_of_numpy(monkeypatch):
    cube = Activation("cube", "Cube", "", lambda z: z**3, lambda z: 3 * z**2, lambda z: 6 * z, -np.inf, np.inf)
    monkeypatch.setitem(ACTIVATIONS, "cube", cube)
    trainer = Trainer(Experiment(activation="cube")).train(steps=1)
    assert trainer.made_by == (plan.NUMPY,)


def test_without_numba_everything_goes_on(monkeypatch):
    monkeypatch.setattr(plan, "loops", lambda: None)
    with_numpy = Trainer(Experiment()).train(epochs=3)
    assert plan.choose((), with_numpy.network, COSTS["cross-entropy"]) == (plan.NUMPY, CompiledStep)
    monkeypatch.undo()
    with_numba = Trainer(Experiment()).train(epochs=3)
    np.testing.assert_allclose(with_numpy.network.parameters, with_numba.network.parameters, atol=1e-5)


def test_machine_code_is_compiled_anew_where_it_cannot_be_kept(monkeypatch, tmp_path):
    closed = tmp_path / "a file, no folder"
    closed.write_text("")
    monkeypatch.setattr(loops, "cache_folder", lambda: closed)
    monkeypatch.setattr(loops.numba.config, "CACHE_DIR", str(closed))

    def twice(x):
        return 2 * x

    assert loops.kept(twice)(21) == 42
