"""Well-known tables: the names of their columns, what is suggested, their numbers, and that a network learns them."""

import csv
from typing import Any

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.data import table
from tests.engine.famous_tables import FAMOUS, Famous


def names(listed: str) -> tuple[str, ...]:
    """Names with commas between them; one that has a comma has a semicolon here."""
    return tuple(name.replace(";", ",") for name in next(csv.reader([listed])))


@pytest.mark.parametrize("case", FAMOUS, ids=lambda case: case.name)
def test_it_is_read_as_it_is_meant_and_trains(case: Famous) -> None:
    found = table.read(case.content, case.name)
    assert tuple(column.name for column in found.columns) == names(case.columns)
    assert found.suggestion == (names(case.inputs), *names(case.target))
    assert found.ambiguous == ()
    data = found.dataset(*found.suggestion)
    assert data.classes == case.classes
    small: Any = {"hidden": (8,), "batch_size": 10_000, "learning_rate": 0.05}
    if data.classes:
        experiment = Experiment(dataset="custom", cost="log-likelihood", **small)
    else:
        experiment = Experiment(dataset="custom", cost="quadratic", task="regression", **small)
    trainer = Trainer(experiment, data).train(epochs=5)
    assert trainer.problem is None
    assert np.isfinite(trainer.history.test_cost).all()
    assert trainer.history.train_cost[-1] < trainer.history.train_cost[0]
