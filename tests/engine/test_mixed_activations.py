"""Hidden layers with different activations: every part of the engine takes each layer by its own."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Network, Trainer, backpropagation, explain, rate_factors, replicas, run_file
from engine.activations import ACTIVATIONS
from engine.arrays import Array
from engine.compiled import CompiledStep
from engine.costs import COSTS
from engine.export import onnx_model, python, pytorch
from engine.handwriting import digits
from engine.newton import hessian
from engine.snapshot import take
from tests.engine.test_registries import SOFTSIGN

MIXES = [
    ("tanh", "relu"),
    ("relu", "sigmoid"),
    ("linear", "tanh"),
    ("sigmoid", "sigmoid", "relu"),
    ("soft-sign", "tanh", "linear"),
    ("relu", "soft-sign"),
]
FITTING = [(cost.name, output) for cost in COSTS.values() for output in cost.outputs]
SIZES = (4, 5, 3)
N, M = 12, 4

FUNCTIONS: dict[str, Any] = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
    "relu": lambda z: z * (z > 0),
    "linear": lambda z: z,
    "soft-sign": lambda z: z / (1 + np.abs(z)),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
}
"""The functions once more, as a textbook has them."""
TERMS: dict[str, Any] = {
    "quadratic": lambda a, y: (y - a) ** 2 / 2,
    "cross-entropy": lambda a, y: -y * np.log(a) - (1 - y) * np.log(1 - a),
    "log-likelihood": lambda a, y: -y * np.log(a),
}


@pytest.fixture(autouse=True)
def foreign_activation(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is not in the package stands among those that are."""
    monkeypatch.setitem(ACTIVATIONS, "soft-sign", SOFTSIGN)


@pytest.fixture(params=MIXES, ids="-".join)
def mix(request: pytest.FixtureRequest) -> tuple[str, ...]:
    found: tuple[str, ...] = request.param
    return found


def network_of(mix: tuple[str, ...], output: str = "sigmoid", seed: int = 3, dtype: Any = np.float64) -> Network:
    network = Network((3, *SIZES[: len(mix)], 2), mix, output, initialization="scaled", seed=seed, dtype=dtype)
    network.parameters += np.random.default_rng(seed).uniform(-0.3, 0.3, len(network.parameters))
    return network


def examples(m: int = M) -> tuple[Array, Array]:
    rng = np.random.default_rng(8)
    return rng.uniform(-1, 1, (m, 3)), np.eye(2)[rng.integers(2, size=m)]


def by_hand(
    mix: tuple[str, ...], output: str, parameters: Array, x: Array, sizes: tuple[int, ...] | None = None
) -> Array:
    """What a network of these layers answers, layer after layer."""
    a, start = x, 0
    for name, (n_in, n_out) in zip((*mix, output), pairwise(sizes or (3, *SIZES[: len(mix)], 2)), strict=True):
        block = parameters[start : start + n_out * (n_in + 1)].reshape(n_out, n_in + 1)
        a, start = FUNCTIONS[name](a @ block[:, :-1].T + block[:, -1]), start + block.size
    return np.asarray(a)


def slopes(value: Any, at: Array, h: float = 1e-5) -> Array:
    """How a value changes with each number of a vector, from differences on both sides."""
    steps = h * np.eye(len(at))
    return np.array([(value(at + step) - value(at - step)) / (2 * h) for step in steps])


@pytest.mark.parametrize(("cost", "output"), FITTING)
def test_both_steps_and_the_four_equations_descend_the_slope_of_the_cost(
    mix: tuple[str, ...], cost: str, output: str
) -> None:
    network, (x, y) = network_of(mix, output), examples()
    y = 0.8 * y + 0.1
    z = network.forward(x)[0]
    assert min(np.abs(values).min() for values in z) > 1e-4  # no ReLU comes over its kink

    def mean_cost(parameters: Array) -> float:
        return float(TERMS[cost](by_hand(mix, output, parameters, x), y).sum(axis=1).mean())

    expected = slopes(mean_cost, network.parameters)
    value, by_weight, by_bias = backpropagation.gradient(network, x, y, cost)
    assert value == pytest.approx(mean_cost(network.parameters), rel=1e-12)
    blocks = [np.column_stack(pair).ravel() for pair in zip(by_weight, by_bias, strict=True)]
    np.testing.assert_allclose(np.concatenate(blocks), expected, atol=1e-9)
    for kind in steps():
        if kind is CompiledStep or "soft-sign" not in mix:
            np.testing.assert_allclose(stepped(kind, network, x, y, cost), expected, atol=1e-9)


