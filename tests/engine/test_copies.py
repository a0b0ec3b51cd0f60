"""One truth in one object: copies go on exactly like the original, and what is assigned works whole or is refused."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Network, Trainer

COPIES = [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))]


def toy() -> Trainer:
    return Trainer(Experiment(dataset="moons", samples=100, hidden=(5,), activation="sigmoid"))


def own() -> Trainer:
    x = np.random.default_rng(1).normal(size=(30, 40))
    data = Dataset(x, x[:, 0] > 0, x[:9], x[:9, 0] > 0)
    return Trainer(Experiment(dataset="custom", hidden=(1000,), batch_size=7), data, evaluate=("test",))


@pytest.mark.parametrize("make_copy", COPIES)
@pytest.mark.parametrize("make", [toy, own])
def test_a_copy_of_a_run_goes_on_exactly_like_it(make: Callable[[], Trainer], make_copy: Callable[[Any], Any]) -> None:
    trainer = make().train(steps=6)
    trainer.edit("freeze", 0, 0, 0, True)
    twin = make_copy(trainer)
    before = trainer.network.parameters.copy()
    twin.train(epochs=2)
    assert (trainer.network.parameters == before).all()
    trainer.train(epochs=2)
    assert (twin.network.parameters == trainer.network.parameters).all()
    assert twin.history.epoch.tolist() == trainer.history.epoch.tolist() == [1, 2, 3]
    assert twin.history.test_cost.tolist() == trainer.history.test_cost.tolist()
    assert twin.evaluation("test") == trainer.evaluation("test")


@pytest.mark.parametrize("make_copy", COPIES)
def test_a_copy_of_a_network_is_one_network(make_copy: Callable[[Any], Any]) -> None:
    network = Network((3, 4, 2), "tanh", "softmax", seed=2)
    twin = make_copy(network)
    twin.parameters *= 2
    x = np.ones((1, 3))
    assert (twin.weights[0] == 2 * network.weights[0]).all()
    assert (twin.biases[1] == 2 * network.biases[1]).all()
    network.parameters[...] = twin.parameters
    assert (twin.feedforward(x) == network.feedforward(x)).all()


def test_what_is_assigned_to_a_network_is_what_trains_and_what_answers() -> None:
    trainer, other = toy().train(steps=3), toy()
    network, memory = trainer.network, trainer.network.parameters
    network.weights[0] = other.network.weights[0]
    network.weights[0] += 1
    network.biases = [b * 2 for b in other.network.biases]
    network.weights[1] = other.network.weights[1].tolist()
    assert network.parameters is memory
    assert (network.blocks[0][:, :-1] == other.network.weights[0] + 1).all()
    assert (network.blocks[1][:, -1] == 2 * other.network.biases[1]).all()
    network.parameters = other.network.parameters.astype(np.float64)
    assert network.parameters is memory
    resumed = Trainer.resume(trainer.state())
    assert (trainer.train(epochs=1).network.parameters == resumed.train(epochs=1).network.parameters).all()


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        (lambda network: network.weights.__setitem__(0, np.zeros((5, 1))), ValueError),
        (lambda network: network.weights.__setitem__(0, 0.0), ValueError),
        (lambda network: setattr(network, "weights", [network.weights[0], np.zeros((9, 9))]), ValueError),
        (lambda network: setattr(network, "biases", network.biases[:1]), ValueError),
        (lambda network: setattr(network, "parameters", np.zeros(3)), ValueError),
        (lambda network: setattr(network, "sizes", (2, 1)), AttributeError),
        (lambda network: setattr(network, "activation", "relu"), AttributeError),
        (lambda network: network.weights.append(np.zeros(1)), AttributeError),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(attempt: Callable[[Network], Any], error: type) -> None:
    network = Network((2, 5, 1))
    before = network.parameters.copy()
    with pytest.raises(error):
        attempt(network)
    assert (network.parameters == before).all()
    assert np.shares_memory(network.weights[1], network.parameters)


@pytest.mark.parametrize("name", ["experiment", "data", "network", "edits"])
def test_what_makes_a_run_cannot_be_exchanged(name: str) -> None:
    trainer = toy()
    with pytest.raises(AttributeError, match=name):
        setattr(trainer, name, getattr(toy(), name))
