"""Many tables, each read whole: what its columns are, what is learned from which, and that a network learns it."""

from typing import Any

import pytest

from engine import Experiment, Trainer
from engine.data import table
from tests.engine.many_tables import Case, all_of_them

CASES = all_of_them()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_read_and_trains(case: Case) -> None:
    found = table.read(case.content, case.name)
    assert "".join(column.kind[0] for column in found.columns) == case.kinds
    inputs, target = found.suggestion
    assert (target, len(inputs)) == (case.target, case.inputs)
    assert found.ambiguous == ()
    data = found.dataset(inputs, target)
    assert data.classes == case.classes
    # with all rows in one batch and small steps, the cost falls at each of them, whatever the labels are
    small: Any = {"hidden": (8,), "batch_size": 10_000, "learning_rate": 0.05}
    if data.classes:
        experiment = Experiment(dataset="custom", cost="log-likelihood", **small)
    else:
        experiment = Experiment(dataset="custom", cost="quadratic", task="regression", **small)
    trainer = Trainer(experiment, data)
    trainer.train(epochs=10)
    assert trainer.problem is None
    assert trainer.history.train_cost[-1] < trainer.history.train_cost[0]