def steps() -> list[type[CompiledStep]]:
    """The step of NumPy calls and, with Numba, that of loops."""
    try:
        from engine.fused import FusedStep
    except ImportError:
        return [CompiledStep]
    return [CompiledStep, FusedStep]


def stepped(kind: type[CompiledStep], network: Network, x: Array, y: Array, cost: str) -> Array:
    """The gradient that a step takes."""
    moved = network.copy()
    step = kind(moved, np.column_stack([x, np.ones(len(x))]), y, COSTS[cost], len(x))
    step.set(0.5, "none", 0.0)
    step.gather(np.arange(len(x)))
    step.run(0, 1)
    return np.asarray((network.parameters - moved.parameters) / 0.5)


@pytest.mark.parametrize(("cost", "output"), FITTING)
def test_the_hessian_is_the_slope_of_the_gradient(mix: tuple[str, ...], cost: str, output: str) -> None:
    network, (x, y) = network_of(mix, output), examples()

    def gradient(parameters: Array) -> Array:
        moved = network.copy()
        moved.parameters = parameters
        return stepped(CompiledStep, moved, x, y, cost)

    np.testing.assert_allclose(hessian(network, x, y, cost), slopes(gradient, network.parameters), atol=1e-7)


def test_rate_factors_and_explanations_are_slopes_of_the_answer(mix: tuple[str, ...]) -> None:
    network, x = network_of(mix, "softmax"), examples()[0][:1]

    def answer(x: Array) -> float:
        return float(by_hand(mix, "softmax", network.parameters, x[np.newaxis])[0, 1])

    expected = slopes(answer, x[0])
    np.testing.assert_allclose(explain.output_gradient(network, x[0], 1), expected, atol=1e-9)
    through = np.eye(3)
    for factors in rate_factors.edges(network, x):
        through = factors @ through
    np.testing.assert_allclose(through[1], expected, atol=1e-9)
    seen = explain.fields(network, x[0], len(mix), [0, 2])
    for k, field in zip([0, 2], seen, strict=True):
        z = slopes(lambda x, k=k: float(network.forward(x[np.newaxis])[0][-2][0, k]), x[0])
        np.testing.assert_allclose(field, z, atol=1e-9)


