"""Goals: Play pauses by itself exactly where the learner said."""

from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from playground.runs.goals import Goal

EXPERIMENT = Experiment(dataset="gaussians", hidden=(3,), samples=100)


@pytest.mark.parametrize(("goal", "epoch"), [(Goal(epoch=3), 3), (Goal(accuracy=0.0), 1)])
def test_training_ends_at_the_end_of_the_epoch_that_reaches_the_goal(goal: Goal, epoch: int) -> None:
    trainer = Trainer(EXPERIMENT).train(until=goal.reached)
    assert trainer.epoch == epoch
    assert trainer.step == epoch * trainer.steps_per_epoch
    assert f"epoch {epoch}" in str(goal.reached(trainer))


def test_patience_counts_epochs_since_the_lowest_test_cost() -> None:
    # weights that only shrink make the test cost rise from the second epoch on
    experiment = EXPERIMENT.changed(regularization="L2", regularization_strength=400, learning_rate=0.5)
    trainer = Trainer(experiment).train(until=Goal(patience=4).reached)
    costs = trainer.history.test_cost
    assert trainer.epoch == costs.argmin() + 1 + 4
    assert costs[-4:].min() >= costs.min()


def test_no_goal_is_never_reached() -> None:
    trainer = Trainer(EXPERIMENT).train(epochs=1)
    assert Goal().reached(trainer) is None
    assert Goal(step=trainer.step + 1).reached(trainer) is None
    assert Goal(accuracy=1.01).reached(trainer) is None


def test_patience_looks_at_the_validation_set_where_there_is_one() -> None:
    x = np.linspace(-1, 1, 40)[:, np.newaxis]
    right, wrong = np.arange(40) // 20, 1 - np.arange(40) // 20

    def patient(**validation: Any) -> Trainer:
        experiment = Experiment(dataset="custom", hidden=(), learning_rate=0.1)
        return Trainer(experiment, Dataset(x, right, x, wrong, **validation)).train(
            until=Goal(patience=3, epoch=10).reached
        )

    goal = Goal(patience=3)
    assert goal.reached(patient()) == "Paused at epoch 4: the test cost was lowest at epoch 1."
    assert patient(x_validation=x, y_validation=right).epoch == 10
    told = goal.reached(patient(x_validation=x, y_validation=wrong))
    assert told == "Paused at epoch 4: the validation cost was lowest at epoch 1."
