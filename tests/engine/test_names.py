"""Whoever asks for something that there is not, by name or by kind, is told in a sentence what there is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Network, Trainer, backpropagation, newton, rate_factors, run_file
from engine.export.python import to_python
from engine.names import did_you_mean, require_known

X, Y = [[0.0], [1.0]] * 10, [0, 1] * 10


def trainer() -> Trainer:
    return Trainer(Experiment(dataset="gaussians", samples=20, hidden=(2,)))


NAMES: list[tuple[Callable[[], Any], str]] = [
    (lambda: Experiment(learnig_rate=1), "no setting named 'learnig_rate'.* Did you mean learning_rate?"),
    (lambda: Experiment().changed(precisio="float64"), "no setting named 'precisio'.* Did you mean precision?"),
    (
        lambda: Experiment.from_dict({"learnin_rate": 1}),
        "no setting named 'learnin_rate'.* Did you mean learning_rate?",
    ),
    (lambda: Trainer.fit(X, Y, epoch=3), "no setting named 'epoch'; it has activation, "),
    (lambda: trainer().change(learning_rat=1), "no setting named 'learning_rat'.* Did you mean learning_rate?"),
    (lambda: Experiment(activation="Tanh"), "no activation 'Tanh'; choose one of .* Did you mean tanh?"),
    (lambda: Experiment(cost="crossentropy"), "no cost 'crossentropy'; .* Did you mean cross-entropy?"),
    (lambda: Experiment(regularization="l2"), "no regularization 'l2'; .* Did you mean L2?"),
    (lambda: Experiment(dataset="moon"), "no data set 'moon'; .* Did you mean moons?"),
    (lambda: Network((1, 1), output="sigmod"), "no output layer 'sigmod'; .* Did you mean sigmoid?"),
    (lambda: Network((1, 1), output=["relu"]), "no output layer .'relu'.; choose one of"),
    (lambda: Network((1, 1), initialization=[]), "no initialization ..; choose one of"),
    (lambda: Network((1, 2, 1), None), "no activation None; choose one of"),
    (lambda: Network((1, 2, 1), [None]), "no activation None; choose one of"),
    (
        lambda: backpropagation.gradient(Network((1, 1)), X, Y, ["quadratic"]),
        "no cost named .'quadratic'.; choose one of",
    ),
    (
        lambda: trainer().edit("sett"),
        "no edit 'sett'; choose one of set, freeze, switch, add, remove. Did you mean set?",
    ),
]


@pytest.mark.parametrize(("attempt", "message"), NAMES)
def test_an_unknown_name_is_told_the_nearest(attempt: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        attempt()


def test_the_nearest_name() -> None:
    assert did_you_mean("tahn", ["sigmoid", "tanh"]) == " Did you mean tanh?"
    assert did_you_mean("colour", ["sigmoid", "tanh"]) == ""
    require_known("activation", np.str_("tanh"), ["sigmoid", "tanh"])


KINDS: list[tuple[Callable[[], Any], str]] = [
    (lambda: trainer().train(epochs="3"), "each is a number, but epochs is '3'"),
    (lambda: trainer().train(steps=[1]), "each is a number, but steps is .1."),
    (lambda: trainer().train(seconds=float("nan")), "each is a number, but seconds is nan"),
    (lambda: trainer().train(callback=3), "What is given as callback must be a function, not 3"),
    (lambda: trainer().train(until=True), "What is given as until must be a function, not True"),
    (lambda: Trainer({"hidden": (2,)}), "an Experiment.*, not a dict; .* Trainer.fit"),
    (lambda: Trainer(Experiment(), evaluate="test"), "a list, such as .'test'., not 'test'"),
    (lambda: Trainer(Experiment(), evaluate=None), "a list, such as .'test'., not None"),
    (lambda: trainer().restore(Trainer(Experiment()).state()), "This state is that of another experiment"),
    (lambda: trainer().edit("set", 0, 0.5, 0, 1.0), "has no such weight"),
    (lambda: trainer().edit("switch", 0, 0.5, False), "Only a neuron of the input or of a hidden layer"),
    (lambda: Network(3), "such as .2, 3, 1., not 3"),
    (lambda: Network("34"), "such as .2, 3, 1., not '34'"),
    (lambda: Network((3, 1.5)), "such as .2, 3, 1., not .3, 1.5."),
    (lambda: Network((2, 1), dtype=int), "The numbers of a network are floats, .* not int"),
    (lambda: Network((2, 1), seed=None), "A seed is a whole number of at least 0, not None"),
    (lambda: Experiment(hidden=(), activation=[]), "Without a hidden layer the activation says nothing"),
    (lambda: backpropagation.gradient(Network((2, 1)), np.empty((0, 2)), [], "quadratic"), "There is no example"),
    (lambda: newton.hessian(Network((2, 1)), np.empty((0, 2)), [], "quadratic"), "There is no example"),
    (lambda: newton.newton_step([1, 2, 3], np.eye(2)), r"gradient of shape .3,. and a Hessian of .2, 2. do not fit"),
    (
        lambda: rate_factors.total(Network((1, 2)), X, [[1, 0]] * 20, "log-likelihood", 2, 0, 0),
        "log-likelihood cost needs a softmax output layer, not Sigmoid",
    ),
    (
        lambda: rate_factors.total(Network((1, 1)), X, Y, "quadratic", 2, 0.5, 0),
        "named by three whole numbers, layer, j and k, not by .2, 0.5, 0.",
    ),
    (lambda: to_python(Network((1, 1)), inputs=["x9"]), "no input 'x9'; choose one of x1, x2"),
    (lambda: run_file.to_bytes(Network((1, 1))), "holds a Trainer, not a Network"),
    (lambda: Dataset(X, Y, points=np.ones((20, 2))), "The points are rows of three numbers"),
    (lambda: trainer().take(trainer().network.parameters, 11, np.ones(1), np.ones(1)), "the rest of this epoch, 10 ex"),
]


@pytest.mark.parametrize(("attempt", "message"), KINDS)
def test_what_is_of_another_kind_is_refused_with_a_sentence(attempt: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        attempt()


def test_a_list_of_activations_may_be_an_array() -> None:
    experiment = Experiment(hidden=(3, 2), activation=np.array(["tanh", "relu"]))
    assert experiment == Experiment(hidden=(3, 2), activation=("tanh", "relu"))
    assert repr(experiment) == "Experiment(hidden=(3, 2), activation=('tanh', 'relu'))"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (
            {"functions": ["tanh", "sigmod"]},
            "holds no network: There is no output layer 'sigmod'; .* Did you mean sigm",
        ),
        (
            {"sizes": [10**7, 10**7]},
            "holds no network: its parameters or activations are not those of the layers .10000000, 10000000.",
        ),
        ({"sizes": 3}, "holds no network: A network needs an input and an output layer"),
        ({"functions": []}, "its parameters or activations are not those of the layers .2, 1."),
        ({"parameters": [1, 2, 3]}, "holds no network: The numbers of a network are floats"),
    ],
)
def test_a_file_without_a_network_says_why(entries: dict[str, Any], message: str, tmp_path: Path) -> None:
    right = {"sizes": [2, 1], "functions": ["tanh", "sigmoid"], "parameters": np.ones(3, np.float32)}
    np.savez(tmp_path / "network.npz", **(right | entries))
    with pytest.raises(ValueError, match=message):
        Network.load(tmp_path / "network.npz")


@pytest.mark.parametrize("squeezed", [False, True])
def test_a_network_file_with_any_byte_changed_is_a_network_or_gets_a_sentence(squeezed: bool, tmp_path: Path) -> None:
    file, told = tmp_path / "network.npz", []
    Network((1, 1)).save(file)
    if squeezed:
        with np.load(file) as entries:
            np.savez_compressed(file, **dict(entries))
    content = file.read_bytes()
    for place in range(len(content)):
        file.write_bytes(content[:place] + bytes([content[place] ^ 0x5A]) + content[place + 1 :])
        try:
            Network.load(file)
        except ValueError as error:
            told.append(str(error))
    assert len(told) > 100
    assert all(sentence.startswith(f"The file '{file}' holds no network") for sentence in told)


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "run.npz"
    for attempt in (lambda: run_file.save(trainer(), nowhere), lambda: Network((1, 1)).save(nowhere)):
        with pytest.raises(ValueError, match=r"The file '.*run.npz' cannot be written: No such file or directory"):
            attempt()
    for path in (nowhere, tmp_path):
        with pytest.raises(ValueError, match=f"The file '{path}' cannot be read: "):
            Network.load(path)
    with pytest.raises(ValueError, match="cannot be written: Is a directory"):
        run_file.save(trainer(), tmp_path)
    assert list(tmp_path.parent.glob(f".{tmp_path.name}.*")) == []