def test_exports_answer_as_the_network_does(mix: tuple[str, ...]) -> None:
    network, x = network_of(mix, "softmax", dtype=np.float32), examples(20)[0].astype(np.float32)
    wanted = by_hand(mix, "softmax", network.parameters.astype(np.float64), x)
    np.testing.assert_allclose(network(x), wanted, atol=1e-6)
    names: dict[str, Any] = {}
    exec(python.to_python(network), names)
    np.testing.assert_allclose(names["answer"](x), wanted, atol=1e-6)
    modules = [ACTIVATIONS[name].pytorch for name in mix] + ["nn.Softmax(dim=-1)"]
    places = [pytorch.architecture(network).index(module) for module in modules if modules.count(module) == 1]
    assert places == sorted(places)
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(onnx_model.to_onnx(network), providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(session.run(["answer"], {"x": x})[0], wanted, atol=1e-6)


def test_networks_are_kept_and_copied_with_all_their_activations(mix: tuple[str, ...], tmp_path: Path) -> None:
    network = network_of(mix)
    network.save(tmp_path / "network.npz")
    for twin in (Network.load(tmp_path / "network.npz"), digits.from_bytes(digits.to_bytes(network)), network.copy()):
        assert twin.activations == (*mix, "sigmoid")
        assert twin.sizes == network.sizes
    assert all(name in repr(network) for name in mix)


def experiment(mix: tuple[str, ...], **settings: Any) -> Experiment:
    return Experiment(hidden=SIZES[: len(mix)], activation=mix, samples=60, **settings)


def test_a_run_goes_all_the_way_and_a_file_goes_on_with_it(mix: tuple[str, ...]) -> None:
    e = experiment(mix, regularization="L2", regularization_strength=0.1)
    assert Experiment.from_json(e.to_json()) == e
    trainer = Trainer(e).train(epochs=2)
    assert trainer.network.activations == (*mix, "sigmoid")
    kept = run_file.from_bytes(run_file.to_bytes(trainer)).trainer
    assert kept.experiment == e
    assert (kept.train(epochs=1).network.parameters == trainer.train(epochs=1).network.parameters).all()
    snapshot = take(trainer)
    assert snapshot.plane is not None
    assert [len(maps) for maps in snapshot.plane.neurons] == list(trainer.network.sizes)


def test_runs_are_trained_together_only_with_those_of_their_activations() -> None:
    mixes = [("tanh", "relu"), ("relu", "tanh"), ("tanh", "relu")]
    runs = [experiment(mix, learning_rate=rate) for mix, rate in zip(mixes, (0.1, 0.1, 0.2), strict=True)]
    for together, e in zip(replicas.train_together(runs, epochs=2), runs, strict=True):
        alone = Trainer(e).train(epochs=2)
        np.testing.assert_allclose(together.network.parameters, alone.network.parameters, atol=1e-5)


def test_neurons_are_stuck_by_what_their_own_layer_is() -> None:
    # z = 4 saturates a tanh, whose slope is 0.0013 there, but neither a ReLU nor a linear neuron; -4 makes ReLUs dead
    x, y = np.zeros((10, 2)), np.arange(10) % 2
    for z, expected in ((4.0, [1.0, 0.0, 0.0]), (-4.0, [1.0, 1.0, 0.0])):
        e = Experiment(dataset="custom", hidden=(2, 3, 2), activation=("tanh", "relu", "linear"))
        trainer = Trainer(e, Dataset(x, y, x, y))
        trainer.network.parameters = np.zeros(len(trainer.network.parameters))
        for biases in trainer.network.biases[:-1]:
            biases[...] = z
        assert take(trainer).stuck == expected


def test_one_name_for_all_and_the_same_name_for_each_are_the_same() -> None:
    one, each = Experiment(hidden=(3, 2), activation="relu"), Experiment(hidden=(3, 2), activation=["relu", "relu"])
    assert one == each
    assert each.activation == "relu"
    assert each.hidden_activations == ("relu", "relu")
    assert Network((2, 3, 1), ["tanh"]).activation == "tanh"
    assert Experiment(hidden=(), activation="relu").hidden_activations == ()
    assert hash(experiment(("tanh", "relu"))) == hash(experiment(("tanh", "relu")))


@pytest.mark.parametrize(
    ("activation", "sentence"),
    [
        (("tanh", "relu", "tanh"), "one for each of them: 2, not 3."),
        (("tanh",), "one for each of them: 2, not 1."),
        ((), "one for each of them: 2, not 0."),
        (("tanh", "rellu"), "There is no activation 'rellu'; choose one of"),
        (("tanh", 3), "There is no activation 3; choose one of"),
        (("tanh", "softmax"), "There is no activation 'softmax'; choose one of"),
        (("tanh", "step"), "A step neuron cannot be trained"),
    ],
)
def test_activations_that_make_no_sense_get_a_sentence(activation: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Experiment(hidden=(3, 2), activation=activation)
    with pytest.raises(ValueError, match="is one name for all hidden layers"):
        Experiment(hidden=(3, 2), activation=("tanh", "relu")).changed(hidden=(3,))


def test_an_activation_that_no_program_knows_is_named_in_whatever_layer_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIVATIONS, "mute", replace(SOFTSIGN, name="mute", python="", pytorch="", onnx=()))
    for write in (python.to_python, pytorch.architecture, onnx_model.to_onnx):
        with pytest.raises(ValueError, match="of the kind 'mute'"):
            write(Network((2, 3, 2, 1), ("tanh", "mute")))
