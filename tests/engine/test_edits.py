"""Edits: a set value is there, a frozen one stays, a neuron that is off adds nothing and comes back as it was."""

import pickle

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.network import blocks_of

EXPERIMENT = Experiment(dataset="xor", hidden=(4, 3), regularization="L1", regularization_strength=2.0, samples=60)


@pytest.fixture
def trainer() -> Trainer:
    return Trainer(EXPERIMENT).train(steps=7)


def test_a_value_that_is_set_is_the_networks_own(trainer: Trainer) -> None:
    trainer.edit("set", 1, 2, 3, 0.75)
    trainer.edit("set", 0, 1, None, -2.0)
    assert trainer.network.weights[1][2, 3] == 0.75
    assert trainer.network.biases[0][1] == -2.0


@pytest.mark.parametrize("regularization", ["none", "L1", "L2"])
def test_frozen_parameters_stay_and_all_others_learn(trainer: Trainer, regularization: str) -> None:
    trainer.change(regularization=regularization)
    trainer.edit("freeze", 0, 1, 0, True)
    trainer.edit("freeze", 2, 0, None, True)
    before = trainer.network.parameters.copy()
    trainer.train(epochs=2)
    same = [block[..., :] == old for block, old in zip(trainer.network.blocks, _blocks(trainer, before), strict=True)]
    assert [tuple(map(int, place)) for layer in same for place in np.argwhere(layer)] == [(1, 0), (0, 3)]
    trainer.edit("freeze", 0, 1, 0, False)
    trainer.train(epochs=1)
    assert trainer.network.weights[0][1, 0] != _blocks(trainer, before)[0][1, 0]
    assert trainer.network.biases[2][0] == _blocks(trainer, before)[2][0, 3]


def test_a_neuron_that_is_off_adds_nothing_and_comes_back_as_it_was(trainer: Trainer) -> None:
    x = trainer.data.x_test
    outgoing = trainer.network.weights[1][:, 2].copy()
    trainer.edit("switch", 1, 2, False)
    z = trainer.network.forward(x)[0][1]
    trainer.edit("set", 0, 2, None, 100.0)  # whatever the neuron does now, the next layer does not feel it
    assert (trainer.network.forward(x)[0][1] == z).all()
    trainer.train(epochs=1)
    assert (trainer.network.weights[1][:, 2] == 0).all()
    trainer.edit("set", 1, 0, 2, 0.5)  # a weight out of it can be set, and waits
    trainer.edit("switch", 1, 2, True)
    assert trainer.network.weights[1][0, 2] == 0.5
    assert (trainer.network.weights[1][1:, 2] == outgoing[1:]).all()


@pytest.mark.parametrize("regularization", ["none", "L1", "L2"])
def test_a_neuron_that_is_off_keeps_its_own_weights(trainer: Trainer, regularization: str) -> None:
    trainer.change(regularization=regularization)
    trainer.edit("switch", 1, 2, False)
    before = trainer.network.blocks[0].copy()
    trainer.train(epochs=2)
    same = trainer.network.blocks[0] == before
    assert same[2].all()
    assert not same[:2].any()
    trainer.edit("switch", 1, 2, True)
    trainer.train(epochs=1)
    assert not (trainer.network.blocks[0] == before).any()


def test_switching_off_twice_keeps_what_comes_back(trainer: Trainer) -> None:
    outgoing = trainer.network.weights[0][:, 1].copy()
    for _ in range(2):
        trainer.edit("switch", 0, 1, False)
    for _ in range(2):
        trainer.edit("switch", 0, 1, True)
    assert (trainer.network.weights[0][:, 1] == outgoing).all()


def test_edits_are_part_of_the_state(trainer: Trainer) -> None:
    trainer.edit("freeze", 0, 0, 1, True)
    trainer.edit("switch", 1, 0, False)
    twin = Trainer.resume(pickle.loads(pickle.dumps(trainer.state())))
    trainer.train(steps=9)
    twin.train(steps=9)
    assert (twin.network.parameters == trainer.network.parameters).all()
    twin.edit("switch", 1, 0, True)
    trainer.edit("switch", 1, 0, True)
    assert (twin.network.parameters == trainer.network.parameters).all()


@pytest.mark.parametrize(
    "edit",
    [
        ("set", 0, 0, 0, float("nan")),
        ("set", 0, 0, 0, 1e39),
        ("set", 0, 0, 0, "much"),
        ("set", 3, 0, 0, 1.0),
        ("set", 0, 4, 0, 1.0),
        ("set", 0, 0, 2, 1.0),
        ("freeze", -1, 0, 0, True),
        ("switch", 3, 0, False),
        ("switch", 1, 4, False),
        ("break",),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_and_changes_nothing(trainer: Trainer, edit: tuple[object, ...]) -> None:
    before = trainer.network.parameters.copy()
    with pytest.raises(ValueError, match=r"no such|finite|switched off|no edit"):
        trainer.edit(*edit)
    assert (trainer.network.parameters == before).all()


def _blocks(trainer: Trainer, parameters: np.ndarray) -> list[np.ndarray]:
    return blocks_of(parameters, trainer.network.sizes)
