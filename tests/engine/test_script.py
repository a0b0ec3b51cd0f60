"""A run as Python: the script is executed, and the run comes out again, bit for bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Dataset, Experiment, Trainer
from engine.data import table
from engine.export.script import to_script
from engine.journal import Journal
from tests.engine.test_journal import DIGITS, MOONS, changes, driven, same


def made_again(script: str) -> Trainer:
    names: dict[str, Trainer] = {}
    exec(compile(script, "run.py", "exec"), names)
    return names["trainer"]


@settings(max_examples=30, deadline=None)
@given(st.lists(changes(digits=False), max_size=12))
def test_a_run_whatever_was_done_to_it_comes_out_again(script: list[tuple]) -> None:
    trainer = driven(MOONS, [("train", 2), *script])
    same(made_again(to_script(trainer)), trainer)


def test_it_reads_as_the_story_of_the_run() -> None:
    script = [("learning_rate", 0.3), ("train", 5), ("regularization", "L2"), ("switch", (1, 2), False), ("train", 4)]
    assert to_script(driven(MOONS, script)).split("trainer = ")[1].splitlines() == [
        "Trainer(experiment)",
        "trainer.train(steps=5)",
        "trainer.change(regularization='L2')",
        "trainer.edit('switch', 1, 2, False)",
        "trainer.train(steps=7)",
        "",
        "print(trainer)",
    ]


def test_digits_and_other_evaluations_come_out_again() -> None:
    trainer = Trainer(DIGITS, evaluate=("test",)).train(steps=12)
    trainer.change(augmentation=False)
    trainer.train(epochs=1)
    same(made_again(to_script(trainer)), trainer)


def test_points_of_its_own_come_with_it() -> None:
    points = np.random.default_rng(3).uniform(-5, 5, (40, 2))
    labels = np.arange(40) % 3
    own = Experiment(dataset="custom", hidden=(4,), inputs=("x1", "x2", "x1x2"), test_fraction=0.3, data_seed=5)
    data = table.dataset(points, labels, own.inputs, own.test_fraction, own.data_seed)
    trainer = Trainer(own, data).train(epochs=2)
    trainer.change(learning_rate=1.0)
    trainer.train(epochs=1)
    again = made_again(to_script(trainer))
    assert again.data.fingerprint == data.fingerprint
    same(again, trainer)


def test_what_cannot_be_made_again_is_refused() -> None:
    x, y = np.eye(4), np.arange(4) % 2
    for trainer in (Trainer(Experiment(dataset="custom"), Dataset(x, y)), Trainer(MOONS, Dataset(np.eye(2), y[:2]))):
        with pytest.raises(ValueError, match="cannot be written down"):
            to_script(trainer)
    trainer = Trainer(MOONS)
    trainer.journal = Journal(MOONS, whole=False)
    with pytest.raises(ValueError, match="cannot be made again"):
        to_script(trainer)


def test_a_run_that_was_moved_to_another_machine_is_not_promised_bit_for_bit() -> None:
    trainer = Trainer(MOONS).train(steps=3)
    assert "bit for bit; on another" in to_script(trainer)
    trainer.made_by = ("numba", "numpy")
    assert "not bit for bit" in to_script(trainer)
