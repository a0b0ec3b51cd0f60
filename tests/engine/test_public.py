"""What is public of the engine is what is written here, its examples run, and a network alone does what it should."""

import doctest
import inspect
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine import Dataset, Experiment, Network, Trainer
from engine.data import dataset
from engine.training import Trainer as _Trainer

PUBLIC = ["Dataset", "Experiment", "Network", "Trainer", "backpropagation", "load_digit_network", "rate_factors"]
NAMES = {
    Network: "activation activations biases blocks copy feedforward forward load output parameters predict save score "
    "sizes weighted_outputs weights",
    Dataset: "class_names classes declared fingerprint for_task input_names inputs labelled n name outputs points rows "
    "split targets x_test x_train y_test y_train",
    Trainer: "batch_size between_epochs change data edit edits epoch evaluate evaluation examples_of_epoch experiment "
    "history made_by network penalty problem restore resume state step steps_per_epoch take train upcoming",
}


def test_the_face_of_the_engine() -> None:
    assert sorted(engine.__all__) == PUBLIC
    made: dict[Any, Any] = {
        Network: Network((1, 1)),
        Dataset: Dataset([[0.0]], [0]),
        Trainer: Trainer(Experiment(samples=10)),
    }
    for kind, names in NAMES.items():
        found = {name for name in {*dir(kind), *vars(made[kind])} if not name.startswith("_")}
        assert found == set(names.split()), kind


@pytest.mark.parametrize("module", [inspect.getmodule(Network), dataset, inspect.getmodule(_Trainer)])
def test_the_examples_run(module: Any) -> None:
    done = doctest.testmod(module)
    assert done.attempted > 1
    assert done.failed == 0


def test_a_network_predicts_classes_and_numbers() -> None:
    x = np.array([[0.0], [1.0], [2.0]])
    network = Network((1, 3), output="softmax", initialization="zero")
    network.weights[0] = [[-1], [0], [1]]
    network.biases[0] = [0.5, 0.6, -1.2]  # z = (0.5 - x, 0.6, x - 1.2)
    assert network.predict(x).tolist() == [1, 1, 2]
    assert network.score(x, [1, 0, 2]) == pytest.approx(2 / 3)
    line = Network((1, 1), output="linear", dtype=np.float64)
    line.parameters = [2.0, 1.0]
    assert line.predict(x).tolist() == [1, 3, 5]
    # y = (1, 3, 8) has the mean 4 and the squares 9 + 1 + 16; the last one is off by 3
    assert line.score(x, [1, 3, 8]) == pytest.approx(1 - 9 / 26)
    assert (line(x) == line.feedforward(x)).all()
    with pytest.raises(ValueError, match="3 predictions, but y has the shape"):
        line.score(x, [1, 2])


def test_a_network_is_saved_and_opened(tmp_path: Path) -> None:
    network = Network((3, 4, 2), "relu", "softmax", seed=3, dtype=np.float64)
    network.save(tmp_path / "network.npz")
    opened = Network.load(tmp_path / "network.npz")
    assert repr(opened) == repr(network) == "<Network 3 → 4 → 2, relu, softmax, 26 parameters>"
    assert opened.parameters.dtype == np.float64
    assert (opened.parameters == network.parameters).all()
    (tmp_path / "other.npz").write_bytes(b"PK nothing")
    with pytest.raises(ValueError, match="holds no network"):
        Network.load(tmp_path / "other.npz")


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda network: network([[1.0, 2.0]]), r"shape \(1, 2\), that is 2 numbers an example, .* 3 inputs"),
        (lambda network: engine.backpropagation.gradient(network, np.ones((4, 3)), [1, 0], "quadratic"), "need .4, 1."),
        (
            lambda network: engine.backpropagation.gradient(network, [1, 2, 3], [1], "quadratic", "l2"),
            "no regularization 'l2'; choose one of none, L1, L2",
        ),
    ],
)
def test_what_does_not_fit_a_network_is_refused_with_a_sentence(attempt: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        attempt(Network((3, 1)))


@pytest.mark.parametrize(("answers", "stratified"), [("words", True), ("words", False), ("numbers", True)])
def test_data_are_split_into_as_many_of_every_class(answers: str, stratified: bool) -> None:
    x = np.arange(40.0)[:, np.newaxis]
    y = np.where(np.arange(40) % 4, "much", "little") if answers == "words" else x[:, 0] / 3
    data = Dataset(x, y).split(test=0.25, seed=2, stratified=stratified)
    assert (data.n, len(data.x_test)) == (30, 10)
    assert sorted(np.concatenate([data.x_train, data.x_test])[:, 0]) == list(range(40))
    if answers == "words":
        assert data.class_names == ("little", "much")
        assert ((data.x_train[:, 0] % 4 > 0) == data.y_train).all()
        assert ((data.y_test == 0).sum() in (2, 3)) or not stratified
    with pytest.raises(ValueError, match="have test examples already"):
        data.split()
    with pytest.raises(ValueError, match="between 0 and 1"):
        Dataset(x, y).split(test=1.5)
