"""PyTorch and scikit-learn, made without this engine, find the same costs, gradients, Hessians, steps and optima.

They are the extra `confirm`. Without them these tests are skipped, unless REQUIRE_PEERS forbids it.
"""

import importlib
import importlib.util
import io
import os
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Network, Trainer, backpropagation
from engine.activations import ACTIVATIONS
from engine.arrays import Array
from engine.costs import COSTS
from engine.export import pytorch
from engine.network import blocks_of
from engine.newton import hessian
from engine.regularizers import REGULARIZERS

# PyTorch warns of what itself does within torch.func
pytestmark = pytest.mark.filterwarnings("ignore:.torch.jit.script. is:DeprecationWarning")
HIDDEN: list[Any] = [name for name, one in ACTIVATIONS.items() if one.trainable] + [("tanh", "relu")]
ENDS = [(cost.name, output) for cost in COSTS.values() for output in cost.outputs]
STRENGTH, N = 0.7, 20  # λ, and the training examples that it is divided by


def peer(module: str) -> Any:
    """A module of a peer; skipped where it is missing, unless that is forbidden."""
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        sentence = f"no {module} found: it comes with the extra 'confirm'"
        if os.environ.get("REQUIRE_PEERS"):
            pytest.fail(f"{sentence}, and REQUIRE_PEERS forbids to skip it")
        pytest.skip(sentence)
    return importlib.import_module(module)


@pytest.fixture(scope="module")
def torch() -> Any:
    return peer("torch")


def case(hidden: Any, cost: str, output: str, seed: int = 5) -> tuple[Network, Array, Array]:
    """A small network in double precision, six examples, and desired outputs that the cost takes."""
    rng = np.random.default_rng(seed)
    network = Network((3, 4, 3, 2), hidden, output, initialization="large", seed=seed, dtype=np.float64)
    y = {"quadratic": rng.normal(size=(6, 2)), "cross-entropy": rng.uniform(size=(6, 2))}
    return network, rng.normal(size=(6, 3)), y.get(cost, np.eye(2)[rng.integers(0, 2, 6)])


def cost_of(torch: Any, network: Network, parameters: Any, x: Array, y: Array, cost: str, regularizer: str) -> Any:
    """The cost as PyTorch's own functions have it, for a flat tensor of the network's parameters."""
    functional = torch.nn.functional
    functions = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "linear": lambda z: z,
        "softmax": lambda z: torch.softmax(z, -1),
    }
    penalties = {"none": lambda w: 0.0, "L1": lambda w: w.abs().sum(), "L2": lambda w: (w**2).sum() / 2}
    a, penalty = torch.from_numpy(x), 0.0
    for block, activation in zip(blocks_of(parameters, network.sizes), network.activations, strict=True):
        z = functional.linear(a, block[:, :-1], block[:, -1])
        a = functions[activation](z)
        penalty = penalty + penalties[regularizer](block[:, :-1])
    desired = torch.from_numpy(y)
    losses = {
        "quadratic": lambda: functional.mse_loss(a, desired, reduction="sum") / 2,
        "cross-entropy": lambda: functional.binary_cross_entropy_with_logits(z, desired, reduction="sum"),
        "log-likelihood": lambda: functional.cross_entropy(z, desired, reduction="sum"),
    }
    return losses[cost]() / len(x) + STRENGTH / N * penalty


@pytest.mark.parametrize(("cost", "output"), ENDS)
@pytest.mark.parametrize("hidden", HIDDEN, ids=str)
def test_gradients_are_those_of_autograd(torch: Any, hidden: Any, cost: str, output: str) -> None:
    network, x, y = case(hidden, cost, output)
    for regularizer in REGULARIZERS:
        value, by_weight, by_bias = backpropagation.gradient(network, x, y, cost, regularizer, STRENGTH, N)
        parameters = torch.tensor(network.parameters, requires_grad=True)
        theirs = cost_of(torch, network, parameters, x, y, cost, regularizer)
        theirs.backward()
        assert value == pytest.approx(theirs.item(), rel=1e-12)
        for w, b, block in zip(by_weight, by_bias, blocks_of(parameters.grad.numpy(), network.sizes), strict=True):
            np.testing.assert_allclose(np.column_stack([w, b]), block, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("cost", "output"), ENDS)
