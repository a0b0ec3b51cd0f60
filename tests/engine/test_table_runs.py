"""Runs on tables: their map, their file and their script bring back the very rows, names and units."""

import json
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer, run_file
from engine.data import table
from engine.data.table import bounds
from engine.export import script
from engine.snapshot import Cut, View, ends, take

ANIMALS = "animals.csv"


def text_of(rows: int = 60) -> str:
    """Rows of animals with years, weights and a word: what is written with two decimals stays so."""
    rng = np.random.default_rng(3)
    kinds = rng.permutation(np.arange(rows) % 3)
    lines = [
        f"{2000 + rng.integers(0, 20)},{4 + 20 * kind + rng.normal():.2f},{rng.choice(['tame', 'wild', 'shy'])},"
        f"{('cat', 'dog', 'horse')[kind]}"
        for kind in kinds
    ]
    return "\n".join(["born,weight (kg),manner,animal", *lines, ""])


def trained(target: str = "animal", epochs: int = 3, **settings: Any) -> Trainer:
    found = table.read(text_of(), ANIMALS)
    inputs = [column.name for column in found.columns if column.name != target]
    data = found.dataset(inputs, target, test=0.3, seed=0)
    usual = {} if data.classes else {"cost": "quadratic", "learning_rate": 0.05}
    name = "table" if data.classes else "table-number"
    experiment = Experiment(**{"dataset": name, "hidden": (4,), "test_fraction": 0.3} | usual | settings)
    return Trainer(experiment, data).train(epochs=epochs)


def test_a_table_of_numbers_has_the_output_for_numbers() -> None:
    assert Experiment(dataset="table-number", cost="quadratic").output == "linear"
    assert Experiment(dataset="table").output == "sigmoid"
    with pytest.raises(ValueError, match="asks for a number, not a class"):
        Experiment(dataset="table-number", cost="cross-entropy")


def test_a_map_goes_over_two_inputs_while_the_others_stand() -> None:
    trainer = trained()
    data = trainer.data
    assert data.inputs == 5  # a column of words is an input for each word
    at = (0.5, 0.0, -1.0, 2.0, 1.0)
    plane = take(trainer, view=View(cut=Cut(1, 0, at))).plane
    assert plane is not None
    assert (plane.across, plane.up) == (ends(data, 1), ends(data, 0))
    row, column, side = 7, 31, len(plane.outputs)
    x = np.array(at, np.float32)
    x[1] = plane.across[0] + (column + 0.5) / side * (plane.across[1] - plane.across[0])
    x[0] = plane.up[1] - (row + 0.5) / side * (plane.up[1] - plane.up[0])
    np.testing.assert_allclose(plane.outputs[row, column], trainer.network.feedforward(x[np.newaxis])[0], rtol=1e-5)
    # an input that stands has one value all over its own little map, and one that is not there is no direction
    assert np.ptp(plane.neurons[0][2]) == 0 < np.ptp(plane.neurons[0][1])
    beyond = take(trainer, view=View(cut=Cut(9, 0))).plane
    assert beyond is not None
    assert beyond.across == ends(data, 0)


def test_a_table_of_one_input_has_the_same_answers_in_each_row_of_its_map() -> None:
    text = "hours,when\n" + "".join(f"{i / 7:.2f},{'late' if i > 20 else 'early'}\n" for i in range(40))
    data = table.read(text).dataset(("hours",), "when")
    trainer = Trainer(Experiment(dataset="table", hidden=(3,)), data)
    plane = take(trainer, view=View(cut=Cut(0, 1))).plane
    assert plane is not None
    low, high = ends(data, 0)
    assert plane.across == plane.up == (low, high)
    x = low + (np.arange(len(plane.outputs)) + 0.5) / len(plane.outputs) * (high - low)
    answers = trainer.network.feedforward(x[:, np.newaxis].astype(np.float32))
    np.testing.assert_allclose(plane.outputs, np.broadcast_to(answers, plane.outputs.shape), rtol=1e-5)
    assert [len(maps) for maps in plane.neurons] == [1, 3, 1]


