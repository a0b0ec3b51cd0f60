"""Registries are obeyed by everyone: entries that nobody has heard of go the way of those that ship with the engine."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine import Dataset, Experiment, Network, Trainer, backpropagation, explain, rate_factors, replicas, run_file
from engine.activations import ACTIVATIONS, MIXING, Activation, softmax, softmax_jacobian
from engine.arrays import Array
from engine.compiled import CompiledStep
from engine.costs import COSTS, Cost
from engine.data import SOURCES
from engine.data.catalogue import Source
from engine.export import onnx_model, python, pytorch
from engine.initializers import INITIALIZERS, Initializer
from engine.newton import hessian
from engine.regularizers import REGULARIZERS, Regularizer
from engine.snapshot import View, take

SOFTSIGN = Activation(
    name="soft-sign",
    label="Softsign",
    formula=r"\frac{z}{1 + |z|}",
    function=lambda z: z / (1 + np.abs(z)),
    derivative=lambda z: 1 / (1 + np.abs(z)) ** 2,
    second_derivative=lambda z: -2 * np.sign(z) / (1 + np.abs(z)) ** 3,
    low=-1.0,
    high=1.0,
    python="return z / (1 + np.abs(z))",
    pytorch="nn.Softsign()",
    onnx=("a = Softsign(z)",),
)
# softmax at another temperature: it mixes, and it is not the one that the step has a form of its own for
SHARP = Activation(
    name="sharp",
    label="Sharp softmax",
    formula="",
    function=lambda z: softmax(2 * z),
    derivative=lambda z: 2 * softmax_jacobian(softmax(2 * z)),
    second_derivative=lambda z: 4 * MIXING["softmax"].second_derivative(2 * z),
    low=0.0,
    high=1.0,
    mixes=True,
    python="e = np.exp(2 * (z - z.max(axis=-1, keepdims=True)))\nreturn e / e.sum(axis=-1, keepdims=True)",
    onnx=("two = Constant<value_float: float = 2.0>()", "double = Mul(z, two)", "a = Softmax<axis: int = -1>(double)"),
)
OUTPUTS = ("softmax", "sharp", "soft-sign", "tanh", "linear", "sigmoid")
FOURTH = Cost(
    name="fourth",
    label="Fourth power",
    formula=r"C = \frac{1}{4n} \sum_x \sum_j (a_j - y_j)^4",
    terms=lambda z, a, y: 0.25 * (a - y) ** 4,
    gradient=lambda z, a, y: (a - y) ** 3,
    outputs=OUTPUTS,
    cancels=False,
)
BENT = replace(FOURTH, name="bent", label="Bent", curvature=lambda z, a, y: 3 * (a - y) ** 2)
SMOOTH = Regularizer(
    name="smooth",
    label="Smooth",
    formula=r"C = C_0 + \frac{\lambda}{n} \sum_w \sqrt{1 + w^2}",
    update="",
    penalty=lambda w: float(np.sqrt(1 + np.square(w, dtype=np.float64)).sum()),
    slope=lambda w: w / np.sqrt(1 + w**2),
)
EVEN = Initializer(
    "even",
    "Even",
    "from -1 to 1",
    lambda rng, n_out, n_in: (rng.uniform(-1, 1, (n_out, n_in)), rng.uniform(-1, 1, n_out)),
)


def stripes(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    points = rng.uniform(-5, 5, (n, 2))
    return points, (np.abs(points[:, 0]) < 1.7).astype(np.int64)


def scribbles() -> Dataset:
    x = np.random.default_rng(0).integers(256, size=(90, 784)).astype(np.uint8)
    y = np.arange(90) % 10
    return Dataset(x[:60], y[:60], x[60:], y[60:], classes=10, name="scribbles")


ENTRIES: list[tuple[dict[str, Any], Any]] = [
    (ACTIVATIONS, SOFTSIGN),
    (MIXING, SHARP),
    (COSTS, FOURTH),
    (COSTS, BENT),
    (REGULARIZERS, SMOOTH),
    (INITIALIZERS, EVEN),
    (SOURCES, Source("stripes", "Stripes", "plane", 2, "one stripe between two", stripes)),
    (SOURCES, Source("scribbles", "Scribbles", "digits", 10, "nothing at all", examples=60, load=scribbles)),
]
COMBINATIONS = list(product(("soft-sign", "tanh"), ("fourth", "bent"), OUTPUTS, ("smooth", "L2")))


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for registry, entry in ENTRIES:
        monkeypatch.setitem(registry, entry.name, entry)
    yield
    engine.data.load.cache_clear()


def setting(activation: str, output: str) -> tuple[Network, Array, Array]:
    rng = np.random.default_rng(3)
    network = Network((3, 4, 2), activation, output, initialization="even", seed=5, dtype=np.float64)
    assert np.abs(network.parameters).max() <= 1
    return network, rng.uniform(-1, 1, (6, 3)), rng.dirichlet((1, 1), 6)


def flat(by_weight: list[Array], by_bias: list[Array]) -> Array:
    return np.concatenate([np.column_stack(pair).ravel() for pair in zip(by_weight, by_bias, strict=True)])


def differences(network: Network, value: Any, h: float = 1e-6) -> Array:
    """How a value changes with each parameter."""
    columns = []
    for i in range(len(network.parameters)):
        moved = [network.copy(), network.copy()]
        moved[0].parameters[i] += h
        moved[1].parameters[i] -= h
        columns.append((value(moved[0]) - value(moved[1])) / (2 * h))
    return np.array(columns)


@pytest.mark.parametrize(("activation", "cost", "output", "regularization"), COMBINATIONS)
def test_step_gradient_and_hessian_are_what_differences_say(
    activation: str, cost: str, output: str, regularization: str
) -> None:
    network, x, y = setting(activation, output)
    arguments = (x, y, cost, regularization, 0.7, 20)
    _, by_weight, by_bias = backpropagation.gradient(network, *arguments)
    slope = flat(by_weight, by_bias)
    np.testing.assert_allclose(
        slope, differences(network, lambda one: backpropagation.gradient(one, *arguments)[0]), atol=1e-8
    )
    curvature = differences(network, lambda one: flat(*backpropagation.gradient(one, *arguments)[1:]))
    np.testing.assert_allclose(hessian(network, *arguments), curvature, atol=1e-7)

    rows, targets = np.tile(np.column_stack([x, np.ones(6)]), (4, 1))[:20], np.tile(y, (4, 1))[:20]
    stepped = network.copy()
    compiled = CompiledStep(stepped, rows, targets, COSTS[cost], 6)
    compiled.set(0.3, regularization, 0.7)
    compiled.gather(np.arange(6))
    compiled.run(0, 1)
    np.testing.assert_allclose(stepped.parameters, network.parameters - 0.3 * slope, atol=1e-13)
    assert compiled.costs(0, 1)[0] == pytest.approx(backpropagation.gradient(network, x, y, cost)[0], rel=1e-12)


@pytest.mark.parametrize("output", OUTPUTS)
def test_paths_and_explanations_are_what_differences_say(output: str) -> None:
    network, x, y = setting("soft-sign", output)
    _, by_weight, _ = backpropagation.gradient(network, x[0], y[0], "fourth")
    paths = rate_factors.paths(network, x[0], y[0], "fourth", 2, 1, 2)
    assert sum(path.rate_factor for path in paths) == pytest.approx(by_weight[0][1, 2], abs=1e-13)
    assert rate_factors.total(network, x[0], y[0], "fourth", 3, 0, 1) == pytest.approx(by_weight[1][0, 1], abs=1e-13)
    found = explain.output_gradient(network, x[0], 1)
    for k, step in enumerate(1e-6 * np.eye(3)):
        moved = [network.feedforward(x[0] + side * step)[0, 1] for side in (1, -1)]
        assert found[k] == pytest.approx((moved[0] - moved[1]) / 2e-6, abs=1e-8)


@pytest.mark.parametrize("output", ["soft-sign", "sharp"])
def test_exports_give_the_same_answers(output: str) -> None:
    network = Network((3, 5, 4), "soft-sign", output, initialization="even")
    x = np.random.default_rng(1).normal(size=(7, 3)).astype(np.float32)
    names: dict[str, Any] = {}
    exec(python.to_python(network), names)
    np.testing.assert_allclose(names["answer"](x), network.feedforward(x), atol=1e-6)
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(onnx_model.to_onnx(network), providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(session.run(["answer"], {"x": x})[0], network.feedforward(x), atol=1e-6)
    if output == "soft-sign":
        assert pytorch.architecture(network).count("nn.Softsign()") == 2


def test_what_others_cannot_write_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    mute = replace(SOFTSIGN, name="mute", python="", pytorch="", onnx=())
    monkeypatch.setitem(ACTIVATIONS, "mute", mute)
    for write in (python.to_python, pytorch.architecture, onnx_model.to_onnx):
        with pytest.raises(ValueError, match="of the kind 'mute'"):
            write(Network((2, 3, 1), "mute", "tanh"))


@pytest.mark.parametrize("dataset", ["stripes", "scribbles"])
@pytest.mark.parametrize(("cost", "output"), [("fourth", "sharp"), ("bent", "soft-sign"), ("cross-entropy", "sigmoid")])
def test_a_run_goes_all_the_way(dataset: str, cost: str, output: str) -> None:
    experiment = Experiment(
        dataset=dataset,
        hidden=(6, 5),
        activation="soft-sign",
        cost=cost,
        output=output,
        learning_rate=0.3,
        regularization="smooth",
        regularization_strength=0.01,
        initialization="even",
        samples=60,
    )
    assert Experiment.from_json(experiment.to_json()) == experiment
    trainer = Trainer(experiment).train(epochs=2)
    assert trainer.problem is None
    assert trainer.penalty() > 0
    snapshot = take(trainer, view=View(example=1, weight=(0, 1, 0)))
    assert np.isfinite(snapshot.probe_cost)
    assert all(0 <= share <= 1 for share in snapshot.stuck)
    assert (snapshot.plane is None) == (snapshot.digits is not None) == (dataset == "scribbles")
    file = run_file.to_bytes(trainer)
    resumed = run_file.from_bytes(file).trainer
    assert (resumed.train(epochs=1).network.parameters == trainer.train(epochs=1).network.parameters).all()


def test_a_regularizer_is_obeyed_in_a_stack_and_in_a_large_layer_and_spares_what_is_frozen() -> None:
    settings = {"dataset": "stripes", "hidden": (4,), "samples": 40, "regularization_strength": 2.0}
    experiments = [Experiment(regularization=name, **settings) for name in ("smooth", "none", "L1", "smooth", "L2")]
    together = replicas.train_together(experiments, epochs=3)
    for experiment, trainer in zip(experiments, together, strict=True):
        alone = Trainer(experiment).train(epochs=3)
        np.testing.assert_allclose(trainer.network.parameters, alone.network.parameters, atol=1e-5)
    assert not (together[0].network.parameters == together[1].network.parameters).all()

    large = Trainer(
        Experiment(dataset="scribbles", hidden=(30,), regularization="smooth", regularization_strength=60.0)
    )
    before = large.network.copy(np.float64)
    _, by_weight, _ = backpropagation.gradient(
        before, *(_batch(large)), large.experiment.cost, "smooth", 60.0, large.data.n
    )
    large.edit("freeze", 0, 3, 7, True)
    large.train(steps=1)
    moved = before.weights[0] - 0.1 * by_weight[0]
    moved[3, 7] = before.weights[0][3, 7]
    np.testing.assert_allclose(large.network.weights[0], moved, atol=1e-6)


def _batch(trainer: Trainer) -> tuple[Array, Array]:
    chosen = trainer.upcoming()
    data = trainer.data
    return data.x_train[chosen], data.targets(data.y_train[chosen], trainer.experiment.output)


def test_an_entry_in_the_place_of_another_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIVATIONS, "tanh", replace(SOFTSIGN, name="tanh"))
    monkeypatch.setitem(REGULARIZERS, "L2", replace(SMOOTH, name="L2"))
    test_step_gradient_and_hessian_are_what_differences_say("tanh", "fourth", "tanh", "L2")


def test_no_other_file_asks_for_an_entry_by_its_name() -> None:
    names = [name for registry, _ in ENTRIES for name in registry]
    asks = re.compile(rf"(?:[=!]=|\bin) *[(\[{{]?\"(?:{'|'.join(map(re.escape, sorted(set(names))))})\"")
    files = [
        path for path in Path(engine.__file__).parent.rglob("*.py") if asks.search(path.read_text(encoding="utf-8"))
    ]
    assert files == []
    assert asks.search('if name == "tanh":')