@pytest.mark.parametrize("hidden", HIDDEN, ids=str)
def test_hessians_are_those_of_autograd(torch: Any, hidden: Any, cost: str, output: str) -> None:
    network, x, y = case(hidden, cost, output)
    for regularizer in REGULARIZERS:
        ours = hessian(network, x, y, cost, regularizer, STRENGTH, N)
        theirs = torch.func.hessian(lambda p, kind=regularizer: cost_of(torch, network, p, x, y, cost, kind))
        np.testing.assert_allclose(ours, theirs(torch.tensor(network.parameters)).numpy(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("hidden", ["sigmoid", "relu"])
@pytest.mark.parametrize("regularizer", list(REGULARIZERS))
def test_an_epoch_of_steps_is_that_of_pytorchs_sgd(torch: Any, hidden: str, regularizer: str) -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(N, 3)).astype(np.float32), rng.integers(0, 2, N)
    settings = {"regularization": regularizer, "regularization_strength": STRENGTH, "learning_rate": 0.2}
    experiment = Experiment(dataset="custom", hidden=(4, 3), activation=hidden, batch_size=5, **settings)
    trainer = Trainer(experiment.changed(cost="log-likelihood"), Dataset(x, y))
    parameters = torch.tensor(trainer.network.parameters.astype(np.float64), requires_grad=True)
    optimizer = torch.optim.SGD([parameters], lr=0.2)
    for rows in trainer.examples_of_epoch().reshape(-1, 5):
        optimizer.zero_grad()
        batch = x[rows].astype(np.float64), np.eye(2)[y[rows]]
        cost_of(torch, trainer.network, parameters, *batch, "log-likelihood", regularizer).backward()
        optimizer.step()
    trainer.train(epochs=1)
    np.testing.assert_allclose(trainer.network.parameters, parameters.detach().numpy(), atol=2e-6)


@pytest.mark.parametrize("hidden", HIDDEN, ids=str)
def test_an_exported_network_answers_in_pytorch_as_here(torch: Any, hidden: Any) -> None:
    network = Network((3, 5, 4, 2), hidden, "softmax", seed=1)
    model = eval(pytorch.architecture(network), {"nn": torch.nn})
    with np.load(io.BytesIO(pytorch.to_npz(network))) as file:
        model.load_state_dict({name: torch.from_numpy(array) for name, array in file.items()})
    x = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    theirs = model(torch.from_numpy(x)).detach().numpy()
    np.testing.assert_allclose(theirs, network.feedforward(x), rtol=1e-5, atol=1e-6)


MLP = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "linear": "identity"}


def perceptron(network: Network, x: Array, y: Array, hidden: str, **settings: Any) -> Any:
    """scikit-learn's network with the weights of ours."""
    sklearn = peer("sklearn.neural_network")
    model = sklearn.MLPClassifier(network.sizes[1:-1], activation=MLP[hidden], solver="sgd", **settings)
    model.partial_fit(x, y, classes=np.unique(y))
    model.coefs_ = [w.T.astype(np.float64).copy() for w in network.weights]
    model.intercepts_ = [b.astype(np.float64).copy() for b in network.biases]
    del model._optimizer  # it would go on with the weights that it began with
    return model


@pytest.mark.parametrize("hidden", list(MLP))
@pytest.mark.parametrize(("cost", "classes"), [("cross-entropy", 2), ("log-likelihood", 3)])
def test_probabilities_and_a_step_are_those_of_scikit_learn(hidden: str, cost: str, classes: int) -> None:
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(30, 4)), np.arange(30) % classes
    settings = {"regularization": "L2", "regularization_strength": 3.0, "learning_rate": 0.1, "batch_size": 10}
    experiment = Experiment(dataset="custom", hidden=(6, 5), activation=hidden, cost=cost, **settings)
    trainer = Trainer(experiment, Dataset(x, y, classes=classes))
    batch = trainer.upcoming()
    common = {"momentum": 0, "learning_rate_init": 0.1, "shuffle": False, "batch_size": 10}
    model = perceptron(trainer.network, x[batch], y[batch], hidden, alpha=3.0 * 10 / 30, **common)  # λm/n
    theirs = model.predict_proba(x)
    ours = trainer.network.feedforward(x)
    np.testing.assert_allclose(ours, theirs[:, 1:] if classes == 2 else theirs, atol=1e-6)
    assert trainer.network.score(x, y) == model.score(x, y)
    model.partial_fit(x[batch], y[batch])
    trainer.train(steps=1)
    for w, b, coefficients, intercepts in zip(
        trainer.network.weights, trainer.network.biases, model.coefs_, model.intercepts_, strict=True
    ):
        np.testing.assert_allclose(w, coefficients.T, atol=1e-6)
        np.testing.assert_allclose(b, intercepts, atol=1e-6)


@pytest.mark.parametrize(("cost", "classes"), [("cross-entropy", 2), ("log-likelihood", 3)])
def test_the_optimum_of_logistic_regression_has_no_gradient_here(cost: str, classes: int) -> None:
    linear_model = peer("sklearn.linear_model")
    rng = np.random.default_rng(4)
    x, y, strength = rng.normal(size=(60, 3)), rng.integers(0, classes, 60), 2.0
    model = linear_model.LogisticRegression(C=1 / strength, tol=1e-12, max_iter=10_000).fit(x, y)
    outputs, output = (1, "sigmoid") if classes == 2 else (classes, "softmax")
    network = Network((3, outputs), output=output, dtype=np.float64)
    network.weights[0], network.biases[0] = model.coef_, model.intercept_
    np.testing.assert_allclose(network(x)[:, -1], model.predict_proba(x)[:, -1], rtol=1e-12)
    desired = y if classes == 2 else np.eye(classes)[y]
    _, (by_weight,), (by_bias,) = backpropagation.gradient(network, x, desired, cost, "L2", strength)
    assert np.abs(by_weight).max() < 1e-5
    assert np.abs(by_bias).max() < 1e-5