def test_a_map_reaches_a_little_beyond_all_rows() -> None:
    data = trained().data
    low, high = ends(data, 1)
    column = np.concatenate([data.x_train[:, 1], data.x_test[:, 1]])
    assert low < column.min() < column.max() < high
    assert high - low < 1.2 * np.ptp(column)
    flat = Dataset([[1.0, 2.0], [1.0, 3.0]], [0, 1])
    assert ends(flat, 0) == (0, 2)


def test_a_snapshot_has_the_names() -> None:
    snapshot = take(trained())
    assert snapshot.input_names[:2] == ("born", "weight (kg)")
    assert (set(snapshot.class_names), snapshot.target_name) == ({"cat", "dog", "horse"}, "animal")


@pytest.mark.parametrize("target", ["animal", "weight (kg)"])
def test_a_run_file_brings_table_names_and_scaling_along(target: str) -> None:
    trainer = trained(target)
    content = run_file.to_bytes(trainer)
    opened = run_file.from_bytes(content).trainer
    before, after = trainer.data, opened.data
    assert after.fingerprint == before.fingerprint
    assert after.origin is not None
    assert before.origin is not None
    assert after.origin.text == before.origin.text
    for name in ("input_names", "class_names", "target_name", "scaling", "classes"):
        assert getattr(after, name) == getattr(before, name)
    assert run_file.to_bytes(opened) == content
    assert np.array_equal(trainer.train(epochs=1).network.parameters, opened.train(epochs=1).network.parameters)


def test_the_rows_of_a_run_are_those_of_the_file_as_they_were_written() -> None:
    origin = run_file.from_bytes(run_file.to_bytes(trained())).trainer.data.origin
    assert origin is not None
    head, *rows = origin.text.splitlines()
    first, *given = text_of().splitlines()
    assert head == first
    assert sorted(rows) == sorted(given)


def test_a_table_that_is_not_that_of_the_data_is_refused() -> None:
    trainer = trained()
    content = run_file.to_bytes(trainer)
    assert trainer.data.origin is not None
    plain = json.dumps(trainer.data.origin.to_dict()).encode()
    for changed in (
        plain.replace(b",dog", b",dig"),
        plain.replace(b'"seed": 0', b'"seed": 1'),
        plain.replace(b'"rows"', b'"cows"', 1),
        b"[" * len(plain),
        b"[]" + b" " * (len(plain) - 2),
    ):
        forged = content.replace(plain, changed.ljust(len(plain))[: len(plain)])
        assert forged != content
        with pytest.raises(ValueError, match=r"damaged|no run"):
            run_file.from_bytes(forged)


def test_a_script_trains_the_run_again_from_the_rows_in_it() -> None:
    trainer = trained(epochs=2)
    names: dict[str, Any] = {}
    exec(compile(script.to_script(trainer), "run.py", "exec"), names)
    assert np.array_equal(names["trainer"].network.parameters, trainer.network.parameters)
    assert names["data"].class_names == trainer.data.class_names


def test_a_table_larger_than_any_that_is_read_is_refused_before_it_is() -> None:
    trainer = trained()
    large = bounds.MOST_BYTES * 2 + 1

    class Forged:
        """An origin whose plain data take too many bytes."""

        def to_dict(self) -> dict[str, Any]:
            return {"rows": "x" * large}

    object.__setattr__(trainer.data, "origin", Forged())
    with pytest.raises(ValueError, match="larger than any that is read"):
        run_file.from_bytes(run_file.to_bytes(trainer))


def test_words_in_any_script_come_back_from_a_file() -> None:
    text = "größe,вес,種類\n" + "".join(f"{i},{i * i},{'äöü犬'[i % 4]}\n" for i in range(24))
    found = table.read(text, "größen.csv")
    data = found.dataset(("größe", "вес"), "種類")
    again = run_file.from_bytes(run_file.to_bytes(Trainer(Experiment(dataset="table"), data))).trainer.data
    assert again.origin is not None
    assert data.origin is not None
    assert (again.origin.table.name, again.origin.text) == ("größen.csv", data.origin.text)
    assert again.class_names == data.class_names
