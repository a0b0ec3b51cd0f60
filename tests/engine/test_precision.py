"""A run in double precision: its steps, its figures, its file, its exports and its Hessian are right to all digits.

A single holds 7 digits, a double 16: what agrees to 10⁻⁹ and better was not computed in singles anywhere.
"""

import io
import zipfile
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Network, Trainer, backpropagation, plan, replicas, run_file
from engine.activations import ACTIVATIONS, MIXING
from engine.arrays import Array
from engine.costs import COSTS
from engine.export import onnx_model, python, pytorch
from engine.newton import hessian
from engine.snapshot import take
from tests.engine.test_mixed_activations import TERMS, by_hand, slopes
from tests.engine.test_registries import SHARP, SOFTSIGN
from tests.engine.test_run_file import changed

HIDDEN = ["sigmoid", "tanh", "relu", "linear"]
FITTING = [(cost.name, output) for cost in COSTS.values() for output in cost.outputs]


def double(**settings: Any) -> Experiment:
    return Experiment(precision="float64", **settings)


@pytest.fixture(params=plan.STEPS)
def step(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """By which step runs are trained here."""
    name: str = request.param
    if name == plan.NUMBA:
        pytest.importorskip("numba")
    else:
        monkeypatch.setattr(plan, "loops", lambda: None)
    return name


@pytest.mark.parametrize(("cost", "output"), FITTING)
@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("n_in", [3, 30])
def test_a_step_goes_down_the_slope_of_the_cost(step: str, activation: str, cost: str, output: str, n_in: int) -> None:
    rng = np.random.default_rng(8)
    x, labels = rng.uniform(-1, 1, (6, n_in)).astype(np.float32), np.arange(6) % 3
    e = double(
        dataset="custom",
        hidden=(5, 4),
        activation=activation,
        cost=cost,
        output=output,
        task="classification",
        batch_size=6,
        learning_rate=0.5,
        seed=4,
    )
    trainer = Trainer(e, Dataset(x, labels, x, labels))
    y = trainer.data.targets(labels, output).astype(np.float64)
    before = trainer.network.parameters.copy()
    zs, _ = trainer.network.forward(x)
    assert min(np.abs(z).min() for z in zs) > 1e-4  # no ReLU comes over its kink
    mix = (activation, activation)

    def mean_cost(parameters: Array) -> float:
        answers = by_hand(mix, output, parameters, x.astype(np.float64), (n_in, 5, 4, 3))
        return float(TERMS[cost](answers, y).sum(axis=1).mean())

    trainer.train(steps=1)
    assert trainer.made_by == (step,)
    np.testing.assert_allclose((before - trainer.network.parameters) / 0.5, slopes(mean_cost, before), atol=1e-9)
    assert trainer.history.batch_cost[0] == pytest.approx(mean_cost(before), rel=1e-13)


@pytest.mark.parametrize("dataset", ["moons", "mnist"])
def test_a_run_is_stochastic_gradient_descent_as_written_here(step: str, dataset: str) -> None:
    e = double(
        dataset=dataset,
        hidden=(6,),
        activation="tanh",
        cost="cross-entropy",
        learning_rate=0.3,
        regularization="L2",
        regularization_strength=0.5,
        batch_size=8,
        samples=100,
    )
    trainer = Trainer(e)
    data = trainer.data
    x = data.x_train.astype(np.float64) / (255 if dataset == "mnist" else 1)
    y = data.targets(data.y_train, "sigmoid").astype(np.float64)
    n, costs = len(x), []
    (w, u), (b, c) = map(list, (map(np.array, trainer.network.weights), map(np.array, trainer.network.biases)))
    for _ in range(3):
        order, start = trainer.examples_of_epoch(), trainer.step
        for batch in np.split(order, np.arange(8, n, 8)):
            a = np.tanh(x[batch] @ w.T + b)
            answer = 1 / (1 + np.exp(-(a @ u.T + c)))
            target = y[batch]
            costs.append(-(target * np.log(answer) + (1 - target) * np.log(1 - answer)).sum() / len(batch))
            late = (answer - target) / len(batch)
            early = late @ u * (1 - a**2)
            u = (1 - 0.3 * 0.5 / n) * u - 0.3 * late.T @ a
            w = (1 - 0.3 * 0.5 / n) * w - 0.3 * early.T @ x[batch]
            c, b = c - 0.3 * late.sum(axis=0), b - 0.3 * early.sum(axis=0)
        trainer.train(epochs=1)
        assert trainer.step == start + -(-n // 8)
    assert trainer.made_by == (step,)
    for found, expected in zip((*trainer.network.weights, *trainer.network.biases), (w, u, b, c), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(trainer.history.batch_cost, costs, rtol=1e-10)
    answer = 1 / (1 + np.exp(-(np.tanh(x @ w.T + b) @ u.T + c)))
    cost = -(y * np.log(answer) + (1 - y) * np.log(1 - answer)).sum(axis=1).mean()
    assert trainer.history.train_cost[-1] == pytest.approx(cost, rel=1e-10)


def test_a_run_and_its_file_go_on_bit_for_bit() -> None:
    trainer = Trainer(double(dataset="moons", samples=60)).train(steps=7)
    trainer.edit("switch", 1, 2, False)
    trainer.edit("freeze", 0, 1, 0, True)
    opened = run_file.from_bytes(run_file.to_bytes(trainer)).trainer
    resumed = Trainer.resume(trainer.state())
    for one in (opened, resumed):
        assert one.experiment == trainer.experiment
        one.train(epochs=2).edit("switch", 1, 2, True)
    trainer.train(epochs=2).edit("switch", 1, 2, True)
    assert trainer.network.parameters.dtype == np.float64
    for one in (opened, resumed):
        assert one.network.parameters.tobytes() == trainer.network.parameters.tobytes()
        assert one.history.train_cost.tobytes() == trainer.history.train_cost.tobytes()


def test_a_file_of_the_other_precision_is_refused() -> None:
    singles, doubles = (Trainer(Experiment(samples=60, precision=kind)) for kind in ("float32", "float64"))
    with np.load(io.BytesIO(run_file.to_bytes(singles))) as file:
        assert file["parameters"].dtype == np.float32
    with np.load(io.BytesIO(run_file.to_bytes(doubles))) as file:
        assert file["parameters"].dtype == file["off"].dtype == np.float64
    said = zipfile.ZipFile(io.BytesIO(run_file.to_bytes(singles))).read("run.json")
    with pytest.raises(ValueError, match=r"float64 of shape .* of float32"):
        run_file.from_bytes(changed(run_file.to_bytes(doubles), run=said))


@pytest.mark.parametrize("output", [*ACTIVATIONS, "softmax", "sharp"])
@pytest.mark.parametrize("packed", [False, True])
def test_exports_answer_in_double(output: str, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MIXING, "sharp", SHARP)
    monkeypatch.setattr(python, "MOST_WRITTEN_OUT", 0 if packed else 1_000)
    network = Network((3, 4, 5, 2), ("tanh", "sigmoid"), output, seed=2, dtype=np.float64)
    x = np.random.default_rng(1).normal(size=(9, 3))
    names: dict[str, Any] = {}
    exec(python.to_python(network), names)
    assert names["answer"](x).dtype == np.float64
    np.testing.assert_allclose(names["answer"](x), network(x), rtol=1e-14, atol=1e-15)
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(onnx_model.to_onnx(network), providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(session.run(["answer"], {"x": x})[0], network(x), rtol=1e-13, atol=1e-14)


def test_pytorch_gets_doubles() -> None:
    network = Network((2, 3, 1), "tanh", dtype=np.float64)
    assert pytorch.architecture(network).endswith("nn.Sigmoid()).double()")
    assert all(array.dtype == np.float64 for array in pytorch.state_dict(network).values())
    assert np.array_equal(pytorch.state_dict(network)["0.weight"], network.weights[0])


def test_the_hessian_where_a_run_stands_is_the_slope_of_its_gradient() -> None:
    trainer = Trainer(double(dataset="xor", hidden=(3,), samples=40)).train(epochs=3)
    x, y = trainer.data.x_train, trainer.data.targets(trainer.data.y_train, "sigmoid")

    def gradient(parameters: Array) -> Array:
        moved = trainer.network.copy()
        moved.parameters = parameters
        _, by_weight, by_bias = backpropagation.gradient(moved, x, y, "cross-entropy")
        blocks = [np.column_stack(pair).ravel() for pair in zip(by_weight, by_bias, strict=True)]
        return np.concatenate(blocks)

    found = hessian(trainer.network, x, y, "cross-entropy")
    np.testing.assert_allclose(found, slopes(gradient, trainer.network.parameters), atol=1e-8)


def test_runs_of_one_precision_are_trained_together() -> None:
    runs = [Experiment(samples=60, learning_rate=rate, precision=kind) for rate in (0.1, 0.2) for kind in PRECISE]
    together = replicas.train_together(runs, epochs=2)
    for one, e in zip(together, runs, strict=True):
        alone = Trainer(e).train(epochs=2).network.parameters
        assert one.network.parameters.dtype == alone.dtype == np.dtype(e.precision)
        np.testing.assert_allclose(one.network.parameters, alone, atol=PRECISE[e.precision])
    for one, single in zip(together[::2], replicas.train_together(runs[::2], epochs=2), strict=True):
        assert one.network.parameters.tobytes() == single.network.parameters.tobytes()


PRECISE = {"float32": 1e-5, "float64": 1e-13}


def test_a_foreign_activation_trains_in_double(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIVATIONS, "soft-sign", SOFTSIGN)
    trainer = Trainer(double(hidden=(4, 3), activation=("soft-sign", "relu"), samples=60, augmentation=True))
    trainer.train(epochs=2)
    assert trainer.network.parameters.dtype == np.float64
    snapshot = take(trainer)
    assert all(w.dtype == np.float64 for w in snapshot.weights)
    assert all(gradient.dtype == np.float32 for gradient in snapshot.gradients)


def test_a_precision_is_named_only_where_it_is_not_the_usual_one() -> None:
    assert "precision" not in Experiment().to_dict()
    assert double().to_dict()["precision"] == "float64"
    assert Experiment.from_json(double().to_json()) == double() != Experiment()
    for wrong in ("float16", "double", 64, None, ["float64"]):
        with pytest.raises(ValueError, match=r"There is no precision .*; choose one of float32, float64"):
            Experiment(precision=wrong)
