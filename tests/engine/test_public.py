"""What is public of the engine is what is written here, its examples run, and a network alone does what it should."""

import doctest
import inspect
import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import engine
from engine import Dataset, Entry, Experiment, Network, Trainer, history, progress

PUBLIC = [
    "Dataset",
    "Entry",
    "Experiment",
    "Network",
    "Trainer",
    "backpropagation",
    "load_digit_network",
    "rate_factors",
]
NAMES = {
    Network: "activation activations biases blocks copy feedforward forward load output parameters predict save score "
    "sizes weighted_outputs weights",
    Dataset: "class_names classes declared fingerprint for_task input_names inputs labelled n name origin outputs "
    "points rows scaling split target_name targets x_test x_train x_validation y_test y_train y_validation",
    Trainer: "batch_size between_epochs change data do edit edits epoch epochs_done evaluate evaluation "
    "examples_of_epoch experiment fit follow history journal made_by network penalty predict problem replay restore "
    "resume score state step steps_per_epoch take train upcoming",
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


@pytest.mark.parametrize("name", PUBLIC)
def test_whatever_is_public_has_examples_which_run(name: str) -> None:
    public = getattr(engine, name)
    module = sys.modules[public.__name__ if inspect.ismodule(public) else public.__module__]
    examples = doctest.DocTestFinder(recurse=False).find(public, name, module=module)
    assert any(len(example.examples) > 1 for example in examples)
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


@pytest.mark.parametrize("module", [history, progress], ids=str)
def test_the_examples_run(module: Any) -> None:
    done = doctest.testmod(module)
    assert done.attempted > 1
    assert done.failed == 0


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(),
        Experiment(dataset="plane", cost="quadratic", seed=3),
        Experiment(cost="quadratic", output="tanh", hidden=()),
        Experiment(inputs=("x1",), samples=20, augmentation=True),
    ],
    ids=repr,
)
def test_an_experiment_is_shown_as_the_python_that_makes_it(experiment: Experiment) -> None:
    assert eval(repr(experiment)) == experiment


KINDS = np.array(["setosa", "versicolor", "virginica"])


def test_a_run_is_fitted_to_frames_in_a_line_and_answers_in_their_words() -> None:
    rng = np.random.default_rng(0)
    kinds = rng.integers(0, 3, 300)
    centres = np.array([[0.0, 3], [3, -1], [-3, -1]])
    flowers = pd.DataFrame(centres[kinds] + rng.normal(0, 0.3, (300, 2)), columns=["width", "length"])
    trainer = Trainer.fit(flowers, pd.Series(KINDS[kinds]), hidden=(8,), learning_rate=0.5, epochs=10)
    assert (trainer.epoch, trainer.data.n, len(trainer.data.x_test)) == (10, 225, 75)
    assert trainer.experiment.hidden == (8,)
    assert trainer.predict(centres).tolist() == KINDS.tolist()
    assert trainer.score(centres, KINDS) == trainer.score(centres, [0, 1, 2]) == 1
    assert trainer.score(centres, KINDS[[0, 1, 1]]) == trainer.score(centres, [0, 1, 1]) == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="3 predictions, but y has the shape"):
        trainer.score(centres, KINDS[:2])


def test_a_run_is_fitted_to_numbers_as_a_regression() -> None:
    x = np.linspace(-1, 1, 80)[:, np.newaxis]
    trainer = Trainer.fit(x, 3 * x[:, 0] - 0.5, hidden=(), epochs=60, test=0)
    assert trainer.experiment.output == "linear"
    assert not len(trainer.data.x_test)
    np.testing.assert_allclose(trainer.predict([[0.0], [1.0]]), [-0.5, 2.5], atol=0.05)
    assert trainer.score(x, 3 * x[:, 0] - 0.5) > 0.99


def test_every_epoch_is_told_to_a_callback_while_it_trains() -> None:
    told: list[Entry] = []
    trainer = Trainer(Experiment(samples=100)).train(steps=7).train(epochs=3, callback=told.append)
    assert [(entry.epoch, entry.step) for entry in told] == [(2, 10), (3, 15), (4, 20)]
    for name in ("train_cost", "train_accuracy", "test_cost", "test_accuracy", "penalty"):
        assert [getattr(entry, name) for entry in told] == getattr(trainer.history, name)[1:].tolist()
    assert isinstance(told[0].epoch, int)


def test_what_happens_in_a_callback_leaves_the_run_whole() -> None:
    def fail(entry: Entry) -> None:
        if entry.epoch == 2:
            raise LookupError

    trainer, whole = (Trainer(Experiment(samples=100, activation="relu")) for _ in range(2))
    with pytest.raises(LookupError):
        trainer.train(epochs=5, callback=fail)
    assert trainer.epoch == 2
    assert trainer.train(epochs=3).history == whole.train(epochs=5).history
    assert (trainer.network.parameters == whole.network.parameters).all()


@pytest.mark.parametrize(("rate", "largest", "at_once"), [(3.0, 30.0, False), (1e9, 3e31, True)])
def test_a_run_that_stops_tells_no_epoch_that_did_not_end(rate: float, largest: float, at_once: bool) -> None:
    told: list[int] = []
    asked: list[int] = []
    x = np.linspace(-largest, largest, 20)
    trainer = Trainer(
        Experiment(dataset="custom", hidden=(), cost="quadratic", output="linear", learning_rate=rate, batch_size=20),
        Dataset(x, x / 30, classes=0),
    )
    trainer.train(epochs=30, callback=lambda entry: told.append(entry.epoch), until=lambda now: asked.append(now.epoch))
    assert trainer.problem is not None
    assert told == asked == list(range(1, trainer.epoch + 1))
    assert (trainer.epoch == 0) == at_once


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("bounds", "last"),
    [({"epochs": 3}, "epoch 3, "), ({"steps": 12}, "epoch 2, "), ({"epochs": 9, "steps": 5}, "epoch 1, ")],
    ids=str,
)
def test_progress_is_shown_in_one_line_of_a_terminal(
    bounds: dict[str, int], last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    trainer = Trainer(Experiment(samples=100))
    trainer.train(**bounds)
    assert terminal.getvalue() == ""
    trainer = Trainer(Experiment(samples=100)).train(**bounds, progress=True)
    lines = terminal.getvalue().split("\r")
    assert lines[0] == ""
    assert lines[-1].startswith(f"[{'#' * 24}] {last}cost {trainer.history.train_cost[-1]:.4g}, test accuracy ")
    assert terminal.getvalue().count("\n") == 1


def test_progress_is_a_line_for_each_tenth_of_the_way_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    Trainer(Experiment(samples=100)).train(epochs=40, progress=True)
    lines = capsys.readouterr().err.splitlines()
    assert [line[:4].strip() for line in lines] == [f"{10 * tenth}%" for tenth in range(1, 11)]
    assert [line.split(",")[0] for line in lines[-2:]] == [" 90% epoch 36", "100% epoch 40"]


def test_a_bound_that_nobody_knows_is_no_share_of_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    Trainer(Experiment(samples=100)).train(until=lambda trainer: trainer.epoch == 3, progress=True)
    assert terminal.getvalue().startswith(f"\r[{'.' * 24}] epoch 1, cost ")


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
