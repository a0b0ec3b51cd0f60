"""Many tables, each read whole: what its columns are, what is learned from which, and that a network learns it."""

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
    if data.classes:
        experiment = Experiment(dataset="custom", hidden=(8,), cost="log-likelihood")
    else:
        experiment = Experiment(dataset="custom", hidden=(8,), cost="quadratic", learning_rate=0.01, task="regression")
    trainer = Trainer(experiment, data)
    trainer.train(epochs=3)
    assert trainer.problem is None
    assert trainer.history.train_cost[-1] < trainer.history.train_cost[0]
